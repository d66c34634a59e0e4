"""Whatever is changed and taken back, in whatever order: the tables, the journal and a plain dictionary agree."""

from contextlib import suppress
from sqlite3 import IntegrityError
from typing import Any, TypeAlias

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from store.changes import Change, Record, change_between, from_plain, key_of, plain
from store.journal import UNTOLD
from store.opening import open_store
from store.records import Group, Member, System, Task
from store.rows import IN_ORDER, TABLES
from tests import town
from tests.store.archive import NOW, calmly, changes_of
from tests.strategies import days, notes, percents

Key: TypeAlias = tuple[str, tuple[str, ...]]

names = st.sampled_from(["Lønn", "lønn", "Ærna", "Øst", "Å", "Årdal vann", "Sak/arkiv"])
fields: dict[type[Record], st.SearchStrategy[dict[str, Any]]] = {
    Task: st.fixed_dictionaries(
        {},
        optional={
            "percent": percents,
            "note": notes,
            "due": st.none() | days,
            "status": st.sampled_from(["todo", "doing", "done"]),
            "helpers": st.sampled_from([(), ("siv",), ("siv", "per")]),
        },
    ),
    System: st.fixed_dictionaries(
        {},
        optional={
            "name": names,
            "aliases": st.lists(names, unique=True, max_size=2).map(tuple),
            "archive": st.booleans(),
        },
    ),
    Member: st.fixed_dictionaries({}, optional={"name": names, "away_until": st.none() | days}),
    Group: st.fixed_dictionaries({}, optional={"name": names}),
}
NEW: list[Record] = [
    *(Task(f"T{n}", "lon", "Noe å gjøre") for n in (201, 202, 203)),
    *(System(id_, "Vann", group="vann") for id_ in ("vann", "avlop")),
    *(Member(id_, "Siv Dal", f"@{id_}") for id_ in ("siv", "per")),
    Group("vann", "Vann og avløp"),
    System("lon", "Lønn"),
]


class Archive(RuleBasedStateMachine):
    """A workspace, and beside it a dictionary that is told the same."""

    @initialize()
    def begin(self) -> None:
        self.store = open_store(None)
        self.model: dict[Key, Record] = {}
        self.changes: list[int] = []
        with self.store.transaction():
            self.workspace = self.store.add_workspace(town.ABOUT)
        self.make(None, Group("vann", "Vann"))
        self.make(None, System("lon", "Lønn"))

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    @rule(record=st.sampled_from(NEW))
    def add(self, record: Record) -> None:
        if _key(record) not in self.model:
            self.make(None, record)

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(list(self.model.values())))
        self.make(record, replace(record, **data.draw(fields[type(record)])))

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        removable = [record for record in self.model.values() if isinstance(record, Task | Member)]
        if removable:
            self.make(data.draw(st.sampled_from(removable)), None)

    @rule(data=st.data())
    def several_at_once(self, data: st.DataObject) -> None:
        records = data.draw(st.lists(st.sampled_from(list(self.model.values())), unique_by=_key, max_size=3))
        pairs = [(record, replace(record, **data.draw(fields[type(record)]))) for record in records]
        self.make_all([(before, after) for before, after in pairs if before != after])

    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(list(self.model.values())))
        change = change_between(record, None)
        assert change is not None
        before = self.workspace.journal.head()
        with suppress(ZeroDivisionError), self.store.transaction():
            self.record([change])
            _ = 1 / 0
        assert self.workspace.journal.head() == before

    @precondition(lambda self: len(self.changes) > 2)  # the first two are the ground that all stands on
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.changes[2:]))
        changes = changes_of(self.workspace, number)
        if self.workspace.journal.is_undone(number) or not all(map(self.workspace.stands, changes)):
            return
        try:
            with self.store.transaction():
                self.record([change.reversed() for change in reversed(changes)], undoes=number)
        except IntegrityError:
            assert any(change.kind in ("group", "system", "member") for change in changes)  # something leans on it
            assert not self.workspace.journal.is_undone(number)
            return
        assert self.workspace.journal.is_undone(number)
        for change in changes:
            _apply(self.model, change.reversed())

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def the_tables_are_the_model(self) -> None:
        assert self.in_the_tables() == self.model

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def the_journal_replayed_is_the_model_and_its_chain_holds(self) -> None:
        replayed: dict[Key, Record] = {}
        for entry in self.workspace.journal.entries():
            _apply(replayed, Change(entry.kind, tuple(entry.subject.split("/")), entry.before, entry.after))
        assert replayed == self.model
        assert self.workspace.journal.first_fault() is None

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def the_latest_change_is_the_last_one_that_stands(self) -> None:
        standing = [number for number in self.changes if not self.workspace.journal.is_undone(number)]
        latest = self.workspace.journal.latest_change("kari", NOW.replace(year=2000))
        assert latest == (standing[-1] if standing else None)

    def make(self, before: Record | None, after: Record | None) -> None:
        if before != after:
            self.make_all([(before, after)])

    def make_all(self, pairs: list[tuple[Record | None, Record | None]]) -> None:
        changes = [change for before, after in pairs if (change := change_between(before, after))]
        if not changes:
            return
        with self.store.transaction():
            self.changes.append(self.record(changes))
        for _, after in pairs:
            if after is not None:
                self.model[_key(after)] = after
        for before, after in pairs:
            if before is not None and after is None:
                del self.model[_key(before)]

    def record(self, changes: list[Change], undoes: int | None = None) -> int:
        return self.workspace.record(changes, who="kari", message="m", what="change", at=NOW, undoes=undoes)

    def in_the_tables(self) -> dict[Key, Record]:
        snapshot = self.workspace.snapshot()
        return {_key(record): record for rows in IN_ORDER for record in getattr(snapshot, TABLES[rows.kind])}


def _key(record: Record) -> Key:
    change = change_between(None, record)
    assert change is not None
    return change.kind, key_of(record)


def _apply(state: dict[Key, Record], change: Change) -> None:
    """What a change does, in the plainest way."""
    where = (change.kind, change.key)
    if change.after is None:
        del state[where]
        return
    before = plain(state[where]) if where in state else {}
    assert not change.after.keys() & set(UNTOLD)
    state[where] = from_plain(change.kind, {**before, **change.after})


Archive.TestCase.settings = settings(calmly, max_examples=20, stateful_step_count=15)
TestArchive = Archive.TestCase
