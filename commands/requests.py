"""What people ask of Klar, understood: one small record per kind of request.

The names and fields are those of an interpretation (`klar interpret`), so that a sentence, a slash command and a button
are one request. Ids are ids of the workspace. Only what was really said is filled in. Times are naive: wall-clock times
in the workspace's time zone.
"""

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from commands.phrases import Phrase
from store.records import Status


class Update(msgspec.Struct, frozen=True, tag="update", omit_defaults=True):
    """A report on a task, or on a system as a whole."""

    task: str | None = None
    system: str | None = None
    status: Status | None = None
    percent: int | None = None
    due: date | None = None
    due_time: str | None = None
    blocker: str | None = None
    owner: str | None = None


class AddTask(msgspec.Struct, frozen=True, tag="add_task", omit_defaults=True):
    """A new task."""

    system: str
    title: str
    due: date | None = None
    owner: str | None = None


class Depend(msgspec.Struct, frozen=True, tag="depend", omit_defaults=True):
    """A task waits for others (`needs`), or no longer does (`drop`)."""

    task: str
    needs: tuple[str, ...]
    drop: bool = False


class ScheduleTraining(msgspec.Struct, frozen=True, tag="schedule_training", omit_defaults=True):
    """A new training."""

    system: str
    start: datetime
    end: datetime | None = None
    place: str | None = None
    seats: int | None = None
    audience: str | None = None


class CancelTraining(msgspec.Struct, frozen=True, tag="cancel_training", omit_defaults=True):
    """A training will not be held: the one that starts then, else the system's only one to come."""

    system: str
    start: datetime | None = None


class Enroll(msgspec.Struct, frozen=True, tag="enroll", omit_defaults=True):
    """The author wants a seat in a training: the one that starts then, else the system's only one to come."""

    system: str
    start: datetime | None = None


class Withdraw(msgspec.Struct, frozen=True, tag="withdraw", omit_defaults=True):
    """The author cannot come to a training: the one that starts then, else the system's only one to come."""

    system: str
    start: datetime | None = None


class Attendance(msgspec.Struct, frozen=True, tag="attendance", omit_defaults=True):
    """How many came to a training, of how many: the one that started then, else the system's only one already held."""

    system: str
    start: datetime | None = None
    attended: int | None = None
    of: int | None = None


class Decide(msgspec.Struct, frozen=True, tag="decision"):
    """A decision that has been taken on a system."""

    system: str
    decision: Literal["go", "no_go", "postpone"]


class RaiseRisk(msgspec.Struct, frozen=True, tag="risk"):
    """Something that may go wrong with a system, in the author's words."""

    system: str
    text: str


class Updates(msgspec.Struct, frozen=True, tag="updates"):
    """Several changes in one message; all or none of them happen."""

    items: "tuple[SingleChange, ...]"


class AskMine(msgspec.Struct, frozen=True, tag="ask_mine", omit_defaults=True):
    """The author's own open tasks."""

    until: date | None = None


class AskStatus(msgspec.Struct, frozen=True, tag="ask_status", omit_defaults=True):
    """How far a task, a system, a group or everything has come."""

    system: str | None = None
    group: str | None = None
    task: str | None = None


class AskOverdue(msgspec.Struct, frozen=True, tag="ask_overdue", omit_defaults=True):
    """What is past its due date."""

    system: str | None = None
    group: str | None = None


class AskReadiness(msgspec.Struct, frozen=True, tag="ask_readiness", omit_defaults=True):
    """Whether a system, a group's systems or all are ready, and why not."""

    system: str | None = None
    group: str | None = None


class AskTraining(msgspec.Struct, frozen=True, tag="ask_training", omit_defaults=True):
    """Which trainings there are, with free seats."""

    system: str | None = None


class PostDigest(msgspec.Struct, frozen=True, tag="digest"):
    """The morning digest of the channel it is asked in."""


class Correct(msgspec.Struct, frozen=True, tag="correct", omit_defaults=True):
    """The author's change just now was meant for another task, or for a system as a whole."""

    task: str | None = None
    system: str | None = None


class AddAlias(msgspec.Struct, frozen=True, tag="add_alias"):
    """Another word for a system or a member."""

    kind: Literal["system", "member"]
    id: str
    alias: str


class Undo(msgspec.Struct, frozen=True, tag="undo", omit_defaults=True):
    """Take back a change: the one named, else the author's latest."""

    change: int | None = None


class Answer(msgspec.Struct, frozen=True, tag="answer", omit_defaults=True):
    """An answer to a question that Klar asked: the number of the reading chosen, or None for no."""

    question: int
    choice: int | None = None


class Snooze(msgspec.Struct, frozen=True, tag="snooze"):
    """Remind the presser of these subjects later: in so many days."""

    subjects: tuple[str, ...]
    days: int


class SetLanguage(msgspec.Struct, frozen=True, tag="set_language"):
    """The author wants to be answered in this language."""

    lang: str


class Help(msgspec.Struct, frozen=True, tag="help"):
    """What one can write."""


class Unclear(msgspec.Struct, frozen=True, tag="unclear", omit_defaults=True):
    """Something is reported or ordered, but not clearly enough: what to write instead, and the readings there are."""

    why: Phrase
    candidates: "tuple[Change, ...]" = ()


class Nothing(msgspec.Struct, frozen=True, tag="none"):
    """Nothing for Klar."""


NotYet: TypeAlias = ScheduleTraining | CancelTraining | Enroll | Withdraw | Attendance | Decide | RaiseRisk
"""What is understood and cannot be done yet."""
SingleChange: TypeAlias = Update | AddTask | Depend | NotYet
Change: TypeAlias = SingleChange | Updates
Request: TypeAlias = (
    Change
    | AskMine
    | AskStatus
    | AskOverdue
    | AskReadiness
    | AskTraining
    | PostDigest
    | Correct
    | AddAlias
    | Undo
    | Answer
    | Snooze
    | SetLanguage
    | Help
    | Unclear
    | Nothing
)
