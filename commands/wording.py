"""The words that several commands share: how a task, its status and what changed are said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from commands.phrases import Person, Phrase, Value, day, say
from store.people import People
from store.records import Status, System, Task

STATUS: dict[Status, Phrase] = {
    "todo": say("not started"),
    "doing": say("in progress"),
    "blocked": say("blocked"),
    "done": say("done"),
    "dropped": say("dropped"),
}


def named(task: Task) -> Phrase:
    """A task by its id and title."""
    return say("{id} {title}", id=task.id, title=task.title)


def standing(task: Task | System) -> Phrase:
    """Where a task stands: its status, with the percentage or what it is blocked by."""
    status = task.status or "todo"
    if status == "blocked" and task.blocker:
        return say("blocked: {blocker}", blocker=task.blocker)
    if status == "doing" and task.percent:
        return say("{percent} %", percent=task.percent)
    return STATUS[status]


def task_line(task: Task, today: date) -> Phrase:
    """A task in a list: what it is, where it stands and when it is due."""
    what, stands = named(task), standing(task)
    if task.due is None:
        return say("{task}: {standing}", task=what, standing=stands)
    if task.is_overdue(today):
        return say("{task}: {standing}, was due {day}", task=what, standing=stands, day=day(task.due, today))
    return say("{task}: {standing}, due {day}", task=what, standing=stands, day=due(task.due, task.due_time, today))


def due(which: date, clock: str | None, today: date) -> Value:
    """A due date, with its time of day if it has one."""
    said = day(which, today)
    return said if clock is None else say("{day} at {clock}", day=said, clock=clock)


def fields_said(values: Mapping[str, Any], people: People, today: date) -> list[Value]:
    """What a change says of a task or system: `values` are its changed fields in plain values."""
    said: list[Value] = []
    status, percent = values.get("status"), values.get("percent")
    if percent and status in (None, "doing", "blocked"):
        said.append(say("{percent} %", percent=percent))
    if values.get("blocker"):
        said.append(say("blocked: {blocker}", blocker=values["blocker"]))
    elif status is not None and not (status == "doing" and percent):
        said.append(STATUS[status])
    said += [_due_said(values[name], values.get("due_time"), today) for name in ("due", "cutover") if name in values]
    if "owner" in values:
        said.append(_owner_said(values["owner"], people))
    return said


def _due_said(text: str | None, clock: str | None, today: date) -> Phrase:
    if text is None:
        return say("no due date")
    return say("due {day}", day=due(date.fromisoformat(text), clock, today))


def _owner_said(member: str | None, people: People) -> Phrase:
    if member is None:
        return say("nobody responsible")
    return say("{person} responsible", person=person(member, people))


def person(member: str, people: People) -> Person:
    """A member by name."""
    known = people.get(member)
    return Person(member, known.name if known else member)


def joined(values: list[Value]) -> Phrase:
    """Values after one another, with commas."""
    text = values[0] if values else ""
    for value in values[1:]:
        text = say("{first}, {second}", first=text, second=value)
    return text if isinstance(text, Phrase) else say("{text}", text=text)
