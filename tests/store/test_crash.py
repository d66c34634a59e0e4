"""Killed at any moment: what was acknowledged is stored once, what is to be said is said once; the journal holds."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from store.opening import open_store
from tests.store import crashing
from tests.store.archive import town_in
from tests.store.processes import ROOT

KILLS = 80

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_again_and_again_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-m", "tests.store.crashing", str(tmp_path), str(KILLS), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ended_by_itself"] == 0

    store = open_store(tmp_path / "klar.db")
    assert store.faults() == []
    workspace = town_in(store)

    # Every message that was acknowledged has changed its task, once, and in the order in which it was written.
    acked = (tmp_path / "acked").read_text().split()
    written = defaultdict(list)
    for entry in workspace.journal.entries():
        speaker, n = entry.message.split("-")
        assert entry.subject == crashing.task_of(speaker)
        assert entry.after is not None
        assert entry.after["percent"] == crashing.percent(int(n))
        written[speaker].append(int(n))
    for speaker in crashing.SPEAKERS:
        first = 0 if speaker == crashing.SPEAKERS[0] else 1
        assert written[speaker] == list(range(first, told["last"] + 1))
        task = workspace.tasks.get(crashing.task_of(speaker))
        assert task is not None
        assert task.percent == crashing.percent(told["last"])
    assert set(acked) <= {f"{speaker}-{n}" for speaker, ns in written.items() for n in ns}
    assert len(set(acked)) > KILLS

    # Everything that was to be said has been posted once, and each conversation in its order.
    posted = [line.split("\t") for line in (tmp_path / "posted").read_text().splitlines()]
    times = Counter(key for _, key, _ in posted)
    rows = store._db.execute("SELECT id, key, channel, state FROM outbox ORDER BY id").fetchall()
    assert {state for *_, state in rows} == {"sent"}
    assert times == Counter(key for _, key, _, _ in rows)
    assert set(times.values()) == {1}
    answers = {f"{crashing.CHAT}:{crashing.TEAM}:{speaker}-{n}:0" for speaker, ns in written.items() for n in ns}
    assert answers <= times.keys()
    assert len(times.keys() - answers) > 0  # digests and reminders fell due meanwhile
    order = {key: id_ for id_, key, _, _ in rows}
    for channel in {channel for channel, _, _ in posted}:
        in_order = [order[key] for where, key, _ in posted if where == channel]
        assert in_order == sorted(in_order)
    store.close()
    print(f"{KILLS} kills, {len(set(acked))} acknowledged, {len(posted)} posts")  # noqa: T201
