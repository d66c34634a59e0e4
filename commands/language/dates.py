"""The door to times as people write them.

`find_times` finds every time expression of a sentence; `when/` reads them. `due_meant` tells which day one means as a
deadline, and `session_meant` when a training is. `find_date` reads the one date that begins at a token.

The rules are those of the conventions: numbers are day before month, and a date without a year is the first such day on
or after the day of writing. The grammar decides which words make up a date. dateparser is asked only which month a word
is for `find_date`, in a fixed language, with a day and a year beside it: on freer text it is silently wrong, and the
grammar leaves it none of the expressions that the tests know.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from commands.language.lexicon import lexicon
from commands.language.text import Token
from commands.language.when.due import Due, Session, due_meant, session_meant
from commands.language.when.find import find, find_one, warm_times
from commands.language.when.model import Shift, Time, When
from store.records import Language

__all__ = [
    "Due", "Found", "Session", "Shift", "Time", "When", "due_meant", "find_date", "find_times", "one_time",
    "session_meant", "warm",
]  # fmt: skip


def find_times(text: str | Sequence[Token], now: datetime, lang: Language | None, zone: tzinfo) -> list[Time]:
    """Every time expression in a text, in order and without overlap; none in a text of more than 2,000 characters.

    `now` is a moment with a zone, or local time without one. Readings are local times in `zone`. In the characters of
    `Time` a text counts as `text.clean` leaves it.
    """
    return find(text, now, lang, zone)


def one_time(text: str, now: datetime, lang: Language | None, zone: tzinfo) -> Time | None:
    """The time that a whole text is, and nothing else: here also a bare «mars», «2028» or «13–15» is one."""
    return find_one(text, now, lang, zone)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a message: the token after it, and the days it can be.

    No day: such a day does not exist. Two: the words can be read both ways. `time` is `HH:MM`; `yearless` says that
    day and month were given and the year was not.
    """

    end: int
    days: tuple[date, ...]
    time: str | None = None
    yearless: bool = False


def find_date(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    """The date that begins at a token, with the time of day that stands with it."""
    words = _words()
    key = tokens[at].key
    if key not in words.first and not key[0].isdigit():
        return None
    if early := _time(tokens, at, words):
        end, time = early
        found = _day(tokens, end, today, words)
        return Found(found.end, found.days, time, found.yearless) if found else None
    found = _day(tokens, at, today, words)
    if found is None:
        return None
    after = found.end + (found.end < len(tokens) and tokens[found.end].key == ",")
    late = _time(tokens, after, words)
    return Found(late[0], found.days, late[1], found.yearless) if late else found


def warm() -> None:
    """Load what the first date would else have to wait for."""
    _month("januar", "nb")
    warm_times()


class _Words:
    """The words that dates are made of, by what they mean."""

    def __init__(self) -> None:
        lists = lexicon()
        relative = [
            (tuple(phrase.split()), days)
            for days, key in enumerate(("today", "tomorrow", "overmorrow"))
            for phrase in lists.words("date", key)
        ]
        self.relative = _by_first_word(relative)
        self.weekdays = {word: i for _, names in lists.list("date", "weekdays") for i, word in enumerate(names)}
        self.months = {word: lang for lang, names in lists.list("date", "months") for word in names}
        self.this = _by_first_word([(tuple(phrase.split()), 0) for phrase in lists.words("date", "this")])
        self.next = frozenset(lists.words("date", "next"))
        self.clock = frozenset(lists.words("date", "clock"))
        self.ordinal = frozenset(lists.words("date", "ordinal"))
        self.first = frozenset({*self.relative, *self.this, *self.next, *self.weekdays, *self.months, *self.clock})


def _by_first_word(phrases: list[tuple[tuple[str, ...], int]]) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase, value in phrases:
        found.setdefault(phrase[0], []).append((phrase, value))
    return found


@cache
def _words() -> _Words:
    return _Words()


def _day(tokens: Sequence[Token], at: int, today: date, words: _Words) -> Found | None:
    if at >= len(tokens):
        return None
    key = tokens[at].key
    for phrase, days in words.relative.get(key, ()):
        if _stands(tokens, at, phrase):
            return Found(at + len(phrase), (today + timedelta(days),))
    start = max((at + len(p) for p, _ in words.this.get(key, ()) if _stands(tokens, at, p)), default=at)
    if upcoming := _weekday(tokens, start, today, words):
        return upcoming
    if start > at and (bare := _day_of_month(tokens, at, start, today)):
        return _calendar(tokens, start, today, words) or bare
    if key in words.next:
        return _next_weekday(tokens, at + 1, today, words)
    return _calendar(tokens, start, today, words)


def _weekday(tokens: Sequence[Token], at: int, today: date, words: _Words) -> Found | None:
    weekday = words.weekdays.get(_key(tokens, at))
    if weekday is None:
        return None
    skip = at + 1 + (_key(tokens, at + 1) in {",", "den", "the"})
    if dated := _calendar(tokens, skip, today, words):
        fitting = tuple(day for day in dated.days if day.weekday() == weekday)
        return Found(dated.end, fitting, yearless=dated.yearless)
    return Found(at + 1, (_first_after(today, weekday),))


def _next_weekday(tokens: Sequence[Token], at: int, today: date, words: _Words) -> Found | None:
    weekday = words.weekdays.get(_key(tokens, at))
    if weekday is None:
        return None
    first = _first_after(today, weekday)
    # «Neste fredag» said on a Tuesday is this week's Friday to some and the next to others.
    return Found(at + 1, (first, first + timedelta(7)) if weekday > today.weekday() else (first,))


def _first_after(today: date, weekday: int) -> date:
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _day_of_month(tokens: Sequence[Token], at: int, start: int, today: date) -> Found | None:
    """«den 15.»: the first such day of a month."""
    number = _key(tokens, start)
    if tokens[at].key != "den" or not _DAY.fullmatch(number) or _key(tokens, start + 1) != ".":
        return None
    months = (date(today.year + m // 12, m % 12 + 1, 1) for m in range(today.month - 1, today.month + 2))
    days = (_date(first.year, first.month, int(number)) for first in months)
    return Found(start + 2, tuple([day for day in days if day and day >= today][:1]))


def _calendar(tokens: Sequence[Token], at: int, today: date, words: _Words) -> Found | None:
    key = _key(tokens, at)
    if iso := _ISO.fullmatch(key):
        return Found(at + 1, _days(int(iso[3]), int(iso[2]), iso[1], today))
    if numbers := _NUMBERS.fullmatch(key):
        return Found(at + 1, _days(int(numbers[1]), int(numbers[2]), numbers[3], today), yearless=not numbers[3])
    if _DAY.fullmatch(key):
        return _day_then_month(tokens, at, today, words)
    if key in words.months and _DAY.fullmatch(_key(tokens, at + 1)):
        end = at + 2 + (_key(tokens, at + 2) in words.ordinal)
        return _named(tokens, end + (_key(tokens, end) == ","), int(_key(tokens, at + 1)), key, today, end)
    return None


def _day_then_month(tokens: Sequence[Token], at: int, today: date, words: _Words) -> Found | None:
    after = at + 1
    while _key(tokens, after) in {".", "of"} or _key(tokens, after) in words.ordinal:
        after += 1
    month = _key(tokens, after)
    return _named(tokens, after + 1, int(tokens[at].key), month, today, after + 1) if month in words.months else None


def _named(tokens: Sequence[Token], year_at: int, day: int, month: str, today: date, end: int) -> Found:
    year = _key(tokens, year_at)
    number = _month(month, _words().months[month])
    if _YEAR.fullmatch(year):
        return Found(year_at + 1, _days(day, number, year, today))
    return Found(end, _days(day, number, None, today), yearless=True)


def _days(day: int, month: int, year: str | None, today: date) -> tuple[date, ...]:
    if year is not None:
        given = _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return (given,) if given else ()
    # Nine years, for 29 February.
    tries = (_date(today.year + years, month, day) for years in range(9))
    return tuple([found for found in tries if found and found >= today][:1])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _month(word: str, language: Language) -> int:
    """The number of a month, as dateparser knows its names."""
    import dateparser  # type: ignore[import-untyped]

    word = word.rstrip(".")
    found = dateparser.parse(
        f"1 {word} 2028", languages=[language], settings={"DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
    )
    assert found is not None, f"«{word}» stands among the months and is none"
    return int(found.month)


def _time(tokens: Sequence[Token], at: int, words: _Words) -> tuple[int, str] | None:
    """The end and `HH:MM` of a time of day: «kl 14», «kl. 14.30», «14:00», «at 2 pm»."""
    said = _key(tokens, at) in words.clock
    at += said
    written = (_CLOCK_AFTER_WORD if said else _CLOCK).fullmatch(_key(tokens, at))
    half = {"am": 0, "pm": 12}.get(_key(tokens, at + 1))
    if not written and half is not None:
        written = _CLOCK_AFTER_WORD.fullmatch(_key(tokens, at))
    if not written:
        return None
    hour, minute = int(written[1]), int(written[2] or 0)
    if half is not None and 1 <= hour <= 12:
        hour = hour % 12 + half
    elif half is None and 1 <= hour <= 6 and len(written[1]) == 1:
        hour += 12  # «kl 3» at work is in the afternoon; «03:00» is meant as it stands
    return (at + 1 + (half is not None), f"{hour:02}:{minute:02}") if hour < 24 and minute < 60 else None


def _stands(tokens: Sequence[Token], at: int, phrase: tuple[str, ...]) -> bool:
    return all(_key(tokens, at + i) == word for i, word in enumerate(phrase))


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""


_ISO = re.compile(r"(20[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})(?:[./]([0-9]{1,2}))(?:[./]((?:20)?[0-9]{2}))?")
_DAY = re.compile(r"[0-9]{1,2}")
_YEAR = re.compile(r"20[0-9]{2}")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_CLOCK_AFTER_WORD = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?")
