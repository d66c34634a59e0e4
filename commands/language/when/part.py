"""One part of a time expression: a weekday, a date, a week, a time of day. Parts that stand together make one time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from commands.language.when.model import Grain, add_months, midnight

if TYPE_CHECKING:
    from commands.language.when.reader import Reader


class Period(NamedTuple):
    """From one moment up to another."""

    start: datetime
    end: datetime
    grain: Grain


class Part(NamedTuple):
    """What was read, and the token after it.

    `slots` says what it tells: `days` (dates it can be), `weekday` (a number and «this», «next», …), `period`, `clock`,
    `daypart` (its name), `instant` (a moment, a grain and its day), `zone`. A weak part counts only beside another.
    """

    end: int
    slots: dict[str, Any]
    name: str = ""
    yearless: bool = False
    weak: bool = False


Room: TypeAlias = "Callable[[Reader, int], Part | None]"


def days(end: int, *found: date | None, yearless: bool = False, name: str = "", weak: bool = False) -> Part:
    """A part that is a day; None stands for a day that does not exist."""
    return Part(end, {"days": tuple(day for day in found if day)}, name, yearless, weak)


def period(end: int, start: date, until: date, grain: Grain, name: str = "", *, yearless: bool = False) -> Part:
    """A part that is all the days from one up to another."""
    return Part(end, {"period": Period(midnight(start), midnight(until), grain)}, name, yearless)


def months(end: int, start: date, count: int, grain: Grain, name: str = "", *, yearless: bool = False) -> Part:
    """A part that is so many whole months."""
    return period(end, start, add_months(start, count), grain, name, yearless=yearless)


def week(end: int, monday: date, name: str = "", *, yearless: bool = False) -> Part:
    """A part that is a week."""
    return period(end, monday, monday + timedelta(7), "week", name, yearless=yearless)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


def day_or_none(year: int, month: int, day: int) -> date | None:
    """A date, or None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
