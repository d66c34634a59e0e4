"""Dates by their numbers and months: «1.12», «2027-12-01», «1. desember 2027», «Dec 1», «den 15.».

Numbers are day before month. A date without a year is the first such day on or after the day of writing.
"""

import re
from datetime import date

from commands.language.when.model import FIRST_YEAR, LAST_YEAR
from commands.language.when.part import Part, day_or_none, days
from commands.language.when.reader import Reader

_ISO = re.compile(r"((?:19|20|21)[0-9]{2})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2((?:19|20|21)?[0-9]{2})")
_DAY_MONTH_DASH_YEAR = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})-((?:19|20|21)?[0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[./-]((?:19|20|21)[0-9]{2})")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
# «Den andre» and «the first» are things more often than days.
_ALSO_OF_THINGS = 12
# Two digits from here on are of the last century.
_LAST_CENTURY = 70


def numeric(r: Reader, at: int) -> Part | None:
    """A date in digits alone."""
    key = r.key(at)
    if iso := _ISO.fullmatch(key):
        return days(at + 1, day_or_none(int(iso[1]), int(iso[2]), int(iso[3])))
    if whole := _DAY_MONTH_YEAR.fullmatch(key) or _DAY_MONTH_DASH_YEAR.fullmatch(key):
        return days(_after_dot(r, at), day_or_none(full_year(whole[4]), int(whole[3]), int(whole[1])))
    if spaced := _spaced(r, at):
        return spaced
    short = _DAY_MONTH.fullmatch(key)
    if short is None or not _can_be_date(r, at, short):
        return None
    day, month = int(short[1]), int(short[3])
    end = _after_dot(r, at)
    if (year := _YEAR.fullmatch(r.key(end))) and end == at + 1:
        return days(end + 1, day_or_none(int(year[0]), month, day))
    return days(end, first_on_or_after(r.base, day, month), yearless=True, weak=short[2] == "-" and not r.whole)


def _spaced(r: Reader, at: int) -> Part | None:
    """«15. 12.», «15. 12. 2027»."""
    day, month = r.key(at), r.key(at + 2)
    if not (day.isdecimal() and month.isdecimal() and len(day) < 3 and len(month) < 3 and r.key(at + 1) == "."):
        return None
    if r.key(at + 3) != "." or not r.touches(at + 1) or not r.touches(at + 3) or not 1 <= int(month) <= 12:
        return None
    return dated(r, at + 4, int(day), int(month)) if 1 <= int(day) <= 31 else None


def _can_be_date(r: Reader, at: int, written: re.Match[str]) -> bool:
    """Whether two numbers are a date and not a decimal, a fraction, a version, or a time of day."""
    day, sign, month = int(written[1]), written[2], int(written[3])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return False
    # «8-4» is from eight to four; «15-02» and «25-4» can only be dates.
    if sign == "-" and day <= 12 and (month > day or not written[3].startswith("0")):
        return False
    before, after = r.known(at - 1) if at else {}, r.known(at + 1)
    mark = before.get("clock")
    if r.cue(at - 1, "numbered") or r.cue(at + 1, "counted") or (mark and mark[0] == "mark"):
        return False
    return "unit" not in after or r.key(at + 1) in ("t", "h")


def _after_dot(r: Reader, at: int) -> int:
    """The token after a date; the dot after «1.12.» belongs to it where the sentence goes on."""
    dotted = r.touches(at + 1) and r.key(at + 1) == "." and "." in r.key(at)
    return at + 1 + (dotted and at + 2 < len(r.tokens))


def day_then_month(r: Reader, at: int) -> Part | None:
    """«1. desember», «1st of December», «første desember», «14april»."""
    read = day_number(r, at)
    if read is None:
        return None
    day, end = read
    for word in (".", "of"):
        end += r.key(end) == word
    month = r.get(end, "month") or r.get(end, "month_short")
    if month is None or not 1 <= day <= 31:
        return None
    return dated(r, month[1], day, month[0])


def day_number(r: Reader, at: int) -> tuple[int, int] | None:
    """The number of a day, «1», «1.», «1st», «første», and the token after it."""
    if found := r.ordinal(at):
        return found[0], found[1]
    key = r.key(at)
    return (int(key), at + 1) if key.isdecimal() and len(key) <= 2 else None


def month_then_day(r: Reader, at: int) -> Part | None:
    """«December 1», «Dec 1st», «feb13», «March first»."""
    if (glued := r.glued(at, "month") or r.glued(at, "month_short")) and 1 <= glued[1] <= 31:
        return dated(r, at + 1, glued[1], glued[0])
    month = r.get(at, "month") or r.get(at, "month_short")
    if month is None:
        return None
    after = r.skip(month[1], "link", "the", "join") if r.key(month[1]) == "the" else month[1]
    read = day_number(r, after)
    if read is None or not 1 <= read[0] <= 31 or r.cue(read[1], "counted") or r.key(read[1]) == ":":
        return None
    # «Jan 2» may be a person and a number; with a year it is a date.
    if r.cue(at, "names") and r.lang != "en" and not r.whole and year_at(r, read[1]) is None:
        return None
    return dated(r, read[1], read[0], month[0])


def dated(r: Reader, end: int, day: int, month: int) -> Part:
    """A day of a month, in the year that stands after it or the first to come."""
    if found := year_at(r, end):
        year, after = found
        return days(after, day_or_none(year, month, day))
    return days(end, first_on_or_after(r.base, day, month), yearless=True)


def year_at(r: Reader, at: int) -> tuple[int, int] | None:
    """The year that stands after a date or a month: «2028», «, 2028», «i 2028», «neste år»; and the token after it."""
    at += r.key(at) == ","
    at += r.key(at) in ("i", "in", "of") and (bool(_YEAR.fullmatch(r.key(at + 1))) or "year" in r.kinds(at + 1))
    if _YEAR.fullmatch(r.key(at)) and not r.cue(at + 1, "counted"):
        return int(r.key(at)), at + 1
    if named := r.get(at, "year"):
        return r.today.year + {"this": 0, "next": 1, "last": -1}[named[0]], named[1]
    apostrophe = r.key(at) == "'"
    last = r.key(at + apostrophe)
    if (r.whole or apostrophe) and len(last) == 2 and last.isdecimal() and at + apostrophe + 1 == len(r.tokens):
        return full_year(last), at + apostrophe + 1
    return None


def full_year(digits: str) -> int:
    """The year that two or four digits mean."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _LAST_CENTURY else 2000)


def day_of_month(r: Reader, at: int) -> Part | None:
    """«den 15.», «the 15th», «den femtende»: the first such day of a month."""
    start = r.skip(at, "link", "the")
    marked = start > at
    found = r.ordinal(start)
    if found is None:
        key = r.key(start)
        if not (marked and r.key(at) == "den" and key.isdecimal() and len(key) <= 2 and _nothing_counted(r, start + 1)):
            return None
        found = (int(key), start + 1, False)
    day, end, spelled = found
    sign = not spelled and r.key(end - 1) != "."
    beside = at > 0 and "weekday" in r.known(at - 1)
    if not 1 <= day <= 31 or not (marked or sign or beside or r.whole) or not _nothing_counted(r, end):
        return None
    if spelled and day <= _ALSO_OF_THINGS and not (marked and r.whole):
        return None
    return days(
        end, _first_in_a_month(r.base, day), yearless=True, weak=not marked and not r.whole, name="day_of_month"
    )


def _nothing_counted(r: Reader, at: int) -> bool:
    """Whether what follows is not the thing that is numbered: «the 8th task», «den 15. oppgaven»."""
    key = r.key(at)
    if not key or not key[0].isalpha():
        return True
    kinds = r.known(at)
    return (
        not {"link", "relation", "clock", "weekday", "part", "part_any", "weekday_short"}.isdisjoint(kinds)
        or key in _GOES_ON
    )


_GOES_ON = frozenset(
    {
        "og",
        "and",
        "eller",
        "or",
        "men",
        "but",
        "er",
        "is",
        "blir",
        "vert",
        "for",
        "med",
        "with",
        "så",
        "so",
        "kl",
        "hos",
    }
)


def first_on_or_after(base: date, day: int, month: int) -> date | None:
    """The first such day; None where there never is one. Nine years, for 29 February."""
    tries = (day_or_none(base.year + years, month, day) for years in range(9))
    return next((found for found in tries if found and found >= base), None)


def _first_in_a_month(base: date, day: int) -> date | None:
    firsts = ((base.year + m // 12, m % 12 + 1) for m in range(base.month - 1, base.month + 2))
    return next((found for year, month in firsts if (found := day_or_none(year, month, day)) and found >= base), None)


def bare_year(r: Reader, at: int) -> Part | None:
    """«2028», «i 2028», where nothing else can be meant; «2/2028»."""
    from commands.language.when.part import months

    if (numbers := _MONTH_YEAR.fullmatch(r.key(at))) and 1 <= int(numbers[1]) <= 12:
        return months(at + 1, date(int(numbers[2]), int(numbers[1]), 1), 1, "month")
    if not _YEAR.fullmatch(r.key(at)) or r.cue(at + 1, "counted"):
        return None
    if not (r.whole or (r.key(at - 1) in _BEFORE_YEAR and r.ends(at + 1))):
        return None
    year = int(r.key(at))
    return months(at + 1, date(year, 1, 1), 12, "year") if FIRST_YEAR <= year <= LAST_YEAR else None


_BEFORE_YEAR = frozenset(
    {"i", "in", "ut", "innen", "innan", "før", "etter", "before", "after", "by", "of", "av", "during"}
)
