"""What a time expression is: when, how exactly, and what was said of it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

Grain: TypeAlias = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
Direction: TypeAlias = Literal["before", "after"]
# «Innen» is `by`, «fra» is `from`, «ikke før» is `not_before`, «til» and «to» are `to`.
Relation: TypeAlias = Literal["before", "by", "to", "after", "from", "within", "not_before"]

# A year outside these is a number that means something else.
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class When:
    """One reading: local wall-clock times without a zone, `end` exclusive.

    A deadline has only an `end`, an open start only a `start`.
    """

    start: datetime | None
    end: datetime | None
    grain: Grain
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a date is to be moved: whole months, days, and working days; negative is earlier."""

    months: int = 0
    days: int = 0
    working_days: int = 0

    def moved(self, day: date) -> date:
        """The day so far from another; where a month is too short, its last day. Raises OverflowError far from now."""
        found = add_months(day, self.months) + timedelta(self.days)
        if self.working_days:
            from commands.workdays import add_working_days

            found = add_working_days(found, self.working_days)
        return found


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression in a text.

    `start` and `end` are characters of the cleaned text, `first` and `last` tokens; `end` and `last` are exclusive.
    `readings` is what it says: one; two where it can be read both ways; none where there is no such day, or where it
    is only a shift or a length. `basis` is the same without «før», «innen» or «etter», which is in `relation`.
    `name` tells a few kinds apart: `weekend`, `christmas`, `easter`, `new_year`, `holiday`, `season`, `turn`, `start`,
    `mid`, `end`, `span`, `several`, `within`, `elapsed`, `about`, `past`.
    `clock` says that a time of day was given, `until` that its end was, `yearless` that the year was
    not, and `dayless` that a time of day stands with no day.
    """

    start: int
    end: int
    first: int
    last: int
    readings: tuple[When, ...] = ()
    basis: tuple[When, ...] = ()
    relation: Relation | None = None
    name: str = ""
    clock: bool = False
    until: bool = False
    yearless: bool = False
    dayless: bool = False
    shift: Shift | None = None
    length: timedelta | None = None


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month. Raises OverflowError outside the calendar."""
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError("That is too far away to be a date.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_of(at: datetime, grain: Grain) -> datetime:
    """Where the second, minute, … year that begins at a time ends."""
    if grain in _MONTHS:
        return datetime.combine(add_months(at.date(), _MONTHS[grain]), at.time())
    return at + _LENGTHS[grain]


def midnight(day: date) -> datetime:
    """When a day begins."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (local times have no zone here)


_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
_LENGTHS: dict[Grain, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(1),
    "week": timedelta(7),
}
