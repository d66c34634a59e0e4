"""What all that is told of one task or system comes to: one change, or a doubt where it does not fit together."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from commands.language import doubts
from commands.language.dates import Due, due_meant
from commands.language.scene import Scene
from commands.language.subjects import Subject
from commands.language.telling import Told
from commands.language.words import fold
from commands.requests import Update
from store.records import Status, Task

T = TypeVar("T")

_NOT_TOLD = frozenset({"negated", "past", "may", "owner", "part"})
# What was not begun or has stopped is not done in the same breath.
_CONTRADICTIONS = frozenset({
    ("todo", "done"), ("dropped", "done"), ("blocked", "done"), ("done", "todo"), ("done", "dropped"),
})  # fmt: skip
_JOINING = frozenset({"før", "for", "til", "innen", "etter", "the", "og", "and"})


def outcome(scene: Scene, subject: Subject, all_told: Sequence[Told]) -> Update | None:
    """The change to one task or system; None where nothing changes. Raises Doubt where it does not fit together."""
    name = subject.task or "T101"
    for told in all_told:
        _refuse_what_is_not_told(told, name, scene.text)
    task = scene.directory.tasks[subject.task].task if subject.task else None
    present = task.due if task else scene.directory.systems[subject.system or ""].cutover
    status, percent = _standing(all_told, name)
    due = _due(all_told, present, name)
    if due is not None and due.day < scene.now.date() and present is not None and present < scene.now.date():
        raise doubts.which_day(name)  # «en uke til», of what has been due for two
    if due is None and status is None and percent is None and any(told.unclear == "day" for told in all_told):
        raise doubts.which_day(name)
    if status == "done":
        due = None
        if subject.system and _has_open_tasks(scene, subject.system):
            raise doubts.which_task(scene.text)
    found = Update(
        task=subject.task,
        system=subject.system,
        status=status,
        percent=percent,
        due=due.day if due else None,
        due_time=due.time if due else None,
        blocker=_last([told.reason for told in all_told]) if status == "blocked" else None,
        owner=_owner(all_told, task),
    )
    return None if found == Update(task=subject.task, system=subject.system) else found


def _refuse_what_is_not_told(told: Told, name: str, said: str) -> None:
    if told.unclear == "percent":
        raise doubts.no_percentage("%", name)
    if told.unclear == "no day":
        raise doubts.which_day(name)
    if told.unclear in _NOT_TOLD:
        raise doubts.not_certain(said, name)
    if told.owner is not None and len(told.owner) != 1:
        raise doubts.who(name)


def _standing(all_told: Sequence[Told], name: str) -> tuple[Status | None, int | None]:
    """The status and the percentage: what is said last holds, and a percentage is no «done»."""
    status: Status | None = None
    percent: int | None = None
    for told in all_told:
        if (status, told.status) in _CONTRADICTIONS or (percent is not None and told.status == "done"):
            raise doubts.contradiction(name)
        if told.percent is not None:
            percent = told.percent
            status = None if status == "done" else status
        status = told.status or status
    if status in ("done", "todo", "dropped"):
        return status, None
    return (None if status == "doing" and percent is not None else status), percent


def _due(all_told: Sequence[Told], present: date | None, name: str) -> Due | None:
    when = _last([told.when for told in all_told])
    if when is None:
        return None
    meant = due_meant(when, present)
    if meant is None:
        raise doubts.which_day(name)
    return meant


def _owner(all_told: Sequence[Told], task: Task | None) -> str | None:
    owner = _last([told.owner[0] for told in all_told if told.owner])
    return None if task is not None and owner == task.owner else owner


def _last(values: Sequence[T | None]) -> T | None:
    return next((value for value in reversed(values) if value is not None), None)


def _has_open_tasks(scene: Scene, system: str) -> bool:
    return any(scene.directory.tasks[id_].task.is_open for id_ in scene.directory.tasks_in(system))


def without_title_days(scene: Scene, subject: Subject, told: Told) -> Told:
    """What is told of «Helligdagsturnus jul», without taking «jul» for a day."""
    if told.when is None or subject.task is None:
        return told
    title = {fold(word) for word in scene.directory.words_of(subject.task)}
    said = {fold(token.key) for token in scene.tokens[told.when.first : told.when.last]}
    if not {word for word in title & said if len(word) > 2 and word not in _JOINING}:
        return told
    if (said & _JOINING) - title:
        return told  # «har jeg ferdig til jul», of «Timeplaner etter jul»
    done = any(mark.section == "status" for mark in scene.marks) and not any(m.kind == "due.will" for m in scene.marks)
    return told._replace(when=None, status=told.status or ("done" if done else None))
