"""The JSON form holds all there is, in the form of the workspace that the interpreter is tested with."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from commands.exporting import as_json, as_json_text
from store.records import (
    Dependency,
    Enrolment,
    JournalEntry,
    Member,
    Snapshot,
    System,
    Task,
    Training,
    Workspace,
)
from tests.exporting.reading import as_snapshot
from tests.strategies import snapshots

FILE = Path(__file__).parents[2] / "examples" / "nye-fjordvik.json"
EXAMPLE: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


@given(snapshots())
@settings(deadline=None, max_examples=50)
def test_nothing_is_lost(snapshot: Snapshot) -> None:
    read_back = as_snapshot(json.loads(json.dumps(as_json(snapshot))), snapshot.workspace.key)

    def by_training_and_member(enrolment: Enrolment) -> tuple[str, str]:
        return enrolment.training, enrolment.member

    assert replace(read_back, enrolments=[]) == replace(snapshot, enrolments=[])
    assert sorted(read_back.enrolments, key=by_training_and_member) == sorted(
        snapshot.enrolments, key=by_training_and_member
    )


def test_the_example_is_such_a_form() -> None:
    snapshot = as_snapshot({"lang": "nb", **EXAMPLE}, "nye-fjordvik")
    assert as_json(snapshot) == {"lang": "nb"} | {name: value for name, value in EXAMPLE.items() if name != "today"}


def test_the_text_is_one_record_a_line() -> None:
    """As in the example's file, so that two exports can be compared line by line."""
    form = {name: value for name, value in EXAMPLE.items() if name != "today"}
    snapshot = as_snapshot({"lang": "nb", **form}, "nye-fjordvik")
    text = as_json_text(snapshot)
    assert json.loads(text) == as_json(snapshot)
    in_example = [
        json.loads(line.strip(" ,")) for line in FILE.read_text(encoding="utf-8").splitlines() if "  {" in line
    ]
    assert [json.loads(line.strip(" ,")) for line in text.splitlines() if line.startswith("  {")] == in_example


def small(**lists: Any) -> Snapshot:
    return Snapshot(Workspace("nye", "Nye Fjordvik kommune", date(2028, 1, 1)), **lists)


def test_the_fields_that_all_have_come_also_when_they_are_empty() -> None:
    form = as_json(small(systems=[System("lon", "Lønn")], tasks=[Task("T101", "lon", "Test")]))
    assert form["tasks"] == [
        {
            "id": "T101", "system": "lon", "title": "Test", "owner": None, "due": None,
            "status": "todo", "percent": None, "blocker": "", "depends_on": [],
        }
    ]  # fmt: skip


def test_a_due_time_stands_in_due() -> None:
    form = as_json(small(tasks=[Task("T101", "lon", "Test", due=date(2027, 11, 19), due_time="12:00")]))
    assert form["tasks"][0]["due"] == "2027-11-19T12:00"


def test_only_a_lag_that_is_one_is_told() -> None:
    task = Task("T103", "lon", "Test", depends_on=(Dependency("T101"), Dependency("T102", 2)))
    row = as_json(small(tasks=[task]))["tasks"][0]
    assert (row["depends_on"], row["lags"]) == (["T101", "T102"], {"T102": 2})


def test_no_percent_and_none_done_are_two_things() -> None:
    rows = as_json(small(tasks=[Task("T1", "lon", "a", percent=0), Task("T2", "lon", "b")]))["tasks"]
    assert [row["percent"] for row in rows] == [0, None]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 11, 11, 13, 20, tzinfo=UTC), "2027-11-11T14:20:00+01:00"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "2027-10-31T02:30:00+02:00"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "2027-10-31T02:30:00+01:00"),
    ],
)
def test_moments_are_told_in_the_workspace_s_time(at: datetime, expected: str) -> None:
    assert as_json(small(tasks=[Task("T1", "lon", "a", heard_at=at)]))["tasks"][0]["heard_at"] == expected


def test_people_in_a_training_stand_by_what_they_are() -> None:
    training = Training(
        "C1", "lon", datetime.fromisoformat("2027-11-15T13:00"), datetime.fromisoformat("2027-11-15T15:00")
    )
    states = {"a": "enrolled", "b": "waiting", "c": "attended", "d": "absent", "e": "withdrew"}
    everyone = [Enrolment("C1", who, state) for who, state in states.items()]  # type: ignore[arg-type]
    row = as_json(small(members=[Member(who, who) for who in states], trainings=[training], enrolments=everyone))[
        "trainings"
    ][0]
    assert (row["start"], row["end"]) == ("2027-11-15T13:00", "2027-11-15T15:00")
    assert {state: row[state] for state in states.values()} == {state: [who] for who, state in states.items()}


def test_the_journal_comes_when_it_is_given() -> None:
    at = datetime(2027, 11, 15, 8, 15, tzinfo=UTC)
    before, after = {"status": "doing"}, {"status": "done"}
    entry = JournalEntry(1, 1, at, "anygard", "m1", "T101 ferdig", "task", "T101", before, after, None, "ab12")
    assert "journal" not in as_json(small())
    assert as_json(small(), [entry])["journal"] == [
        {
            "at": "2027-11-15T09:15:00+01:00", "who": "anygard", "what": "T101 ferdig", "subject": "T101",
            "before": before, "after": after, "hash": "ab12",
        }
    ]  # fmt: skip
