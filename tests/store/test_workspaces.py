"""Several workspaces in one file never mix, though their people, systems and tasks have the same ids."""

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from store.changes import Change, change_between
from store.opening import open_store
from store.records import (
    GATES,
    Decision,
    Dependency,
    Enrolment,
    Gate,
    Group,
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
from store.rows import IN_ORDER, TABLES
from store.store import Store
from store.sums import EVERYTHING, Within
from store.workspace import WorkspaceStore
from tests.store.archive import NOW, calmly, letter, new_archive, report, town_in
from tests.strategies import snapshots

DAY = date(2027, 11, 15)


def filled(store: Store, key: str, snapshot: Snapshot) -> WorkspaceStore:
    """A workspace that holds a snapshot, and some of everything that is no record."""
    workspace = store.add_workspace(replace(snapshot.workspace, key=key, name=f"{snapshot.workspace.name} {key}"))
    records = [record for rows in IN_ORDER for record in getattr(snapshot, TABLES[rows.kind])]
    changes = [change for record in records if (change := change_between(None, record))]
    workspace.begin_with(changes)
    store.join("slack", key, workspace)
    for member in snapshot.members:
        workspace.people.link(member.id, "slack", key, f"U{member.id}")
    return workspace


def lived_in(store: Store, key: str) -> None:
    """Give a workspace a journal, an outbox, reminders, questions and digests of its own."""
    workspace = town_in(store, key)
    report(workspace, "T101", 1, who=f"kari of {key}", note=f"note of {key}")
    workspace.people.link("kari", "slack", key, f"U of {key}")
    workspace.people.wrote_in("kari", "nb" if key == "strand" else "nn")
    row = workspace.outbox.put(letter(f"letter of {key}", team=key), 5)
    assert row is not None
    workspace.outbox.put(letter(f"edit of {key}", team=key, edits=row), 6)
    (head,) = (head for head in store.delivery.heads() if head.team == key)
    store.delivery.settle(head, "sent", attempts=1, next_at=5, post=f"ts of {key}", error="")
    workspace.reminders.plan(100, "remind", "T101", f"step of {key}", "kari")
    workspace.questions.ask(at=1, author="kari", message=key, choices=key.encode(), standing=b"{}")
    workspace.questions.ask(
        at=2, author="kari", message=key, choices=b"[]", standing=b"{}", place="here", text=f"own of {key}"
    )
    workspace.unclear.note(DAY, f"text of {key}", "why")
    workspace.digests.put("#lonn", DAY, row, f'"facts of {key}"'.encode())
    workspace.digests.put("#lonn", date(2027, 11, 14), row, f'"older facts of {key}"'.encode())


READS: dict[str, Callable[[WorkspaceStore], Any]] = {
    "about": lambda it: it.about(),
    "snapshot": lambda it: it.snapshot(),
    "stands": lambda it: [
        it.stands(Change("task", ("T101",), {}, {"note": f"note of {k}"})) for k in ("strand", "vik")
    ],
    "faults": lambda it: list(it.faults("x")),
    "tasks.get": lambda it: it.tasks.get("T101"),
    "tasks.owned_by": lambda it: it.tasks.owned_by("kari"),
    "tasks.of_system": lambda it: it.tasks.of_system("lon"),
    "tasks.overdue": lambda it: (it.tasks.overdue(date.max), it.tasks.overdue(date.max, ["lon", "ark"])),
    "tasks.blocked": lambda it: (it.tasks.blocked(), it.tasks.blocked(["lon", "ark"])),
    "tasks.unowned": lambda it: (it.tasks.unowned(), it.tasks.unowned(["lon", "ark"])),
    "tasks.chained": lambda it: it.tasks.chained(),
    "tasks.several": lambda it: it.tasks.several(["T101", "T102"]),
    "tasks.all": lambda it: it.tasks.all(),
    "tasks.last_number": lambda it: it.tasks.last_number(),
    "people.get": lambda it: it.people.get("kari"),
    "people.all": lambda it: it.people.all(),
    "people.with_account": lambda it: [it.people.with_account("slack", k, f"U of {k}") for k in ("strand", "vik")],
    "people.account_of": lambda it: [it.people.account_of("kari", "slack", k) for k in ("strand", "vik")],
    "systems.get": lambda it: it.systems.get("lon"),
    "systems.all": lambda it: it.systems.all(),
    "systems.of_group": lambda it: it.systems.of_group("lonn"),
    "systems.group": lambda it: it.systems.group("lonn"),
    "systems.groups": lambda it: it.systems.groups(),
    "trainings.get": lambda it: it.trainings.get("C1"),
    "trainings.planned": lambda it: it.trainings.planned(datetime(2000, 1, 1), datetime(2100, 1, 1)),
    "trainings.enrolments": lambda it: it.trainings.enrolments("C1"),
    "trainings.taken": lambda it: it.trainings.taken("C1"),
    "names.find": lambda it: [it.names.find(name) for name in ("lonn", "Kari Nes", "payroll", "vik")],
    "names.begins": lambda it: [it.names.begins(word) for word in ("lønn", "vi", "x")],
    "names.find_first_name": lambda it: it.names.find_first_name("kari"),
    "journal.head": lambda it: it.journal.head(),
    "journal.entries": lambda it: list(it.journal.entries()),
    "journal.latest_change": lambda it: it.journal.latest_change("kari of vik", datetime.min.replace(tzinfo=UTC)),
    "journal.latest": lambda it: [
        it.journal.latest(f"kari of {k}", datetime.min.replace(tzinfo=UTC)) for k in ("strand", "vik")
    ],
    "journal.is_changed_after": lambda it: it.journal.is_changed_after(
        0, Change("task", ("T101",), {}, {}), {"status", "due"}
    ),
    "journal.is_undone": lambda it: it.journal.is_undone(1),
    "journal.first_fault": lambda it: it.journal.first_fault(),
    "outbox.get": lambda it: [it.outbox.get(id_) for id_ in range(1, 9)],
    "outbox.with_key": lambda it: [it.outbox.with_key(f"letter of {k}") for k in ("strand", "vik")],
    "outbox.latest_of": lambda it: [it.outbox.latest_of(id_) for id_ in range(1, 9)],
    "outbox.latest_to": lambda it: [it.outbox.latest_to("slack", k, "kari") for k in ("strand", "vik")],
    "outbox.posted_as": lambda it: [it.outbox.posted_as("slack", k, f"ts of {k}") for k in ("strand", "vik")],
    "reminders.planned": lambda it: [(due.workspace, due.step) for due in it.reminders.planned("remind", "T101")],
    "questions.get": lambda it: [it.questions.get(id_) for id_ in range(1, 9)],
    "questions.waiting": lambda it: it.questions.waiting("kari"),
    "unclear.lately": lambda it: it.unclear.lately(),
    "digests.posted": lambda it: it.digests.posted("#lonn", DAY),
    "digests.facts_before": lambda it: it.digests.facts_before("#lonn", DAY),
}
# What is read within a part of a workspace is read in every way that there is.
WITHIN = [EVERYTHING, Within(group="lonn"), Within(group="g1"), Within(system="lon"), Within(system="s1")]
FACTS: dict[str, Callable[[Any], Any]] = {
    "systems": lambda facts: [facts.systems(within) for within in WITHIN],
    "tasks": lambda facts: [facts.tasks(DAY, NOW, within) for within in WITHIN],
    "gates": lambda facts: [facts.gates(within) for within in WITHIN],
    "risks": lambda facts: [facts.risks(within) for within in WITHIN],
    "needs": lambda facts: [facts.needs(within) for within in WITHIN],
    "sessions": lambda facts: [facts.sessions(DAY, within) for within in WITHIN],
    "roles": lambda facts: facts.roles(),
    "attended_numbers": lambda facts: [facts.attended_numbers(DAY, within) for within in WITHIN],
    "municipalities": lambda facts: facts.municipalities(),
    "links": lambda facts: [facts.links(within) for within in WITHIN],
    "first_in_the_way": lambda facts: [facts.first_in_the_way("s1", DAY, kind) for kind in ("blocked", "overdue")],
    "names_of": lambda facts: facts.names_of(["kari", "ola", "p1", "p2"]),
}
# What changes something, and so is no reading.
WRITES = {
    "record", "note", "begin_with", "forget_what_was_read", "people.forget", "systems.forget", "journal.forget",
    "journal.seal", "journal.abandon", "questions.forget",
    "tasks.take_id", "people.link", "people.wrote_in",
    "names.put", "names.forget", "names.read_anew",
    "journal.append", "outbox.put", "reminders.plan", "reminders.cancel",
    "questions.ask", "questions.answered", "questions.wait_no_longer", "unclear.note",
    "digests.put",
}  # fmt: skip


def test_every_way_to_read_a_workspace_is_tried_here() -> None:
    store = new_archive()
    workspace = town_in(store)
    parts = {name: part for name, part in vars(workspace).items() if hasattr(part, "_workspace") and name != "facts"}
    there = {name for name, _ in inspect.getmembers(workspace, inspect.ismethod) if name[0] != "_"}
    there |= {
        f"{part}.{name}"
        for part, one in parts.items()
        for name, _ in inspect.getmembers(one, inspect.ismethod)
        if name[0] != "_"
    }
    assert there == READS.keys() | WRITES
    assert {name for name, _ in inspect.getmembers(workspace.facts, inspect.ismethod) if name[0] != "_"} == FACTS.keys()
    store.close()


@pytest.fixture(scope="module")
def two() -> Iterator[tuple[Store, Store]]:
    """Strand and Vik in one store, and each alone in one of its own."""
    both, alone = new_archive(None, "strand", "vik"), new_archive(None, "strand")
    with both.transaction():
        lived_in(both, "strand")
        lived_in(both, "vik")
    with alone.transaction():
        lived_in(alone, "strand")
    yield both, alone
    both.close()
    alone.close()


@pytest.mark.parametrize("name", READS)
def test_a_workspace_reads_as_if_it_were_alone(two: tuple[Store, Store], name: str) -> None:
    both, alone = two
    assert READS[name](town_in(both)) == READS[name](town_in(alone))


@pytest.mark.parametrize("name", READS)
def test_nothing_that_is_read_tells_of_the_other(two: tuple[Store, Store], name: str) -> None:
    both, _ = two
    assert " of strand" not in _said(READS[name](town_in(both, "vik")))
    assert " of vik" not in _said(READS[name](town_in(both, "strand")))


NEIGHBOUR = Snapshot(
    Workspace("other", "Naboen"),
    municipalities=[Municipality("k1", "Nabo"), Municipality("k2", "Naboby")],
    groups=[Group("g1", "Naboens gruppe"), Group("g2", "Naboens andre")],
    members=[Member(f"p{n}", f"Nabo Nr{n}", f"@p{n}", "leder", "g1") for n in (1, 2, 3)],
    systems=[System("s1", "Naboens lønn", group="g1", owner="p1"), System("s2", "Naboens arkiv", group="g2")],
    tasks=[
        Task("T101", "s1", "Naboens", "p1", due=DAY, status="blocked"),
        Task("T102", "s2", "Naboens andre", due=DAY, depends_on=(Dependency("T101"),)),
        Task("T103", "s1", "Naboens tredje", "p1", due=DAY, depends_on=(Dependency("T104"),)),
        Task("T104", "s2", "Naboens fjerde", "p2", due=DAY),
    ],
    trainings=[
        Training("C1", "s1", datetime(2027, 11, 1, 9), trainer="p1", audience="leder"),
        Training("C2", "s2", datetime(2027, 11, 2, 9), audience="naboer", attended_count=7),
    ],
    enrolments=[Enrolment("C1", "p1", "attended"), Enrolment("C1", "p2", "attended"), Enrolment("C2", "p1")],
    needs=[TrainingNeed("s1", "leder", None, 9), TrainingNeed("s2", "leder", "k1", 9)],
    gates=[Gate("s1", gate, "red", "p1") for gate in sorted(GATES)],
    decisions=[Decision("B1", "s1", "go", "p1", DAY)],
    risks=[Risk("R1", "s1", "Naboens risiko"), Risk("R2", "s2", "Naboens andre", open=False)],
    legacy=[LegacySystem("L1", "Naboens gamle")],
)


@settings(calmly, max_examples=15)
@given(snapshots())
def test_whatever_two_workspaces_hold_each_reads_as_if_it_were_alone(one: Snapshot) -> None:
    both, alone = open_store(None), open_store(None)
    try:
        with both.transaction(), alone.transaction():
            first, second = filled(both, "one", one), filled(both, "other", NEIGHBOUR)
            apart = filled(alone, "one", one)
        for name, read in READS.items():
            assert read(first) == read(apart), name
        for name, count in FACTS.items():
            assert count(first.facts) == count(apart.facts), name
        beside = second.snapshot()
        for rows in IN_ORDER:
            assert getattr(beside, TABLES[rows.kind]) == getattr(NEIGHBOUR, TABLES[rows.kind])
        assert both.faults() == []
    finally:
        both.close()
        alone.close()


def test_a_change_in_one_workspace_leaves_the_other_as_it_is() -> None:
    store = new_archive(None, "strand", "vik")
    vik = town_in(store, "vik")
    before = {name: read(vik) for name, read in READS.items()}
    with store.transaction():
        lived_in(store, "strand")
        workspace = town_in(store)
        workspace.note(Change("task", ("T101",), {"heard_at": None}, {"heard_at": NOW.isoformat()}))
        workspace.reminders.cancel("remind", "T101", 0)
        workspace.questions.answered(1, 5)
        workspace.questions.wait_no_longer("kari")
        rename = Change("workspace", ("strand",), {"name": "Strand"}, {"name": "Nye Strand"})
        remove = [
            Change("gate", ("lon", "decision"), {"gate": "decision"}, None),
            Change("system", ("lon",), {"name": "Lønn"}, {"name": "Løn"}),
            rename,
        ]
        workspace.record(remove, who="kari", message="m", what="change", at=NOW)
        assert workspace.tasks.take_id() == "T106"
    assert workspace.about().name == "Nye Strand"
    after = {name: read(vik) for name, read in READS.items()}
    assert after == before
    with store.transaction():
        assert vik.tasks.take_id() == "T106"
        vik.record([rename.reversed()], who="kari", message="m", what="change", at=NOW)
    assert workspace.about().name == "Nye Strand"
    store.close()


def test_what_is_remembered_of_a_workspace_is_forgotten_with_the_change_that_made_it() -> None:
    store = new_archive(None, "strand", "vik")
    strand, vik = store.workspaces()
    rename = Change("workspace", ("strand",), {"name": "Strand"}, {"name": "Nye Strand"})

    def try_it() -> None:
        strand.record([rename], who="kari", message="m", what="change", at=NOW)
        store.join("slack", "strand", vik)
        assert strand.about().name == "Nye Strand"
        assert store.workspace_of("slack", "strand") is vik
        raise ZeroDivisionError

    with store.transaction(), suppress(ZeroDivisionError), store.savepoint():
        try_it()
    assert strand.about().name == "Strand"
    assert store.workspace_of("slack", "strand") is strand
    with suppress(ZeroDivisionError), store.transaction():
        try_it()
    assert strand.about().name == "Strand"
    assert store.workspace_of("slack", "strand") is strand
    store.close()


def test_what_another_process_changed_is_known_in_the_next_transaction(tmp_path: Path) -> None:
    ours = new_archive(tmp_path / "klar.db", "strand", "vik")
    theirs = open_store(tmp_path / "klar.db")
    assert town_in(ours).about().name == "Strand"
    assert ours.workspace_of("slack", "strand") is town_in(ours)
    with theirs.transaction():
        rename = Change("workspace", ("strand",), {"name": "Strand"}, {"name": "Nye Strand"})
        town_in(theirs).record([rename], who="kari", message="m", what="change", at=NOW)
        theirs.join("slack", "strand", town_in(theirs, "vik"))
    with ours.transaction():
        assert town_in(ours).about().name == "Nye Strand"
        assert ours.workspace_of("slack", "strand") is town_in(ours, "vik")
    ours.close()
    theirs.close()


REFERENCES = [
    ("tasks", "system"), ("tasks", "owner"), ("systems", '"group"'), ("systems", "owner"), ("members", '"group"'),
    ("members", "deputy"), ("trainings", "system"), ("trainings", "trainer"), ("enrolments", "training"),
    ("enrolments", "member"), ("gates", "system"), ("accounts", "member"), ("needs", "system"),
    ("decisions", "system"), ("risks", "system"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_nothing_can_point_at_what_only_the_other_has(table: str, column: str) -> None:
    store = new_archive(None, "strand", "vik")
    vik = town_in(store, "vik")
    with store.transaction():
        for record in town_only_in_vik():
            vik._apply(record)
        _one_row_each(store)
    only_there = {"system": "vann", '"group"': "vann", "training": "C9"}.get(column, "siri")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.transaction():
        store._db.execute(f"UPDATE {table} SET {column} = ? WHERE workspace = 1", (only_there,))  # noqa: S608
    store.close()


def test_every_reference_between_records_is_tried_here() -> None:
    store = new_archive()
    declared = set()
    for table in [*TABLES.values(), "accounts"]:
        for row in store._db.execute(f"PRAGMA foreign_key_list({table})"):
            if row[3] != "workspace":
                declared.add((table, row[3]))
    assert declared == {(table, column.strip('"')) for table, column in REFERENCES}
    store.close()


def test_a_team_and_a_key_belong_to_one_workspace() -> None:
    store = new_archive(None, "strand", "vik")
    assert [one.about().key for one in store.workspaces()] == ["strand", "vik"]
    strand, vik = store.workspaces()
    for _ in range(2):  # the second time from memory
        assert store.workspace_of("slack", "vik") is vik
    assert store.workspace_of("slack", "nobody's") is None
    assert store.workspace_of("teams", "vik") is None
    assert store.workspace("nobody's") is None
    assert store.home_of(strand) == ("slack", "strand")
    with store.transaction():
        store.join("slack", "strand", vik)
    assert store.workspace_of("slack", "strand") is vik
    assert store.home_of(strand) is None
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.add_workspace(Workspace("vik", "Vik igjen"))
    assert len(store.workspaces()) == 2
    store.close()


def town_only_in_vik() -> list[Change]:
    """A group, a member, a system and a training that Strand does not have."""
    return [
        Change("group", ("vann",), None, {"id": "vann", "name": "Vann"}),
        Change("member", ("siri",), None, {"id": "siri", "name": "Siri Dal"}),
        Change("system", ("vann",), None, {"id": "vann", "name": "Vann"}),
        Change("training", ("C9",), None, {"id": "C9", "system": "vann", "start": "2027-11-23T09:00:00"}),
    ]


def _one_row_each(store: Store) -> None:
    """In Strand, a row in the tables that the town leaves empty."""
    strand = town_in(store)
    strand.people.link("kari", "slack", "strand", "U1")
    for change in (
        Change(
            "need", ("lon", "leder", ""), None, {"system": "lon", "role": "leder", "municipality": None, "people": 3}
        ),
        Change("decision", ("B1",), None, {"id": "B1", "system": "lon", "decision": "go"}),
        Change("risk", ("R1",), None, {"id": "R1", "system": "lon", "text": "Sent ute"}),
    ):
        strand._apply(change)


def _said(what: Any) -> str:
    return repr(msgspec.to_builtins(what)) if isinstance(what, msgspec.Struct) else repr(what)
