"""What Klar said last to somebody directly: what they write next may answer it, in no thread and with no id."""

import re
from datetime import timedelta

import msgspec

from commands.message import Reply
from commands.requests import Answer
from commands.turn import Turn
from store.outbox import OutboxRow

LASTS = timedelta(hours=24)
# Whoever names a task needs nothing to lean on.
_NAMES_A_TASK = re.compile(r"(?<!\w)(?:t|#) ?\d", re.IGNORECASE)


def said_last(turn: Turn) -> Reply | None:
    """The question, or the reminder of one task, that was the last that Klar wrote to the author directly.

    None where something else was said since, or it is more than a day ago.
    """
    message = turn.message
    if not message.where.direct or message.press is not None or _NAMES_A_TASK.search(message.text):
        return None
    row = turn.workspace.outbox.latest_to(message.chat, message.team, message.where.id)
    if row is None or row.queued_at < int((turn.now - LASTS).timestamp() * 1000):
        return None
    reply = msgspec.json.decode(row.reply, type=Reply)
    asks = any(isinstance(button.request, Answer) for button in reply.buttons)
    return reply if asks or (_reminds(row) and len(reply.about) == 1) else None


def _reminds(row: OutboxRow) -> bool:
    return row.key.startswith(f"{row.chat}:{row.team}:remind:")
