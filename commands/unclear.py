"""What is not clear is answered with a question to the one who wrote it, and a button for each reading."""

import re
from itertools import chain

import msgspec

from commands.errors import Refused
from commands.language import doubts
from commands.language.text import LONGEST
from commands.language.understand import understand
from commands.message import Block, Button, Item, Line, Reply
from commands.phrases import say
from commands.question import place_of, remember, said, said_shortly, subjects
from commands.requests import Answer, Change, Unclear, Updates
from commands.turn import Turn
from commands.unnamed import without_names

MOST = 5
# Where one part of a message surely ends and another begins: a line, a sentence, or a comma before the next task.
_BETWEEN = re.compile(
    r"\s*\n\s*|(?<=[.!;])\s+|\s*,\s*(?:(?:og|and|men|but)\s+)?(?=#?[Tt][0-9])|\s+(?:og|and)\s+(?=#?[Tt][0-9])"
)
_MOST_PARTS = 20
_NOT_CERTAIN = doubts.not_certain("", "").unclear.why.msgid


class Parted(msgspec.Struct, frozen=True):
    """A message with parts that are clear, and one that is not."""

    clear: tuple[Change, ...]
    words: str
    unclear: Unclear


def ask(request: Unclear, turn: Turn) -> Reply:
    """Ask the author what is meant, and remember what they wrote, so that it is finished when they answer."""
    turn.workspace.unclear.note(turn.today, without_names(turn.message.text, turn), request.why.msgid)
    parted = _parted(request, turn)
    readings = _readings(request, parted, turn)
    blocks = _blocks(request, parted, turn)
    if turn.author is None or turn.message.press is not None or len(turn.message.text) > LONGEST:
        return Reply(blocks, private=True)
    turn.workspace.questions.wait_no_longer(turn.author.id)
    number = remember(
        *readings,
        turn=turn,
        author=turn.author.id,
        message=turn.message.id,
        place=place_of(turn.message),
        text=turn.message.text,
    )
    if not readings:
        return Reply(blocks, private=True)
    if len(readings) > 1:
        blocks += tuple(
            Item(say("{n}: {what}", n=n, what=said(reading, turn))) for n, reading in enumerate(readings, 1)
        )
    buttons = [
        Button(f"reading{n}", said_shortly(reading, turn), Answer(number, n - 1))
        for n, reading in enumerate(readings, 1)
    ]
    other = Button("other", say("Something else"), Answer(number))
    about = tuple(dict.fromkeys(chain.from_iterable(subjects(reading, turn) for reading in readings)))
    return Reply(blocks, (*buttons, other), about, private=True)


def nothing_found(turn: Turn) -> Reply:
    """What somebody is told whose message said nothing that Klar knows; it is listed with the unclear ones."""
    why = say("I am here. Write «help» to see what I can do.")
    if turn.author is not None and turn.message.press is None and len(turn.message.text.split()) > 1:
        turn.workspace.unclear.note(turn.today, without_names(turn.message.text, turn), why.msgid)
    return Reply((Line(why),), private=True)


def _readings(request: Unclear, parted: Parted | None, turn: Turn) -> list[Change]:
    """What the message may mean, the clear parts with each, and at last the clear parts alone."""
    if parted is None:
        return [reading for reading in request.candidates if _can_be_said(reading, turn)][:MOST]
    wholes = [_together(*parted.clear, reading) for reading in parted.unclear.candidates]
    return [one for one in (*wholes[: MOST - 1], _together(*parted.clear)) if _can_be_said(one, turn)]


def _together(*changes: Change) -> Change:
    items = tuple(chain.from_iterable(one.items if isinstance(one, Updates) else (one,) for one in changes))
    return items[0] if len(items) == 1 else Updates(items)


def _can_be_said(reading: Change, turn: Turn) -> bool:
    try:
        said(reading, turn)
    except Refused:
        return False
    return True


def _blocks(request: Unclear, parted: Parted | None, turn: Turn) -> tuple[Block, ...]:
    """Why Klar asks; of a message that says several things, which part it is, and that nothing is done."""
    if parted is None:
        return (Line(request.why), *nothing_changed(turn))
    part = say("«{part}»: {why}", part=doubts.quote(parted.words), why=parted.unclear.why)
    rest = say("The rest is clear: {what}", what=said(_together(*parted.clear), turn))
    return (Line(part), Line(rest), Line(say("Nothing is changed.")))


def nothing_changed(turn: Turn) -> tuple[Line, ...]:
    """Of a message that says several things, none is done where one is not clear; that must not go unsaid."""
    text = turn.message.text
    says_more = "," in text or len(text.splitlines()) > 1 or " og " in text
    return (Line(say("Nothing is changed.")),) if says_more else ()


def _parted(request: Unclear, turn: Turn) -> Parted | None:
    """The clear parts of a message and the one that is not; None where it does not surely fall into such parts."""
    words = [part for part in _BETWEEN.split(turn.message.text[: LONGEST + 1]) if part.strip()]
    if not 1 < len(words) <= _MOST_PARTS or len(turn.message.text) > LONGEST:
        return None
    if request.why.msgid == _NOT_CERTAIN and "\n" not in turn.message.text:
        return None  # a condition, or a hope, may be about all of it
    understood = [understand(part, turn.known, turn.written_at) for part in words]
    if not all(one.ids for one in understood):
        return None
    clear = [one.request for one in understood if isinstance(one.request, Change)]
    unclear = [
        (part, one.request) for part, one in zip(words, understood, strict=True) if isinstance(one.request, Unclear)
    ]
    if not clear or len(unclear) != 1 or len(clear) + 1 != len(words):
        return None
    parted = Parted(tuple(clear), *unclear[0])
    return parted if _can_be_said(_together(*clear), turn) else None
