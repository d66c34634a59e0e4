"""From the parts of a time to its readings, in local time without a zone."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from commands.language.when.clock import Clock, settle
from commands.language.when.dayparts import HOURS
from commands.language.when.group import Group
from commands.language.when.model import When, midnight, next_of
from commands.language.when.reader import Reader
from commands.language.when.relative import later
from commands.language.when.weekdays import candidates

_OFFSETS = {"utc": 0, "cet": 1, "cest": 2, "bst": 1}
# How far back a date may be that its weekday says has been.
_JUST_BEEN = timedelta(60)


def readings(found: Group, r: Reader) -> tuple[When, ...]:
    """All that a time can be; nothing where there is no such day."""
    slots = found.slots
    if "instant" in slots:
        start, grain, _ = slots["instant"]
        return (When(start, next_of(start, grain), grain),)
    if "periods" in slots:
        return tuple(When(each.start, each.end, each.grain) for each in slots["periods"])
    if "period" in slots and "weekday" not in slots:
        each = slots["period"]
        return (When(each.start, each.end, each.grain),)
    days = _days(found, r)
    if days is None:
        return _today_or_tomorrow(slots, r)
    whens = (_on(day, slots, r) for day in days)
    return tuple(when for when in whens if when)


def _days(found: Group, r: Reader) -> tuple[date, ...] | None:
    """The days that a time can be on; None where it names none."""
    slots = found.slots
    if "weekday" not in slots:
        given: tuple[date, ...] | None = slots.get("days")
        return given
    number, said = slots["weekday"]
    if "period" in slots:
        monday: date = slots["period"].start.date()
        return (monday + timedelta(number),)
    if "days" in slots:
        fitting = tuple(day for day in slots["days"] if day.weekday() == number)
        return fitting or _just_been(found, number, r)
    return candidates(number, said, r.base)


def _just_been(found: Group, number: int, r: Reader) -> tuple[date, ...]:
    """«Søndag 10. februar», said two days later: the weekday says that it is the one that has been."""
    if not found.yearless or found.name == "day_of_month":
        return ()
    for day in found.slots["days"]:
        try:
            before = day.replace(year=day.year - 1)
        except ValueError:
            continue
        if before.weekday() == number and r.today - before <= _JUST_BEEN:
            return (before,)
    return ()


def _today_or_tomorrow(slots: dict[str, Any], r: Reader) -> tuple[When, ...]:
    """A time of day with no day: the first to come."""
    found = _on(r.base, slots, r)
    if found is None or "clock" not in slots:
        return (found,) if found else ()
    over = found.end if slots["clock"].until is not None else found.start
    if r.base == r.today and over is not None and over < r.now:
        found = _on(r.base + timedelta(1), slots, r)
    return (found,) if found else ()


def _on(day: date, slots: dict[str, Any], r: Reader) -> When | None:
    """A time on a day."""
    start = midnight(day)
    part: str = slots.get("daypart", "")
    clock: Clock | None = slots.get("clock")
    if clock is None:
        if part in ("", "end_of_day"):
            return When(start, start + timedelta(1), "day")
        first, last = HOURS[part]
        return When(start + timedelta(hours=first), start + timedelta(hours=last), "hour")
    settled = settle(clock, part)
    if settled is None:
        return None
    minute, until = settled
    begins = start + timedelta(minutes=minute, seconds=clock.second)
    zone = slots.get("zone")
    begins = _local(begins, zone, r.zone)
    if "length" in slots:
        return When(real(begins, r.zone), later(begins, slots["length"], r.zone), clock.grain)
    ends = next_of(begins, clock.grain) if until is None else _local(start + timedelta(minutes=until), zone, r.zone)
    begins, ends = real(begins, r.zone), real(ends, r.zone)
    return When(begins, ends if ends > begins else next_of(begins, clock.grain), clock.grain)


def _local(at: datetime, said: str | None, zone: tzinfo) -> datetime:
    """A time that was said in another zone, in ours."""
    if said is None:
        return at
    theirs = timezone(timedelta(hours=_OFFSETS[said]))
    return at.replace(tzinfo=theirs).astimezone(zone).replace(tzinfo=None)


def real(at: datetime, zone: tzinfo) -> datetime:
    """The same time, or where clocks are put forward past it, the first after; of two alike it is the first."""
    if not isinstance(zone, ZoneInfo) or at.hour > 3 or at.month not in (3, 4, 9, 10, 11):
        return at
    from commands.workdays import moment

    return moment(at.date(), at.time().replace(microsecond=0), zone.key).astimezone(zone).replace(tzinfo=None)
