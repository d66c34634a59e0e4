"""The people in one cell: parted, and freed from what is no part of a name."""

import re

import msgspec

from commands.importing.words import plain_words
from commands.phrases import Phrase, say

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NAME_AND_EMAIL = re.compile(r"(?P<name>[^<>@]*?)\s*[<(\[]?\s*(?P<email>[\w.+'-]+@[\w-]+(?:\.[\w-]+)+)\s*[>)\]]?")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STRONG = re.compile(r"\s*(?:;|\n|\||•|\s/\s|/|\+|&|\bog\b|\band\b|\bsamt\b)\s*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_TRIMMED = " \t,;:-–*•"
_MOST_PEOPLE = 50

# A word that says that there is nobody yet.
NOBODY = frozenset(
    {
        "ukjent",
        "ukjend",
        "vakant",
        "ledig",
        "nobody",
        "unassigned",
        "unknown",
        "ubesatt",
        "ikke tildelt",
        "ikkje tildelt",
    }
)


class Named(msgspec.Struct, frozen=True):
    """A person as a cell names them. `loose` is a pair "A, B" that may be one person's surname and first name."""

    name: str
    email: str = ""
    loose: bool = False


def people_in(text: str) -> tuple[Named, ...] | Phrase:
    """The people that a cell names, in their order, or what is wrong with it."""
    people: list[Named] = []
    for part in _STRONG.split(_without_remarks(text)):
        people.extend(_by_commas(part))
    if len(people) > 1:
        people = [turned(person) if person.loose else person for person in people]
    unique = tuple(dict.fromkeys(person for person in people if person.name or person.email))
    if len(unique) > _MOST_PEOPLE or any(len(person.name) > 100 for person in unique):
        return say("“{text}” does not look like names. Part people with semicolons.", text=shortened(text))
    if not unique or not all(_LETTER.search(person.name or person.email) for person in unique):
        return say("“{text}” is not a name.", text=shortened(text))
    return unique


def turned(person: Named) -> Named:
    """ "Nordmann, Ola" as "Ola Nordmann"."""
    last, _, first = person.name.partition(", ")
    return Named(f"{first} {last}", person.email)


def is_nobody(text: str) -> bool:
    """Whether the cell says that there is nobody yet."""
    return plain_words(text) in NOBODY


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a long text, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _without_remarks(text: str) -> str:
    """The text without parentheses, except where they hold an e-mail address."""
    return _REMARK.sub(lambda found: found[0] if _EMAIL.search(found[0]) else " ", text)


def _by_commas(part: str) -> list[Named]:
    pieces = [piece.strip(_TRIMMED) for piece in part.split(",")]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 2 and not any("@" in piece for piece in pieces) and " " not in pieces[0]:
        return [Named(f"{pieces[0]}, {pieces[1]}", loose=True)]
    return [_named(piece) for piece in pieces]


def _named(piece: str) -> Named:
    found = _NAME_AND_EMAIL.fullmatch(piece)
    if found:
        return Named(" ".join(found["name"].strip(_TRIMMED).split()), found["email"].casefold())
    return Named(" ".join(piece.split()))
