"""`klar export` from a real store to real files."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from openpyxl import load_workbook

from bot.cli.export import command
from commands.exporting import TABLES
from store.changes import Change, change_between
from store.opening import open_store
from store.records import Workspace
from tests.exporting.test_calendar_file import NOW
from tests.exporting.test_tables import SNAPSHOT


@pytest.fixture
def klar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`klar export` in a folder with a store; call it with the words that follow."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text('[klar]\nstore = "klar.db"\nworkspace = "nye"\n', encoding="utf-8")
    store = open_store(tmp_path / "klar.db", create=True)
    with store.transaction():
        workspace = store.add_workspace(Workspace("nye", "Nye Fjordvik kommune"))
        kinds = ("municipalities", "groups", "members", "systems", "tasks", "trainings", "enrolments", "gates", "risks")
        changes = [change_between(None, record) for kind in kinds for record in getattr(SNAPSHOT, kind)]
        made = [change for change in changes if isinstance(change, Change)]
        workspace.record(made, who="ihaugerud", message="m1", what="import", at=NOW)
    store.close()

    def run(*words: str) -> Result:
        return CliRunner().invoke(command, words)

    return run


def test_a_workbook_named_after_the_workspace_is_what_comes_by_itself(klar: Any, tmp_path: Path) -> None:
    assert klar().exit_code == 0
    assert load_workbook(tmp_path / "nye.xlsx")["Oppgaver"]["A2"].value == "T101"


def test_only_the_owner_may_read_it_and_nothing_else_is_left(klar: Any, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert klar("--format", "json", "--output", "ut.json").exit_code == 0
    assert {path.name for path in set(tmp_path.iterdir()) - before} == {"ut.json"}
    assert (tmp_path / "ut.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "ut.json").read_text(encoding="utf-8"))["tasks"][0]["title"] == "Prøvekonvertering"


def test_it_writes_over_a_file_only_when_forced(klar: Any, tmp_path: Path) -> None:
    (tmp_path / "ut.xlsx").write_bytes(b"mine")
    refused = klar("--output", "ut.xlsx")
    assert refused.exit_code == 1
    assert "ut.xlsx is there already" in refused.output
    assert (tmp_path / "ut.xlsx").read_bytes() == b"mine"
    assert klar("--output", "ut.xlsx", "--force").exit_code == 0
    assert load_workbook(BytesIO((tmp_path / "ut.xlsx").read_bytes())).sheetnames[0] == "Systemer"


def test_csv_is_a_folder_with_a_file_for_each_table(klar: Any, tmp_path: Path) -> None:
    assert klar("--format", "csv").exit_code == 0
    assert sorted(path.stem for path in (tmp_path / "nye-csv").iterdir()) == sorted(TABLES)
    assert klar("--format", "csv").exit_code == 1


def test_one_table_can_go_to_standard_output(klar: Any) -> None:
    result = klar("--format", "csv", "--table", "tasks", "--output", "-", "--lang", "en")
    header, first, _ = csv.reader(StringIO(result.stdout_bytes.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (header[2], first[2], first[7]) == ("Task", "Prøvekonvertering", "in progress")


def test_so_can_json_and_the_calendar(klar: Any) -> None:
    assert json.loads(klar("--format", "json", "--output", "-").stdout)["name"] == "Nye Fjordvik kommune"
    result = klar("--format", "ics", "--output", "-", "--include", "trainings", "--include", "tasks")
    uids = [str(event["uid"]) for event in Calendar.from_ical(result.stdout_bytes).walk("VEVENT")]
    assert uids == ["C1.nye@klar", "T101.nye@klar"]


@pytest.mark.parametrize(
    "words", [["--output", "-"], ["--format", "csv", "--output", "-"], ["--format", "json", "--table", "tasks"]]
)
def test_what_does_not_go_together_is_refused(klar: Any, words: list[str]) -> None:
    assert klar(*words).exit_code == 2


def test_a_folder_that_is_not_there_is_one_line(klar: Any) -> None:
    result = klar("--output", "no/such/folder/ut.xlsx")
    assert result.exit_code == 1
    assert result.output == "Error: Could not write no/such/folder/ut.xlsx: No such file or directory.\n"


def test_a_workspace_that_is_not_there_is_one_line(klar: Any) -> None:
    result = klar("--workspace", "other")
    assert result.exit_code != 0
    assert "other" in str(result.exception)
