"""Weeks and weekends: «uke 47», «uke 47–48», «neste uke», «uke 7 2028», «2028-W07», «i helga».

Weeks are ISO weeks. Without a year it is the first such week that is not over. A weekend is from Friday 18:00.
"""

import re
from datetime import date, datetime, time, timedelta

from commands.language.when.calendar import year_at
from commands.language.when.part import Part, Period, monday_of, period, week
from commands.language.when.reader import Reader

_ISO_WEEK = re.compile(r"((?:19|20|21)[0-9]{2})-?w([0-9]{1,2})")
_PAIR = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})")
_WITH_YEAR = re.compile(r"([0-9]{1,2})[-/.]((?:20|21)[0-9]{2})")
_AND = frozenset({"-", "–", "—", "/", "og", "and", "til", "to", "&"})
_OR = frozenset({"eller", "or"})
_WEEKEND_BEGINS = time(18)


def numbered(r: Reader, at: int) -> Part | None:
    """A week by its number, or several."""
    if iso := _iso(r, at):
        return iso
    if glued := r.glued(at, "week"):
        return _weeks(r, at + 1, glued[1], None) if glued[0] == "number" and len(r.key(at)) > 2 else None
    word = r.get(at, "week")
    named = word if word and word[0] == "number" else _glued_word(r, at)
    if named is None or (len(r.key(at)) == 1 and not r.key(named[1]).isdecimal()):
        return None
    end = named[1]
    if r.key(end) in (".", "nr", "nr."):
        end += 1
    key = r.key(end)
    if with_year := _WITH_YEAR.fullmatch(key):
        return _in_year(end + 1, int(with_year[1]), int(with_year[2]))
    if pair := _PAIR.fullmatch(key):
        return _weeks(r, end + 1, int(pair[1]), int(pair[2]))
    if not key.isdecimal() or len(key) > 2 or (r.cue(end + 1, "counted") and year_at(r, end + 1) is None):
        return None
    number, end = int(key), end + 1
    if r.key(end) in _OR and (second := _second(r, end + 1)):
        either = (_weeks(r, end, number, None), _weeks(r, second[1], second[0], None))
        spans = [part.slots["period"] for part in either if part and "period" in part.slots]
        return Part(second[1], {"periods": tuple(spans)}, yearless=True)
    if r.key(end) in _AND and (second := _second(r, end + 1)):
        return _weeks(r, second[1], number, second[0])
    return _weeks(r, end, number, None)


def _glued_word(r: Reader, at: int) -> tuple[str, int] | None:
    return ("number", at + 1) if r.key(at) in ("week#", "uke#") else None


def _second(r: Reader, at: int) -> tuple[int, int] | None:
    """The other number of «47 og 48», «47 til uke 48»."""
    word = r.get(at, "week")
    at = word[1] if word and word[0] == "number" else at
    key = r.key(at)
    plausible = key.isdecimal() and len(key) <= 2 and 1 <= int(key) <= 53
    return (int(key), at + 1) if plausible and not r.cue(at + 1, "counted") and "unit" not in r.known(at + 1) else None


def _iso(r: Reader, at: int) -> Part | None:
    """«2028-W07»."""
    key = r.key(at)
    if (
        key.isdecimal()
        and len(key) == 4
        and r.key(at + 1) == "-"
        and (w := re.fullmatch(r"w([0-9]{1,2})", r.key(at + 2)))
    ):
        return _in_year(at + 3, int(w[1]), int(key))
    found = _ISO_WEEK.fullmatch(key)
    return _in_year(at + 1, int(found[2]), int(found[1])) if found else None


def _in_year(end: int, number: int, year: int) -> Part:
    monday = monday_of_week(year, number)
    return week(end, monday) if monday else Part(end, {"days": ()})


def _weeks(r: Reader, end: int, first: int, last: int | None) -> Part | None:
    if not 1 <= first <= 53 or (last is not None and not 1 <= last <= 53):
        return None
    given = year_at(r, end)
    start = monday_of_week(given[0], first) if given else next_week(r.base, first)
    end = given[1] if given else end
    if start is None:
        return Part(end, {"days": ()})
    if last is None:
        return week(end, start, yearless=not given)
    stop = next_week(start, last)
    return period(end, start, stop + timedelta(7), "week", yearless=not given)


def monday_of_week(year: int, number: int) -> date | None:
    """The Monday of an ISO week; None where the year has no such week."""
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def next_week(base: date, number: int) -> date:
    """The Monday of the first week of that number that is not over."""
    year = base.isocalendar()[0]
    while (monday := monday_of_week(year, number)) is None or monday + timedelta(7) <= base:
        year += 1
    return monday


def named(r: Reader, at: int) -> Part | None:
    """«denne uka», «neste uke», «forrige uke», «uka etter neste»."""
    if (again := r.get(at, "again")) and again[0] == "week_after_next":
        return week(again[1], monday_of(r.today) + timedelta(14))
    found = r.get(at, "week")
    if found is None or found[0] == "number":
        return None
    if found[1] == at + 1 and not r.whole:
        return None
    # «Neste uke 3» is not next week.
    if r.key(found[1]).isdecimal() and len(r.key(found[1])) <= 2:
        return None
    steps = {"this": 0, "next": 7, "last": -7}[found[0]]
    again = r.get(found[1], "again")
    end = again[1] if again and again[0] == "after_next" else found[1]
    return week(end, monday_of(r.today) + timedelta(steps + 7 * (end > found[1])))


def weekend(r: Reader, at: int) -> Part | None:
    """«i helga», «denne helgen», «forrige helg», «this weekend»; «neste helg» is two, unless this one has begun."""
    start = r.skip(at, "link", "the")
    which = r.get(start, "which")
    found = r.get(which[1] if which else start, "weekend") or r.get(at, "weekend")
    if found is None:
        return None
    if not (r.whole or which or found[1] - at > 1 or r.key(at - 1) in _BEFORE_WEEKEND):
        return None
    friday = monday_of(r.base) + timedelta(4)
    end, said = found[1], which[0] if which else ""
    if (of_week := r.get(end, "week")) and of_week[0] in ("this", "next", "last"):
        friday, end, said = friday + timedelta({"this": 0, "next": 7, "last": -7}[of_week[0]]), of_week[1], ""
    offsets = {"next": (0, 7) if r.base < friday else (7,), "last": (-7,), "latest": (-7,)}.get(said, (0,))
    weekends = tuple(_weekend(friday + timedelta(days)) for days in offsets)
    if len(weekends) == 1:
        return Part(end, {"period": weekends[0]}, "weekend")
    return Part(end, {"periods": weekends}, "weekend")


def _weekend(friday: date) -> Period:
    return Period(datetime.combine(friday, _WEEKEND_BEGINS), datetime.combine(friday + timedelta(3), time()), "hour")


_BEFORE_WEEKEND = frozenset({
    "i", "til", "før", "innen", "innan", "over", "etter", "av", "mot", "the", "after", "before", "by", "denne", "på",
    "løpet",
})  # fmt: skip
