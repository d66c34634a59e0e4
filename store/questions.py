"""Questions that Klar asked and that wait for an answer."""

from dataclasses import dataclass
from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Question:
    """A question about what `author` wrote, `at` seconds since 1970.

    `choices` are the encoded requests that an answer may choose; `standing` is what the things looked like then.
    """

    id: int
    at: int
    author: str
    message: str
    choices: str
    standing: str
    answered_at: int | None


class Questions:
    """The questions of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def ask(self, *, at: int, author: str, message: str, choices: bytes, standing: bytes) -> int:
        """Remember a question; return its number."""
        cursor = self._db.execute(
            "INSERT INTO questions (workspace, at, author, message, choices, standing) VALUES (?, ?, ?, ?, ?, ?)",
            (self._workspace, at, author, message, choices.decode(), standing.decode()),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def get(self, id_: int) -> Question | None:
        """The question with this number."""
        row = self._db.execute(
            "SELECT id, at, author, message, choices, standing, answered_at FROM questions"
            " WHERE id = ? AND workspace = ?",
            (id_, self._workspace),
        ).fetchone()
        return row and Question(*row)

    def answered(self, id_: int, at: int) -> None:
        """Write that a question has its answer."""
        self._db.execute(
            "UPDATE questions SET answered_at = ? WHERE id = ? AND workspace = ?", (at, id_, self._workspace)
        )
