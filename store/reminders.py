"""What falls due: reminders, digests and all else that happens at its own time."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

_COLUMNS = "id, workspace, at, kind, subject, step, member"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due `at` seconds since 1970. `kind` tells what, `subject` of what, `step` which one."""

    id: int
    workspace: int
    at: int
    kind: str
    subject: str
    step: str
    member: str | None


class Reminders:
    """What one workspace plans."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def plan(self, at: int, kind: str, subject: str, step: str, member: str | None = None) -> None:
        """Let something fall due at a moment, in seconds since 1970."""
        self._db.execute(
            "INSERT INTO reminders (workspace, at, kind, subject, step, member) VALUES (?, ?, ?, ?, ?, ?)",
            (self._workspace, at, kind, subject, step, member),
        )

    def cancel(self, kind: str, subject: str, after: int) -> None:
        """Let what is planned for a subject after a moment not happen. What is due already is still dealt with."""
        self._db.execute(
            "DELETE FROM reminders WHERE workspace = ? AND kind = ? AND subject = ? AND at > ? AND spent_at IS NULL",
            (self._workspace, kind, subject, after),
        )

    def planned(self, kind: str, subject: str) -> list[Due]:
        """What is planned for a subject, the first first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM reminders WHERE workspace = ? AND kind = ? AND subject = ? AND spent_at IS NULL"
            " ORDER BY at, id",
            (self._workspace, kind, subject),
        )
        return [Due(*row) for row in rows]


class Agenda:
    """What falls due in all workspaces."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def due(self, now: int) -> list[Due]:
        """All that is due, the oldest first: what is due for one person, however late, becomes one message."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM reminders WHERE spent_at IS NULL AND at <= ? ORDER BY at, id", (now,)
        )
        return [Due(*row) for row in rows]

    def spend(self, due: Iterable[Due], now: int) -> None:
        """Write that these have been dealt with."""
        self._db.executemany("UPDATE reminders SET spent_at = ? WHERE id = ?", [(now, one.id) for one in due])

    def postpone(self, due: Iterable[Due], at: int) -> None:
        """Let these fall due again, later."""
        self._db.executemany("UPDATE reminders SET at = ? WHERE id = ?", [(at, one.id) for one in due])

    def next_at(self) -> int | None:
        """When the next thing falls due."""
        row = self._db.execute("SELECT at FROM reminders WHERE spent_at IS NULL ORDER BY at LIMIT 1").fetchone()
        return row and int(row[0])

    def overdue(self, now: int) -> int:
        """How many things are due and have not been dealt with."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM reminders WHERE spent_at IS NULL AND at <= ?", (now,)
        ).fetchone()
        return int(count)

    def forget_spent(self, before: int) -> None:
        """Drop what was dealt with before a moment."""
        self._db.execute("DELETE FROM reminders WHERE spent_at < ?", (before,))
