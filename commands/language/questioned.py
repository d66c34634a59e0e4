"""What a question is about: the author's own tasks, what is late, readiness, trainings, or how far something is."""

from collections.abc import Iterable, Sequence
from datetime import date

from commands.language import doubts
from commands.language.dates import due_meant
from commands.language.directory import Unit
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.pointing import point_at
from commands.language.scene import Scene
from commands.language.segments import Sentence
from commands.language.stretch import bounds, one_system, opening, phrase_at, phrase_in
from commands.language.text import keys
from commands.requests import AskMine, AskOverdue, AskReadiness, AskStatus, AskTraining, Request

# How far from the word «gruppe» its name may stand.
_NEAR = 4
_FINISHED = ("status.done", "status.completed", "status.ready")
_STATUS = ("status", "percent", "due")


def answer(scene: Scene, sentence: Sentence, beside: Sentence) -> Request | None:
    """What one question asks; `beside` holds all that is asked in the message. Raises Doubt where it can be several."""
    marks = sentence.marks
    system = one_system(scene, marks)
    if (course := _course(scene, sentence, system)) is not None:
        return course
    if _is_mine(scene, sentence, system):
        return AskMine(until=_until(beside.marks))
    if _has(scene, sentence, "overdue") or (sentence.has("due.late") and not sentence.has("id", "time")):
        return AskOverdue(system=system)
    if _is_readiness(scene, sentence, system):
        return AskReadiness(system=system)
    return _status(scene, sentence, system)


def _has(scene: Scene, sentence: Sentence, key: str) -> bool:
    return phrase_in(scene, "ask", key, *bounds(sentence)) is not None


def _course(scene: Scene, sentence: Sentence, system: str | None) -> Request | None:
    """Which trainings there are. A piece of work on a training, «er kursplanen ferdig», is none of them."""
    marks = sentence.marks
    if not (sentence.has("course") or _has(scene, sentence, "training")):
        return None
    courses = [mark for mark in marks if mark.kind == "course"]
    named = {id_ for mark in courses for id_ in mark.value[0]}
    if not named and any(mark.kind in _FINISHED for mark in marks) and not _has(scene, sentence, "training"):
        return None
    if system is None and len(named) > 1:
        raise doubts.which_system(scene.words(courses))
    system = system or next(iter(named), None)
    if system is None and _strangers(scene, marks):
        return None
    return AskTraining(system=system)


def _is_mine(scene: Scene, sentence: Sentence, system: str | None) -> bool:
    """«Hva har jeg …», «mine frister», «what's on my plate»; not «hva skal jeg ha til lunsj»."""
    if system is not None or sentence.has("id", "member", "handle", "course", "plain.chat"):
        return False
    if phrase_in(scene, "ask", "mine", *bounds(sentence)) is None:
        start = opening(scene, *bounds(sentence))
        asks = phrase_at(scene, "ask", "opens", start) or phrase_at(scene, "ask", "what", start)
        if not asks or not sentence.has("who.i", "who.me", "who.me_or_we", "own.one", "own.all"):
            return False
    return not _strangers(scene, sentence.marks)


def _until(marks: Iterable[Mark]) -> date | None:
    meant = [due_meant(mark.value) for mark in marks if mark.kind == "time"]
    days = {one.day for one in meant if one is not None}
    return max(days) if days else None


def _is_readiness(scene: Scene, sentence: Sentence, system: str | None) -> bool:
    """«Er vi klare for overgangen», «er arkiv klart for produksjon», «are we set for 1 January»."""
    if _has(scene, sentence, "ready"):
        return True
    prepared = sentence.has("status.ready") or _has(scene, sentence, "prepared")
    if not prepared:
        return False
    if _has(scene, sentence, "cutover") or _names_cutover(scene, sentence, system):
        return True
    return system is not None and sentence.has("status.ready") and not _strangers(scene, sentence.marks)


def _names_cutover(scene: Scene, sentence: Sentence, system: str | None) -> bool:
    """Whether a day is the one on which the system, or most systems, change over."""
    systems = scene.directory.systems
    known = [one.cutover for id_, one in systems.items() if system in (None, id_) and one.cutover is not None]
    meant = [due_meant(mark.value) for mark in sentence.marks if mark.kind == "time"]
    return any(one is not None and one.day in known for one in meant)


def _status(scene: Scene, sentence: Sentence, system: str | None) -> Request | None:
    """How far a task, a system or a group is: with a word for that, or with nothing else that is asked."""
    marks = sentence.marks
    for mark in marks:
        if mark.kind == "id":
            return _of_task(scene, mark, system)
    said = _has(scene, sentence, "status") or _has(scene, sentence, "surely")
    said = said or any(mark.section in _STATUS and mark.kind != "due.set" for mark in marks)
    if group := _group(scene, sentence):
        return AskStatus(group=group) if said else None
    if not said and not _is_of_the_thing_itself(scene, sentence):
        return None
    if system is not None:
        return AskStatus(system=system) if said or not _strangers(scene, marks) else None
    return _pointed(scene, marks, said) or (AskStatus() if _is_of_all(scene, sentence) else None)


def _of_task(scene: Scene, mark: Mark, system: str | None) -> Request:
    titled = scene.directory.tasks.get(mark.value)
    if titled is None:
        raise doubts.no_such_task(mark.value)
    if system is not None and titled.task.system != system:
        raise doubts.which_task(scene.words([mark]))
    return AskStatus(task=mark.value)


def _is_of_the_thing_itself(scene: Scene, sentence: Sentence) -> bool:
    """«Arkiv?», «er skjemaene sendt?»: no word that asks who, where or what else."""
    start = opening(scene, *bounds(sentence))
    return phrase_at(scene, "ask", "opens", start) is None and phrase_at(scene, "ask", "elsewhere", start) is None


def _pointed(scene: Scene, marks: Sequence[Mark], said: bool) -> Request | None:
    """The task that the words point at, or the system of all that they fit."""
    words = [mark for mark in marks if mark.kind == "word" and not scene.directory.is_weak(scene.key(mark))]
    course = [mark.value[1] for mark in marks if mark.kind == "course"]
    units = [*(mark.value for mark in words if not _is_asking(scene, mark)), *course]
    strange = len(_strangers(scene, marks))
    if not units or (strange and not said):
        return None
    pointed = point_at(scene.directory, units, (), scene.author, strangers=strange)
    systems = {scene.directory.tasks[id_].task.system for id_ in pointed.tasks}
    if len(pointed.tasks) == 1:
        return AskStatus(task=pointed.tasks[0])
    if len(systems) > 1:
        raise doubts.which_task(scene.words(words))
    return AskStatus(system=systems.pop()) if systems else None


def _is_of_all(scene: Scene, sentence: Sentence) -> bool:
    """«Hvordan ligger vi an totalt»: nothing is named, and the words for status are there."""
    words = [mark for mark in sentence.marks if mark.kind == "word" and not scene.directory.is_weak(scene.key(mark))]
    return _has(scene, sentence, "status") and all(_is_asking(scene, mark) for mark in words)


def _group(scene: Scene, sentence: Sentence) -> str | None:
    """The group that is meant where a word for a group is there: «IKT-gruppa», «the data migration group»."""
    if named := next((mark for mark in sentence.marks if mark.kind == "group"), None):
        if len(named.value) > 1:
            raise doubts.which_system(scene.words([named]))
        return str(named.value[0])
    start, end = bounds(sentence)
    tokens = scene.tokens
    for at in range(start, end):
        head = next((word for word in _group_words() if tokens[at].key.endswith(word)), None)
        if head is None:
            continue
        key = tokens[at].key
        around = [token.key for token in tokens[max(start, at - _NEAR) : min(at + _NEAR, end)]]
        near = around if key == head else [key.removesuffix(head)]
        if found := _group_called(scene, [word for word in near if word.isalpha()]):
            return found
    return None


def _group_called(scene: Scene, words: Sequence[str]) -> str | None:
    """The one group whose name has most of some words."""
    said = {atom for word in words if not scene.directory.is_weak(word) for atom in scene.directory.unit(word).atoms}
    met = {id_: sum(not said.isdisjoint(unit.atoms) for unit in units) for id_, units in _groups(scene)}
    best = [id_ for id_, count in met.items() if count and count == max(met.values())]
    return best[0] if len(best) == 1 else None


def _groups(scene: Scene) -> Iterable[tuple[str, list[Unit]]]:
    directory = scene.directory
    for id_, group in directory.groups.items():
        words = [word for word in keys(group.name) if word[0].isalpha() and not directory.is_weak(word)]
        yield id_, [directory.unit(word) for word in words]


def _group_words() -> list[str]:
    return [word for word in free_lexicon().group_words if " " not in word]


def _strangers(scene: Scene, marks: Iterable[Mark]) -> list[Mark]:
    """The words that are neither of a task or a name here nor of the asking itself."""
    words = [mark for mark in marks if mark.kind == "word" and not scene.directory.is_weak(scene.key(mark))]
    return [mark for mark in words if not _is_asking(scene, mark) and not _is_of_a_task(scene, mark)]


def _is_of_a_task(scene: Scene, mark: Mark) -> bool:
    return scene.directory.is_of_a_title(mark.value)


def _is_asking(scene: Scene, mark: Mark) -> bool:
    """Whether a word belongs to the words for a question, or is one that says nothing of what is asked."""
    return any(
        (last := phrase_at(scene, "ask", key, at)) is not None and last >= mark.end
        for key in _ASKING
        for at in range(max(0, mark.start - 5), mark.start + 1)
    )


_ASKING = (
    "status", "mine", "overdue", "ready", "training", "cutover", "opens", "opens_before_verb", "what", "elsewhere",
    "verbs", "verbs_may", "verbs_spoken", "pronouns", "tags", "surely", "show", "prepared", "small", "help",
)  # fmt: skip
