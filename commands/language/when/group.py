"""Parts of a time that stand together: «tirsdag uke 48, kl. 9–11» is a weekday, a week and a time of day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commands.language.when import calendar, clock, dayparts, holidays, periods, relative, weekdays, weeks
from commands.language.when.part import Part, Room, days, monday_of, months, week
from commands.language.when.periods import edge_of
from commands.language.when.reader import Reader


@dataclass(slots=True)
class Group:
    """What the parts say together, and the token after the last of them."""

    end: int
    slots: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    yearless: bool = False
    weak: bool = True

    def takes(self, part: Part) -> bool:
        """Whether a part can say more of the same time."""
        mine, new = self.slots, part.slots
        if (
            not mine.keys().isdisjoint(new)
            or "instant" in mine
            or "instant" in new
            or "periods" in mine
            or "periods" in new
        ):
            return False
        if "zone" in new:
            return "clock" in mine
        both = {**mine, **new}
        if "period" in both:
            return both.keys() <= {"period", "weekday", "clock", "daypart"} and _day_of_week(both)
        if "weekday" in new and "days" in mine:
            return any(day.weekday() == new["weekday"][0] for day in mine["days"])
        if "days" in new and "weekday" in mine and part.name == "relative":
            return any(day.weekday() == mine["weekday"][0] for day in new["days"])
        return not ("days" in new and "weekday" in mine and mine["weekday"][1] in ("last", "latest", "after_next"))

    def add(self, part: Part) -> None:
        """Take a part in."""
        self.slots.update(part.slots)
        self.end = part.end
        self.name = part.name if part.name and self.name in ("", "relative") else self.name
        self.yearless = self.yearless or part.yearless
        self.weak = False if self.slots.keys() > part.slots.keys() else part.weak


def _day_of_week(slots: dict[str, Any]) -> bool:
    """Whether a period and what stands with it are one day: only a weekday goes with a week."""
    return slots["period"].grain == "week" and "weekday" in slots


def group(r: Reader, at: int) -> Group | None:
    """The time that begins at a token, of all the parts that go together."""
    part = best(r, at)
    if part is None:
        return None
    found = Group(at)
    found.add(part)
    while (more := _next(r, found)) is not None:
        found.add(more)
    return found


def _next(r: Reader, found: Group) -> Part | None:
    """The part that goes on from where a time ends so far, past a comma and prepositions."""
    at = found.end
    if zone := r.get(at, "zone"):
        return Part(zone[1], {"zone": zone[0]}) if "clock" in found.slots and "zone" not in found.slots else None
    comma = r.key(at) == ","
    at += comma
    for _ in range(3):
        part = best(r, at)
        if part is not None and found.takes(part):
            # After a comma only what can be nothing but a time goes on; two weak parts do not make a strong one.
            loose = part.weak and (found.weak or (comma and "clock" not in part.slots))
            return None if loose and not r.whole else part
        link, which = r.get(at, "link"), r.get(at, "which")
        if which and which[0] == "coming" and "weekday" in found.slots:
            at = which[1]
        elif link and link[0] in ("join", "the"):
            at = link[1]
        else:
            return None
    return None


def best(r: Reader, at: int) -> Part | None:
    """The longest part that begins at a token; of two alike, the one whose room is named first."""
    if ("part", at) not in r.read:
        r.read["part", at] = _longest(r, at)
    part: Part | None = r.read["part", at]
    return part


def _longest(r: Reader, at: int) -> Part | None:
    found: Part | None = None
    for room in _rooms(r, at):
        part = room(r, at)
        if part is not None and (found is None or part.end > found.end):
            found = part
    if r.key(at) in ("den", "the") and r.key(at + 1) not in ("den", "the") and (behind := best(r, at + 1)) is not None:
        usable = not {"days", "period"}.isdisjoint(behind.slots) and (found is None or behind.end > found.end)
        return behind if usable else found
    return found


def _rooms(r: Reader, at: int) -> list[Room]:
    key = r.key(at)
    if not key:
        return []
    if key[0].isdigit():
        return _DIGITS if key.isdecimal() else _WRITTEN
    kinds = r.kinds(at)
    if not kinds:
        return _GLUED if key[-1].isdigit() else []
    rooms: dict[Room, None] = {}
    for kind, (value, _) in kinds.items():
        if kind not in _ONLY or value in _ONLY[kind]:
            rooms.update(dict.fromkeys(_BY_KIND.get(kind, ())))
    return list(rooms)


def edge(r: Reader, at: int) -> Part | None:
    """«starten av uke 47», «midten av mars», «slutten av neste uke», «ut måneden», «i løpet av helga»."""
    found = r.get(at, "edge")
    if found is None:
        return None
    which, start = found
    start += r.key(start) == "-"
    if "edge" in r.kinds(start):
        return None
    inner = best(r, start) or _this_one(r, start)
    if inner is None:
        return None
    if which == "through":
        return inner if not {"period", "periods", "days"}.isdisjoint(inner.slots) else None
    if "period" not in inner.slots or inner.name in ("weekend", "season") or "weekday" in inner.slots:
        return None
    return edge_of(which, inner)


def _this_one(r: Reader, at: int) -> Part | None:
    """«uka», «the month», «året»: the one that we are in."""
    at = r.skip(at, "link", "the", "the_plural")
    unit = r.get(at, "unit")
    if unit is None or r.key(at) in _INDEFINITE:
        return None
    today, name, end = r.today, unit[0], unit[1]
    if name == "week":
        return week(end, monday_of(today))
    if name == "day":
        return days(end, today)
    if name not in ("month", "quarter", "half_year", "year"):
        return None
    size = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[name]
    first = date(today.year, (today.month - 1) // size * size + 1, 1)
    return months(end, first, size, "month" if name == "half_year" else name)


_INDEFINITE = frozenset(
    {"uker", "veker", "weeks", "dager", "dagar", "days", "måneder", "månader", "months", "år", "years"}
)


_WRITTEN: list[Room] = [calendar.numeric, clock.clock, calendar.bare_year, relative.ahead_or_ago, weeks.numbered]
_DIGITS: list[Room] = [
    calendar.numeric, calendar.day_then_month, clock.clock, periods.quarter, weekdays.nth, calendar.day_of_month,
    relative.ahead_or_ago, weeks.numbered, calendar.bare_year, holidays.holiday,
]  # fmt: skip
# Of these kinds only some words begin a time.
_ONLY = {
    "link": frozenset({"the", "the_plural", "between"}),
    "cue": frozenset({"about"}),
    "relation": frozenset({"from", "after"}),
    "clock": frozenset({"mark", "quarter", "half", "half_past", "midnight", "noon"}),
    "ago": frozenset({"before"}),
    "which": frozenset({"this", "coming", "next", "last", "latest"}),
}
_GLUED: list[Room] = [weeks.numbered, calendar.month_then_day, periods.quarter]
_BY_KIND: dict[str, tuple[Room, ...]] = {
    "weekday": (weekdays.weekday,),
    "weekday_short": (weekdays.weekday,),
    "which": (
        weekdays.weekday, weekdays.nth, relative.several, periods.unit_period, periods.month, periods.season,
        weeks.weekend, holidays.holiday,
    ),
    "month": (calendar.month_then_day, periods.month),
    "month_short": (calendar.month_then_day, periods.month),
    "ordinal": (calendar.day_then_month, weekdays.nth, periods.quarter, calendar.day_of_month),
    "number": (clock.clock, relative.ahead_or_ago, periods.quarter),
    "about_number": (relative.ahead_or_ago,),
    "fraction": (relative.ahead_or_ago,),
    "ahead": (relative.ahead_or_ago,),
    "ago": (relative.ahead_or_ago,),
    "link": (
        calendar.day_of_month, weekdays.nth, weekdays.weekday, relative.several, weeks.weekend, periods.turn,
        periods.quarter, clock.clock,
    ),
    "day": (relative.day_by_name,),
    "now": (relative.now,),
    "again": (weeks.named,),
    "week": (weeks.numbered, weeks.named),
    "weekend": (weeks.weekend,),
    "edge": (edge,),
    "turn": (periods.turn,),
    "year": (periods.year,),
    "season": (periods.season,),
    "holiday": (holidays.holiday,),
    "part": (dayparts.part,),
    "part_today": (dayparts.today,),
    "part_any": (dayparts.habitual,),
    "clock": (clock.clock,),
    "relation": (clock.clock,),
    "cue": (clock.clock,),
}  # fmt: skip
