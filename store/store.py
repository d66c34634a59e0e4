"""The store: one SQLite file, one writing connection, several workspaces."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from store.errors import AlreadyRunning, Damaged, NotOurs, NotStored, StoreError, TooNew
from store.local_posts import LocalPosts
from store.lock import FileLock, NoLock
from store.outbox import Delivery
from store.records import Workspace
from store.reminders import Agenda
from store.schema import APPLICATION_ID, SENTINEL, migrations
from store.workspace import WorkspaceStore

_OLDEST_SQLITE = (3, 38, 0)  # STRICT tables, JSON functions
# Pages of the log, 32 MB: a message writes a dozen, and by default they are copied back each thousand.
_CHECKPOINT_AFTER = 2000
_QUICK_CHECK_UP_TO = 50_000_000  # bytes: larger files are left to `klar check`, so that starting stays quick
_NOT_OURS = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_NOMEM")


class Store:
    """An open store. It belongs to the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, lock: FileLock | NoLock, path: Path | None) -> None:
        self._db = connection
        self._lock = lock
        self.path = path
        self.delivery = Delivery(connection)
        self.agenda = Agenda(connection)
        self.local_posts = LocalPosts(connection)
        self._workspaces: dict[int, WorkspaceStore] = {}
        self._teams: dict[tuple[str, str], WorkspaceStore] = {}
        self._data_version = -1
        self._running: FileLock | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is stored, durably, or nothing of it.

        Raises NotStored where it could not be written; the store can be used again as soon as there is room.
        """
        self._lock.acquire()
        try:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                self.notice_other_writers()
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._forget_what_was_read()
                raise
        except sqlite3.OperationalError as error:
            _raise_if_not_stored(error)
            raise
        finally:
            self._lock.release()

    def notice_other_writers(self) -> None:
        """What another process has written makes what we remember old."""
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        if version != self._data_version:
            self._data_version = version
            self._forget_what_was_read()

    def _forget_what_was_read(self) -> None:
        self._teams.clear()
        for workspace in self._workspaces.values():
            workspace.forget_what_was_read()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that can fail by itself. Raises NotStored where it could not be written."""
        self._db.execute("SAVEPOINT part")
        try:
            yield
            self._db.execute("RELEASE part")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK TO part")
                self._db.execute("RELEASE part")
            self._forget_what_was_read()
            _raise_if_not_stored(error)
            raise

    def first_time_seen(self, chat: str, team: str, message: str, at: int) -> bool:
        """Remember a message that came in; False where it had come before."""
        cursor = self._db.execute(
            "INSERT INTO seen VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (chat, team, message, at)
        )
        return cursor.rowcount == 1

    def forget_dealt_with(self, before: int) -> None:
        """Drop what was taken in, sent, reminded of and asked before a moment, in seconds since 1970."""
        self._db.execute("DELETE FROM seen WHERE at < ?", (before,))
        self._db.execute("DELETE FROM questions WHERE at < ?", (before,))
        # The newest row stays, so that no id is ever given again: posts are called after them.
        self._db.execute(
            "DELETE FROM outbox WHERE state IN ('sent', 'dead') AND queued_at < ?"
            " AND id < (SELECT max(id) FROM outbox)",
            (before * 1000,),
        )
        self.agenda.forget_spent(before)

    def add_workspace(self, about: Workspace) -> WorkspaceStore:
        """Make a new, empty workspace. Raises sqlite3.IntegrityError where its key is taken."""
        cursor = self._db.execute(
            "INSERT INTO workspaces (key, name, merge_date, timezone, lang) VALUES (?, ?, ?, ?, ?)",
            (about.key, about.name, about.merge_date and about.merge_date.isoformat(), about.timezone, about.lang),
        )
        assert cursor.lastrowid is not None
        return self.workspace_numbered(cursor.lastrowid)

    def workspace(self, key: str) -> WorkspaceStore | None:
        """The workspace with this key."""
        row = self._db.execute("SELECT n FROM workspaces WHERE key = ?", (key,)).fetchone()
        return row and self.workspace_numbered(row[0])

    def workspaces(self) -> list[WorkspaceStore]:
        """All workspaces, the oldest first."""
        return [
            self.workspace_numbered(n) for (n,) in self._db.execute("SELECT n FROM workspaces ORDER BY n").fetchall()
        ]

    def workspace_of(self, chat: str, team: str) -> WorkspaceStore | None:
        """The workspace that a platform's team belongs to."""
        found = self._teams.get((chat, team))
        if found is None:
            row = self._db.execute("SELECT workspace FROM teams WHERE chat = ? AND team = ?", (chat, team)).fetchone()
            if row is None:
                return None
            found = self._teams[chat, team] = self.workspace_numbered(row[0])
        return found

    def home_of(self, workspace: WorkspaceStore) -> tuple[str, str] | None:
        """The chat and team where a workspace's own posts go."""
        row = self._db.execute(
            "SELECT chat, team FROM teams WHERE workspace = ? ORDER BY chat, team LIMIT 1", (workspace.number,)
        ).fetchone()
        return row and (row[0], row[1])

    def join(self, chat: str, team: str, workspace: WorkspaceStore, *, members_are_users: bool = False) -> None:
        """Let a platform's team belong to a workspace.

        With `members_are_users` it has no accounts of its own: each member is the user with the member's id.
        """
        self._forget_what_was_read()
        self._db.execute(
            "INSERT INTO teams VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET workspace = excluded.workspace,"
            " members_are_users = excluded.members_are_users",
            (chat, team, workspace.number, members_are_users),
        )

    def workspace_numbered(self, number: int) -> WorkspaceStore:
        """The workspace with this number, which must exist."""
        found = self._workspaces.get(number)
        if found is None:
            found = self._workspaces[number] = WorkspaceStore(self._db, number)
        return found

    def faults(self) -> list[str]:
        """What is wrong with the file, one sentence each: SQLite's own full check, foreign keys, and the journals."""
        return [*self._faults_of_the_file(), *self._faults_of_the_workspaces()]

    def _faults_of_the_file(self) -> Iterator[str]:
        try:
            for (text,) in self._db.execute("PRAGMA integrity_check(20)").fetchall():
                if text != "ok":
                    yield f"SQLite says: {text}"
            for table, _, parent, _ in self._db.execute("PRAGMA foreign_key_check").fetchmany(20):
                yield f"A row of {table} refers to one of {parent} that does not exist."
        except sqlite3.DatabaseError as error:
            yield f"SQLite says: {error}"

    def _faults_of_the_workspaces(self) -> Iterator[str]:
        try:
            for number, key in self._db.execute("SELECT n, key FROM workspaces ORDER BY n").fetchall():
                yield from self.workspace_numbered(number).faults(key)
        except sqlite3.DatabaseError as error:
            yield f"SQLite says: {error}"

    def backup(self, target: Path) -> None:
        """Copy the store to a new file while it is in use. Raises StoreError where the file exists or it fails."""
        if target.exists():
            raise StoreError(f"{target} exists already; choose another name.")
        part = target.with_name(target.name + ".part")
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            self._copy_to(part)
            part.rename(target)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"No copy was made: {error}.") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _copy_to(self, part: Path) -> None:
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            self._db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Damaged(f"The copy of {self.path} is damaged; run `klar check`.")
        finally:
            copy.close()

    def claim(self) -> None:
        """Be the one Klar that runs on this store. Raises AlreadyRunning where another does."""
        if self.path is not None:
            running = FileLock(self.path.with_name(self.path.name + ".running"))
            try:
                running.acquire_now()
            except AlreadyRunning:
                running.close()
                raise
            self._running = running

    def close(self) -> None:
        """Close the store, which writes the write-ahead log back into the file."""
        self._lock.acquire()
        self._db.close()
        self._lock.release()
        self._lock.close()
        if self._running is not None:
            self._running.close()


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
    except sqlite3.DatabaseError as error:
        if _is_not_our_doing(error):
            raise StoreError(f"{path} cannot be opened: {error}.") from error
        raise Damaged(f"{path} is damaged ({error}); restore a backup.") from error


def _raise_if_not_stored(error: BaseException) -> None:
    """Tell a disk that fails from a statement of ours that does."""
    if _is_not_our_doing(error):
        raise NotStored(f"Nothing was stored: {error}.") from error


def _is_not_our_doing(error: BaseException) -> bool:
    # What Python's own module raises, and not SQLite, has no name.
    return isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorname", "").startswith(_NOT_OURS)


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
