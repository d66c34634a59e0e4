"""Workbooks as a municipality would have them. Each story tells what must come out.

Every `imported` here also sees that the same files a second time change nothing.
"""

from datetime import date, time, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font

from commands.importing import SourceFile
from store.records import Dependency, Municipality, Snapshot, System, TrainingNeed, Workspace
from tests.importing.files import (
    at,
    bad_cells,
    csv,
    fields,
    imported,
    names,
    planned,
    problems,
    raw_workbook,
    sheet_of,
    tasks,
    workbook,
    xml_row,
)

MUNICIPALITIES = [
    Municipality("holtmo", "Holtmo"),
    Municipality("nesvar", "Nesvær"),
    Municipality("bjorkasen", "Bjørkåsen"),
]
TOWN = Snapshot(
    Workspace("holtmo", "Nye Holtmo"),
    municipalities=MUNICIPALITIES,
    systems=[System("lon", "Lønn og personal", "Lønnsom", ("lønn", "payroll")), System("okn", "Økonomi", "Regna")],
)


def test_a_progress_plan_with_a_title_a_legend_phases_and_a_total() -> None:
    def adorn(book: Workbook) -> None:
        sheet = sheet_of(book, "Fremdriftsplan")
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("A6:H6")
        sheet["A1"].font = Font(bold=True, size=18)
        sheet["G8"].number_format = "0%"
        sheet["G9"].number_format = "0%"

    file = workbook(
        {
            "Fremdriftsplan": [
                ["Fremdriftsplan – kommunesammenslåing"],
                ["Sist oppdatert:", date(2027, 1, 2), None, "Ansvarlig for planen: Berit"],
                [],
                [
                    "Nr.*",
                    "System ",
                    "Oppgave\n(hva skal gjøres)",
                    "Ansvarlig",
                    "Frist",
                    "Status",
                    "% ferdig",
                    "Kommentar",
                ],
                ["1", None, "Forberedelser"],
                ["Fase 1: Kartlegging"],
                ["1.1", "Lønnsom", "Kartlegge integrasjoner", "Ola Nordmann / Kari Hansen", date(2027, 3, 1), "Pågår"],
                ["1.2", "Lønnsom", " Rydde i  ansattregister ", "Kari", "1/3-27", "4-Complete", 1, "venter\nikke"],
                ["1.3", "Regna", "Bygge kontoplan", "Ola N. (leverandør)", "2027-04-02", "Ikke startet", 0.25],
                [],
                ["Sum", None, None, None, None, None, 0.6],
                [],
                ["* Merk: fristene er foreløpige og vedtas av styringsgruppen i februar."],
            ],
            "Lister": [["Ja"], ["Nei"]],
        },
        adorn,
    )
    snapshot = imported(file, current=TOWN)
    done = tasks(snapshot)
    assert list(done) == ["Kartlegge integrasjoner", "Rydde i ansattregister", "Bygge kontoplan"]
    assert {task.system for task in snapshot.tasks} == {"lon", "okn"}
    assert [task.due for task in snapshot.tasks] == [date(2027, 3, 1), date(2027, 3, 1), date(2027, 4, 2)]
    assert [task.percent for task in snapshot.tasks] == [None, 100, 25]
    assert [task.status for task in snapshot.tasks] == ["doing", "done", "todo"]
    people = names(snapshot)
    first = done["Kartlegge integrasjoner"]
    assert [people[first.owner or ""], *(people[id_] for id_ in first.helpers)] == ["Ola Nordmann", "Kari Hansen"]
    assert people[done["Bygge kontoplan"].owner or ""] == "Ola Nordmann"
    assert first.phase == "Fase 1: Kartlegging"
    plan = planned(file, current=TOWN)
    assert plan.sheets[0].left_out == {"heading": 2, "blank": 2, "total": 1, "note": 1}
    assert plan.sheets[1].kind == ""


def test_one_cutover_plan_per_system_with_times_and_durations() -> None:
    rows = [
        ["Cutoverplan"],
        ["Steg", "Aktivitet", "Utføres av", "Start", "Slutt", "Varighet", "Forgjenger", "Status"],
        [
            1,
            "Stenge gammelt system",
            "ola.nordmann@holtmo.no",
            at(2027, 12, 31, 16),
            at(2027, 12, 31, 18),
            "2t",
            None,
            "Ikke startet",
        ],
        [2, "Uttrekk", "Kari Hansen", at(2027, 12, 31, 18), at(2028, 1, 1, 2, 30), "8,5 t", 1, None],
        [3, "Åpne", "Kari Hansen", "1.1.2028 08:00", "1.1.2028 24:00", "3d", "2FS+1d", None],
    ]
    snapshot = imported(workbook({"Lønnsom": rows, "Cutover Regna": rows}), current=TOWN)
    assert [(task.system, task.ref) for task in snapshot.tasks] == [
        ("lon", "1"),
        ("lon", "2"),
        ("lon", "3"),
        ("okn", "1"),
        ("okn", "2"),
        ("okn", "3"),
    ]
    close, extract, opens = snapshot.tasks[:3]
    assert (close.due, close.due_time, close.duration) == (date(2027, 12, 31), "18:00", 1)
    assert (extract.due, extract.due_time, extract.duration) == (date(2028, 1, 1), "02:30", 2)
    assert (opens.due, opens.due_time, opens.duration) == (date(2028, 1, 1), None, 3)
    assert opens.depends_on == (Dependency(extract.id, 1),)
    assert snapshot.tasks[4].depends_on == (Dependency(snapshot.tasks[3].id),)
    assert names(snapshot)[close.owner or ""] == "Ola Nordmann"


def test_people_with_first_and_last_names_in_windows_1252() -> None:
    text = (
        "Prosjektdeltakere;;;;\r\n\r\nEtternavn;Fornavn;E-post;Rolle;Arbeidsgruppe;Kommune\r\n"
        "Ødegård;Stian;Stian.Odegard@holtmo.no;prosjektstøtte;Økonomi;Holtmo\r\n"
        "Nordmann;Ola;;gruppeleder;Lønn, personal og turnus;Nesvær\r\n"
    )
    plan = planned(csv(text, "cp1252", "deltakere.csv"))
    assert problems(plan) == []
    snapshot = imported(csv(text, "cp1252", "deltakere.csv"))
    assert [(m.name, m.email, m.role) for m in snapshot.members] == [
        ("Stian Ødegård", "stian.odegard@holtmo.no", "prosjektstøtte"),
        ("Ola Nordmann", "", "gruppeleder"),
    ]
    assert [m.id for m in snapshot.members] == ["sodegard", "onordmann"]
    assert [group.name for group in snapshot.groups] == ["Økonomi", "Lønn, personal og turnus"]
    assert plan.created == (("group", "Økonomi"), ("group", "Lønn, personal og turnus"))


def test_a_course_calendar_with_the_hours_in_a_column_of_their_own() -> None:
    file = workbook(
        {
            "Kurskalender": [
                ["Kurs", "Dato", "Klokkeslett", "Sted", "Maks antall", "Kursholder", "Målgruppe", "Påmeldte"],
                [
                    "Lønnsom for ledere",
                    date(2027, 11, 23),
                    "09:00-11:30",
                    "Teams",
                    15,
                    "Bjarte Aune",
                    "Ledere",
                    "Ola Bye; Kari Moe",
                ],
                ["Regna grunnkurs", "24.11.2027", "kl. 13–15", "Rådhuset", "12", "Bjarte Aune", "Alle", None],
                ["Regna kveld", "24.11.2027", "20.00-24.00", "Rådhuset", None, None, None, None],
            ]
        }
    )
    snapshot = imported(file, current=TOWN)
    first, second, third = snapshot.trainings
    assert (first.system, first.start, first.end) == ("lon", at(2027, 11, 23, 9), at(2027, 11, 23, 11, 30))
    assert (second.system, second.start, second.seats) == ("okn", at(2027, 11, 24, 13), 12)
    assert third.end == at(2027, 11, 25)
    assert len(snapshot.enrolments) == 2
    assert {training.id for training in snapshot.trainings} == {"C1", "C2", "C3"}


def test_a_course_calendar_with_excel_times_from_and_to() -> None:
    rows = [
        ["System", "Dato", "Fra", "Til", "Rom", "Instruktør"],
        ["Lønnsom", date(2027, 11, 23), time(9), time(11, 30), "A1", "Bjarte Aune"],
        ["Lønnsom", at(2027, 11, 24, 9), None, time(11), "A1", "Bjarte Aune"],
    ]
    snapshot = imported(workbook({"Kurs": rows}), current=TOWN)
    assert [(t.start, t.end) for t in snapshot.trainings] == [
        (at(2027, 11, 23, 9), at(2027, 11, 23, 11, 30)),
        (at(2027, 11, 24, 9), at(2027, 11, 24, 11)),
    ]


def test_the_register_of_todays_systems_one_record_per_municipality() -> None:
    rows = [
        ["Systemkartlegging", None, None, None, None, None, None, None, "Avtale", None],
        [
            "Kommune",
            "Fagsystem",
            "Leverandør",
            "Systemeier",
            "Ant. brukere",
            "Integrasjoner",
            "Nytt system",
            "Merknad",
            "Utløper",
            "Oppsigelsesfrist",
        ],
        [
            "Nesvær",
            "Visma Lønn",
            "Visma",
            "Kari",
            "1 250",
            "AD, Økonomi",
            "Lønnsom",
            "gammel",
            date(2028, 6, 30),
            "31.12.2027",
        ],
        ["Nesvær og Holtmo", "Gerica", "Tieto", None, 40, None, None, None, "-", None],
        ["Bjørkåsen", "Gerica", "Tieto", None, "ca 40", None, None, None, "avklares", None],
    ]
    plan = planned(workbook({"Kartlegging": rows}), current=TOWN)
    assert bad_cells(plan) == ["E5"]
    snapshot = imported(workbook({"Kartlegging": rows[:4]}), current=TOWN)
    assert [(one.municipality, one.name, one.users) for one in snapshot.legacy] == [
        ("nesvar", "Visma Lønn", 1250),
        ("nesvar", "Gerica", 40),
        ("holtmo", "Gerica", 40),
    ]
    first = snapshot.legacy[0]
    assert (first.contract_end, first.notice_date) == (date(2028, 6, 30), date(2027, 12, 31))
    assert (first.vendor, first.owner, first.integrations, first.note) == ("Visma", "Kari", "AD, Økonomi", "gammel")
    assert first.replaced_by == "lon"


def test_training_needs_as_a_grid_of_roles_and_municipalities() -> None:
    rows = [
        ["Opplæringsbehov Lønnsom"],
        ["Rolle", "Holtmo", "Nesvær kommune", "Bjørkåsen", "Sum"],
        ["Leder", 12, 8, None, 20],
        ["Lønnsmedarbeider", "4", 0, 3, 7],
        ["Totalt", 16, 8, 3, 27],
    ]
    snapshot = imported(workbook({"Behov": rows}), current=TOWN)
    assert snapshot.needs == [
        TrainingNeed("lon", "Leder", "holtmo", 12),
        TrainingNeed("lon", "Leder", "nesvar", 8),
        TrainingNeed("lon", "Lønnsmedarbeider", "holtmo", 4),
        TrainingNeed("lon", "Lønnsmedarbeider", "bjorkasen", 3),
    ]


def test_training_needs_as_a_list() -> None:
    rows = [
        ["System", "Rolle", "Kommune", "Antall"],
        ["Regna", "Bestiller", "Holtmo", 40],
        ["Regna", "Leder", "Alle", 9],
    ]
    snapshot = imported(workbook({"Opplæringsbehov": rows}), current=TOWN)
    assert snapshot.needs == [TrainingNeed("okn", "Bestiller", "holtmo", 40), TrainingNeed("okn", "Leder", None, 9)]


def test_a_project_export_with_wbs_and_predecessors() -> None:
    text = (
        "ID;WBS;Task Name;Duration;Start;Finish;Predecessors;Resource Names;% Complete\n"
        "1;1;Lønn;30 days;01.02.2027;12.03.2027;;;10 %\n"
        "2;1.1;Konvertering;10 days;01.02.2027;12.02.2027;;Kari Hansen;50 %\n"
        "3;1.2;Test;1 wk;15.02.2027;19.02.2027;2FS+1 wk;Kari Hansen,Ola Nordmann;0 %\n"
        "4;1.3;Go-live;0 days;12.03.2027;12.03.2027;3;;0 %\n"
    )
    snapshot = imported(csv(text, "utf-16", "Lønnsom.csv"), current=TOWN)
    one, two, three, four = snapshot.tasks
    assert (two.status, two.percent, two.duration, two.due) == ("doing", 50, 10, date(2027, 2, 12))
    assert three.depends_on == (Dependency(two.id, 5),)
    assert (three.duration, four.duration) == (5, 0)
    assert len(three.helpers) == 1
    assert one.system == "lon"


def test_a_planner_export() -> None:
    rows = [
        ["Plan name", "Lønnsom"],
        ["Plan ID", "x1"],
        ["Date of export", "2/14/2027"],
        [],
        [
            "Task ID",
            "Task Name",
            "Bucket Name",
            "Progress",
            "Priority",
            "Assigned To",
            "Created By",
            "Start date",
            "Due date",
            "Late",
            "Description",
        ],
        [
            "aB3",
            "Prøvekjøring",
            "Test",
            "In progress",
            "Medium",
            "Kari Hansen;Ola Nordmann",
            "X",
            "02/01/2027",
            "02/13/2027",
            "false",
            "lang tekst",
        ],
        ["aB4", "Avvik", "Test", "Not started", "Medium", None, "X", None, "03/04/2027", "false", None],
        ["aB5", "Ferdig", "Test", "Completed", "Medium", None, "X", None, None, "false", None],
    ]
    plan = planned(workbook({"Tasks": rows}), current=TOWN)
    assert problems(plan) == []
    assert fields(plan)["Bucket Name"] == "phase"
    snapshot = imported(workbook({"Tasks": rows}), current=TOWN)
    assert [task.status for task in snapshot.tasks] == ["doing", "todo", "done"]
    assert [task.due for task in snapshot.tasks] == [date(2027, 2, 13), date(2027, 3, 4), None]
    assert {task.system for task in snapshot.tasks} == {"lon"}


def test_headers_in_two_rows() -> None:
    def adorn(book: Workbook) -> None:
        sheet = sheet_of(book, "Ark1")
        for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
            sheet.merge_cells(cells)

    rows = [
        ["Nr", "System", "Oppgave", "Ansvar", None, "Tid", None],
        [None, None, None, "Ansvarlig", "Enhet", "Start", "Slutt"],
        ["1", "Lønnsom", "Teste", "Kari Hansen", "HR", "1.2.2027", "1.3.2027"],
        ["2", "Lønnsom", "Lære", "Kari Hansen", "HR", "1.2.2027", "2.3.2027"],
    ]
    snapshot = imported(workbook({"Ark1": rows}, adorn), current=TOWN)
    assert [(t.title, t.due) for t in snapshot.tasks] == [("Teste", date(2027, 3, 1)), ("Lære", date(2027, 3, 2))]
    assert all(task.owner for task in snapshot.tasks)


def test_a_system_merged_down_over_its_tasks() -> None:
    def adorn(book: Workbook) -> None:
        sheet_of(book, "Plan").merge_cells("A2:A4")

    rows = [
        ["System", "Tiltak", "Frist"],
        ["Lønnsom", "En", "1.3.2027"],
        [None, "To", "2.3.2027"],
        [None, "Tre", "3.3.2027"],
        ["Regna", "Fire", "3.3.2027"],
    ]
    snapshot = imported(workbook({"Plan": rows}, adorn), current=TOWN)
    assert [task.system for task in snapshot.tasks] == ["lon", "lon", "lon", "okn"]


def test_two_tables_on_one_sheet() -> None:
    rows = [
        ["Systemer"],
        ["System", "Leverandør", "Systemeier", "Go-live"],
        ["Barnehage", "Elevia", "Målfrid Lien", date(2028, 1, 1)],
        ["Skole", "Elevia", "Ola Bye", date(2028, 8, 1)],
        [],
        ["Oppgaver"],
        ["System", "Oppgave", "Ansvarlig", "Frist"],
        ["Barnehage", "Ventelister", "Målfrid Lien", date(2027, 9, 1)],
        ["Skole", "Timeplaner", "Ola Bye", date(2027, 9, 1)],
    ]
    plan = planned(workbook({"Ark1": rows}))
    assert [report.kind for report in plan.sheets] == ["system", "task"]
    snapshot = imported(workbook({"Ark1": rows}))
    assert [system.cutover for system in snapshot.systems] == [date(2028, 1, 1), date(2028, 8, 1)]
    assert len(snapshot.tasks) == 2


def test_a_risk_register_is_not_taken_for_a_task_list() -> None:
    rows = [
        ["Nr", "System", "Uønsket hendelse", "Sannsynlighet", "Konsekvens", "Tiltak", "Ansvarlig", "Frist", "Status"],
        [1, "Lønnsom", "Feil lønn i januar", "3 - mulig", 5, "Parallellkjøring", "Kari", "uke 40", "Åpen"],
        [2, "Lønnsom", "Nøkkelperson slutter", 2, 4, None, None, None, "Lukket"],
    ]
    snapshot = imported(workbook({"Risiko": rows}), current=TOWN)
    assert [(r.id, r.text, r.likelihood, r.consequence, r.open) for r in snapshot.risks] == [
        ("R1", "Feil lønn i januar", 3, 5, True),
        ("R2", "Nøkkelperson slutter", 2, 4, False),
    ]


def test_filtered_rows_and_hidden_sheets_are_left_out_and_counted() -> None:
    def adorn(book: Workbook) -> None:
        sheet_of(book, "Plan").row_dimensions[3].hidden = True
        sheet_of(book, "Gammel").sheet_state = "hidden"
        sheet_of(book, "Makro").sheet_state = "veryHidden"

    rows = [["System", "Oppgave", "Frist"], ["Lønnsom", "En", "1.3.2027"], ["Lønnsom", "To", "rot"]]
    plan = planned(workbook({"Plan": rows, "Gammel": rows, "Makro": rows}, adorn), current=TOWN)
    assert problems(plan) == []
    assert plan.counts["task"] == (1, 0, 0)
    assert plan.sheets[0].hidden_rows == 1
    assert [name for _, name in plan.hidden_sheets] == ["Gammel", "Makro"]


def test_prefilled_rows_of_a_template_are_blank() -> None:
    rows = [
        ["Nr", "System", "Oppgave", "Ansvarlig", "Frist", "Status"],
        [1, "Lønnsom", "En", None, None, "Ikke startet"],
    ]
    rows += [[number, None, None, None, None, "Ikke startet"] for number in range(2, 60)]
    plan = planned(workbook({"Plan": rows}), current=TOWN)
    assert problems(plan) == []
    assert plan.counts["task"] == (1, 0, 0)
    assert plan.sheets[0].left_out == {"blank": 58}


def test_the_1904_calendar() -> None:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + xml_row(1, A="System", B="Oppgave", C="Frist")
        + xml_row(2, A="Lønn", B="Teste").replace("</row>", '<c r="C2" s="1"><v>44985</v></c></row>')
        + "</sheetData></worksheet>"
    )
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/>'
        '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    file: SourceFile = raw_workbook(xml, {"xl/styles.xml": styles.encode()}, book)
    assert imported(file).tasks[0].due == date(2027, 3, 1)


def test_elapsed_times_are_durations() -> None:
    rows = [["System", "Oppgave", "Frist", "Varighet"], ["Lønnsom", "En", "1.3.2027", timedelta(hours=9)]]
    assert imported(workbook({"Plan": rows}), current=TOWN).tasks[0].duration == 2
