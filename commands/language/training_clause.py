"""A clause about a training: its words, its times, the system it names and the training it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from commands.language import training_doubts
from commands.language.dates import Time, find_times
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.pointing import point_at
from commands.language.scene import Scene
from commands.language.training_days import bare_days, named_days

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """Some marks that tell of one training. `systems` are those that a clause before it named, where it names none."""

    scene: Scene
    marks: tuple[Mark, ...]
    times: tuple[Time, ...]
    systems: tuple[str, ...] = ()

    @property
    def places(self) -> list[int]:
        """The numbers of its tokens."""
        return [at for mark in self.marks for at in range(mark.start, mark.end)]

    def find(self, key: str) -> Span | None:
        """Where a phrase of the section for trainings stands, also with «jeg» or «dessverre» inside it."""
        for places in (self.places, self._telling()):
            if found := _find(self.scene, key, places):
                return found
        return None

    def has(self, *kinds: str) -> bool:
        """Whether any mark is of one of these kinds."""
        return any(mark.kind in kinds for mark in self.marks)

    def all(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def word(self, at: int) -> str:
        """A token by its number; nothing outside the message."""
        return self.scene.tokens[at].key if 0 <= at < len(self.scene.tokens) else ""

    @property
    def days(self) -> list[Time]:
        """The times that name a day."""
        return [time for time in self.times if time.basis and not time.dayless and time.shift is None]

    @property
    def in_a_time(self) -> set[int]:
        """The numbers of the tokens that tell when."""
        return {at for time in self.times for at in range(time.first, time.last)}

    def _telling(self) -> list[int]:
        fillers = free_lexicon().phrases("course", "fillers")
        return [at for at in self.places if fillers.at(self.scene.tokens, at) != at + 1]


def _find(scene: Scene, key: str, places: Sequence[int]) -> Span | None:
    found = free_lexicon().phrases("course", key).find([scene.tokens[at] for at in places])
    return (places[found[0]], places[found[1] - 1] + 1) if found else None


def times_of(scene: Scene) -> list[Time]:
    """Every time in a message, with «dagens kurs» and «kurset den 28. går ikke»."""
    assert scene.now.tzinfo is not None
    times = find_times(scene.tokens, scene.now, scene.language, scene.now.tzinfo)
    own = [*bare_days(scene.tokens, times, scene.now.date()), *named_days(scene.tokens, scene.now.date())]
    taken = {at for time in times for at in range(time.first, time.last)}
    return sorted([*times, *(time for time in own if time.first not in taken)], key=lambda time: time.first)


def system_of(clause: Clause) -> str | None:
    """The system that a training is in; None where none is named. Raises Doubt where several are."""
    named = named_systems(clause) or set(clause.systems)
    if len(named) > 1:
        raise training_doubts.which_system()
    return next(iter(named), None)


def named_systems(clause: Clause) -> set[str]:
    """The systems that a clause itself names: in «arkivkurset», beside «kurset», or anywhere in it."""
    beside = naming_mark(clause)
    return _in_compounds(clause) or (set(beside.value) if beside else set()) or _anywhere(clause)


def _in_compounds(clause: Clause) -> set[str]:
    return {id_ for mark in clause.all("course") for id_ in mark.value[0]}


def naming_mark(clause: Clause) -> Mark | None:
    """The system of «M365-kurset», «kurset i Permia» and «the payroll session»; a place may be called like one too."""
    marks = clause.marks
    for at, mark in enumerate(marks):
        if mark.kind != "course":
            continue
        before = at - 1 - (at > 1 and marks[at - 1].kind == "dash")
        if before >= 0 and marks[before].kind == "system":
            return marks[before]
        after = at + 1
        while after < len(marks) and after < at + 3 and marks[after].kind in _BETWEEN:
            after += 1
        if after < len(marks) and marks[after].kind == "system":
            return marks[after]
    return None


_BETWEEN = frozenset({"link.prep", "plain.words", "due.by", "stop.condition", "sign", "dash", "link.to"})


def _anywhere(clause: Clause) -> set[str]:
    return {id_ for mark in clause.all("system") for id_ in mark.value}


def is_indefinite(clause: Clause) -> bool:
    """Whether it tells of «et kurs», which is a new one, and not of «kurset»."""
    course = next(iter(clause.all("course")), None)
    if course is None or clause.word(course.end - 1).endswith(_DEFINITE):
        return False
    return not any(clause.word(at) in _THE for at in range(course.start - 4, course.start))


_DEFINITE = ("et", "a", "en", "ene", "ane")
_THE = frozenset({"the", "this", "that", "my", "our", "dette", "denne", "det", "den", "today's", "dagens"})


def is_work(clause: Clause) -> bool:
    """Whether the words point at a task, such as «Opplæring av superbrukere»: more than course and system fit."""
    directory, scene = clause.scene.directory, clause.scene
    marks = clause.all("word", "course")
    units = [mark.value if mark.kind == "word" else mark.value[1] for mark in marks]
    known = [unit for unit in units if directory.is_of_a_title(unit)]
    if not known:
        return False
    courses = {directory.unit(word).whole for word in free_lexicon().course_stems} | free_lexicon().course_stems
    telling = {atom for unit in known for atom in unit.atoms} - courses - set(directory.named_by)
    system = {id_ for mark in clause.all("system") for id_ in mark.value}
    pointed = point_at(directory, known, system, scene.author)
    return any(telling & directory.tasks[id_].atoms and courses & directory.tasks[id_].atoms for id_ in pointed.tasks)
