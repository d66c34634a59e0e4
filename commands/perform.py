"""Which verb does what was asked."""

from commands import (
    answer,
    change,
    choose_language,
    correct,
    courses,
    mine,
    overdue,
    post_digest,
    ready,
    snooze,
    status,
    teach,
    undo,
)
from commands import (
    help as help_,
)
from commands.errors import NotUnderstood
from commands.message import Line, Reply
from commands.requests import (
    AddAlias,
    Answer,
    AskMine,
    AskOverdue,
    AskReadiness,
    AskStatus,
    AskTraining,
    Change,
    Correct,
    Help,
    Nothing,
    PostDigest,
    Request,
    SetLanguage,
    Snooze,
    Unclear,
    Undo,
)
from commands.turn import Turn, how_to_be_added

_QUESTIONS = (AskStatus, AskOverdue, AskReadiness, AskTraining, Help)


def perform(request: Request, turn: Turn) -> Reply | None:
    """Do what was asked and say what was done, or None where there is nothing to say.

    Raises Refused, with nothing changed, where it cannot be done.
    """
    reply = _perform(request, turn)
    if turn.author is None and reply is not None and isinstance(request, _QUESTIONS):
        reply = Reply((*reply.blocks, Line(how_to_be_added(turn))), reply.buttons, reply.about, reply.private)
    return reply


def _perform(request: Request, turn: Turn) -> Reply | None:  # noqa: C901 - one case a verb
    if isinstance(request, Change):
        return change.perform(request, turn)
    match request:
        case AskMine():
            return mine.perform(request, turn)
        case AskStatus():
            return status.perform(request, turn)
        case AskOverdue():
            return overdue.perform(request, turn)
        case AskReadiness():
            return ready.perform(request, turn)
        case AskTraining():
            return courses.perform(request, turn)
        case PostDigest():
            return post_digest.perform(request, turn)
        case Correct():
            return correct.perform(request, turn)
        case AddAlias():
            return teach.perform(request, turn)
        case Undo():
            return undo.perform(request, turn)
        case Answer():
            return answer.perform(request, turn)
        case Snooze():
            return snooze.perform(request, turn)
        case SetLanguage():
            return choose_language.perform(request, turn)
        case Help():
            return help_.perform(request, turn)
        case Unclear():
            raise NotUnderstood(request.why)
        case Nothing():
            return None
