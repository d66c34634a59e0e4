"""An answer to a question that Klar asked."""

from datetime import UTC, datetime, timedelta

import msgspec

from commands import change
from commands.errors import Refused
from commands.message import Line, Reply
from commands.phrases import say
from commands.question import may_make, place_of, remember, said, standing_of, subjects, yes_and_no
from commands.requests import Answer, Change
from commands.turn import Turn
from store.questions import Question

LASTS = timedelta(hours=24)


def perform(request: Answer, turn: Turn) -> Reply:
    """Make the change that was asked about, or leave it. Whoever may make it may answer, for 24 hours.

    What somebody meant by their own message is theirs alone to answer. Raises Refused where the question is answered
    or too old, or where the author may not answer it.
    """
    question = turn.workspace.questions.get(request.question)
    if question is None or question.answered_at is not None:
        raise Refused(say("That question has been answered already."))
    choices = msgspec.json.decode(question.choices, type=list[Change])
    wanted = choices[request.choice or 0] if choices else None
    if turn.now - datetime.fromtimestamp(question.at, UTC) > LASTS:
        example = (*(subjects(wanted, turn) if wanted else ()), "T101")[0]
        raise Refused(
            say("That question is more than a day old. Write what holds now, for example «{id} done».", id=example)
        )
    if not _may_answer(question, wanted, turn):
        raise Refused(say("This one is not yours to answer."))
    if request.choice is None or wanted is None:
        return _left_alone(question, wanted, turn)
    standing = msgspec.json.decode(question.standing)
    if any(standing.get(id_) != now for id_, now in standing_of([wanted], turn).items()):
        return _asked_again(question, wanted, turn)
    reply = change.perform(wanted, turn)
    turn.workspace.questions.answered(question.id, int(turn.now.timestamp()))
    _tell_author(question, Reply((Line(say("{who} has confirmed it.", who=turn.someone().name)), *reply.blocks)), turn)
    return reply


def _may_answer(question: Question, wanted: Change | None, turn: Turn) -> bool:
    if question.own or wanted is None:
        return turn.someone().id == question.author
    return may_make(wanted, turn.someone(), turn)


def _left_alone(question: Question, wanted: Change | None, turn: Turn) -> Reply:
    turn.workspace.questions.answered(question.id, int(turn.now.timestamp()))
    if wanted is not None:
        what = say("{who} answered no to this: {what}", who=turn.someone().name, what=said(wanted, turn))
        _tell_author(question, Reply((Line(what),)), turn)
    return Reply((Line(say("All right, nothing is changed.")),), private=question.own)


def _asked_again(question: Question, wanted: Change, turn: Turn) -> Reply:
    turn.workspace.questions.answered(question.id, int(turn.now.timestamp()))
    place = place_of(turn.message) if question.own else None
    number = remember(wanted, turn=turn, author=question.author, message=question.message, place=place)
    text = say("Something has changed since I asked. Is this still right: {what}?", what=said(wanted, turn))
    return Reply((Line(text),), yes_and_no(number), subjects(wanted, turn), private=question.own)


def _tell_author(question: Question, reply: Reply, turn: Turn) -> None:
    author = turn.workspace.people.get(question.author)
    if author is not None and author.id != turn.someone().id:
        turn.postman.to_member(author, reply, f"answered:{question.id}")
