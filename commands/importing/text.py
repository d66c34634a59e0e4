"""A text file of rows (.csv, .tsv, .txt) as one sheet: its encoding, its delimiter, its cells."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

from commands.importing.grid import MOST_CELLS, Cell, Row, Sheet, UnreadableFile, cell_text
from commands.importing.sheetxml import too_many_cells
from commands.phrases import say

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t]*\r?\n', re.IGNORECASE)
_DELIMITERS = ";\t|,"  # a comma last: it stands in decimals and in running text
_SAMPLE_ROWS = 200


def read_text(name: str, content: bytes) -> Sheet:
    """The rows of a text file. Raises UnreadableFile where it is not one."""
    text = _decoded(name, content)
    separator = _SEPARATOR_LINE.match(text)
    delimiter = separator[1] if separator and separator[1] in _DELIMITERS else _delimiter_of(text)
    rows, filled = [], 0
    for number, fields in enumerate(_numbered(name, text, delimiter), start=1):
        if number == 1 and separator:
            continue
        cells = {column: Cell(value, value) for column, raw in enumerate(fields, start=1) if (value := cell_text(raw))}
        filled += len(cells)
        if filled > MOST_CELLS:
            raise UnreadableFile(too_many_cells())
        if cells:
            rows.append(Row(number, cells))
    if rows and any("\n" in cell.text for cell in rows[-1].cells.values()):
        _check_quotes(name, text, delimiter, rows[-1].number)
    return Sheet(name, "", rows, delimiter=delimiter)


def _decoded(name: str, content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise _not_text(name) from None
    if b"\0" in content:
        raise _not_text(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _not_text(name: str) -> UnreadableFile:
    return UnreadableFile(
        say("{file} is neither a workbook (.xlsx), a text file (.csv) nor JSON, so it was not read.", file=name)
    )


def _delimiter_of(text: str) -> str:
    """The delimiter that parts most rows into the same number of cells, at least two."""
    best, delimiter = 0, ";"
    for candidate in _DELIMITERS:
        widths = _widths(text[:100_000], candidate)
        usual = max({w for w in widths if w > 1}, key=lambda w: (widths.count(w), w), default=0)
        score = widths.count(usual) * 10 + usual if usual else 0
        if score > best:
            best, delimiter = score, candidate
    return delimiter


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(row) for row in islice(_rows(text, delimiter), _SAMPLE_ROWS))
    return widths


def _numbered(name: str, text: str, delimiter: str) -> Iterator[list[str]]:
    row = 0
    try:
        for fields in _rows(text, delimiter):
            row += 1
            yield fields
    except csv.Error:  # a cell of more than 131 072 characters: in practice a quotation mark that is never closed
        raise _open_quote(name, row + 1) from None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _check_quotes(name: str, text: str, delimiter: str, last: int) -> None:
    """Raise UnreadableFile where a quotation mark is never closed, so that it swallows the rows after it."""
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise _open_quote(name, last) from None


def _open_quote(name: str, row: int) -> UnreadableFile:
    return UnreadableFile(
        say("A quotation mark in row {row} of {file} is never closed. Close it or take it away.", file=name, row=row)
    )
