"""A Klar that is killed again and again while people talk to it: `python -m tests.store.crashing FOLDER KILLS SEED`.

The platform is three files that outlive every crash: what it has been told is received (`acked`), what has been posted
(`posted`), and how late it is (`began`). It delivers every message until that is acknowledged, and some once more.
"""

import asyncio
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bot.app import Klar, build
from bot.chats.chat import Later, Post
from commands.message import Message, Place
from commands.rules import Rules
from store.changes import change_between
from store.opening import open_store
from store.records import Member, Task
from tests import town

CHAT, TEAM = "slack", "strand"
SPEAKERS = [f"siv{n}" for n in range(1, 7)]
MONDAY = datetime(2027, 11, 15, 6, 30, tzinfo=UTC)
HASTE = 600  # ten minutes pass in a second: digests and reminders fall due between the kills


class FastClock:
    """A clock that runs fast and goes on after a crash."""

    def __init__(self, folder: Path) -> None:
        self._began = float((folder / "began").read_text())

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=(time.time() - self._began) * HASTE)


class Log:
    """Lines in a file. What is written is there, also after a crash."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._path = path

    def write(self, line: str) -> None:
        os.write(self._fd, f"{line}\n".encode())
        os.fsync(self._fd)

    def lines(self) -> list[str]:
        return self._path.read_text().splitlines()


class Platform:
    """A chat platform that is sometimes busy, sometimes loses its answer, and never forgets a post."""

    pace = 0.0
    quarantine = 0.0
    patience = 10.0

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._posted = Log(folder / "posted")
        self._chance = chance

    async def post(self, post: Post) -> str:
        await asyncio.sleep(0)
        if self._chance.random() < 0.05:
            raise Later("busy", 1)
        id_ = post.replaces or f"p{post.id}"
        self._posted.write(f"{post.channel}\t{post.key}\t{id_}")
        await asyncio.sleep(self._chance.choice((0, 0, 0.002)))
        if self._chance.random() < 0.05:
            raise ConnectionResetError
        return id_

    async def find(self, post: Post) -> str | None:
        await asyncio.sleep(0)
        found = (line.split("\t") for line in self._posted.lines())
        return next((id_ for _, key, id_ in found if key == post.key), None)


def message(speaker: str, n: int, now: datetime) -> Message:
    """The n-th thing that somebody writes. It always changes something: no percentage comes twice in a row."""
    return Message(
        id=f"{speaker}-{n}", chat=CHAT, team=TEAM, who=speaker, where=Place(speaker, direct=True),
        text=f"{task_of(speaker)} {percent(n)} %", sent_at=now, spoken_to=True,
    )  # fmt: skip


def task_of(speaker: str) -> str:
    """The task that somebody writes about."""
    return f"T90{speaker[3:]}"


def percent(n: int) -> int:
    """What the n-th message says."""
    return n % 98 + 1


def prepare(folder: Path) -> None:
    """Make the store, with a task for each who speaks. One of them speaks: that loads all that is loaded late."""
    (folder / "began").write_text(str(time.time()))
    store = open_store(folder / "klar.db")
    due = (MONDAY + timedelta(days=1)).date()
    beginning = town.beginning()
    for speaker in SPEAKERS:
        for record in (
            Member(speaker, f"Siv {speaker[3:]}", f"@{speaker}", "konsulent", "lonn"),
            Task(task_of(speaker), "lon", f"Steg {speaker[3:]}", speaker, due=due, status="doing"),
        ):
            change = change_between(None, record)
            assert change is not None
            beginning.append(change)
    with store.transaction():
        workspace = store.add_workspace(town.ABOUT)
        workspace.begin_with(beginning)
        store.join(CHAT, TEAM, workspace)
        for member in workspace.people.all():
            workspace.people.link(member.id, CHAT, TEAM, member.id)
    klar = build(store, FastClock(folder), Rules(), {})
    klar.clockwork.prepare(beginning)
    klar.conversation.receive_now([message(SPEAKERS[0], 0, klar.clock.now())])
    store.close()


async def speak(klar: Klar, speaker: str, acked: Log, chance: random.Random, until: int | None) -> None:
    """Deliver what somebody writes, each message until it is acknowledged; for ever, or until the last one."""
    received = [line for line in acked.lines() if line.startswith(f"{speaker}-")]
    last = max((int(line.split("-")[1]) for line in received), default=0)
    for n in range(max(1, last - 2), last + 1):  # these come once more
        await klar.conversation.receive(message(speaker, n, klar.clock.now()))
    n = last
    while until is None or n < until:
        n += 1
        one = message(speaker, n, klar.clock.now())
        await klar.conversation.receive(one)
        if chance.random() < 0.1:
            await klar.conversation.receive(one)
        acked.write(one.id)


async def remind(klar: Klar) -> None:
    """Tick."""
    while True:
        klar.clockwork.tick()
        await asyncio.sleep(0.003)


async def live(folder: Path, seed: int, until: int | None = None) -> None:
    """Run Klar: until it is killed, or until all that was written has been answered."""
    chance = random.Random(seed)  # noqa: S311 - it is to be the same every time
    store = open_store(folder / "klar.db")
    store.claim()
    klar = build(store, FastClock(folder), Rules(), {CHAT: Platform(folder, chance)})
    klar.clockwork.prepare()
    acked = Log(folder / "acked")
    async with asyncio.TaskGroup() as group:
        background = [group.create_task(klar.outbox.run()), group.create_task(remind(klar))]
        async with asyncio.TaskGroup() as people:
            for speaker in SPEAKERS:
                people.create_task(speak(klar, speaker, acked, chance, until))
        background[1].cancel()
        klar.clockwork.tick()
        while store.delivery.counts().keys() & {"queued", "sending", "unknown"}:
            await asyncio.sleep(0.01)
        background[0].cancel()
    store.close()


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill Klar many times at moments that nobody chose, then let it finish."""
    chance = random.Random(seed)  # noqa: S311
    prepare(folder)
    ended_by_itself = 0
    for n in range(kills):
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(live(folder, seed + n))
            finally:
                os._exit(1)  # it was to live until it is killed
        time.sleep(chance.uniform(0.02, 0.25))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        ended_by_itself += not os.WIFSIGNALED(status)
    last = max(int(line.split("-")[1]) for line in Log(folder / "acked").lines()) + 3
    asyncio.run(live(folder, seed, last))
    print(msgspec.json.encode({"last": last, "ended_by_itself": ended_by_itself}).decode())  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
