"""Whether we are ready, and why not."""

from commands.ask_readiness import readiness_reply
from commands.message import Reply
from commands.requests import AskReadiness
from commands.turn import Turn


def perform(request: AskReadiness, turn: Turn) -> Reply:
    """Tell whether a system, a group's systems or all are ready, with the parts of the score and the reasons."""
    if request.system is not None:
        turn.system(request.system)
    return readiness_reply(turn.workspace, request, today=turn.today, now=turn.now, rules=turn.rules.readiness)
