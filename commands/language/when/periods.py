"""Months, quarters, halves, years and seasons, and their edges: «neste måned», «Q1», «midten av mars», «årsskiftet».

Without a year it is the one that we are in, or else the first to come. A month begins on its 1st to 10th, ends from
its 21st, and its middle is the 15th; a week begins on Monday, its middle is Wednesday and it ends on Friday.
"""

import re
from datetime import date, timedelta

from commands.language.when.calendar import year_at
from commands.language.when.model import Grain, add_months
from commands.language.when.part import Part, Period, days, months, period
from commands.language.when.reader import Reader

_QUARTER = re.compile(r"(?:q|kv)\.?([1-4])")
_HALF = re.compile(r"h([12])")
_BEFORE_MONTH = frozenset(
    {"i", "in", "this", "neste", "next", "denne", "for", "fra", "frå", "from", "ut", "til", "of", "av"}
)
# The months and days on which the seasons change, by the sun; the last day is the one before the next begins.
_SEASONS = {
    "spring": ((3, 20), (6, 21)),
    "summer": ((6, 21), (9, 24)),
    "autumn": ((9, 23), (12, 21)),
    "winter": ((12, 21), (3, 21)),
}


def month(r: Reader, at: int) -> Part | None:
    """«mars», «mars 2028», «neste mars», «mars/april» (the end of the first)."""
    which = r.get(at, "which")
    found = r.get(which[1] if which else at, "month")
    if found is None and r.whole and "holiday" not in r.kinds(at):
        found = r.get(which[1] if which else at, "month_short")
    if found is None:
        return None
    number, end = found
    again = r.get(end, "again")
    if given := year_at(r, end):
        return months(given[1], date(given[0], number, 1), 1, "month")
    if not (r.whole or which or _announced(r, at)):
        return None
    year = r.base.year + (number < r.base.month)
    if which and which[0] in ("last", "latest"):
        year = r.base.year - (number >= r.base.month)
    if again and again[0] == "after_next":
        year, end = year + 1, again[1]
    return months(end, date(year, number, 1), 1, "month", yearless=True)


def _announced(r: Reader, at: int) -> bool:
    """Whether a month is meant where its name may be a person's or another word: «i mai», «innen april»."""
    before = r.known(at - 1) if at else {}
    key = r.key(at - 1)
    relation = before.get("relation")
    if relation and not (
        r.cue(at, "names") and relation[0] in ("to", "from", "by") and key in ("til", "fra", "frå", "from", "to")
    ):
        return True
    edge = key in _BEFORE_MONTH and not (r.cue(at, "names") and key in ("til", "fra", "frå", "for", "from"))
    return edge or "edge" in before or key in ("av", "of", "medio", "ultimo", "primo", "mid", "løpet") or key == "-"


def unit_period(r: Reader, at: int) -> Part | None:
    """«denne måneden», «neste kvartal», «forrige år», «last month»."""
    which = r.get(at, "which")
    if which is None:
        return None
    unit = r.get(which[1], "unit")
    if unit is None or unit[0] not in _FIRST:
        return None
    steps = {"this": 0, "coming": 1, "next": 1, "last": -1, "latest": -1}[which[0]]
    size, grain = _FIRST[unit[0]]
    today = r.today
    start = date(today.year, (today.month - 1) // size * size + 1, 1)
    return months(unit[1], add_months(start, steps * size), size, grain)


_FIRST: dict[str, tuple[int, Grain]] = {
    "month": (1, "month"),
    "quarter": (3, "quarter"),
    "half_year": (6, "month"),
    "year": (12, "year"),
}


def year(r: Reader, at: int) -> Part | None:
    """«i år», «neste år», «i fjor»."""
    named = r.get(at, "year")
    if named is None:
        return None
    steps = {"this": 0, "next": 1, "last": -1}[named[0]]
    return months(named[1], date(r.today.year + steps, 1, 1), 12, "year")


def quarter(r: Reader, at: int) -> Part | None:
    """«Q1», «1. kvartal», «tredje kvartal 2028»; «første halvår», «H1 2028», «second half of 2028»."""
    start = r.skip(at, "link", "the")
    key = r.key(start)
    if short := _QUARTER.fullmatch(key):
        return _nth(r, start + 1, int(short[1]), 3)
    if (short := _HALF.fullmatch(key)) and (r.whole or year_at(r, start + 1)):
        return _nth(r, start + 1, int(short[1]), 6)
    found = r.ordinal(start) or ((n := r.number(start, 4)) and (*n, False))
    if not found or not 1 <= found[0] <= 4:
        return None
    number, end, _ = found
    if (word := r.get(end, "quarter")) and not (r.get(word[1], "relation") and r.key(word[1]) == "over"):
        return _nth(r, word[1], number, 3)
    if (word := r.get(end, "half_year")) and number <= 2 and (r.key(end) != "half" or year_at(r, word[1])):
        return _nth(r, word[1], number, 6)
    return None


def _nth(r: Reader, end: int, number: int, size: int) -> Part:
    first = (number - 1) * size + 1
    grain: Grain = "quarter" if size == 3 else "month"
    if given := year_at(r, end):
        return months(given[1], date(given[0], first, 1), size, grain)
    year = r.base.year + (first + size <= r.base.month)
    return months(end, date(year, first, 1), size, grain, yearless=True)


def season(r: Reader, at: int) -> Part | None:
    """«i sommer», «denne vinteren», «summer 2028». Which days they are is a convention: it is no one's deadline."""
    which = r.get(at, "which")
    found = r.get(which[1] if which else at, "season")
    if found is None:
        return None
    name, end = found
    given = year_at(r, end)
    if not (r.whole or which or given or r.key(at - 1) in ("i", "in", "til")):
        return None
    (month1, day1), (month2, day2) = _SEASONS[name]
    if given:
        start = date(given[0], month1, day1)
        end = given[1]
    else:
        start = date(r.base.year - 1, month1, day1)
        while _until(start, month2, day2) <= r.base or (which and which[0] == "next" and start <= r.base):
            start = start.replace(year=start.year + 1)
        if which and which[0] in ("last", "latest"):
            start = start.replace(year=start.year - 1)
    return period(end, start, _until(start, month2, day2), "day", "season")


def _until(start: date, month: int, day: int) -> date:
    return date(start.year + (month < start.month), month, day)


def turn(r: Reader, at: int) -> Part | None:
    """«månedsskiftet mars/april», «årsskiftet», «kvartalsskiftet», «EOM»: the last day of what ends."""
    start = r.skip(at, "link", "the")
    named = r.get(start, "turn") or r.get(at, "turn")
    if named is None:
        return None
    what, end = named
    if what == "month":
        return _turn_of_months(r, end)
    if what == "week_end":
        return days(end, r.today - timedelta(r.today.weekday() - 4), name="week_end")
    size = {"month_end": 1, "quarter": 3, "year": 12}[what]
    first = date(r.today.year, (r.today.month - 1) // size * size + 1, 1)
    last = add_months(first, size) - timedelta(1)
    return months(end, first, size, "month", "turn") if what == "month_end" else days(end, last, name="turn")


def _turn_of_months(r: Reader, at: int) -> Part:
    """The last day of the month that is named first, or of this one."""
    first = r.get(at, "month") or r.get(at, "month_short")
    if first is None:
        return days(at, add_months(r.today.replace(day=1), 1) - timedelta(1), name="turn")
    number, end = first
    if r.key(end) in ("/", "-", "–", "til", "og") and (
        second := r.get(end + 1, "month") or r.get(end + 1, "month_short")
    ):
        end = second[1]
    given = year_at(r, end)
    if given and number == 12:
        given = (given[0] - 1, given[1])
    start = date(given[0] if given else r.base.year + (number < r.base.month), number, 1)
    return days(given[1] if given else end, add_months(start, 1) - timedelta(1), yearless=not given, name="turn")


def edge_of(edge: str, whole: Part) -> Part:
    """The start, the middle or the end of a period."""
    found: Period = whole.slots["period"]
    first, until, grain = found.start.date(), found.end.date(), found.grain
    if edge == "through":
        return whole
    if grain == "week":
        day = {"start": 0, "mid": 2, "end": 4}.get(edge)
        return whole if day is None else days(whole.end, until - timedelta(7 - day), yearless=whole.yearless)
    if edge == "mid" and grain == "month" and until == add_months(first, 1):
        return days(whole.end, first.replace(day=15), yearless=whole.yearless, name="mid")
    if edge in ("start", "end") and until == add_months(first, 1):
        cut = first.replace(day=11 if edge == "start" else 21)
        start, stop = (first, cut) if edge == "start" else (cut, until)
        return period(whole.end, start, stop, "day", edge, yearless=whole.yearless)
    return _edge_of_long(edge, whole, first, until)


def _edge_of_long(edge: str, whole: Part, first: date, until: date) -> Part:
    """A part of a quarter, half or year in whole months; of anything else in days."""
    if until - first < timedelta(days=2):
        return whole
    count = (until.year - first.year) * 12 + until.month - first.month
    if edge in ("first_half", "second_half"):
        middle = add_months(first, count // 2) if count % 2 == 0 else first + (until - first) // 2
        start, stop = (first, middle) if edge == "first_half" else (middle, until)
    else:
        third = max(1, count // 3)
        begin = {"start": first, "mid": add_months(first, third), "end": add_months(until, -third)}[edge]
        start, stop = begin, until if edge == "end" else add_months(begin, third)
    return period(whole.end, start, stop, "month" if count > 1 else "day", edge, yearless=whole.yearless)
