"""A new task."""

from commands.errors import Refused
from commands.message import Line
from commands.phrases import say
from commands.planned import Planned
from commands.requests import AddTask, Update
from commands.roles import leaders_of, may_lead, may_report
from commands.turn import Turn
from commands.update import ask, notice_of_owner, reporters_of
from commands.wording import due, joined, person
from store.changes import change_between
from store.records import Task

LONGEST_TITLE = 300


def plan(request: AddTask, turn: Turn) -> Planned:
    """Add a task to a system that the author's group has, or ask its leader to."""
    author, system = turn.someone(), turn.system(request.system)
    title = request.title.strip()
    if not title:
        raise Refused(
            say("What is the task? Write for example «new task {system}: test the import».", system=system.id)
        )
    if len(title) > LONGEST_TITLE:
        raise Refused(say("The title is too long: at most {n} characters.", n=LONGEST_TITLE))
    if not may_report(author, system):
        return Planned(asks=(ask(request, reporters_of(system, None, turn)),))
    theirs = request.owner in (None, author.id) or may_lead(author, system)
    task = Task(
        turn.workspace.tasks.take_id(),
        system.id,
        title,
        owner=request.owner if theirs else None,
        due=request.due,
        heard_at=turn.now,
    )
    change = change_between(None, task)
    assert change is not None
    said = [say("{title} ({system})", title=title, system=system.name)]
    if task.due:
        said.append(say("due {day}", day=due(task.due, None, turn.today)))
    if task.owner:
        said.append(say("{person} responsible", person=person(task.owner, turn.workspace.people)))
    line = say("New task {id}: {what}", id=task.id, what=joined(list(said)))
    to_ask = [] if theirs else leaders_of(system, turn.workspace.people.all())
    return Planned(
        changes=(change,),
        blocks=(Line(line),),
        about=(task.id, system.id),
        asks=() if theirs else (ask(Update(task=task.id, owner=request.owner), to_ask),),
        notices=notice_of_owner(task, turn),
        tasks=(task,),
    )
