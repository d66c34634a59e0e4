"""The words of a segment that name a piece of work, and the tasks they point at."""

from collections.abc import Sequence

from commands.language.directory import Unit
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.pointing import Pointed, point_at
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.signs import acting_verb

WORDS = ("word", "course")
# The words before the status must fit so well where those after it fit nothing.
_WELL = 0.74
_DEFINITE = ("en", "et", "a", "ene", "ane", "an")


def words_of(scene: Scene, segment: Segment, *, goes_on: bool) -> tuple[list[Unit], int]:
    """The words of a segment that may point at a task, and how many of its nouns are known nowhere.

    What is counted («7 of 12 units») is no subject where the message `goes_on` about one.
    """
    units, strangers = [], 0
    acting = acting_verb(scene, segment)
    counted = None
    for mark in segment.marks:
        if mark.kind == "amount" and mark.value.of is not None and goes_on:
            counted = mark.end
        if mark.kind not in WORDS or mark is acting or mark.start == counted:
            continue
        unit = mark.value if mark.kind == "word" else mark.value[1]
        if scene.directory.is_weak(scene.key(mark)):
            continue
        if scene.directory.is_of_a_title(unit):
            units.append(unit)
        elif not scene.directory.is_verb(unit.whole) and _is_definite(scene, mark):
            strangers += 1
    return units, strangers


def _is_definite(scene: Scene, mark: Mark) -> bool:
    """Whether a word is a thing in particular: «heisen», «the lift»."""
    key = scene.key(mark)
    before = scene.tokens[mark.start - 1].key if mark.start else ""
    return (len(key) > 4 and key.endswith(_DEFINITE)) or before in free_lexicon().words("hints", "definite")


def systems_of(segment: Segment) -> tuple[str, ...]:
    """The systems that a segment names."""
    return tuple(dict.fromkeys(id_ for mark in segment.all("system") for id_ in mark.value))


def pointed_by(scene: Scene, segment: Segment, *, surely: bool, goes_on: bool, tells_status: bool) -> Pointed:
    """The tasks that the words of a segment point at; `surely` and `goes_on` as for `point_at`.

    Where they point at none, those before the status are tried by themselves: «terminalene er oppe på alle bygg». Of
    several tasks the one that is called by what has been done is meant: «alle alarmene er byttet».
    """
    units, strangers = words_of(scene, segment, goes_on=goes_on)
    pointed = _point(scene, segment, units, strangers, surely=surely, goes_on=goes_on)
    if not pointed.tasks and tells_status and (head := _before_status(segment)) is not None:
        units_before, _ = words_of(scene, head, goes_on=goes_on)
        if units_before and len(units_before) < len(units):
            alone = _point(scene, head, units_before, 0, surely=goes_on, goes_on=goes_on)
            pointed = alone if alone.fit >= _WELL else pointed
    acting = acting_verb(scene, segment) if len(pointed.tasks) > 1 else None
    if acting is not None:
        called_so = tuple(id_ for id_ in pointed.tasks if acting.value.whole in scene.directory.tasks[id_].wholes)
        return pointed._replace(tasks=called_so) if len(called_so) == 1 else pointed
    return pointed


def task_of_verb(scene: Scene, segment: Segment, systems: Sequence[str]) -> str | None:
    """The one open task of some systems that is called by what has been done: «har byttet alarm hos …»."""
    acting = acting_verb(scene, segment)
    if acting is None:
        return None
    titles = [scene.directory.tasks[id_] for system in systems for id_ in scene.directory.tasks_in(system)]
    found = [one.task.id for one in titles if one.task.is_open and acting.value.whole in one.wholes]
    return found[0] if len(found) == 1 else None


def _point(
    scene: Scene, segment: Segment, units: Sequence[Unit], strangers: int, *, surely: bool, goes_on: bool
) -> Pointed:
    directory, author, systems = scene.directory, scene.author, systems_of(segment)
    if not units or (goes_on and all(directory.is_verb(unit.whole) for unit in units)):
        return Pointed()
    beside = _status_verbs(scene, segment)
    pointed = point_at(
        directory, units, systems, author, strangers=strangers, surely=surely, goes_on=goes_on, beside=beside
    )
    if not pointed.tasks and systems:
        # The name of a system may stand in the title of another system's task.
        pointed = point_at(directory, [*units, *_system_words(scene, segment)], (), author, surely=surely)
    return pointed


def _before_status(segment: Segment) -> Segment | None:
    """What stands before the word for how far it has come, where something stands after it too."""
    place = next((i for i, mark in enumerate(segment.marks) if mark.section == "status"), 0)
    return segment._replace(marks=segment.marks[:place]) if 0 < place < len(segment.marks) - 1 else None


def _status_verbs(scene: Scene, segment: Segment) -> list[Unit]:
    """Words for a status that may also be those of a title: «har avslutta …»."""
    said = [mark for mark in segment.marks if mark.section == "status" and mark.end == mark.start + 1]
    units = [scene.directory.unit(scene.key(mark)) for mark in said if scene.key(mark)[0].isalpha()]
    return [unit for unit in units if scene.directory.tasks_with(unit.whole)]


def _system_words(scene: Scene, segment: Segment) -> list[Unit]:
    keys = [scene.tokens[i].key for mark in segment.all("system") for i in range(mark.start, mark.end)]
    return [scene.directory.unit(key) for key in keys if key[0].isalpha()]
