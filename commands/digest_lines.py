"""The lines of a morning digest, one fact each: short enough for a phone."""

from collections.abc import Mapping

from commands.digest_facts import DigestFacts, NeedFacts, SystemFacts, TaskFacts, TrainingFacts, VendorFacts
from commands.phrases import Moment, Phrase, Value, day, say, say_n
from commands.readiness import STATES, State
from commands.readiness_words import STATE_SIGNS, STATE_WORDS, dotted, score_said, signed, whole

TITLE_SHOWN = 60  # letters


def countdown(facts: DigestFacts) -> Phrase:
    """How long it is to the merger, after the group's name where it is a group's digest."""
    return dotted(facts.title or None, _days_to_merger(facts))


def counts_said(counts: Mapping[State, int], before: Mapping[State, int] | None) -> Phrase:
    """How many systems there are in each state, and the change since `before`."""
    said: list[Value] = []
    for state in reversed(STATES):
        number = counts.get(state, 0)
        change = 0 if before is None else number - before.get(state, 0)
        text = f"{number} ({signed(change)})" if change else str(number)
        said.append(say("{sign} {state}: {number}", sign=STATE_SIGNS[state], state=STATE_WORDS[state], number=text))
    return dotted(*said)


def system_line(system: SystemFacts, score_before: int | None = None) -> Phrase:
    """One system: state, score and its change, slack, why it is not ready and who unblocks it."""
    score = score_said(system.score)
    if system.score is not None and score_before is not None and system.score != score_before:
        score = say("{score} ({change})", score=score, change=signed(system.score - score_before))
    slack = None
    if system.slack is not None and system.state != "ready":
        slack = say("slack {days} d", days=whole(system.slack))
    why = system.why
    if why and system.who:
        why = say("{reason} ({who})", reason=why, who=system.who)
    return say(
        "{sign} {system}: {facts}",
        sign=STATE_SIGNS[system.state],
        system=system.name,
        facts=dotted(STATE_WORDS[system.state], score, slack, why),
    )


def task_line(task: TaskFacts, facts: DigestFacts) -> Phrase:
    """A task that needs somebody: what it is, since when, and whose it is."""
    title = task.title if len(task.title) <= TITLE_SHOWN else task.title[: TITLE_SHOWN - 1].rstrip() + "…"
    named = say("{id} {title}", id=task.id, title=title)
    owner = task.owner or say("nobody responsible")
    return say("{task}: {facts}", task=named, facts=dotted(_standing(task, facts), owner))


def training_line(training: TrainingFacts, facts: DigestFacts) -> Phrase:
    """A training to come: when, in what, where, and the free seats."""
    when: Value = Moment(training.start)
    if training.start.date() == facts.day:
        when = say("today {clock}", clock=f"{training.start:%H:%M}")
    what = f"{training.system}, {training.place}" if training.place else training.system
    return say("{when}: {training}", when=when, training=dotted(what, _seats(training)))


def need_line(need: NeedFacts, facts: DigestFacts) -> Phrase:
    """A role that will not be trained in time."""
    role = f"{need.role} ({', '.join(need.municipalities)})" if need.municipalities else need.role
    return say(
        "{system}, {role}: {attended} of {needed} have come, cutover {day}",
        system=need.system,
        role=role,
        attended=need.attended,
        needed=need.needed,
        day=day(need.cutover, facts.day),
    )


def vendor_line(vendor: VendorFacts) -> Phrase:
    """A vendor with several cutovers in one week."""
    return say(
        "{vendor} has {n} cutovers in week {week}: {systems}",
        vendor=vendor.vendor,
        n=len(vendor.systems),
        week=vendor.monday.isocalendar().week,
        systems=dotted(*vendor.systems),
    )


def heard_said(heard: int, open_: int, days: int) -> Phrase | None:
    """How many of the open tasks were heard from in the last days; None where none is open."""
    if not open_:
        return None
    return say(
        "Heard from {heard} of {open} open tasks in the last {days} days ({percent} %)",
        heard=heard,
        open=open_,
        days=days,
        percent=(200 * heard + open_) // (2 * open_),
    )


def journal_line(facts: DigestFacts) -> Phrase | None:
    """The head of the journal, which vouches for all that was recorded; None where nothing has been."""
    if not facts.journal.strip("0"):
        return None
    return say("Journal {hash}", hash=facts.journal)


def _days_to_merger(facts: DigestFacts) -> Phrase:
    if facts.merge_date is None:
        return say("Morning digest")
    days = (facts.merge_date - facts.day).days
    if days > 0:
        return say_n("{n} day to the merger", "{n} days to the merger", days)
    if days < 0:
        return say_n("{n} day since the merger", "{n} days since the merger", -days)
    return say("The merger is today")


def _standing(task: TaskFacts, facts: DigestFacts) -> Phrase | None:
    when = day(task.day, facts.day) if task.day else None
    if task.kind == "blocked":
        return say("blocked since {day}", day=when) if when and task.since else say("blocked")
    if when is None:
        return None
    return say("was due {day}", day=when) if task.kind == "overdue" else say("due {day}", day=when)


def _seats(training: TrainingFacts) -> Phrase | None:
    if training.free is None:
        return None
    if training.free:
        return say_n("{n} seat free", "{n} seats free", training.free)
    if training.waiting:
        return say("full, {n} waiting", n=training.waiting)
    return say("full")
