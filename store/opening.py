"""Opening the store: made whole where there is none, refused in one line where it is not ours, broken or too new."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from store.errors import Damaged, NotOurs, StoreError, TooNew
from store.lock import FileLock, NoLock
from store.schema import APPLICATION_ID, SENTINEL, migrations
from store.store import Store, is_not_our_doing

_OLDEST_SQLITE = (3, 38, 0)  # STRICT tables, JSON functions
_CHECKPOINT_AFTER = 2_000  # pages of the log, 8 MB: a message writes a dozen, and copying them back takes a moment
_QUICK_CHECK_UP_TO = 50_000_000  # bytes: larger files are left to `klar check`, so that starting stays quick


def open_store(path: Path | None, *, create: bool = True) -> Store:
    """Open the store in a file, or one in memory where `path` is None.

    Raises StoreError, with one line that says why, where the file is not ours, is damaged, or is newer than this Klar.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"Klar needs SQLite 3.38 or newer; this Python has {sqlite3.sqlite_version}.")
    if path is None:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _migrate(connection)
        return _configured(connection, NoLock(), None)
    if not path.exists() and not create:
        raise StoreError(f"There is no store at {path} yet; `klar import` or `klar run` makes one.")
    if not path.parent.is_dir():
        raise StoreError(f"There is no folder {path.parent}.")
    try:
        return _locked_and_opened(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:  # SQLite tells of damage in the words of the damaged file
        raise Damaged(f"{path} is damaged; restore a backup.") from error
    except sqlite3.DatabaseError as error:
        if is_not_our_doing(error):
            raise StoreError(f"{path} cannot be opened: {error}.") from error
        raise Damaged(f"{path} is damaged ({error}); restore a backup.") from error


def _locked_and_opened(path: Path) -> Store:
    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        lock.acquire()
        if not path.exists():
            _create(path)
        store = _opened(path, lock)
        lock.release()
    except BaseException:
        lock.close()
        raise
    return store


def _create(path: Path) -> None:
    """Make the file whole before it has its name: a crash half-way leaves no half store behind."""
    part = path.with_name(path.name + ".new")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        _migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    part.rename(path)


def _opened(path: Path, lock: FileLock) -> Store:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _refuse_what_is_not_ours(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        _migrate(connection)
        return _configured(connection, lock, path)
    except BaseException:
        connection.close()
        raise


def _refuse_what_is_not_ours(connection: sqlite3.Connection, path: Path) -> None:
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise
        raise NotOurs(f"{path} is not a store of Klar's.") from error
    if application != APPLICATION_ID:
        raise NotOurs(f"{path} is not a store of Klar's.")
    if path.stat().st_size <= _QUICK_CHECK_UP_TO and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise Damaged(f"{path} is damaged; restore a backup.")
    if connection.execute("SELECT sentinel FROM klar").fetchall() != [(SENTINEL,)]:
        raise Damaged(f"{path} is damaged: its mark is gone; restore a backup.")
    if unknown := {migration.name for migration in migrations.applied(Database(connection))} - _known_migrations():
        raise TooNew(f"{path} was written by a newer Klar ({min(unknown)}); update this one.")


def _known_migrations() -> set[str]:
    nothing = sqlite3.connect(":memory:")
    try:
        return {migration.name for migration in migrations.pending(Database(nothing))}
    finally:
        nothing.close()


def _migrate(connection: sqlite3.Connection) -> None:
    if not migrations.pending(Database(connection)):
        return  # and nothing is written: a full disk is no reason not to open
    # sqlite-utils wraps each migration in a transaction of its own; this one around them all makes a second process
    # wait instead of failing half-way.
    connection.execute("BEGIN IMMEDIATE")
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")


def _configured(connection: sqlite3.Connection, lock: FileLock | NoLock, path: Path | None) -> Store:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # so that REPLACE does not get past the journal's triggers
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA cache_size = -32000")  # 32 MB: the pages that a municipality's messages touch
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_AFTER}")
    return Store(connection, lock, path)
