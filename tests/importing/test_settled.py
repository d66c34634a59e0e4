"""Each line of "Import, settled", as a story."""

from datetime import date

import pytest
from openpyxl import Workbook

from commands.importing import UnreadableFile
from commands.importing.grid import MOST_CELLS
from commands.phrases import render
from store.records import Dependency, Group, Member, Municipality, Snapshot, System, Task, Workspace
from tests.importing.files import (
    EMPTY,
    bad_cells,
    carried_out,
    csv,
    imported,
    names,
    notes,
    planned,
    problems,
    sheet_of,
    tasks,
    workbook,
)

LON = System("lon", "Lønn og personal", "Lønnsom", ("lønn",))
KARI = Member("khansen", "Kari Hansen", "@kari")
TOWN = Snapshot(Workspace("holtmo", "Nye Holtmo"), members=[KARI], systems=[LON])
HEAD = ["Nr", "System", "Oppgave", "Ansvarlig", "Frist", "Status", "% ferdig", "Avhengig av"]


def in_plan(*rows: list[object], current: Snapshot = TOWN) -> list[str]:
    return problems(planned(workbook({"Plan": [HEAD, *rows]}), current=current))


# A value that does not fit its column's kind is reported by sheet and cell, never guessed.


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (4, "E2", "snart"),
        (4, "E2", "31.2.2027"),
        (4, "E2", "1.3."),
        (4, "E2", "1/3"),
        (4, "E2", 2027),
        (4, "E2", "1.3.0207"),
        (4, "E2", "Ola"),
        (4, "E2", "13/13/2027"),
        (5, "F2", "Forsinket"),
        (5, "F2", "4"),
        (5, "F2", 4),
        (6, "G2", "ferdig"),
        (6, "G2", 140),
        (6, "G2", "-5"),
        (3, "D2", 46447),
        (3, "D2", date(2027, 3, 1)),
        (7, "H2", "etter test"),
        (0, "A2", date(2027, 2, 1)),
    ],
)
def test_a_value_that_does_not_fit_is_reported_by_its_cell(column: int, cell: str, value: object) -> None:
    row: list[object] = ["1.1", "Lønn", "Teste", "Kari Hansen", "1.3.2027", "Pågår", 50, None]
    row[column] = value
    plan = planned(workbook({"Plan": [HEAD, row]}), current=TOWN)
    assert bad_cells(plan) == [cell]
    assert plan.problems[0].spot.sheet == "Plan"
    assert plan.changes == ()


def test_dashes_and_not_applicable_are_empty_and_undecided_is_told() -> None:
    plan = planned(
        workbook(
            {"Plan": [HEAD, ["1", "Lønn", "En", "-", "n/a", "–", None, "-"], ["2", "Lønn", "To", "TBD", "avklares"]]}
        ),
        current=TOWN,
    )
    assert problems(plan) == []
    assert [note.split(":")[0] for note in notes(plan)] == ["D3", "E3"]
    assert all(task.due is None and task.owner is None for task in carried_out(plan.changes, TOWN).tasks)


# Rows longer than the header are realigned only when exactly one shift fits.


def test_an_unquoted_comma_is_put_right_where_one_shift_alone_fits_and_the_preview_says_so() -> None:
    text = "Nr,Oppgave,Frist,Status,System\n1,Teste,1.3.2027,Pågår,Lønn\n2,Teste, og lære,2.3.2027,Ferdig,Lønn\n"
    plan = planned(csv(text), current=TOWN)
    assert problems(plan) == []
    assert [note.split(":")[0] for note in notes(plan)] == ["F3"]
    task = tasks(carried_out(plan.changes, TOWN))["Teste, og lære"]
    assert (task.due, task.status, task.ref) == (date(2027, 3, 2), "done", "2")


def test_a_row_that_could_be_put_right_in_two_ways_is_reported() -> None:
    text = "Nr,Oppgave,Ansvarlig,Frist,Status,System\n1,Teste, og lære,Kari Hansen,2.3.2027,Ferdig,Lønn\n"
    plan = planned(csv(text), current=TOWN)
    assert len(plan.problems) == 1
    assert plan.problems[0].spot.cell == "A2"
    assert plan.changes == ()


def test_a_paste_that_slipped_one_column_is_put_right() -> None:
    rows = [
        ["Frist", "Status", "System", "Oppgave"],
        ["1.3.2027", "Pågår", "Lønn", "En"],
        [None, "2.3.2027", "Ferdig", "Lønn", "To"],
    ]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert problems(plan) == []
    assert tasks(carried_out(plan.changes, TOWN))["To"].due == date(2027, 3, 2)
    assert notes(plan)


def test_a_row_that_no_shift_makes_fit_is_reported() -> None:
    text = "Nr;System;Frist;Oppgave;Status\n1;Lønn;1.3.2027;En;Pågår;rot;mer rot\n"
    assert bad_cells(planned(csv(text), current=TOWN)) == ["A2"]


def test_a_remark_beside_a_table_in_a_workbook_is_no_slip() -> None:
    rows = [[*HEAD], ["1", "Lønn", "En", "Kari Hansen", "1.3.2027", "Pågår", None, None, None, "husk Kari!"]]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert problems(plan) == []
    assert plan.sheets[0].unnamed == ["J"]


# Unknown people and systems are created, without an account, and listed.


def test_unknown_people_and_systems_are_created_and_listed() -> None:
    plan = planned(workbook({"Plan": [HEAD, ["1", "Regna", "En", "Ola Nordmann; Kari Hansen; Per Moe"]]}), current=TOWN)
    assert plan.created == (("member", "Ola Nordmann"), ("member", "Per Moe"), ("system", "Regna"))
    snapshot = carried_out(plan.changes, TOWN)
    task = snapshot.tasks[0]
    assert (task.owner, task.helpers) == ("onordmann", ("khansen", "pmoe"))
    new = next(member for member in snapshot.members if member.id == "onordmann")
    assert (new.access, new.handle, new.email) == (None, "", "")


@pytest.mark.parametrize(
    "written",
    ["Kari Hansen", "kari", "Hansen", "Kari H.", "K. Hansen", "@kari", "khansen", "Hansen, Kari", "KARI  HANSEN"],
)
def test_a_person_is_found_by_what_people_call_her(written: str) -> None:
    assert imported(workbook({"Plan": [HEAD, ["1", "Lønn", "En", written]]}), current=TOWN).tasks[0].owner == "khansen"


def test_a_first_name_that_two_share_is_asked_back() -> None:
    town = Snapshot(
        TOWN.workspace, members=[Member("khansen", "Kari Hansen"), Member("kmoe", "Kari Moe")], systems=[LON]
    )
    assert in_plan(["1", "Lønn", "En", "Kari"], current=town) == [
        "D2: “Kari” could be one of Kari Hansen and Kari Moe. Write the whole name or the e-mail address."
    ]


def test_a_pair_that_may_be_one_person_is_asked_back() -> None:
    assert "could be one person or two" in in_plan(["1", "Lønn", "En", "Moe, Per"])[0]


def test_a_product_that_two_systems_share_is_asked_back() -> None:
    town = Snapshot(TOWN.workspace, systems=[System("sko", "Skole", "Elevia"), System("bhg", "Barnehage", "Elevia")])
    assert bad_cells(planned(workbook({"Plan": [HEAD, ["1", "Elevia", "En"]]}), current=town)) == ["B2"]


# Dependencies: ids, the lag in days.


def test_dependencies_with_lags() -> None:
    rows: list[list[object]] = [
        ["1.1", "Lønn", "En"],
        ["1.3", "Lønn", "Tre"],
        ["1.4", "Lønn", "Fire", None, None, None, None, "1.1, 1.3FS+2d"],
    ]
    done = tasks(imported(workbook({"Plan": [HEAD, *rows]}), current=TOWN))
    assert done["Fire"].depends_on == (Dependency(done["En"].id), Dependency(done["Tre"].id, 2))


def test_a_dependency_that_leads_nowhere_is_reported() -> None:
    assert in_plan(["1", "Lønn", "En", None, None, None, None, "7"]) == ["H2: There is no task with the id “7”."]


def test_start_to_start_is_reported_since_it_cannot_be_kept() -> None:
    rows: list[list[object]] = [["1", "Lønn", "En"], ["2", "Lønn", "To", None, None, None, None, "1SS"]]
    assert len(in_plan(*rows)) == 1


# Heading rows are phases; totals, notes and blank rows are left out and counted.


def test_a_heading_is_the_phase_of_the_rows_that_it_counts() -> None:
    rows = [
        HEAD,
        ["1", None, "Forberedelser"],
        ["1.1", "Lønn", "En"],
        ["1.2", "Lønn", "To"],
        ["2", None, "Overgang"],
        ["2.1", "Lønn", "Tre"],
        ["3", "Lønn", "En oppgave uten eier"],
        ["4", "Lønn", "Og en til"],
    ]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert plan.sheets[0].left_out == {"heading": 2}
    phases = {task.title: task.phase for task in carried_out(plan.changes, TOWN).tasks}
    assert phases == {
        "En": "Forberedelser",
        "To": "Forberedelser",
        "Tre": "Overgang",
        "En oppgave uten eier": "",
        "Og en til": "",
    }


def test_a_numbered_title_with_an_owner_is_a_task_though_it_counts_rows() -> None:
    rows = [HEAD, ["1", "Lønn", "Forberedelser", "Kari Hansen"], ["1.1", "Lønn", "En"]]
    assert len(imported(workbook({"Plan": rows}), current=TOWN).tasks) == 2


def test_totals_notes_and_blank_rows_are_left_out_and_counted() -> None:
    rows = [
        HEAD,
        ["1", "Lønn", "En"],
        [],
        ["2", "Lønn", "To"],
        ["Totalt", None, None, None, None, None, 50],
        [],
        [],
        ["NB! Fristene er veiledende"],
    ]
    assert planned(workbook({"Plan": rows}), current=TOWN).sheets[0].left_out == {"blank": 3, "total": 1, "note": 1}


# Weeks, quarters and holidays are reported until chat reads them; both date orders; the 1904 calendar is in the corpus.


@pytest.mark.parametrize(
    "text", ["Uke 15", "uke 15-16", "Q2", "innen påske", "medio mars", "før jul", "mars 2027", "2. kvartal"]
)
def test_dates_in_words_are_reported(text: str) -> None:
    assert "is not yet read here" in in_plan(["1", "Lønn", "En", None, text])[0]


def test_both_date_orders_in_one_column_report_every_cell_that_could_be_either() -> None:
    days = ["2/13/2027", "13/2/2027", "3/4/2027", "4.3.2027", "2027-03-04", "5/5/2027"]
    rows = [HEAD, *([str(n), "Lønn", f"Oppgave {n}", None, day] for n, day in enumerate(days))]
    assert bad_cells(planned(workbook({"Plan": rows}), current=TOWN)) == ["E4", "E5"]


def test_a_column_that_shows_that_it_is_american_is_read_so() -> None:
    rows = [HEAD, ["1", "Lønn", "En", None, "2/13/2027"], ["2", "Lønn", "To", None, "3/4/2027"]]
    assert [task.due for task in imported(workbook({"Plan": rows}), current=TOWN).tasks] == [
        date(2027, 2, 13),
        date(2027, 3, 4),
    ]


# A formula counts by its stored value; without one it is reported.


def test_a_formula_that_was_never_calculated_is_reported() -> None:
    assert in_plan(["1", "Lønn", "En", None, "=TODAY()"]) == [
        "E2: The formula has no stored value. Open the workbook in Excel and save it again."
    ]


def test_a_formula_in_a_column_that_is_not_ours_is_nobodys_business() -> None:
    rows = [["System", "Oppgave", "Kostnad"], ["Lønn", "En", "=1+1"]]
    assert problems(planned(workbook({"Plan": rows}), current=TOWN)) == []


# Statuses.


def test_a_house_has_words_of_its_own() -> None:
    rows = [HEAD, ["1", "Lønn", "En", None, None, "6-Archive"], ["2", "Lønn", "To", None, None, "4"]]
    file = workbook({"Plan": rows})
    assert bad_cells(planned(file, current=TOWN)) == ["F2", "F3"]
    plan = planned(file, current=TOWN, statuses={"6-Archive": "dropped", "4": "done"})
    assert [task.status for task in carried_out(plan.changes, TOWN).tasks] == ["dropped", "done"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Pågår", "doing"),
        ("4-Complete", "done"),
        ("(4) Done", "done"),
        ("IKKE STARTET ", "todo"),
        ("Ferdig ✅", "done"),
        ("✅", "done"),
        ("på vent", "blocked"),
        ("Utgår", "dropped"),
        ("In Progress", "doing"),
        ("i gang (Kari)", "doing"),
        ("Fullført", "done"),
        ("ikkje byrja", "todo"),
    ],
)
def test_status_words(word: str, status: str) -> None:
    assert (
        imported(workbook({"P": [HEAD, ["1", "Lønn", "En", None, None, word]]}), current=TOWN).tasks[0].status == status
    )


# A row is the same row by its id as text, else by system and title.


def test_ids_are_text() -> None:
    def adorn(book: Workbook) -> None:
        sheet = sheet_of(book, "Plan")
        sheet["A3"].number_format = "0.00"

    rows = [HEAD, [5.1, "Lønn", "En"], [5.1, "Lønn", "To"]]
    snapshot = imported(workbook({"Plan": rows}, adorn), current=TOWN)
    assert [task.ref for task in snapshot.tasks] == ["5.1", "5.10"]
    again = [HEAD, ["5.10", "Lønn", "To, med nytt navn"], ["5.1", "Lønn", "En"]]
    plan = planned(workbook({"Plan": again}), current=snapshot)
    assert plan.counts["task"] == (0, 1, 1)
    assert [change.key for change in plan.changes] == [("T102",)]


def test_a_number_that_could_be_two_ids_is_reported_where_a_task_waits_for_it() -> None:
    rows = [HEAD, ["5.1", "Lønn", "En"], ["5.10", "Lønn", "To"], ["6", "Lønn", "Tre", None, None, None, None, 5.1]]
    assert bad_cells(planned(workbook({"Plan": rows}), current=TOWN)) == ["H4"]


def test_a_row_without_an_id_is_known_by_system_and_title() -> None:
    rows = [["System", "Oppgave", "Frist"], ["Lønn", "Teste", "1.3.2027"]]
    once = imported(workbook({"Plan": rows}), current=TOWN)
    moved = [["System", "Oppgave", "Frist"], ["Lønnsom", "teste ", "8.3.2027"]]
    plan = planned(workbook({"Plan": moved}), current=once)
    assert plan.counts["task"] == (0, 1, 0)


def test_an_id_such_as_t101_is_the_tasks_own_and_others_get_the_next_number() -> None:
    rows = [HEAD, ["T205", "Lønn", "En"], ["7", "Lønn", "To"], ["t17", "Lønn", "Tre"]]
    snapshot = imported(workbook({"Plan": rows}), current=TOWN)
    assert [(task.id, task.ref) for task in snapshot.tasks] == [("T205", ""), ("T206", "7"), ("T17", "")]


def test_a_duplicate_id_is_reported_at_both_rows() -> None:
    rows = [HEAD, ["1.1", "Lønn", "En"], ["1.1", "Regna", "To"], ["2", "Lønn", "Tre"]]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert bad_cells(plan) == ["A2", "A3"]
    assert plan.without_broken().counts["task"] == (1, 0, 0)


def test_the_same_title_twice_without_ids_is_reported() -> None:
    rows = [["System", "Oppgave"], ["Lønn", "Teste"], ["Lønnsom", "TESTE"]]
    assert len(problems(planned(workbook({"Plan": rows}), current=TOWN))) == 2


def test_a_circle_of_dependencies_is_reported() -> None:
    rows = [
        HEAD,
        ["1", "Lønn", "En", None, None, None, None, "3"],
        ["2", "Lønn", "To", None, None, None, None, "1"],
        ["3", "Lønn", "Tre", None, None, None, None, "2"],
        ["4", "Lønn", "Fire", None, None, None, None, "3"],
    ]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert bad_cells(plan) == ["H2", "H3", "H4"]
    assert "1 → 3 → 2 → 1" in problems(plan)[0]
    rest = plan.without_broken()
    assert rest.counts["task"] == (1, 0, 0)
    assert len(rest.notes) == 1


def test_a_circle_through_a_task_that_is_there_already_is_reported() -> None:
    town = Snapshot(
        TOWN.workspace,
        systems=[LON],
        tasks=[Task("T101", "lon", "A", depends_on=(Dependency("T102"),)), Task("T102", "lon", "B")],
    )
    rows = [HEAD, ["T102", "Lønn", "B", None, None, None, None, "T101"]]
    assert bad_cells(planned(workbook({"Plan": rows}), current=town)) == ["H2"]


# --skip-broken leaves out the whole row.


def test_broken_rows_are_left_out_whole_and_nobody_is_made_for_their_sake() -> None:
    rows = [HEAD, ["1", "Lønn", "En", "Kari Hansen"], ["2", "Regna", "To", "Ola Nordmann", "uke 15"]]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert plan.changes == ()
    rest = plan.without_broken()
    assert [change.kind for change in rest.changes] == ["task"]
    assert rest.created == ()
    assert [spot.cell for spot in rest.broken] == ["A3"]


# Importing twice changes nothing; chat is not undone by columns that are not there; an empty cell does not erase.


def test_importing_twice_changes_nothing() -> None:
    rows = [
        HEAD,
        ["1", None, "Fase"],
        ["1.1", "Lønn", "En", "Ola N. / Kari", "1.3.2027", None, 100, None],
        ["1.2", "Regna", "To", "Ola Nordmann", "2/3-27", "Pågår", "40 %", "1.1+2d"],
        [None, "Regna", "Uten id", "Per"],
    ]
    once = imported(workbook({"Plan": rows}), current=TOWN)
    plan = planned(workbook({"Plan": rows}), current=once)
    assert plan.changes == ()
    assert plan.counts == {"task": (0, 0, 3)}


def test_only_columns_of_the_sheet_are_changed_and_an_empty_cell_does_not_erase() -> None:
    task = Task(
        "T101", "lon", "En", "khansen", ("x",), date(2027, 2, 1), "12:00", "blocked", 40, "venter", note="n", ref="1"
    )
    town = Snapshot(TOWN.workspace, members=[KARI, Member("x", "X Y")], systems=[LON], tasks=[task])
    rows = [["Nr", "System", "Oppgave", "Ansvarlig", "Frist"], ["1", "Lønn", "En", None, "8.2.2027"]]
    plan = planned(workbook({"Plan": rows}), current=town)
    assert plan.changes[0].after == {"due": "2027-02-08", "due_time": None}


def test_a_percentage_that_stands_as_before_does_not_unblock() -> None:
    rows = [["System", "Oppgave", "% ferdig"], ["Lønn", "En", "40 %"]]
    once = imported(workbook({"Plan": rows}), current=TOWN)
    assert once.tasks[0].status == "doing"
    blocked = Snapshot(
        once.workspace,
        members=once.members,
        systems=once.systems,
        tasks=[
            Task("T101", "lon", "En", status="blocked", percent=40),
        ],
    )
    assert planned(workbook({"Plan": rows}), current=blocked).changes == ()
    more = [["System", "Oppgave", "% ferdig"], ["Lønn", "En", "100 %"]]
    assert planned(workbook({"Plan": more}), current=blocked).changes[0].after == {"status": "done", "percent": 100}


# Percentages.


def test_percentages_in_all_their_forms() -> None:
    def adorn(book: Workbook) -> None:
        sheet_of(book, "Plan")["C2"].number_format = "0 %"

    for values, expected in (
        ([0.8, "80%", "80 %", 80], [80, 80, 80, 80]),
        (["0,8", 0.25, 1], [80, 25, 100]),
        ([80, 1, 33.3], [80, 1, 33]),
    ):
        rows = [["System", "Oppgave", "% ferdig"], *(["Lønn", f"O{n}", value] for n, value in enumerate(values))]
        file = workbook({"Plan": rows}, adorn if values[0] == 0.8 else None)
        assert [task.percent for task in imported(file, current=TOWN).tasks] == expected


def test_shares_and_percentages_in_one_column_are_asked_back() -> None:
    rows = [["System", "Oppgave", "% ferdig"], ["Lønn", "En", 0.5], ["Lønn", "To", 80], ["Lønn", "Tre", 1]]
    assert bad_cells(planned(workbook({"Plan": rows}), current=TOWN)) == ["C2", "C4"]


# The caps.


def test_more_filled_cells_than_may_be_is_one_sentence() -> None:
    text = "a;b;c;d\n" + "1;2;3;4\n" * (MOST_CELLS // 4)
    with pytest.raises(UnreadableFile) as caught:
        planned(csv(text))
    assert "200 000" in render(caught.value.reason, "en")


def test_groups_and_municipalities_are_found_by_name() -> None:
    town = Snapshot(
        TOWN.workspace, municipalities=[Municipality("nesvar", "Nesvær")], groups=[Group("lonn", "Lønn og personal")]
    )
    text = "System;Arbeidsgruppe;Leverandør\nVisma;lønn og Personal;Visma AS\n"
    plan = planned(csv(text, name="systemer.csv"), current=town)
    assert plan.created == ()
    assert carried_out(plan.changes, town).systems[0].group == "lonn"


def test_people_of_one_import_know_each_other_across_sheets() -> None:
    file = workbook(
        {
            "Plan": [["System", "Oppgave", "Ansvarlig"], ["Lønn", "En", "Kari"]],
            "Personer": [["Navn", "E-post"], ["Kari Nordmann", "kari@holtmo.no"]],
        }
    )
    snapshot = imported(file, current=EMPTY)
    assert list(names(snapshot).values()) == ["Kari Nordmann", "Lønn"]
