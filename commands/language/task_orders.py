"""New tasks, in people's own words: «kan du legge inn en oppgave på arkiv om å …», «…. Legg det inn på arkiv»."""

from collections.abc import Sequence
from typing import NamedTuple

from commands.language import doubts
from commands.language.marks import Mark
from commands.language.new_task import NewTask
from commands.language.scene import Scene
from commands.language.segments import Heard, Sentence
from commands.language.stretch import (
    SILENT,
    bounds,
    calls_a_colleague,
    one_system,
    opening,
    phrase_at,
    text_of,
    without,
)

_MOST_BETWEEN = 3


class _Order(NamedTuple):
    """The words that order a task: where they begin, where what is ordered begins; and whether they name a task."""

    start: int
    end: int
    certain: bool


def hear(scene: Scene, told: Sequence[Sentence], at: int) -> Heard | None:
    """An order to put in a task. Raises Doubt where its system, its title or its date is not clear."""
    if found := _told_before(scene, told, at):
        return found
    sentence = told[at]
    order = _order(scene, sentence)
    if order is None or (not order.certain and sentence.has("course", "id")):
        return None
    if calls_a_colleague(scene, sentence):
        if sentence.has("question.order") or not order.certain:
            return None
        raise doubts.new_task_meant()
    new = NewTask(scene)
    after = new.read(order.end, _message_end(told))
    if not order.certain and (new.system is None or not new.title or not new.is_set_off):
        return None
    used = sum(bounds(one)[0] < after for one in told[at:])
    last = told[at + used - 1]
    rest = without(last if used > 1 else sentence, order.start, after)
    return Heard((new.task(),), used, rest)


def _message_end(told: Sequence[Sentence]) -> int:
    return bounds(told[-1])[1]


def _order(scene: Scene, sentence: Sentence) -> _Order | None:
    """The first order for a task that begins a segment, also after «kan du» and «please»."""
    for segment in sentence.segments:
        start = _after_asking(scene, segment.marks)
        if start is None:
            continue
        found = _order_at(scene, start, bounds(sentence)[1])
        if found is not None:
            return _Order(segment.marks[0].start, *found)
    return None


def _after_asking(scene: Scene, marks: Sequence[Mark]) -> int | None:
    """The first token of a segment that says something itself."""
    for mark in marks:
        called = mark.kind in ("member", "handle") and mark is marks[0]
        if mark.kind in SILENT or mark.kind == "question.order" or called:
            continue
        if phrase_at(scene, "add", "asking", mark.start) == mark.end:
            continue
        return mark.start
    return None


def _order_at(scene: Scene, at: int, end: int) -> tuple[int, bool] | None:
    """The end of an order that begins at a token, and whether it names a task: «ny oppgave», «legg inn … oppgave»."""
    at = phrase_at(scene, "add", "asking", at) or at
    if at >= end:
        return None
    if found := phrase_at(scene, "add", "new", at):
        return found, True
    if phrase_at(scene, "risk", "heading", at):
        return None
    verb = phrase_at(scene, "add", "verbs", at)
    if verb is None or verb >= end:
        return None
    for start in range(verb, min(verb + _MOST_BETWEEN + 1, end)):
        if found := phrase_at(scene, "add", "nouns", start):
            return found, True
        if phrase_at(scene, "add", "between", start) is None:
            break
    return (verb, False) if phrase_at(scene, "add", "bare", at) else None


def _told_before(scene: Scene, told: Sequence[Sentence], at: int) -> Heard | None:
    """«Vi må huske å …. Legg det inn som oppgave på arkiv»: the title stands before the order."""
    sentence, used = told[at], 1
    order = _ordered_after(scene, sentence)
    if order is None and at + 1 < len(told) and not sentence.asks:
        following = _ordered_after(scene, told[at + 1])
        if following is not None and following[0] <= opening(scene, *bounds(told[at + 1])):
            order, used = following, 2
    if order is None:
        return None
    start, end = bounds(sentence)
    if used == 1:
        end = order[0]
    if calls_a_colleague(scene, sentence):
        return None
    new = NewTask(scene)
    new.title = _remembered(scene, start, end)
    after = new.read(order[1], _message_end(told))
    if new.system is None:
        new.system = one_system(scene, sentence.marks)
    used = max(used, sum(bounds(one)[0] < after for one in told[at:]))
    return Heard((new.task(),), used)


def _ordered_after(scene: Scene, sentence: Sentence) -> tuple[int, int] | None:
    """Where «legg det inn som oppgave» stands at the beginning of a segment."""
    for segment in sentence.segments:
        start = _after_asking(scene, segment.marks)
        if start is not None and (end := phrase_at(scene, "add", "as_task", start)):
            return segment.marks[0].start, end
    return None


def _remembered(scene: Scene, start: int, end: int) -> str:
    """A title without «vi må huske å» before it."""
    at = opening(scene, start, end)
    while at < end and (last := phrase_at(scene, "add", "remember", at)):
        at = last
    return text_of(scene, at, end)
