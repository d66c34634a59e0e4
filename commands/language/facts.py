"""What one clause says of its task or system: a status, a percentage, a due date, an owner, what it depends on.

Whatever in a clause is not used up by a rule makes it doubtful, and nothing is changed on a doubt.
"""

from commands.language import doubts
from commands.language.clause import Clause, Facts
from commands.language.dates import Found
from commands.language.doubts import Doubt
from commands.language.dues import MOVES, SETS_DUE, due
from commands.language.owners import PEOPLE, makes_owner, owner
from commands.language.spot import Piece
from commands.requests import Depend, Update
from store.records import Status

STATUSES: dict[str, Status] = {
    "status.done": "done", "status.completed": "done", "status.ready": "done", "status.doing": "doing",
    "status.blocked": "blocked", "status.todo": "todo", "status.dropped": "dropped", "blocker": "blocked",
}  # fmt: skip


def read(clause: Clause) -> Facts:
    """The facts of a clause. Raises Doubt where a word is not accounted for or is not a report."""
    _refuse_what_is_no_report(clause)
    if clause.has("depend.on", "depend.off"):
        return _dependency(clause)
    found = due(clause)
    facts = Facts(
        status=_status(clause, found),
        percent=_percent(clause),
        due=found,
        blocker=next((p.value for p in clause.all("blocker")), None),
        owner=owner(clause),
    )
    _refuse_what_is_left(clause, facts)
    facts.check(clause.task)
    return facts


def _refuse_what_is_no_report(clause: Clause) -> None:
    for piece in clause.pieces:
        if piece.kind == "unknown":
            raise _unknown(clause, piece)
        if piece.kind.startswith("several."):
            members = piece.value if piece.kind in ("several.member", "several.handle") else ()
            readings = clause.readings(*(Facts(owner=id_) for id_ in members))
            raise doubts.who_of(clause.message, piece, *readings)
        if piece.kind == "stop.hearsay":
            raise doubts.not_certain(clause.words(piece), clause.task, *_as_if_certain(clause, piece))
        if piece.section == "stop":
            raise doubts.not_certain(clause.words(piece), clause.task)
    if clause.has("status.not_done"):
        raise doubts.not_done(clause.task, *clause.readings(Facts(status="doing"), Facts(status="todo")))
    if clause.has("time.begins"):
        raise doubts.not_a_start(clause.task)


def _unknown(clause: Clause, piece: Piece) -> Doubt:
    if clause.has("depend.on", "depend.off"):
        return doubts.needs_what(clause.task)
    word = clause.words(piece)
    if word.isdecimal() and word.isascii() and len(word) < 4 and int(word) <= 100 and clause.pieces[-1] is piece:
        return doubts.percent_meant(word, clause.task, *clause.readings(Facts(percent=int(word))))
    at = last = clause.pieces.index(piece)
    while last + 1 < len(clause.pieces) and clause.pieces[last + 1].kind == "unknown":
        last += 1
    return doubts.not_understood(clause.message.words(clause.pieces[at].start, clause.pieces[last].end), clause.task)


def _as_if_certain(clause: Clause, piece: Piece) -> list[Update | Depend]:
    """The report without the words that say it is somebody else's."""
    after = [p for p in clause.pieces if p.start > piece.start and p.kind != "member"]
    try:
        return clause.readings(read(Clause(clause.message, after, clause.subject, clause.task)))
    except Doubt:
        return []


def _dependency(clause: Clause) -> Facts:
    needs: list[Piece] = []
    own = clause.subject.value if clause.subject else ()
    used = {"id", "link.prep", "depend.on", "depend.off", "depend.anymore", "who.i", "who.we", "plain.was"}
    before = True
    for piece in clause.pieces:
        before = before and piece.section != "depend"
        if piece.kind == "id" and not before:
            needs.append(piece)
    if len(needs) != 1 or clause.kinds - used or set(needs[0].value) & set(own):
        raise doubts.needs_what(own[0] if own else clause.task)
    return Facts(needs=needs[0].value, independent=clause.has("depend.off"))


def _status(clause: Clause, found: Found | None) -> Status | None:
    said = {STATUSES[p.kind]: p for p in clause.pieces if p.kind in STATUSES}
    if len(said) > 1:
        raise doubts.contradiction(clause.task)
    if not said:
        return None
    status, piece = next(iter(said.items()))
    if status == "done" and found:
        # What is finished on a day to come is due then: «blir ferdig fredag».
        if clause.has("due.mark"):
            raise doubts.contradiction(clause.task)
        return None
    if clause.has("due.will") and status != "dropped":
        raise doubts.which_day(clause.task)
    if clause.has("plain.was") and status not in ("done", "dropped"):
        raise doubts.not_certain(clause.first("plain.was"), clause.task)
    if piece.kind == "status.ready" and clause.subject is not None and clause.subject.kind == "system":
        raise doubts.not_certain(clause.words(piece), clause.task)
    return status


def _percent(clause: Clause) -> int | None:
    found = {50 if p.kind == "percent.half" else p.value: p for p in clause.all(*_PERCENT)}
    if None in found:
        raise doubts.no_percentage(clause.words(found[None]), clause.task)
    if len(found) > 1 or (found and clause.has("time.past", "due.will", "plain.was")):
        raise doubts.contradiction(clause.task)
    return next(iter(found), None)


def _refuse_what_is_left(clause: Clause, facts: Facts) -> None:
    """Raise Doubt for words that no rule has used, and for orders without what they need."""
    for piece in clause.pieces:
        if piece.kind in ("member", "handle"):
            _refuse_bystander(clause, piece, facts)
        elif not _is_used(clause, piece, facts):
            raise doubts.not_understood(clause.words(piece), clause.task)
    if facts.due is None and clause.has(*_NEEDS_DAY):
        raise doubts.which_day(clause.task)
    if facts == Facts() or (facts.due is None and facts.status != "dropped" and clause.has("due.will")):
        raise doubts.which_day(clause.task)
    if facts.status is not None and (facts.owner is not None or facts.due is not None):
        raise doubts.contradiction(clause.task)


def _refuse_bystander(clause: Clause, piece: Piece, facts: Facts) -> None:
    """Raise Doubt for somebody who is named and is not the owner."""
    if makes_owner(clause, piece) or clause.before(piece) == "link.from":
        return
    if piece.kind == "handle" and facts.owner is None and (facts.status or facts.percent is not None):
        return  # somebody is spoken to, and a fact is stated
    if facts == Facts():
        owned = clause.readings(Facts(owner=piece.value[0]))
        raise doubts.owner_meant(clause.words(piece), clause.task, *owned)
    raise doubts.not_certain(clause.words(piece), clause.task, *clause.readings(facts))


def _is_used(clause: Clause, piece: Piece, facts: Facts) -> bool:
    after = clause.after(piece)
    match piece.kind:
        case "link.to":
            return after in _AFTER_TO or (clause.has("due.set") and after.startswith("status."))
        case "link.from":
            moved = after == "date" and clause.has(*MOVES)
            return moved or (after in PEOPLE and clause.has("who.takes", "who.i_take", "who.mark"))
        case "ask.status":
            return bool(after) and (clause.before(piece) == "id" or clause.has("due.set") or clause.is_heading(piece))
        case "percent.about":
            return after in _PERCENT
        case "who.i" | "who.we" | "who.me_or_we":
            return facts != Facts()
    return piece.kind in _USED


_PERCENT = ("percent", "percent.half")
_NEEDS_DAY = ("due.late", "due.move", "due.mark", "due.by", "due.not_before")
_AFTER_TO = ("date", "percent.about", *_PERCENT, *PEOPLE)
_USED = frozenset({
    *STATUSES, *SETS_DUE, *_PERCENT, "date", "id", "system", "link.prep", "time.past", "plain.was", "plain.became",
    "who.me", "who.mark", "who.takes", "who.i_take",
})  # fmt: skip
