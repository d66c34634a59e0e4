"""When a task or a training is spoken of next: pure rules, handed the time.

The steps of a task: a week before it is due, two working days before, on the day; then each working day while it is
overdue. A blocked task is asked about after three working days, and again every third. All at the hour for reminders;
what would fall on a day off goes out on the working day before. (Settled with the users.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from commands.rules import Hours
from commands.workdays import add_working_days, moment, position, working_day_on_or_after, working_day_on_or_before
from store.records import Task, Training

TaskStep = Literal["week", "two_days", "today", "overdue", "blocked"]
TrainingStep = Literal["week", "day", "hour"]

GROUP_LEADER_FROM = 2  # working days overdue
PROJECT_LEADER_FROM = 5
BLOCKED_FOR = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A step and its moment in UTC."""

    at: datetime
    name: str


def next_task_step(task: Task, after: datetime, zone: ZoneInfo, hours: Hours) -> Step | None:
    """The first step of a task after a moment, or None where there is nothing left to say."""
    if not task.is_open:
        return None
    steps = [Step(moment(day, hours.reminders, zone.key), name) for day, name in _task_days(task, after, zone)]
    # Where two steps fall on the same morning, the later in the list says more.
    ahead = [(step.at, -order, step) for order, step in enumerate(steps) if step.at > after]
    return min(ahead)[2] if ahead else None


def _task_days(task: Task, after: datetime, zone: ZoneInfo) -> Iterator[tuple[date, TaskStep]]:
    today = after.astimezone(zone).date()
    if task.status == "blocked":
        # Of a task that was blocked when it was imported nobody knows since when; it is counted from then.
        asked = add_working_days((task.blocked_at or after).astimezone(zone).date(), BLOCKED_FOR)
        while asked < today:
            asked = add_working_days(asked, BLOCKED_FOR)
        yield asked, "blocked"
        yield add_working_days(asked, BLOCKED_FOR), "blocked"
    if task.due is None:
        return
    yield working_day_on_or_before(task.due - timedelta(days=7)), "week"
    yield add_working_days(task.due, -2), "two_days"
    yield working_day_on_or_before(task.due), "today"
    first_overdue = max(add_working_days(task.due, 1), working_day_on_or_after(today))
    yield first_overdue, "overdue"
    yield add_working_days(first_overdue, 1), "overdue"


def days_overdue(task: Task, today: date) -> int:
    """How many working days have begun since a task was due; 0 where it is not overdue."""
    if not task.is_overdue(today):
        return 0
    assert task.due is not None
    return position(today) - position(task.due)


def next_training_step(training: Training, after: datetime, zone: ZoneInfo, hours: Hours) -> Step | None:
    """The first step of a training after a moment: a week, a day and an hour before it starts."""
    if training.status != "planned":
        return None
    start = moment(training.start.date(), training.start.time(), zone.key)
    day = training.start.date()
    steps = (
        Step(moment(working_day_on_or_before(day - timedelta(days=7)), hours.reminders, zone.key), "week"),
        Step(moment(working_day_on_or_before(day - timedelta(days=1)), hours.reminders, zone.key), "day"),
        Step(start - timedelta(hours=1), "hour"),
    )
    return next((step for step in steps if step.at > after), None)


def next_digest(after: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """The first morning after a moment on which there is a digest."""
    day = working_day_on_or_after(after.astimezone(zone).date())
    at = moment(day, hours.digest, zone.key)
    return at if at > after else moment(add_working_days(day, 1), hours.digest, zone.key)


def is_working_time(now: datetime, zone: ZoneInfo, hours: Hours) -> bool:
    """Whether people are at work, so that what is late can be said now."""
    local = now.astimezone(zone)
    return working_day_on_or_before(local.date()) == local.date() and hours.work_from <= local.time() < hours.work_until


def next_morning(now: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """The next hour for reminders on a working day."""
    day = working_day_on_or_after(now.astimezone(zone).date())
    at = moment(day, hours.reminders, zone.key)
    return at if at > now else moment(add_working_days(day, 1), hours.reminders, zone.key)


def from_seconds(at: int) -> datetime:
    """A moment from whole seconds since 1970."""
    return datetime.fromtimestamp(at, UTC)
