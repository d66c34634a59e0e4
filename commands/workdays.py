"""Working days, and the moment that a local wall-clock rule means.

Working days are Monday to Friday without Norwegian public holidays, as settled with the users: 24 and 31 December and
the Wednesday before Easter count as working days.

Every day has a *position*: the number of working days up to and with it. So a Saturday has the position of its Friday,
and all counting below is subtraction.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# Outside these years only weekends are days off: a mistyped year must not make us work out centuries of Easters.
_FIRST_YEAR, _LAST_YEAR = 2015, 2100


def is_working_day(day: date) -> bool:
    """Whether people are at work."""
    return day.weekday() < 5 and day.toordinal() not in _days_off(day.year)


def working_day_on_or_before(day: date) -> date:
    """The day itself if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_on_or_after(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`, or before it where n is negative; with 0 the day itself.

    `day` need not be a working day: the first one after a Saturday is the Monday.
    """
    if n == 0:
        return day
    if n < 0 and not is_working_day(day):
        n += 1  # a day off has the position of the working day before it
    return at_position(position(day) + n)


def working_days_between(start: date, end: date) -> int:
    """How many working days are after `start` and before `end`; negative where `start` is too late for that.

    From the working day before `end` it is 0. From `end` itself, or later, it is minus the number of working days by
    which `start` would have to be earlier for it to be 0.
    """
    return position(end - timedelta(days=1)) - position(start)


@lru_cache(maxsize=4096)
def position(day: date) -> int:
    """How many working days there are up to and with this day, counted from a fixed one long ago."""
    number = day.toordinal()
    weekdays = number // 7 * 5 + min(number % 7, 5)  # day 1 of the calendar is a Monday
    return weekdays - _days_off_before(day.year) - bisect_right(_days_off(day.year), number)


@lru_cache(maxsize=4096)
def at_position(wanted: int) -> date:
    """The working day with this position."""
    day = date.fromordinal(max(1, wanted * 7 // 5 - 7))
    # A day has at most one position of its own, so this many days forward never goes too far.
    while missing := wanted - position(day):
        day += timedelta(days=missing)
    return day


def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment in UTC when clocks in `zone` show `clock` on `day`.

    Where clocks are put forward past it, the first moment after; where they show it twice, the first of the two.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return _clocks_changed(local.replace(fold=1).astimezone(UTC), found, ZoneInfo(zone))


def _clocks_changed(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second, in (before, after], at which the zone's offset changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after


@lru_cache(maxsize=256)
def _days_off(year: int) -> tuple[int, ...]:
    """The public holidays of a year that fall on Monday to Friday, as day numbers in order."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ()
    from holidays import country_holidays  # a tenth of a second to import

    return tuple(sorted(day.toordinal() for day in country_holidays("NO", years=year) if day.weekday() < 5))


@lru_cache(maxsize=256)
def _days_off_before(year: int) -> int:
    return sum(len(_days_off(earlier)) for earlier in range(_FIRST_YEAR, min(year, _LAST_YEAR + 1)))
