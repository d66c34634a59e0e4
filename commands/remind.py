"""Reminders: one message per person for all that falls due at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from commands.desk import Desk
from commands.message import Block, Button, Item, Line, Reply
from commands.phrases import Moment, Phrase, say, say_n
from commands.requests import Snooze, Update
from commands.roles import access_of, leaders_of
from commands.steps import (
    GROUP_LEADER_FROM,
    PROJECT_LEADER_FROM,
    days_overdue,
    from_seconds,
    is_working_time,
    next_morning,
    next_task_step,
    next_training_step,
)
from commands.wording import task_line
from commands.workdays import moment, working_day_on_or_after
from store.records import Member, Task, Training
from store.reminders import Due

LATE_AFTER = timedelta(hours=1)
BUTTONS_FOR_TASKS = 4  # a message has room for 25 buttons; beyond these tasks one writes


@dataclass(frozen=True, slots=True)
class TaskNote:
    """What a member is to be told of a task. `owner` is its owner's name."""

    task: Task
    step: str
    owner: str = ""

    @property
    def subject(self) -> str:
        """What it is about: of one thing a member is told once."""
        return self.task.id


@dataclass(frozen=True, slots=True)
class TrainingNote:
    """What a member is to be told of a training."""

    training: Training
    step: str
    system: str

    @property
    def subject(self) -> str:
        """What it is about: of one thing a member is told once."""
        return self.training.id


Note: TypeAlias = TaskNote | TrainingNote


def plan_task(desk: Desk, task: Task) -> None:
    """Plan the next step of a task, and no other."""
    desk.workspace.reminders.cancel("task", task.id, _seconds(desk.now))
    step = next_task_step(task, desk.now, desk.zone, desk.rules.hours)
    if step:
        desk.workspace.reminders.plan(int(step.at.timestamp()), "task", task.id, step.name)


def plan_training(desk: Desk, id_: str) -> None:
    """Plan the next step of a training, and no other."""
    desk.workspace.reminders.cancel("training", id_, _seconds(desk.now))
    training = desk.workspace.trainings.get(id_)
    step = training and next_training_step(training, desk.now, desk.zone, desk.rules.hours)
    if step:
        desk.workspace.reminders.plan(int(step.at.timestamp()), "training", id_, step.name)


def snooze(desk: Desk, member: Member, tasks: Iterable[str], until: date) -> date:
    """Say nothing of these tasks to a member until a working day; return that day."""
    until = working_day_on_or_after(until)
    at = int(moment(until, desk.rules.hours.reminders, desk.zone.key).timestamp())
    for id_ in tasks:
        desk.workspace.reminders.cancel("snooze", _snoozed(id_, member.id), _seconds(desk.now))
        desk.workspace.reminders.plan(at, "snooze", _snoozed(id_, member.id), "snoozed", member.id)
    return until


def fall_due(due: Sequence[Due], desk: Desk) -> None:
    """Tell everybody what fell due for them, in one message each, and plan what comes next.

    What is more than an hour late waits for working hours, and is said to be late.
    """
    ready = [one for one in due if not _put_off(one, desk)]
    notes: dict[str, list[Note]] = defaultdict(list)
    for one in ready:
        for to, note in _notes(one, desk):
            notes[to] = [known for known in notes[to] if known.subject != note.subject] + [note]
    if not notes:
        return
    late = desk.now - from_seconds(min(one.at for one in ready)) > LATE_AFTER
    slot = int(desk.now.timestamp() * 1000)
    for id_, of_member in sorted(notes.items()):
        if member := desk.workspace.people.get(id_):
            desk.postman.to_member(member, compose(of_member, member, desk.today, late=late), f"remind:{id_}:{slot}")


def compose(notes: Sequence[Note], member: Member, today: date, *, late: bool = False) -> Reply:
    """One message about all that a member is to be told."""
    tasks = [note.task for note in notes if isinstance(note, TaskNote)]
    mine = [task for task in tasks if task.owner == member.id]
    blocks: list[Block] = []
    if late:
        blocks.append(Line(say("This comes late: I was not running.")))
    if len(notes) == 1:
        blocks.append(Line(_said(notes[0], member, today)))
    else:
        blocks.append(Line(say_n("{n} thing today:", "{n} things today:", len(notes))))
        blocks += [Item(_said(note, member, today)) for note in notes]
    about = tuple(dict.fromkeys(task.id for task in tasks))
    return Reply(tuple(blocks), tuple(_buttons(mine, named=len(notes) > 1)), about)


def _put_off(one: Due, desk: Desk) -> bool:
    """Let what is late outside working hours wait until the next morning."""
    if desk.now - from_seconds(one.at) <= LATE_AFTER or is_working_time(desk.now, desk.zone, desk.rules.hours):
        return False
    at = int(next_morning(desk.now, desk.zone, desk.rules.hours).timestamp())
    desk.workspace.reminders.plan(at, one.kind, one.subject, one.step, one.member)
    return True


def _notes(one: Due, desk: Desk) -> list[tuple[str, Note]]:
    if one.kind == "training":
        return _training_notes(one, desk)
    id_ = one.subject.split("/")[0]
    task = desk.workspace.tasks.get(id_)
    if task is None or not task.is_open:
        return []
    if one.kind == "task":
        plan_task(desk, task)
    if one.kind == "snooze":
        return [(task.owner, TaskNote(task, "snoozed"))] if task.owner == one.member and task.owner else []
    owner = desk.workspace.people.get(task.owner) if task.owner else None
    note = TaskNote(task, one.step, owner.name if owner else "")
    told = [] if task.owner is None or _is_snoozed(task, desk) else [task.owner]
    return [(member, note) for member in dict.fromkeys(told + _leaders(task, one.step, desk))]


def _leaders(task: Task, step: str, desk: Desk) -> list[str]:
    """Who else is told: whoever leads where nobody owns the task, and leaders of what is long overdue."""
    days = days_overdue(task, desk.today)
    if days < GROUP_LEADER_FROM and (task.owner or step not in ("overdue", "today")):
        return []
    members, system = desk.workspace.people.all(), desk.workspace.systems.get(task.system)
    leaders, told = leaders_of(system, members), []
    if task.owner is None:
        told += [member.id for member in leaders]
    if days >= GROUP_LEADER_FROM:
        told += [member.id for member in leaders if access_of(member) == "group_leader"]
    if days >= PROJECT_LEADER_FROM:
        told += [member.id for member in members if access_of(member) == "project_leader"]
    return told


def _training_notes(one: Due, desk: Desk) -> list[tuple[str, Note]]:
    plan_training(desk, one.subject)
    training = desk.workspace.trainings.get(one.subject)
    if training is None or training.status != "planned":
        return []
    system = desk.workspace.systems.get(training.system)
    note = TrainingNote(training, one.step, system.name if system else training.system)
    places = desk.workspace.trainings.enrolments(training.id)
    return [(place.member, note) for place in places if place.state == "enrolled"]


def _is_snoozed(task: Task, desk: Desk) -> bool:
    return bool(task.owner and desk.workspace.reminders.planned("snooze", _snoozed(task.id, task.owner)))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _snoozed(task: str, member: str) -> str:
    return f"{task}/{member}"


def _said(note: Note, member: Member, today: date) -> Phrase:
    if isinstance(note, TrainingNote):
        at = Moment(note.training.start)
        if note.training.place:
            return say("Course in {system}: {at}, {place}", system=note.system, at=at, place=note.training.place)
        return say("Course in {system}: {at}", system=note.system, at=at)
    line = task_line(note.task, today)
    if note.owner and note.task.owner != member.id:
        line = say("{task} ({person})", task=line, person=note.owner)
    if note.step == "blocked":
        return say("{task}. Is it still blocked?", task=line)
    if note.task.owner is None:
        return say("{task}. Nobody is responsible yet.", task=line)
    return line


def _buttons(mine: Sequence[Task], *, named: bool) -> Iterable[Button]:
    for task in mine[:BUTTONS_FOR_TASKS]:
        name = task.id if named else ""
        yield Button(f"done:{task.id}", _label(name, say("Done")), Update(task=task.id, status="done"), "primary")
        yield Button(f"half:{task.id}", _label(name, say("50 %")), Update(task=task.id, percent=50))
        yield Button(f"blocked:{task.id}", _label(name, say("Blocked")), Update(task=task.id, status="blocked"))
    if mine:
        all_of_them = tuple(task.id for task in mine)
        yield Button("tomorrow", say("Remind me tomorrow"), Snooze(all_of_them, 1))
        yield Button("three_days", say("Remind me in three days"), Snooze(all_of_them, 3))


def _label(task: str, label: Phrase) -> Phrase:
    return say("{id}: {label}", id=task, label=label) if task else label
