"""A change to one record, as data: what import plans, commands make, the journal keeps and undo turns around."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from store.records import (
    Decision,
    Enrolment,
    Gate,
    Group,
    LegacySystem,
    Member,
    Municipality,
    Risk,
    Snapshot,
    System,
    Task,
    Training,
    TrainingNeed,
    Workspace,
)

Record: TypeAlias = (
    Workspace
    | Municipality
    | Group
    | Member
    | System
    | Task
    | Training
    | Enrolment
    | TrainingNeed
    | Gate
    | Decision
    | Risk
    | LegacySystem
)

# Kind of record → its class and the fields that identify it within a workspace.
KINDS: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "workspace": (Workspace, ("key",)),
    "municipality": (Municipality, ("id",)),
    "group": (Group, ("id",)),
    "member": (Member, ("id",)),
    "system": (System, ("id",)),
    "task": (Task, ("id",)),
    "training": (Training, ("id",)),
    "enrolment": (Enrolment, ("training", "member")),
    "need": (TrainingNeed, ("system", "role", "municipality")),
    "gate": (Gate, ("system", "gate")),
    "decision": (Decision, ("id",)),
    "risk": (Risk, ("id",)),
    "legacy": (LegacySystem, ("id",)),
}
_KIND_OF = {record: kind for kind, (record, _) in KINDS.items()}


class Change(msgspec.Struct, frozen=True):
    """A change to the record of `kind` with `key`.

    `before` and `after` hold only the fields that differ, in plain JSON values; for a new record `before` is None and
    `after` is the whole record, for a removed one the other way round.
    """

    kind: str
    key: tuple[str, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def subject(self) -> str:
        """The key as one word, as the journal names it."""
        return "/".join(self.key)

    def reversed(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.kind, self.key, self.after, self.before)


def change_between(before: Record | None, after: Record | None) -> Change | None:
    """The change from one state of a record to another, or None where they are equal.

    Raises ValueError if both are None.
    """
    either = after or before
    if either is None:
        raise ValueError("a change needs a record")
    if before == after:
        return None
    kind = _KIND_OF[type(either)]
    key = key_of(either)
    if before is None or after is None:
        return Change(kind, key, None if before is None else plain(before), None if after is None else plain(after))
    old, new = plain(before), plain(after)
    differing = [name for name in old if old[name] != new[name]]
    return Change(kind, key, {name: old[name] for name in differing}, {name: new[name] for name in differing})


def changes_of(snapshot: Snapshot) -> list[Change]:
    """A workspace's records, but for its own, as changes that make them; what others refer to comes first."""
    lists = (
        snapshot.municipalities, snapshot.groups, snapshot.members, snapshot.systems, snapshot.tasks,
        snapshot.trainings, snapshot.enrolments, snapshot.needs, snapshot.gates, snapshot.decisions, snapshot.risks,
        snapshot.legacy,
    )  # fmt: skip
    made = (change_between(None, record) for records in lists for record in records)
    return [change for change in made if change is not None]


def key_of(record: Record) -> tuple[str, ...]:
    """What identifies a record within its workspace. A part that is None is the empty word."""
    return tuple(getattr(record, name) or "" for name in KINDS[_KIND_OF[type(record)]][1])


def plain(record: Record) -> dict[str, Any]:
    """A record as plain JSON values."""
    values: dict[str, Any] = msgspec.to_builtins(record)
    return values


def from_plain(kind: str, values: Mapping[str, Any]) -> Record:
    """A record from plain JSON values. Raises msgspec.ValidationError where they are not of its types."""
    return msgspec.convert(values, KINDS[kind][0])
