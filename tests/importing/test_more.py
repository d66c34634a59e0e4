"""Smaller things that real sheets do."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.importing.clock import read_clock
from commands.importing.dates import When, order_of, read_date
from commands.importing.dependencies import Waits, waits_in
from commands.importing.grid import clean, column_letters
from commands.importing.numbers import EPOCH_1900, EPOCH_1904, format_code, number_cell
from commands.importing.people import people_in
from commands.phrases import Phrase
from store.records import Member, Snapshot, System, Workspace
from tests.importing.files import at, bad_cells, csv, imported, notes, planned, problems, tasks, workbook

LON = System("lon", "Lønn og personal", "Lønnsom", ("lønn",))
TOWN = Snapshot(Workspace("holtmo", "Nye Holtmo"), systems=[LON])


@pytest.mark.parametrize(
    "text",
    [
        "1.3.2027",
        "01.03.27",
        "1/3-27",
        "1/3/2027",
        "2027-03-01",
        "2027.3.1",
        "1. mars 2027",
        "1 mar 2027",
        "1.mars 27",
        "mandag 1. mars 2027",
        "man 1.3.2027",
        "March 1, 2027",
        "1-mar-27",
        "20270301",
        "1 . 3 . 2027",
        "1.3.'27",
        "måndag 1.3.2027",
    ],
)
def test_written_dates(text: str) -> None:
    assert read_date(text) == When(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("1.3.2027 14:30", 870),
        ("1.3.2027 kl. 14.30", 870),
        ("2027-03-01T14:30:00", 870),
        ("1.3.2027, kl 9", 540),
        ("2027-03-01 14:30:59.5", 870),
        ("3/1/2027 2:30 PM", 870),
        ("1.3.2027 24:00", None),
    ],
)
def test_written_dates_with_a_time(text: str, minute: int | None) -> None:
    assert read_date(text, "mdy" if "PM" in text else "dmy") == When(date(2027, 3, 1), minute)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_reason(text: str) -> None:
    assert isinstance(read_date(text), When | Phrase)
    assert order_of([text]) in ("dmy", "mdy")


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_norwegian_dates_come_back(day: date) -> None:
    assert read_date(f"{day.day}.{day.month}.{day.year}") == When(day)
    assert read_date(day.isoformat()) == When(day)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("09:00-11:30", (540, 690)),
        ("9-11", (540, 660)),
        ("kl. 13–15", (780, 900)),
        ("0900-1130", (540, 690)),
        ("12.30", (750, None)),
        ("kl 9", (540, None)),
        ("20-24", (1200, 1440)),
        ("9", None),
        ("25:00", None),
        ("13-11", None),
        ("formiddag", None),
    ],
)
def test_times_of_day(text: str, span: tuple[int, int | None] | None) -> None:
    assert read_clock(text) == span


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("1.1, 1.3FS+2d", (Waits("1.1"), Waits("1.3", 2))),
        ("4;7AS+2 dager", (Waits("4"), Waits("7", 2))),
        ("T101 og T102", (Waits("T101"), Waits("T102"))),
        ("3FS-1d", (Waits("3", -1),)),
        ("2FS+1 uke", (Waits("2", 5),)),
        ("A1\nA2", (Waits("A1"), Waits("A2"))),
        ("#7", (Waits("7"),)),
    ],
)
def test_dependencies(text: str, waits: tuple[Waits, ...]) -> None:
    assert waits_in(text) == waits


@pytest.mark.parametrize("text", ["3SS", "2FF+1d", "4FS+25%", "når test er ferdig", "1FS+2t"])
def test_dependencies_that_cannot_be_kept(text: str) -> None:
    assert isinstance(waits_in(text), Phrase)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ola Nordmann / Kari Hansen", ["Ola Nordmann", "Kari Hansen"]),
        ("Ola; Kari og Per", ["Ola", "Kari", "Per"]),
        ("Ola N. (leverandør)", ["Ola N."]),
        ("Nordmann, Ola; Hansen, Kari", ["Ola Nordmann", "Kari Hansen"]),
        ("Ola Nordmann, Kari Hansen", ["Ola Nordmann", "Kari Hansen"]),
        ("Ola\nKari", ["Ola", "Kari"]),
        ("Anne-Grete Myhre", ["Anne-Grete Myhre"]),
        ("Ola & Kari + Per", ["Ola", "Kari", "Per"]),
    ],
)
def test_people_in_a_cell(text: str, people: list[str]) -> None:
    found = people_in(text)
    assert not isinstance(found, Phrase)
    assert [person.name for person in found] == people


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (5.1, "", "5.1"),
        (5.1, "0.00", "5.10"),
        (7, "000", "007"),
        (0.8, "0%", "80 %"),
        (1234.0, "#,##0", "1234"),
        (46447, "General", "46447"),
        (46447, "dd.mm.yyyy", "2027-03-01"),
        (46447.75, "dd.mm.yyyy hh:mm", "2027-03-01 18:00"),
        (0.375, "h:mm", "09:00"),
        (1.0, "h:mm", "24:00"),
        (1.5, "[h]:mm", "36:00"),
        (46447, "[$-414]d. mmmm yyyy", "2027-03-01"),
        (3, '0 "dager"', "3"),
        (3, "0.0", "3.0"),
    ],
)
def test_numbers_as_excel_shows_them(number: float, code: str, text: str) -> None:
    assert number_cell(number, code, EPOCH_1900).text == text


def test_the_two_epochs_are_four_years_and_a_day_apart() -> None:
    assert number_cell(44985, format_code(14, {}), EPOCH_1904).value == at(2027, 3, 1)
    assert number_cell(59, format_code(14, {}), EPOCH_1900).value == at(1900, 2, 28)
    assert number_cell(61, format_code(14, {}), EPOCH_1900).value == at(1900, 3, 1)


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


def test_letters_of_columns() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_a_days_number_in_a_column_of_texts_is_read_and_told() -> None:
    plan = planned(workbook({"P": [["System", "Oppgave", "Frist"], ["Lønn", "En", 46447]]}), current=TOWN)
    assert problems(plan) == []
    assert notes(plan) == ["C2: The number 46447 was read as Excel's number for 2027-03-01."]


def test_a_bare_date_header_beside_a_deadline_is_not_the_deadline() -> None:
    rows = [["System", "Oppgave", "Dato", "Frist"], ["Lønn", "En", "1.1.2027", "1.3.2027"]]
    assert imported(workbook({"P": rows}), current=TOWN).tasks[0].due == date(2027, 3, 1)


def test_a_finish_clock_beside_a_date() -> None:
    rows = [["System", "Aktivitet", "Dato", "Start", "Slutt"], ["Lønn", "Stenge", "31.12.2027", time(16), time(18, 30)]]
    task = imported(workbook({"P": rows}), current=TOWN).tasks[0]
    assert (task.due, task.due_time) == (date(2027, 12, 31), "18:30")


def test_a_title_that_names_the_system() -> None:
    rows = [["System: Regna"], [], ["Oppgave", "Frist"], ["En", "1.3.2027"]]
    snapshot = imported(workbook({"Ark1": rows}), current=TOWN)
    assert snapshot.systems[-1].name == "Regna"


def test_a_table_that_names_no_system_says_so_once() -> None:
    rows = [["Oppgave", "Frist"], *([f"Oppgave {n}", "1.3.2027"] for n in range(50))]
    plan = planned(workbook({"Høst": rows}), current=TOWN)
    assert len(plan.problems) == 1
    assert plan.problems[0].spot.sheet == "Høst"


def test_a_product_family_is_asked_back() -> None:
    town = Snapshot(
        TOWN.workspace, systems=[System("s", "Skole", "Elevia Skole"), System("b", "Barnehage", "Elevia Barnehage")]
    )
    assert bad_cells(planned(csv("System;Oppgave\nElevia;En\n"), current=town)) == ["A2"]


def test_bilingual_headers_and_units() -> None:
    rows = [
        ["System / Application", "Oppgave\nTask", "Varighet (timer)", "Due date / Frist"],
        ["Lønn", "En", 16, "1.3.2027"],
    ]
    task = imported(workbook({"P": rows}), current=TOWN).tasks[0]
    assert (task.title, task.duration, task.due) == ("En", 3, date(2027, 3, 1))


def test_a_header_repeated_at_every_page_is_left_out() -> None:
    rows = [
        ["System", "Oppgave", "Frist"],
        ["Lønn", "En", "1.3.2027"],
        ["System", "Oppgave", "Frist"],
        ["Lønn", "To", None],
    ]
    plan = planned(workbook({"P": rows}), current=TOWN)
    assert plan.sheets[0].left_out == {"repeated": 1}
    assert plan.counts["task"] == (2, 0, 0)


def test_a_task_that_is_called_status_is_a_task() -> None:
    rows = [["System", "Oppgave", "Status"], ["Lønn", "Status", "Ferdig"], ["Lønn", "System", "Pågår"]]
    assert list(tasks(imported(workbook({"P": rows}), current=TOWN))) == ["Status", "System"]


def test_people_are_merged_by_their_addresses() -> None:
    town = Snapshot(TOWN.workspace, members=[Member("kh", "Kari Hansen", email="kari@x.no")])
    plan = planned(csv("Navn;E-post;Rolle\nKari H. Hansen;KARI@x.no;leder\n"), current=town)
    assert [change.after for change in plan.changes] == [{"name": "Kari H. Hansen", "role": "leder"}]


def test_two_sheets_that_contradict_each_other_are_reported() -> None:
    text = "Systemnavn;Leverandør\nVisma;A\nVisma;B\n"
    assert len(problems(planned(csv(text)))) == 1


def test_a_long_title_is_reported_and_a_long_note_is_shortened() -> None:
    plan = planned(csv(f"System;Oppgave;Kommentar\nLønn;{'a' * 301};x\nLønn;En;{'b' * 5001}\n"), current=TOWN)
    assert bad_cells(plan) == ["B2"]
    assert len(notes(plan)) == 1


def test_links_count_by_what_they_show() -> None:
    rows = [["System", "Oppgave", "Ansvarlig"], ["Lønn", "En", "Kari Hansen"]]

    def adorn(book):  # type: ignore[no-untyped-def]
        book["P"]["B2"].hyperlink = "https://holtmo.example"

    assert imported(workbook({"P": rows}, adorn), current=TOWN).tasks[0].title == "En"


def test_moved_courses_with_ids_are_moved() -> None:
    rows = "Kurs-id;System;Dato;Tid;Sted\nK1;Lønn;1.3.2027;9-11;Teams\n"
    once = imported(csv(rows), current=TOWN)
    plan = planned(csv(rows.replace("1.3.", "8.3.")), current=once)
    assert plan.counts["training"] == (0, 1, 0)


def test_a_course_without_hours_is_reported() -> None:
    assert bad_cells(planned(csv("Kurs;System;Dato;Sted\nGrunnkurs;Lønn;1.3.2027;Teams\n"), current=TOWN)) == ["C2"]
