"""The store as a file: what it takes, what it refuses, and what it survives."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store import opening as store_module
from store.errors import AlreadyRunning, Damaged, NotOurs, NotStored, StoreError, TooNew
from store.opening import open_store
from store.records import Workspace
from store.schema import APPLICATION_ID, SENTINEL
from store.store import Store
from tests import town
from tests.store.archive import everything_in, letter, new_archive, report, town_in
from tests.store.processes import elsewhere


def pragma(connection: sqlite3.Connection, name: str) -> object:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return value


def raw(path: Path, *statements: str) -> None:
    """Do something to a database without Klar."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with the town in it."""
    path = tmp_path / "klar.db"
    store = new_archive(path)
    with store.transaction():
        report(town_in(store), "T101", percent=50)
    store.close()
    return path


def test_a_new_store_is_whole_and_only_its_owners(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = open_store(tmp_path / "klar.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "klar.db").stat().st_mode) == 0o600
    assert pragma(store._db, "application_id") == APPLICATION_ID == int.from_bytes(b"Klar", "big")
    assert store._db.execute("SELECT sentinel FROM klar").fetchall() == [(SENTINEL,)]
    assert store.workspaces() == []
    assert store.faults() == []
    store.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["klar.db", "klar.db.lock"]


def test_what_was_written_is_there_when_it_is_opened_again(path: Path) -> None:
    store = open_store(path, create=False)
    task = town_in(store).tasks.get("T101")
    assert task is not None
    assert task.percent == 50
    assert town_in(store).about() == Workspace("strand", "Strand")
    assert store.path == path
    store.close()


def test_the_connection_that_writes_is_set_up_as_it_must_be(path: Path) -> None:
    store = open_store(path)
    assert pragma(store._db, "journal_mode") == "wal"
    assert pragma(store._db, "synchronous") == 2
    assert pragma(store._db, "foreign_keys") == 1
    assert pragma(store._db, "busy_timeout") == 5000
    with store.transaction():
        assert store._db.in_transaction
        assert pragma(store._db, "foreign_keys") == 1
    store.close()


def test_opening_a_store_writes_nothing_in_it(path: Path) -> None:
    before = path.read_bytes()
    open_store(path).close()
    assert path.read_bytes() == before


def text_file(path: Path) -> None:
    path.write_text("Oppgave;Ansvarlig\n" * 100)


def foreign(path: Path) -> None:
    path.unlink()
    raw(path, "CREATE TABLE klar (sentinel TEXT)", "INSERT INTO klar VALUES ('klarbot')")


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_to_its_header(path: Path) -> None:
    os.truncate(path, 100)


def scribbled(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096 : 4096 * 12] = bytes(4096 * 11)
    path.write_bytes(whole)


def scribble_over(path: Path, store: Store, first: int, last: int) -> None:
    """Spoil some pages of a store that is open, so that it has to read them again."""
    whole = bytearray(path.read_bytes())
    for start in range(4096 * first, min(4096 * last, len(whole)), 4096):
        whole[start : start + 4096] = b"\xa5" * 4096
    path.write_bytes(whole)
    store._db.execute("PRAGMA shrink_memory")


def from_the_future(path: Path) -> None:
    raw(path, "INSERT INTO _sqlite_migrations VALUES (99, 'klar', 'm999_wings', '2035-01-01')")


@pytest.mark.parametrize(
    ("spoil", "error", "says"),
    [
        (lambda path: path.write_bytes(b""), NotOurs, "is not a store of Klar's"),
        (lambda path: path.write_bytes(b"x"), NotOurs, "is not a store of Klar's"),
        (text_file, NotOurs, "is not a store of Klar's"),
        (foreign, NotOurs, "is not a store of Klar's"),
        (lambda path: raw(path, "PRAGMA application_id = 7"), NotOurs, "is not a store of Klar's"),
        (lambda path: raw(path, "DELETE FROM klar"), Damaged, "its mark is gone"),
        (lambda path: raw(path, "UPDATE klar SET sentinel = 'klarbit'"), Damaged, "its mark is gone"),
        (lambda path: raw(path, "DROP TABLE klar"), Damaged, "is damaged"),
        (truncated, Damaged, "is damaged"),
        (cut_to_its_header, StoreError, "klar.db is"),
        (scribbled, Damaged, "is damaged"),
        (from_the_future, TooNew, "m999_wings"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_in_one_line(
    path: Path, spoil: Callable[[Path], None], error: type[StoreError], says: str
) -> None:
    spoil(path)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(error) as refused:
            open_store(path)
        assert says in str(refused.value)
        assert "\n" not in str(refused.value)
    assert path.read_bytes() == before


def test_what_cannot_be_opened_is_not_called_damaged(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError, match="cannot be opened: unable to open") as refused:
        open_store(tmp_path / "folder.db")
    assert type(refused.value) is StoreError
    (tmp_path / "other.db.lock").mkdir()
    with pytest.raises(StoreError, match="cannot be opened: Is a directory"):
        open_store(tmp_path / "other.db")
    with pytest.raises(StoreError, match="There is no store at"):
        open_store(tmp_path / "none.db", create=False)
    with pytest.raises(StoreError, match="There is no folder"):
        open_store(tmp_path / "nowhere" / "klar.db")
    monkeypatch.setattr(store_module, "_OLDEST_SQLITE", (4, 0, 0))
    with pytest.raises(StoreError, match=r"^Klar needs SQLite 3\.\d+ or newer; this Python has "):
        open_store(path)


def test_a_refused_file_is_let_go_of(path: Path) -> None:
    raw(path, "DELETE FROM klar")
    with pytest.raises(Damaged):
        open_store(path)
    raw(path, "INSERT INTO klar VALUES ('klarbot')")
    open_store(path).close()


def test_a_start_that_was_interrupted_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lights_out(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (a)")
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(store_module, "_migrate", lights_out)
        with pytest.raises(KeyboardInterrupt):
            open_store(tmp_path / "klar.db")
    assert not (tmp_path / "klar.db").exists()
    store = open_store(tmp_path / "klar.db")
    assert store.faults() == []
    assert "half" not in everything_in(store)
    store.close()


def test_the_check_names_what_is_wrong(path: Path) -> None:
    raw(path, "PRAGMA foreign_keys = OFF", "UPDATE tasks SET owner = 'nobody' WHERE id = 'T102'")
    raw(path, "DROP TRIGGER journal_is_never_changed", "UPDATE journal SET who = 'nils'")
    raw(path, "UPDATE trainings SET start = 'soon'")
    store = open_store(path)
    assert store.faults() == [
        "A row of tasks refers to one of members that does not exist.",
        "The journal of strand does not hold from entry 1 on.",
        "A row of strand cannot be read: Invalid RFC3339 encoded datetime - at `$.start`.",
    ]
    store.close()


def test_a_file_that_breaks_while_it_is_open_is_still_told_of(path: Path) -> None:
    store = open_store(path)
    scribble_over(path, store, 1, 100)
    faults = store.faults()
    assert faults
    assert all(fault.startswith("SQLite says: ") for fault in faults)
    store.close()


def test_everything_inside_a_transaction_or_nothing(path: Path) -> None:
    store = open_store(path)
    before = everything_in(store)
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        report(town_in(store), "T101", owner="nobody")  # a foreign key that is looked at on COMMIT
    assert everything_in(store) == before
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.transaction():  # noqa: PT012
        report(town_in(store), "T101", percent=60)
        store._db.execute("SELECT * FROM unicorns")
    assert everything_in(store) == before
    with store.transaction():
        report(town_in(store), "T101", percent=70)
    store.close()


def test_a_part_can_fail_by_itself(path: Path) -> None:
    store = open_store(path)
    workspace = town_in(store)
    with store.transaction():
        report(workspace, "T101", percent=60)
        with pytest.raises(ZeroDivisionError), store.savepoint():  # noqa: PT012
            report(workspace, "T102", percent=70)
            raise ZeroDivisionError
        with store.savepoint():
            report(workspace, "T103", percent=80)
    assert [entry.subject for entry in workspace.journal.entries()] == ["T101", "T101", "T103"]
    assert store.faults() == []
    store.close()


def test_a_message_is_seen_once_until_it_is_forgotten() -> None:
    store = new_archive()
    with store.transaction():
        assert store.first_time_seen("slack", "T1", "m", 100)
        assert not store.first_time_seen("slack", "T1", "m", 101)
        assert store.first_time_seen("slack", "T2", "m", 200)
    with store.transaction():
        store.forget_dealt_with(150)
        assert store.first_time_seen("slack", "T1", "m", 300)
        assert not store.first_time_seen("slack", "T2", "m", 300)
    store.close()


# Full disks


def test_a_full_disk_stores_nothing_by_halves_and_is_got_over(path: Path) -> None:
    store = open_store(path)
    workspace = town_in(store)
    store._db.execute(f"PRAGMA max_page_count = {pragma(store._db, 'page_count')}")
    before = everything_in(store)
    with pytest.raises(NotStored, match=r"^Nothing was stored: .*full\.$"), store.transaction():  # noqa: PT012
        for n in range(500):
            report(workspace, "T101", n, note=f"{n} " + "x" * 500)
    assert not store._db.in_transaction
    assert everything_in(store) == before
    with pytest.raises(NotStored), store.transaction():  # noqa: PT012 - a part of a transaction says so as well
        with store.savepoint():
            report(workspace, "T101", note="x" * 50_000)
        raise AssertionError("this must not be reached")
    assert everything_in(store) == before
    store._db.execute("PRAGMA max_page_count = 1000000")
    with store.transaction():
        report(workspace, "T101", note="x" * 50_000)
    assert store.faults() == []
    store.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_takes_no_more_is_got_over_without_a_restart(path: Path) -> None:
    with elsewhere("fill", path) as (other,):
        word, number = other.hears().split()
        stored = int(number)
        assert word == "stored"
        assert stored > 10
        assert other.hears() == "well"
        assert other.popen.wait() == 0
    store = open_store(path)
    tasks = town_in(store).tasks.several(["T101", "T105"])
    assert tasks["T101"].note.startswith(f"{stored} ")
    assert tasks["T105"].note == "room again"
    assert len(list(town_in(store).journal.entries())) == 1 + stored + 1
    store.close()


# Copies


def test_a_backup_is_the_whole_store_in_one_file(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    store.backup(tmp_path / "copy.db")
    held = everything_in(store)
    store.close()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.glob("copy*")) == ["copy.db"]
    copy = open_store(tmp_path / "copy.db")
    assert everything_in(copy) == held
    assert copy.faults() == []
    copy.close()


def test_a_backup_never_takes_the_place_of_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    store = open_store(path)
    with pytest.raises(StoreError, match="exists already"):
        store.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"
    with pytest.raises(StoreError, match=r"^No copy was made: .*No such file"):
        store.backup(tmp_path / "nowhere" / "copy.db")
    store.close()


def test_a_backup_that_fails_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    scribble_over(path, store, 2, 8)
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        store.backup(tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []
    store.close()


def test_a_copy_of_a_store_that_is_damaged_is_no_backup(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    with store.transaction():
        town_in(store).outbox.put(letter("k", channel="#in the table and in the index"), 5)
    store.close()
    path.write_bytes(path.read_bytes().replace(b"#in the table and in the index", b"#in the one but not the other.", 1))
    store = open_store(path)
    assert any("outbox" in fault for fault in store.faults())
    with pytest.raises(Damaged, match=r"^The copy of .* is damaged"):
        store.backup(tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []
    store.close()


@pytest.mark.slow
def test_copies_of_a_store_that_is_written_without_a_pause_are_whole(path: Path, tmp_path: Path) -> None:
    lengths = []
    with elsewhere("write", path) as (writer,):
        assert writer.hears() == "writing"
        store = open_store(path)
        for n in range(40):
            store.backup(tmp_path / f"{n}.db")
        store.close()
        assert writer.popen.poll() is None
        writer.kill()
    for n in range(40):
        copy = open_store(tmp_path / f"{n}.db")
        assert copy.faults() == []
        tasks = town_in(copy).tasks.several(["T101", "T105"])
        assert tasks["T101"].note == tasks["T105"].note
        lengths.append(len(list(town_in(copy).journal.entries())))
        assert tasks["T101"].note.split()[0] == str((lengths[-1] - 1) // 2)
        copy.close()
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 10  # it really was written meanwhile
    after_the_kill = open_store(path)
    assert after_the_kill.faults() == []
    after_the_kill.close()


# Several processes


def test_three_that_open_a_new_store_at_once_all_succeed(tmp_path: Path) -> None:
    with elsewhere("open", tmp_path / "klar.db", 3) as three:
        assert [one.hears() for one in three] == ["ready"] * 3
        for one in three:
            one.go()
        assert [one.hears() for one in three] == ["well"] * 3
        assert [one.popen.wait() for one in three] == [0] * 3


def test_two_that_write_at_once_lose_nothing(path: Path) -> None:
    with elsewhere("count", path, 2) as two:
        assert [one.hears() for one in two] == ["ready"] * 2
        for one in two:
            one.go()
        assert [one.hears() for one in two] == ["done"] * 2
    store = open_store(path)
    task = town_in(store).tasks.get("T101")
    assert task is not None
    assert task.note == "200"
    assert len(list(town_in(store).journal.entries())) == 1 + 200
    assert store.faults() == []
    store.close()


def test_only_one_klar_runs_on_a_store_and_a_killed_one_does_not_count(path: Path) -> None:
    store = open_store(path)
    with elsewhere("claim", path) as (first,):
        assert first.hears() == "claimed"
        for _ in range(2):
            with pytest.raises(AlreadyRunning, match="already running"):
                store.claim()
        first.kill()
        store.claim()
    with elsewhere("claim", path) as (second,):
        assert second.hears() == "Another Klar is already running on this store. Stop it first."
    store.close()
    with elsewhere("claim", path) as (third,):
        assert third.hears() == "claimed"


def test_a_store_in_memory_needs_no_lock() -> None:
    store = open_store(None)
    store.claim()
    with store.transaction():
        store.add_workspace(town.ABOUT)
    assert store.path is None
    assert store.faults() == []
    store.close()


def test_a_copy_by_hand_of_a_closed_store_is_a_store(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db")
    assert copy.faults() == []
    copy.close()
