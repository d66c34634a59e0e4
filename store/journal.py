"""The journal: append-only and hash-chained, written in the same transaction as the change it tells of.

Each entry has a digest of its own content, and a hash of that digest and the hash before it. So a changed, missing or
moved entry breaks the chain from there on, and the last hash vouches for all that came before.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime
from hashlib import sha256
from sqlite3 import Connection
from typing import Any

import msgspec

from store.changes import Change
from store.records import JournalEntry

GENESIS = "0" * 64
# When a task was last heard of is no change to it; the entry's own time tells.
UNTOLD = ("heard_at",)

_ENCODER = msgspec.json.Encoder(order="sorted")

_COLUMNS = "seq, change, at, who, message, what, kind, subject, before, after, undoes, hash"


class Journal:
    """The journal of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace
        self._end: tuple[int, str] | None = None
        self._unsealed = False

    def forget(self) -> None:
        """Read anew where the journal ends: something was taken back, or another process has written."""
        self._end = None

    def append(
        self,
        changes: Sequence[Change],
        *,
        at: datetime,
        who: str,
        message: str,
        what: str,
        undoes: int | None = None,
    ) -> int:
        """Write one entry per change and return the number they share. `at` is UTC."""
        seq, hash_before = self._last()
        number = seq + 1
        for seq, change in enumerate(changes, number):
            content = (
                seq, number, at.isoformat(), who, message, what, change.kind, change.subject,
                _text(change.before), _text(change.after), undoes,
            )  # fmt: skip
            digest = _digest(content)
            hash_before = _hash(hash_before, digest)
            self._db.execute(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._workspace, *content, digest, hash_before),
            )
        self._end = seq, hash_before
        self._unsealed = True
        return number

    def seal(self) -> None:
        """Keep the last hash apart, so that an end that is cut off is missed. Done before entries are committed."""
        if self._unsealed:
            self._db.execute("UPDATE workspaces SET journal_head = ? WHERE n = ?", (self._last()[1], self._workspace))
            self._unsealed = False

    def abandon(self) -> None:
        """What was written is taken back with its transaction: there is nothing to seal."""
        self._unsealed = False
        self.forget()

    def head(self) -> str:
        """The last hash, which vouches for the whole journal."""
        return self._last()[1]

    def entries(self, change: int | None = None) -> Iterator[JournalEntry]:
        """All entries, or those of one change, oldest first."""
        where, values = ("", ()) if change is None else (" AND seq >= ? AND change = ?", (change, change))
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE workspace = ?{where} ORDER BY seq",
            (self._workspace, *values),
        )
        return map(_entry, rows)

    def latest_change(self, who: str, since: datetime) -> int | None:
        """The number of the latest change by `who` that is neither undone nor itself an undo, if made after `since`."""
        rows = self._db.execute(
            "SELECT at, who, undoes, change FROM journal WHERE workspace = ? ORDER BY seq DESC", (self._workspace,)
        )
        for at, author, undoes, change in rows:
            if datetime.fromisoformat(at) <= since:
                return None
            if author == who and undoes is None and not self.is_undone(change):
                return int(change)
        return None

    def latest(self, who: str, since: datetime) -> JournalEntry | None:
        """The latest entry by `who`, whatever it is, if made after `since`."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE workspace = ? ORDER BY seq DESC", (self._workspace,)
        )
        for entry in map(_entry, rows):
            if entry.at <= since:
                return None
            if entry.who == who:
                return entry
        return None

    def is_changed_after(self, seq: int, change: Change, fields: Set[str]) -> bool:
        """Whether a later entry that still holds changes one of these fields of the same record."""
        rows = self._db.execute(
            "SELECT change, after FROM journal"
            " WHERE workspace = ? AND seq > ? AND kind = ? AND subject = ? AND undoes IS NULL AND after IS NOT NULL",
            (self._workspace, seq, change.kind, change.subject),
        )
        return any(fields & msgspec.json.decode(after).keys() and not self.is_undone(number) for number, after in rows)

    def is_undone(self, change: int) -> bool:
        """Whether a change has been taken back."""
        return bool(
            self._db.execute(
                "SELECT 1 FROM journal WHERE workspace = ? AND undoes = ? LIMIT 1", (self._workspace, change)
            ).fetchone()
        )

    def first_fault(self) -> int | None:
        """The number of the first entry that does not fit the chain or is missing, or None where all do.

        A chain cannot tell that its end has been cut off; the last hash, kept with the workspace, can.
        """
        hash_before, expected = GENESIS, 1
        rows = self._db.execute(
            "SELECT seq, change, at, who, message, what, kind, subject, before, after, undoes, digest, hash"
            " FROM journal WHERE workspace = ? ORDER BY seq",
            (self._workspace,),
        )
        for row in _readable(rows):
            *content, digest, stored = row
            if content[0] != expected or digest != _digest(tuple(content)):
                return expected
            hash_before = _hash(hash_before, digest)
            if stored != hash_before:
                return expected
            expected += 1
        return None if hash_before == self._vouched_for() else expected

    def _last(self) -> tuple[int, str]:
        if self._end is None:
            row = self._db.execute(
                "SELECT seq, hash FROM journal WHERE workspace = ? ORDER BY seq DESC LIMIT 1", (self._workspace,)
            ).fetchone()
            self._end = row or (0, GENESIS)
        return self._end

    def _vouched_for(self) -> str:
        if self._unsealed:
            return self._last()[1]
        (head,) = self._db.execute("SELECT journal_head FROM workspaces WHERE n = ?", (self._workspace,)).fetchone()
        return head or GENESIS


def _readable(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows; in place of the first that cannot be read, one that fits no chain."""
    try:
        yield from rows
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        yield (None,) * 13


def _text(values: dict[str, Any] | None) -> str | None:
    if values is None:
        return None
    return _ENCODER.encode({name: value for name, value in values.items() if name not in UNTOLD}).decode()


def _digest(content: tuple[Any, ...]) -> str:
    return sha256(msgspec.json.encode(content)).hexdigest()


def _hash(hash_before: str, digest: str) -> str:
    return sha256((hash_before + digest).encode()).hexdigest()


def _entry(row: Sequence[Any]) -> JournalEntry:
    seq, change, at, who, message, what, kind, subject, before, after, undoes, hash_ = row
    return JournalEntry(
        seq=seq,
        change=change,
        at=datetime.fromisoformat(at),
        who=who,
        message=message,
        what=what,
        kind=kind,
        subject=subject,
        before=before and msgspec.json.decode(before),
        after=after and msgspec.json.decode(after),
        undoes=undoes,
        hash=hash_,
    )
