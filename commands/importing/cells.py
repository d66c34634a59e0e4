"""A cell as a value of its column's kind, or the reason why it is not one. Nothing is guessed at here."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from commands.importing import clock
from commands.importing.dates import When, session_of, when_of
from commands.importing.dependencies import Waits, waits_in
from commands.importing.grid import Cell
from commands.importing.limits import MOST_LETTERS, MOST_LETTERS_ELSEWHERE, MOST_PEOPLE
from commands.importing.people import is_nobody, people_in, shortened
from commands.importing.scale import Setting
from commands.importing.words import is_code_only, plain_words, status_of
from commands.phrases import Phrase, say

_UNDECIDED = frozenset({
    "tbd", "tba", "tbc", "avklares", "avklarast", "uavklart", "ikke avklart", "ikkje avklart", "må avklares",
    "må avklarast", "ikke bestemt", "ikkje bestemt", "ikke fastsatt", "ikkje fastsett", "settes senere", "kommer",
    "kjem", "to be decided", "to be confirmed", "not decided",
})  # fmt: skip
_NOTHING = frozenset({"na", "n a", "i a", "ingen", "ingenting", "none", "null", "nil", "ikke aktuelt", "ikkje aktuelt"})
_WITH_WORDS_FOR_NOTHING = frozenset({"text", "name", "status", "training status", "open"})
_ID = re.compile(r"[^\W_][\w./:-]{0,39}")
_WHOLE = re.compile(r"\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]0+)?")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(%|pst|prosent|percent)?\.?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_YES = {"ja", "j", "yes", "y", "x", "true", "sann", "1", "✓", "✔", "✅"}
_NO = {"nei", "n", "no", "false", "usann", "0"}
_LANGUAGES = {
    **dict.fromkeys(("nb", "bokmål", "bm", "norsk", "no"), "nb"),
    **dict.fromkeys(("nn", "nynorsk", "nyn"), "nn"),
    **dict.fromkeys(("en", "engelsk", "english"), "en"),
}


class Reading(msgspec.Struct, frozen=True):
    """What a cell says. All empty: it says nothing. With a `fault` it cannot be used; a `note` is worth telling."""

    value: Any = None
    fault: Phrase | None = None
    note: Phrase | None = None


Reader: TypeAlias = Callable[[Cell, Setting], Reading]
_SILENT = Reading()


def read_cell(cell: Cell, kind: str, setting: Setting) -> Reading:
    """Read a cell as a value of a kind (a key of READERS)."""
    if cell.fault == "formula":
        return Reading(fault=say("The formula has no stored value. Open the workbook in Excel and save it again."))
    if cell.fault:
        return Reading(fault=say("The cell shows the error {text}.", text=shortened(cell.text)))
    words = plain_words(cell.text)
    if not cell.text.strip("-–—−.?/ "):
        return _undecided(cell) if "?" in cell.text else _SILENT
    if kind != "text" and (words in _UNDECIDED or (kind == "people" and is_nobody(cell.text))):
        return _undecided(cell)
    if words in _NOTHING and (kind not in _WITH_WORDS_FOR_NOTHING or setting.field == "blocker"):
        return _SILENT
    return READERS[kind](cell, setting)


def fits(cell: Cell, kind: str, setting: Setting) -> bool:
    """Whether a cell could be of a kind."""
    return read_cell(cell, kind, setting).fault is None


def _undecided(cell: Cell) -> Reading:
    return Reading(note=say("“{text}” was read as not decided yet.", text=shortened(cell.text)))


def _text(cell: Cell, setting: Setting) -> Reading:
    most = MOST_LETTERS.get(setting.field, MOST_LETTERS_ELSEWHERE)
    text = cell.text if setting.field in ("note", "integrations") else " ".join(cell.text.split())
    if len(text) <= most:
        return Reading(text)
    if setting.field in ("note", "integrations", "blocker", "text"):
        note = say("The text is longer than {most} characters; the rest was left out.", most=most)
        return Reading(text[: most - 1].rstrip() + "…", note=note)
    return Reading(fault=say("The text is longer than {most} characters.", most=most))


def _identity(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    if not isinstance(cell.value, str | int | float) or isinstance(cell.value, bool):
        return Reading(
            fault=say(
                "Excel has made the id a date ({text}). Set the column to text and type it again.", text=cell.text
            )
        )
    text = cell.text.strip("#. ")
    if not _ID.fullmatch(text):
        return Reading(
            fault=say(
                "“{text}” is not an id. An id is one word, such as {example}.",
                text=shortened(cell.text),
                example="5.10",
            )
        )
    return Reading(text)


def _when(cell: Cell, setting: Setting) -> Reading:
    return _read(cell, when_of(cell, setting.order))


def _session(cell: Cell, setting: Setting) -> Reading:
    return _read(cell, session_of(cell, setting.order))


def _read(cell: Cell, when: When | Phrase) -> Reading:
    if isinstance(when, Phrase):
        return Reading(fault=when)
    if when.serial and when.day:
        note = say("The number {text} was read as Excel's number for {day}.", text=cell.text, day=when.day.isoformat())
        return Reading(when, note=note)
    return Reading(when)


def _day(cell: Cell, setting: Setting) -> Reading:
    reading = _when(cell, setting)
    if isinstance(reading.value, When) and reading.value.day is None:
        return Reading(
            fault=say("“{text}” is not a date. Write it as {example}.", text=cell.text, example="2027-03-01")
        )
    return reading


def _clock(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    span = clock.clock_of(cell)
    if span is None:
        return Reading(
            fault=say(
                "“{text}” is not a time of day. Write it as {example}.", text=shortened(cell.text), example="09:00"
            )
        )
    return Reading(span)


def _status(table: str) -> Reader:
    def read(cell: Cell, setting: Setting) -> Reading:
        status = status_of(cell.text, table, setting.statuses if table == "task" else {})
        if status is not None:
            return Reading(status)
        if is_code_only(cell.text):
            return Reading(
                fault=say(
                    "The status “{text}” is a code. Say what it means in the config, under [import.status].",
                    text=cell.text,
                )
            )
        return Reading(
            fault=say(
                "The status “{text}” is not known. Write another word, or say what it means in the config, "
                "under [import.status].",
                text=shortened(cell.text),
            )
        )

    return read


def _percent(cell: Cell, setting: Setting) -> Reading:
    found = _PERCENT.fullmatch(cell.text)
    if not found or isinstance(cell.value, bool):
        return Reading(fault=say("“{text}” is not a percentage from 0 to 100.", text=shortened(cell.text)))
    number = float(found[1].replace(",", "."))
    if not found[2] and not cell.percent:
        if setting.scale == "unclear" and 0 < number <= 1:
            return Reading(fault=say("“{text}” could be a share or a percentage. Write it with %.", text=cell.text))
        number *= 100 if setting.scale == "share" else 1
    if number > 100:
        return Reading(fault=say("“{text}” is not a percentage from 0 to 100.", text=shortened(cell.text)))
    return Reading(int(number + 0.5))


def _count(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    if not _WHOLE.fullmatch(cell.text) or isinstance(cell.value, bool | datetime) or cell.percent:
        return Reading(fault=say("“{text}” is not a whole number.", text=shortened(cell.text)))
    digits = re.sub(r"[.,]0{1,2}$", "", cell.text)
    number = int(re.sub(r"[ .,]", "", digits))
    if number > MOST_PEOPLE:
        return Reading(fault=say("{number} is more than there can be.", number=str(number)))
    return Reading(number)


def _degree(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    found = re.match(r"([1-5])(?![\d.,])", cell.text)
    if not found:
        return Reading(fault=say("“{text}” is not a number from 1 to 5.", text=shortened(cell.text)))
    return Reading(int(found[1]))


def _people(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    people = people_in(cell.text) if isinstance(cell.value, str) else say("“{text}” is not a name.", text=cell.text)
    return Reading(fault=people) if isinstance(people, Phrase) else Reading(people)


def _waits(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    if isinstance(cell.value, datetime):
        return Reading(
            fault=say(
                "Excel has made the ids a date ({text}). Set the column to text and type them again.", text=cell.text
            )
        )
    if isinstance(cell.value, float) and "." in cell.text:
        return Reading((Waits(cell.text, number=True),))
    waits = waits_in(cell.text)
    return Reading(fault=waits) if isinstance(waits, Phrase) else Reading(waits)


def _days_long(cell: Cell, setting: Setting) -> Reading:
    length = clock.length_of(cell, setting.unit or "d")
    if length is None or clock.working_days(*length) > 2_000:
        return Reading(fault=_not_a_length(cell, "3d"))
    return Reading(clock.working_days(*length))


def _minutes_long(cell: Cell, setting: Setting) -> Reading:
    length = clock.length_of(cell, setting.unit)
    minutes = clock.minutes(*length) if length else None
    if not minutes or minutes > clock.MIDNIGHT:
        return Reading(fault=_not_a_length(cell, "2t"))
    return Reading(minutes)


def _not_a_length(cell: Cell, example: str) -> Phrase:
    return say("“{text}” is not a length of time. Write it as {example}.", text=shortened(cell.text), example=example)


def _yes_or_no(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    word = plain_words(cell.text) or cell.text.strip()
    if word in _YES or word in _NO:
        return Reading(word in _YES)
    return Reading(fault=say("“{text}” is neither yes nor no.", text=shortened(cell.text)))


def _email(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    bracketed = re.search(r"<([^<>]*)>", cell.text)
    address = (bracketed[1] if bracketed else cell.text).removeprefix("mailto:").strip()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        return Reading(fault=say("“{text}” is not an e-mail address.", text=shortened(cell.text)))
    return Reading(address.casefold())


def _listed(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    names = [" ".join(part.split()) for part in re.split(r"[;,|\n]", cell.text)]
    kept = tuple(dict.fromkeys(name for name in names if name))
    if not kept or any(len(name) > 100 for name in kept) or len(kept) > 50:
        return Reading(fault=say("“{text}” is not a list of names.", text=shortened(cell.text)))
    return Reading(kept)


def _language(cell: Cell, setting: Setting) -> Reading:  # noqa: ARG001
    lang = _LANGUAGES.get(plain_words(cell.text))
    if lang is None:
        return Reading(fault=say("“{text}” is not one of bokmål, nynorsk and English.", text=shortened(cell.text)))
    return Reading(lang)


READERS: dict[str, Reader] = {
    "text": _text, "name": _text, "id": _identity, "when": _when, "session": _session, "day": _day, "clock": _clock,
    "percent": _percent,
    "status": _status("task"), "training status": _status("training"), "open": _status("risk"), "count": _count,
    "degree": _degree, "people": _people, "waits": _waits, "days": _days_long, "minutes": _minutes_long,
    "yes": _yes_or_no, "email": _email, "listed": _listed, "language": _language,
}  # fmt: skip
