"""Which piece of work some words point at, among the open tasks of a workspace.

The order is that of the conventions: with a system named, its tasks; else the author's own, then those of the
systems of the author's group, then all. The words must fit just one; where the first of these that fits anything fits
several, it is asked. A finished task is looked at only where no open one fits.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from typing import NamedTuple

from commands.language.directory import Directory, Titled, Unit

# How much of what the words tell a task must account for, to be fitted whole, and in part.
_WHOLE, _PART, _NEAR, _FAR = 0.97, 0.5, 0.6, 0.74
# How well a word fits that a longer one ends with: well enough among one's own tasks, and those of one's group.
_END = 0.7
# How well words must fit other people's tasks beside words that are known nowhere.
_BESIDE_STRANGERS = 0.9
# How much of a title must be told beside words that are known nowhere.
_LEAST = 0.3
# Of the words that several have, those found with the rarest are enough to find the task.
_MOST_CANDIDATES = 400


class Pointed(NamedTuple):
    """The tasks that some words fit equally well, and how much of the words the first of them accounts for."""

    tasks: tuple[str, ...] = ()
    fit: float = 0.0
    finished: bool = False


class _Fit(NamedTuple):
    """A task that some words fit: how well it accounts for them. The title is weighed only where that matters."""

    titled: Titled
    words: float
    directory: Directory
    said: Set[str]

    @property
    def title(self) -> float:
        """How much of the title the words account for."""
        told = self.directory.weighed(self.titled)
        total = sum([weight for weight, _ in told])
        return sum([weight for weight, atoms in told if not self.said.isdisjoint(atoms)]) / total if total else 0.0


class _Word(NamedTuple):
    """A word that tells something: what it may be met by, how much it tells, and the systems that are called so."""

    unit: Unit
    weight: float
    atoms: tuple[str, ...]
    systems: Set[str]
    systems_of_parts: tuple[Set[str], ...]

    def may_fit(self, directory: Directory) -> set[str]:
        """The tasks that can account for the word at all."""
        called = set[str]().union(self.systems, *self.systems_of_parts)
        return set[str]().union(*map(directory.tasks_with, self.atoms), *map(directory.tasks_in, called))

    def share(self, titled: Titled, wholes: Set[str]) -> float:
        """How well a task accounts for the word: less well for a part of a longer word, there or here."""
        system, parts = titled.task.system, self.unit.parts
        if self.unit.whole in wholes or system in self.systems:
            return 1.0
        if not parts:
            if self.unit.end_of:
                return _END if not titled.wholes.isdisjoint(self.unit.end_of) else 0.0
            return 0.75 if self.unit.whole in titled.atoms else 0.0
        named = zip(parts, self.systems_of_parts, strict=True)
        share = sum([part in titled.atoms or system in called for part, called in named]) / len(parts)
        return 0.96 if share == 1 else 0.6 * share


def point_at(
    directory: Directory,
    units: Sequence[Unit],
    systems: Iterable[str],
    author: str | None,
    *,
    strangers: int = 0,
    surely: bool = False,
    goes_on: bool = False,
    beside: Sequence[Unit] = (),
) -> Pointed:
    """The tasks that words point at; none where no word is one of a title.

    `strangers` are words known nowhere; they, and that the message `goes_on` about more than one thing, ask for a
    better fit to other people's tasks. With `surely` the words must fit whole, and tell most of the title: the message
    has named its task already, and goes on about it. Words `beside` them may count, and need not fit.
    """
    told = _words(directory, units)
    if not told:
        return Pointed()
    of_others = _WHOLE if goes_on else _BESIDE_STRANGERS if strangers else 0
    within = frozenset(systems)
    fits = _fits(directory, told, _words(directory, beside), within, _WHOLE if surely else _PART)
    if surely or strangers:
        fits = [fit for fit in fits if fit.title >= (_NEAR if surely else _LEAST)]
    for finished in (False, True):
        those = [fit for fit in fits if fit.titled.task.is_open is not finished]
        if found := _first_scope(those, directory, author, within, of_others):
            return found._replace(finished=finished)
    return Pointed()


def _first_scope(
    fits: list[_Fit], directory: Directory, author: str | None, within: frozenset[str], of_others: float
) -> Pointed | None:
    scopes = [(_everything, _PART)] if within else _scopes(directory, author, of_others)
    for whole in (True, False):
        for scope, at_least in scopes:
            fitting = [fit for fit in fits if fit.words >= (_WHOLE if whole else at_least) and scope(fit.titled)]
            if fitting:
                rivals = (
                    [fit for fit in fits if fit.words >= _FAR and scope(fit.titled)] if scope is _everything else []
                )
                return _best(fitting, rivals)
    return None


def _scopes(directory: Directory, author: str | None, of_others: float) -> list[tuple[Callable[[Titled], bool], float]]:
    """Where to look, in turn, and how well a task must fit there: of somebody else's work more must be said."""
    member = directory.members.get(author or "")
    if member is None:
        return [(_everything, max(_FAR, of_others))]
    systems = directory.systems_of(member.group) if member.group else frozenset()
    return [
        (lambda one: one.task.owner == author, _PART),
        (lambda one: one.task.system in systems, max(_NEAR, of_others)),
        (_everything, max(_FAR, of_others)),
    ]


def _everything(_: Titled) -> bool:
    return True


def _best(fits: list[_Fit], rivals: list[_Fit]) -> Pointed:
    """The best fits; among all tasks also those that fit nearly as well, unless one is called just that."""
    most = max(fit.words for fit in fits)
    best = [fit for fit in fits if fit.words >= most - 0.03]
    exact = [fit for fit in best if fit.title >= _WHOLE]
    if exact:
        best = exact
    elif rivals:
        best = [fit for fit in rivals if fit.title >= min(one.title for one in best) - 0.2]
    return Pointed(tuple(sorted(fit.titled.task.id for fit in best)), most)


def _words(directory: Directory, units: Sequence[Unit]) -> list[_Word]:
    """The words that stand in a title or are part of a system's name, and how much each tells."""
    found = []
    for unit in dict.fromkeys(units):
        weight = max(directory.weight(atom) for atom in unit.atoms)
        if weight:
            systems = [directory.named_by.get(atom, set()) for atom in unit.atoms]
            found.append(_Word(unit, weight, unit.atoms, systems[0], tuple(systems[1:])))
    return found


def _fits(
    directory: Directory, told: list[_Word], beside: list[_Word], within: frozenset[str], at_least: float
) -> list[_Fit]:
    """The tasks that account for at least so much of what is told."""
    total, most = sum(word.weight for word in told), sum(word.weight for word in beside)
    said = {atom for word in told for atom in word.atoms}
    said_all = said | {atom for word in beside for atom in word.atoms}
    # What no words could make fit is passed over before it is looked at closely.
    enough = (at_least - 0.001) * (most + total) - most
    may_fit = [(word.weight, word.may_fit(directory)) for word in told]
    fits = []
    for id_ in _candidates(directory, told):
        if sum([weight for weight, tasks in may_fit if id_ in tasks]) < enough:
            continue
        titled = directory.tasks[id_]
        if within and titled.task.system not in within:
            continue
        wholes = titled.wholes | _said_in_parts(titled, said) if titled.compounds else titled.wholes
        more = sum([word.weight * word.share(titled, wholes) for word in beside])
        words = (more + sum([word.weight * word.share(titled, wholes) for word in told])) / (more + total)
        if words >= at_least:
            fits.append(_Fit(titled, words, directory, said_all))
    return fits


def _candidates(directory: Directory, told: list[_Word]) -> set[str]:
    found: set[str] = set()
    for word in sorted(told, key=lambda one: -one.weight):
        for atom in word.atoms:
            tasks = directory.tasks_with(atom)
            if not found or len(found) + len(tasks) <= _MOST_CANDIDATES:
                found |= tasks
    return found


def _said_in_parts(titled: Titled, said: set[str]) -> set[str]:
    """The parts of compounds of a title that are all said: «Feide login» for «Feidepålogging»."""
    return {part for parts in titled.compounds if said.issuperset(parts) for part in parts}
