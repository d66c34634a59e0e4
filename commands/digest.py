"""The morning digest: how its facts are laid out. What does not fit on a phone's screen goes in the thread.

It is kind and short. It tells who can move a thing, mentions only those whom something waits for, and never ranks
people.
"""

from collections.abc import Iterable, Iterator, Sequence

from commands.digest_facts import DigestFacts, SystemFacts, TaskFacts
from commands.digest_lines import (
    countdown,
    counts_said,
    heard_said,
    journal_line,
    need_line,
    system_line,
    task_line,
    training_line,
    vendor_line,
)
from commands.message import Block, Heading, Item, Line, Reply
from commands.phrases import Phrase, say, say_n
from commands.readiness_words import dotted

# What the post itself shows; of tasks so many of each kind (blocked, overdue, unowned).
SYSTEMS_SHOWN, TASKS_SHOWN, TRAININGS_SHOWN, NEEDS_SHOWN, VENDORS_SHOWN = 10, 2, 4, 3, 2
# What the thread takes: items in one reply, which every platform has room for, and systems and needs in all.
IN_ONE_REPLY, SYSTEMS_LISTED, NEEDS_LISTED = 40, 200, 40


def compose(facts: DigestFacts, before: DigestFacts | None) -> tuple[Reply, tuple[Reply, ...]]:
    """The digest's post, and the replies that go in its thread. `before` are the facts of the last digest there."""
    if is_quiet(facts, before):
        return Reply((Line(dotted(countdown(facts), _all_quiet(facts), journal_line(facts))),)), ()
    systems, tasks = facts.systems[:SYSTEMS_SHOWN], _some_of_each(facts.tasks)
    trainings, more_trainings = facts.trainings[:TRAININGS_SHOWN], facts.trainings[TRAININGS_SHOWN:]
    more_systems = facts.systems[SYSTEMS_SHOWN:]
    more_tasks = [task for task in facts.tasks if task not in tasks]
    post = (
        Heading(countdown(facts)),
        *_systems(facts, systems, before),
        *_more(len(more_systems)),
        *_listed(say("Needs someone today"), (task_line(task, facts) for task in tasks)),
        *_more(len(more_tasks)),
        *_listed(say("Training this week"), (training_line(training, facts) for training in trainings)),
        *_more(len(more_trainings)),
        *_needs(facts),
        *_listed(say("Several cutovers in one week"), map(vendor_line, facts.vendors[:VENDORS_SHOWN])),
        *_more(len(facts.vendors[VENDORS_SHOWN:])),
        *_lines(heard_said(facts.heard, facts.open, facts.heard_within), journal_line(facts)),
    )
    thread = (
        *_systems_thread(more_systems, before),
        *_tasks_thread(more_tasks, facts),
        *_thread(say("Also this week"), (training_line(training, facts) for training in more_trainings)),
        *_needs_thread(facts),
        *_thread(say("Several cutovers in one week"), map(vendor_line, facts.vendors[VENDORS_SHOWN:])),
    )
    return Reply(post, about=(*_ids(systems), *_ids(tasks), *(training.id for training in trainings))), thread


def is_quiet(facts: DigestFacts, before: DigestFacts | None) -> bool:
    """Whether there is nothing to say: all is ready, nothing waits for anybody, and nothing changed."""
    changed = before is not None and before.counts != facts.counts
    waiting = facts.tasks or facts.trainings or facts.needs or facts.vendors
    return not (changed or waiting or any(system.state != "ready" for system in facts.systems))


def _all_quiet(facts: DigestFacts) -> Phrase:
    if facts.scope.kind == "training":
        return say("no training this week")
    if not facts.systems:
        return say("no systems yet")
    return say_n("the system is ready", "all {n} systems are ready", len(facts.systems))


def _systems(facts: DigestFacts, shown: Sequence[SystemFacts], before: DigestFacts | None) -> Iterator[Block]:
    if facts.scope.kind == "training":
        return
    yield Line(counts_said(facts.counts, before.counts if before else None))
    yield from _system_items(shown, before)


def _system_items(systems: Sequence[SystemFacts], before: DigestFacts | None) -> Iterator[Item]:
    scores = {system.id: system.score for system in before.systems} if before else {}
    return (Item(system_line(system, scores.get(system.id))) for system in systems)


def _needs(facts: DigestFacts) -> Iterator[Block]:
    """The roles that will not be trained in time: themselves where training is what it is about, else their number."""
    if facts.scope.kind == "training":
        lines = (need_line(need, facts) for need in facts.needs[:NEEDS_SHOWN])
        yield from _listed(say("Not trained in time at the present pace"), lines)
        yield from _more(len(facts.needs[NEEDS_SHOWN:]))
    elif facts.needs:
        yield Line(
            say_n(
                "{n} role will not be trained in time at the present pace (see the thread)",
                "{n} roles will not be trained in time at the present pace (see the thread)",
                len(facts.needs),
            )
        )


def _some_of_each(tasks: Sequence[TaskFacts]) -> list[TaskFacts]:
    return [
        task
        for kind in ("blocked", "overdue", "unowned")
        for task in [task for task in tasks if task.kind == kind][:TASKS_SHOWN]
    ]


def _systems_thread(systems: Sequence[SystemFacts], before: DigestFacts | None) -> Iterator[Reply]:
    for start in range(0, min(len(systems), SYSTEMS_LISTED), IN_ONE_REPLY):
        part = systems[start : start + IN_ONE_REPLY]
        yield Reply((Heading(say("The other systems")), *_system_items(part, before)), about=_ids(part))
    yield from _and_more(len(systems) - SYSTEMS_LISTED)


def _tasks_thread(tasks: Sequence[TaskFacts], facts: DigestFacts) -> Iterator[Reply]:
    for start in range(0, len(tasks), IN_ONE_REPLY):
        part = tasks[start : start + IN_ONE_REPLY]
        lines = (task_line(task, facts) for task in part)
        yield Reply(tuple(_listed(say("Also needs someone"), lines)), about=_ids(part))
    if facts.more_tasks:
        yield Reply((Line(say("There are more. Write «overdue» to see what is past its date.")),))


def _needs_thread(facts: DigestFacts) -> Iterator[Reply]:
    shown = NEEDS_SHOWN if facts.scope.kind == "training" else 0
    lines = (need_line(need, facts) for need in facts.needs[shown : shown + NEEDS_LISTED])
    yield from _thread(say("Not trained in time at the present pace"), lines)
    yield from _and_more(len(facts.needs) - shown - NEEDS_LISTED)


def _thread(heading: Phrase, lines: Iterable[Phrase]) -> Iterator[Reply]:
    if blocks := tuple(_listed(heading, lines)):
        yield Reply(blocks)


def _listed(heading: Phrase, lines: Iterable[Phrase]) -> Iterator[Block]:
    """A list under its heading; nothing at all where the list is empty."""
    items = [Item(line) for line in lines]
    if items:
        yield Heading(heading)
        yield from items


def _lines(*phrases: Phrase | None) -> Iterator[Block]:
    return (Line(phrase) for phrase in phrases if phrase is not None)


def _more(n: int) -> Iterator[Block]:
    if n:
        yield Line(say("{n} more in the thread", n=n))


def _and_more(n: int) -> Iterator[Reply]:
    if n > 0:
        yield Reply((Line(say("and {n} more", n=n)),))


def _ids(listed: Sequence[SystemFacts] | Sequence[TaskFacts]) -> tuple[str, ...]:
    return tuple(one.id for one in listed)
