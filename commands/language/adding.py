"""A new task: «ny oppgave lønn: teste A-meldingen, frist 1.12, meg»."""

import re

from commands.language import doubts
from commands.language.dates import Found, find_date
from commands.language.lexicon import lexicon
from commands.language.spot import Piece, Sentence
from commands.language.text import Token
from commands.requests import AddTask, Unclear

_LONGEST_TITLE = 300
_LONGEST_NAME = 6
_OPENS_TITLE = frozenset(":-–—,\n")
_BEFORE_TITLE = " \t\n.,;:-–—"
_AFTER_TITLE = " \t\n.,;"


def add_task(message: Sentence, start: int) -> AddTask | Unclear:
    """Read a new task; the words for it end at `start`. Raises Doubt where its system, title or date is not clear."""
    where = lexicon().words("title", "where")
    tokens = message.tokens
    at = start + (start < len(tokens) and tokens[start].key in where)
    system, end = _system(message, at)
    opened = end < len(tokens) and tokens[end].key in _OPENS_TITLE
    task = _tail(message, system, end, len(tokens))
    if not opened:
        raise doubts.new_task_meant(task)
    return task


def _system(message: Sentence, at: int) -> tuple[str, int]:
    tokens = message.tokens
    colon = next((i for i in range(at, min(len(tokens), at + 12)) if tokens[i].key in _OPENS_TITLE), None)
    if at >= len(tokens) or colon == at:
        raise doubts.no_title()
    ends = [*([colon] if colon else []), *range(min(len(tokens), at + _LONGEST_NAME), at, -1)]
    for end in ends:
        found = [id_ for kind, id_ in message.names.find(message.words(at, end)) if kind == "system"]
        if len(found) == 1:
            return found[0], end
        if found:
            raise doubts.who_of(message, Piece("several.system", at, end, tuple(found)))
    raise doubts.unknown_system(message.words(at, colon or min(len(tokens), at + 1)))


def _tail(message: Sentence, system: str, start: int, end: int) -> AddTask:
    """The title, and the owner and the due date that stand after it."""
    owner = due = None
    for _ in range(2):
        if owner is None and (found := _owner(message, start, end)):
            owner, end = found
        if due is None and (dated := _due(message, start, end)):
            due, end = dated
    title = message.words(start, end).lstrip(_BEFORE_TITLE).rstrip(_AFTER_TITLE)
    if "\n" in title:
        raise doubts.one_line()
    title = " ".join(title.split())
    if not title:
        raise doubts.no_title()
    if len(title) > _LONGEST_TITLE:
        raise doubts.long_title()
    return AddTask(system, title, due.days[0] if due else None, owner)


def _due(message: Sentence, start: int, end: int) -> tuple[Found, int] | None:
    """The due date at the end of the text, and where it begins."""
    tokens = message.tokens
    while end > start and tokens[end - 1].key in ".!,":
        end -= 1
    for at in range(end - 1, max(start, end - 12), -1):
        mark = _mark(tokens, at, end)
        if not mark:
            continue
        found = find_date(tokens, mark, message.today) if mark < end else None
        if found is None or found.end < end:
            if tokens[at - 1].key == "," and found is None and tokens[at].key != "by":
                raise doubts.which_day("T101")
            continue
        words = message.words(mark, found.end)
        if not found.days:
            raise doubts.no_such_day(words, "T101")
        if len(found.days) > 1:
            raise doubts.which_week(words, "T101")
        if found.time:
            raise doubts.day_only()
        return found, at
    return None


def _mark(tokens: list[Token], at: int, end: int) -> int:
    """The end of a word for «due» that begins at a token; 0 when none does."""
    for phrase in lexicon().words("title", "due"):
        words = phrase.split()
        after = at + len(words)
        if [t.key for t in tokens[at:after]] == words:
            return after + (after < end and tokens[after].key in {":", "er", "is"})
    return 0


def _owner(message: Sentence, start: int, end: int) -> tuple[str, int] | None:
    """The owner after the last comma, and where the comma is."""
    tokens, lists = message.tokens, lexicon()
    while end > start and tokens[end - 1].key in ".!,":
        end -= 1
    comma = next((i for i in range(end - 1, max(start, end - 7), -1) if tokens[i].key in ",\n"), None)
    if comma is None or comma + 1 >= end:
        return None
    words = message.words(comma + 1, end).casefold()
    if words in lists.words("title", "mine"):
        if message.names.author is None:
            raise doubts.who("T101")
        return message.names.author, comma
    name, marked = message.words(comma + 1, end), False
    for mark in lists.words("title", "owner"):
        if words.startswith((f"{mark} ", f"{mark}:")):
            name, marked = re.sub(r"^[\s:]+", "", name[len(mark) :]), True
    found = [id_ for kind, id_ in message.names.find(name.lstrip("@")) if kind == "member"]
    if not found and " " not in name:
        found = message.names.find_first_name(name.lstrip("@"))
    if len(found) == 1:
        return found[0], comma
    if found or marked:
        raise doubts.who("T101")
    return None
