"""What a segment is about: the tasks or systems that it names by id, by name, or by the words for a piece of work."""

from collections.abc import Sequence
from typing import NamedTuple

from commands.language import doubts, readings
from commands.language.directory import Unit
from commands.language.lexicon import free_lexicon
from commands.language.pointing import Pointed, point_at
from commands.language.scene import Mark, Scene
from commands.language.segments import Segment
from commands.language.signs import acting_verb
from commands.language.telling import Told

_WORDS = ("word", "course")
# The words before the status must fit so well where those after it fit nothing.
_WHOLE = 0.74
_BLOCKED = ("status.blocked", "status.waiting")


class Subject(NamedTuple):
    """A task, or a system as a whole."""

    task: str | None = None
    system: str | None = None


class Named(NamedTuple):
    """What a segment is about.

    `strange` says that it is about something that Klar does not know, `like_a_task` that this has a word of some title,
    and `bare` that it names its subjects and no more.
    """

    subjects: tuple[Subject, ...] = ()
    strange: bool = False
    bare: bool = True
    like_a_task: bool = False


def named_in(scene: Scene, segment: Segment, told: Told, before: Sequence[Subject]) -> Named:
    """What a segment is about; `before` is what the message was about until then.

    Raises Doubt where it could be several things, or is about something that it may not be about.
    """
    ids = segment.all("id")
    if segment.has("own.other") and told.anything:
        raise doubts.which_task(scene.words(segment.marks))
    if ids:
        _refuse_odd_signs(scene, segment, ids, before)
        return Named(tuple(_task(scene, mark.value, segment) for mark in ids))
    if segment.has("own.all", "own.one"):
        return Named(_own(scene, segment))
    return _by_words(scene, _without_reason(segment, told), told, before)


def _refuse_odd_signs(scene: Scene, segment: Segment, ids: Sequence[Mark], before: Sequence[Subject]) -> None:
    """Raise Doubt for ids beside something that is no list: «T101–T105», «alt unntatt T101», «~T101~»."""
    marks = segment.marks
    first, last = marks.index(ids[0]), marks.index(ids[-1])
    between = [mark for mark in marks[first:last] if mark.kind not in _LISTS_IDS]
    odd = [
        mark for mark in marks if mark.kind == "sign" and (scene.key(mark)[0] in _ODD or scene.key(mark)[0].isdigit())
    ]
    odd += [mark for mark in segment.all("stop.all") if len(ids) == 1 and not before]
    excepted = any(scene.key(mark) in free_lexicon().words("hints", "partly") for mark in marks[:first])
    if between or odd or excepted or segment.has("stop.or"):
        raise doubts.not_understood(scene.words(marks), ids[0].value)


_LISTS_IDS = frozenset({"id", "link.and", "comma", "plain.words", "name.task", "stop.all"})
_ODD = frozenset("~+<>=/\"'🙃")


def _by_words(scene: Scene, segment: Segment, told: Told, before: Sequence[Subject]) -> Named:
    units, strangers = words_of(scene, segment, before)
    systems = systems_of(segment)
    pointed = _pointed(
        scene,
        segment,
        units,
        strangers,
        systems,
        surely=bool(before) and (not told.anything or told.only_owner),
        goes_on=bool(before),
    )
    if not pointed.tasks and told.status is not None and (head := _before_status(segment)):
        units_before, _ = words_of(scene, head, before)
        if units_before and len(units_before) < len(units):
            pointed = _pointed(
                scene, head, units_before, 0, systems_of(head), surely=bool(before), goes_on=bool(before)
            )
            pointed = pointed if pointed.fit >= _WHOLE else Pointed()
    if before and len(pointed.tasks) != 1 and units and (beside := _beside(scene, units, before)):
        return Named((Subject(task=beside),))
    if len(pointed.tasks) > 1 and (acting := acting_verb(scene, segment)) is not None:
        named_so = tuple(id_ for id_ in pointed.tasks if acting.value.whole in scene.directory.tasks[id_].wholes)
        pointed = pointed._replace(tasks=named_so) if len(named_so) == 1 else pointed
    if len(pointed.tasks) > 1:
        if not told.anything or any(Subject(task=id_) in before for id_ in pointed.tasks):
            return Named()
        if before and not strangers and told.status == "done" and segment.has("status.done") and not segment.opener:
            return Named(strange=True)
        raise doubts.which_of_these(scene.words(segment.marks), *readings.of_each(pointed.tasks, told, scene.directory))
    if pointed.tasks and not (pointed.finished and told.status == "done"):
        return Named((Subject(task=pointed.tasks[0]),), bare=not strangers and not _says_more(scene, segment))
    if systems and not pointed.tasks and (acting := acting_verb(scene, segment)) is not None:
        of_verb = _tasks_of_verb(scene, acting, systems)
        if len(of_verb) == 1:
            return Named((Subject(task=of_verb[0]),))
        if _amounts_to(segment):
            raise doubts.which_task(scene.words(segment.marks))
    if systems:
        if any(len(mark.value) > 1 for mark in segment.all("system")) or (
            told.anything and (_says_before(scene, segment) or _counts(segment))
        ):
            raise doubts.which_task(scene.words(segment.marks))
        return Named(tuple(Subject(system=id_) for id_ in systems), bare=not _says_more(scene, segment) and not units)
    return Named(
        strange=bool(units or strangers or _says_before(scene, segment)),
        like_a_task=bool(units) and _says_before(scene, segment),
    )


def _before_status(segment: Segment) -> Segment | None:
    """What stands before the word for how far it has come, where something stands after it too."""
    place = next((i for i, mark in enumerate(segment.marks) if mark.section == "status"), 0)
    return segment._replace(marks=segment.marks[:place]) if 0 < place < len(segment.marks) - 1 else None


def _pointed(
    scene: Scene,
    segment: Segment,
    units: Sequence[Unit],
    strangers: int,
    systems: tuple[str, ...],
    *,
    surely: bool,
    goes_on: bool,
) -> Pointed:
    if not units:
        return Pointed()
    directory, author = scene.directory, scene.author
    if goes_on and all(directory.is_verb(unit.whole) for unit in units):
        return Pointed()
    beside = _status_verbs(scene, segment)
    pointed = point_at(directory, units, systems, author, strangers=strangers, surely=surely, beside=beside)
    if not pointed.tasks and systems:
        # The name of a system may stand in the title of another system's task.
        pointed = point_at(directory, [*units, *_system_words(scene, segment)], (), author, surely=surely)
    return pointed


def _status_verbs(scene: Scene, segment: Segment) -> list[Unit]:
    """Words for a status that may also be those of a title: «har avslutta …»."""
    said = [mark for mark in segment.marks if mark.section == "status" and mark.end == mark.start + 1]
    units = [scene.directory.unit(scene.key(mark)) for mark in said if scene.key(mark)[0].isalpha()]
    return [unit for unit in units if scene.directory.tasks_with(unit.whole)]


def _beside(scene: Scene, units: Sequence[Unit], before: Sequence[Subject]) -> str | None:
    """The one task like the last one that the words are of: «… Elvåsen er ferdig, Kroksjø på 15 %»."""
    last = before[-1].task
    titles = scene.directory.tasks
    if last is None or last not in titles:
        return None
    said = {unit.whole for unit in units}
    with_all = set[str].intersection(*(scene.directory.tasks_with(whole) for whole in said))
    like = [
        id_
        for id_ in with_all
        if id_ != last
        and titles[id_].task.is_open
        and 2 * len(titles[id_].atoms & titles[last].atoms) >= len(titles[id_].atoms)
    ]
    return like[0] if len(like) == 1 and not said <= titles[last].atoms else None


def words_of(scene: Scene, segment: Segment, before: Sequence[Subject] = ()) -> tuple[list[Unit], int]:
    """The words of a segment that may point at a task, and how many of its nouns are known nowhere.

    What is counted («7 of 12 units») is no subject where there is one `before`.
    """
    units, strangers = [], 0
    acting = acting_verb(scene, segment)
    counted = None
    for mark in segment.marks:
        if mark.kind == "amount" and mark.value.of is not None and before:
            counted = mark.end
        if mark.kind not in _WORDS or mark is acting or mark.start == counted:
            continue
        unit = mark.value if mark.kind == "word" else mark.value[1]
        if scene.directory.is_weak(scene.key(mark)):
            continue
        if any(scene.directory.tasks_with(atom) for atom in unit.atoms):
            units.append(unit)
        elif not scene.directory.is_verb(unit.whole) and _is_definite(scene, mark):
            strangers += 1
    return units, strangers


def _is_definite(scene: Scene, mark: Mark) -> bool:
    """Whether a word is a thing in particular: «heisen», «the lift»."""
    key = scene.key(mark)
    before = scene.tokens[mark.start - 1].key if mark.start else ""
    return (len(key) > 4 and key.endswith(_DEFINITE)) or before in free_lexicon().words("hints", "definite")


_DEFINITE = ("en", "et", "a", "ene", "ane", "an")


def systems_of(segment: Segment) -> tuple[str, ...]:
    """The systems that a segment names."""
    return tuple(dict.fromkeys(id_ for mark in segment.all("system") for id_ in mark.value))


def _without_reason(segment: Segment, told: Told) -> Segment:
    """The words before «venter på …»: those after it are the reason, where any stand before."""
    if told.status != "blocked":
        return segment
    place = next((i for i, mark in enumerate(segment.marks) if mark.kind in _BLOCKED), len(segment.marks))
    if place == len(segment.marks):
        return segment
    head = segment.marks[:place]
    waits = segment.marks[place].kind == "status.waiting"
    if waits or any(mark.kind in ("word", "system", "course", "id") for mark in head):
        return segment._replace(marks=head)
    reason = next((i for i, mark in enumerate(segment.marks) if mark.kind == "reason.words"), len(segment.marks))
    return segment._replace(marks=segment.marks[:reason])


def _tasks_of_verb(scene: Scene, acting: Mark, systems: Sequence[str]) -> list[str]:
    """The open tasks of some systems that are called by what has been done: «har byttet alarm hos …»."""
    found = {id_ for system in systems for id_ in scene.directory.tasks_in(system)}
    return sorted(
        id_
        for id_ in found
        if scene.directory.tasks[id_].task.is_open and acting.value.whole in scene.directory.tasks[id_].wholes
    )


def _amounts_to(segment: Segment) -> bool:
    return any(mark.value.of is not None for mark in segment.all("amount"))


def _counts(segment: Segment) -> bool:
    """«Fire av fem serier»: what is counted is a piece of work, and not a system as a whole."""
    pairs = zip(segment.marks, segment.marks[1:], strict=False)
    return any(one.kind == "amount" and one.value.of is not None and other.kind in _WORDS for one, other in pairs)


def _says_before(scene: Scene, segment: Segment) -> bool:
    """Whether a segment has words of its own before what it tells."""
    acting = acting_verb(scene, segment)
    for mark in segment.marks:
        if mark.section == "status" or mark.kind in ("amount", "time") or mark is acting:
            return False
        if mark.kind in _WORDS and not scene.directory.is_weak(scene.key(mark)):
            return True
    return False


def _says_more(scene: Scene, segment: Segment) -> bool:
    """Whether a segment has words that are of no title here."""
    acting = acting_verb(scene, segment)
    words = [m for m in segment.all("word") if m is not acting and not scene.directory.is_weak(scene.key(m))]
    return any(not any(scene.directory.tasks_with(atom) for atom in mark.value.atoms) for mark in words)


def _system_words(scene: Scene, segment: Segment) -> list[Unit]:
    keys = [scene.tokens[i].key for mark in segment.all("system") for i in range(mark.start, mark.end)]
    return [scene.directory.unit(key) for key in keys if key[0].isalpha()]


def _task(scene: Scene, id_: str, segment: Segment) -> Subject:
    titled = scene.directory.tasks.get(id_)
    if titled is None:
        raise doubts.no_such_task(id_)
    systems = systems_of(segment)
    if systems and titled.task.system not in systems:
        raise doubts.which_task(scene.words(segment.marks))
    return Subject(task=id_)


def _own(scene: Scene, segment: Segment) -> tuple[Subject, ...]:
    systems = systems_of(segment)
    own = [
        one.task.id
        for one in scene.directory.tasks_of(scene.author)
        if one.task.is_open and (not systems or one.task.system in systems)
    ]
    if not own or (segment.has("own.one") and len(own) > 1):
        raise doubts.which_task(scene.words(segment.marks))
    return tuple(Subject(task=id_) for id_ in sorted(own))


def nouns(segment: Segment) -> list[Mark]:
    """The marks of words."""
    return segment.all(*_WORDS)
