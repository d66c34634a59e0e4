"""A zip file from a stranger, opened with care: nothing larger than it may be, and no XML that declares entities."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TypeAlias
from xml.parsers import expat

from commands.importing.grid import MOST_BYTES, UnreadableFile
from commands.phrases import say

Thinning: TypeAlias = Callable[[Iterator[bytes]], Iterator[bytes]]

_MOST_PARTS = 10_000
_CHUNK = 1 << 18


class Archive:
    """The parts of a zip file. What has been inflated is counted over all parts, whatever the file declares."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise self.damaged() from error
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise too_large(name)
        self._names = {part.filename.lstrip("/").casefold(): part.filename for part in parts}
        self._left = MOST_BYTES

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._names

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._names)

    def parse(self, part: str, prepare: Callable[[expat.XMLParserType], None], thin: Thinning = iter) -> None:
        """Stream a part, as `thin` leaves it, through an XML parser that `prepare` gives its handlers.

        Raises UnreadableFile where the part is damaged, too large, or declares a document type.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        prepare(parser)
        try:
            for chunk in thin(self._chunks(part)):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, KeyError, IndexError, OverflowError) as error:
            raise self.damaged() from error

    def damaged(self) -> UnreadableFile:
        """The file is broken; say so."""
        return UnreadableFile(
            say("{file} is damaged and cannot be read. Open it in Excel and save it again.", file=self.name)
        )

    def _refuse_doctype(self, *_: object) -> None:
        raise UnreadableFile(
            say("{file} declares a document type, which no workbook does, so it was not read.", file=self.name)
        )

    def _chunks(self, part: str) -> Iterator[bytes]:
        try:
            info = self._zip.getinfo(self._names[part.casefold()])
            if info.flag_bits & 1:
                raise locked(self.name)
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise too_large(self.name)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise self.damaged() from error


def too_large(name: str) -> UnreadableFile:
    """The file unpacks to more than may be; say so."""
    return UnreadableFile(
        say(
            "{file} is too large: at most {megabytes} MB when it is unpacked. Keep only the sheets with the plan.",
            file=name,
            megabytes=MOST_BYTES // 1_000_000,
        )
    )


def locked(name: str) -> UnreadableFile:
    """The file is encrypted; say so."""
    return UnreadableFile(
        say("{file} is locked with a password. Open it in Excel, take the password off and save it again.", file=name)
    )
