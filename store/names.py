"""Who or what is called this: an index of normalised names."""

from sqlite3 import Connection
from typing import Any

from store.rows import name_key, names_of


class Names:
    """The names of one workspace's systems, groups and members."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def find(self, name: str) -> list[tuple[str, str]]:
        """The (kind, id) of all that have this name, in the order group, member, system."""
        rows = self._db.execute(
            "SELECT kind, id FROM names WHERE workspace = ? AND key = ? ORDER BY kind, id",
            (self._workspace, name_key(name)),
        )
        return rows.fetchall()

    def find_first_name(self, name: str) -> list[str]:
        """The members whose name begins with this word."""
        key = name_key(name) + " "
        rows = self._db.execute(
            "SELECT DISTINCT id FROM names"
            " WHERE workspace = ? AND kind = 'member' AND key >= ? AND key < ? ORDER BY id",
            (self._workspace, key, key + "\U0010ffff"),
        )
        return [id_ for (id_,) in rows]

    def put(self, kind: str, id_: str, values: dict[str, Any]) -> None:
        """Know a record by the names it has now."""
        self.forget(kind, id_)
        self._db.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?)",
            [(self._workspace, key, kind, id_) for key in names_of(kind, values)],
        )

    def forget(self, kind: str, id_: str) -> None:
        """Know a record by no name."""
        self._db.execute("DELETE FROM names WHERE workspace = ? AND kind = ? AND id = ?", (self._workspace, kind, id_))
