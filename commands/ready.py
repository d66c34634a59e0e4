"""Whether we are ready, and why not."""

from commands.message import Reply
from commands.readiness_answers import readiness_lines
from commands.requests import AskReadiness
from commands.turn import Turn


def perform(request: AskReadiness, turn: Turn) -> Reply:
    """Tell whether a system, a group's systems or all are ready, with the parts of the score and the reasons."""
    if request.system is not None:
        turn.system(request.system)
    return readiness_lines(
        turn.workspace,
        system=request.system,
        group=request.group,
        today=turn.today,
        now=turn.now,
        rules=turn.rules.readiness,
    )
