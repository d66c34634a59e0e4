"""One message from `receive` to committed, beside a bare function that does one durable UPDATE, on the same disk."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from bot.clock import WallClock
from bot.conversation import Conversation
from commands.language.understand import warm
from commands.message import Message, Place
from commands.rules import Rules
from store.changes import Record, change_between
from store.opening import open_store
from store.records import Group, Member, System, Task, Workspace
from store.store import Store

MESSAGES = 2_000
BLOCK = 100
ROUNDS = 5
IN_FLIGHT = 16
TASKS = 2 * MESSAGES  # so that each «T101 ferdig» is a change
SYSTEMS = 30


def run() -> None:
    """Print p50 and p99 as ratios of the bare function's, and messages a second with 16 in flight."""
    warm()  # as `klar run` does
    p50, p99, rate = [], [], []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for number in range(ROUNDS):
            with _conversation(Path(folder) / f"klar{number}.db") as conversation:
                bare, ours = asyncio.run(_in_turns(Path(folder) / f"bare{number}.db", conversation))
                per_second = asyncio.run(_in_flight(conversation))
            p50.append(_at(ours, 0.5) / _at(bare, 0.5))
            p99.append(_at(ours, 0.99) / _at(bare, 0.99))
            rate.append(per_second * (sum(bare) / len(bare)))
            print(
                f"  round {number + 1}: bare p50 {_at(bare, 0.5):.0f} p99 {_at(bare, 0.99):.0f} µs;"
                f" klar p50 {_at(ours, 0.5):.0f} p99 {_at(ours, 0.99):.0f} µs; {per_second * 1e6:.0f} messages/s"
            )
    print(f"one message at a time, p50: {median(p50):.2f} × bare (aim: 2)")
    print(f"one message at a time, p99: {median(p99):.2f} × bare (aim: 3)")
    print(f"{IN_FLIGHT} in flight, messages a second: {median(rate):.2f} × bare (aim: 1)")


async def _in_turns(path: Path, conversation: Conversation) -> tuple[list[float], list[float]]:
    """What each message took, bare and ours, sorted: a block of the one, a block of the other, on the same machine."""
    bare, ours, updates = [], [], _bare(path)
    for first in range(0, MESSAGES, BLOCK):
        bare += list(islice(updates, BLOCK))
        ours += await _one_at_a_time(conversation, first)
    return sorted(bare), sorted(ours)


def _bare(path: Path) -> Iterator[float]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE tasks (id TEXT PRIMARY KEY, status TEXT)")
    connection.executemany("INSERT INTO tasks VALUES (?, 'todo')", [(f"T{n}",) for n in range(TASKS)])
    for number in range(MESSAGES):
        started = time.perf_counter()
        connection.execute("UPDATE tasks SET status = ? WHERE id = ?", (f"{number}", f"T{number % TASKS}"))
        yield (time.perf_counter() - started) * 1e6
    connection.close()


@contextmanager
def _conversation(path: Path) -> Iterator[Conversation]:
    store = open_store(path)
    try:
        _fill(store)
        yield Conversation(store, WallClock(), Rules(), lambda: None)
    finally:
        store.close()


def _fill(store: Store) -> None:
    with store.transaction():
        workspace = store.add_workspace(Workspace("bench", "Bench"))
        records: list[Record] = [
            Group("g", "Gruppe"),
            Member("kari", "Kari Nes", group="g"),
            *(System(f"s{n}", f"System {n}", group="g") for n in range(SYSTEMS)),
            *(Task(f"T{n}", f"s{n % SYSTEMS}", f"Oppgave {n}", "kari") for n in range(TASKS)),
        ]
        workspace.begin_with([change for record in records if (change := change_between(None, record))])
        store.join("bench", "bench", workspace, members_are_users=True)


def _message(number: int) -> Message:
    text, here = f"T{number} ferdig", Place("kari", direct=True)
    return Message(f"m{number}", "bench", "bench", "kari", here, text, datetime.now(UTC), spoken_to=True)


async def _one_at_a_time(conversation: Conversation, first: int) -> list[float]:
    taken = []
    for number in range(first, first + BLOCK):
        message = _message(number)
        started = time.perf_counter()
        await conversation.receive(message)
        taken.append((time.perf_counter() - started) * 1e6)
    return taken


async def _in_flight(conversation: Conversation) -> float:
    """Messages a microsecond."""
    numbers = iter(range(MESSAGES))

    async def one() -> None:
        for number in numbers:
            await conversation.receive(_message(MESSAGES + number))

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(IN_FLIGHT)))
    return MESSAGES / ((time.perf_counter() - started) * 1e6)


def _at(values: list[float], share: float) -> float:
    return values[int(len(values) * share)]
