"""What is exported can be read again: unchanged it changes nothing, and edited it changes what was edited."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from commands.exporting import as_csv, as_json_text, as_xlsx
from commands.importing import Plan, SourceFile, plan_import
from store.records import LANGUAGES, Language, Member, Snapshot, System, Task, Workspace
from tests.exporting.reading import as_snapshot
from tests.exporting.test_json_form import EXAMPLE
from tests.strategies import snapshots

EXAMPLE_TOWN = as_snapshot({"lang": "nb", **EXAMPLE}, "nye")
READABLE = ("systems", "tasks", "members", "trainings", "risks", "needs", "legacy")


def read_again(name: str, content: bytes, snapshot: Snapshot) -> Plan:
    return plan_import([SourceFile(name, content)], snapshot, today=date(2027, 11, 15))


def assert_nothing_changes(plan: Plan) -> None:
    assert [problem.text.msgid for problem in plan.problems] == []
    assert list(plan.changes) == []


def thoroughly(test: Callable[[Snapshot], None]) -> Callable[[], None]:
    """Run a test on many workspaces."""
    slow = [HealthCheck.too_slow]
    return settings(deadline=None, max_examples=25, suppress_health_check=slow)(given(snapshots())(test))


@thoroughly
def test_json_changes_nothing(snapshot: Snapshot) -> None:
    assert_nothing_changes(read_again("nye.json", as_json_text(snapshot).encode(), snapshot))


@thoroughly
def test_a_workbook_changes_nothing(snapshot: Snapshot) -> None:
    assert_nothing_changes(read_again("nye.xlsx", as_xlsx(snapshot, "nb"), snapshot))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_s_workbook_changes_nothing(lang: Language) -> None:
    plan = read_again("nye.xlsx", as_xlsx(EXAMPLE_TOWN, lang), EXAMPLE_TOWN)
    assert_nothing_changes(plan)
    assert plan.counts["task"] == (0, 0, len(EXAMPLE_TOWN.tasks))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", READABLE)
def test_the_example_s_csv_files_change_nothing(table: str, lang: Language) -> None:
    assert_nothing_changes(read_again(f"{table}.csv", as_csv(EXAMPLE_TOWN, table, lang), EXAMPLE_TOWN))


def test_json_brings_a_whole_workspace_to_an_empty_one() -> None:
    plan = read_again("nye.json", as_json_text(EXAMPLE_TOWN).encode(), Snapshot(Workspace("nye", "Ny")))
    assert plan.problems == ()
    assert plan.counts["gate"] == (len(EXAMPLE_TOWN.gates), 0, 0)
    assert plan.counts["enrolment"] == (len(EXAMPLE_TOWN.enrolments), 0, 0)


def test_what_was_edited_in_a_spreadsheet_is_what_changes() -> None:
    book: Any = load_workbook(BytesIO(as_xlsx(EXAMPLE_TOWN, "nb")))
    tasks = book["Oppgaver"]
    tasks["H2"], tasks["I3"], tasks["F4"] = "ferdig", 0.25, datetime.fromisoformat("2027-12-07")
    tasks.append(["T169", "Skole", "Foreldremøter", "Jonas Bråten", None, date(2027, 12, 1), None, "ikke begynt"])
    file = BytesIO()
    book.save(file)
    plan = read_again("nye.xlsx", file.getvalue(), EXAMPLE_TOWN)
    assert plan.problems == ()
    assert {(change.key[0], *(change.after or {}).items()) for change in plan.changes if change.before} == {
        ("T101", ("status", "done")),
        ("T102", ("percent", 25)),
        ("T103", ("due", "2027-12-07")),
    }
    (new,) = (change.after for change in plan.changes if change.after and not change.before)
    assert (new["id"], new["system"], new["owner"], new["due"]) == ("T169", "sko", "jbraten", "2027-12-01")


@pytest.mark.parametrize("text", ["=1+1", "+47 99 88 77 66", "-5", "@SUM(A1)", "'=1", "'sitert"])
def test_what_was_guarded_comes_back_as_it_was_typed(text: str) -> None:
    snapshot = Snapshot(
        Workspace("nye", "Nye"),
        members=[Member("a", "Astrid Nygård")],
        systems=[System("lon", "Lønn")],
        tasks=[Task("T101", "lon", text, "a", note=text)],
    )
    assert_nothing_changes(read_again("tasks.csv", as_csv(snapshot, "tasks", "nb"), snapshot))
    assert_nothing_changes(read_again("nye.xlsx", as_xlsx(snapshot, "nb"), snapshot))
