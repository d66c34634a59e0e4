"""What may go wrong, in people's own words: «redd for at …», «risiko på lønn: …», «the sync might slip»."""

from collections.abc import Sequence
from typing import NamedTuple

from commands.language import doubts
from commands.language.marks import Mark
from commands.language.pointing import point_at
from commands.language.scene import Scene
from commands.language.segments import Heard, Sentence
from commands.language.stretch import (
    SILENT,
    bounds,
    calls_a_colleague,
    one_system,
    opening,
    phrase_at,
    phrase_in,
    text_of,
    without,
)
from commands.requests import RaiseRisk

# «Risiko. Lønn. Vi kan miste …»
_MOST_HEADINGS = 2
_APART = ("comma", "link.and", "link.but")
_BETWEEN = frozenset({"comma", "colon", "dash", "link.prep", "plain.words", "sign", "end"})


class _Clause(NamedTuple):
    """Where the words for a risk begin, and the clause that says what the risk is."""

    said: int
    start: int
    end: int
    heading: bool = False


def hear(scene: Scene, told: Sequence[Sentence], at: int) -> Heard | None:
    """A risk, with the system that it is to. One that is over, denied or asked about is none."""
    sentence = told[at]
    if sentence.asks or calls_a_colleague(scene, sentence) or _is_of_oneself(scene, sentence):
        return None
    clause, used = _clause(scene, sentence), 1
    if clause is None or _is_denied(scene, sentence, clause):
        return None
    text = text_of(scene, *_trimmed(scene, clause))
    while not text and used <= _MOST_HEADINGS and at + used < len(told) and not told[at + used].asks:
        start, end = bounds(told[at + used])
        text, used = text_of(scene, *_trimmed(scene, clause._replace(start=start, end=end))), used + 1
    if not text:
        return None
    heard = told[at : at + used]
    system = _system(scene, heard, told)
    if system is None:
        if clause.heading or _is_of_the_work(scene, heard):
            raise doubts.which_system(text)
        return None
    end = clause.end if used == 1 else bounds(heard[-1])[1]
    return Heard((RaiseRisk(system, text),), used, without(heard[-1], _begins(sentence, clause), end))


def _clause(scene: Scene, sentence: Sentence) -> _Clause | None:
    start, end = bounds(sentence)
    first = opening(scene, start, end)
    heading = phrase_at(scene, "risk", "heading", first)
    if heading is not None and heading <= end and not _goes_on_as_a_word(scene, heading):
        return _Clause(first, heading, _end_of(sentence, heading), heading=True)
    if fear := phrase_in(scene, "risk", "words", start, end):
        return _Clause(*fear, _end_of(sentence, fear[1]))
    if (fear := phrase_in(scene, "risk", "bare", start, end)) and _is_of_something(scene, fear[1], end):
        return _Clause(*fear, _end_of(sentence, fear[1]))
    if slip := phrase_in(scene, "risk", "may", start, end):
        segment = next(one for one in sentence.segments if one.marks[-1].end > slip[0])
        return _Clause(slip[0], segment.marks[0].start, _end_of(sentence, slip[1]))
    return None


def _is_of_something(scene: Scene, start: int, end: int) -> bool:
    """Whether what follows is of a task or a system, and not of the author: «redd T101 ryker», «redd jeg må gå»."""
    first = next((mark for mark in scene.marks if start <= mark.start < end), None)
    return first is not None and first.kind in ("id", "system")


def _end_of(sentence: Sentence, start: int) -> int:
    """Where a clause ends: before a segment that goes on to tell of a task by its id."""
    other = (one for one in sentence.segments if one.marks[0].start > start and one.opener in _APART and one.has("id"))
    return next((one.marks[0].start for one in other), bounds(sentence)[1])


def _goes_on_as_a_word(scene: Scene, at: int) -> bool:
    """Whether a hyphen follows: «risiko- og sårbarhetsanalysen»."""
    tokens = scene.tokens
    return at < len(tokens) and tokens[at].key == "-" and tokens[at].start == tokens[at - 1].end


def _is_denied(scene: Scene, sentence: Sentence, clause: _Clause) -> bool:
    """Whether there is no risk, or no longer any: «ikke redd for», «ingen fare for», «var redd for»."""
    if phrase_in(scene, "risk", "never", *bounds(sentence)):
        return True
    segment = next(one for one in sentence.segments if one.marks[-1].end > clause.said)
    before = [mark for mark in segment.marks if mark.start < clause.said]
    return any(mark.kind in ("stop.negation", "plain.was") for mark in before)


def _is_of_oneself(scene: Scene, sentence: Sentence) -> bool:
    """Whether somebody is sorry not to come to a training: «redd jeg må melde avbud til kurset»."""
    return sentence.has("course") and phrase_in(scene, "course", "leave", *bounds(sentence)) is not None


def _is_of_the_work(scene: Scene, heard: Sequence[Sentence]) -> bool:
    """Whether what is feared can be something of the workspace at all, and is no small talk."""
    marks = [mark for one in heard for mark in one.marks]
    return any(mark.kind == "who.we" or (mark.kind == "word" and _is_known(scene, mark)) for mark in marks)


def _is_known(scene: Scene, mark: Mark) -> bool:
    directory = scene.directory
    return not directory.is_weak(scene.key(mark)) and directory.is_of_a_title(mark.value)


def _begins(sentence: Sentence, clause: _Clause) -> int:
    """Where the segment with the words for a risk begins."""
    begun = min(clause.said, clause.start)
    return next((one.marks[0].start for one in sentence.segments if one.marks[-1].end > begun), begun)


def _trimmed(scene: Scene, clause: _Clause) -> tuple[int, int]:
    """The clause without «på lønn:» before it, and without «at» and emoji."""
    marks = [mark for mark in scene.marks if clause.start <= mark.start < clause.end]
    named = _heading_of_system(marks)
    start = named if named is not None else clause.start
    while start < clause.end and (last := phrase_at(scene, "risk", "that", start)) is not None:
        start = last
    end = clause.end
    while end > start and not scene.tokens[end - 1].key[0].isalnum():
        end -= 1
    return start, end


def _heading_of_system(marks: Sequence[Mark]) -> int | None:
    """The token after a system's name that stands by itself before a colon, a comma or a dash."""
    silent = [mark for mark in marks if mark.kind not in _BETWEEN]
    if not silent or silent[0].kind != "system":
        return None
    at = marks.index(silent[0]) + 1
    if at == len(marks):
        return marks[-1].end
    return marks[at].end if marks[at].kind in ("colon", "comma", "dash", "end") else None


def _system(scene: Scene, heard: Sequence[Sentence], told: Sequence[Sentence]) -> str | None:
    """The system at risk: the one named, else that of the tasks pointed at, else that of the whole message."""
    marks = [mark for one in heard for mark in one.marks]
    return one_system(scene, marks) or _of_tasks(scene, marks) or _of_message(scene, told)


def _of_tasks(scene: Scene, marks: Sequence[Mark]) -> str | None:
    tasks = scene.directory.tasks
    ids = [mark.value for mark in marks if mark.kind == "id"]
    if unknown := next((id_ for id_ in ids if id_ not in tasks), None):
        raise doubts.no_such_task(unknown)
    if not ids:
        words = [mark for mark in marks if mark.kind == "word" and not scene.directory.is_weak(scene.key(mark))]
        strange = sum(not scene.directory.knows(scene.key(mark)) for mark in words)
        ids = list(point_at(scene.directory, [mark.value for mark in words], (), scene.author, strangers=strange).tasks)
    systems = {tasks[id_].task.system for id_ in ids}
    return systems.pop() if len(systems) == 1 else None


def _of_message(scene: Scene, told: Sequence[Sentence]) -> str | None:
    marks = [mark for one in told for mark in one.marks if mark.kind not in SILENT]
    tasks = scene.directory.tasks
    named = one_system(scene, marks)
    ids = {tasks[mark.value].task.system for mark in marks if mark.kind == "id" and mark.value in tasks}
    return named or (ids.pop() if len(ids) == 1 else None)
