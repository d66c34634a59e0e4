"""Times counted from now: «i morgen», «om tre dager», «for to uker siden», «de neste to ukene», «halvannen time».

Hours and minutes are elapsed time: in the night when the clocks change they are not the same as on the wall. A count of
hours is exact to the minute, of days to the hour, of weeks and months to the day, of years to the month.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from commands.language.when.model import Grain, Shift, add_months, midnight, next_of
from commands.language.when.part import Part, Period, days
from commands.language.when.reader import Reader

MINUTES = {"second": 1 / 60, "minute": 1.0, "quarter_hour": 15.0, "half_hour": 30.0, "hour": 60.0}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_MOST = 10_000


class Length(NamedTuple):
    """How long: a number of units, and the token after it. `about` says that it is only about so long."""

    amount: float
    unit: str
    end: int
    about: bool = False

    @property
    def elapsed(self) -> timedelta | None:
        """The time it takes, where it is counted in hours or less."""
        return timedelta(minutes=self.amount * MINUTES[self.unit]) if self.unit in MINUTES else None

    @property
    def shift(self) -> Shift | None:
        """How far it moves a date; None where that is not whole days."""
        for units, field in ((_DAYS, "days"), (_MONTHS, "months"), ({"working_day": 1}, "working_days")):
            if self.unit in units:
                whole = self.amount * units[self.unit]
                return Shift(**{field: int(whole)}) if whole == int(whole) else None
        return None


def length(r: Reader, at: int, *, extra: bool = False) -> Length | None:
    """«to timer», «90 min», «halvannen uke», «et par dager»; with `extra`, «to ekstra dager»."""
    what = "extra length" if extra else "length"
    if (what, at) not in r.read:
        r.read[what, at] = _length(r, at, extra=extra)
    found: Length | None = r.read[what, at]
    return found


def _length(r: Reader, at: int, *, extra: bool) -> Length | None:
    if found := _one_word(r, at):
        return found
    start = r.skip(at, "cue", "about")
    counted = r.amount(start)
    if counted is None:
        return None
    amount, end, about = counted
    if extra:
        more = r.get(end, "shift")
        end = more[1] if more and more[0] == "later" else end
    unit = r.get(end, "unit")
    if unit is None or amount <= 0 or amount > _MOST:
        return None
    end = unit[1]
    half = r.get(end, "fraction")
    if half and half[0] == "and_half":
        amount, end = amount + 0.5, half[1]
    return Length(amount, unit[0], end, about)


def _one_word(r: Reader, at: int) -> Length | None:
    """«en halvtime», «a fortnight», «et kvarter» have their number; «uka» alone has none."""
    half = r.get(at, "fraction")
    if half and half[0] != "and_half":
        unit = r.get(half[1], "unit")
        amount = {"half": 0.5, "one_and_half": 1.5, "quarter": 0.25, "three_quarters": 0.75}[half[0]]
        return Length(amount, unit[0], unit[1]) if unit else None
    return None


def day_by_name(r: Reader, at: int) -> Part | None:
    """«i dag», «i morgen», «i overmorgen», «i går», «i forgårs»."""
    found = r.get(at, "day")
    return days(found[1], r.today + timedelta(found[0]), name="relative") if found else None


def now(r: Reader, at: int) -> Part | None:
    """«nå», where that is all that is said."""
    found = r.get(at, "now")
    if found is None or found[0] != "now" or not r.whole:
        return None
    return Part(found[1], {"instant": (r.now.replace(microsecond=0), "second", r.today)})


def ahead_or_ago(r: Reader, at: int) -> Part | None:
    """«om tre dager», «to timer fra nå», «for to uker siden», «three weeks ago», «etter fem dager» (see `find`)."""
    ahead = r.get(at, "ahead")
    if ahead and (found := length(r, ahead[1], extra=True)):
        return _counted(r, found, 1, _over(r, found.end))
    before = r.get(at, "ago")
    start = before[1] if before and before[0] == "before" else at
    found = length(r, start)
    if found is None:
        return None
    after = r.get(found.end, "ago")
    if after and after[0] == "after":
        return _counted(r, found, -1, after[1])
    from_now = r.get(found.end, "now")
    if start == at and from_now and from_now[0] in ("from_now", "from_today"):
        return _counted(r, found, 1, from_now[1], to_the_day=from_now[0] == "from_today")
    return None


def _over(r: Reader, at: int) -> int:
    """«om to ukers tid», «in two weeks' time»."""
    if r.key(at) == "'" and r.key(at + 1) == "time":
        return at + 2
    return at + (r.key(at) == "tid")


def _counted(r: Reader, found: Length, sign: int, end: int, *, to_the_day: bool = False) -> Part | None:
    at = instant(r.now, r.zone, found, sign)
    if at is not None and to_the_day and found.elapsed is None:
        return days(end, at[2])
    return None if at is None else Part(end, {"instant": at}, "about" if found.about else "")


def instant(now: datetime, zone: tzinfo, found: Length, sign: int = 1) -> tuple[datetime, Grain, date] | None:
    """When so much time has gone, how exactly that is meant, and the day it is."""
    if (elapsed := found.elapsed) is not None:
        at = later(now, sign * elapsed, zone)
        whole_hours = found.unit == "hour" and found.amount == int(found.amount)
        return at, "minute" if whole_hours else "second", at.date()
    shift = found.shift
    if shift is None:
        return None
    day = Shift(sign * shift.months, sign * shift.days, sign * shift.working_days).moved(now.date())
    if found.unit in ("day", "fortnight"):
        return datetime.combine(day, now.time().replace(minute=0, second=0, microsecond=0)), "hour", day
    if found.unit == "year" and found.amount == int(found.amount):
        return midnight(day.replace(day=1)), "month", day
    return midnight(day), "day", day


def later(at: datetime, elapsed: timedelta, zone: tzinfo) -> datetime:
    """The local time when so much time has gone; of two that are written alike it is marked (`fold`) which."""
    moved = (at.replace(tzinfo=zone).astimezone(UTC) + elapsed).astimezone(zone)
    return moved.replace(tzinfo=None, microsecond=0)


def several(r: Reader, at: int) -> Part | None:
    """«de neste to ukene», «siste 3 dager», «the last two months»: whole units, without the one we are in."""
    start = r.skip(at, "link", "the_plural", "the")
    which = r.get(start, "which")
    if which is None or which[0] not in ("next", "coming", "last", "latest"):
        return None
    found = length(r, which[1])
    if found is None or found.amount != int(found.amount) or found.unit in ("working_day", "quarter_hour", "half_hour"):
        return None
    if found.amount == 1 and not r.number(which[1]):
        return None
    unit, count = ("week", found.amount * 2) if found.unit == "fortnight" else (found.unit, found.amount)
    grain, size = _UNITS[unit]
    begins = _beginning(r.now, grain)
    first, second = (next_of(begins, grain), 0) if which[0] in ("next", "coming") else (begins, 1)
    until = first
    for _ in range(int(count) * size):
        until = next_of(until, grain) if not second else _before(until, grain)
    start_at, end_at = (first, until) if not second else (until, first)
    return Part(found.end, {"period": Period(start_at, end_at, grain)}, "about" if found.about else "several")


_UNITS: dict[str, tuple[Grain, int]] = {
    "second": ("second", 1), "minute": ("minute", 1), "hour": ("hour", 1), "day": ("day", 1), "week": ("week", 1),
    "month": ("month", 1), "quarter": ("quarter", 1), "half_year": ("month", 6), "year": ("year", 1),
}  # fmt: skip


def _beginning(at: datetime, grain: Grain) -> datetime:
    if grain in ("second", "minute", "hour"):
        at = at.replace(microsecond=0)
        at = at if grain == "second" else at.replace(second=0)
        return at.replace(minute=0) if grain == "hour" else at
    day = at.date()
    if grain == "week":
        day -= timedelta(day.weekday())
    elif grain != "day":
        month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[grain]
        day = day.replace(day=1, month=month)
    return midnight(day)


def _before(at: datetime, grain: Grain) -> datetime:
    if grain in ("month", "quarter", "year"):
        return midnight(add_months(at.date(), -{"month": 1, "quarter": 3, "year": 12}[grain]))
    return at - (next_of(at, grain) - at)
