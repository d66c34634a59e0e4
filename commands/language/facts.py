"""What one clause says of its task or system: a status, a percentage, a due date, an owner, what it depends on.

Whatever in a clause is not used up by a rule here makes it doubtful, and nothing is changed on a doubt.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from commands.language import doubts
from commands.language.doubts import Doubt
from commands.language.spot import Found, Piece, Sentence
from commands.requests import Update
from store.records import Status

_FAR_AHEAD = timedelta(270)
_STATUSES: dict[str, Status] = {
    "status.done": "done", "status.ready": "done", "status.doing": "doing", "status.blocked": "blocked",
    "status.todo": "todo", "status.dropped": "dropped",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a subject."""

    status: Status | None = None
    percent: int | None = None
    due: Found | None = None
    blocker: str | None = None
    owner: str | None = None
    needs: tuple[str, ...] = ()
    independent: bool = False

    def merged(self, other: "Facts", task: str) -> "Facts":
        """Both together. Raises Doubt where they do not fit together."""
        for name in ("status", "percent", "due", "blocker", "owner"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine is not None and theirs is not None and mine != theirs:
                raise doubts.contradiction(task)
        if (self.needs or other.needs) and (self != Facts() and other != Facts()):
            raise doubts.contradiction(task)
        both = Facts(*(getattr(self, n) if getattr(self, n) is not None else getattr(other, n) for n in _MERGED))
        both = replace(both, needs=self.needs or other.needs, independent=self.independent or other.independent)
        both.check(task)
        return both

    def check(self, task: str) -> None:
        """Raise Doubt where the parts do not fit together."""
        ended = self.status in ("done", "dropped")
        if (ended and (self.due or self.blocker)) or (self.status == "dropped" and self.percent is not None):
            raise doubts.contradiction(task)
        if self.percent is not None and not _fits(self.status, self.percent):
            raise doubts.contradiction(task)

    def update(self, task: str | None, system: str | None) -> Update:
        """The change that these facts are. 100 per cent is done."""
        whole = self.percent == 100
        return Update(
            task=task,
            system=system,
            status="done" if whole else self.status,
            percent=None if whole else self.percent,
            due=self.due.days[0] if self.due else None,
            due_time=self.due.time if self.due else None,
            blocker=self.blocker,
            owner=self.owner,
        )


_MERGED = ("status", "percent", "due", "blocker", "owner")


def _fits(status: Status | None, percent: int) -> bool:
    match status:
        case "done":
            return percent == 100
        case "todo":
            return percent == 0
        case "doing" | "blocked":
            return percent < 100
    return True


class Clause:
    """The pieces of one clause, and who it is about."""

    def __init__(self, message: Sentence, pieces: list[Piece], subject: Piece | None, example: str) -> None:
        self.message = message
        self.pieces = [p for p in pieces if p.kind not in _NEUTRAL]
        self.subject = subject
        self.task = example
        self.kinds = {p.kind for p in self.pieces}

    def has(self, *kinds: str) -> bool:
        """Whether any piece is of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    def words(self, piece: Piece) -> str:
        """A piece as typed."""
        return self.message.words(piece.start, piece.end)

    def all(self, *kinds: str) -> list[Piece]:
        """The pieces of these kinds."""
        return [p for p in self.pieces if p.kind in kinds]

    def before(self, piece: Piece) -> str:
        """The kind of the piece before one, prepositions aside."""
        at = self.pieces.index(piece)
        return next((p.kind for p in reversed(self.pieces[:at]) if p.kind != "link.prep"), "")

    def after(self, piece: Piece) -> str:
        """The kind of the piece after one."""
        at = self.pieces.index(piece) + 1
        return self.pieces[at].kind if at < len(self.pieces) else ""

    def is_heading(self, piece: Piece) -> bool:
        """Whether a piece is followed by a colon."""
        tokens = self.message.tokens
        return piece.end < len(tokens) and tokens[piece.end].key == ":"

    def update(self, facts: Facts) -> tuple[Update, ...]:
        """What these facts would be, as readings to choose from; none when the subject is not one task."""
        if self.subject is None or self.subject.kind != "id" or len(self.subject.value) != 1:
            return ()
        return (facts.update(self.subject.value[0], None),)


def read(clause: Clause) -> Facts:
    """The facts of a clause. Raises Doubt where a word is not accounted for or is not a report."""
    _refuse_what_is_no_report(clause)
    if clause.has("depend.on", "depend.off"):
        return _dependency(clause)
    due = _due(clause)
    facts = Facts(
        status=_status(clause, due),
        percent=_percent(clause),
        due=due,
        blocker=_blocker(clause),
        owner=_owner(clause),
    )
    _refuse_what_is_left(clause, facts)
    facts.check(clause.task)
    return facts


def _refuse_what_is_no_report(clause: Clause) -> None:
    for piece in clause.pieces:
        if piece.kind == "unknown":
            raise doubts.needs_what(clause.task) if clause.has("depend.on", "depend.off") else _unknown(clause, piece)
        if piece.kind.startswith("several."):
            raise doubts.who_of(clause.message, piece, *_each_owner(clause, piece))
        if piece.kind == "stop.hearsay":
            raise doubts.not_certain(clause.words(piece), clause.task, *_as_if_certain(clause, piece))
        if piece.section in ("stop", "chat"):
            raise doubts.not_certain(clause.words(piece), clause.task)
    if clause.has("status.not_done"):
        raise doubts.not_done(clause.task, *clause.update(Facts(status="doing")), *clause.update(Facts(status="todo")))
    if clause.has("time.begins"):
        raise doubts.not_a_start(clause.task)


def _unknown(clause: Clause, piece: Piece) -> Doubt:
    word = clause.words(piece)
    if word.isdecimal() and word.isascii() and int(word) <= 100 and clause.pieces[-1] is piece:
        return doubts.percent_meant(word, clause.task, *clause.update(Facts(percent=int(word))))
    at = last = clause.pieces.index(piece)
    while last + 1 < len(clause.pieces) and clause.pieces[last + 1].kind == "unknown":
        last += 1
    return doubts.not_understood(clause.message.words(clause.pieces[at].start, clause.pieces[last].end), clause.task)


def _each_owner(clause: Clause, piece: Piece) -> list[Update]:
    if piece.kind not in ("several.member", "several.handle"):
        return []
    return [update for id_ in piece.value for update in clause.update(Facts(owner=id_))]


def _as_if_certain(clause: Clause, piece: Piece) -> tuple[Update, ...]:
    """The report without the words that say it is somebody else's."""
    at = clause.pieces.index(piece)
    rest = Clause(
        clause.message, [p for p in clause.pieces[at + 1 :] if p.kind != "member"], clause.subject, clause.task
    )
    try:
        return clause.update(read(rest))
    except Doubt:
        return ()


def _dependency(clause: Clause) -> Facts:
    at = next(i for i, p in enumerate(clause.pieces) if p.section == "depend")
    needs = [p for p in clause.pieces[at:] if p.kind == "id"]
    others = [
        p
        for p in clause.pieces
        if p.kind not in {"id", "link.prep", "depend.on", "depend.off", "depend.anymore", *_SUBJECTS}
    ]
    own = clause.subject.value if clause.subject else ()
    if len(needs) != 1 or others or set(needs[0].value) & set(own):
        raise doubts.needs_what(own[0] if own else clause.task)
    return Facts(needs=needs[0].value, independent=clause.has("depend.off"))


def _due(clause: Clause) -> Found | None:
    dates = [p for p in clause.all("date") if clause.before(p) != "link.from"]
    if not dates:
        return None
    if len(dates) > 1:
        raise doubts.one_date(clause.task)
    date = dates[0]
    if _is_past(clause, date.value):
        return None
    if not date.value.days:
        raise doubts.no_such_day(clause.words(date), clause.task)
    if len(date.value.days) > 1:
        readings = [u for day in date.value.days for u in clause.update(Facts(due=replace(date.value, days=(day,))))]
        raise doubts.which_week(clause.words(date), clause.task, *readings)
    if clause.has("status.done", "status.ready") and not clause.has("due.mark", "due.by", "due.will"):
        _refuse_done_or_due(clause, date)
        return date.value if isinstance(date.value, Found) else None
    if not (clause.has(*_SETS_DUE) or clause.before(date) == "link.to"):
        raise doubts.meant_as_due(clause.words(date), clause.task, *clause.update(Facts(due=date.value)))
    return date.value if isinstance(date.value, Found) else None


def _is_past(clause: Clause, found: Found) -> bool:
    """Whether a date only tells when something was done: «ble ferdig fredag», «ferdig 1.12.2026»."""
    if clause.has(*_SETS_DUE) or not clause.has("status.done"):
        return False
    return clause.has("plain.was", "plain.became") or bool(found.days and found.days[0] < clause.message.today)


def _refuse_done_or_due(clause: Clause, date: Piece) -> None:
    day, today = date.value.days[0], clause.message.today
    if day == today or (date.value.yearless and day - today > _FAR_AHEAD):
        readings = (*clause.update(Facts(status="done")), *clause.update(Facts(due=date.value)))
        raise doubts.done_or_due(clause.words(date), clause.task, *readings)


def _status(clause: Clause, due: Found | None) -> Status | None:
    said = {_STATUSES[p.kind] for p in clause.pieces if p.kind in _STATUSES}
    if clause.has("blocker"):
        said.add("blocked")
    if len(said) > 1:
        raise doubts.contradiction(clause.task)
    status = next(iter(said), None)
    if status == "done" and due:
        if clause.has("due.mark"):
            raise doubts.contradiction(clause.task)
        return None
    if clause.has("due.will") and status not in (None, "dropped"):
        raise doubts.which_day(clause.task) if status == "done" else doubts.contradiction(clause.task)
    if clause.has("plain.was") and status not in ("done", "dropped"):
        raise doubts.not_certain(clause.words(clause.all("plain.was")[0]), clause.task)
    if clause.has("status.ready") and clause.subject is not None and clause.subject.kind == "system":
        raise doubts.not_certain(
            clause.words(clause.all("status.ready")[0]), clause.task, *clause.update(Facts(status="done"))
        )
    return status


def _percent(clause: Clause) -> int | None:
    found = [(p, 50 if p.kind == "percent.half" else p.value) for p in clause.all("percent", "percent.half")]
    for piece, number in found:
        if number is None:
            raise doubts.no_percentage(clause.words(piece), clause.task)
    if len({number for _, number in found}) > 1 or (found and clause.has("time.past", "due.will")):
        raise doubts.contradiction(clause.task)
    return found[0][1] if found else None


def _blocker(clause: Clause) -> str | None:
    found = clause.all("blocker")
    return str(found[0].value) if found else None


def _owner(clause: Clause) -> str | None:
    for piece in clause.pieces:
        if piece.kind in _PEOPLE and _makes_owner(clause, piece):
            if piece.kind == "who.nobody" or clause.has("due.will"):
                raise doubts.who(clause.task)
            found = piece.value[0] if piece.kind in ("member", "handle") else clause.message.names.author
            if found is None:
                raise doubts.who(clause.task)
            return str(found)
    if clause.has("who.takes", "who.i_take", "who.mark", "who.nobody"):
        raise doubts.who(clause.task)
    return None


def _makes_owner(clause: Clause, piece: Piece) -> bool:
    before, after = clause.before(piece), clause.after(piece)
    if before == "link.from":
        return False
    if piece.kind == "who.i_take":
        return True
    if piece.kind == "who.me_or_we":
        return before in ("link.to", "who.mark")
    takes = after == "who.takes" or before == "who.takes"
    if piece.kind == "who.i":
        return takes or after == "who.mark"
    alone = piece.kind == "handle" and {p.kind for p in clause.pieces} <= {"id", "system", "handle"} and before == "id"
    return takes or alone or before == "link.to" or clause.has("who.mark", "due.set")


def _refuse_what_is_left(clause: Clause, facts: Facts) -> None:
    """Raise Doubt for words that no rule has used."""
    for piece in clause.pieces:
        if piece.kind in ("member", "handle") and facts.owner is None:
            if piece.kind == "handle" and (facts.status or facts.percent is not None):
                continue  # somebody is spoken to, and a fact is stated
            owner = Facts(owner=piece.value[0])
            if facts == Facts():
                raise doubts.owner_meant(clause.words(piece), clause.task, *clause.update(owner))
            raise doubts.not_certain(clause.words(piece), clause.task, *clause.update(facts))
        if not _is_used(clause, piece, facts):
            raise doubts.not_understood(clause.words(piece), clause.task)
    if facts.due is None and clause.has("due.late", "due.move", "due.mark", "due.by", "due.not_before"):
        raise doubts.which_day(clause.task)
    if (facts.due is None and facts.status != "dropped" and clause.has("due.will")) or facts == Facts():
        raise doubts.which_day(clause.task)
    if facts.owner is not None and facts.status is not None:
        raise doubts.contradiction(clause.task)
    if facts.due is not None and facts.status is not None:
        raise doubts.contradiction(clause.task)


def _is_used(clause: Clause, piece: Piece, facts: Facts) -> bool:
    after = clause.after(piece)
    if piece.kind == "link.to":
        return after in _AFTER_TO or (clause.has("due.set") and after.startswith("status."))
    if piece.kind == "link.from":
        return (after == "date" and clause.has(*_MOVES)) or (after in _PEOPLE and clause.has("who.takes", "who.mark"))
    if piece.kind == "ask.status":
        return clause.before(piece) == "id" or clause.has("due.set") or clause.is_heading(piece)
    if piece.kind == "percent.about":
        return after in ("percent", "percent.half")
    if piece.kind in ("who.i", "who.we", "who.me_or_we"):
        return facts != Facts()
    return piece.kind in _USED


_NEUTRAL = frozenset(
    {"plain.words", "sign", "comma", "end", "link.and", "link.but", "name.task", "question.order", "question"}
)
_SUBJECTS = ("who.i", "who.we", "plain.was")
_PEOPLE = ("member", "handle", "who.me", "who.me_or_we", "who.i", "who.i_take", "who.nobody")
_MOVES = ("due.move", "due.late", "due.set")
_SETS_DUE = ("due.mark", "due.by", "due.will", "due.not_before", *_MOVES)
_AFTER_TO = ("date", "percent", "percent.half", "percent.about", *_PEOPLE)
_USED = frozenset({
    *_STATUSES, *_SETS_DUE, "blocker", "percent", "percent.half", "date", "id", "system", "link.prep", "member", "handle",
    "time.past", "plain.was", "plain.became", "who.me", "who.mark", "who.takes", "who.i_take",
})  # fmt: skip
