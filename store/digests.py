"""The digests that were posted: which post it was, and the facts that the next one is compared with."""

from datetime import date
from sqlite3 import Connection


class Digests:
    """The digests of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def posted(self, channel: str, day: date) -> int | None:
        """The outbox row of a channel's first digest of a day."""
        row = self._db.execute(
            "SELECT outbox FROM digests WHERE workspace = ? AND channel = ? AND day = ?",
            (self._workspace, channel, day.isoformat()),
        ).fetchone()
        return row and int(row[0])

    def facts_before(self, channel: str, day: date) -> str | None:
        """The facts of the last digest before a day."""
        row = self._db.execute(
            "SELECT facts FROM digests WHERE workspace = ? AND channel = ? AND day < ? ORDER BY day DESC LIMIT 1",
            (self._workspace, channel, day.isoformat()),
        ).fetchone()
        return row and str(row[0])

    def put(self, channel: str, day: date, outbox: int, facts: bytes) -> None:
        """Remember a channel's digest of a day, in the place of one that was remembered before."""
        self._db.execute(
            "INSERT INTO digests VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, channel, day)"
            " DO UPDATE SET outbox = excluded.outbox, facts = excluded.facts",
            (self._workspace, channel, day.isoformat(), outbox, facts.decode()),
        )
