"""What Klar knows, as frozen records. Every record belongs to one workspace; ids are unique within it.

Dates are calendar days, and `start` and `end` of a training are wall-clock times, in the workspace's time zone.
Moments (`heard_at`, `at`) are aware datetimes in UTC.
"""

from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import msgspec

Status: TypeAlias = Literal["todo", "doing", "blocked", "done", "dropped"]
Access: TypeAlias = Literal["reader", "member", "group_leader", "trainer", "project_leader", "admin"]
Language: TypeAlias = Literal["nb", "nn", "en"]
GateState: TypeAlias = Literal["green", "amber", "red", "none"]
EnrolmentState: TypeAlias = Literal["enrolled", "waiting", "attended", "absent", "withdrew"]

OPEN: tuple[Status, ...] = ("todo", "doing", "blocked")
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
GATES = (
    "decision", "contract", "vendor", "integrations", "data", "tests",
    "risk", "training", "access", "rollback", "archive",
)  # fmt: skip


class Municipality(msgspec.Struct, frozen=True):
    """One of the municipalities that merge."""

    id: str
    name: str


class Group(msgspec.Struct, frozen=True):
    """A working group. Its channel is `#` and its id unless `channel` says otherwise."""

    id: str
    name: str
    channel: str | None = None


class Member(msgspec.Struct, frozen=True):
    """Somebody in the project. `access` is what was set for them; `roles.access_of` tells what they have.

    `lang` is the person's own choice, `wrote_in` the language they last wrote in.
    """

    id: str
    name: str
    handle: str = ""
    role: str = ""
    group: str | None = None
    access: Access | None = None
    email: str = ""
    lang: Language | None = None
    wrote_in: Language | None = None
    deputy: str | None = None
    away_until: date | None = None
    aliases: tuple[str, ...] = ()


class System(msgspec.Struct, frozen=True):
    """A system on its road to its cutover. `status` and `percent` are what was said of it as a whole."""

    id: str
    name: str
    product: str = ""
    aliases: tuple[str, ...] = ()
    group: str | None = None
    owner: str | None = None
    vendor: str = ""
    cutover: date | None = None
    archive: bool = False
    status: Status | None = None
    percent: int | None = None
    blocker: str = ""
    note: str = ""


class Dependency(msgspec.Struct, frozen=True):
    """A task that must be done first, and the lag after it in working days."""

    task: str
    lag: int = 0


class Task(msgspec.Struct, frozen=True):
    """A piece of work. `ref` is the id its row had in its sheet, as text; `duration` is in working days."""

    id: str
    system: str
    title: str
    owner: str | None = None
    helpers: tuple[str, ...] = ()
    due: date | None = None
    due_time: str | None = None
    status: Status = "todo"
    percent: int | None = None
    blocker: str = ""
    depends_on: tuple[Dependency, ...] = ()
    duration: int | None = None
    phase: str = ""
    ref: str = ""
    note: str = ""
    heard_at: datetime | None = None
    blocked_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.status in OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether the task is open and its due date is before `today`."""
        return self.due is not None and self.due < today and self.is_open


class Training(msgspec.Struct, frozen=True):
    """A training session. `attended_count` is attendance given as a number only."""

    id: str
    system: str
    start: datetime
    end: datetime | None = None
    place: str = ""
    seats: int | None = None
    trainer: str | None = None
    audience: str = ""
    status: Literal["planned", "cancelled", "held"] = "planned"
    attended_count: int | None = None


class Enrolment(msgspec.Struct, frozen=True):
    """One member's place in one training."""

    training: str
    member: str
    state: EnrolmentState = "enrolled"


class TrainingNeed(msgspec.Struct, frozen=True):
    """How many people in a role must be trained in a system, in one municipality or (None) in all."""

    system: str
    role: str
    municipality: str | None
    people: int


class Gate(msgspec.Struct, frozen=True):
    """A go/no-go gate of a system, with the evidence for its state."""

    system: str
    gate: str
    state: GateState = "none"
    owner: str | None = None
    evidence: str = ""
    assessed: date | None = None
    waived_by: str | None = None
    reason: str = ""


class Decision(msgspec.Struct, frozen=True):
    """A decision that has been taken about a system."""

    id: str
    system: str
    decision: Literal["go", "no_go", "postpone"]
    by: str | None = None
    at: date | None = None


class Risk(msgspec.Struct, frozen=True):
    """Something that may go wrong. Likelihood and consequence are 1 to 5."""

    id: str
    system: str
    text: str
    likelihood: int = 3
    consequence: int = 3
    open: bool = True
    raised_by: str | None = None


class LegacySystem(msgspec.Struct, frozen=True):
    """A system that one municipality has today and a common one will replace: a row of the register, kept whole."""

    id: str
    name: str
    municipality: str = ""
    product: str = ""
    vendor: str = ""
    owner: str = ""
    users: int | None = None
    contract_end: date | None = None
    notice_date: date | None = None
    integrations: str = ""
    note: str = ""
    replaced_by: str | None = None


class Workspace(msgspec.Struct, frozen=True):
    """The merger itself. `key` is the workspace's name in settings and on the command line."""

    key: str
    name: str
    merge_date: date | None = None
    timezone: str = "Europe/Oslo"
    lang: Language = "nb"


class JournalEntry(msgspec.Struct, frozen=True):
    """One line of the journal: who said what, when, in which message, and what changed.

    `before` and `after` hold the fields that changed; `before` is None for what is new, `after` for what was removed.
    All entries of one message share `change`; `undoes` is the change that this one takes back.
    """

    seq: int
    change: int
    at: datetime
    who: str
    message: str
    what: str
    kind: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    undoes: int | None
    hash: str


class Snapshot(msgspec.Struct, frozen=True):
    """A whole workspace as plain records: what import compares with and export writes.

    `last_task` is the number of the last task id that was given, also to tasks that are no longer there.
    """

    workspace: Workspace
    municipalities: list[Municipality] = []
    groups: list[Group] = []
    members: list[Member] = []
    systems: list[System] = []
    tasks: list[Task] = []
    trainings: list[Training] = []
    enrolments: list[Enrolment] = []
    needs: list[TrainingNeed] = []
    gates: list[Gate] = []
    decisions: list[Decision] = []
    risks: list[Risk] = []
    legacy: list[LegacySystem] = []
    last_task: int = 100  # so the first task is T101
