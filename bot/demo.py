"""The example municipality, moved in time so that it is always the interesting day it was written for."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commands.workdays import at_position, position, working_day_on_or_before

# Days that may fall on a Saturday or a holiday; all other days in the example are days on which somebody works.
_ANY_DAY = {"merge_date", "cutover", "contract_end", "notice_date"}
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_A_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")

# «Due in two days» is counted in working days, as all that is late is, so days up to here keep that count.
_NEAR = 2
# Up to here days keep their distance from the reference day; from the merge date on, their distance from that.
_SOON = timedelta(days=14)


def moved(example: dict[str, Any], today: date) -> dict[str, Any]:
    """The example with all its days and moments moved, so that its reference day is the last working day up to `today`.

    `example` has the form of a JSON export and, as `today`, the day it is written for. What has happened keeps its
    distance in working days; what is to come keeps its distance in days and never lands on a weekend or a public
    holiday. The merge date becomes the next 1st of a month, and what lies between is stretched to fit. Times of day
    stay; the offset of a moment becomes that of its new day. On the reference day itself nothing changes.
    """
    calendar = _Calendar(date.fromisoformat(example["today"]), date.fromisoformat(example["merge_date"]), today)
    zone = ZoneInfo(example["timezone"])
    copy = _moved_value("", example, calendar, zone)
    assert isinstance(copy, dict)
    return copy


def _moved_value(name: str, value: Any, calendar: "_Calendar", zone: ZoneInfo) -> Any:
    if isinstance(value, dict):
        return {key: _moved_value(key, inner, calendar, zone) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved_value(name, inner, calendar, zone) for inner in value]
    if not isinstance(value, str):
        return value
    if _A_DAY.fullmatch(value):
        day = date.fromisoformat(value)
        return (calendar.any_day(day) if name in _ANY_DAY else calendar.working_day(day)).isoformat()
    if _A_MOMENT.fullmatch(value):
        return _moved_moment(value, calendar, zone)
    return value


def _moved_moment(text: str, calendar: "_Calendar", zone: ZoneInfo) -> str:
    moment = datetime.fromisoformat(text)
    day = calendar.working_day(moment.date())
    if moment.tzinfo is None:
        return f"{day.isoformat()}{text[10:]}"
    return datetime.combine(day, moment.time(), zone).isoformat()


class _Calendar:
    """Where the days of an example go."""

    def __init__(self, reference: date, merge: date, today: date) -> None:
        self.old_reference = reference
        self.new_reference = working_day_on_or_before(today)
        self.old_merge = merge
        self.new_merge = _first_of_month(merge + (self.new_reference - reference))

    def any_day(self, day: date) -> date:
        """Where a day goes that may be any day of the week."""
        soon = self.old_reference + _SOON
        if day <= soon:
            return day + (self.new_reference - self.old_reference)
        if day >= self.old_merge:
            return day + (self.new_merge - self.old_merge)
        new_soon = self.new_reference + _SOON
        return new_soon + (day - soon) * (self.new_merge - new_soon).days // (self.old_merge - soon).days

    def working_day(self, day: date) -> date:
        """Where a day goes on which something is done: always to a working day, and in the same order."""
        ahead = position(day) - position(self.old_reference)
        nearby = at_position(position(self.new_reference) + min(ahead, _NEAR))
        return nearby if ahead <= _NEAR else max(nearby, working_day_on_or_before(self.any_day(day)))


def _first_of_month(day: date) -> date:
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
