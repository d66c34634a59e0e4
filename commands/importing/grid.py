"""What a file holds, whatever its form: sheets of rows of cells, each with its place."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Literal, TypeAlias

import msgspec

from commands.phrases import Phrase

Value: TypeAlias = str | int | float | bool | datetime | time | timedelta
Fault: TypeAlias = Literal["", "formula", "error"]

MOST_BYTES = 100_000_000
MOST_CELLS = 200_000


class UnreadableFile(Exception):
    """A file that cannot be imported at all, and one sentence on why."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


class SourceFile(msgspec.Struct, frozen=True):
    """A file as it was handed over: its name, for people, and its bytes."""

    name: str
    content: bytes


class Cell(msgspec.Struct, frozen=True):
    """A filled cell: its value, and the text that a person sees.

    `fault` tells of a formula that was never calculated or an error such as #REF!. `percent` says that the number is
    shown as per cent. `across` marks what a merged cell lends to the columns on its right.
    """

    value: Value
    text: str
    fault: Fault = ""
    percent: bool = False
    across: bool = False


class Row(msgspec.Struct, frozen=True):
    """A row with something in it: its number as people see it, and its filled cells by column, the first being 1."""

    number: int
    cells: dict[int, Cell]


class Sheet(msgspec.Struct, frozen=True):
    """A visible sheet, without its hidden rows and without empty rows.

    `hidden` holds the numbers of all hidden rows, `hidden_rows` counts those with something in them.
    `delimiter` is what parted the cells of a text file, else empty.
    """

    file: str
    name: str
    rows: list[Row]
    hidden_rows: int = 0
    hidden: frozenset[int] = frozenset()
    delimiter: str = ""


class Spot(msgspec.Struct, frozen=True):
    """Where something stands: the file, the sheet and the cell, or the path in a JSON file."""

    file: str
    sheet: str = ""
    cell: str = ""


class Problem(msgspec.Struct, frozen=True):
    """What is wrong at a spot, and what to write instead."""

    spot: Spot
    text: Phrase


def unique(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in their order, each once: a whole sheet may have the same one in every row."""
    return tuple({(problem.spot, repr(problem.text)): problem for problem in problems}.values())


_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_EDGES = re.compile(r" ?\n ?")
# An export puts an apostrophe before what a spreadsheet might take for a formula; reading back, one goes.
_GUARDED = re.compile(r"'(?='*[=+\-@＝＋－＠])")
_KEPT_FORMAT_CHARACTERS = {"\n", "\t", "\u200d"}  # the joiner holds emoji together


def clean(text: str) -> str:
    """A text as it is kept: composed, without control characters or direction marks, with single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    if not text.isprintable():
        text = "".join(c for c in text if c in _KEPT_FORMAT_CHARACTERS or unicodedata.category(c)[0] != "C")
    return _BLANK_EDGES.sub("\n", _SPACES.sub(" ", text)).strip()


def cell_text(raw: str) -> str:
    """The text of a cell, clean, and without the apostrophe that an export put before it."""
    return clean(raw[1:] if _GUARDED.match(raw) else raw)


def column_letters(column: int) -> str:
    """The letters of a column, the first being A."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell as people name it, such as D14."""
    return f"{column_letters(column)}{row}"
