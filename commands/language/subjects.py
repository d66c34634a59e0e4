"""What a segment is about: the tasks or systems that it names by id, by name, or by the words for a piece of work."""

from collections.abc import Sequence
from typing import NamedTuple

from commands.language import doubts, readings
from commands.language.directory import Unit
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.naming import WORDS, pointed_by, systems_of, task_of_verb, words_of
from commands.language.pointing import Pointed
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.signs import acting_verb
from commands.language.telling import Told

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
    odd = [mark for mark in odd if not _was_before(scene, marks, mark)]
    odd += [mark for mark in segment.all("stop.all") if len(ids) == 1 and not before]
    excepted = any(scene.key(mark) in free_lexicon().words("hints", "partly") for mark in marks[:first])
    if between or odd or excepted or segment.has("stop.or"):
        raise doubts.not_understood(scene.words(marks), ids[0].value)


def _was_before(scene: Scene, marks: Sequence[Mark], sign: Mark) -> bool:
    """«T101 fra 80 til 95 %»: the number that it was."""
    at = marks.index(sign)
    kinds = [mark.kind for mark in marks[max(0, at - 1) : at + 3]]
    return kinds == ["link.from", "sign", "link.to", "amount"] and scene.key(sign).isdecimal()


_LISTS_IDS = frozenset({"id", "link.and", "comma", "plain.words", "name.task", "stop.all"})
_ODD = frozenset("~+<>=/\"'🙃")


def _by_words(scene: Scene, segment: Segment, told: Told, before: Sequence[Subject]) -> Named:
    units, strangers = words_of(scene, segment, goes_on=bool(before))
    systems = systems_of(segment)
    pointed = pointed_by(
        scene,
        segment,
        surely=bool(before) and (not told.anything or told.only_owner),
        goes_on=bool(before),
        tells_status=told.status is not None,
    )
    if before and len(pointed.tasks) != 1 and units and (beside := _beside(scene, units, before)):
        return Named((Subject(task=beside),))
    if len(pointed.tasks) > 1:
        return _one_of_several(scene, segment, told, before, pointed, strangers)
    if pointed.tasks and not (pointed.finished and told.status == "done"):
        return Named((Subject(task=pointed.tasks[0]),), bare=not strangers and not _says_more(scene, segment))
    if not systems:
        says_before = _says_before(scene, segment)
        return Named(strange=bool(units or strangers or says_before), like_a_task=bool(units) and says_before)
    if not pointed.tasks and (of_verb := task_of_verb(scene, segment, systems)) is not None:
        return Named((Subject(task=of_verb),))
    return _system(scene, segment, told, systems, bare=not units)


def _one_of_several(
    scene: Scene, segment: Segment, told: Told, before: Sequence[Subject], pointed: Pointed, strangers: int
) -> Named:
    """Nothing where the message goes on about one of them, or about something else. Raises Doubt otherwise."""
    if not told.anything or any(Subject(task=id_) in before for id_ in pointed.tasks):
        return Named()
    if before and not strangers and told.status == "done" and segment.has("status.done") and not segment.opener:
        return Named(strange=True)
    raise doubts.which_of_these(scene.words(segment.marks), *readings.of_each(pointed.tasks, told, scene.directory))


def _system(scene: Scene, segment: Segment, told: Told, systems: Sequence[str], *, bare: bool) -> Named:
    """The systems that are named. Raises Doubt for a family of two, and where a piece of work is told of."""
    counts = _counts(segment) or (acting_verb(scene, segment) is not None and _counts_some(segment))
    of_all = told.moves and segment.has("stop.all")  # «flytt alt i lønn en uke»: each of its tasks
    of_work = told.anything and (_says_before(scene, segment) or counts or of_all)
    several = told.anything and not _are_listed(segment)
    if of_work or several or any(len(mark.value) > 1 for mark in segment.all("system")):
        raise doubts.which_task(scene.words(segment.marks))
    return Named(tuple(Subject(system=id_) for id_ in systems), bare=bare and not _says_more(scene, segment))


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


def _counts_some(segment: Segment) -> bool:
    return any(mark.value.of is not None for mark in segment.all("amount"))


def _counts(segment: Segment) -> bool:
    """«Fire av fem serier»: what is counted is a piece of work, and not a system as a whole."""
    pairs = zip(segment.marks, segment.marks[1:], strict=False)
    return any(one.kind == "amount" and one.value.of is not None and other.kind in WORDS for one, other in pairs)


def _are_listed(segment: Segment) -> bool:
    """Whether the systems that are named stand side by side: in «pålogging til skolen» neither is meant as a whole."""
    places = [at for at, mark in enumerate(segment.marks) if mark.kind == "system"]
    between = segment.marks[places[0] : places[-1]]
    return all(mark.kind in ("system", "link.and", "comma", "sign", "plain.words") for mark in between)


def _says_before(scene: Scene, segment: Segment) -> bool:
    """Whether a segment has words of its own before what it tells."""
    acting = acting_verb(scene, segment)
    for mark in segment.marks:
        if mark.section == "status" or mark.kind in ("amount", "time") or mark is acting:
            return False
        if mark.kind in WORDS and not scene.directory.is_weak(scene.key(mark)):
            return True
    return False


def _says_more(scene: Scene, segment: Segment) -> bool:
    """Whether a segment has words that are of no title here."""
    acting = acting_verb(scene, segment)
    words = [m for m in segment.all("word") if m is not acting and not scene.directory.is_weak(scene.key(m))]
    return not all(scene.directory.is_of_a_title(mark.value) for mark in words)


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
