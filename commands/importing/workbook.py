"""An .xlsx workbook as sheets of filled cells.

The parts are streamed through a parser of our own rather than loaded with openpyxl, which makes an object of every
formatted cell: a sheet with a million empty formatted rows costs it gigabytes, and nothing here.
"""

import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from commands.importing.archive import Archive
from commands.importing.grid import Sheet, UnreadableFile, clean
from commands.importing.numbers import EPOCH_1900, EPOCH_1904, format_code
from commands.importing.sheetxml import Formats, SheetReader
from commands.importing.strings import StringReader
from commands.importing.thinning import without_empty
from commands.phrases import say

if TYPE_CHECKING:
    from datetime import datetime

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_RELATED_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def read_workbook(archive: Archive) -> tuple[list[Sheet], list[str]]:
    """The visible sheets, and the names of the hidden ones, which are not even opened. Raises UnreadableFile."""
    book = _Book(archive)
    sheets, hidden, filled = [], [], 0
    for name, part, is_hidden in book.sheets:
        if is_hidden:
            hidden.append(name)
        elif part in archive:
            reader = SheetReader(book.strings, book.formats, filled)
            archive.parse(part, reader.attach, without_empty)
            filled = reader.filled
            sheets.append(reader.sheet(archive.name, name))
    if not sheets:
        raise UnreadableFile(say("{file} has no visible sheet with cells in it.", file=archive.name))
    return sheets, hidden


class _Book:
    """What is common to all the sheets."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._found: list[tuple[str, str, bool]] = []
        self._epoch: datetime = EPOCH_1900
        main = self._main_part()
        folder = posixpath.dirname(main)
        related = self._related(main)
        self._each(main, {"sheet": self._sheet, "workbookPr": self._properties})
        self.sheets = [
            (name, _joined(folder, related[key][1]), hidden)
            for name, key, hidden in self._found
            if related.get(key, ("", ""))[0] == "worksheet"
        ]
        parts = dict(related.values())
        self.strings = self._strings(folder, parts.get("sharedStrings"))
        self.formats = self._formats(folder, parts.get("styles"))

    def _main_part(self) -> str:
        for kind, target in self._related("").values():
            if kind == "officeDocument":
                return _joined("", target)
        return "xl/workbook.xml"

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: the kind and the target by id."""
        path = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
        related: dict[str, tuple[str, str]] = {}

        def relation(attributes: dict[str, str]) -> None:
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            related[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

        if path in self._archive:
            self._each(path, {"Relationship": relation})
        return related

    def _sheet(self, attributes: dict[str, str]) -> None:
        key = attributes.get(_RELATED) or attributes.get(_RELATED_STRICT) or ""
        self._found.append(
            (clean(attributes.get("name", ""))[:100], key, attributes.get("state", "visible") != "visible")
        )

    def _properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("date1904", "0") in ("1", "true"):
            self._epoch = EPOCH_1904

    def _strings(self, folder: str, target: str | None) -> list[str]:
        reader = StringReader()
        if target and (part := _joined(folder, target)) in self._archive:
            self._archive.parse(part, reader.attach)
        return reader.strings

    def _formats(self, folder: str, target: str | None) -> Formats:
        custom: dict[int, str] = {}
        used: list[int] = []
        inside = [False]

        def number_format(attributes: dict[str, str]) -> None:
            custom[int(attributes["numFmtId"])] = attributes["formatCode"]

        def style(attributes: dict[str, str]) -> None:
            if inside[0]:
                used.append(int(attributes.get("numFmtId", 0)))

        def styles_of_cells(attributes: dict[str, str]) -> None:  # noqa: ARG001
            inside[0] = True

        def other_styles(attributes: dict[str, str]) -> None:  # noqa: ARG001
            inside[0] = False

        handlers = {"numFmt": number_format, "cellXfs": styles_of_cells, "cellStyles": other_styles, "xf": style}
        if target and (part := _joined(folder, target)) in self._archive:
            self._each(part, handlers)
        return Formats([format_code(number, custom) for number in used], self._epoch)

    def _each(self, part: str, handlers: Mapping[str, Callable[[dict[str, str]], None]]) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            handler = handlers.get(tag.rpartition(" ")[2])
            if handler:
                handler(attributes)

        def prepare(parser: Any) -> None:
            parser.StartElementHandler = start

        self._archive.parse(part, prepare)


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
