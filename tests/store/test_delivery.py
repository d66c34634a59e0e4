"""The outbox in the store: found again by what it became, and what became of it is never forgotten."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.chats.chat import Later, Post
from bot.clock import SetClock, WallClock, milliseconds
from bot.outbox import GIVE_UP_AFTER, NotSent, Outbox, Unknown, settled
from store.errors import NotStored
from store.outbox import OutboxRow
from store.store import Store
from tests.store.archive import NOW, letter, new_archive, town_in

REPLY = b'{"blocks":[]}'


@dataclass
class SlowPlatform:
    """A chat in which each channel answers when it is let."""

    let: dict[str, asyncio.Event] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    pace: float = 0.0
    quarantine: float = 0.0
    patience: float = 60.0

    async def post(self, post: Post) -> str:
        self.posts.append(post.key)
        await self.let.setdefault(post.channel, asyncio.Event()).wait()
        return f"ts{post.id}"

    async def find(self, post: Post) -> str | None:
        return None


class BusyPlatform(SlowPlatform):
    """A chat that is busy when it is first asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.posted = asyncio.Event()

    async def post(self, post: Post) -> str:
        self.asked += 1
        if self.asked == 1:
            raise Later("busy", 0.01)
        self.posted.set()
        return "ts"


async def until(something: Callable[[], bool]) -> None:
    """Let everybody go on until something is so."""
    for _ in range(100):
        if something():
            return
        await asyncio.sleep(0)
    raise TimeoutError


def put(store: Store, key: str, channel: str = "#lonn", edits: int | None = None) -> int:
    with store.transaction():
        id_ = town_in(store).outbox.put(letter(key, channel, edits=edits), 5)
    assert id_ is not None
    return id_


def row(store: Store, id_: int) -> OutboxRow:
    found = town_in(store).outbox.get(id_)
    assert found is not None
    return found


def test_what_became_of_a_slow_post_is_known_also_when_another_was_quicker() -> None:
    store, platform = new_archive(), SlowPlatform()
    outbox = Outbox(store, {"slack": platform}, SetClock(NOW))

    async def test() -> None:
        slow, quick = put(store, "slow", "#a"), put(store, "quick", "#b")
        store._db.execute("UPDATE outbox SET reply = ?", (REPLY.decode(),))
        delivery = asyncio.create_task(outbox.run())
        await until(lambda: len(platform.posts) == 2)
        platform.let["#b"].set()
        await until(lambda: row(store, quick).state == "sent")
        platform.let["#a"].set()
        await until(lambda: row(store, slow).state == "sent")
        assert row(store, slow).post == f"ts{slow}"
        delivery.cancel()
        await asyncio.wait([delivery])

    asyncio.run(test())
    assert platform.posts == ["slow", "quick"]
    store.close()


def test_what_cannot_be_claimed_is_sent_when_there_is_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store, platform = new_archive(), SlowPlatform()
    outbox = Outbox(store, {"slack": platform}, SetClock(NOW))
    put(store, "first")
    store._db.execute("UPDATE outbox SET reply = ?", (REPLY.decode(),))

    def full(rows: object) -> None:
        raise NotStored("full")

    async def test() -> None:
        with monkeypatch.context() as disk:
            disk.setattr(store.delivery, "claim", full)
            with pytest.raises(NotStored):
                await outbox.deliver_all()
        assert platform.posts == []
        platform.let["#lonn"] = asyncio.Event()
        platform.let["#lonn"].set()
        await outbox.deliver_all()

    asyncio.run(test())
    assert platform.posts == ["first"]
    assert store.delivery.counts() == {}
    store.close()


def test_what_is_to_be_tried_later_is_tried_without_being_asked() -> None:
    store, platform = new_archive(), BusyPlatform()
    outbox = Outbox(store, {"slack": platform}, WallClock())
    with store.transaction():
        town_in(store).outbox.put(letter("later"), milliseconds(WallClock().now()))
    store._db.execute("UPDATE outbox SET reply = ?", (REPLY.decode(),))

    async def test() -> None:
        delivery = asyncio.create_task(outbox.run())
        async with asyncio.timeout(10):
            await platform.posted.wait()
        delivery.cancel()
        await asyncio.wait([delivery])

    asyncio.run(test())
    assert platform.asked == 2
    store.close()


@pytest.mark.parametrize("outcome", [NotSent("busy"), NotSent("busy", 1), Unknown("reset", 5)])
def test_after_a_day_and_a_night_a_message_is_a_dead_letter(outcome: NotSent | Unknown) -> None:
    store = new_archive()
    waiting = row(store, put(store, "old"))
    assert settled(waiting, outcome, waiting.queued_at + GIVE_UP_AFTER).state != "dead"
    assert settled(waiting, outcome, waiting.queued_at + GIVE_UP_AFTER + 1).state == "dead"
    store.close()


def test_each_channel_has_one_head_and_the_oldest_comes_first() -> None:
    store = new_archive()
    first, _, third = put(store, "1", "#b"), put(store, "2", "#b"), put(store, "3", "#a")
    heads = store.delivery.heads()
    assert [head.id for head in heads] == [first, third]
    assert heads[0].lane == ("slack", "strand", "#b")
    assert store.delivery.counts() == {"queued": 3}
    assert store.delivery.oldest_waiting() == 5
    with store.transaction():
        store.delivery.claim(heads)
    assert store.delivery.counts() == {"queued": 1, "sending": 2}
    with store.transaction():
        assert store.delivery.doubt_all_claimed("teams", 77) == 0
        assert store.delivery.doubt_all_claimed("slack", 77) == 2
        assert store.delivery.doubt_all_claimed("slack", 78) == 0
    assert [(head.state, head.next_at) for head in store.delivery.heads()] == [("unknown", 77)] * 2
    store.close()


def test_a_row_is_found_by_the_post_it_became_and_by_its_edits() -> None:
    store = new_archive()
    outbox = town_in(store).outbox
    first = put(store, "digest")
    edit = put(store, "digest again", edits=first)
    assert store.delivery.post_of(first) is None
    with store.transaction():
        for id_ in (first, edit):
            store.delivery.settle(row(store, id_), "sent", attempts=1, next_at=9, post="ts1", error="")
    assert store.delivery.post_of(first) == "ts1"
    assert store.delivery.post_of(99) is None
    found, latest = outbox.posted_as("slack", "strand", "ts1"), outbox.latest_of(first)
    assert found is not None
    assert latest is not None
    assert found.id == latest.id == edit
    assert outbox.posted_as("slack", "elsewhere", "ts1") is None
    assert outbox.latest_of(99) is None
    assert outbox.get(99) is None
    assert store.delivery.oldest_waiting() is None
    store.close()


def test_a_key_is_put_in_once_and_a_dead_letter_is_dead_from_the_start() -> None:
    store = new_archive()
    outbox = town_in(store).outbox
    put(store, "once")
    with store.transaction():
        assert outbox.put(letter("once"), 6) is None
        assert outbox.put(letter("nobody"), 7, dead_because="ola has no account in slack") == 2
        assert outbox.put(letter("nobody"), 8, dead_because="again") is None
    (dead,) = store.delivery.dead_letters()
    assert (dead.id, dead.state, dead.error, dead.queued_at) == (2, "dead", "ola has no account in slack", 7)
    assert [head.key for head in store.delivery.heads()] == ["once"]
    assert store.delivery.counts() == {"queued": 1, "dead": 1}
    store.close()


def test_a_post_that_was_known_is_not_forgotten_when_an_attempt_fails() -> None:
    store = new_archive()
    id_ = put(store, "1")
    with store.transaction():
        store.delivery.settle(row(store, id_), "sent", attempts=1, next_at=9, post="ts1", error="")
        store.delivery.settle(row(store, id_), "unknown", attempts=2, next_at=9, post=None, error="reset")
    assert (row(store, id_).post, row(store, id_).error, row(store, id_).attempts) == ("ts1", "reset", 2)
    store.close()
