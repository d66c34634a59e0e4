"""Workbooks and CSV files: right values of the right kind, in three languages, and nothing that can be run."""

import csv
import zipfile
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from commands.exporting import TABLES, as_csv, as_xlsx
from commands.exporting.guard import begins_like_a_formula, guarded, printable
from commands.importing.words import header_words, squashed
from store.records import (
    LANGUAGES,
    Decision,
    Dependency,
    Enrolment,
    Gate,
    Group,
    Language,
    LegacySystem,
    Member,
    Municipality,
    Risk,
    Snapshot,
    System,
    Task,
    Training,
    TrainingNeed,
    Workspace,
)
from tests.strategies import HOSTILE, snapshots

SNAPSHOT = Snapshot(
    Workspace("nye", "Nye Fjordvik kommune", date(2028, 1, 1)),
    municipalities=[Municipality("fjordvik", "Fjordvik")],
    groups=[Group("lonn", "Lønn og personal")],
    members=[
        Member("a", "Astrid Nygård", "@astrid", "gruppeleder", "lonn", lang="nn", deputy="j"),
        Member("j", "Jonas Bråten", access="trainer", away_until=date(2027, 11, 22)),
    ],
    systems=[
        System("lon", "Lønn", "Ansattveven", ("lønna", "payroll"), "lonn", "a", cutover=date(2028, 1, 1), archive=True),
    ],
    tasks=[
        Task("T101", "lon", "Prøvekonvertering", "a", ("j", "a"), date(2027, 11, 15), None, "doing", 80, duration=3),
        Task("T102", "lon", "Prøvelønn", status="blocked", blocker="venter", depends_on=(Dependency("T101", 2),)),
    ],
    trainings=[Training("C1", "lon", datetime.fromisoformat("2027-11-23T09:00"), trainer="j", seats=12)],
    enrolments=[Enrolment("C1", "a"), Enrolment("C1", "j", "waiting")],
    needs=[TrainingNeed("lon", "leder", "fjordvik", 34)],
    gates=[Gate("lon", "rollback", "amber", "a", "Øvd én gang.", date(2027, 11, 12))],
    decisions=[Decision("B1", "lon", "no_go", "a", date(2027, 11, 1))],
    risks=[Risk("R1", "lon", "Feil lønn", 3, 4)],
    legacy=[LegacySystem("L1", "Lønnssystem", "fjordvik", users=1450, contract_end=date(2028, 6, 30))],
)  # fmt: skip


def workbook(snapshot: Snapshot = SNAPSHOT, lang: Language = "nb") -> Any:
    return load_workbook(BytesIO(as_xlsx(snapshot, lang)))


def rows(sheet: Any) -> list[dict[str, Any]]:
    """A sheet's rows by their headers, empty cells left out."""
    header, *others = sheet.iter_rows(values_only=True)
    return [{name: value for name, value in zip(header, row, strict=True) if value is not None} for row in others]


def csv_rows(contents: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(contents.decode("utf-8-sig"), newline=""), delimiter=";"))


# --- the workbook


def test_there_is_a_sheet_for_each_kind_of_record() -> None:
    assert workbook().sheetnames == [
        "Systemer", "Oppgaver", "Folk", "Kurs", "Påmeldinger", "Kontrollpunkter", "Risikoer", "Beslutninger",
        "Opplæringsbehov", "Systemregister",
    ]  # fmt: skip


def test_an_empty_workspace_has_sheets_to_fill_in_but_no_register() -> None:
    empty = workbook(Snapshot(Workspace("nye", "Nye Fjordvik")))
    assert "Systemregister" not in empty.sheetnames
    assert [cell.value for cell in empty["Oppgaver"][1]][:4] == ["ID", "System", "Oppgave", "Ansvarlig"]


def test_tasks() -> None:
    assert rows(workbook()["Oppgaver"]) == [
        {
            "ID": "T101", "System": "Lønn", "Oppgave": "Prøvekonvertering", "Ansvarlig": "Astrid Nygård",
            "Medhjelpere": "Jonas Bråten; Astrid Nygård", "Frist": datetime.fromisoformat("2027-11-15"),
            "Status": "i gang", "% ferdig": 0.8, "Varighet dager": 3,
        },
        {
            "ID": "T102", "System": "Lønn", "Oppgave": "Prøvelønn", "Status": "blokkert", "Blokkert av": "venter",
            "Avhengig av": "T101FS+2d",
        },
    ]  # fmt: skip


def test_the_other_sheets() -> None:
    book = workbook()
    midnight = datetime.fromisoformat
    assert rows(book["Systemer"]) == [
        {
            "ID": "lon", "System": "Lønn", "Produkt": "Ansattveven", "Andre navn": "lønna, payroll",
            "Arbeidsgruppe": "Lønn og personal", "Systemeier": "Astrid Nygård", "Overgang": midnight("2028-01-01"),
            "Arkiv": "ja",
        }
    ]  # fmt: skip
    assert rows(book["Folk"])[1] == {
        "ID": "j", "Navn": "Jonas Bråten", "Tilgang gitt": "kursholder", "Borte til": midnight("2027-11-22"),
    }  # fmt: skip
    assert rows(book["Kurs"]) == [
        {
            "ID": "C1", "System": "Lønn", "Dato": midnight("2027-11-23"), "Start": time(9), "Plasser": 12,
            "Kursholder": "Jonas Bråten", "Status": "planlagt", "Påmeldte": "Astrid Nygård",
        }
    ]  # fmt: skip
    assert [row["Påmelding"] for row in rows(book["Påmeldinger"])] == ["påmeldt", "på venteliste"]
    assert rows(book["Kontrollpunkter"])[0]["Kontrollpunkt"] == "Generalprøve og tilbakerulling"
    assert rows(book["Kontrollpunkter"])[0]["Vurdering"] == "gul"
    assert rows(book["Risikoer"])[0]["Status"] == "åpen"
    assert rows(book["Beslutninger"])[0]["Beslutning"] == "no-go"
    assert rows(book["Opplæringsbehov"]) == [
        {"System": "Lønn", "Rolle": "leder", "Kommune": "Fjordvik", "Antall personer": 34}
    ]
    assert rows(book["Systemregister"])[0]["Avtale utløper"] == midnight("2028-06-30")


def test_days_and_percentages_look_like_what_they_are() -> None:
    first = workbook()["Oppgaver"][2]
    assert (first[5].is_date, first[5].number_format) == (True, "dd.mm.yyyy")
    assert first[8].number_format == "0%"


def test_a_state_has_its_word_and_its_colour() -> None:
    blocked, gate = workbook()["Oppgaver"]["H3"], workbook(lang="nn")["Kontrollpunkt"]["C2"]
    assert (blocked.value, blocked.fill.fgColor.rgb) == ("blokkert", "00F8D5D2")
    assert (gate.value, gate.fill.fgColor.rgb) == ("gul", "00FFF1C9")


def test_the_header_stays_in_sight_and_filters() -> None:
    for sheet in workbook():
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= column.width <= 60 for column in sheet.column_dimensions.values())


@pytest.mark.parametrize(("lang", "expected"), [("nb", "Beslutninger"), ("nn", "Avgjerder"), ("en", "Decisions")])
def test_it_is_in_the_reader_s_language(lang: Language, expected: str) -> None:
    assert expected in workbook(lang=lang).sheetnames


def test_two_of_one_name_are_told_apart_by_id() -> None:
    people = [Member("kari1", "Kari Vik"), Member("kari2", "Kari Vik")]
    task = Task("T1", "lon", "Test", owner="kari2")
    assert (
        rows(workbook(Snapshot(SNAPSHOT.workspace, members=people, tasks=[task]))["Oppgaver"])[0]["Ansvarlig"]
        == "kari2"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_import_knows_the_headers(lang: Language) -> None:
    """All but what only tells: who is in a course, gates, decisions, and what access somebody was given."""
    book = workbook(lang=lang)
    kinds = ["system", "task", "person", "training", None, None, "risk", None, "need", "legacy"]
    for kind, sheet in zip(kinds, book, strict=True):
        headers = {cell.value for cell in sheet[1]} if kind else set()
        known = header_words()[kind].columns if kind else {}
        assert {header for header in headers if squashed(header) not in known} <= {"Tilgang gitt", "Access given"}


# --- nothing that can be run


@pytest.mark.parametrize("text", [*HOSTILE, "#REF!", "#N/A", "\r=1", "＝1+1", "1", "1.2", "TRUE", "2027-11-15"])
def test_text_is_text_in_a_workbook(text: str) -> None:
    contents = as_xlsx(Snapshot(SNAPSHOT.workspace, tasks=[Task("T1", "lon", text)]), "nb")
    cell = load_workbook(BytesIO(contents))["Oppgaver"]["C2"]
    assert (cell.value, cell.data_type) == (printable(text), "s")
    assert cell.quotePrefix == begins_like_a_formula(text)
    assert all(b"<f>" not in part for part in parts_of(contents))


@given(snapshots())
@settings(deadline=None, max_examples=15)
def test_no_workbook_holds_a_formula(snapshot: Snapshot) -> None:
    for part in parts_of(as_xlsx(snapshot, "nb")):
        assert b"<f>" not in part
        assert b'<c t="f"' not in part


def parts_of(contents: bytes) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(contents)) as file:
        return [file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/")]


@pytest.mark.parametrize("text", ["\x00\x08", "a\x0bb", "\ud800", "\uffff"])
def test_what_no_xml_can_hold_is_replaced(text: str) -> None:
    title = rows(workbook(Snapshot(SNAPSHOT.workspace, tasks=[Task("T1", "lon", text)]))["Oppgaver"])[0]["Oppgave"]
    assert "\ufffd" in title


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    title = workbook(Snapshot(SNAPSHOT.workspace, tasks=[Task("T1", "lon", "x" * 40_000)]))["Oppgaver"]["C2"].value
    assert (len(title), title[-1]) == (32_767, "…")


@given(st.text(max_size=30))
def test_one_apostrophe_less_is_what_was_typed(text: str) -> None:
    safe = guarded(text)
    assert safe == text or (safe[0] == "'" and begins_like_a_formula(safe) and safe[1:] == text)
    assert safe[:1] not in tuple("=+-@\t\r\n＝＋－＠")


# --- CSV


def test_csv_is_what_excel_in_norway_opens() -> None:
    contents = as_csv(SNAPSHOT, "tasks", "nb")
    assert contents.startswith("\ufeffID;System;Oppgave;Ansvarlig;".encode())
    assert contents.endswith(b"\r\n")
    assert csv_rows(contents)[1][:9] == [
        "T101", "Lønn", "Prøvekonvertering", "Astrid Nygård", "Jonas Bråten; Astrid Nygård", "2027-11-15", "",
        "i gang", "80 %",
    ]  # fmt: skip
    assert csv_rows(as_csv(SNAPSHOT, "trainings", "nb"))[1][2:5] == ["2027-11-23", "09:00", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text_in_csv(text: str) -> None:
    title = csv_rows(as_csv(Snapshot(SNAPSHOT.workspace, tasks=[Task("T1", "lon", text)]), "tasks", "nb"))[1][2]
    assert title[0] not in "=+-@\t\r"
    assert title == guarded(text)


@given(snapshots(), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=15)
def test_every_table_has_as_many_cells_in_each_row(snapshot: Snapshot, lang: Language) -> None:
    for name in TABLES:
        header, *others = csv_rows(as_csv(snapshot, name, lang))
        assert {len(row) for row in others} <= {len(header)}
        assert all(cell[:1] not in tuple("=+-@\t\r\n") for row in others for cell in row if cell)


def test_there_is_no_other_table() -> None:
    with pytest.raises(KeyError):
        as_csv(SNAPSHOT, "passwords", "nb")
