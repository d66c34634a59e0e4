"""The workspace while an import is being planned: what is there already, and what the rows make of it."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeVar

from store.changes import KINDS, Change, Record, change_between, key_of
from store.records import Snapshot

R = TypeVar("R", bound=Record)
Key = tuple[str, ...]

_LISTS = {
    "municipality": "municipalities", "group": "groups", "member": "members", "system": "systems", "task": "tasks",
    "training": "trainings", "enrolment": "enrolments", "need": "needs", "gate": "gates", "decision": "decisions",
    "risk": "risks", "legacy": "legacy",
}  # fmt: skip
_KIND_OF: dict[type[Any], str] = {record: kind for kind, (record, _) in KINDS.items()}
_CALLED = ("title", "name", "text", "start")
# As people number things in Norwegian ids: å, ø and æ lose what ASCII has not.
_LETTERS = str.maketrans({"å": "a", "ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ß": "ss"})
_ID_LENGTH = 24


class World:
    """Records by kind and key, as they were and as they will be; `touched` are those that some row speaks of."""

    def __init__(self, current: Snapshot) -> None:
        self.current = current
        self._was: dict[str, dict[Key, Record]] = {
            kind: {key_of(record): record for record in getattr(current, name)} for kind, name in _LISTS.items()
        }
        self._was["workspace"] = {key_of(current.workspace): current.workspace}
        self._now = {kind: dict(records) for kind, records in self._was.items()}
        self.touched: dict[tuple[str, Key], None] = {}

    def all(self, record: type[R]) -> Iterable[R]:
        """All records of a class, as they will be."""
        return [found for found in self._now[_kind(record)].values() if isinstance(found, record)]

    def get(self, record: type[R], *key: str) -> R | None:
        """One record as it will be."""
        found = self._now[_kind(record)].get(key)
        return found if isinstance(found, record) else None

    def before(self, record: type[R], *key: str) -> R | None:
        """One record as it was."""
        found = self._was[_kind(record)].get(key)
        return found if isinstance(found, record) else None

    def put(self, record: Record) -> None:
        """Make a record, or change it."""
        kind, key = _kind(type(record)), key_of(record)
        self._now[kind][key] = record
        self.touched[kind, key] = None

    def remove(self, record: Record) -> None:
        """Take a record away."""
        kind, key = _kind(type(record)), key_of(record)
        self._now[kind].pop(key, None)
        self.touched[kind, key] = None

    def changes(self) -> tuple[Change, ...]:
        """All changes, in the order in which records refer to one another."""
        found = []
        for kind in KINDS:
            was, now = self._was[kind], self._now[kind]
            for key in (key for touched, key in self.touched if touched == kind):
                before, after = was.get(key), now.get(key)
                change = change_between(before, after) if before or after else None
                if change:
                    found.append(change)
        return tuple(found)

    def names(self) -> dict[tuple[str, Key], str]:
        """What the touched records are called by people, where they are called anything."""
        found = {}
        for kind, key in self.touched:
            record = self._now[kind].get(key) or self._was[kind].get(key)
            called = next((name for field in _CALLED if (name := getattr(record, field, ""))), "")
            found[kind, key] = f"{called:%Y-%m-%d %H:%M}" if isinstance(called, datetime) else str(called)
        return found

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """How many records are new, changed and unchanged, by kind."""
        counts: dict[str, list[int]] = {}
        for kind, key in self.touched:
            before, after = self._was[kind].get(key), self._now[kind].get(key)
            place = 0 if before is None else 2 if before == after else 1
            if before or after:
                counts.setdefault(kind, [0, 0, 0])[place] += 1
        return {kind: (new, changed, same) for kind, (new, changed, same) in counts.items()}


def _kind(record: type[Any]) -> str:
    return _KIND_OF[record]


def name_key(name: str) -> str:
    """A name as it is compared: composed, case-folded, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def slug(name: str) -> str:
    """A name as an id: small ASCII letters, digits and hyphens."""
    letters = unicodedata.normalize("NFD", name.casefold().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id that is wanted, shortened at a hyphen where it is long, with a number where it is taken."""
    base = wanted[:_ID_LENGTH]
    if len(wanted) > _ID_LENGTH and "-" in base:
        base = base.rpartition("-")[0]
    base = base.strip("-") or "x"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}{'-' if base[-1].isdigit() else ''}{number}"
    return found


def next_number(letter: str, ids: Iterable[str], least: int = 0) -> int:
    """The number after the largest in ids such as T101."""
    pattern = re.compile(rf"{letter}(\d{{1,9}})", re.IGNORECASE)
    return max((int(found[1]) for id_ in ids if (found := pattern.fullmatch(id_))), default=least) + 1
