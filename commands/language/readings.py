"""The readings that are offered where what is told fits several tasks: one for each of them."""

from collections.abc import Sequence

from commands.language.dates import due_meant
from commands.language.directory import Directory
from commands.language.telling import Told
from commands.requests import Update

MOST = 5


def of_each(tasks: Sequence[str], told: Told, directory: Directory) -> list[Update]:
    """What was told, said of each of the tasks; nothing where it is not clear what was told."""
    if told.unclear or (told.owner is not None and len(told.owner) != 1):
        return []
    found = [_of_one(task, told, directory) for task in tasks[:MOST]]
    return [update for update in found if update is not None]


def _of_one(task: str, told: Told, directory: Directory) -> Update | None:
    status = None if told.status == "doing" and told.percent is not None else told.status
    due = None
    if told.when is not None and status != "done":
        due = due_meant(told.when, directory.tasks[task].task.due)
        if due is None:
            return None
    update = Update(
        task=task,
        status=status,
        percent=told.percent if status in (None, "doing", "blocked") else None,
        due=due.day if due else None,
        due_time=due.time if due else None,
        blocker=told.reason if status == "blocked" else None,
        owner=told.owner[0] if told.owner else None,
    )
    return None if update == Update(task=task) else update
