"""The store: one SQLite file, one writing connection, several workspaces."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import AlreadyRunning, Damaged, NotStored, StoreError
from store.local_posts import LocalPosts
from store.lock import FileLock, NoLock
from store.outbox import Delivery
from store.records import Workspace
from store.reminders import Agenda
from store.workspace import WorkspaceStore

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
                for workspace in self._workspaces.values():
                    workspace.journal.seal()
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                for workspace in self._workspaces.values():
                    workspace.journal.abandon()
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
        self._db.execute("DELETE FROM unclear WHERE day < date(?, 'unixepoch')", (before,))
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
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield f"SQLite says: {error}"

    def _faults_of_the_workspaces(self) -> Iterator[str]:
        try:
            for number, key in self._db.execute("SELECT n, key FROM workspaces ORDER BY n").fetchall():
                yield from self.workspace_numbered(number).faults(key)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
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


def _raise_if_not_stored(error: BaseException) -> None:
    """Tell a disk that fails from a statement of ours that does."""
    if is_not_our_doing(error):
        raise NotStored(f"Nothing was stored: {error}.") from error


def is_not_our_doing(error: BaseException) -> bool:
    """Whether it is the disk or the machine that fails, and not a statement of ours."""
    # What Python's own module raises, and not SQLite, has no name.
    return isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorname", "").startswith(_NOT_OURS)
