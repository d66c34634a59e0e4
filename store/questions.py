"""Questions that Klar asked and that wait for an answer."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

_COLUMNS = "id, at, author, message, choices, standing, answered_at, own, place, text"


@dataclass(frozen=True, slots=True)
class Question:
    """A question about what `author` wrote, `at` seconds since 1970.

    `choices` are the encoded requests that an answer may choose; `standing` is what the things looked like then. Of
    their `own` message only the author is asked: in `place` an answer in words is waited for, and `text` is what was
    written, for as long as it is.
    """

    id: int
    at: int
    author: str
    message: str
    choices: str
    standing: str
    answered_at: int | None
    own: bool
    place: str | None
    text: str


class Questions:
    """The questions of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace
        # Whose own messages are asked about, and perhaps some that were: every message asks for its author.
        self._asked: set[str] | None = None

    def forget(self) -> None:
        """Read anew what is remembered."""
        self._asked = None

    def ask(
        self,
        *,
        at: int,
        author: str,
        message: str,
        choices: bytes,
        standing: bytes,
        place: str | None = None,
        text: str = "",
    ) -> int:
        """Remember a question; return its number. With a `place` it is the author who is asked, and there."""
        self.forget()
        cursor = self._db.execute(
            "INSERT INTO questions (workspace, at, author, message, choices, standing, own, place, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._workspace, at, author, message, choices.decode(), standing.decode(),
                place is not None, place, text,
            ),
        )  # fmt: skip
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def get(self, id_: int) -> Question | None:
        """The question with this number."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM questions WHERE id = ? AND workspace = ?", (id_, self._workspace)
        ).fetchone()
        return row and _question(row)

    def waiting(self, author: str) -> list[Question]:
        """The questions about their own messages that somebody may still answer in words, the newest first."""
        if author not in self._whose_words_are_waited_for():
            return []
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM questions WHERE workspace = ? AND author = ? AND place IS NOT NULL"
            " ORDER BY id DESC",
            (self._workspace, author),
        )
        return [_question(row) for row in rows]

    def wait_no_longer(self, author: str) -> None:
        """Take no more words of somebody's for an answer, and forget what they wrote; the buttons stay."""
        if author not in self._whose_words_are_waited_for():
            return
        self.forget()
        self._db.execute(
            "UPDATE questions SET place = NULL, text = '' WHERE workspace = ? AND author = ? AND place IS NOT NULL",
            (self._workspace, author),
        )

    def answered(self, id_: int, at: int) -> None:
        """Write that a question has its answer."""
        self._db.execute(
            "UPDATE questions SET answered_at = ?, place = NULL, text = '' WHERE id = ? AND workspace = ?",
            (at, id_, self._workspace),
        )

    def _whose_words_are_waited_for(self) -> set[str]:
        if self._asked is None:
            rows = self._db.execute(
                "SELECT DISTINCT author FROM questions WHERE workspace = ? AND place IS NOT NULL", (self._workspace,)
            )
            self._asked = {author for (author,) in rows}
        return self._asked


def _question(row: tuple[Any, ...]) -> Question:
    id_, at, author, message, choices, standing, answered_at, own, place, text = row
    return Question(id_, at, author, message, choices, standing, answered_at, bool(own), place, text)
