"""Texts in a workbook: the shared strings, without the phonetic readings that some carry."""

import re
from xml.parsers import expat

from commands.importing.grid import cell_text

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class StringReader:
    """Reads the part with the shared strings."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_reading = False

    def attach(self, parser: expat.XMLParserType) -> None:
        """Listen to the parser."""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        tag = tag.rpartition(" ")[2]
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._in_reading = True
        elif tag == "t":
            self._in_text = not self._in_reading

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(" ")[2]
        if tag == "si":
            self.strings.append(text_of(self._pieces))
        elif tag == "rPh":
            self._in_reading = False
        elif tag == "t":
            self._in_text = False

    def _text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)


def text_of(pieces: list[str]) -> str:
    """The text of its pieces, with Excel's escapes (_x000D_) undone."""
    text = "".join(pieces)
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return cell_text(text)
