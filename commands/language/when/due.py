"""Which day a time means as a deadline, and when a training begins and ends, as the conventions have it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from commands.language.when.model import Time, When

_FRIDAY = 4
# «Etter jul» is no date; «etter helga» is Monday.
_OPEN = ("after", "from")


class Due(NamedTuple):
    """A deadline: the day, and `HH:MM` where a time of day was given."""

    day: date
    time: str | None = None


class Session(NamedTuple):
    """When a training is: its day, and its start and end in local time where they were said."""

    day: date
    start: datetime | None = None
    end: datetime | None = None


def due_meant(found: Time, due: date | None = None) -> Due | None:
    """The day that a time means as a deadline; `due` is what a shift is counted from.

    None where it is no one day: vague, two readings, no such day, a shift without a date to count from.
    """
    if found.shift is not None:
        try:
            return Due(found.shift.moved(due)) if due else None
        except OverflowError:
            return None
    if len(found.basis) != 1 or found.name in ("about", "season", "start", "past") or found.length is not None:
        return None
    when = found.basis[0]
    if when.start is None or when.end is None:
        return None
    if found.relation in _OPEN:
        after_weekend = found.relation == "after" and found.name == "weekend"
        return Due(when.end.date()) if after_weekend else None
    if found.relation == "not_before" and found.name in ("christmas", "easter", "new_year"):
        return None
    if found.clock:
        return _with_clock(when, found)
    if found.relation == "before":
        return Due(_day_before(when, found))
    return Due(_last_day(when, found))


def _with_clock(when: When, found: Time) -> Due:
    assert when.start is not None
    assert when.end is not None
    at = when.end if found.until and found.relation not in ("before", "not_before") else when.start
    if at.time() == time():
        # The midnight that a day ends with.
        return Due(at.date() - timedelta(1))
    return Due(at.date(), f"{at:%H:%M}")


def _day_before(when: When, found: Time) -> date:
    """The last day before: for a week and a weekend the Friday, for a turn of the month the day itself."""
    assert when.start is not None
    start = when.start.date()
    if found.name == "weekend":
        return start
    if found.name == "turn":
        return _last(when)
    if found.name == "christmas":
        return start.replace(day=23)
    return start - timedelta(3 if when.grain == "week" else 1)


def _last_day(when: When, found: Time) -> date:
    """The last day of what is named: the Friday of a week, the Sunday of a weekend that is not a limit."""
    assert when.start is not None
    start = when.start.date()
    if found.name == "weekend":
        return start if found.relation in ("by", "to") else start + timedelta(2)
    if found.name in ("christmas", "easter", "new_year") and found.relation in ("by", "to"):
        return start.replace(day=23) if found.name == "christmas" else start - timedelta(1)
    if found.name == "within" and found.relation is None and when.end is not None:
        return when.end.date()
    if when.grain == "week" and found.name != "several":
        return _last(when) - timedelta(2)
    if found.name == "elapsed":
        return start
    return _last(when)


def _last(when: When) -> date:
    assert when.end is not None
    return (when.end - timedelta(microseconds=1)).date()


def session_meant(times: Sequence[Time]) -> Session | None:
    """When a training is, from the times of one sentence: «onsdag 13–15», «onsdag …, halv ni, varer to timer».

    None where there is no day or more than one, or more than one time of day; without one it has no start.
    """
    said = [found for found in times if not (found.shift or found.length)]
    days = [found for found in said if not found.dayless]
    clocks = [found for found in said if found.clock]
    if len(days) != 1 or len(clocks) > 1 or any(len(found.basis) != 1 for found in said):
        return None
    day = days[0].basis[0]
    if day.start is None or day.end is None or days[0].name in ("about", "elapsed") or days[0].relation in _LIMITS:
        return None
    if not clocks:
        return Session(day.start.date()) if day.end - day.start <= timedelta(1) else None
    if day.end - day.start > timedelta(1):
        return None
    clock = clocks[0].basis[0]
    assert clock.start is not None
    assert clock.end is not None
    start = datetime.combine(day.start.date(), clock.start.time())
    length = next((each.length for each in times if each.length), None)
    if clocks[0].until:
        length = clock.end - clock.start
    return Session(start.date(), start, start + length if length else None)


_LIMITS = ("before", "by", "after", "not_before")
