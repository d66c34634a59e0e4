"""The clockwork over a million reminders: nothing due, and five hundred due at once."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.clock import SetClock
from bot.clockwork import Clockwork
from commands.rules import Rules
from store.changes import Record, change_between
from store.opening import open_store
from store.records import Group, Member, System, Task, Workspace
from store.store import Store

REMINDERS = 1_000_000
DUE = 500
TICKS = 2_000
ROUNDS = 5
NOW = datetime(2027, 11, 15, 8, tzinfo=UTC)


def run() -> None:
    """Print what a tick costs with nothing due, and what 500 due cost in time and in commits."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        store = open_store(Path(folder) / "tick.db")
        try:
            _fill(store)
            clock = SetClock(NOW)
            clockwork = Clockwork(store, clock, Rules(), lambda: None)
            idle = median(median(_idle_ticks(clockwork)) for _ in range(ROUNDS))
            print(f"a tick over {REMINDERS:,} reminders with nothing due: {idle:.1f} µs (aim: under 20)")
            clock.set(NOW + timedelta(hours=1))
            commits = _Commits(store)
            started = time.perf_counter()
            dealt_with = clockwork.tick()
            taken = (time.perf_counter() - started) * 1000
            waiting = store.delivery.counts().get("queued", 0)
            print(
                f"{dealt_with} due: found, claimed and in the outbox as {waiting} messages in {commits.count} commit,"
                f" {taken:.0f} ms (aim: at most 10 commits)"
            )
        finally:
            store.close()


class _Commits:
    """Counts the transactions of a store."""

    def __init__(self, store: Store) -> None:
        self.count = 0
        transaction = store.transaction

        def counted():  # type: ignore[no-untyped-def]
            self.count += 1
            return transaction()

        store.transaction = counted  # type: ignore[method-assign]


def _idle_ticks(clockwork: Clockwork) -> Iterator[float]:
    for _ in range(TICKS):
        started = time.perf_counter()
        clockwork.tick()
        yield (time.perf_counter() - started) * 1e6


def _fill(store: Store) -> None:
    due = (NOW + timedelta(hours=1)).date()
    with store.transaction():
        workspace = store.add_workspace(Workspace("bench", "Bench"))
        records: list[Record] = [
            Group("g", "Gruppe"),
            *(Member(f"m{n}", f"Member {n}", group="g") for n in range(DUE)),
            System("s", "System", group="g"),
            *(Task(f"T{n}", "s", f"Task {n}", f"m{n}", due=due) for n in range(DUE)),
        ]
        workspace.begin_with([change for record in records if (change := change_between(None, record))])
        store.join("bench", "bench", workspace, members_are_users=True)
        soon, later = int(NOW.timestamp()) + 3600, int(NOW.timestamp()) + 86_400
        for n in range(DUE):
            workspace.reminders.plan(soon, "task", f"T{n}", "today")
        for n in range(REMINDERS - DUE):
            workspace.reminders.plan(later + n, "task", f"X{n}", "week")
