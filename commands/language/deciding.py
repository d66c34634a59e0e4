"""Decisions that have been taken, in people's own words."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from commands.language import doubts
from commands.language.dates import due_meant
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.pointing import point_at
from commands.language.scene import Scene
from commands.language.segments import Heard, Sentence
from commands.language.stretch import bounds, one_system, phrase_at, phrase_in, without
from commands.requests import Decide, SingleChange, Update

_Decision: TypeAlias = Literal["go", "no_go", "postpone"]
# «No go» is read before «go».
_DECISIONS: tuple[_Decision, ...] = ("no_go", "postpone", "go")
_ACTS = ("taken", "said", "postpones", "no_go", "go")
_BESIDE_AN_ACT = frozenset({"time", "plain.words", "plain.was", "sign"})


class _Taken(NamedTuple):
    """What was decided, and the tokens that say so, from the first to the last."""

    decision: _Decision
    start: int
    end: int


def hear(scene: Scene, told: Sequence[Sentence], at: int) -> Heard | None:
    """A decision that has been taken, with the new date where it postpones. An opinion or a rumour is none."""
    sentence = told[at]
    start, end = bounds(sentence)
    used = 1
    taken = _taken(scene, start, end)
    if taken is None and at + 1 < len(told) and _is_taken(scene, start, end):
        taken, used = _taken(scene, start, bounds(told[at + 1])[1]), 2
    if taken is None or any(one.asks for one in told[at : at + used]):
        return None
    if used == 1 and _is_nothing_but(scene, told, at + 1, taken.decision):
        used = 2
    heard = [mark for one in told[at : at + used] for mark in one.marks]
    if _is_of_a_task(scene, heard, taken):
        return None
    _refuse_uncertain(scene, heard, taken)
    system = one_system(scene, heard) or one_system(scene, (mark for one in told for mark in one.marks))
    if system is None:
        raise doubts.which_system(scene.words(sentence.marks))
    rest = without(told[at + used - 1], taken.start, _last_of(heard, taken))
    return Heard((Decide(system, taken.decision), *_postponed(scene, heard, system, taken)), used, rest)


def _taken(scene: Scene, start: int, end: int) -> _Taken | None:
    """A decision, and words that say that it has been taken."""
    found = _decided(scene, start, end)
    acted = _acted(scene, start, end) if found is not None else None
    if found is None or acted is None:
        return None
    return _Taken(found[0], min(found[1], acted[0]), max(found[2], acted[1]))


def _is_taken(scene: Scene, start: int, end: int) -> bool:
    return _acted(scene, start, end) is not None


def _decided(scene: Scene, start: int, end: int) -> tuple[_Decision, int, int] | None:
    """What is decided, and where that stands; None where nothing is, or both sides are named: «go/no-go»."""
    found: list[tuple[_Decision, int, int]] = []
    at = start
    while at < end:
        if scene.tokens[at].key not in _first_words():
            at += 1
            continue
        read = next(((key, last) for key in _DECISIONS if (last := phrase_at(scene, "decision", key, at))), None)
        if read is not None and (read[0] != "go" or _is_a_go(scene, at, read[1])):
            found.append((read[0], at, read[1]))
        at = read[1] if read else at + 1
    return found[-1] if len({one[0] for one in found}) == 1 else None


@cache
def _first_words() -> frozenset[str]:
    """The words that the words for a decision begin with."""
    return frozenset().union(*(free_lexicon().phrases("decision", key).first for key in _DECISIONS))


def _is_a_go(scene: Scene, start: int, end: int) -> bool:
    """Whether «go» is a decision, and not part of «go-live», «ready to go», «not a go»."""
    if end - start > 1:
        return True
    tokens = scene.tokens
    after = tokens[end].key if end < len(tokens) else ""
    before = tokens[start - 1].key if start else ""
    return (
        after not in ("live", "through", "to", "wrong")
        and before not in ("to", "we", "i", "they")
        and not (after == "-" and end + 1 < len(tokens) and tokens[end + 1].key == "live")
    )


def _acted(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Where it is said that something was decided: «vedtatt», «det ble go», «styringsgruppa sier …»."""
    for at in range(start, end):
        if found := phrase_at(scene, "decision", "taken", at):
            return at, found
        if (found := phrase_at(scene, "decision", "became", at)) and _leads_to_a_side(scene, found, end):
            return at, found
        if (found := phrase_at(scene, "decision", "body", at)) and (act := _act_of_body(scene, found, end)):
            return at, act
    return None


def _leads_to_a_side(scene: Scene, at: int, end: int) -> bool:
    return any(phrase_at(scene, "decision", key, i) for i in range(at, min(at + 3, end)) for key in ("go", "no_go"))


def _act_of_body(scene: Scene, at: int, end: int) -> int | None:
    """The end of what a body did, which stands right after its name: «styringsgruppa har i dag sagt …»."""
    silent = {i for mark in scene.marks if mark.kind in _BESIDE_AN_ACT for i in range(mark.start, mark.end)}
    while at < end:
        if found := next((last for key in _ACTS if (last := phrase_at(scene, "decision", key, at))), None):
            return found
        if at not in silent:
            return None
        at += 1
    return None


def _is_nothing_but(scene: Scene, told: Sequence[Sentence], at: int, decision: _Decision) -> bool:
    """Whether a sentence says the same decision once more and nothing else."""
    if at >= len(told):
        return False
    start, end = bounds(told[at])
    return phrase_in(scene, "decision", decision, start, end) == (start, end)


def _is_of_a_task(scene: Scene, heard: Sequence[Mark], taken: _Taken) -> bool:
    """Whether a piece of work is put off, and no system; or something that is nothing to Klar."""
    named = any(mark.kind == "system" for mark in heard)
    if any(mark.kind == "id" and mark.start < taken.end for mark in heard):
        return True
    if taken.decision != "postpone":
        return False
    words = [mark for mark in heard if mark.kind == "word" and not _is_of_the_decision(scene, mark)]
    words = [mark for mark in words if not scene.directory.is_weak(scene.key(mark))]
    if not words:
        return False
    if any(mark.start >= taken.start for mark in words) and not named:
        return True
    units = [mark.value for mark in words]
    systems = [id_ for mark in heard if mark.kind == "system" for id_ in mark.value]
    return point_at(scene.directory, units, systems, scene.author).fit > _SURE


def _is_of_the_decision(scene: Scene, mark: Mark) -> bool:
    return any(
        (last := phrase_at(scene, "decision", key, at)) is not None and last >= mark.end
        for key in ("body", "taken", "said", "became", *_DECISIONS, "in_use")
        for at in range(max(0, mark.start - 4), mark.start + 1)
    )


def _refuse_uncertain(scene: Scene, heard: Sequence[Mark], taken: _Taken) -> None:
    """A condition, a hope, a rumour or a wish takes no decision."""
    for mark in heard:
        wished = mark.kind == "stop.wish" and mark.start < taken.start
        said = any(phrase_at(scene, "decision", key, mark.start) for key in ("said", "taken", *_DECISIONS))
        doubtful = mark.kind in ("stop.condition", "stop.hope", "stop.hearsay") and not said
        negated = mark.kind == "stop.negation" and _turns_round(scene, mark)
        if wished or doubtful or negated:
            raise doubts.not_certain(scene.words([mark]), "T101")


def _turns_round(scene: Scene, mark: Mark) -> bool:
    """Whether a negation is no part of the words for a decision: «ikke vedtatt», «ikke go»."""
    return not any(
        (last := phrase_at(scene, "decision", key, at)) is not None and last >= mark.end
        for key in _DECISIONS
        for at in range(max(0, mark.start - 3), mark.start + 1)
    )


def _last_of(heard: Iterable[Mark], taken: _Taken) -> int:
    """The end of what the decision says: of its words, and of the system that it is on where that stands after them."""
    first = next((mark.end for mark in heard if mark.kind == "system"), taken.end)
    return max(taken.end, first)


def _postponed(scene: Scene, heard: Iterable[Mark], system: str, taken: _Taken) -> tuple[SingleChange, ...]:
    """The new date of the system."""
    if taken.decision != "postpone":
        return ()
    cutover = scene.directory.systems[system].cutover
    days: set[date] = set()
    for mark in heard:
        if mark.kind == "time" and (meant := due_meant(mark.value, cutover)) and meant.day > scene.now.date():
            days.add(meant.day)
    if len(days) > 1:
        raise doubts.one_date("T101")
    return tuple(Update(system=system, due=day) for day in days)


# Words that fit a piece of work so well that no system as a whole is meant.
_SURE = 0.9
