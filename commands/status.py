"""How far a task, a system, a group's systems or everything has come."""

from collections import Counter
from collections.abc import Sequence

from commands.message import Block, Item, Line, Reply
from commands.phrases import Phrase, Value, day, say
from commands.requests import AskStatus
from commands.turn import Turn
from commands.wording import STATUS, joined, person, standing, task_line
from store.records import System, Task

MOST_TASKS = 12
MOST_SYSTEMS = 30


def perform(request: AskStatus, turn: Turn) -> Reply:
    """Tell how far it has come, with the open tasks of one system, or one line per system."""
    if request.task is not None:
        return _of_task(turn.task(request.task), turn)
    if request.system is not None:
        return _of_system(turn.system(request.system), turn)
    if request.group is not None:
        return _of_systems(turn.workspace.systems.of_group(request.group), turn)
    return _of_systems(turn.workspace.systems.all(), turn)


def _of_task(task: Task, turn: Turn) -> Reply:
    line = task_line(task, turn.today)
    if task.owner:
        line = say("{task} ({person})", task=line, person=person(task.owner, turn.workspace.people))
    blocks: list[Block] = [Line(line)]
    waits_for = [turn.task(need.task) for need in task.depends_on]
    blocks += [Item(say("waits for {task}", task=task_line(one, turn.today))) for one in waits_for if one.is_open]
    return Reply(tuple(blocks), about=(task.id, task.system))


def _of_system(system: System, turn: Turn) -> Reply:
    tasks = turn.workspace.tasks.of_system(system.id)
    still_open = [task for task in tasks if task.is_open]
    blocks: list[Block] = [Line(_summary(system, tasks, turn))]
    if system.status is not None:
        blocks.append(Line(say("As a whole: {standing}", standing=standing(system))))
    blocks += [Item(task_line(task, turn.today)) for task in still_open[:MOST_TASKS]]
    if len(still_open) > MOST_TASKS:
        blocks.append(Line(say("… and {n} more.", n=len(still_open) - MOST_TASKS)))
    return Reply(tuple(blocks), about=(system.id,))


def _of_systems(systems: Sequence[System], turn: Turn) -> Reply:
    if not systems:
        return Reply((Line(say("There are no systems here yet.")),))
    blocks: list[Block] = [
        Item(_summary(system, turn.workspace.tasks.of_system(system.id), turn)) for system in systems[:MOST_SYSTEMS]
    ]
    if len(systems) > MOST_SYSTEMS:
        blocks.append(Line(say("… and {n} more.", n=len(systems) - MOST_SYSTEMS)))
    return Reply(tuple(blocks), about=tuple(system.id for system in systems[:MOST_SYSTEMS]))


def _summary(system: System, tasks: Sequence[Task], turn: Turn) -> Phrase:
    counts = Counter(task.status for task in tasks)
    parts: list[Value] = [
        say("{n} {status}", n=counts[status], status=said) for status, said in STATUS.items() if counts[status]
    ]
    overdue = sum(task.is_overdue(turn.today) for task in tasks)
    if overdue:
        parts.append(say("{n} overdue", n=overdue))
    counted = joined(parts) if parts else say("no tasks")
    if system.cutover is None:
        return say("{system}: {counts}", system=system.name, counts=counted)
    return say(
        "{system}: {counts}. Cutover {day}", system=system.name, counts=counted, day=day(system.cutover, turn.today)
    )
