"""From one time to another: «13.–15. mars», «mandag til onsdag», «mellom 1. og 5. mars»; «1. og 2. desember»."""

import re
from datetime import date, timedelta

from commands.language.when.calendar import dated, first_on_or_after, full_year
from commands.language.when.group import Group, group
from commands.language.when.model import When, midnight
from commands.language.when.part import day_or_none
from commands.language.when.reader import Reader
from commands.language.when.resolve import readings
from commands.language.when.single import alone, single
from commands.language.when.span import Span

_TWO_DAYS = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_TWO_DATES = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})-([0-9]{1,2})[./]([0-9]{1,2})(?:[./]((?:20|21)?[0-9]{2}))?")
_LISTING = frozenset({"og", "and", "eller", "or", "&"})


def from_to(r: Reader, at: int, *, opened: bool = False) -> Span | None:
    """One time, or from one to another. `opened` says that «fra» stands before it."""
    between = r.get(at, "link")
    if between and between[0] == "between":
        found = _days_of_one_month(r, between[1], "and")
        clocks = None if found else alone(r, at)
        return single(r, clocks) if clocks else found or _to_another(r, alone(r, between[1]), "and")
    if (days := _days_of_one_month(r, at, "range") or _two_dates(r, at)) is not None:
        return days
    first = alone(r, at)
    both = None if not opened and first and _only_to(r, first, at) else _to_another(r, first, "range")
    return both or (single(r, first) if first else None)


def _to_another(r: Reader, first: Group | None, joined: str) -> Span | None:
    """From a time to the one after «til», «–» or, after «mellom», «og»."""
    link = r.get(first.end, "link") if first else None
    if first is None or link is None or link[0] != joined:
        return None
    clock = first.slots.get("clock")
    if clock is not None and clock.until is not None:
        return None
    last = _last(r, first, link[1] + (r.key(link[1]) in ("den", "the")))
    return _joined(r, first, last) if last else None


def _two_dates(r: Reader, at: int) -> Span | None:
    """«20.12-3.1», «1/12-15/12.2027»: not after «kl.», and only where both can be dates."""
    pair = _TWO_DATES.fullmatch(r.key(at))
    mark = r.known(at - 1).get("clock") if at else None
    if pair is None or (mark and mark[0] == "mark"):
        return None
    year = full_year(pair[5]) if pair[5] else None
    start = _date(int(pair[1]), int(pair[2]), None, r.base)
    until = _date(int(pair[3]), int(pair[4]), year, start or r.base)
    if start is None or until is None:
        return None
    if year:
        before = day_or_none(until.year - (start.month > until.month), start.month, start.day)
        start = before or start
    return _span_of_days(at + 1, start, until, yearless=not year)


def _date(day: int, month: int, year: int | None, base: date) -> date | None:
    return day_or_none(year, month, day) if year else first_on_or_after(base, day, month)


def _span_of_days(end: int, start: date, until: date, *, yearless: bool) -> Span | None:
    if until <= start:
        return None
    whole = When(midnight(start), midnight(until) + timedelta(1), "day")
    return Span(end, (whole,), None, "span", yearless=yearless)


def _only_to(r: Reader, first: Group, at: int) -> bool:
    """Whether «fredag til mandag» moves something and is no range: after a word that moves."""
    link = r.key(first.end)
    return link in ("til", "to") and moved(r, at)


def moved(r: Reader, at: int) -> bool:
    """Whether a word that moves a date stands a little before a token."""
    for back in range(at - 1, max(-1, at - 12), -1):
        if r.key(back) in (".", "!", "?", "\n", ";"):
            return False
        shift = r.known(back).get("shift")
        if shift and shift[0] == "moves":
            return True
    return False


def _days_of_one_month(r: Reader, at: int, joined: str) -> Span | None:
    """«13.–15. mars», «13 til 15 juli», «mellom 1. og 5. mars», «mandag 13. til onsdag 15. mars»."""
    first = day_before_month(r, at)
    link = r.get(first.end, "link") if first else None
    if (pair := _TWO_DAYS.fullmatch(r.key(at))) and joined == "range":
        last = _with_month(r, at + 1, int(pair[2]))
        return _joined(r, Group(at + 1, {"number": int(pair[1])}), last) if last and 1 <= int(pair[1]) <= 31 else None
    month = r.get(at, "month") or r.get(at, "month_short")
    if month and joined == "range" and (pair := _TWO_DAYS.fullmatch(r.key(month[1]))):
        part = dated(r, month[1] + 1, int(pair[2]), month[0])
        last = Group(part.end, part.slots, yearless=part.yearless, weak=False)
        return _joined(r, Group(at, {"number": int(pair[1])}), last) if part.slots["days"] else None
    if first is None or link is None or link[0] != joined:
        return None
    last = _last(r, first, link[1] + (r.key(link[1]) in ("den", "the")))
    return _joined(r, first, last) if last else None


def _with_month(r: Reader, at: int, day: int) -> Group | None:
    """The second of two days, with the month that stands after both: «13-15 juli»."""
    at += r.key(at) == "."
    month = r.get(at, "month") or r.get(at, "month_short")
    found = dated(r, month[1], day, month[0]) if month and 1 <= day <= 31 else None
    if found is None or not found.slots["days"]:
        return None
    return Group(found.end, found.slots, yearless=found.yearless, weak=False)


def day_before_month(r: Reader, at: int) -> Group | None:
    """«13.» in «13.–15. mars», «13» in «13 til 15 juli», «mandag 13.» in «mandag 13. til onsdag 15. mars»."""
    day = r.get(at, "weekday")
    number_at = day[1] if day else at
    number_at += r.key(number_at) in ("den", "the")
    ordinal = r.ordinal(number_at)
    key = r.key(number_at)
    if ordinal is None and not (key.isdecimal() and len(key) <= 2):
        return None
    number, end = (ordinal[0], ordinal[1]) if ordinal else (int(key), number_at + 1)
    return Group(end, {"number": number}, weak=True) if 1 <= number <= 31 else None


def _last(r: Reader, first: Group, at: int) -> Group | None:
    """The other end of a range, read from the first on."""
    if "number" in first.slots:
        last = group(r, at)
        return last if last and last.slots.get("days") and "clock" not in last.slots else None
    begins = readings(first, r)
    if len(begins) != 1 or begins[0].start is None:
        return None
    start = begins[0].start.date()
    named = group(r.after(start), at)
    if named is None:
        return _same_month(r, first, start, at)
    # «Fredag til kl. 15» is no range, nor are two words that may as well be others.
    only_clock = "clock" in named.slots and "clock" not in first.slots
    return None if only_clock or (named.weak and first.weak) else named


def _same_month(r: Reader, first: Group, start: date, at: int) -> Group | None:
    """«8» in «December 6 to 8»."""
    number = day_before_month(r, at)
    if number is None or first.name == "relative" or "days" not in first.slots or r.cue(number.end, "counted"):
        return None
    day = day_or_none(start.year, start.month, number.slots["number"])
    return Group(number.end, {"days": (day,)}, weak=False) if day and day > start else None


def _joined(r: Reader, first: Group, last: Group) -> Span | None:
    """From the first to the last, both included."""
    if "number" in first.slots:
        until = last.slots["days"][0]
        start = day_or_none(until.year, until.month, first.slots["number"])
        return _span_of_days(last.end, start, until, yearless=last.yearless) if start else None
    if "weekday" in first.slots and "period" in last.slots and first.slots.keys().isdisjoint({"period", "days"}):
        first.slots["period"] = last.slots["period"]
    begins = readings(first, r)
    base = begins[0].start.date() if begins and begins[0].start else r.base
    ends = readings(last, r.after(base))
    if len(begins) != 1 or len(ends) != 1:
        return None
    start_at, end_at = begins[0].start, ends[0].start if "clock" in last.slots else ends[0].end
    if start_at is None or end_at is None or end_at <= start_at:
        return None
    whole = When(start_at, end_at, begins[0].grain)
    clock, yearless = "clock" in first.slots, first.yearless or last.yearless
    return Span(last.end, (whole,), None, "span", clock, until=clock, yearless=yearless)


def listed(r: Reader, at: int) -> Span | None:
    """The first of «1. og 2. desember», «fredag 3. eller lørdag 4. desember», «mandag og onsdag i uke 48»."""
    first = day_before_month(r, at)
    weekday = r.get(at, "weekday")
    end = first.end if first else weekday[1] if weekday else at
    if r.key(end) not in _LISTING or not (weekday or r.ordinal(at)):
        return None
    second = group(r, end + 1)
    if second is None:
        return None
    if first is None:
        return _of_the_same_week(end, weekday[0], second) if weekday else None
    if second.name == "day_of_month" or not second.slots.get("days"):
        return None
    until = second.slots["days"][0]
    day = day_or_none(until.year, until.month, first.slots["number"])
    if day is None or day >= until:
        return None
    fits = weekday is None or weekday[0] == day.weekday()
    basis = (When(midnight(day), midnight(day) + timedelta(1), "day"),) if fits else ()
    return Span(first.end, basis, yearless=second.yearless)


def _of_the_same_week(end: int, weekday: int, second: Group) -> Span | None:
    if not {"weekday", "period"} <= second.slots.keys():
        return None
    day = second.slots["period"].start + timedelta(weekday)
    return Span(end, (When(day, day + timedelta(1), "day"),), yearless=second.yearless)
