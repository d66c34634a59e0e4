"""Parts of the day: «i kveld», «fredag formiddag», «om morgenen», «EOD».

They are hours, but no time of day: a deadline «i kveld» is today. The hours are those that public collections of time
expressions use: morning 4–12, afternoon 12–19, evening 18–24.
"""

from datetime import datetime, time, timedelta

from commands.language.when.part import Part, Period
from commands.language.when.reader import Reader

# From which hour of the day up to which.
HOURS = {
    "early": (4, 9),
    "early_morning": (4, 9),
    "morning": (4, 12),
    "this_morning": (4, 12),
    "forenoon": (9, 12),
    "before_lunch": (8, 12),
    "midday": (12, 14),
    "after_lunch": (13, 17),
    "afternoon": (12, 19),
    "evening": (18, 24),
    "last_night": (18, 24),
    "night": (24, 28),
    "end_of_day": (0, 24),
}


def part(r: Reader, at: int) -> Part | None:
    """«kveld» and «EOD»; the first counts only beside a day."""
    found = r.get(at, "part")
    if found is None:
        return None
    name, end = found
    if name == "end_of_day":
        return Part(end, {"daypart": name}, weak=r.key(at) not in ("eod", "cob") and not r.whole and end - at < 2)
    return Part(end, {"daypart": name}, weak=True)


def today(r: Reader, at: int) -> Part | None:
    """«i kveld», «i formiddag», «last night»; «i natt» is the night that was, or the one that comes."""
    found = r.get(at, "part_today")
    if found is None:
        return None
    name, end = found
    if name == "tonight":
        starts = [datetime.combine(r.today + timedelta(days), time()) for days in (0, 1)]
        return Part(end, {"periods": tuple(Period(start, start + timedelta(hours=4), "hour") for start in starts)})
    day = r.today - timedelta(name == "last_night")
    return Part(end, {"days": (day,), "daypart": name}, "relative")


def habitual(r: Reader, at: int) -> Part | None:
    """«om kvelden»: beside a time or a day it says which; alone it is a habit."""
    found = r.get(at, "part_any")
    return Part(found[1], {"daypart": found[0]}, weak=not r.whole) if found else None
