"""One workspace's part of the store: all that commands may see and change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from sqlite3 import Connection
from typing import Any

import msgspec

from store.changes import Change, Record, from_plain
from store.digests import Digests
from store.facts import Facts
from store.journal import GENESIS, UNTOLD, Journal
from store.names import Names
from store.outbox import Outbox
from store.people import People
from store.questions import Questions
from store.records import Snapshot, Workspace
from store.reminders import Reminders
from store.rows import IN_ORDER, ROWS, TABLES
from store.systems import Systems
from store.tasks import Tasks
from store.trainings import Trainings
from store.unclear import UnclearTexts

# What is remembered of a record without being a change to it.
_NOT_IN_THE_JOURNAL = ("heard_at", "wrote_in")
# What people name besides tasks.
_NAMED = ("member", "system", "group", "municipality", "training", "enrolment")


class WorkspaceStore:
    """Reads and writes one workspace. Everything that changes must happen inside `Store.transaction`."""

    def __init__(self, connection: Connection, number: int) -> None:
        self._db = connection
        self.number = number
        self._about: Workspace | None = None
        # For whoever keeps what the workspace's things are called: a new number says that all of it is to be read anew.
        self.names_version = 0
        self.changed_tasks: set[str] = set()
        self.tasks = Tasks(connection, number)
        self.people = People(connection, number)
        self.systems = Systems(connection, number)
        self.trainings = Trainings(connection, number)
        self.names = Names(connection, number)
        self.journal = Journal(connection, number)
        self.outbox = Outbox(connection, number)
        self.reminders = Reminders(connection, number)
        self.questions = Questions(connection, number)
        self.unclear = UnclearTexts(connection, number)
        self.digests = Digests(connection, number)
        self.facts = Facts(connection, number)

    def about(self) -> Workspace:
        """The workspace's own record."""
        if self._about is None:
            self._about = self._read_about()
        return self._about

    def forget_what_was_read(self) -> None:
        """Read anew what is remembered: another process has written, or something was taken back."""
        self._about = None
        self.names_version += 1
        self.people.forget()
        self.systems.forget()
        self.names.read_anew()
        self.journal.forget()
        self.questions.forget()

    def _read_about(self) -> Workspace:
        row = self._db.execute(
            "SELECT key, name, merge_date, timezone, lang FROM workspaces WHERE n = ?", (self.number,)
        ).fetchone()
        names = ("key", "name", "merge_date", "timezone", "lang")
        record = from_plain("workspace", dict(zip(names, row, strict=True)))
        assert isinstance(record, Workspace)
        return record

    def record(
        self,
        changes: Sequence[Change],
        *,
        who: str,
        message: str,
        what: str,
        at: datetime,
        undoes: int | None = None,
    ) -> int:
        """Make changes and write them in the journal; return the number they share there. `at` is UTC."""
        for change in changes:
            self._apply(change)
        return self.journal.append(changes, at=at, who=who, message=message, what=what, undoes=undoes)

    def note(self, change: Change) -> None:
        """Write what is no change of the workspace's, such as when a task was last heard of."""
        if change.after is None or not change.after.keys() <= set(UNTOLD):
            raise ValueError("this belongs in the journal")
        self._apply(change)

    def begin_with(self, changes: Sequence[Change]) -> None:
        """Fill a new workspace. What it holds from its beginning is no change, so the journal does not tell of it.

        Raises ValueError where the journal has begun.
        """
        if self.journal.head() != GENESIS:
            raise ValueError("this workspace has begun already")
        for change in changes:
            self._apply(change)

    def stands(self, change: Change) -> bool:
        """Whether the record still is as `change` left it, so that it can be taken back."""
        now = self._current(change)
        if change.after is None or now is None:
            return change.after is None and now is None
        after = _in_json(change.after)
        return all(now[name] == value for name, value in after.items() if name not in _NOT_IN_THE_JOURNAL)

    def faults(self, key: str) -> Iterator[str]:
        """What is wrong with the workspace that is called `key`: one sentence each."""
        seq = self.journal.first_fault()
        if seq is not None:
            yield f"The journal of {key} does not hold from entry {seq} on."
        try:
            self.snapshot()
        except (msgspec.MsgspecError, ValueError) as error:
            yield f"A row of {key} cannot be read: {error}."

    def snapshot(self) -> Snapshot:
        """The whole workspace as records, each kind by id."""
        lists: dict[str, list[Any]] = {
            TABLES[rows.kind]: rows.find(self._db, self.number, f"TRUE ORDER BY {', '.join(rows.key)}")
            for rows in IN_ORDER
        }
        lists["tasks"] = self.tasks.all()
        return Snapshot(self.about(), **lists, last_task=self.tasks.last_number())

    def _current(self, change: Change) -> dict[str, Any] | None:
        if change.kind == "workspace":
            return as_json(self.about())
        record = ROWS[change.kind].get(self._db, self.number, *change.key)
        return None if record is None else as_json(record)

    def _apply(self, change: Change) -> None:
        if change.kind == "workspace":
            self._set_workspace(change)
            return
        rows = ROWS[change.kind]
        if change.before is None:
            self._db.execute(rows.insert, (self.number, *rows.row(rows.with_defaults(change))))
        elif change.after is None:
            self._db.execute(rows.delete, (self.number, *change.key))
        else:
            values = [rows.cell(name, value) for name, value in change.after.items()]
            self._db.execute(rows.update(list(change.after)), (*values, self.number, *change.key))
        if change.kind in ("member", "system", "group"):
            self.people.forget()
            self.systems.forget()
            self._name(change)
        if change.kind == "task":
            self.changed_tasks.add(change.key[0])
            if change.before is None:
                self._keep_task_ids_unique(change.key[0])
        elif change.kind in _NAMED:
            self.names_version += 1

    def _set_workspace(self, change: Change) -> None:
        assert change.after is not None
        self._about = None
        columns = ", ".join(f"{name} = ?" for name in change.after)
        self._db.execute(
            f"UPDATE workspaces SET {columns} WHERE n = ?",
            (*change.after.values(), self.number),
        )

    def _name(self, change: Change) -> None:
        now = self._current(change)
        if now is None:
            self.names.forget(change.kind, change.key[0])
        elif change.before is None or {"name", "product", "aliases", "handle"} & change.before.keys():
            self.names.put(change.kind, change.key[0], now)

    def _keep_task_ids_unique(self, id_: str) -> None:
        digits = id_[1:]
        if id_[:1] == "T" and digits.isdecimal() and digits.isascii():
            self._db.execute(
                "UPDATE workspaces SET last_task = max(last_task, ?) WHERE n = ?", (int(digits), self.number)
            )


def as_json(record: Record) -> dict[str, Any]:
    """A record in the values that the journal keeps: lists where the record has tuples."""
    return _in_json(record)


def _in_json(what: Record | dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(what))
    return values
