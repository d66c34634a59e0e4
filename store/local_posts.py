"""What was written in the embedded chat: what a platform would keep for us."""

from dataclasses import dataclass
from sqlite3 import Connection

_COLUMNS = "seq, post, at, author, channel, thread, only_for, edited, body"


@dataclass(frozen=True, slots=True)
class LocalPost:
    """A post. `channel` is `@` and a user's id for a direct one; `body` is encoded; `at` is ISO 8601 in UTC.

    An edit is a later row with the same `post`.
    """

    seq: int
    post: str
    at: str
    author: str
    channel: str
    thread: str | None
    only_for: str | None
    edited: bool
    body: str


class LocalPosts:
    """The posts of all teams of the embedded chat."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def put(
        self,
        team: str,
        *,
        key: str,
        post: str,
        at: str,
        author: str,
        channel: str,
        thread: str | None,
        only_for: str | None,
        edited: bool,
        body: bytes,
    ) -> None:
        """Keep a post; the same key again changes nothing."""
        self._db.execute(
            "INSERT INTO local_posts (team, key, post, at, author, channel, thread, only_for, edited, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (team, key, post, at, author, channel, thread, only_for, edited, body.decode()),
        )

    def after(self, team: str, who: str, seq: int, most: int) -> list[LocalPost]:
        """The newest posts after `seq` that somebody may see, at most so many, the oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM local_posts WHERE team = ?1 AND seq > ?2 AND (only_for IS NULL OR only_for = ?3)"
            " AND (substr(channel, 1, 1) <> '@' OR channel = '@' || ?3) ORDER BY seq DESC LIMIT ?4",
            (team, seq, who, most),
        ).fetchall()
        return [LocalPost(*row) for row in reversed(rows)]

    def newest(self, team: str) -> int:
        """The number of the newest post, or 0."""
        row = self._db.execute("SELECT max(seq) FROM local_posts WHERE team = ?", (team,)).fetchone()
        return row[0] or 0

    def post_with_key(self, key: str) -> str | None:
        """The post that was kept under a key."""
        row = self._db.execute("SELECT post FROM local_posts WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])
