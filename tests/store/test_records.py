"""Every kind of record goes in and comes out as it was, and every change can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.changes import KINDS, Change, Record, change_between, from_plain, key_of, plain
from store.journal import UNTOLD
from store.opening import open_store
from store.records import (
    Decision,
    Enrolment,
    Gate,
    Group,
    Member,
    Municipality,
    Risk,
    System,
    Task,
    Training,
    TrainingNeed,
    Workspace,
)
from store.store import Store
from store.workspace import WorkspaceStore
from tests import strategies as made
from tests.store.archive import NOW, calmly, changes_of, everything_in, new_archive, report, town_in

# The people, systems and so on that the town has: what is made may point at these.
PEOPLE, SYSTEMS, GROUPS, PLACES = ["kari", "nils", "ola"], ["lon", "ark"], ["lonn", "arkiv"], ["strand"]
anyone, system = st.sampled_from([None, *PEOPLE]), st.sampled_from(SYSTEMS)
severity = st.integers(1, 5)

# For each kind, records that have the same key.
SAME: dict[str, st.SearchStrategy[Record]] = {
    "workspace": made.workspaces().map(lambda it: replace(it, key="strand")),
    "municipality": st.builds(Municipality, st.just("ny"), made.names),
    "group": st.builds(Group, st.just("ny"), made.names, st.none() | made.texts),
    "member": made.members("ny", GROUPS, PEOPLE),
    "system": made.systems("ny", GROUPS, PEOPLE),
    "task": made.tasks("T900", SYSTEMS, PEOPLE, ["T101", "T102"]),
    "training": made.trainings("C900", SYSTEMS, PEOPLE),
    "enrolment": st.builds(
        Enrolment, st.just("C1"), st.just("nils"),
        st.sampled_from(["enrolled", "waiting", "attended", "absent", "withdrew"]),
    ),
    "need": st.builds(TrainingNeed, st.just("lon"), st.just("leder"), st.none(), st.integers(0, 300)),
    "gate": st.builds(
        Gate, st.just("lon"), st.just("rollback"), st.sampled_from(["green", "amber", "red", "none"]), anyone,
        made.notes, st.none() | made.days, anyone, made.notes,
    ),
    "decision": st.builds(
        Decision, st.just("B1"), system, st.sampled_from(["go", "no_go", "postpone"]), anyone, st.none() | made.days
    ),
    "risk": st.builds(Risk, st.just("R1"), system, made.texts, severity, severity, st.booleans(), anyone),
    "legacy": made.legacy("L900", PLACES, SYSTEMS),
}  # fmt: skip


@st.composite
def three_states(draw: st.DrawFn) -> tuple[str, list[Record]]:
    """A kind, and three records of it with the same key that differ."""
    kind = draw(st.sampled_from(sorted(SAME)))
    states = draw(st.lists(SAME[kind], min_size=3, max_size=3, unique_by=repr))
    return kind, states


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store with the town in it, in which nothing that is tried lasts."""
    store = new_archive()
    yield store
    store.close()


@contextmanager
def tried(store: Store) -> Iterator[None]:
    """What is done inside is not done afterwards."""
    with suppress(Done), store.transaction():
        yield
        raise Done


class Done(Exception):
    """All has been tried."""


def make(workspace: WorkspaceStore, change: Change | None) -> int:
    assert change is not None
    return workspace.record([change], who="kari", message="m", what="change", at=NOW)


def read(workspace: WorkspaceStore, kind: str, record: Record) -> Record | None:
    """The record with the same key, as it is now."""
    now = workspace._current(Change(kind, key_of(record), None, {}))
    return None if now is None else from_plain(kind, now)


def told(record: Record) -> dict[str, Any]:
    """What the journal tells of a record."""
    return {name: value for name, value in plain(record).items() if name not in UNTOLD}


def without_journal(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows for table, rows in everything_in(store).items() if table not in ("journal", "workspaces")}


def test_every_kind_of_record_is_tried_here() -> None:
    assert SAME.keys() == KINDS.keys()


@settings(calmly, max_examples=60)
@given(three_states())
def test_a_record_goes_in_and_comes_out_and_every_step_can_be_taken_back(
    store: Store, made: tuple[str, list[Record]]
) -> None:
    kind, (first, second, third) = made
    workspace = town_in(store)
    start: Record | None = workspace.about() if kind == "workspace" else None
    with tried(store):
        states: list[tuple[Record | None, Record | None]] = [(start, first), (first, second), (second, third)]
        if kind != "workspace":
            states.append((third, None))
        for before, after in states:
            in_the_tables = without_journal(store)
            change = change_between(before, after)
            if change is None:
                continue
            assert change.reversed().reversed() == change
            number = make(workspace, change)
            assert read(workspace, kind, first) == after
            assert workspace.stands(change)
            (kept,) = changes_of(workspace, number)
            assert kept.key == change.key
            assert workspace.stands(kept)
            make(workspace, change.reversed())
            assert read(workspace, kind, first) == before
            assert without_journal(store) == in_the_tables
            if not {*(change.after or {}), *(change.before or {})} <= {*UNTOLD, "wrote_in"}:
                assert not workspace.stands(change)
            make(workspace, change)
            assert workspace.stands(change)
        assert workspace.journal.first_fault() is None


@calmly
@given(three_states())
def test_the_journal_alone_tells_what_a_record_was_and_became(store: Store, made: tuple[str, list[Record]]) -> None:
    kind, (first, second, _) = made
    workspace = town_in(store)
    with tried(store):
        number = make(workspace, change_between(workspace.about() if kind == "workspace" else None, first))
        change = change_between(first, second)
        (created,) = changes_of(workspace, number)
        assert created.after is not None
        if kind != "workspace":
            assert told(from_plain(kind, created.after)) == told(first)
            assert created.before is None
        changed = make(workspace, change)
        (kept,) = changes_of(workspace, changed)
        assert change is not None
        assert change.before is not None
        assert change.after is not None
        for side, whole in ((kept.before, change.before), (kept.after, change.after)):
            expected = msgspec.json.decode(msgspec.json.encode(whole))
            assert side == {name: value for name, value in expected.items() if name not in UNTOLD}


def test_a_change_stands_until_another_one_touches_the_same() -> None:
    store = new_archive()
    workspace = town_in(store)
    with store.transaction():
        (first,) = changes_of(workspace, report(workspace, "T101", 1, percent=50))
        (other,) = changes_of(workspace, report(workspace, "T101", 2, note="venter"))
        assert workspace.stands(first)
        assert workspace.stands(other)
        report(workspace, "T101", 3, percent=60)
        assert not workspace.stands(first)
        assert workspace.stands(other)
        make(workspace, change_between(workspace.tasks.get("T101"), None))
        assert not workspace.stands(other)
    store.close()


def test_hearing_from_somebody_does_not_stand_in_the_way_of_an_undo() -> None:
    store = new_archive()
    workspace = town_in(store)
    with store.transaction():
        task = Task("T900", "lon", "Ny", "kari", helpers=("nils",), heard_at=NOW)
        member = Member("ny", "Ny Nilsen", group="lonn")
        numbers = [make(workspace, change_between(None, record)) for record in (task, member)]
        workspace.note(Change("task", ("T900",), {"heard_at": None}, {"heard_at": "2027-12-01T00:00:00Z"}))
        workspace.people.wrote_in("ny", "nn")
        for number in numbers:
            (kept,) = changes_of(workspace, number)
            assert workspace.stands(kept)
    store.close()


@pytest.mark.parametrize("change", [
    Change("task", ("T101",), {"percent": None}, {"percent": 5}),
    Change("task", ("T101",), {"heard_at": None, "note": ""}, {"heard_at": None, "note": "x"}),
    Change("task", ("T101",), {"title": "x"}, None),
])  # fmt: skip
def test_what_belongs_in_the_journal_cannot_be_noted_beside_it(change: Change) -> None:
    store = new_archive()
    with pytest.raises(ValueError, match="belongs in the journal"), store.transaction():
        town_in(store).note(change)
    store.close()


def test_nothing_is_no_change_and_a_change_needs_a_record() -> None:
    task = Task("T1", "lon", "Noe")
    assert change_between(task, replace(task)) is None
    with pytest.raises(ValueError, match="needs a record"):
        change_between(None, None)
    assert key_of(TrainingNeed("lon", "leder", None, 3)) == ("lon", "leder", "")
    assert Change("gate", ("lon", "data"), None, None).subject == "lon/data"


def test_a_need_for_all_municipalities_is_there_once() -> None:
    store = open_store(None)
    with store.transaction():
        workspace = store.add_workspace(Workspace("x", "X"))
        make(workspace, change_between(None, System("lon", "Lønn")))
        for municipality in (None, "strand"):
            make(workspace, change_between(None, TrainingNeed("lon", "leder", municipality, 3)))
        make(workspace, change_between(TrainingNeed("lon", "leder", None, 3), TrainingNeed("lon", "leder", None, 4)))
    assert [(need.municipality, need.people) for need in workspace.snapshot().needs] == [(None, 4), ("strand", 3)]
    store.close()


def test_a_task_id_is_never_given_twice() -> None:
    store = new_archive()
    workspace = town_in(store)
    with store.transaction():
        assert workspace.tasks.take_id() == "T106"
        task = Task("T250", "lon", "Importert")
        make(workspace, change_between(None, task))
        make(workspace, change_between(task, None))
        assert workspace.tasks.take_id() == "T251"
        for odd in ("T2x", "5.1", "T²", "T٣٠٠", "T"):
            make(workspace, change_between(None, Task(odd, "lon", "Importert")))
        assert workspace.tasks.take_id() == "T252"
    store.close()


def test_an_enrolment_takes_a_seat_until_it_is_withdrawn() -> None:
    store = new_archive()
    workspace = town_in(store)
    assert workspace.trainings.taken("C1") == 1
    with store.transaction():
        make(workspace, change_between(Enrolment("C1", "kari"), Enrolment("C1", "kari", "withdrew")))
    assert workspace.trainings.taken("C1") == 0
    training = workspace.trainings.get("C1")
    assert isinstance(training, Training)
    assert workspace.trainings.planned(training.start, training.start) == []
    store.close()
