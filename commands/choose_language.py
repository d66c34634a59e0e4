"""The language that a person wants to be answered in."""

from msgspec.structs import replace

from commands.errors import Refused
from commands.message import Line, Reply
from commands.phrases import say
from commands.requests import SetLanguage
from commands.turn import Turn
from store.changes import change_between
from store.records import LANGUAGES


def perform(request: SetLanguage, turn: Turn) -> Reply:
    """Remember the author's choice. Raises Refused for a language that Klar does not speak."""
    author = turn.someone()
    if request.lang not in LANGUAGES:
        raise Refused(say("I speak bokmål, nynorsk and English. Write for example «answer in nynorsk»."))
    change = change_between(author, replace(author, lang=request.lang))
    if change is not None:
        turn.record((change,), "language")
    return Reply((Line(say("All right, I will write to you in English.")),), private=True)
