"""What somebody writes where Klar has asked them something: it may be the answer."""

from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from commands.answer import LASTS
from commands.errors import Refused
from commands.language.answering import UNDECIDED, Chosen, Reading, chosen, named_task, words_of
from commands.language.replies import plain_words
from commands.language.understand import understand
from commands.message import Reply
from commands.phrases import render, say
from commands.question import place_of, said, subjects
from commands.requests import Answer, Change, Request, Update
from commands.turn import Turn
from store.questions import Question
from store.records import LANGUAGES

# In a channel, where Klar is not spoken to, what is written later is to somebody else.
WAITS_IN_PASSING = timedelta(minutes=10)
_LONGEST = 200


def answer_in_words(turn: Turn, root: Reply | None, *, spoken_to: bool) -> Request | None:
    """The answer that a message is to a question that waits for one there; None where it is none.

    Raises Refused for a yes to several readings.
    """
    if turn.author is None or turn.message.press is not None or len(turn.message.text) > _LONGEST:
        return None
    question = _question(turn, root, spoken_to=spoken_to)
    if question is None:
        return None
    if plain_words(turn.message.text) == plain_words(question.text):
        return None  # said again, and not answered
    choices = msgspec.json.decode(question.choices, type=list[Change])
    found = chosen(turn.message.text, [_reading(choice, turn) for choice in choices])
    if isinstance(found, Chosen):
        return Answer(question.id, found.reading)
    if found == UNDECIDED and spoken_to:
        raise Refused(say("Which of them? Write its number, for example «1»."))
    task = named_task(turn.message.text)
    if task is None or not question.own or not turn.known.task_exists(task):
        return None
    return _of_another(choices, task) or _finished(question, task, turn)


def _question(turn: Turn, root: Reply | None, *, spoken_to: bool) -> Question | None:
    """The question whose thread it is, else the newest that waits in this place."""
    if root is not None and (found := _asked_in(root, turn)) is not None:
        return found
    here, lasts = place_of(turn.message), LASTS if spoken_to else WAITS_IN_PASSING
    waiting = turn.workspace.questions.waiting(turn.someone().id)
    return next((one for one in waiting if one.place == here and turn.now - _asked_at(one) <= lasts), None)


def _asked_in(root: Reply, turn: Turn) -> Question | None:
    """The question that a post asks, where it is open and not asked of somebody else."""
    numbers = [button.request.question for button in root.buttons if isinstance(button.request, Answer)]
    question = turn.workspace.questions.get(numbers[0]) if numbers else None
    if question is None or question.answered_at is not None:
        return None
    return None if question.own and question.author != turn.someone().id else question


def _reading(choice: Change, turn: Turn) -> Reading:
    about = subjects(choice, turn)
    try:
        phrase = said(choice, turn)
    except Refused:
        return Reading(about, frozenset())
    tasks = [task for id_ in about if (task := turn.known.task(id_))]
    systems = [turn.workspace.systems.get(task.system) for task in tasks]
    names = [name for one in systems if one for name in (one.name, one.product, *one.aliases)]
    return Reading(about, words_of(*(render(phrase, lang) for lang in LANGUAGES), *names))


def _of_another(choices: list[Change], task: str) -> Change | None:
    """What all readings tell, of another task than theirs."""
    moved = {replace(one, task=task) for one in choices if isinstance(one, Update) and one.task}
    return moved.pop() if len(moved) == 1 and all(isinstance(one, Update) and one.task for one in choices) else None


def _finished(question: Question, task: str, turn: Turn) -> Change | None:
    """What was written then, now that it is known which task it is about. Its days count from when it was written."""
    understood = understand(question.text, turn.known, _asked_at(question).astimezone(turn.zone), about=(task,))
    request = understood.request
    return request if isinstance(request, Change) and subjects(request, turn) == (task,) else None


def _asked_at(question: Question) -> datetime:
    return datetime.fromtimestamp(question.at, UTC)
