"""Holidays and other days that have a name: «julaften», «påskeaften», «St. Hans», «fellesferien».

What has a fixed date stands here; what follows Easter is counted from Easter Sunday, which `holidays` knows: it is
imported with the first such word. Without a year it is the first that is not over.
"""

from datetime import date, timedelta
from functools import lru_cache

from commands.language.when.calendar import year_at
from commands.language.when.model import FIRST_YEAR, LAST_YEAR
from commands.language.when.part import Part, days, period
from commands.language.when.reader import Reader

# Month, day, and how many days.
_FIXED = {
    "little_christmas_eve": (12, 23, 1),
    "christmas_eve": (12, 24, 1),
    "christmas": (12, 24, 3),
    "christmas_day": (12, 25, 1),
    "boxing_day": (12, 26, 1),
    "romjul": (12, 24, 7),
    "new_years_eve": (12, 31, 1),
    "new_years_day": (1, 1, 1),
    "new_year": (1, 1, 1),
    "womens_day": (3, 8, 1),
    "labour_day": (5, 1, 1),
    "constitution_day": (5, 17, 1),
    "midsummer_eve": (6, 23, 1),
    "midsummer": (6, 24, 1),
    "halloween": (10, 31, 1),
    "valentine": (2, 14, 1),
    "lucia": (12, 13, 1),
}
# Days after Easter Sunday, and how many days.
_FROM_EASTER = {
    "shrove_sunday": (-49, 1),
    "palm_sunday": (-7, 1),
    "easter_week": (-6, 6),
    "maundy_thursday": (-3, 1),
    "good_friday": (-2, 1),
    "easter": (-3, 5),
    "easter_eve": (-1, 1),
    "easter_sunday": (0, 1),
    "easter_monday": (1, 1),
    "ascension": (39, 1),
    "whit_eve": (48, 1),
    "whit_sunday": (49, 1),
    "pentecost": (49, 2),
    "whit_monday": (50, 1),
}
# Month, weekday, which one, and days after it.
_NTH = {
    "mothers_day": (2, 6, 2, 0),
    "fathers_day": (11, 6, 2, 0),
    "thanksgiving": (11, 3, 4, 0),
    "black_friday": (11, 3, 4, 1),
}
_ADVENT = {"advent": 21, "advent_2": 14, "advent_3": 7, "advent_4": 0}


def holiday(r: Reader, at: int) -> Part | None:
    """A day or days with a name, in a year that is given or the first to come."""
    which = r.get(at, "which")
    found = r.get(which[1] if which else at, "holiday")
    if found is None:
        return None
    key, end = found
    # «Jul 18» is no Christmas.
    if r.key(end).isdecimal() and len(r.key(end)) <= 2 and key == "christmas":
        return None
    if which and which[0] in ("last", "latest"):
        start, until = max(span for year in (-1, 0) if (span := span_of(key, r.today.year + year))[1] <= r.today)
    elif given := year_at(r, end):
        (start, until), end = span_of(key, given[0]), given[1]
    else:
        start, until = first_to_come(key, r.base)
    name = key if key in ("christmas", "easter", "new_year") else "holiday"
    if key == "christmas" and r.key(end - 1) in ("christmas", "xmas") and until - start > timedelta(1):
        start, until = start + timedelta(1), start + timedelta(2)
    if until - start == timedelta(1):
        return days(end, start, name=name)
    grain = "week" if key in ("common_holiday", "easter_week") else "day"
    return period(end, start, until, grain, name)  # type: ignore[arg-type]


def first_to_come(key: str, base: date) -> tuple[date, date]:
    """The first day of a holiday that is not over, and the day after its last."""
    for year in range(base.year, base.year + 3):
        start, until = span_of(key, year)
        if until > base:
            return start, until
    raise OverflowError(f"There is no {key} near {base}.")


@lru_cache(maxsize=256)
def span_of(key: str, year: int) -> tuple[date, date]:
    """The first day of a holiday in a year, and the day after its last."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError("That is too far away to be a date.")
    count = 1
    if key in _FIXED:
        month, day, count = _FIXED[key]
        start = date(year, month, day)
    elif key in _FROM_EASTER:
        after, count = _FROM_EASTER[key]
        start = easter(year) + timedelta(after)
    elif key in _NTH:
        month, weekday, n, after = _NTH[key]
        first = date(year, month, 1)
        start = first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1) + after)
    elif key in _ADVENT:
        start = date(year, 12, 24) - timedelta((date(year, 12, 24).weekday() + 1) % 7 + _ADVENT[key])
    else:
        start, count = _common_holiday(year), 21
    return start, start + timedelta(count)


def _common_holiday(year: int) -> date:
    """The Monday of the last three whole weeks of July, as the agreements on the common holiday have it."""
    last = date(year, 8, 1)
    return last - timedelta(last.weekday() + 21)


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Sunday. Raises OverflowError for a year whose holidays the library does not know."""
    from holidays import country_holidays  # a tenth of a second to import

    found = country_holidays("NO", years=year, language="no").get_named("Første påskedag")
    if not found:
        raise OverflowError("That is too far away to be a holiday.")
    return found[0]
