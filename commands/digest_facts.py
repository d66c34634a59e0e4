"""The facts of a morning digest: collected in one go, kept as JSON, and compared with the next morning's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import msgspec

from commands.assess import LATELY, assess
from commands.phrases import Person, Phrase
from commands.readiness import Readiness, ReadinessRules, Reason, State, confidence, counts, reasons
from commands.readiness_words import reason_said
from commands.roles import leaders_of
from store.facts import Facts
from store.records import Member, System, Task
from store.sums import Within
from store.workspace import WorkspaceStore

if TYPE_CHECKING:
    from commands.trained import NeedCount

EXPLAINED = 60  # systems whose top reason is looked up: those that the post and its thread have room for
LISTED = 30  # tasks of each kind


class Scope(msgspec.Struct, frozen=True):
    """What a channel's digest is about: the whole project, one group's systems, or the trainings."""

    kind: Literal["project", "group", "training"] = "project"
    group: str | None = None


class SystemFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """One system's line. `why` and `who` (who unblocks it, by name) are there for the worst systems only."""

    id: str
    name: str
    state: State
    score: int | None = None
    slack: int | None = None
    why: Phrase | None = None
    who: str = ""


class TaskFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A task that needs somebody. `day` is when it is or was due or, with `since`, when it was blocked."""

    id: str
    title: str
    system: str
    kind: Literal["blocked", "overdue", "unowned"]
    owner: Person | None = None
    day: date | None = None
    since: bool = False


class TrainingFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A training to come this week. `free` is None where the seats are not limited."""

    id: str
    system: str
    start: datetime
    place: str = ""
    free: int | None = None
    waiting: int = 0


class NeedFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A role that will not be trained before the cutover at the present pace, in some `municipalities` or in all."""

    role: str
    municipalities: tuple[str, ...]
    system: str
    attended: int
    needed: int
    cutover: date


class VendorFacts(msgspec.Struct, frozen=True):
    """A vendor with several cutovers in the week that begins on `monday`."""

    vendor: str
    monday: date
    systems: tuple[str, ...]


class DigestFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that a digest says. `systems` are the worst first; `more_tasks` says that the lists of tasks were cut."""

    day: date
    scope: Scope
    title: str
    merge_date: date | None
    counts: dict[State, int]
    systems: tuple[SystemFacts, ...] = ()
    tasks: tuple[TaskFacts, ...] = ()
    more_tasks: bool = False
    trainings: tuple[TrainingFacts, ...] = ()
    needs: tuple[NeedFacts, ...] = ()
    vendors: tuple[VendorFacts, ...] = ()
    heard: int = 0
    open: int = 0
    heard_within: int = 7
    journal: str = ""


def collect(
    workspace: WorkspaceStore, *, channel_scope: Scope, today: date, now: datetime, settings: ReadinessRules
) -> DigestFacts:
    """The facts of one channel's digest. `now` is UTC, `today` the local day."""
    about = workspace.about()
    group = workspace.systems.group(channel_scope.group) if channel_scope.group else None
    within = Within(group=channel_scope.group)
    found = assess(workspace.facts, today=today, now=now, rules=settings, within=within)
    names = {r.system.id: r.system.name for r in found}
    heard, open_ = confidence(found)
    if channel_scope.kind == "training":
        return DigestFacts(
            today, channel_scope, "", about.merge_date, {},
            trainings=_trainings(workspace, names, today),
            needs=_needs(workspace.facts, found, today),
            journal=workspace.journal.head()[:12],
        )  # fmt: skip
    tasks, more = _tasks(workspace, names, today, ZoneInfo(about.timezone), whole=channel_scope.kind == "project")
    return DigestFacts(
        today, channel_scope, group.name if group else "", about.merge_date, counts(found),
        systems=system_facts(workspace, found, today),
        tasks=tasks,
        more_tasks=more,
        trainings=_trainings(workspace, names, today),
        needs=_needs(workspace.facts, found, today),
        vendors=_vendors(found, today),
        heard=heard,
        open=open_,
        heard_within=settings.heard_within,
        journal=workspace.journal.head()[:12],
    )  # fmt: skip


def system_facts(workspace: WorkspaceStore, found: Sequence[Readiness], today: date) -> tuple[SystemFacts, ...]:
    """The systems' lines, in the order given; the first ones with why they are not ready."""
    unblockers = Unblockers(workspace)
    return tuple(
        _explained(unblockers, workspace.facts, r, today) if place < EXPLAINED else _plain(r)
        for place, r in enumerate(found)
    )


def _plain(r: Readiness) -> SystemFacts:
    return SystemFacts(r.system.id, r.system.name, r.state, r.score, r.forecast.slack)


def _explained(unblockers: "Unblockers", facts: Facts, r: Readiness, today: date) -> SystemFacts:
    why = reasons(r)
    if not why:
        return _plain(r)
    said, who = reason_and_who(facts, r, why[0], today)
    return msgspec.structs.replace(_plain(r), why=said, who=unblockers.name(r, who))


def reason_and_who(facts: Facts, found: Readiness, reason: Reason, today: date) -> tuple[Phrase, str | None]:
    """A reason in words, and the member who unblocks it where the reason or the system names one."""
    if reason.kind not in ("blocked", "overdue"):
        return reason_said(reason), reason.who or found.system.owner
    first = facts.first_in_the_way(found.system.id, today, reason.kind)
    if first is None:
        return reason_said(reason), found.system.owner
    return reason_said(reason, first.id), first.owner or found.system.owner


class Unblockers:
    """Who unblocks what, by name. All members are read only where nobody is known and a leader must be found."""

    def __init__(self, workspace: WorkspaceStore) -> None:
        self._workspace = workspace
        self._names: dict[str, str] = {}
        self._members: list[Member] | None = None

    def name(self, found: Readiness, who: str | None) -> str:
        """The name of whoever unblocks a system: the one known to, else a leader of its group."""
        if who is not None and who not in self._names:
            self._names |= self._workspace.facts.names_of([who])
        if who in self._names:
            return self._names[who]
        if self._members is None:
            self._members = self._workspace.people.all()
        system = System(found.system.id, found.system.name, group=found.system.group)
        leaders = leaders_of(system, self._members)
        return leaders[0].name if leaders else ""


def _tasks(
    workspace: WorkspaceStore, names: dict[str, str], today: date, zone: ZoneInfo, *, whole: bool
) -> tuple[tuple[TaskFacts, ...], bool]:
    """What needs somebody: blocked, overdue, unowned. A task stands under the first of these that it is."""
    systems = None if whole else list(names)
    lists: tuple[tuple[Literal["blocked", "overdue", "unowned"], list[Task]], ...] = (
        ("blocked", workspace.tasks.blocked(systems, LISTED + 1)),
        ("overdue", workspace.tasks.overdue(today, systems, 2 * LISTED + 1)),
        ("unowned", workspace.tasks.unowned(systems, 2 * LISTED + 1)),
    )
    owners = workspace.facts.names_of(task.owner for _, tasks in lists for task in tasks if task.owner)
    found: list[TaskFacts] = []
    seen: set[str] = set()
    more = False
    for kind, tasks in lists:
        new = [task for task in tasks if task.id not in seen]
        more = more or len(new) > LISTED
        for task in new[:LISTED]:
            seen.add(task.id)
            owner = Person(task.owner, owners.get(task.owner, task.owner)) if task.owner else None
            blocked = task.blocked_at if kind == "blocked" else None
            day = blocked.astimezone(zone).date() if blocked else task.due
            found.append(
                TaskFacts(
                    task.id, task.title, names.get(task.system, task.system), kind, owner, day, blocked is not None
                )
            )
    return tuple(found), more


def _trainings(workspace: WorkspaceStore, names: dict[str, str], today: date) -> tuple[TrainingFacts, ...]:
    """The planned trainings from today until the week is over."""
    start = datetime.combine(today, datetime.min.time())
    end = start + timedelta(days=7 - today.weekday())
    found = []
    for training in workspace.trainings.planned(start, end):
        if training.system in names:
            states = [place.state for place in workspace.trainings.enrolments(training.id)]
            taken = states.count("enrolled") + states.count("attended")
            free = None if training.seats is None else max(0, training.seats - taken)
            found.append(
                TrainingFacts(
                    training.id, names[training.system], training.start, training.place, free, states.count("waiting")
                )
            )
    return tuple(found)


def _needs(facts: Facts, found: Iterable[Readiness], today: date) -> tuple[NeedFacts, ...]:
    """The roles that will not be trained before the cutover if as many come each week as in the last four."""
    called = facts.municipalities()
    late = []
    for r in found:
        cutover = r.system.cutover
        if cutover is None or cutover < today:
            continue
        months = (cutover - today) / LATELY
        behind: dict[str, list[NeedCount]] = defaultdict(list)
        for need in r.training.needs:
            if need.attended + need.lately * months < need.needed:
                behind[need.role].append(need)
        for role, needs in behind.items():
            everywhere = len(needs) == sum(need.role == role for need in r.training.needs)
            places = () if everywhere else tuple(called.get(n.municipality, "") for n in needs if n.municipality)
            attended, needed = sum(n.attended for n in needs), sum(n.needed for n in needs)
            late.append(NeedFacts(role, places, r.system.name, attended, needed, cutover))
    return tuple(sorted(late, key=lambda need: (need.cutover, need.system, need.role)))


def _vendors(found: Iterable[Readiness], today: date) -> tuple[VendorFacts, ...]:
    """The vendors with several cutovers to come in one week, the first week first."""
    weeks: dict[tuple[date, str], list[Readiness]] = defaultdict(list)
    for r in found:
        cutover = r.system.cutover
        if r.system.vendor and cutover is not None and cutover >= today:
            weeks[cutover - timedelta(days=cutover.weekday()), r.system.vendor.casefold()].append(r)
    return tuple(
        VendorFacts(rs[0].system.vendor, monday, tuple(sorted(r.system.name for r in rs)))
        for (monday, _), rs in sorted(weeks.items(), key=lambda item: item[0])
        if len(rs) > 1
    )
