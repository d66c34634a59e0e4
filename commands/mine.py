"""The author's own tasks."""

from commands.message import Block, Item, Line, Reply
from commands.phrases import say, say_n
from commands.requests import AskMine
from commands.turn import Turn
from commands.wording import task_line

MOST = 20


def perform(request: AskMine, turn: Turn) -> Reply:
    """List the author's open tasks, the first due first; only they see it."""
    own = tasks = turn.workspace.tasks.owned_by(turn.someone().id)
    if request.until is not None:
        tasks = [task for task in own if task.due is not None and task.due <= request.until]
    if own and not tasks:
        text = say_n(
            "Nothing is due by then. You have {n} open task; write «mine» to see it.",
            "Nothing is due by then. You have {n} open tasks; write «mine» to see them.",
            len(own),
        )
        return Reply((Line(text),), private=True)
    if not tasks:
        return Reply((Line(say("You have no open tasks.")),), private=True)
    blocks: list[Block] = [Line(say_n("You have {n} open task:", "You have {n} open tasks:", len(tasks)))]
    blocks += [Item(task_line(task, turn.today)) for task in tasks[:MOST]]
    if len(tasks) > MOST:
        blocks.append(Line(say("… and {n} more.", n=len(tasks) - MOST)))
    return Reply(tuple(blocks), about=tuple(task.id for task in tasks[:MOST]), private=True)
