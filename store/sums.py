"""What `facts.py` counts, as small records: the sums that readiness is made of."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import msgspec


@dataclass(frozen=True, slots=True)
class Within:
    """Which systems to count: all, those of `group`, or `system` alone."""

    group: str | None = None
    system: str | None = None


EVERYTHING = Within()


class SystemRow(NamedTuple):
    """What is asked of a system when it is counted."""

    id: str
    name: str
    group: str | None
    owner: str | None
    vendor: str
    cutover: date | None
    archive: bool


class TaskCounts(msgspec.Struct, frozen=True, gc=False):
    """The tasks of one system, counted. `percents` is the sum of the per cents given for its open tasks.

    `heard` are the open tasks heard from lately; `longest` is the longest duration given for an open task.
    """

    todo: int = 0
    doing: int = 0
    blocked: int = 0
    done: int = 0
    dropped: int = 0
    percents: int = 0
    overdue: int = 0
    heard: int = 0
    latest_due: date | None = None
    longest: int | None = None

    @property
    def open(self) -> int:
        """How many tasks are not done and not dropped."""
        return self.todo + self.doing + self.blocked


class GateRow(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A gate as it counts. With `waived_by` a leader lets it pass."""

    gate: str
    state: str
    owner: str | None = None
    waived_by: str | None = None


class RiskSums(NamedTuple):
    """The severity (likelihood × consequence) of a system's closed risks and of all, and how many are open."""

    closed: int
    total: int
    open: int


class Session(NamedTuple):
    """Who came to one training, and the audience that it was for."""

    audience: str
    lately: bool
    members: tuple[str, ...]


class Attended(NamedTuple):
    """How many members of one role came to a system's trainings, all in all and lately."""

    role: str
    people: int
    lately: int


class AttendedBy(NamedTuple):
    """One member who came to a training for a stated audience."""

    member: str
    role: str
    audience: str
    lately: bool


class AttendedNumber(NamedTuple):
    """How many came to a training, where only the number is known."""

    people: int
    audience: str
    lately: bool
    training: str


# Without the garbage collector's bookkeeping: there may be hundreds of thousands of these at once.
class Edge(msgspec.Struct, frozen=True, gc=False):
    """What a task depends on, and the lag after it in working days."""

    task: str
    lag: int = 0


class Link(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An open task in a chain."""

    id: str
    system: str
    due: date | None
    duration: int | None
    depends_on: tuple[Edge, ...]


class FirstTask(NamedTuple):
    """A task and who owns it."""

    id: str
    owner: str | None
