"""Who has been trained, against who must be: for each need (role × municipality) how many came. Booked is not attended.

Settled with the users: *a person counts where both fit; attendance given only as a number counts for the session's
stated audience, else for the system's only need, else Klar asks*. Klar does not know in which municipality people work,
so the municipality is the one that the session's audience names. Where it names none, people count for a need of one
municipality only if their role has no other need in that system: half a guess would make a system look more ready than
it is. Whoever fits no need is not lost but reported, as `unplaced`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from store.records import TrainingNeed
from store.rows import name_key
from store.sums import Attended, AttendedBy, AttendedNumber

# How a role is bent when it names an audience: leder → ledere, lærar → lærarane, user → users.
_ENDINGS = ("", "e", "er", "ar", "ene", "ane", "ne", "s", "es", "r")
_SMALL_WORDS = frozenset({"i", "fra", "frå", "for", "alle", "in", "from", "all", "og", "and", "kommune"})

_key = lru_cache(maxsize=4096)(name_key)


class NeedCount(msgspec.Struct, frozen=True, gc=False):
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
    by_role: Iterable[Attended],
    named: Iterable[AttendedBy],
    numbers: Iterable[AttendedNumber],
    municipalities: Mapping[str, str],
) -> Trained:
    """Count one system's attendance against its needs. Nobody counts twice for one need, however often they came.

    `by_role` counts everybody who was named; `named` are those of them at sessions whose audience names a municipality;
    `municipalities` are ids by name.
    """
    counted = [need for need in needs if need.people > 0]
    of_role: dict[str, list[int]] = {}
    for index, need in enumerate(counted):
        of_role.setdefault(_key(need.role), []).append(index)
    came = [[0, 0] for _ in counted]
    unplaced, asks = 0, []
    groups = _by_municipality(named, municipalities)
    for role, people, lately in by_role:
        key = _key(role)
        fitting = of_role.get(key, ())
        unplaced += people - _place(counted, fitting, people, lately, groups.get(key, {}), came)
    for number in numbers:
        meant = _for_audience(counted, of_role, number.audience, municipalities)
        for index in meant:
            came[index][0] += number.people
            came[index][1] += number.people if number.lately else 0
        if number.people and not meant:
            unplaced += number.people
            asks.append(number.training)
    found = [NeedCount(n.role, n.municipality, n.people, *came[i]) for i, n in enumerate(counted)]
    return Trained(tuple(found), unplaced, tuple(asks))


def names_municipality(audience: str, municipalities: Mapping[str, str]) -> str | None:
    """The id of the one municipality that an audience names, also in the genitive."""
    return _split(audience, municipalities)[1]


def _split(audience: str, municipalities: Mapping[str, str]) -> tuple[str, str | None]:
    """An audience as the role that it names, and the one municipality."""
    words = f" {' '.join(word.strip('().:;') for word in _key(audience.replace(',', ' ').replace('/', ' ')).split())} "
    named = set()
    for name, id_ in municipalities.items():
        for form in (f" {name} ", f" {name}s "):
            if form in words:
                named.add(id_)
                words = words.replace(form, " ")
    role = " ".join(word for word in words.split() if word not in _SMALL_WORDS)
    return role, named.pop() if len(named) == 1 else None


_Groups = dict[str, tuple[set[str], set[str]]]  # municipality → who came, and who of them lately


def _by_municipality(named: Iterable[AttendedBy], municipalities: Mapping[str, str]) -> dict[str, _Groups]:
    groups: dict[str, _Groups] = defaultdict(lambda: defaultdict(lambda: (set(), set())))
    for person in named:
        municipality = names_municipality(person.audience, municipalities)
        if municipality:
            came, lately = groups[_key(person.role)][municipality]
            came.add(person.member)
            if person.lately:
                lately.add(person.member)
    return groups


def _place(
    needs: Sequence[TrainingNeed],
    fitting: Sequence[int],
    people: int,
    lately: int,
    groups: _Groups,
    came: list[list[int]],
) -> int:
    """Count the people of one role for its needs; return how many of them count for any."""
    if len(fitting) == 1:
        # Nobody who is known to be from elsewhere; whoever's municipality is not known can only be meant here.
        here = needs[fitting[0]].municipality
        elsewhere = set() if here is None else _elsewhere(groups, here)
        came[fitting[0]][0] += people - len(elsewhere)
        came[fitting[0]][1] += max(0, lately - len(elsewhere))
        return people - len(elsewhere)
    placed: set[str] = set()
    for index in fitting:
        municipality = needs[index].municipality
        if municipality is None:
            came[index][0] += people
            came[index][1] += lately
        elif municipality in groups:
            came[index][0] += len(groups[municipality][0])
            came[index][1] += len(groups[municipality][1])
            placed |= groups[municipality][0]
    return people if any(needs[index].municipality is None for index in fitting) else len(placed)


def _elsewhere(groups: _Groups, here: str) -> set[str]:
    """Those who came as people of other municipalities and never as people of this one."""
    others: set[str] = set()
    for municipality, (people, _) in groups.items():
        if municipality != here:
            others |= people
    return others - groups[here][0] if here in groups else others


def _for_audience(
    needs: Sequence[TrainingNeed],
    of_role: Mapping[str, Sequence[int]],
    audience: str,
    municipalities: Mapping[str, str],
) -> Sequence[int]:
    """The needs that a number counts for: those of the stated audience, else the system's only one."""
    meant, municipality = _split(audience, municipalities)
    for role, fitting in of_role.items():
        if any(meant == role + ending for ending in _ENDINGS):
            if municipality is None and len(fitting) == 1:
                return fitting
            return [index for index in fitting if needs[index].municipality in (None, municipality)]
    return [0] if len(needs) == 1 else []
