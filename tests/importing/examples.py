"""Makes the spreadsheets in examples/: `python -m tests.importing.examples`. They fit examples/nye-fjordvik.json."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path("examples")
_PLAN: list[list[Any]] = [
    ["Fremdriftsplan Nye Fjordvik kommune"],
    ["Sist oppdatert 10.11.2027 av programkontoret"],
    [],
    ["Nr", "System", "Oppgave *", "Ansvarlig", "Frist", "Status", "% ferdig", "Avhengig av", "Kostnad", "Merknad"],
    ["1", None, "Lønn og personal"],
    [
        "1.1",
        "Ansattveven",
        "Opplæring av lønnskontaktene",
        "Tuva Rønning / Jonas Bråten",
        date(2027, 11, 30),
        "Pågår",
        0.4,
    ],
    [
        "1.2",
        "Ansattveven",
        "Manuell rutine for de første lønnskjøringene",
        "Jonas Bråten",
        "3.12.2027",
        "Ikke startet",
        None,
        "1.1",
    ],
    ["1.3", "Ansattveven", "Varsle banken om nye filer", "avklares", "1/12-27", "4-Complete", 1, None, 12000],
    ["2", None, "Økonomi"],
    ["2.1", "Talltreet", "Felles kontoplan besluttet", "Gunnhild Moen", "8.10.2027", "Ferdig"],
    [
        "2.2",
        "Talltreet",
        "Teste fakturautsending",
        "Gunnhild M. (leverandør deltar)",
        "10.12.2027",
        "Venter",
        0.2,
        "2.1FS+5d",
        30000,
        "Venter på sertifikat",
    ],
    [None, None, None, None, None, None, None, "Sum", 42000],
    [],
    ["* Oppgaver som gjelder alle systemer, står i programmets egen plan."],
]
_COURSES = """Kurskalender høsten 2027;;;;;;
;;;;;;
System;Dato;Klokkeslett;Sted;Maks antall;Kursholder;Målgruppe
Ansattveven;22.11.2027;09:00-11:30;Fjordvik rådhus;15;Tuva Rønning;Lønnskontakter
Ansattveven;25.11.2027;kl. 13–15;Teams;30;Tuva Rønning;"Ledere; alle kommuner"
Arkivhylla;1.12.2027;12.30-15.00;Tindesund rådhus;12;;Saksbehandlere
"""


def main() -> None:
    """Write the files."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Fremdriftsplan"
    for row in _PLAN:
        sheet.append(row)
    _adorn(sheet)
    hidden = book.create_sheet("Nedtrekkslister")
    for status in ("Ikke startet", "Pågår", "Venter", "4-Complete", "Ferdig"):
        hidden.append([status])
    hidden.sheet_state = "hidden"
    book.save(FOLDER / "fremdriftsplan.xlsx")
    (FOLDER / "kurs.csv").write_bytes(_COURSES.replace("\n", "\r\n").encode("cp1252"))


def _adorn(sheet: Worksheet) -> None:
    """Make it look like the real thing: a merged title, coloured headings, percentages, wide columns."""
    sheet.merge_cells("A1:J1")
    sheet["A1"].font = Font(bold=True, size=16)
    for cell in sheet[4]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E78")
        cell.alignment = Alignment(wrap_text=True)
    for number in (5, 9):
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    for cell in sheet["G"]:
        cell.number_format = "0 %"
    for cell in sheet["E"]:
        cell.number_format = "dd.mm.yyyy"
    for column, width in zip("ABCDEFGHIJ", (6, 16, 46, 30, 12, 14, 10, 14, 12, 30), strict=True):
        sheet.column_dimensions[column].width = width


if __name__ == "__main__":
    main()
