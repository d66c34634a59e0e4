"""What a message asks of Klar: the one door into the language.

A message is read by the grammar of exact words first. Where that stops at a word it cannot explain, it is read freely.
"""

import gc
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from commands.language import dates
from commands.language.exact import Read, plain_report, read_exactly
from commands.language.free import read_freely
from commands.language.glossary import glossary
from commands.language.lexicon import free_lexicon, lexicon
from commands.language.names import Names
from commands.language.text import LONGEST
from commands.requests import AddTask, AskStatus, Nothing, Request, SingleChange, Unclear, Updates
from store.records import Language

_CHANGES = (*get_args(SingleChange), Updates)
_GOES_ON = re.compile(r"[.,;!?]\s|-\w")


@dataclass(frozen=True, slots=True)
class Understood:
    """A message understood.

    `lang` is the language it can only be in, None when it could be several; `ids` are the task ids that it names, as
    they are written in the workspace, whether there are such tasks or not. `ask` is what to ask about a message that is
    nothing for Klar, where it was said to Klar all the same.
    """

    request: Request
    lang: Language | None
    ids: tuple[str, ...] = ()
    ask: Unclear | None = None


def understand(text: str, names: Names, now: datetime, *, about: Sequence[str] = ()) -> Understood:
    """What a message asks for that was written at the local time `now`, with its zone.

    `about` holds the ids of what the conversation is about: with just one task among them, «ferdig» is of that task.
    The grammar of exact words is asked first. What it cannot explain to the last word is read freely.
    """
    exact = plain_report(text, names) or read_exactly(text, names, now.date(), about)
    understood = Understood(exact.request, exact.lang, exact.ids)
    if len(text) > LONGEST or _stands(exact):
        return understood
    assert now.tzinfo is not None
    free = read_freely(text, names.directory(), names.author, now, now.tzinfo, about)
    if _adds_nothing(exact.request, free):
        return understood
    if not isinstance(exact.request, Unclear) or not isinstance(free, Nothing):
        return Understood(free, exact.lang, exact.ids)
    return Understood(free, exact.lang, exact.ids, exact.request)


def warm() -> None:
    """Load the words that the first message would else have to wait for: about 0.3 s. Safe beside messages.

    They stay for good, so that the garbage collector need not look through them while somebody waits.
    """
    lexicon()
    free_lexicon()
    glossary()
    dates.warm()
    gc.freeze()


def _adds_nothing(exact: Request, free: Request) -> bool:
    """Whether a free reading says no more than the question or the title that stands already."""
    if isinstance(exact, AskStatus):
        return not isinstance(free, _CHANGES)
    if isinstance(exact, AddTask):
        return isinstance(free, Nothing) or (isinstance(free, AddTask) and free.due is None and free.owner is None)
    return False


def _stands(read: Read) -> bool:
    """Whether what the grammar of exact words makes of a message is the last word on it.

    It is not where a word is unexplained, a title goes on after its sentence, or a question may stand beside a report.
    """
    if read.doubt is not None:
        return read.doubt.binding or (bool(read.ids) and not read.doubt.unexplained)
    if isinstance(read.request, AddTask):
        return not _GOES_ON.search(read.request.title)
    return not isinstance(read.request, Nothing | AskStatus)
