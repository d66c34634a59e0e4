"""Tasks: looked up by id, owner, system and date."""

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any

from store.records import Task
from store.rows import TASKS

_OPEN = "status NOT IN ('done', 'dropped')"
_BY_DUE = "ORDER BY due IS NULL, due, id"


class Tasks:
    """The tasks of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def get(self, id_: str) -> Task | None:
        """The task with this id."""
        return TASKS.get(self._db, self._workspace, id_)

    def owned_by(self, member: str) -> list[Task]:
        """A member's open tasks, the first due first."""
        return self._where(f"owner = ? AND {_OPEN} {_BY_DUE}", member)

    def of_system(self, system: str) -> list[Task]:
        """All tasks of a system, the first due first."""
        return self._where(f"system = ? {_BY_DUE}", system)

    def overdue(self, today: date, systems: Sequence[str] | None = None, limit: int = 50) -> list[Task]:
        """Open tasks due before `today`, the longest overdue first, in some systems or in all."""
        among, values = _among("system", systems)
        # They are found in the index alone; only those that are told of are read.
        first = (
            "SELECT id FROM tasks INDEXED BY tasks_counted"
            " WHERE workspace = ?1 AND system IN (SELECT id FROM systems WHERE workspace = ?1)"
            f" AND status IN ('todo', 'doing', 'blocked') AND due < ?{among} ORDER BY due, id LIMIT ?"
        )
        return self._where(f"id IN ({first}) ORDER BY due, id", today.isoformat(), *values, limit)

    def blocked(self, systems: Sequence[str] | None = None, limit: int = 50) -> list[Task]:
        """Blocked tasks, the longest blocked first, in some systems or in all."""
        among, values = _among("system", systems)
        return self._where(
            f"status = 'blocked'{among} ORDER BY blocked_at, id LIMIT ?", *values, limit,
            hint="INDEXED BY tasks_blocked",
        )  # fmt: skip

    def unowned(self, systems: Sequence[str] | None = None, limit: int = 50) -> list[Task]:
        """Open tasks that nobody owns, the first due first, in some systems or in all."""
        among, values = _among("system", systems)
        return self._where(
            f"owner IS NULL AND {_OPEN}{among} {_BY_DUE} LIMIT ?", *values, limit, hint="INDEXED BY tasks_owned"
        )

    def chained(self) -> list[Task]:
        """The tasks that depend on others."""
        return self._where("depends_on <> '[]' ORDER BY id", hint="INDEXED BY tasks_chained")

    def several(self, ids: Sequence[str]) -> dict[str, Task]:
        """These tasks by id; ids that do not exist are left out."""
        return {id_: task for id_ in ids if (task := self.get(id_))}

    def all(self) -> list[Task]:
        """Every task, by id."""
        return self._where("TRUE ORDER BY length(id), id")

    def take_id(self) -> str:
        """A new task id. It is never given again, also when the task is undone."""
        (number,) = self._db.execute(
            "UPDATE workspaces SET last_task = last_task + 1 WHERE n = ? RETURNING last_task", (self._workspace,)
        ).fetchall()[0]
        return f"T{number}"

    def last_number(self) -> int:
        """The number of the last task id that was given."""
        (number,) = self._db.execute("SELECT last_task FROM workspaces WHERE n = ?", (self._workspace,)).fetchone()
        return int(number)

    def _where(self, condition: str, *values: Any, hint: str = "") -> list[Task]:
        return TASKS.find(self._db, self._workspace, condition, *values, hint=hint)


def _among(column: str, ids: Sequence[str] | None) -> tuple[str, Sequence[str]]:
    if ids is None:
        return "", ()
    return f" AND {column} IN ({', '.join('?' * len(ids))})", ids
