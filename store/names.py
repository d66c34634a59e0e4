"""Who or what is called this: an index of normalised names."""

from sqlite3 import Connection
from typing import Any

from store.rows import name_key, names_of


class Names:
    """The names of one workspace's systems, groups and members."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace
        # What is looked up for every few words of every message is kept: whole names, and members by their first words.
        self._called: dict[str, list[tuple[str, str]]] | None = None
        self._first: dict[str, list[str]] = {}
        self._beginnings: set[str] = set()

    def read_anew(self) -> None:
        """Forget what is remembered: somebody or something is called otherwise."""
        self._called = None

    def find(self, name: str) -> list[tuple[str, str]]:
        """The (kind, id) of all that have this name, in the order group, member, system."""
        return list(self._all().get(name_key(name), ()))

    def begins(self, word: str) -> bool:
        """Whether a name may begin with this word: yes too often, and never no where one does."""
        self._all()
        return _beginning(name_key(word)) in self._beginnings

    def find_first_name(self, name: str) -> list[str]:
        """The members whose name begins with this word."""
        self._all()
        return list(self._first.get(name_key(name), ()))

    def _all(self) -> dict[str, list[tuple[str, str]]]:
        if self._called is not None:
            return self._called
        self._called, self._first = {}, {}
        rows = self._db.execute(
            "SELECT key, kind, id FROM names WHERE workspace = ? ORDER BY kind, id", (self._workspace,)
        )
        for key, kind, id_ in rows:
            self._called.setdefault(key, []).append((kind, id_))
            words = key.split(" ") if kind == "member" else ()
            for end in range(1, len(words)):
                known = self._first.setdefault(" ".join(words[:end]), [])
                if id_ not in known:
                    known.append(id_)
        self._beginnings = {_beginning(key) for key in self._called}
        return self._called

    def put(self, kind: str, id_: str, values: dict[str, Any]) -> None:
        """Know a record by the names it has now."""
        self.forget(kind, id_)
        self._db.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?)",
            [(self._workspace, key, kind, id_) for key in names_of(kind, values)],
        )

    def forget(self, kind: str, id_: str) -> None:
        """Know a record by no name."""
        self.read_anew()
        self._db.execute("DELETE FROM names WHERE workspace = ? AND kind = ? AND id = ?", (self._workspace, kind, id_))


def _beginning(key: str) -> str:
    """The two letters that a name begins with; one where its first word may have no more: «e-post», «3D-print»."""
    return key[:2] if key[:2].isalpha() else key[:1]
