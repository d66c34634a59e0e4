"""«Nei, jeg mente T102»: what the author changed just now is taken back, and done where it was meant."""

from datetime import timedelta

import msgspec
from msgspec.structs import replace

from commands import change, undo
from commands.errors import NotUnderstood, Refused
from commands.language.correcting import said_instead
from commands.language.exact import read_exactly
from commands.message import Line, Reply
from commands.phrases import say
from commands.planned import Planned
from commands.requests import AddTask, Change, Correct, SingleChange, Update, Updates
from commands.turn import Turn
from store.changes import Change as StoredChange
from store.records import JournalEntry

LASTS = timedelta(minutes=10)


def perform(request: Correct, turn: Turn) -> Reply:
    """Take back the author's last change and make it of another task or system, as one change.

    Raises Refused, with nothing changed, where there is none here to correct, it was of several things, or where the
    author may not make it there.
    """
    entry, reply = _last_change(turn)
    meant = _instead(reply, request)
    if isinstance(meant, Update) and meant == reply.made:
        raise Refused(say("That is what I noted already."))
    plan = _planned(meant, turn)
    undone = [one for one in undo.plan(entry.change, turn) if _is_of(reply.made, one)]
    lines = undo.lines(undone, turn)
    changes = [*(one.reversed() for one in reversed(undone)), *plan.changes]
    number = turn.record(changes, "correct")
    change.tell(plan, turn, number)
    tasks = turn.workspace.tasks.several([one.key[0] for one in undone if one.kind == "task"])
    change.follow([*tasks.values(), *plan.tasks], changes, turn)
    about = tuple(dict.fromkeys((*plan.about, *(one.key[0] for one in undone))))
    return Reply((*map(Line, lines), *plan.blocks), (change.undo_button(number),), about, made=meant)


def otherwise(turn: Turn) -> Update | None:
    """What a message says instead of what the author just changed: «nei, 45 %» after «T101 40 %».

    None where there is no such change here, or the message tells something else than was told then.
    """
    said = said_instead(turn.message.text)
    if said is None or turn.author is None:
        return None
    try:
        made = _last_change(turn)[1].made
    except NotUnderstood:
        return None
    if not isinstance(made, Update) or made.task is None:
        return None
    # Beside a deadline a bare date is one, and beside per cent a bare number.
    text = f"{made.task} frist {said}" if _told(made) == ["due"] else said
    text = f"{said} %" if made.percent is not None and said.isdecimal() else text
    meant = read_exactly(text, turn.known, turn.written_at.date(), (made.task,)).request
    if not isinstance(meant, Update) or meant.task != made.task or meant.blocker is not None:
        return None
    return meant if _told(meant) == _told(made) else None


def _told(update: Update) -> list[str]:
    """What an update is about: how far it has come, when it is due, whose it is."""
    parts = {"progress": ("status", "percent", "blocker"), "due": ("due", "due_time"), "owner": ("owner",)}
    return [part for part, names in parts.items() if any(getattr(update, name) is not None for name in names)]


def _last_change(turn: Turn) -> tuple[JournalEntry, Reply]:
    """The author's last change and what Klar said of it, if it was made here, just now, and still holds."""
    entry = turn.workspace.journal.latest(turn.someone().id, turn.now - LASTS)
    if entry is None or entry.undoes or turn.workspace.journal.is_undone(entry.change):
        raise nothing_to_correct()
    message = turn.message
    row = turn.workspace.outbox.with_key(f"{message.chat}:{message.team}:{entry.message}:0")
    if row is None or row.channel != message.where.id or message.thread not in (row.thread, row.post):
        raise nothing_to_correct()
    return entry, msgspec.json.decode(row.reply, type=Reply)


def _is_of(made: Change | None, one: StoredChange) -> bool:
    """Whether a part of a change is what was asked for, and not what an earlier correction took back."""
    if isinstance(made, Update):
        return one.key[0] in (made.task, made.system)
    return one.before is None


def nothing_to_correct() -> NotUnderstood:
    """There is no change of the author's here that a few words could correct."""
    return NotUnderstood(
        say("You have changed nothing here in the last ten minutes. Write what holds, for example «T101 done».")
    )


def _instead(reply: Reply, request: Correct) -> SingleChange:
    """The change that was made, of what was meant."""
    match reply.made:
        case Update():
            return replace(reply.made, task=request.task, system=request.system)
        case AddTask() if request.system:
            return replace(reply.made, system=request.system)
        case Updates():
            raise Refused(say("You changed several things at once. Undo them, and write what you meant."))
    raise Refused(say("I cannot move that change. Undo it, and write what you meant."))


def _planned(meant: SingleChange, turn: Turn) -> Planned:
    plan = change.plan(meant, turn)
    if plan.asks:
        raise Refused(say("You may not make that change yourself, so I leave all as it is. Write it, and I will ask."))
    return plan
