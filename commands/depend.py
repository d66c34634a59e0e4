"""A task waits for others, or no longer does."""

from collections.abc import Mapping

from msgspec.structs import replace

from commands.errors import Refused
from commands.message import Line
from commands.phrases import Several, say
from commands.planned import Planned
from commands.requests import Depend
from commands.roles import may_report
from commands.turn import Turn
from commands.update import ask, reporters_of
from commands.wording import named
from store.changes import change_between
from store.records import Dependency, Task


def plan(request: Depend, turn: Turn) -> Planned:
    """Let a task wait for others. Raises Refused where they would end up waiting for each other."""
    author, task = turn.someone(), turn.task(request.task)
    needs = [turn.task(id_) for id_ in request.needs]
    system = turn.system(task.system)
    if not may_report(author, system, task):
        return Planned(asks=(ask(request, reporters_of(system, task, turn)),))
    after = replace(task, depends_on=_without(task, request.needs) if request.drop else _with(task, request.needs))
    if not request.drop:
        _refuse_circles(task, needs, turn)
    change = change_between(task, after)
    heard = change_between(task, replace(after, heard_at=turn.now))
    about = (task.id, task.system)
    if change is None:
        line = say("That is how {task} stands already.", task=named(task))
        return Planned(blocks=(Line(line),), about=about, notes=(heard,) if heard else ())
    waits_for = Several([named(one) for one in needs])
    if request.drop:
        line = say("Noted: {task} no longer waits for {others}", task=named(task), others=waits_for)
    else:
        line = say("Noted: {task} waits for {others}", task=named(task), others=waits_for)
    return Planned((heard or change,), (Line(line),), about, tasks=(after,))


def _with(task: Task, needs: tuple[str, ...]) -> tuple[Dependency, ...]:
    already = {one.task for one in task.depends_on}
    return (*task.depends_on, *(Dependency(id_) for id_ in dict.fromkeys(needs) if id_ not in already))


def _without(task: Task, needs: tuple[str, ...]) -> tuple[Dependency, ...]:
    return tuple(one for one in task.depends_on if one.task not in needs)


def _refuse_circles(task: Task, needs: list[Task], turn: Turn) -> None:
    chained = {one.id: [d.task for d in one.depends_on] for one in turn.workspace.tasks.chained()}
    for need in needs:
        if need.id == task.id:
            raise Refused(say("{task} cannot wait for itself.", task=task.id))
        if waits_for(need.id, task.id, chained):
            raise Refused(
                say("{task} cannot wait for {other}: {other} already waits for {task}.", task=task.id, other=need.id)
            )


def waits_for(task: str, other: str, chained: Mapping[str, list[str]]) -> bool:
    """Whether a task waits, directly or through others, for another."""
    reached, ahead = set(), [task]
    while ahead:
        one = ahead.pop()
        if one == other:
            return True
        if one not in reached:
            reached.add(one)
            ahead += chained.get(one, [])
    return False
