"""Systems and the groups that answer for them."""

from sqlite3 import Connection

from store.records import Group, System
from store.rows import GROUPS, SYSTEMS


class Systems:
    """The systems and groups of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace
        self._known: dict[str, System | None] = {}

    def forget(self) -> None:
        """Read anew what is remembered: a system has changed."""
        self._known.clear()

    def get(self, id_: str) -> System | None:
        """The system with this id."""
        if id_ not in self._known:
            self._known[id_] = SYSTEMS.get(self._db, self._workspace, id_)
        return self._known[id_]

    def all(self) -> list[System]:
        """Every system, by id."""
        return SYSTEMS.find(self._db, self._workspace, "TRUE ORDER BY id")

    def of_group(self, group: str) -> list[System]:
        """A group's systems, by id."""
        return SYSTEMS.find(self._db, self._workspace, '"group" = ? ORDER BY id', group)

    def group(self, id_: str) -> Group | None:
        """The group with this id."""
        return GROUPS.get(self._db, self._workspace, id_)

    def groups(self) -> list[Group]:
        """Every group, by id."""
        return GROUPS.find(self._db, self._workspace, "TRUE ORDER BY id")
