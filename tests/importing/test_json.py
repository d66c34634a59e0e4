"""The JSON form: read whole, and told by path where it does not fit."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.exporting import as_csv, as_json_text, as_xlsx
from commands.importing import SourceFile, UnreadableFile
from commands.phrases import render
from store.records import Dependency, Language, Snapshot
from tests.importing.files import EMPTY, bad_cells, imported, planned, problems

EXAMPLE = SourceFile("nye-fjordvik.json", Path("examples/nye-fjordvik.json").read_bytes())
SMALL: dict[str, Any] = {
    "name": "Nye Holtmo kommune",
    "merge_date": "2028-01-01",
    "timezone": "Europe/Oslo",
    "municipalities": [{"id": "holtmo", "name": "Holtmo"}],
    "groups": [{"id": "lonn", "name": "Lønn"}],
    "members": [{"id": "jfure", "name": "Jorunn Fure", "handle": "@jorunn", "role": "lønnsleder", "group": "lonn"}],
    "systems": [
        {
            "id": "lon",
            "name": "Lønn",
            "product": "Lønnsom",
            "aliases": ["payroll"],
            "group": "lonn",
            "cutover": "2028-01-01",
        }
    ],
    "tasks": [
        {
            "id": "T101",
            "system": "lon",
            "title": "En",
            "owner": "jfure",
            "due": "2027-11-12T14:00",
            "status": "doing",
            "percent": 40,
        },
        {"id": "T102", "system": "lon", "title": "To", "status": "todo", "depends_on": ["T101"]},
        {
            "id": "T103",
            "system": "lon",
            "title": "Tre",
            "depends_on": [{"task": "T102", "lag": 2}],
            "helpers": ["jfure"],
        },
    ],
    "trainings": [
        {"id": "C1", "system": "lon", "start": "2027-11-23T09:00", "end": "2027-11-23T11:00", "enrolled": ["jfure"]}
    ],
    "gates": [
        {"system": "lon", "gate": "data", "state": "amber", "owner": "jfure", "evidence": "", "assessed": "2027-01-01"}
    ],
    "decisions": [{"system": "lon", "decision": "go", "by": "jfure", "at": "2027-01-02"}],
    "risks": [{"id": "R3", "system": "lon", "text": "Sent", "likelihood": 4, "consequence": 5, "open": True}],
}


def as_file(document: object) -> SourceFile:
    return SourceFile("arbeidsrom.json", json.dumps(document).encode())


def with_value(path: str, value: object) -> SourceFile:
    """The small workspace with one value changed: "tasks.0.due"."""
    document = json.loads(json.dumps(SMALL))
    at = document
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if step.isdigit() else at[step]
    at[int(last) if last.isdigit() else last] = value
    return as_file(document)


def test_the_small_workspace() -> None:
    snapshot = imported(as_file(SMALL))
    assert (snapshot.workspace.name, str(snapshot.workspace.merge_date)) == ("Nye Holtmo kommune", "2028-01-01")
    one, two, three = snapshot.tasks
    assert (str(one.due), one.due_time, one.percent) == ("2027-11-12", "14:00", 40)
    assert (two.depends_on, three.depends_on) == ((Dependency("T101"),), (Dependency("T102", 2),))
    assert (three.helpers, len(snapshot.enrolments)) == (("jfure",), 1)
    assert (snapshot.gates[0].state, snapshot.decisions[0].decision, snapshot.risks[0].id) == ("amber", "go", "R3")
    assert planned(as_file(SMALL), current=snapshot).changes == ()


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("tasks.0.due", "12.11.2027", "tasks[0].due"),
        ("tasks.0.status", "ferdig", "tasks[0].status"),
        ("tasks.0.percent", 140, "tasks[0].percent"),
        ("tasks.0.percent", True, "tasks[0].percent"),
        ("tasks.0.owner", "nobody", "tasks[0].owner"),
        ("tasks.1.system", "nowhere", "tasks[1].system"),
        ("tasks.1.depends_on", ["T999"], "tasks[1].depends_on"),
        ("tasks.1.depends_on", "T101", "tasks[1].depends_on"),
        ("tasks.1", "rot", "tasks[1]"),
        ("members.0.group", "nogroup", "members[0].group"),
        ("members.0.id", 7, "members[0].id"),
        ("systems.0.cutover", "2028-02-30", "systems[0].cutover"),
        ("systems.0.aliases", [1], "systems[0].aliases"),
        ("trainings.0.start", "2027-11-23", "trainings[0].start"),
        ("trainings.0.start", "2027-11-23T09:00+01:00", "trainings[0].start"),
        ("trainings.0.enrolled", ["nobody"], "trainings[0].enrolled"),
        ("gates.0.gate", "luck", "gates[0].gate"),
        ("gates.0.state", "blue", "gates[0].state"),
        ("risks.0.likelihood", 6, "risks[0].likelihood"),
        ("decisions.0.by", "nobody", "decisions[0].by"),
        ("merge_date", "soon", "merge_date"),
        ("timezone", "Mars/Base", "timezone"),
        ("tasks.0.title", None, "tasks[0].title"),
        ("tasks.2.id", "T101", "tasks[0].id"),
    ],
)
def test_bad_values_are_told_by_path(path: str, value: object, told: str) -> None:
    cells = bad_cells(planned(with_value(path, value)))
    assert cells[:1] == [told]


def test_a_duplicate_member_is_told() -> None:
    document = {**SMALL, "members": SMALL["members"] * 2}
    assert bad_cells(planned(as_file(document))) == ["members[1].id"]


@pytest.mark.parametrize("content", [b"{", b"[1]", b'{"a": 1}', b'{"tasks": 1}', b"{" * 10_000, b'"x"', b"\xff{}"])
def test_what_is_no_workspace_is_one_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        planned(SourceFile("x.json", content))
    assert "x.json" in render(caught.value.reason, "nb")


def test_nothing_in_json_erases_either() -> None:
    full = imported(as_file(SMALL))
    assert planned(with_value("tasks.0.due", None), current=full).changes == ()
    assert planned(with_value("tasks.0.owner", ""), current=full).changes == ()


def test_what_is_not_ours_is_named() -> None:
    assert planned(as_file({**SMALL, "extra": 1, "journal": []})).not_ours == (("arbeidsrom.json", "extra"),)


# What klar export writes comes back as it was.


@pytest.fixture(scope="module")
def town() -> Snapshot:
    return imported(EXAMPLE)


def test_the_example_round_trips_through_json(town: Snapshot) -> None:
    again = imported(SourceFile("x.json", as_json_text(town).encode()), current=Snapshot(town.workspace))
    assert again == town


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_exported_workbook_changes_nothing(town: Snapshot, lang: Language) -> None:
    plan = planned(SourceFile("x.xlsx", as_xlsx(town, lang)), current=town)
    assert problems(plan) == []
    assert plan.changes == ()
    assert {"task", "system", "member", "training", "need", "risk", "legacy"} <= plan.counts.keys()


@pytest.mark.parametrize("table", ["systems", "tasks", "members", "trainings", "risks", "needs", "legacy"])
def test_the_exported_tables_change_nothing(town: Snapshot, table: str) -> None:
    plan = planned(SourceFile(f"{table}.csv", as_csv(town, table, "nb")), current=town)
    assert (problems(plan), plan.changes) == ([], ())


def test_the_example_is_whole() -> None:
    assert problems(planned(EXAMPLE, current=EMPTY)) == []
