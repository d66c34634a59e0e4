"""Weekdays: «fredag», «neste fredag», «første mandag i mars», «last Friday».

A weekday is the first such day after the day of writing. «Neste» is the same where that weekday is today or already
past in the present week; where it is still to come, people mean one or the other, and there are two readings.
"""

from datetime import date, timedelta

from commands.language.when.model import add_months
from commands.language.when.part import Part, days, week
from commands.language.when.periods import month as month_part
from commands.language.when.periods import unit_period
from commands.language.when.reader import Reader


def weekday(r: Reader, at: int) -> Part | None:
    """A weekday, with «neste», «forrige» or «denne» before it, or «igjen» after it."""
    start = r.skip(at, "link", "the") if r.key(at) in ("the", "den") else at
    which = r.get(start, "which")
    found = r.get(which[1] if which else start, "weekday")
    short = None if found else r.get(which[1] if which else start, "weekday_short")
    if found is None and short is None:
        return None
    number, end = found or short or (0, 0)
    if short and r.touches(end) and r.key(end) == ".":
        end += 1
    again = r.get(end, "again")
    said = which[0] if which else ""
    if again and again[0] == "after_next" and (said in ("next", "") or r.key(end) == "after"):
        said, end = "after_next", again[1]
    return Part(end, {"weekday": (number, said)}, weak=short is not None and not (r.whole or which))


def candidates(number: int, said: str, base: date) -> tuple[date, ...]:
    """The days that a weekday with what is said before it can be."""
    first = first_after(base, number)
    to_come = number > base.weekday()
    latest = base - timedelta((base.weekday() - number - 1) % 7 + 1)
    if said == "next":
        return (first, first + timedelta(7)) if to_come else (first,)
    if said == "after_next":
        return (first + timedelta(7),)
    if said == "latest":
        return (latest,)
    if said == "last":
        return (latest, latest - timedelta(7)) if number < base.weekday() else (latest,)
    return (first,)


def first_after(base: date, number: int) -> date:
    """The first such weekday after a day."""
    return base + timedelta((number - base.weekday() - 1) % 7 + 1)


def nth(r: Reader, at: int) -> Part | None:
    """«første mandag i mars», «siste fredag i måneden», «tredje dag i mai», «last week of September»."""
    start = r.skip(at, "link", "the")
    counted = _which_one(r, start)
    if counted is None:
        return None
    number, after = counted
    day = r.get(after, "weekday")
    unit = None if day else r.get(after, "unit")
    if day is None and (unit is None or unit[0] not in ("day", "week", "working_day")):
        return None
    named = day or unit or (0, 0)
    whole = _month_after(r, named[1])
    if whole is None:
        return None
    first, until = whole.slots["period"].start.date(), whole.slots["period"].end.date()
    if day:
        return days(whole.end, _nth_weekday(first, until, day[0], number), yearless=whole.yearless)
    if unit and unit[0] == "week":
        monday = _nth_weekday(first, until - timedelta(6) if number < 0 else until, 0, number)
        return week(whole.end, monday, yearless=whole.yearless) if monday else None
    if unit and unit[0] == "working_day":
        return days(whole.end, _nth_working_day(first, until, number), yearless=whole.yearless)
    chosen = first + timedelta(number - 1) if number > 0 else until - timedelta(1)
    return days(whole.end, chosen if chosen < until else None, yearless=whole.yearless)


def _which_one(r: Reader, at: int) -> tuple[int, int] | None:
    """1 for «første», −1 for «siste»; and the token after it."""
    if found := r.ordinal(at):
        return found[0], found[1]
    which = r.get(at, "which")
    return (-1, which[1]) if which and (which[0] == "latest" or r.key(at) == "last") else None


def _month_after(r: Reader, at: int) -> Part | None:
    """The month in «i mars 2028», «of the month», «neste måned»."""
    if r.key(at) not in ("i", "in", "of"):
        return None
    at += 1
    if (found := month_part(r, at)) or (found := unit_period(r, at)):
        return found
    at = r.skip(at, "link", "the")
    unit = r.get(at, "unit")
    if unit is None or unit[0] not in ("month", "year"):
        return None
    size = 1 if unit[0] == "month" else 12
    first = r.today.replace(day=1, month=r.today.month if size == 1 else 1)
    from commands.language.when.part import months

    return months(unit[1], first, size, "month" if size == 1 else "year")


def _nth_weekday(first: date, until: date, number: int, n: int) -> date | None:
    """The n-th such weekday from `first` on and before `until`; the last for −1."""
    if n < 0:
        return until - timedelta((until.weekday() - number - 1) % 7 + 1)
    found = first_after(first - timedelta(1), number) + timedelta(7 * (n - 1))
    return found if found < until else None


def _nth_working_day(first: date, until: date, n: int) -> date:
    from commands.workdays import add_working_days

    return add_working_days(until, -1) if n < 0 else add_working_days(first - timedelta(1), n)


def month_of(day: date) -> tuple[date, date]:
    """The first day of a day's month, and of the next."""
    first = day.replace(day=1)
    return first, add_months(first, 1)
