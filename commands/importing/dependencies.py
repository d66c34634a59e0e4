"""What a task waits for, as plans write it: "1.1, 1.3FS+2d", "4;7AS+2 dager"."""

import re

import msgspec

from commands.importing.people import shortened
from commands.phrases import Phrase, say

_ONE = re.compile(
    r"(?P<task>[A-Za-zÆØÅæøå]{0,8}[-_]?\d[\w.-]*?|[A-Za-zÆØÅæøå]{1,3})\.?"
    r"\s*(?P<kind>FS|AS|SS|FF|SF|AA|SA)?\s*"
    r"(?P<lag>[+-]\s*\d+(?:[.,]\d+)?)?\s*(?P<unit>[a-zæøå]*|%)\s*\.?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*(?:;|\n|,\s+|,(?![^,;]*[+-]\s*\d+,\d+\s*[a-z])|\bog\b|\band\b|&)\s*", re.IGNORECASE)
_FINISH_TO_START = ("", "FS", "AS")  # AS is what Project calls it in Norwegian
_WORKING_DAYS = {
    **dict.fromkeys(("", "d", "dg", "dag", "dager", "dagar", "day", "days", "arbeidsdager", "virkedager"), 1),
    **dict.fromkeys(("u", "uke", "uker", "veke", "veker", "w", "wk", "week", "weeks"), 5),
}


class Waits(msgspec.Struct, frozen=True):
    """A task that must be done first, by its id as written, and the working days after it.

    `number` tells that Excel holds the id as a number, in which 5.1 and 5.10 are one.
    """

    task: str
    lag: int = 0
    number: bool = False


def waits_in(text: str) -> tuple[Waits, ...] | Phrase:
    """What a cell says the row waits for, or what is wrong with it."""
    waits: list[Waits] = []
    for part in _PARTED.split(text):
        if part:
            one = _wait(part)
            if isinstance(one, Phrase):
                return one
            waits.append(one)
    return tuple(dict.fromkeys(waits))


def _wait(part: str) -> Waits | Phrase:
    found = _ONE.fullmatch(part.lstrip("#"))
    if not found:
        return say(
            "“{text}” does not name tasks by their ids. Write it as {example}.",
            text=shortened(part),
            example="1.1; 1.3FS+2d",
        )
    if (found["kind"] or "").upper() not in _FINISH_TO_START:
        return say("“{text}”: Klar knows only that a task starts when another is finished (FS).", text=shortened(part))
    days = _WORKING_DAYS.get(found["unit"].casefold())
    lag = float((found["lag"] or "0").replace(" ", "").replace(",", ".")) * (days or 0)
    if days is None or not lag.is_integer() or abs(lag) > 1000:
        return say("“{text}”: write the lag in whole days, as {example}.", text=shortened(part), example="1.3FS+2d")
    if found["unit"] and not found["lag"]:
        return say(
            "“{text}” does not name tasks by their ids. Write it as {example}.",
            text=shortened(part),
            example="1.1; 1.3FS+2d",
        )
    return Waits(found["task"].rstrip("."), int(lag))
