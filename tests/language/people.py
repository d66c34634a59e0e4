"""A workspace made for the sentences: who and what is called what."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from commands.language.directory import Directory
from commands.language.names import Names
from store.records import Group, Member, Snapshot, System, Task, Workspace

NOW = datetime(2027, 11, 15, 10, tzinfo=ZoneInfo("Europe/Oslo"))
TODAY = NOW.date()
_SYSTEMS: dict[str, tuple[str, ...]] = {
    "lon": ("Lønn", "Lønnsys", "payroll"),
    "ark": ("Sak og arkiv", "Arkivar", "arkiv", "sak/arkiv", "records"),
    "okn": ("Økonomi og regnskap", "Talla", "økonomi", "finance"),
    "bhg": ("Barnehage", "Fami Barnehage", "fami"),
    "sko": ("Skole", "Fami Skole", "fami", "school"),
    "dip": ("Digital post (SvarUt)", "digital post"),
    "bib": ("Bibliotek", "library"),
}
_MEMBERS: dict[str, tuple[str, ...]] = {
    "kari": ("Kari Nordmann", "kari.nordmann"),
    "nils": ("Nils Berg", "nils.berg"),
    "krlie": ("Kristin Lie", "kristin.lie"),
    "krdal": ("Kristin Dal", "kristin.dal"),
    "mai": ("Mai Solberg", "mai"),
    "august": ("August Vik", "august.vik"),
}
_GROUPS: dict[str, tuple[str, ...]] = {
    "okon": ("Økonomi",),
    "oppl": ("Opplæring",),
    "led": ("Programledelse",),
    "dok": ("Dokument og arkiv",),
}
_NAMED = {"group": _GROUPS, "member": _MEMBERS, "system": _SYSTEMS}
_TASKS = {"T101": "lon", "T102": "lon", "T103": "lon", "T104": "lon", "T105": "ark", "T106": "ark", "T7": "bib"}


class People(Names):
    """The names of the tests' workspace; `author` is who writes."""

    def __init__(self, author: str | None = "kari") -> None:
        self._author = author
        self.lookups = 0
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name, kind, id_ in _named():
            known = self._names.setdefault(name.casefold(), [])
            if (kind, id_) not in known:
                known.append((kind, id_))

    @property
    def author(self) -> str | None:
        """Who writes."""
        return self._author

    def task_exists(self, task: str) -> bool:
        """Whether there is such a task."""
        return task in _TASKS

    def system_of(self, task: str) -> str | None:
        """The system of a task."""
        return _TASKS.get(task)

    def find(self, name: str) -> list[tuple[str, str]]:
        """All that have this name."""
        self.lookups += 1
        return self._names.get(" ".join(name.casefold().split()), [])

    def begins(self, word: str) -> bool:
        """Whether a name begins so."""
        return any(name.startswith(word.casefold()) for name in self._names)

    def find_first_name(self, word: str) -> list[str]:
        """The members with this first name."""
        self.lookups += 1
        return [id_ for id_, names in _MEMBERS.items() if names[0].casefold().startswith(f"{word.casefold()} ")]

    def called(self, kind: str, id_: str) -> str:
        """The name of a record."""
        return _NAMED[kind][id_][0]

    def directory(self) -> Directory:
        """All names, for what is read freely. The tasks have titles that no sentence says."""
        return _directory()


@cache
def _directory() -> Directory:
    return Directory(
        Snapshot(
            Workspace("strand", "Strand"),
            groups=[Group(id_, names[0]) for id_, names in _GROUPS.items()],
            members=[Member(id_, names[0], f"@{names[1]}") for id_, names in _MEMBERS.items()],
            systems=[System(id_, names[0], names[1], names[2:]) for id_, names in _SYSTEMS.items()],
            tasks=[Task(id_, system, f"Zyxomatte {id_[1:]}") for id_, system in _TASKS.items()],
        )
    )


def _named() -> Iterator[tuple[str, str, str]]:
    for kind, records in _NAMED.items():
        for id_, names in records.items():
            for name in (id_, *names):
                yield name, kind, id_
