"""Which tables there are, and which columns each has."""

from collections.abc import Iterable
from typing import Any

from commands.exporting.tables import Column, Sheet
from commands.exporting.words import ACCESS, DECISIONS, ENROLMENTS, GATE_STATES, GATES, LANGUAGES, TRAININGS
from commands.phrases import say
from commands.wording import STATUS
from store.records import (
    Decision,
    Enrolment,
    Gate,
    LegacySystem,
    Member,
    Risk,
    Snapshot,
    System,
    Task,
    Training,
    TrainingNeed,
)

SYSTEMS = Sheet[System](
    "systems",
    say("Systems"),
    lambda snapshot: snapshot.systems,
    (
        Column(say("ID"), lambda it, _: it.id),
        Column(say("System"), lambda it, _: it.name),
        Column(say("Product"), lambda it, _: it.product),
        Column(say("Also known as"), lambda it, _: ", ".join(it.aliases)),
        Column(say("Working group"), lambda it, names: names.group(it.group)),
        Column(say("System owner"), lambda it, names: names.person(it.owner)),
        Column(say("Vendor"), lambda it, _: it.vendor),
        Column(say("Cutover"), lambda it, _: it.cutover, "day"),
        Column(say("Archive"), lambda it, _: say("yes") if it.archive else say("no")),
        Column(say("Status"), lambda it, _: STATUS[it.status] if it.status else None, "state"),
        Column(say("% complete"), lambda it, _: _share(it.percent), "percent"),
        Column(say("Blocked by"), lambda it, _: it.blocker),
        Column(say("Notes"), lambda it, _: it.note),
    ),
)

TASKS = Sheet[Task](
    "tasks",
    say("Tasks"),
    lambda snapshot: snapshot.tasks,
    (
        Column(say("ID"), lambda it, _: it.id),
        Column(say("System"), lambda it, names: names.system(it.system)),
        Column(say("Task"), lambda it, _: it.title),
        Column(say("Responsible"), lambda it, names: names.person(it.owner)),
        Column(say("Helpers"), lambda it, names: names.people(it.helpers)),
        Column(say("Due date"), lambda it, _: it.due, "day"),
        Column(say("Due time"), lambda it, _: it.due_time),
        Column(say("Status"), lambda it, _: STATUS[it.status], "state"),
        Column(say("% complete"), lambda it, _: _share(it.percent), "percent"),
        Column(say("Blocked by"), lambda it, _: it.blocker),
        Column(say("Depends on"), lambda it, _: _depends_on(it)),
        Column(say("Duration days"), lambda it, _: it.duration, "number"),
        Column(say("Phase"), lambda it, _: it.phase),
        Column(say("Notes"), lambda it, _: it.note),
    ),
)

MEMBERS = Sheet[Member](
    "members",
    say("People"),
    lambda snapshot: snapshot.members,
    (
        Column(say("ID"), lambda it, _: it.id),
        Column(say("Name"), lambda it, _: it.name),
        Column(say("Handle"), lambda it, _: it.handle),
        Column(say("Email"), lambda it, _: it.email),
        Column(say("Role"), lambda it, _: it.role),
        Column(say("Working group"), lambda it, names: names.group(it.group)),
        Column(say("Access given"), lambda it, _: ACCESS[it.access] if it.access else None),
        Column(say("Language"), lambda it, _: LANGUAGES[it.lang] if it.lang else None),
        Column(say("Deputy"), lambda it, names: names.person(it.deputy)),
        Column(say("Away until"), lambda it, _: it.away_until, "day"),
    ),
)


def _trainings(snapshot: Snapshot) -> Iterable[tuple[Training, list[str]]]:
    """Each training with those who have a seat in it."""
    for training in snapshot.trainings:
        yield (
            training,
            [it.member for it in snapshot.enrolments if (it.training, it.state) == (training.id, "enrolled")],
        )


TRAINING_PLAN = Sheet[tuple[Training, list[str]]](
    "trainings",
    say("Courses"),
    _trainings,
    (
        Column(say("ID"), lambda it, _: it[0].id),
        Column(say("System"), lambda it, names: names.system(it[0].system)),
        Column(say("Date"), lambda it, _: it[0].start.date(), "day"),
        Column(say("Start"), lambda it, _: it[0].start.time(), "clock"),
        Column(say("End"), lambda it, _: it[0].end.time() if it[0].end else None, "clock"),
        Column(say("Place"), lambda it, _: it[0].place),
        Column(say("Seats"), lambda it, _: it[0].seats, "number"),
        Column(say("Trainer"), lambda it, names: names.person(it[0].trainer)),
        Column(say("Audience"), lambda it, _: it[0].audience),
        Column(say("Status"), lambda it, _: TRAININGS[it[0].status]),
        Column(say("Participants"), lambda it, names: names.people(it[1])),
        Column(say("Number attended"), lambda it, _: it[0].attended_count, "number"),
    ),
)


def _enrolments(snapshot: Snapshot) -> Iterable[tuple[Enrolment, Training]]:
    """Each enrolment with its training."""
    trainings = {training.id: training for training in snapshot.trainings}
    for enrolment in snapshot.enrolments:
        yield enrolment, trainings[enrolment.training]


ENROLMENT_LIST = Sheet[tuple[Enrolment, Training]](
    "enrolments",
    say("Enrolments"),
    _enrolments,
    (
        Column(say("Course ID"), lambda it, _: it[1].id),
        Column(say("System"), lambda it, names: names.system(it[1].system)),
        Column(say("Course date"), lambda it, _: it[1].start.date(), "day"),
        Column(say("Who"), lambda it, names: names.person(it[0].member)),
        Column(say("Enrolment"), lambda it, _: ENROLMENTS[it[0].state]),
    ),
)

# The one who answers for a gate is not called «Responsible»: with that word the import would take it for a system list.
GATE_LIST = Sheet[Gate](
    "gates",
    say("Gates"),
    lambda snapshot: snapshot.gates,
    (
        Column(say("System"), lambda it, names: names.system(it.system)),
        Column(say("Gate"), lambda it, _: GATES.get(it.gate, it.gate)),
        Column(say("Assessment"), lambda it, _: GATE_STATES[it.state], "state"),
        Column(say("Evidence"), lambda it, _: it.evidence),
        Column(say("Followed up by"), lambda it, names: names.person(it.owner)),
        Column(say("Assessed on"), lambda it, _: it.assessed, "day"),
        Column(say("Waived by"), lambda it, names: names.person(it.waived_by)),
        Column(say("Reason for the waiver"), lambda it, _: it.reason),
    ),
)

RISKS = Sheet[Risk](
    "risks",
    say("Risks"),
    lambda snapshot: snapshot.risks,
    (
        Column(say("ID"), lambda it, _: it.id),
        Column(say("System"), lambda it, names: names.system(it.system)),
        Column(say("Risk"), lambda it, _: it.text),
        Column(say("Likelihood"), lambda it, _: it.likelihood, "number"),
        Column(say("Consequence"), lambda it, _: it.consequence, "number"),
        Column(say("Status"), lambda it, _: say("open") if it.open else say("closed")),
        Column(say("Raised by"), lambda it, names: names.person(it.raised_by)),
    ),
)

DECISION_LIST = Sheet[Decision](
    "decisions",
    say("Decisions"),
    lambda snapshot: snapshot.decisions,
    (
        Column(say("ID"), lambda it, _: it.id),
        Column(say("System"), lambda it, names: names.system(it.system)),
        Column(say("Decision"), lambda it, _: DECISIONS[it.decision]),
        Column(say("Recorded by"), lambda it, names: names.person(it.by)),
        Column(say("Decided on"), lambda it, _: it.at, "day"),
    ),
)

NEEDS = Sheet[TrainingNeed](
    "needs",
    say("Training needs"),
    lambda snapshot: snapshot.needs,
    (
        Column(say("System"), lambda it, names: names.system(it.system)),
        Column(say("Role"), lambda it, _: it.role),
        Column(say("Municipality"), lambda it, names: names.municipality(it.municipality)),
        Column(say("Number of people"), lambda it, _: it.people, "number"),
    ),
)

LEGACY = Sheet[LegacySystem](
    "legacy",
    say("Legacy systems"),
    lambda snapshot: snapshot.legacy,
    (
        Column(say("ID"), lambda it, _: it.id),
        Column(say("Current system"), lambda it, _: it.name),
        Column(say("Municipality"), lambda it, names: names.municipality(it.municipality)),
        Column(say("Product"), lambda it, _: it.product),
        Column(say("Vendor"), lambda it, _: it.vendor),
        Column(say("System owner"), lambda it, _: it.owner),
        Column(say("Number of users"), lambda it, _: it.users, "number"),
        Column(say("Contract expires"), lambda it, _: it.contract_end, "day"),
        Column(say("Notice date"), lambda it, _: it.notice_date, "day"),
        Column(say("Integrations"), lambda it, _: it.integrations),
        Column(say("Replaced by"), lambda it, names: names.system(it.replaced_by)),
        Column(say("Notes"), lambda it, _: it.note),
    ),
)

SHEETS: dict[str, Sheet[Any]] = {
    sheet.key: sheet
    for sheet in (
        SYSTEMS, TASKS, MEMBERS, TRAINING_PLAN, ENROLMENT_LIST, GATE_LIST, RISKS, DECISION_LIST, NEEDS, LEGACY,
    )
}  # fmt: skip


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100


def _depends_on(task: Task) -> str:
    """What a task waits for, as planning tools write it: «T101, T102FS+2d» has a lag of two days after T102."""
    return ", ".join(f"{it.task}FS{it.lag:+}d" if it.lag else it.task for it in task.depends_on)
