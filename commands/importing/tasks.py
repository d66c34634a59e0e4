"""Tasks from their drafts: which of them are known already, what they wait for, what changed."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from commands.importing.clock import MIDNIGHT, as_clock
from commands.importing.dates import When
from commands.importing.drafts import Draft
from commands.importing.grid import Problem
from commands.importing.resolving import Resolver, changed
from commands.importing.task_identity import Identities, Row
from commands.importing.waiting import Scope, report_circles
from commands.importing.world import next_number
from commands.phrases import say
from store.records import Status, Task

_TASK_ID = re.compile(r"[Tt]\d{1,9}")


def put_tasks(resolver: Resolver, drafts: Sequence[Draft]) -> list[Problem]:
    """Make and change tasks; return the notes on dependencies that lead to a row that was left out."""
    rows = [_row(resolver, draft) for draft in drafts]
    identities = Identities(resolver.world, rows)
    identities.report_duplicates()
    whole = [row for row in rows if not row.draft.problems]
    known = [identities.known(row) for row in whole]
    for row in rows:
        row.id = identities.id_of_broken(row)
    wanted = [row.task_id for row in rows if row.task_id]  # of broken rows too: the id is theirs when they are mended
    taken = [*(t.id for t in resolver.world.all(Task)), *wanted]
    number = next_number("T", taken, resolver.world.current.last_task)
    made: list[tuple[Row, Task]] = []
    for row, same in zip(whole, known, strict=True):
        task = same or Task(row.task_id or f"T{number}", row.system, row.title)
        number += task.id == f"T{number}"
        row.id = task.id
        made.append((row, _filled(resolver, row, task)))
    scope = Scope(rows, resolver.world)
    for row, task in made:
        resolver.world.put(scope.with_dependencies(row, task))
    report_circles(resolver.world, [row for row, _ in made])
    return scope.notes


def _row(resolver: Resolver, draft: Draft) -> Row:
    own = draft.values.get("id") or draft.values.get("ref") or draft.values.get("wbs") or ""
    task_id = own.upper() if _TASK_ID.fullmatch(own) else ""
    known = resolver.world.get(Task, task_id) if task_id else None
    if draft.problems:
        called = resolver.catalogue.systems_called(str(draft.values.get("system", "")))
        system = called[0] if len(called) == 1 else ""
    elif known and "system" not in draft.values:
        system = known.system
    else:
        system = resolver.system(draft) or ""
    ref = draft.values.get("ref", "") if draft.by_id and task_id else "" if task_id else own
    return Row(draft, system, draft.values.get("title", ""), ref, task_id)


def _filled(resolver: Resolver, row: Row, task: Task) -> Task:
    values = row.draft.values
    due, due_time = _due(row.draft)
    owners = resolver.people(row.draft, "owner")
    helpers = resolver.people(row.draft, "helpers")
    also = tuple(dict.fromkeys(id_ for id_ in owners[1:] + helpers if id_ != owners[0])) if owners else helpers
    task = changed(
        task, system=row.system, title=row.title or None, owner=owners[0] if owners else None, due=due,
        helpers=also if len(owners) > 1 or helpers else None, blocker=values.get("blocker"),
        duration=values.get("duration"), phase=values.get("phase"), note=values.get("note"), ref=row.ref or None,
        status=_status(resolver, row.draft, task), percent=values.get("percent"),
        heard_at=values.get("heard_at"), blocked_at=values.get("blocked_at"),
    )  # fmt: skip
    # A new date without a time of day has none: the old time belonged to the old date.
    return task if due is None else changed(task, due_time=due_time) if due_time else _without_time(task)


def _without_time(task: Task) -> Task:
    return replace(task, due_time=None)


def _status(resolver: Resolver, draft: Draft, task: Task) -> Status | None:
    """The status that is said, else what a new percentage or blocker means."""
    values = draft.values
    said: Status | None = values.get("status")
    if said:
        return said
    before = resolver.world.before(Task, task.id)
    percent, blocker = values.get("percent"), values.get("blocker")
    if blocker and (before is None or before.blocker != blocker):
        return "blocked"
    if percent is not None and (before is None or before.percent != percent):
        return "done" if percent == 100 else "doing" if percent else None
    return None


def _due(draft: Draft) -> tuple[object, str | None]:
    """The day and the time of day by which a task is due, which may stand in up to three columns."""
    values = draft.values
    due, day, clock = values.get("due"), values.get("day"), values.get("due_time")
    if draft.by_id:
        return due, clock
    if not isinstance(due, When):
        due = When()
    if not isinstance(day, When):
        day = When()
    minute = clock[0] if clock else due.clock if due.clock is not None else (day.clock if due.day is None else None)
    found = due.day or day.day
    if found is None and (due.clock is not None or clock):
        draft.fail("due" if due.clock is not None else "due_time", say("There is a time of day, but no date."))
    return found, as_clock(minute) if minute is not None and minute < MIDNIGHT and found else None
