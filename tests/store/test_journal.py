"""The journal: whatever is done to it behind our back is found, and it knows what may be taken back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.changes import Change
from store.journal import GENESIS
from store.store import Store
from tests.store.archive import NOW, calmly, changes_of, new_archive, report, town_in

LENGTH = 6
COLUMNS = (
    "workspace", "seq", "change", "at", "who", "message", "what", "kind", "subject", "before", "after", "undoes",
    "digest", "hash",
)  # fmt: skip
NUMBERS = ("workspace", "seq", "change", "undoes")


@pytest.fixture(scope="module")
def written() -> Iterator[Store]:
    """Two journals of six entries each; nothing guards them any more."""
    store = new_archive(None, "strand", "vik")
    with store.transaction():
        for key in ("strand", "vik"):
            for n in range(LENGTH - 1):
                report(town_in(store, key), "T101", n, who=f"kari of {key}", percent=10 + n)
            back = [change.reversed() for change in changes_of(town_in(store, key), LENGTH - 1)]
            town_in(store, key).record(back, who="kari", message="m9", what="undo", at=NOW, undoes=LENGTH - 1)
    store._db.execute("PRAGMA foreign_keys = OFF")
    store._db.execute("DROP TRIGGER journal_is_never_changed")
    store._db.execute("DROP TRIGGER journal_is_never_shortened")
    yield store
    store.close()


@contextmanager
def tampered(store: Store) -> Iterator[sqlite3.Connection]:
    """What is done inside is not done afterwards."""
    store._db.execute("BEGIN")
    try:
        yield store._db
    finally:
        store._db.execute("ROLLBACK")
        store._forget_what_was_read()


def fault(store: Store) -> int | None:
    return town_in(store).journal.first_fault()


def test_a_journal_tells_what_happened_in_order() -> None:
    store = new_archive()
    workspace = town_in(store)
    assert workspace.journal.head() == GENESIS
    assert list(workspace.journal.entries()) == []
    assert workspace.journal.first_fault() is None
    with store.transaction():
        report(workspace, "T101", 1, percent=50)
        first_head = workspace.journal.head()
        assert report(workspace, "T102", 2, who="nils", note="Æ, ø og å") == 2
    first, second = workspace.journal.entries()
    assert (first.seq, first.change, first.who, first.kind, first.subject) == (1, 1, "kari", "task", "T101")
    assert (first.before, first.after, first.undoes) == ({"percent": None}, {"percent": 50}, None)
    assert (second.at, second.who, second.message, second.what) == (NOW + timedelta(minutes=2), "nils", "m2", "change")
    assert second.after == {"note": "Æ, ø og å"}
    assert first.hash == first_head != second.hash == workspace.journal.head()
    assert list(workspace.journal.entries(2)) == [second]
    assert list(workspace.journal.entries(3)) == []
    store.close()


def test_the_changes_of_one_message_share_a_number() -> None:
    store = new_archive()
    workspace = town_in(store)
    changes = [Change("task", (id_,), {"percent": None}, {"percent": 5}) for id_ in ("T101", "T102")]
    with store.transaction():
        assert workspace.record(changes, who="kari", message="m", what="change", at=NOW) == 1
        assert report(workspace, "T103", percent=1) == 3
    assert [(entry.seq, entry.change) for entry in workspace.journal.entries()] == [(1, 1), (2, 1), (3, 3)]
    assert [entry.seq for entry in workspace.journal.entries(1)] == [1, 2]
    store.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET what = 'x'", "DELETE FROM journal", "REPLACE INTO journal SELECT * FROM journal"]
)
def test_the_file_itself_refuses_to_change_the_journal(statement: str) -> None:
    store = new_archive()
    with store.transaction():
        report(town_in(store), "T101", percent=50)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store._db.execute(statement)
    assert fault(store) is None
    store.close()


def test_an_untouched_journal_holds(written: Store) -> None:
    assert fault(written) is None
    assert written.faults() == []


@calmly
@given(st.integers(1, LENGTH), st.sampled_from(COLUMNS), st.data())
def test_a_changed_field_is_found(written: Store, seq: int, column: str, data: st.DataObject) -> None:
    (before,) = written._db.execute(f"SELECT {column} FROM journal WHERE (workspace, seq) = (1, {seq})").fetchone()  # noqa: S608
    others: st.SearchStrategy[Any] = st.integers(0, 20) if column in NUMBERS else st.text()
    if column in ("before", "after", "undoes"):
        others |= st.none()
    after = data.draw(others.filter(lambda value: value != before))
    with tampered(written) as db:
        try:
            db.execute(f"UPDATE journal SET {column} = ? WHERE (workspace, seq) = (1, {seq})", (after,))  # noqa: S608
        except sqlite3.IntegrityError:
            return  # the number is taken: this cannot be done at all
        found = fault(written)
        assert found is not None
        assert found <= seq


@calmly
@given(st.integers(1, LENGTH))
def test_a_missing_entry_is_found_also_the_last(written: Store, seq: int) -> None:
    with tampered(written) as db:
        db.execute("DELETE FROM journal WHERE workspace = 1 AND seq = ?", (seq,))
        assert fault(written) == seq


@calmly
@given(st.integers(1, LENGTH))
def test_a_journal_that_was_cut_off_is_found(written: Store, seq: int) -> None:
    with tampered(written) as db:
        db.execute("DELETE FROM journal WHERE workspace = 1 AND seq >= ?", (seq,))
        assert fault(written) == seq


@calmly
@given(st.lists(st.integers(1, LENGTH), min_size=2, max_size=2, unique=True))
def test_swapped_entries_are_found(written: Store, pair: list[int]) -> None:
    first, second = sorted(pair)
    with tampered(written) as db:
        for old, new in ((first, 99), (second, first), (99, second)):
            db.execute("UPDATE journal SET seq = ? WHERE workspace = 1 AND seq = ?", (new, old))
        assert fault(written) == first


def test_an_entry_from_elsewhere_is_found(written: Store) -> None:
    with tampered(written) as db:
        db.execute("UPDATE journal SET workspace = 3 WHERE workspace = 1")
        db.execute("UPDATE journal SET workspace = 1 WHERE workspace = 2")
        assert fault(written) == LENGTH + 1


def test_a_forged_last_entry_is_found(written: Store) -> None:
    with tampered(written):
        town_in(written).journal.append([], at=NOW, who="", message="", what="")
        assert fault(written) is None
        head = town_in(written).journal.head()
        report(town_in(written), "T102", percent=1)
        town_in(written).journal.seal()
        written._db.execute("UPDATE workspaces SET journal_head = ? WHERE n = 1", (head,))
        assert fault(written) == LENGTH + 2


@calmly
@given(st.binary(min_size=1).filter(lambda raw: not _is_text(raw)), st.integers(1, LENGTH))
def test_an_entry_that_is_no_text_any_more_is_found(written: Store, raw: bytes, seq: int) -> None:
    with tampered(written) as db:
        db.execute("UPDATE journal SET who = CAST(? AS TEXT) WHERE workspace = 1 AND seq = ?", (raw, seq))
        assert fault(written) in range(1, seq + 1)


def test_the_journals_of_two_workspaces_do_not_meet(written: Store) -> None:
    with tampered(written) as db:
        db.execute("UPDATE journal SET who = 'mallory' WHERE workspace = 1 AND seq = 3")
        assert fault(written) == 3
        assert town_in(written, "vik").journal.first_fault() is None
        assert written.faults() == ["The journal of strand does not hold from entry 3 on."]


def test_the_latest_change_is_ones_own_and_not_undone() -> None:
    store = new_archive()
    workspace = town_in(store)
    journal, dawn = workspace.journal, NOW - timedelta(hours=1)
    assert journal.latest_change("kari", dawn) is None
    with store.transaction():
        first = report(workspace, "T101", 1, percent=10)
        second = report(workspace, "T101", 2, percent=20)
        report(workspace, "T103", 3, who="nils", percent=30)
        assert journal.latest_change("kari", dawn) == second
        back = [change.reversed() for change in changes_of(workspace, second)]
        undo = workspace.record(back, who="kari", message="u", what="undo", at=NOW, undoes=second)
    assert journal.is_undone(second)
    assert not journal.is_undone(first)
    assert not journal.is_undone(undo)
    assert journal.latest_change("kari", dawn) == first
    assert journal.latest_change("nils", dawn) == 3
    assert journal.latest_change("ola", dawn) is None
    store.close()


def test_what_was_changed_too_long_ago_is_not_the_latest_change() -> None:
    store = new_archive()
    workspace = town_in(store)
    with store.transaction():
        number = report(workspace, "T101", 10, percent=10)
    then = NOW + timedelta(minutes=10)
    assert workspace.journal.latest_change("kari", then - timedelta(seconds=1)) == number
    assert workspace.journal.latest_change("kari", then) is None
    store.close()


def test_a_workspace_begins_only_once() -> None:
    store = new_archive()
    with store.transaction():
        report(town_in(store), "T101", percent=50)
    with pytest.raises(ValueError, match="begun already"), store.transaction():
        town_in(store).begin_with([])
    store.close()


def test_a_transaction_that_fails_leaves_no_trace_in_the_journal() -> None:
    store = new_archive()
    workspace = town_in(store)
    with pytest.raises(KeyboardInterrupt), store.transaction():  # noqa: PT012 - it must fail inside
        report(workspace, "T101", percent=50)
        raise KeyboardInterrupt
    assert workspace.journal.head() == GENESIS
    assert store.faults() == []
    store.close()


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
