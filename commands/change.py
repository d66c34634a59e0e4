"""Making changes: what is planned for each part of a message is done together, echoed, and can be undone."""

from collections.abc import Sequence

from commands import add, depend, update
from commands.errors import not_yet
from commands.message import Button, Line, Reply
from commands.phrases import say
from commands.planned import Planned
from commands.post_digest import plan_to_follow
from commands.question import ask_whoever_may
from commands.remind import plan_task
from commands.requests import AddTask, Change, Depend, NotYet, SingleChange, Undo, Update, Updates
from commands.turn import Turn
from store.changes import Change as StoredChange
from store.records import Task


def perform(request: Change, turn: Turn) -> Reply:
    """Make what the author may change, ask whoever may about the rest, and echo both.

    Raises Refused, with nothing changed, where one part cannot be done.
    """
    turn.someone()
    items = request.items if isinstance(request, Updates) else (request,)
    plans = [plan(item, turn) for item in items]
    changes = [change for one in plans for change in one.changes]
    number = turn.record(changes, "change") if changes else None
    blocks = [block for one in plans for block in one.blocks]
    for one in plans:
        blocks += [Line(line) for line in ask_whoever_may(one.asks, turn)]
        tell(one, turn, number)
    follow([task for one in plans for task in one.tasks], changes, turn)
    about = tuple(dict.fromkeys(subject for one in plans for subject in one.about))
    buttons = (undo_button(number),) if number else ()
    return Reply(tuple(blocks), buttons, about, made=None if any(one.asks for one in plans) else request)


def plan(request: SingleChange, turn: Turn) -> Planned:
    """What one request would change. Raises Refused where it cannot be done."""
    if isinstance(request, NotYet):
        raise not_yet()
    match request:
        case Update():
            return update.plan(request, turn)
        case AddTask():
            return add.plan(request, turn)
        case Depend():
            return depend.plan(request, turn)


def undo_button(change: int) -> Button:
    """The button that takes back a change."""
    return Button("undo", say("Undo"), Undo(change))


def follow(tasks: Sequence[Task], changes: Sequence[StoredChange], turn: Turn) -> None:
    """Plan what comes of changes: the next reminders of tasks as they are now, and the digests that tell of them."""
    for task in tasks:
        plan_task(turn, task)
    if turn.rules.digest_follows and changes:
        plan_to_follow({task.system for task in tasks} | {c.key[0] for c in changes if c.kind == "system"}, turn)


def tell(one: Planned, turn: Turn, number: int | None) -> None:
    """Write what is no change, and tell whoever must be told of one."""
    for note in one.notes:
        turn.workspace.note(note)
    for notice in one.notices:
        turn.postman.to_member(notice.member, notice.reply, f"notice:{number}:{notice.reply.about[0]}")
