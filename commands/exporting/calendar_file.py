"""Trainings, cutovers and due dates as a calendar that any calendar program can open or follow."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias
from zoneinfo import ZoneInfo

from commands.exporting.guard import printable
from commands.exporting.tables import Names
from commands.phrases import Phrase, render, say
from store.records import Snapshot, System, Task, Training

if TYPE_CHECKING:
    from icalendar import Event

Part: TypeAlias = Literal["trainings", "cutovers", "tasks"]
USUAL: frozenset[Part] = frozenset({"trainings", "cutovers"})


def as_ics(snapshot: Snapshot, now: datetime, include: Collection[Part] = USUAL) -> bytes:
    """A workspace as an iCalendar file (RFC 5545) in the workspace's language.

    Trainings stand at their time in the workspace's zone; a cancelled one stays, marked as cancelled. Cutovers and the
    due dates of open tasks are all-day events. Every event keeps its UID from export to export, so that a calendar
    that opens the file again changes its entries instead of adding new ones. `now` is an aware datetime.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//Klar//klarbot//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # A name of its own devising is not escaped unless it is said to be text.
    calendar.add("x-wr-calname", vText(printable(snapshot.workspace.name)))
    for event in _events(snapshot, include):
        event.add("dtstamp", now)
        event.add("sequence", 0)
        calendar.add_component(event)
    if days := [training.start.date() for training in snapshot.trainings]:
        calendar.add_missing_timezones(date(min(days).year, 1, 1), date(max(days).year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _events(snapshot: Snapshot, include: Collection[Part]) -> Iterator["Event"]:
    names = Names(snapshot)
    if "trainings" in include:
        for training in snapshot.trainings:
            yield _training(training, snapshot, names)
    if "cutovers" in include:
        for system in snapshot.systems:
            if system.cutover:
                yield _cutover(system, system.cutover, snapshot)
    if "tasks" in include:
        for task in snapshot.tasks:
            if task.is_open and task.due:
                yield _task(task, task.due, snapshot, names)


def _training(training: Training, snapshot: Snapshot, names: Names) -> "Event":
    zone = ZoneInfo(snapshot.workspace.timezone)
    system = names.system(training.system)
    event = _event(training.id, say("Course: {system}", system=system), snapshot)
    event.add("dtstart", training.start.replace(tzinfo=zone))
    if training.end:
        event.add("dtend", training.end.replace(tzinfo=zone))
    event.add("status", "CANCELLED" if training.status == "cancelled" else "CONFIRMED")
    if training.place:
        event.add("location", printable(training.place))
    about = [say("Audience: {audience}", audience=training.audience)] if training.audience else []
    if training.trainer:
        about.append(say("Trainer: {person}", person=names.person(training.trainer)))
    if about:
        event.add("description", printable("\n".join(render(line, snapshot.workspace.lang) for line in about)))
    return event


def _cutover(system: System, day: date, snapshot: Snapshot) -> "Event":
    return _all_day(_event(f"cutover-{system.id}", say("Cutover: {system}", system=system.name), snapshot), day)


def _task(task: Task, day: date, snapshot: Snapshot, names: Names) -> "Event":
    title = say("{id} {title}", id=task.id, title=task.title)
    event = _event(
        task.id, say("{task} at {clock}", task=title, clock=task.due_time) if task.due_time else title, snapshot
    )
    about = [names.system(task.system), names.person(task.owner)]
    event.add("description", printable("\n".join(filter(None, about))))
    return _all_day(event, day)


def _event(id_: str, summary: Phrase, snapshot: Snapshot) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", printable(f"{id_}.{snapshot.workspace.key}@klar"))
    event.add("summary", printable(render(summary, snapshot.workspace.lang)))
    return event


def _all_day(event: "Event", day: date) -> "Event":
    """An event on a day that takes nobody's time: others can still book it."""
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
