"""How long a morning digest takes to collect and lay out."""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter, process_time

import msgspec

from commands.digest import compose
from commands.digest_facts import Scope, collect
from commands.readiness import DEFAULT_RULES
from store.opening import open_store
from store.records import GATES, Workspace
from store.workspace import WorkspaceStore

TODAY = date(2027, 11, 15)
NOW = datetime(2027, 11, 15, 7, tzinfo=UTC)
# Systems, tasks of each, the share of them in chains, and the aim in ms.
SIZES: tuple[tuple[int, int, float, int | None], ...] = (
    (80, 50, 0.5, 20),
    (3_000, 20, 0.5, 300),
    (1_000, 1_000, 0.01, 1_000),
)
WITH_GATES: tuple[tuple[int, int, float, int | None], ...] = ((80, 50, 0.5, 100), (3_000, 20, 0.5, None))
MEMBERS = 500
ROUNDS = 5


def run() -> None:
    """Print the medians of each size: of tasks alone, and with all that readiness is counted from."""
    for systems, tasks, chained, aim in SIZES:
        _print(f"{systems:,} systems × {tasks:,} tasks", filled(systems, tasks, chained), chained, aim)
    for systems, tasks, chained, aim in WITH_GATES:
        workspace = filled(systems, tasks, chained)
        add_gates(workspace, systems)
        _print(f"{systems:,} systems × {tasks:,} tasks × 11 gates, risks and trainings", workspace, chained, aim)


def _print(what: str, workspace: WorkspaceStore, chained: float, aim: int | None) -> None:
    """By the clock, and of the processor alone where the machine is busy."""
    clock, cpu = zip(*(round_trip(workspace) for _ in range(ROUNDS + 1)), strict=True)
    aimed = f"aim: under {aim}; " if aim else ""
    # The first round imports and fills the caches, and is told apart.
    print(
        f"digest of {what}, {chained:.0%} of them in chains: {median(clock[1:]):.0f} ms"
        f" ({aimed}processor {median(cpu[1:]):.0f} ms, first {clock[0]:.0f} ms)"
    )


def round_trip(workspace: WorkspaceStore) -> tuple[float, float]:
    """Milliseconds from the store to what is put in the outbox: by the clock, and of the processor."""
    clock, cpu = perf_counter(), process_time()
    facts = collect(workspace, channel_scope=Scope(), today=TODAY, now=NOW, settings=DEFAULT_RULES)
    msgspec.json.encode((facts, compose(facts, facts)))
    return (perf_counter() - clock) * 1000, (process_time() - cpu) * 1000


def filled(systems: int, tasks: int, chained: float) -> WorkspaceStore:
    """A store in memory with this many systems and tasks in each, `chained` of them in chains, and the rest."""
    rng = random.Random(1)  # noqa: S311
    store = open_store(None)
    with store.transaction():
        workspace = store.add_workspace(Workspace("bench", "Bench", date(2028, 1, 1)))
        n, insert = workspace.number, workspace._db.executemany
        insert(
            "INSERT INTO members (workspace, id, name, handle, role, email, aliases) VALUES (?, ?, ?, '', ?, '', '[]')",
            [(n, f"m{i}", f"Member {i}", f"role {i % 5}") for i in range(MEMBERS)],
        )
        insert(
            "INSERT INTO systems (workspace, id, name, product, aliases, owner, vendor, cutover, archive,"
            " blocker, note) VALUES (?, ?, ?, '', '[]', ?, ?, ?, ?, '', '')",
            [
                (n, f"s{i}", f"System {i}", f"m{i % MEMBERS}", f"Vendor {i % 40}", _day(rng, 5, 120), i % 3 == 0)
                for i in range(systems)
            ],
        )
        insert(
            "INSERT INTO tasks (workspace, id, system, title, owner, helpers, due, status, percent, blocker,"
            " depends_on, duration, phase, ref, note, heard_at, blocked_at)"
            " VALUES (?, ?, ?, ?, ?, '[]', ?, ?, ?, '', ?, ?, '', '', '', ?, ?)",
            (_task(rng, n, f"s{s}", s * tasks + i, chained if i else 0) for s in range(systems) for i in range(tasks)),
        )
    return workspace


def _task(rng: random.Random, n: int, system: str, number: int, chained: float) -> tuple[object, ...]:
    status = rng.choices(("todo", "doing", "blocked", "done", "dropped"), (40, 20, 2, 35, 3))[0]
    chain = f'[{{"task":"T{number - 1}","lag":{rng.choice((0, 0, 2))}}}]' if rng.random() < chained else "[]"
    owner = f"m{rng.randrange(MEMBERS)}" if rng.random() < 0.95 else None
    heard = (NOW - timedelta(days=rng.randrange(30))).isoformat() if rng.random() < 0.6 else None
    return (
        n, f"T{number}", system, f"Task {number}", owner, _day(rng, -10, 90), status,
        rng.choice((None, 10, 50, 80)) if status == "doing" else None, chain,
        rng.choice((None, None, 3, 5)), heard, NOW.isoformat() if status == "blocked" else None,
    )  # fmt: skip


def add_gates(workspace: WorkspaceStore, systems: int) -> None:
    """To each system 11 gates, two risks, three needs, and a training to which ten people came."""
    rng = random.Random(2)  # noqa: S311
    n, insert = workspace.number, workspace._db.executemany
    every = [f"s{i}" for i in range(systems)]
    insert(
        "INSERT INTO gates (workspace, system, gate, state, owner, evidence, reason) VALUES (?, ?, ?, ?, ?, '', '')",
        [
            (n, s, gate, rng.choice(("green", "green", "amber", "red", "none")), f"m{rng.randrange(MEMBERS)}")
            for s in every
            for gate in GATES
        ],
    )
    insert(
        "INSERT INTO risks VALUES (?, ?, ?, 'text', 3, 4, ?, NULL)",
        [(n, f"R{i}", s, i % 2) for i, s in enumerate(every * 2)],
    )
    insert("INSERT INTO needs VALUES (?, ?, ?, '', 12)", [(n, s, f"role {role}") for s in every for role in range(3)])
    insert(
        "INSERT INTO trainings (workspace, id, system, start, place, seats, audience, status)"
        " VALUES (?, ?, ?, ?, '', 20, ?, 'held')",
        [(n, f"C{i}", s, f"{_day(rng, -60, 5)}T09:00:00", f"role {i % 3}") for i, s in enumerate(every)],
    )
    insert(
        "INSERT INTO enrolments VALUES (?, ?, ?, 'attended')",
        [(n, f"C{i}", f"m{(i + k) % MEMBERS}") for i in range(systems) for k in range(10)],
    )


def _day(rng: random.Random, first: int, last: int) -> str:
    return (TODAY + timedelta(days=rng.randrange(first, last))).isoformat()
