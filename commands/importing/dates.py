"""Dates in cells, real and written. What is not plainly one date is not guessed at: the reader says why instead."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

import msgspec

from commands.importing.clock import MIDNIGHT, clock_of, read_clock
from commands.importing.grid import Cell
from commands.importing.numbers import EPOCH_1900, from_serial
from commands.phrases import Phrase, say

Order: TypeAlias = Literal["dmy", "mdy", "both"]

_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050  # 2000 to 2099, as Excel counts days

_WEEKDAY = re.compile(
    r"(?:man|mån|tirs?|tys|ons|tors?|fre|lør|laur|søn|sun|mon|tue|wed|thu|fri|sat)[a-zæøå]*\.?,?\s+(?=\S)",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(
    r"(?:[T,]\s*|\s+)(?:kl\.?\s*)?(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?|kl\.?\s*\d{1,2})"
    r"(?:Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_SPAN_AFTER = re.compile(
    r"(?P<day>.*\d{2})[ ,]+(?P<span>(?:kl\.?\s*)?\d{1,2}(?:[:.]\d{2})?\s*[-–—]\s*\d{1,2}(?:[:.]\d{2})?)", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?'?(\d{4}|\d{2})\.?")
_MONTH_NAME = r"([a-zæøå]{3,9})\.?"
_DAY_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]*" + _MONTH_NAME + r"[\s,-]*'?(\d{4}|\d{2})", re.IGNORECASE)
_MONTH_DAY = re.compile(_MONTH_NAME + r"\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})", re.IGNORECASE)
_NO_YEAR = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\.?|\d{1,2}\.?\s*" + _MONTH_NAME, re.IGNORECASE)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januar", "january"), ("feb", "februar", "february"), ("mar", "mars", "march"),
            ("apr", "april"), ("mai", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"),
            ("aug", "august"), ("sep", "sept", "september"), ("okt", "oktober", "oct", "october"),
            ("nov", "november"), ("des", "desember", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_IN_WORDS = re.compile(
    r"\b(uke|uker|veke|week|wk|q[1-4]|[1-4]\.? ?kv|kvartal|quarter|innen|innan|før|etter|til|medio|primo|ultimo|start"
    r"|slutt|påske|jul|sommer|sommar|høst|haust|vår|vinter|nyttår|by|before|after|end|(?:"
    + "|".join(_MONTHS)
    + r")\b)",
    re.IGNORECASE,
)


class When(msgspec.Struct, frozen=True):
    """A day, a time of day in minutes, or both; `until` is the end of a span of times.

    `serial` tells that it was a bare number of days.
    """

    day: date | None = None
    clock: int | None = None
    until: int | None = None
    serial: bool = False


def order_of(texts: Iterable[str]) -> Order:
    """The order of day and month that a column shows: Norwegian unless a date can only be American."""
    norwegian = american = False
    for text in texts:
        found = _NUMBERS.fullmatch(_day_part(text)[0])
        if found:
            first, second = int(found[1]), int(found[3])
            norwegian = norwegian or (first > 12 >= second > 0)
            american = american or (second > 12 >= first > 0)
    if american:
        return "both" if norwegian else "mdy"
    return "dmy"


def when_of(cell: Cell, order: Order, epoch: datetime = EPOCH_1900) -> When | Phrase:
    """The day, time or both that a cell holds, or what is wrong with it."""
    if isinstance(cell.value, datetime):
        minute = cell.value.hour * 60 + cell.value.minute
        return _in_range(When(cell.value.date(), minute or None), cell.text)
    if isinstance(cell.value, time | timedelta):
        clock = clock_of(cell)
        return When(clock=clock[0]) if clock else _not_a_date(cell.text)
    if isinstance(cell.value, bool) or cell.percent:
        return _not_a_date(cell.text)
    if isinstance(cell.value, float) and 0 < cell.value < 1:
        return When(clock=round(cell.value * MIDNIGHT))  # a time of day that has lost its format
    return _from_serial(cell.text, epoch) or read_date(cell.text, order)


def session_of(cell: Cell, order: Order) -> When | Phrase:
    """As `when_of`, and also a span of times with or without its day: "12.11.2027 kl. 09:00-11:30"."""
    span = read_clock(cell.text) if isinstance(cell.value, str) else None
    if span and span[1] is not None:
        return When(clock=span[0], until=span[1])
    found = _SPAN_AFTER.fullmatch(cell.text) if isinstance(cell.value, str) else None
    span = read_clock(found["span"]) if found else None
    if found is None or span is None:
        return when_of(cell, order)
    day = read_date(found["day"].strip(" ,"), order)
    return day if isinstance(day, Phrase) else When(day.day, span[0], span[1])


def read_date(text: str, order: Order = "dmy") -> When | Phrase:
    """The date, with or without a time of day, that a text says, or what is wrong with it.

    This is the one place where written dates are read; weeks, quarters and holidays ("uke 15") are to be read here too.
    """
    day_text, clock_text = _day_part(text)
    if not clock_text and (clock := read_clock(text)) and clock[1] is None and not _NO_YEAR.fullmatch(text):
        return When(clock=clock[0])
    day = _read_day(day_text, order)
    if not isinstance(day, date):
        return day or _unread(text)
    clock = read_clock(clock_text) if clock_text else None
    if clock_text and clock is None:
        return _not_a_date(text)
    # 24:00 is the end of the day that it is written with, and so is a day without a time.
    return _in_range(When(day, clock[0] if clock and clock[0] < MIDNIGHT else None), text)


def _day_part(text: str) -> tuple[str, str]:
    text = _WEEKDAY.sub("", text.strip(), count=1)
    clock = _CLOCK_AFTER.search(text)
    if clock and any(c.isdigit() for c in text[: clock.start()]):
        return text[: clock.start()].strip(), clock["clock"].strip()
    return text, ""


def _read_day(text: str, order: Order) -> date | Phrase | None:
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NUMBERS.fullmatch(text):
        return _read_numbers(found, order)
    if found := _DAY_MONTH.fullmatch(text):
        month = _MONTHS.get(found[2].casefold())
        return _day(_year(found[3]), month, int(found[1]), text) if month else None
    if found := _MONTH_DAY.fullmatch(text):
        month = _MONTHS.get(found[1].casefold())
        return _day(int(found[3]), month, int(found[2]), text) if month else None
    return None


def _read_numbers(found: re.Match[str], order: Order) -> date | Phrase:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    could_be_either = first != second and first <= 12 and second <= 12
    if could_be_either and (order == "both" or (order == "mdy" and found[2] == ".")):
        return say(
            "“{text}” could be day and month or month and day: the column has both. Write it as {example}.",
            text=found[0],
            example="2027-03-01",
        )
    american = (second > 12 or could_be_either) and order != "dmy" and first <= 12
    day, month = (second, first) if american else (first, second)
    return _day(year, month, day, found[0])


def _day(year: int, month: int, day: int, text: str) -> date | Phrase:
    try:
        return date(year, month, day)
    except ValueError:
        return say("“{text}” is not a day in the calendar.", text=text)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _from_serial(text: str, epoch: datetime) -> When | None:
    """A number that Excel counts days by, as it looks where the cell has lost its date format."""
    number = text.replace(",", ".")
    if not re.fullmatch(r"\d{5}(\.\d+)?", number) or not _FIRST_SERIAL <= float(number) <= _LAST_SERIAL:
        return None
    moment = from_serial(float(number), epoch)
    return When(moment.date(), moment.hour * 60 + moment.minute or None, serial=True)


def _in_range(when: When, text: str) -> When | Phrase:
    if when.day and not _FIRST_YEAR <= when.day.year <= _LAST_YEAR:
        return say("“{text}” is in the year {year}. Check the year.", text=text, year=str(when.day.year))
    return when


def _unread(text: str) -> Phrase:
    without_year = _NO_YEAR.fullmatch(text)
    if without_year and (without_year[1] is None or without_year[1].casefold() in _MONTHS):
        return say("“{text}” has no year. Write it as {example}.", text=text, example="2027-03-01")
    if _IN_WORDS.search(text):
        return say("“{text}” is not yet read here. Write the day, as {example}.", text=text, example="2027-03-01")
    return _not_a_date(text)


def _not_a_date(text: str) -> Phrase:
    return say("“{text}” is not a date. Write it as {example}.", text=text, example="2027-03-01")
