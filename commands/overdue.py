"""What is past its due date."""

from collections.abc import Sequence

from commands.message import Block, Item, Line, Reply
from commands.phrases import say, say_n
from commands.requests import AskOverdue
from commands.turn import Turn
from commands.wording import person, task_line

MOST = 15


def perform(request: AskOverdue, turn: Turn) -> Reply:
    """List the open tasks that are overdue, the longest overdue first, with who is responsible."""
    systems = scope(request.system, request.group, turn)
    tasks = turn.workspace.tasks.overdue(turn.today, systems, limit=MOST + 1)
    if not tasks:
        return Reply((Line(say("Nothing is overdue.")),))
    blocks: list[Block] = [Line(say_n("{n} task is overdue:", "{n} tasks are overdue:", len(tasks)))]
    if len(tasks) > MOST:
        blocks = [Line(say("More than {n} tasks are overdue. The oldest:", n=MOST))]
    for task in tasks[:MOST]:
        line = task_line(task, turn.today)
        if task.owner:
            line = say("{task} ({person})", task=line, person=person(task.owner, turn.workspace.people))
        blocks.append(Item(line))
    return Reply(tuple(blocks), about=tuple(task.id for task in tasks[:MOST]))


def scope(system: str | None, group: str | None, turn: Turn) -> Sequence[str] | None:
    """The systems that a question is about, or None for all."""
    if system is not None:
        return (turn.system(system).id,)
    if group is not None:
        return tuple(one.id for one in turn.workspace.systems.of_group(group))
    return None
