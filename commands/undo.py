"""Taking back a change."""

from collections.abc import Sequence
from datetime import timedelta

from commands.change import follow
from commands.errors import Refused
from commands.message import Line, Reply
from commands.phrases import Phrase, Several, Value, say
from commands.requests import Undo
from commands.roles import may_undo
from commands.turn import Turn
from commands.wording import fields_said, joined, named
from store.changes import KINDS, Change
from store.records import JournalEntry, System

LASTS = timedelta(hours=24)
_TOGETHER = {"status", "percent", "blocker", "blocked_at"}


def perform(request: Undo, turn: Turn) -> Reply:
    """Take back the change named, or the author's latest, within 24 hours.

    Raises Refused, with nothing changed, where it is too old, is not theirs, or where something later rests on it.
    """
    author = turn.someone()
    number = request.change or turn.workspace.journal.latest_change(author.id, turn.now - LASTS)
    if number is None:
        raise Refused(say("You have changed nothing in the last day, so there is nothing to undo."))
    changes = plan(number, turn)
    said = [Line(line) for line in lines(changes, turn)]
    turn.record([change.reversed() for change in reversed(changes)], "undo", undoes=number)
    about = tuple(change.key[0] for change in changes if change.kind in ("task", "system"))
    tasks = turn.workspace.tasks.several([change.key[0] for change in changes if change.kind == "task"])
    follow(list(tasks.values()), changes, turn)
    return Reply(tuple(said), about=about)


def plan(number: int, turn: Turn) -> list[Change]:
    """The changes that make up one, in their order, if the author may take it back and it can be.

    Raises Refused where it is too old, is not theirs, is undone already, or where something later rests on it.
    """
    author = turn.someone()
    entries = list(turn.workspace.journal.entries(number))
    if not entries or turn.workspace.journal.is_undone(number):
        raise Refused(say("That has been undone already."))
    if turn.now - entries[0].at > LASTS:
        raise Refused(say("That is more than a day ago. Write what holds now instead."))
    changes = [_change(entry) for entry in entries]
    if not may_undo(author, entries[0].who, [_system(change, turn) for change in changes]):
        raise Refused(say("Only the one who made a change, or a leader, can undo it."))
    for change in changes:
        if not turn.workspace.stands(change) or _rested_on(change, entries[-1].seq, turn):
            raise Refused(
                say("{subject} has changed again since then, so I leave it as it is.", subject=change.subject)
            )
        if change.before is None and (waiting := _waiting_for(change.key[0], turn)):
            raise Refused(
                say("{other} waits for {subject}, so I leave it as it is.", subject=change.subject, other=waiting)
            )
    return changes


def lines(changes: Sequence[Change], turn: Turn) -> list[Phrase]:
    """What taking back changes is said as, before it is done."""
    return [say("Undone: {what}", what=_said(change, turn)) for change in reversed(changes)]


def _change(entry: JournalEntry) -> Change:
    parts = len(KINDS[entry.kind][1])
    return Change(entry.kind, tuple(entry.subject.split("/", parts - 1)), entry.before, entry.after)


def _rested_on(change: Change, seq: int, turn: Turn) -> bool:
    """Whether something later was said of the same: status, percentage and blocker go together."""
    fields = set(change.after or ())
    if fields & _TOGETHER:
        fields |= _TOGETHER
    return turn.workspace.journal.is_changed_after(seq, change, fields)


def _waiting_for(id_: str, turn: Turn) -> str | None:
    tasks = turn.workspace.tasks.chained()
    return next((task.id for task in tasks if any(need.task == id_ for need in task.depends_on)), None)


def _system(change: Change, turn: Turn) -> System | None:
    if change.kind == "system":
        return turn.workspace.systems.get(change.key[0])
    task = turn.workspace.tasks.get(change.key[0]) if change.kind == "task" else None
    return turn.workspace.systems.get(task.system) if task else None


def _said(change: Change, turn: Turn) -> Value:
    task = turn.workspace.tasks.get(change.key[0]) if change.kind == "task" else None
    system = turn.workspace.systems.get(change.key[0]) if change.kind == "system" else None
    name: Value = named(task) if task else system.name if system else change.subject
    if change.before is None:
        return say("{task} is no longer there", task=name)
    if change.before.keys() == {"aliases"}:
        words = Several([word for word in (change.after or {})["aliases"] if word not in change.before["aliases"]])
        return say("«{words}» is no longer a name for {name}", words=words, name=_called(change, turn) or name)
    if change.kind == "member":
        return say("your settings are as they were")
    fields = {"status": task.status if task else "todo"} if {"blocker", "percent"} & change.before.keys() else {}
    back_to = fields_said({**fields, **change.before}, turn.workspace.people, turn.today)
    return say("{task} → {now}", task=name, now=joined(back_to)) if back_to else name


def _called(change: Change, turn: Turn) -> str | None:
    member = turn.workspace.people.get(change.key[0]) if change.kind == "member" else None
    return member.name if member else None
