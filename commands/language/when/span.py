"""A time as it is being read: what it names, and whether «før», «innen» or «etter» stands before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commands.language.when.model import Relation, Shift, When, midnight

# What these name is a point on the way, also with «innen»: by Christmas is before it.
NAMED_TURNS = frozenset({"weekend", "christmas", "easter", "new_year"})
# A turn of the month or year is a day that is still before it.
_TURN = "turn"


@dataclass(frozen=True, slots=True)
class Span:
    """A time in a sentence, and the token after it."""

    end: int
    basis: tuple[When, ...]
    relation: Relation | None = None
    name: str = ""
    clock: bool = False
    until: bool = False
    yearless: bool = False
    weak: bool = False
    dayless: bool = False

    @property
    def readings(self) -> tuple[When, ...]:
        """The same with «før», «innen» or «etter» heeded."""
        if self.relation is None or (self.relation == "to" and (self.clock or self.name == "season")):
            return self.basis
        return tuple(directed(each, self) for each in self.basis)


def directed(when: When, found: Span) -> When:
    """A deadline or an open start."""
    start, end = when.start, when.end
    assert start is not None
    assert end is not None
    by_point = found.clock and not found.until
    match found.relation:
        case "before":
            limit: datetime = end if found.name == _TURN else _eve(start, found)
            return When(None, limit, when.grain, "before")
        case "by" | "to":
            limit = _eve(start, found) if found.name in NAMED_TURNS else start if by_point else end
            return When(None, limit, when.grain, "before")
        case "after":
            exact = by_point or found.name == "elapsed"
            return When(start if exact else end, None, when.grain, "after")
    return When(start, None, when.grain, "after")


def _eve(start: datetime, found: Span) -> datetime:
    """What is to be ready before Christmas is to be so before Christmas Eve."""
    return start.replace(day=24) if found.name == "christmas" else start


def moved_by(when: When, shift: Shift) -> When:
    """A day, so much later or earlier."""
    assert when.start is not None
    start = midnight(shift.moved(when.start.date()))
    return When(start, start + timedelta(1), "day")
