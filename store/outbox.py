"""The outbox: every message that is to leave, stored before it is sent."""

from collections.abc import Iterable
from sqlite3 import Connection
from typing import Literal

import msgspec

from store.records import Language

State = Literal["queued", "sending", "unknown", "sent", "dead"]

# So many rows are looked through for what was said last to somebody.
_LATELY = 2_000
_WAITING = "state NOT IN ('sent', 'dead')"
_COLUMNS = (
    "id, workspace, key, chat, team, channel, direct, thread, under, only_for, edits, lang, reply, queued_at, state,"
    " attempts, next_at, post, error"
)


class Outgoing(msgspec.Struct, frozen=True):
    """A message that is to be sent.

    `key` is its own for ever: the same key is never put in twice. `channel` is a channel's id or, where `direct`, a
    user's. `thread` is the platform's id of the post it replies to, or `under` the row that will be that post.
    `only_for` is the user who alone may see it. `edits` is the id of the row whose post it replaces. `reply` is the
    encoded reply.
    """

    key: str
    chat: str
    team: str
    channel: str
    direct: bool
    lang: Language
    reply: bytes
    thread: str | None = None
    under: int | None = None
    only_for: str | None = None
    edits: int | None = None


class OutboxRow(msgspec.Struct, frozen=True):
    """A row of the outbox. `queued_at` and `next_at` are milliseconds since 1970; `post` is the platform's id of it."""

    id: int
    workspace: int
    key: str
    chat: str
    team: str
    channel: str
    direct: bool
    thread: str | None
    under: int | None
    only_for: str | None
    edits: int | None
    lang: Language
    reply: str
    queued_at: int
    state: State
    attempts: int
    next_at: int
    post: str | None
    error: str

    @property
    def lane(self) -> tuple[str, str, str]:
        """The channel whose order it keeps."""
        return self.chat, self.team, self.channel


class Outbox:
    """What one workspace puts in, and finds again."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def put(self, message: Outgoing, now: int, dead_because: str = "") -> int | None:
        """Put a message in; return its id, or None where its key is already in. `now` is in milliseconds.

        With `dead_because` it is a dead letter from the start: it cannot be sent, and the check shows it.
        """
        cursor = self._db.execute(
            "INSERT INTO outbox (workspace, key, chat, team, channel, direct, thread, under, only_for, edits, lang,"
            " reply, queued_at, state, attempts, next_at, error)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (
                self._workspace, message.key, message.chat, message.team, message.channel, message.direct,
                message.thread, message.under, message.only_for, message.edits, message.lang,
                message.reply.decode(), now, "dead" if dead_because else "queued", now, dead_because,
            ),
        )  # fmt: skip
        return cursor.lastrowid if cursor.rowcount else None

    def get(self, id_: int) -> OutboxRow | None:
        """The row with this id."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE id = ? AND workspace = ?", (id_, self._workspace)
        ).fetchone()
        return row and OutboxRow(*row)

    def with_key(self, key: str) -> OutboxRow | None:
        """The row with this key."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE key = ? AND workspace = ?", (key, self._workspace)
        ).fetchone()
        return row and OutboxRow(*row)

    def latest_of(self, id_: int) -> OutboxRow | None:
        """A row, or the newest one that edits it."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE (id = ?1 OR edits = ?1) AND workspace = ?2 ORDER BY id DESC LIMIT 1",
            (id_, self._workspace),
        ).fetchone()
        return row and OutboxRow(*row)

    def latest_to(self, chat: str, team: str, user: str) -> OutboxRow | None:
        """The newest row to one user directly, if it is among the newest of all: what was said before is far back."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE id > (SELECT max(id) FROM outbox) - ? AND workspace = ?"
            " AND chat = ? AND team = ? AND channel = ? AND direct ORDER BY id DESC LIMIT 1",
            (_LATELY, self._workspace, chat, team, user),
        ).fetchone()
        return row and OutboxRow(*row)

    def posted_as(self, chat: str, team: str, post: str) -> OutboxRow | None:
        """The newest row that was sent as this post: the last edit is what people see."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE chat = ? AND team = ? AND post = ? AND workspace = ?"
            " ORDER BY id DESC LIMIT 1",
            (chat, team, post, self._workspace),
        ).fetchone()
        return row and OutboxRow(*row)


class Delivery:
    """What the delivery of all workspaces' messages reads and writes."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def heads(self) -> list[OutboxRow]:
        """The first waiting row of each channel; later ones wait for it. The oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE id IN"
            f" (SELECT min(id) FROM outbox INDEXED BY outbox_waiting WHERE {_WAITING} GROUP BY chat, team, channel)"
            " ORDER BY id"
        )
        return [OutboxRow(*row) for row in rows]

    def settle(
        self, row: OutboxRow, state: State, *, attempts: int, next_at: int, post: str | None, error: str
    ) -> None:
        """Write what became of a row."""
        self._db.execute(
            "UPDATE outbox SET state = ?, attempts = ?, next_at = ?, post = coalesce(?, post), error = ? WHERE id = ?",
            (state, attempts, next_at, post, error, row.id),
        )

    def claim(self, rows: Iterable[OutboxRow]) -> None:
        """Write that these rows are about to be sent, so that a crash from now on is known to be one."""
        self._db.executemany("UPDATE outbox SET state = 'sending' WHERE id = ?", [(row.id,) for row in rows])

    def doubt_all_claimed(self, chat: str, look_at: int) -> int:
        """After a crash: what was being sent to a chat may have arrived, or still be on its way. Returns how many."""
        return self._db.execute(
            f"UPDATE outbox SET state = 'unknown', next_at = ? WHERE chat = ? AND state = 'sending' AND {_WAITING}",
            (look_at, chat),
        ).rowcount

    def post_of(self, id_: int) -> str | None:
        """The post that a row became."""
        row = self._db.execute("SELECT post FROM outbox WHERE id = ?", (id_,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def dead_letters(self, since: int = 0) -> list[OutboxRow]:
        """What could not be sent and will not be tried again, if put in after `since`, in milliseconds since 1970."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE state = 'dead' AND queued_at >= ? ORDER BY id", (since,)
        )
        return [OutboxRow(*row) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many rows wait, by state, and how many are dead."""
        rows = self._db.execute(f"SELECT state, count(*) FROM outbox WHERE {_WAITING} OR state = 'dead' GROUP BY state")
        return dict(rows.fetchall())

    def oldest_waiting(self) -> int | None:
        """When the oldest waiting row was queued, in milliseconds since 1970."""
        (oldest,) = self._db.execute(f"SELECT min(queued_at) FROM outbox WHERE {_WAITING}").fetchone()
        return oldest if oldest is None else int(oldest)
