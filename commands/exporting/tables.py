"""A workspace as tables in a language: the columns of each kind of record, for a workbook or a CSV file.

The headers are words that the import knows, so that what is edited in a spreadsheet can be read back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from commands.phrases import Phrase, render
from store.records import Language, Snapshot

T = TypeVar("T")
Cell: TypeAlias = str | int | float | date | datetime | time | Phrase | None
Kind: TypeAlias = Literal["text", "state", "number", "percent", "day", "clock"]


class Names:
    """What people and things are called in a table: by name, or by id where a name is shared."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._people = _called(snapshot.members)
        self._systems = _called(snapshot.systems)
        self._groups = _called(snapshot.groups)
        self._municipalities = _called(snapshot.municipalities)

    def person(self, id_: str | None) -> str:
        """The name of a member."""
        return self._people.get(id_ or "", id_ or "")

    def people(self, ids: Iterable[str]) -> str:
        """The names of members, parted by semicolons: a comma may be part of a name."""
        return "; ".join(self.person(id_) for id_ in ids)

    def system(self, id_: str | None) -> str:
        """The name of a system."""
        return self._systems.get(id_ or "", id_ or "")

    def group(self, id_: str | None) -> str:
        """The name of a working group."""
        return self._groups.get(id_ or "", id_ or "")

    def municipality(self, id_: str | None) -> str:
        """The name of a municipality."""
        return self._municipalities.get(id_ or "", id_ or "")


def _called(records: Sequence[Any]) -> dict[str, str]:
    times = Counter(record.name for record in records)
    return {record.id: record.name if times[record.name] == 1 else record.id for record in records}


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its header, what stands in it for a record, and what kind of value that is."""

    header: Phrase
    value: Callable[[T, Names], Cell]
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """All records of one kind, before they are said in a language. `key` is the table's name on the command line."""

    key: str
    title: Phrase
    records: Callable[[Snapshot], Iterable[T]]
    columns: tuple[Column[T], ...]


@dataclass(frozen=True)
class Table:
    """A table in one language. A percentage is a number from 0 to 1."""

    key: str
    title: str
    headers: list[str]
    kinds: list[Kind]
    rows: list[list[Cell]]


def table(sheet: Sheet[Any], snapshot: Snapshot, lang: Language) -> Table:
    """One kind of record as a table in a language."""
    names = Names(snapshot)

    def said(cell: Cell) -> Cell:
        return render(cell, lang) if isinstance(cell, Phrase) else cell

    return Table(
        sheet.key,
        render(sheet.title, lang),
        headers=[render(column.header, lang) for column in sheet.columns],
        kinds=[column.kind for column in sheet.columns],
        rows=[[said(column.value(record, names)) for column in sheet.columns] for record in sheet.records(snapshot)],
    )
