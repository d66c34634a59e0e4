"""Reminding somebody later: the reminder moves, the due date does not."""

from datetime import timedelta

from commands.message import Line, Reply
from commands.phrases import day, say
from commands.remind import snooze
from commands.requests import Snooze
from commands.turn import Turn


def perform(request: Snooze, turn: Turn) -> Reply:
    """Remind the author of these tasks again after some days, on a working day, and not before."""
    when = snooze(turn, turn.someone(), request.subjects, turn.today + timedelta(days=request.days))
    return Reply(
        (Line(say("All right, I will remind you on {day}. The due date stays as it is.", day=day(when, turn.today))),),
        about=request.subjects,
        private=True,
    )
