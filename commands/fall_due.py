"""What happens to all that falls due, by its kind."""

from collections.abc import Iterable, Sequence

from commands import post_digest, remind
from commands.desk import Desk
from store.changes import Change
from store.reminders import Due


def fall_due(due: Sequence[Due], desk: Desk) -> None:
    """Post the digests and send the reminders that fell due."""
    remind.fall_due([one for one in due if one.kind in ("task", "training", "snooze")], desk)
    post_digest.fall_due([one for one in due if one.kind == post_digest.KIND], desk)


def plan_for(changes: Iterable[Change], desk: Desk) -> None:
    """Plan what comes of changes: the next step of each task and training, and the digests of new channels."""
    for change in changes:
        if change.kind == "task" and (task := desk.workspace.tasks.get(change.key[0])):
            remind.plan_task(desk, task)
        elif change.kind == "training":
            remind.plan_training(desk, change.key[0])
    post_digest.plan_digests(desk)
