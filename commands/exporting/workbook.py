"""A workspace as a workbook for a spreadsheet program."""

from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from commands.exporting.guard import begins_like_a_formula, guarded, printable
from commands.exporting.sheets import SHEETS
from commands.exporting.tables import Cell, Kind, Table, table
from commands.exporting.words import COLOURS
from commands.phrases import render
from store.records import Language, Snapshot

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_TEXT = 32_767  # what a cell can hold, by Excel's specification
_NARROWEST, _WIDEST = 8, 55  # characters
_FORMATS: dict[Kind, str] = {"text": "General", "state": "General", "number": "0", "percent": "0%", "clock": "hh:mm"}
_DAY_FORMATS: dict[Language, str] = {"nb": "dd.mm.yyyy", "nn": "dd.mm.yyyy", "en": "d mmm yyyy"}


def as_xlsx(snapshot: Snapshot, lang: Language) -> bytes:
    """A workspace as an Excel workbook: one sheet per kind of record, in a language.

    Days are real dates and percentages real percentages; all text is stored as text, so that nothing in it can become
    a formula. The register of legacy systems has a sheet only where it has rows. The library writes the time of
    writing into the file, so two exports of the same are not the same bytes.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "Klar"
    workbook.properties.title = printable(snapshot.workspace.name)
    for kind, sheet in SHEETS.items():
        contents = table(sheet, snapshot, lang)
        if contents.rows or kind != "legacy":
            _write(workbook.create_sheet(contents.title), contents, lang)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write(sheet: "Worksheet", contents: Table, lang: Language) -> None:
    from openpyxl.styles import PatternFill

    formats: dict[Kind, str] = {**_FORMATS, "day": _DAY_FORMATS[lang]}
    fills = {render(state, lang): PatternFill("solid", fgColor=colour) for state, colour in COLOURS}
    _write_headers(sheet, contents.headers)
    for number, row in enumerate(contents.rows, start=2):
        for place, (kind, value) in enumerate(zip(contents.kinds, row, strict=True), start=1):
            if value not in (None, ""):
                _write_cell(sheet.cell(number, place), value, formats[kind])
            if kind == "state" and isinstance(value, str) and value in fills:
                sheet.cell(number, place).fill = fills[value]
    for place, header in enumerate(contents.headers):
        column = sheet.cell(1, place + 1).column_letter
        sheet.column_dimensions[column].width = _width(header, contents.kinds[place], (r[place] for r in contents.rows))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _write_headers(sheet: "Worksheet", headers: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, header in enumerate(headers, start=1):
        cell = sheet.cell(1, place, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E5F")
        cell.alignment = Alignment(vertical="center")


def _write_cell(cell: Any, value: Cell, number_format: str) -> None:
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
    if not isinstance(value, str):
        cell.value = value
        cell.number_format = number_format
        return
    # A quote is what the import takes for a guard, so one that belongs to the text gets its own.
    cell.value = _fitting(printable(guarded(value) if value.startswith("'") else value))
    # The library takes what begins with = for a formula, and #N/A for an error: it is text, whatever it looks like.
    cell.data_type = "s"
    # With the quote prefix it stays text also when somebody edits the cell.
    cell.quotePrefix = begins_like_a_formula(value)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _width(header: str, kind: Kind, values: Iterable[Cell]) -> int:
    """A column's width in characters: room for the header with its filter arrow, and for most of what stands below."""
    longest = max((_length(value, kind) for value in values), default=0)
    return max(_NARROWEST, len(header) + 4, min(longest + 2, _WIDEST))


def _length(value: Cell, kind: Kind) -> int:
    match value:
        case datetime() | date():
            return 11
        case time():
            return 5
        case str():
            return max(map(len, value.splitlines()), default=0)
        case _:
            return 5 if kind == "percent" else len(str(value or ""))
