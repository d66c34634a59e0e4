"""What kind of file it really is, whatever it is called, and one clear sentence where it cannot be read."""

from commands.importing.archive import Archive, locked, too_large
from commands.importing.grid import MOST_BYTES, Sheet, SourceFile, UnreadableFile
from commands.importing.text import read_text
from commands.importing.workbook import read_workbook
from commands.phrases import Phrase, say

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"SQLite format 3",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
)


def is_json(file: SourceFile) -> bool:
    """Whether the file is meant as JSON: it is called so, or it begins as an object does."""
    start = file.content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return file.name.casefold().endswith(".json") or (start.startswith(b"{") and not start.startswith(b"{\\rtf"))


def read_sheets(file: SourceFile) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a file and the names of its hidden ones. Raises UnreadableFile."""
    content, name = file.content, file.name
    if len(content) > MOST_BYTES:
        raise too_large(name)
    if not content.strip():
        raise UnreadableFile(say("{file} is empty.", file=name))
    if content.startswith(_OLE2):
        raise _old_office(name, content)
    if content.startswith(b"PK"):
        return _from_zip(name, content)
    reason = _disguised(name, content)
    if reason:
        raise UnreadableFile(reason)
    sheet = read_text(name, content)
    if not sheet.rows:
        raise UnreadableFile(say("{file} is empty.", file=name))
    return [sheet], []


def _from_zip(name: str, content: bytes) -> tuple[list[Sheet], list[str]]:
    archive = Archive(name, content)
    if "xl/workbook.xml" in archive or any(part.startswith("xl/worksheets/") for part in archive.names()):
        return read_workbook(archive)
    raise UnreadableFile(_other_zip(name, archive.names()))


def _other_zip(name: str, parts: list[str]) -> Phrase:
    if "xl/workbook.bin" in parts:
        return say("{file} is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx.", file=name)
    if any(part.startswith(("word/", "ppt/")) for part in parts):
        return say("{file} is a Word or PowerPoint file. Put the table in Excel and save it as .xlsx.", file=name)
    if any(part.endswith(".iwa") for part in parts):
        return say("{file} is from Numbers. Export it there to Excel (.xlsx).", file=name)
    if "content.xml" in parts:
        return say("{file} is from LibreOffice (.ods). Open it there and save it as .xlsx.", file=name)
    return say("{file} is a zip file. Unpack it and import what is in it.", file=name)


def _old_office(name: str, content: bytes) -> UnreadableFile:
    if _ENCRYPTED in content:
        return locked(name)
    return UnreadableFile(
        say("{file} is in an old Office format (.xls). Open it in Excel and save it as .xlsx.", file=name)
    )


def _disguised(name: str, content: bytes) -> Phrase | None:
    """The sentence on a file of a well-known kind that is no table, else None."""
    start = content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"{\\rtf"):
        return say("{file} is a formatted document (RTF). Open it, and save the table as .xlsx or .csv.", file=name)
    if start.startswith(b"%pdf"):
        return say("{file} is a PDF. Import the workbook that it was made from.", file=name)
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<table", b"<meta", b"<?xml", b"<workbook")):
        return say("{file} is a web page or XML. Open it in Excel and save it as .xlsx.", file=name)
    if content.startswith(_BINARY):
        return say("{file} is neither a workbook (.xlsx), a text file (.csv) nor JSON, so it was not read.", file=name)
    return None
