"""Who has been trained, against who must be: for each need (role × municipality) how many came. Booked is not attended.

Settled with the users: *a person counts where both fit; attendance given only as a number counts for the session's
stated audience, else for the system's only need, else Klar asks*. Klar does not know in which municipality people work,
so the municipality is the one that the session's audience names. Where it names none, people count for a need of one
municipality only if their role has no other need in that system: half a guess would make a system look more ready than
it is. Whoever fits no need is not lost but reported, as `unplaced`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from store.facts import Attended, AttendedNumber
from store.records import TrainingNeed
from store.rows import name_key

# How a role is bent when it names an audience: leder → ledere, lærar → lærarane, user → users.
_ENDINGS = ("", "e", "er", "ar", "ene", "ane", "ne", "s", "es", "r")
_SMALL_WORDS = frozenset({"i", "fra", "frå", "for", "alle", "in", "from", "all", "og", "and", "kommune"})


@dataclass(frozen=True, slots=True)
class NeedCount:
    """One need: how many must be trained, how many have `attended`, and how many of them `lately`."""

    role: str
    municipality: str | None
    needed: int
    attended: int
    lately: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A system's needs, counted. `unplaced` came but count for no need; `asks` are the sessions to ask about."""

    needs: tuple[NeedCount, ...] = ()
    unplaced: int = 0
    asks: tuple[str, ...] = ()

    @property
    def worst(self) -> NeedCount | None:
        """The need with the lowest share, attended ÷ needed; of equals the one that needs most people."""
        return min(self.needs, key=lambda need: (min(1.0, need.attended / need.needed), -need.needed), default=None)


def trained(
    needs: Sequence[TrainingNeed],
    people: Iterable[Attended],
    numbers: Iterable[AttendedNumber],
    municipalities: Mapping[str, str],
    since: date,
) -> Trained:
    """Count one system's attendance against its needs; `lately` is from `since` on.

    `municipalities` are ids by name. Nobody counts twice for one need, however many sessions they came to.
    """
    needs = [need for need in needs if need.people > 0]
    tallies = [_Tally() for _ in needs]
    everybody, placed = set(), set()
    for person in people:
        everybody.add(person.member)
        fitting = _in_municipality(_with_role(needs, person.role), _municipality(person.audience, municipalities))
        for index in fitting:
            tallies[index].add(person, since)
            placed.add(person.member)
    unplaced, asks = len(everybody - placed), []
    for number in numbers:
        fitting = _for_audience(needs, number.audience, municipalities)
        for index in fitting:
            tallies[index].add_number(number, since)
        if number.people and not fitting:
            unplaced += number.people
            asks.append(number.training)
    return Trained(tuple(map(_counted, needs, tallies)), unplaced, tuple(asks))


class _Tally:
    """Who has come for one need, while counting."""

    def __init__(self) -> None:
        self._came: set[str] = set()
        self._lately: set[str] = set()
        self._number = self._number_lately = 0

    def add(self, person: Attended, since: date) -> None:
        self._came.add(person.member)
        if person.day >= since:
            self._lately.add(person.member)

    def add_number(self, number: AttendedNumber, since: date) -> None:
        self._number += number.people
        if number.day >= since:
            self._number_lately += number.people

    @property
    def came(self) -> int:
        return len(self._came) + self._number

    @property
    def lately(self) -> int:
        return len(self._lately) + self._number_lately


def _counted(need: TrainingNeed, tally: _Tally) -> NeedCount:
    return NeedCount(need.role, need.municipality, need.people, tally.came, tally.lately)


def _for_audience(
    needs: Sequence[TrainingNeed], audience: str, municipalities: Mapping[str, str]
) -> dict[int, TrainingNeed]:
    """The needs that a number counts for: those of the stated audience, else the system's only one."""
    municipality = _municipality(audience, municipalities)
    words = [word for word in _words(audience) if word not in _SMALL_WORDS and word not in municipalities]
    meant = " ".join(words)
    named = {i: need for i, need in enumerate(needs) if meant in {name_key(need.role) + end for end in _ENDINGS}}
    if named:
        return _in_municipality(named, municipality)
    return dict(enumerate(needs)) if len(needs) == 1 else {}


def _with_role(needs: Sequence[TrainingNeed], role: str) -> dict[int, TrainingNeed]:
    return {i: need for i, need in enumerate(needs) if name_key(need.role) == name_key(role)}


def _in_municipality(needs: dict[int, TrainingNeed], municipality: str | None) -> dict[int, TrainingNeed]:
    """Those of some needs of one role that fit a municipality, which may be unknown."""
    if municipality is None and len(needs) == 1:
        return needs
    return {i: need for i, need in needs.items() if need.municipality in (None, municipality)}


def _municipality(audience: str, municipalities: Mapping[str, str]) -> str | None:
    """The one municipality that an audience names, also in the genitive."""
    named = {
        municipalities[w] for word in _words(audience) for w in (word, word.removesuffix("s")) if w in municipalities
    }
    return named.pop() if len(named) == 1 else None


def _words(text: str) -> list[str]:
    return [word.strip("().:;") for word in name_key(text.replace(",", " ").replace("/", " ")).split()]
