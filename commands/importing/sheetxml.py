"""One sheet of a workbook, streamed: filled cells only, merged cells spread, hidden rows counted and left out."""

import math
import re
from datetime import datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

import msgspec

from commands.importing.grid import MOST_CELLS, Cell, Row, Sheet, UnreadableFile
from commands.importing.numbers import number_cell
from commands.importing.strings import text_of
from commands.phrases import Phrase, say

if TYPE_CHECKING:
    from collections.abc import Callable

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_MOST_MERGES = 20_000


class Formats(msgspec.Struct):
    """The number format of each cell style, and the day that days are counted from."""

    codes: list[str]
    epoch: datetime


class SheetReader:
    """Reads the part of one sheet. `filled` goes on counting from the sheets before it."""

    def __init__(self, strings: list[str], formats: Formats, filled: int) -> None:
        self.filled = filled
        self._strings = strings
        self._formats = formats
        self._rows: dict[int, dict[int, Cell]] = {}
        self._hidden: set[int] = set()
        self._merges: list[tuple[int, int, int, int]] = []
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._listening = self._in_reading = self._has_formula = False

    def attach(self, parser: expat.XMLParserType) -> None:
        """Listen to the parser."""
        local: dict[str, str] = {}  # tag with its namespace → without, so that the common case is one look-up

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local.get(tag)
            if name is None:
                name = local[tag] = tag.rpartition(" ")[2]
            handler = starts.get(name)
            if handler:
                handler(attributes)

        def end(tag: str) -> None:
            handler = ends.get(local[tag])
            if handler:
                handler()

        starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row, "c": self._start_cell, "v": self._listen, "t": self._listen,
            "rPh": self._start_reading, "f": self._formula, "mergeCell": self._merge,
        }  # fmt: skip
        ends: dict[str, Callable[[], None]] = {
            "c": self._end_cell, "v": self._stop, "t": self._stop, "rPh": self._end_reading,
        }  # fmt: skip
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = self._text

    def sheet(self, file: str, name: str) -> Sheet:
        """What was read."""
        self._spread_merged()
        hidden = sum(1 for number in self._hidden if number in self._rows)
        rows = [Row(n, self._rows[n]) for n in sorted(self._rows) if n not in self._hidden]
        return Sheet(file, name, rows, hidden_rows=hidden, hidden=frozenset(self._hidden))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
            self._hidden.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = _column_of(reference) if reference else self._column + 1
        self._cell = attributes
        if self._pieces:
            self._pieces = []
        self._has_formula = False

    def _listen(self, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._listening = not self._in_reading

    def _stop(self) -> None:
        self._listening = False

    def _start_reading(self, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._in_reading = True

    def _end_reading(self) -> None:
        self._in_reading = False

    def _formula(self, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._has_formula = True

    def _text(self, data: str) -> None:
        if self._listening:
            self._pieces.append(data)

    def _end_cell(self) -> None:
        if not self._pieces and not self._has_formula:
            return
        cell = self._made()
        if cell is None:
            return
        self.filled += 1
        if self.filled > MOST_CELLS:
            raise UnreadableFile(too_many_cells())
        self._rows.setdefault(self._row, {})[self._column] = cell

    def _made(self) -> Cell | None:
        kind = self._cell.get("t", "n")
        raw = "".join(self._pieces)
        if not raw.strip():
            return Cell("", "", fault="formula") if self._has_formula and kind != "str" else None
        if kind == "s":
            text = self._strings[int(raw)]
            return Cell(text, text) if text else None
        if kind in ("str", "inlineStr"):
            text = text_of([raw])
            return Cell(text, text) if text else None
        if kind == "e":
            return Cell(raw, raw, fault="error")
        if kind == "b":
            return Cell(raw == "1", "TRUE" if raw == "1" else "FALSE")
        return self._date(raw) if kind == "d" else self._number(raw)

    def _number(self, raw: str) -> Cell:
        number = float(raw)
        if not math.isfinite(number):
            return Cell(raw, raw, fault="error")
        style = int(self._cell.get("s", 0))
        code = self._formats.codes[style] if style < len(self._formats.codes) else ""
        return number_cell(number, code, self._formats.epoch)

    def _date(self, raw: str) -> Cell:
        moment = datetime.fromisoformat(raw.strip()).replace(tzinfo=None)
        return Cell(moment, raw.strip().replace("T", " "))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        if len(self._merges) < _MOST_MERGES and last:
            (top, left), (bottom, right) = _place_of(first), _place_of(last)
            self._merges.append((top, left, bottom, right))

    def _spread_merged(self) -> None:
        """Lend the value of each merged range to its cells, where the sheet has rows and columns with something in."""
        widest = max((max(cells) for cells in self._rows.values()), default=0)
        numbers = sorted(self._rows)
        budget = MOST_CELLS
        for top, left, bottom, right in self._merges:
            anchor = self._rows.get(top, {}).get(left)
            if anchor is None:
                continue
            lent = msgspec.structs.replace(anchor, across=True)
            inside = numbers if bottom - top > len(numbers) else range(top, bottom + 1)
            for row in inside:
                if top <= row <= bottom and row in self._rows:
                    for column in range(left, min(right, widest) + 1):
                        self._rows[row].setdefault(column, anchor if column == left else lent)
                        budget -= 1
                if budget < 0:
                    raise UnreadableFile(too_many_cells())


def too_many_cells() -> Phrase:
    """The sentence on a file with more cells than may be."""
    return say(
        "There are more than {cells} filled cells. Keep only the sheets with the plan, or import them one by one.",
        cells=f"{MOST_CELLS:,}".replace(",", " "),
    )


def _column_of(reference: str) -> int:
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter) - 64
    return column


def _place_of(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    return int(found[2]), _column_of(found[1].upper())
