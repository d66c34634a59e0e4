"""Records to rows and back, and the names that people know them by."""

import unicodedata
from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Any, Generic, TypeVar, get_origin

import msgspec

from store.changes import KINDS, Change, Record
from store.records import (
    Decision,
    Enrolment,
    Gate,
    Group,
    LegacySystem,
    Member,
    Municipality,
    Risk,
    System,
    Task,
    Training,
    TrainingNeed,
)

R = TypeVar("R", bound=Record)

TABLES = {
    "municipality": "municipalities",
    "group": "groups",
    "member": "members",
    "system": "systems",
    "task": "tasks",
    "training": "trainings",
    "enrolment": "enrolments",
    "need": "needs",
    "gate": "gates",
    "decision": "decisions",
    "risk": "risks",
    "legacy": "legacy",
}


def name_key(name: str) -> str:
    """A name as it is compared: composed, case-folded, with single spaces.

    SQLite's own `lower()` leaves Æ, Ø and Å alone, and composed and decomposed letters differ.
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


class Rows(Generic[R]):
    """The SQL of one kind of record, made once."""

    def __init__(self, kind: str, record: type[R]) -> None:
        self.kind = kind
        self.record = record
        self.key = KINDS[kind][1]
        self._columns = record.__struct_fields__
        # What may be missing from a key is the empty word there: SQLite holds two NULLs for different.
        self._optional_key = ("municipality",) if kind == "need" else ()
        self._lists = tuple(f.name for f in msgspec.structs.fields(record) if get_origin(f.type) is tuple)
        table, quoted = TABLES[kind], ", ".join(f'"{c}"' for c in self._columns)
        self._where_key = " AND ".join(["workspace = ?", *(f'"{c}" = ?' for c in self.key)])
        self.select = f"SELECT {quoted} FROM {table}"
        self._one = f"{self.select} WHERE {self._where_key}"
        self.insert = f"INSERT INTO {table} (workspace, {quoted}) VALUES (?{', ?' * len(self._columns)})"
        self.delete = f"DELETE FROM {table} WHERE {self._where_key}"
        self._update = f"UPDATE {table} SET "

    def update(self, names: Sequence[str]) -> str:
        """The statement that sets these columns of one row."""
        columns = ", ".join(f'"{name}" = ?' for name in names)
        return f"{self._update}{columns} WHERE {self._where_key}"

    def get(self, connection: Connection, workspace: int, *key: str) -> R | None:
        """The record with this key."""
        row = connection.execute(self._one, (workspace, *key)).fetchone()
        return None if row is None else self.read(row)

    def find(self, connection: Connection, workspace: int, condition: str, *values: Any, hint: str = "") -> list[R]:
        """The records of a workspace that fit a condition in SQL; `hint` names the index to use."""
        sql = f"{self.select} {hint} WHERE workspace = ? AND {condition}"
        return list(map(self.read, connection.execute(sql, (workspace, *values))))

    def first(self, connection: Connection, workspace: int, condition: str, *values: Any) -> R | None:
        """The one record of a workspace that fits a condition in SQL."""
        row = connection.execute(f"{self.select} WHERE workspace = ? AND {condition}", (workspace, *values)).fetchone()
        return None if row is None else self.read(row)

    def read(self, row: Sequence[Any]) -> R:
        """A row of `select` as a record."""
        values = dict(zip(self._columns, row, strict=True))
        for name in self._lists:
            values[name] = msgspec.json.decode(values[name])
        for name in self._optional_key:
            values[name] = values[name] or None
        return msgspec.convert(values, self.record, strict=False)

    def row(self, values: dict[str, Any]) -> Iterator[Any]:
        """Plain values in the order of the columns, as SQLite keeps them. Raises KeyError where one is missing."""
        return (self.cell(name, values[name]) for name in self._columns)

    def cell(self, name: str, value: Any) -> Any:
        """One plain value as SQLite keeps it."""
        if name in self._lists:
            return msgspec.json.encode(value).decode()
        if isinstance(value, bool):
            return int(value)
        return "" if value is None and name in self.key else value

    def with_defaults(self, change: Change) -> dict[str, Any]:
        """The whole record that a change makes, with the defaults of fields it does not name."""
        whole: dict[str, Any] = msgspec.to_builtins(msgspec.convert(change.after, self.record))
        return whole


MUNICIPALITIES = Rows("municipality", Municipality)
GROUPS = Rows("group", Group)
MEMBERS = Rows("member", Member)
SYSTEMS = Rows("system", System)
TASKS = Rows("task", Task)
TRAININGS = Rows("training", Training)
ENROLMENTS = Rows("enrolment", Enrolment)
NEEDS = Rows("need", TrainingNeed)
GATES = Rows("gate", Gate)
DECISIONS = Rows("decision", Decision)
RISKS = Rows("risk", Risk)
LEGACY = Rows("legacy", LegacySystem)

# What others refer to comes before what refers to it.
IN_ORDER: tuple[Rows[Any], ...] = (
    MUNICIPALITIES, GROUPS, MEMBERS, SYSTEMS, TASKS, TRAININGS, ENROLMENTS, NEEDS, GATES, DECISIONS, RISKS, LEGACY,
)  # fmt: skip
ROWS: dict[str, Rows[Any]] = {rows.kind: rows for rows in IN_ORDER}


def names_of(kind: str, values: dict[str, Any]) -> set[str]:
    """The normalised names by which people know a record."""
    if kind == "system":
        known = [values["id"], values["name"], values["product"], *values["aliases"]]
    elif kind == "member":
        known = [values["id"], values["name"], values["handle"].lstrip("@"), *values["aliases"]]
    elif kind == "group":
        known = [values["id"], values["name"]]
    else:
        return set()
    return {key for key in map(name_key, known) if key}
