"""What one segment tells: a status, an amount, a day, a reason, somebody who takes over."""

from typing import NamedTuple

from commands.language.amounts import numbered
from commands.language.dates import Time
from commands.language.glossary import glossary
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.signs import BLOCKED, DONE, WITHOUT, acting_verb, hinted, hinted_at, is_negated, is_participle
from commands.language.timing import when_told
from commands.language.untold import not_told
from store.records import Status

_PEOPLE = ("member", "handle", "who.me", "who.me_or_we", "who.i", "who.i_take", "who.nobody")


class Told(NamedTuple):
    """What a segment tells. `owner` holds the members that are meant: one, or those who share a name, or nobody."""

    status: Status | None = None
    percent: int | None = None
    when: Time | None = None
    reason: str | None = None
    owner: tuple[str, ...] | None = None
    moves: bool = False
    unclear: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything is told."""
        return self != Told()

    @property
    def only_owner(self) -> bool:
        """Whether all that is told is whose it is."""
        return self == Told(owner=self.owner)

    @property
    def only_moves(self) -> bool:
        """Whether all that is told is that something is to be moved, and not when to."""
        return self == Told(moves=True, unclear="day")


def told_by(scene: Scene, segment: Segment) -> Told:
    """What a segment tells, whatever it is about."""
    if segment.has("stop.believed") or hinted(scene, segment, "rest"):
        return Told()
    status = _status(scene, segment)
    percent = _percent(scene, segment)
    when = when_told(scene, segment, status)
    owner = _owner(scene, segment)
    if why := not_told(scene, segment, status, percent, when, owner):
        return Told(unclear=why)
    moves = segment.has("due.move", "due.late", "due.mark")
    if when is not None and status == "done":
        status = None
    if percent is not None and status in ("done", "doing"):
        status = None
    if percent == 100:
        status = "doing" if _leaves_out(scene, segment) else "done"
        percent = None
    if moves and when is None and status is None and percent is None and _is_moved(scene, segment):
        return Told(status="done", owner=owner)
    if segment.has("id") and is_negated(scene, segment) and not (status or when):
        return Told(unclear="negated")
    unclear = "day" if moves and when is None and owner is None and status is None and percent is None else ""
    if percent is None and any(mark.value.percent is None for mark in segment.all("amount")):
        unclear = "percent"
    return Told(status, percent, when, None, owner, moves, unclear)


def _status(scene: Scene, segment: Segment) -> Status | None:
    negated = any(scene.key(mark) not in WITHOUT for mark in segment.all("stop.negation"))
    if segment.has(*BLOCKED):
        return _blocked(scene, segment)
    if segment.has("status.todo"):
        return "todo"
    if segment.has("status.dropped"):
        return None if negated else "dropped"
    if segment.has("status.not_done"):
        return "doing" if hinted(scene, segment, "yet") and not segment.has("due.will", "time") else None
    if _stands(scene, segment):
        return "blocked"
    if segment.has("status.doing"):
        return ("todo" if hinted(scene, segment, "begin") else None) if negated else "doing"
    done = segment.has(*DONE) or _acted(scene, segment)
    if done and (
        hinted(scene, segment, "almost") or hinted_at(scene, segment, "almost") or _leaves_out(scene, segment)
    ):
        return "doing"
    if done and negated:
        return "doing" if hinted(scene, segment, "yet") else None
    if done and not segment.has("due.will"):
        return "done"
    return None


def _leaves_out(scene: Scene, segment: Segment) -> bool:
    """«Ferdig unntatt Lyngstrand», «100 % bortsett fra forsida»."""
    partly = hinted(scene, segment, "partly") and not segment.has("stop.all")
    return hinted(scene, segment, "except") or partly


def _blocked(scene: Scene, segment: Segment) -> Status | None:
    """«Ikke blokkert lenger» is going on again; what is not blocked tells nothing else."""
    before = segment.marks[: next(i for i, mark in enumerate(segment.marks) if mark.kind in BLOCKED)]
    if any(mark.kind == "stop.negation" for mark in before):
        return "doing" if hinted(scene, segment, "no_more") else None
    return "blocked"


def _is_moved(scene: Scene, segment: Segment) -> bool:
    """«Filene er flyttet over»: moved from one place to another, and not to another day."""
    moved = [mark for mark in segment.all("due.move") if mark.end == mark.start + 1]
    units = [(scene.key(mark), scene.directory.unit(scene.key(mark))) for mark in moved]
    move = glossary().concept(glossary().stem("flytte"))
    said = any(unit.whole == move and is_participle(word, unit) for word, unit in units)
    return said and hinted(scene, segment, "auxiliary") and not segment.has("due.mark", "due.will", "stop.may")


def _stands(scene: Scene, segment: Segment) -> bool:
    """«Kaistrømmen står», and nothing after it: it has stopped."""
    keys = [scene.tokens[i].key for mark in segment.marks for i in range(mark.start, mark.end)]
    words = [key for key in keys if key[0].isalnum()]
    while len(words) > 2 and words[-1] in ("helt", "heilt", "fortsatt", "framleis", "still"):
        words.pop()
    return len(words) > 1 and words[-1] == "står"


def _acted(scene: Scene, segment: Segment) -> bool:
    """Whether a piece of work is said to have been done in the words for the work itself: «er overført», «moved»."""
    if segment.has("due.will", "due.move", "due.late", "due.set", "stop.wish", "stop.may"):
        return False
    return acting_verb(scene, segment) is not None


def _percent(scene: Scene, segment: Segment) -> int | None:
    marks = _outside_brackets(scene, segment)
    amounts = [mark.value for mark in marks if mark.kind == "amount"]
    if not amounts:
        return _bare_percent(scene, segment)
    last = amounts[-1]
    if last.percent is None or segment.has(*DONE) or not _is_left(scene, segment):
        return int(last.percent) if last.percent is not None else None
    return 100 - int(last.percent)


def _is_left(scene: Scene, segment: Segment) -> bool:
    """Whether an amount is what is left: «mangler 10 %», «10 % igjen», «fire av ti står igjen»."""
    at, mark = next((i, mark) for i, mark in reversed([*enumerate(segment.marks)]) if mark.kind == "amount")
    beside = segment.marks[max(0, at - 1) : at + 2] if mark.value.of is None else segment.marks
    return hinted(scene, segment._replace(marks=tuple(beside)), "left")


def _bare_percent(scene: Scene, segment: Segment) -> int | None:
    """«… på 90», where that is all that is said: people leave out the sign."""
    if len(segment.marks) < 3 or segment.closer == "colon":
        return None
    at = segment.marks[-1]
    number = numbered(scene.tokens[at.start])
    before = scene.key(segment.marks[-2])
    return number if number is not None and 0 < number <= 100 and before in ("på", "at") else None


def _outside_brackets(scene: Scene, segment: Segment) -> list[Mark]:
    marks, depth = [], 0
    for mark in segment.marks:
        key = scene.key(mark)
        depth = max(0, depth + (key == "(") - (key == ")"))
        if not depth:
            marks.append(mark)
    return marks


def _owner(scene: Scene, segment: Segment) -> tuple[str, ...] | None:
    """Who is to own it: «Nils tar …», «… til Nils», «… → Nils», «jeg tar …»."""
    takes = segment.has("who.takes", "who.i_take", "who.mark") and not _takes_not(segment)
    for mark in segment.all(*_PEOPLE):
        at = segment.marks.index(mark)
        before = segment.marks[at - 1].kind if at else segment.opener
        if before == "link.from":
            continue
        given = before in ("link.to", "dash", "who.mark", "who.goes_to") or (before == "colon" and at == 0)
        puts = segment.has("who.puts", "due.set")
        if segment.has("who.puts_up"):
            given = before == "who.puts_up" and _is_put_up(scene, segment, at)
        given = given or (puts and (before in ("who.puts", "due.set") or _is_put_on(scene, segment, at)))
        if mark.kind == "who.i_take":
            return _self(scene)
        if mark.kind in ("who.i", "who.me", "who.me_or_we"):
            if takes or (given and mark.kind != "who.i"):
                return _self(scene)
            continue
        if mark.kind == "who.nobody":
            if takes:
                return ()
            continue
        if takes or given:
            return tuple(mark.value)
    return () if _is_given_to_a_stranger(scene, segment) else None


def _is_given_to_a_stranger(scene: Scene, segment: Segment) -> bool:
    """«T140 til Pelle», and nobody is called so."""
    marks = [mark for mark in segment.marks if mark.kind != "plain.words"]
    if [mark.kind for mark in marks] != ["id", "link.to", "word"]:
        return False
    return not scene.directory.knows(scene.key(marks[-1])) and not scene.directory.is_of_the_trade(scene.key(marks[-1]))


def _is_put_up(scene: Scene, segment: Segment, at: int) -> bool:
    """«Sett opp Imran på meldeskjemaet», and not «sett opp Nils på møtet om T101»."""
    after = segment.marks[at + 1 :]
    if not after or scene.key(after[0]) not in _ON:
        return False
    return all(
        mark.kind in ("id", "link.prep", "plain.words", "system")
        or (mark.kind == "word" and scene.directory.is_of_a_title(mark.value))
        for mark in after
    )


def _is_put_on(scene: Scene, segment: Segment, at: int) -> bool:
    """«Sett nøkkelkorta på Petter», and not «sett av tid med Petter» and «put pressure on Petter»."""
    if segment.marks[at - 1].kind != "link.prep" or scene.key(segment.marks[at - 1]) not in _ON:
        return False
    puts = next(i for i, mark in enumerate(segment.marks) if mark.kind in ("who.puts", "due.set"))
    between = segment.marks[puts + 1 : at - 1]
    return all(mark.kind != "word" or scene.directory.is_of_a_title(mark.value) for mark in between)


_ON = frozenset({"på", "on", "to", "hos", "hjå"})


def _takes_not(segment: Segment) -> bool:
    """«Får ikke», «får vi ikke»: nobody takes anything."""
    places = [i for i, mark in enumerate(segment.marks) if mark.kind == "who.takes"]
    return any(mark.kind == "stop.negation" for at in places for mark in segment.marks[at + 1 : at + 3])


def _self(scene: Scene) -> tuple[str, ...]:
    return (scene.author,) if scene.author else ()
