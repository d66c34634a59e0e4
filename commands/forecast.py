"""When the open work will be finished, and how many working days that leaves before the cutover.

Settled with the users: *the finish is the latest, over the chains of open tasks, of due dates, durations (one working
day unless given, after all that it depends on) and today*; *slack is the working days after the forecast finish and
before the cutover day*. It is told apart from the score and never folded into it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from commands.workdays import at_position, is_working_day, position
from store.sums import Link, TaskCounts


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a system's open tasks will be finished. `slack` is None without a cutover day, negative if too late.

    `last` is the task at the end of the chain that decides it, None where a single task or today does.
    """

    finish: date
    slack: int | None
    last: str | None


def finishes(links: Mapping[str, Link], today: date) -> dict[str, int]:
    """When each task of the chains will be finished, as positions among the working days.

    A task starts on the first working day after all that it depends on, plus the lag, and not before today; it lasts
    its duration; and it is not finished before it is due. What it depends on but is not in `links` is done. In a
    circle of dependencies the one that closes the circle does not count.
    """
    first = first_position(today)
    found: dict[str, int] = {}
    entered: set[str] = set()
    for root in sorted(links):
        stack = [] if root in found else [root]
        while stack:
            id_ = stack[-1]
            link = links[id_]
            if id_ not in entered:
                entered.add(id_)
                waits = len(stack)
                stack += [d.task for d in link.depends_on if d.task not in entered and d.task in links]
                if len(stack) > waits:
                    continue
            stack.pop()
            if id_ not in found:
                found[id_] = _finish(link, first, found)
    return found


def first_position(today: date) -> int:
    """The position of the first day on which one can work."""
    return position(today) + (not is_working_day(today))


def forecasts(links: Mapping[str, Link], today: date) -> dict[str, tuple[int, str]]:
    """For each system with chains, the latest finish of its tasks in them, and the task with that finish."""
    found: dict[str, tuple[int, str]] = {}
    for id_, finish in finishes(links, today).items():
        system = links[id_].system
        if system not in found or (finish, id_) > found[system]:
            found[system] = (finish, id_)
    return found


def forecast(tasks: TaskCounts, chain: tuple[int, str] | None, cutover: date | None, today: date) -> Forecast:
    """The forecast of one system, from its counted tasks and the latest finish among its chains."""
    alone = position(today)
    if tasks.open:
        alone = max(alone, first_position(today) + (tasks.longest or 1) - 1)
    due = position(tasks.latest_due) if tasks.latest_due else alone
    latest = max(alone, due, chain[0] if chain else alone)
    slack = None if cutover is None else position(cutover - timedelta(days=1)) - latest
    return Forecast(
        finish=_day(latest, tasks.latest_due, today),
        slack=slack,
        last=chain[1] if chain and chain[0] == latest > max(alone, due) else None,
    )


def _finish(link: Link, first: int, found: Mapping[str, int]) -> int:
    # Plain comparisons: this runs for every open task of every chain.
    start = first
    for needed in link.depends_on:
        before = found.get(needed.task)
        if before is not None and before + 1 + needed.lag > start:
            start = before + 1 + needed.lag
    worked = start if link.duration is None else start + link.duration - 1
    if link.due is None:
        return worked
    due = position(link.due)
    return due if due > worked else worked  # noqa: FURB136


def _day(latest: int, due: date | None, today: date) -> date:
    """The day with a position: the due date or today themselves where they are a day off with that position."""
    return max([at_position(latest), *(day for day in (due, today) if day and position(day) == latest)])
