"""The one way out: nothing twice, nothing lost, order kept, and nobody waits for somebody else's platform."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.chats.chat import Later, Post, Rejected
from bot.clock import SetClock, milliseconds
from bot.outbox import (
    GIVE_UP_AFTER,
    LONGEST_WAIT,
    Missing,
    Never,
    NotSent,
    Outbox,
    Sent,
    Unknown,
    settled,
)
from commands.message import Line, Reply
from commands.phrases import as_typed
from store.errors import NotStored
from store.opening import open_store
from store.outbox import OutboxRow, Outgoing
from store.records import Workspace
from store.store import Store

NOW = datetime(2027, 11, 15, 8, tzinfo=UTC)


@dataclass
class Platform:
    """A chat that does what it is told to: `answers` are taken in turn, then everything arrives."""

    answers: list[Any] = field(default_factory=list)
    arrived: dict[str, str] = field(default_factory=dict)
    posts: list[tuple[str, str]] = field(default_factory=list)
    looked: int = 0
    pace: float = 0.0
    quarantine: float = 5.0
    patience: float = 0.2

    async def post(self, post: Post) -> str:
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        if answer == "arrives unheard":
            self._arrive(post)
            raise ConnectionResetError
        if answer == "hangs":
            await asyncio.sleep(3600)
        return self._arrive(post)

    async def find(self, post: Post) -> str | None:
        self.looked += 1
        if self.answers and isinstance(self.answers[0], Later):
            raise self.answers.pop(0)
        return self.arrived.get(post.key)

    def _arrive(self, post: Post) -> str:
        self.posts.append((post.channel, post.key))
        self.arrived[post.key] = f"ts{len(self.posts)}"
        return self.arrived[post.key]


class Office:
    """A store with an outbox, a clock and a platform."""

    def __init__(self, *chats: str) -> None:
        self.store: Store = open_store(None)
        self.clock = SetClock(NOW)
        self.platforms = {name: Platform() for name in chats or ("slack",)}
        self.outbox = Outbox(self.store, self.platforms, self.clock)
        with self.store.transaction():
            self.workspace = self.store.add_workspace(Workspace("x", "X"))

    def put(self, key: str, channel: str = "#a", chat: str = "slack", **more: Any) -> int | None:
        reply = msgspec.json.encode(Reply((Line(as_typed(key)),)))
        with self.store.transaction():
            return self.workspace.outbox.put(
                Outgoing(key, chat, "T1", channel, direct=False, lang="nb", reply=reply, **more),
                milliseconds(self.clock.now()),
            )

    async def deliver(self, after: float = 0) -> None:
        self.clock.set(self.clock.now() + timedelta(seconds=after))
        await self.outbox.deliver_all()

    def state(self, id_: int | None) -> str:
        assert id_ is not None
        row = self.workspace.outbox.get(id_)
        assert row is not None
        return row.state


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


def test_what_is_put_in_is_sent_once_and_the_same_key_never_again() -> None:
    office = Office()

    async def test() -> None:
        first = office.put("echo 1")
        assert office.put("echo 1") is None
        await office.deliver()
        assert office.state(first) == "sent"
        assert office.put("echo 1") is None
        await office.deliver()
        assert office.platforms["slack"].posts == [("#a", "echo 1")]

    run(test)


def test_a_channel_keeps_its_order_while_its_first_message_is_tried_again() -> None:
    office = Office()
    office.platforms["slack"].answers = [Later("ratelimited", 30)]

    async def test() -> None:
        office.put("1")
        office.put("2")
        office.put("other", "#b")
        await office.deliver()
        assert office.platforms["slack"].posts == [("#b", "other")]
        await office.deliver(after=29)
        assert len(office.platforms["slack"].posts) == 1
        await office.deliver(after=1)
        assert [key for _, key in office.platforms["slack"].posts] == ["other", "1", "2"]

    run(test)


def test_what_arrived_unheard_is_looked_for_and_not_sent_again() -> None:
    office = Office()
    slack = office.platforms["slack"]
    slack.answers = ["arrives unheard"]

    async def test() -> None:
        id_ = office.put("echo")
        await office.deliver()
        assert office.state(id_) == "unknown"
        await office.deliver(after=4.9)
        assert slack.looked == 0
        await office.deliver(after=0.2)
        assert office.state(id_) == "sent"
        assert slack.posts == [("#a", "echo")]

    run(test)


def test_what_did_not_arrive_is_sent_after_it_was_looked_for() -> None:
    office = Office()
    slack = office.platforms["slack"]
    slack.answers = [ConnectionResetError(), Later("busy", 1)]

    async def test() -> None:
        id_ = office.put("echo")
        await office.deliver()
        await office.deliver(after=5)
        assert office.state(id_) == "unknown"
        await office.deliver(after=1)
        assert office.state(id_) == "sent"
        assert slack.looked == 2
        assert slack.posts == [("#a", "echo")]

    run(test)


def test_a_platform_that_hangs_holds_up_nobody_else() -> None:
    office = Office("slack", "teams")
    office.platforms["slack"].answers = ["hangs"]
    office.platforms["slack"].patience = 3600

    async def test() -> None:
        office.put("hangs")
        id_ = office.put("goes", chat="teams")
        delivery = asyncio.create_task(office.outbox.run())
        office.outbox.wake()
        while office.state(id_) != "sent":
            await asyncio.sleep(0)
        delivery.cancel()
        assert office.platforms["slack"].posts == []

    run(test)


def test_a_call_that_takes_too_long_leaves_its_fate_unknown() -> None:
    office = Office()
    office.platforms["slack"].answers = ["hangs"]
    office.platforms["slack"].patience = 0.01

    async def test() -> None:
        id_ = office.put("echo")
        await office.deliver()
        assert office.state(id_) == "unknown"

    run(test)


def test_what_the_platform_never_takes_is_a_dead_letter_and_the_next_one_goes() -> None:
    office = Office()
    office.platforms["slack"].answers = [Rejected("channel_not_found")]

    async def test() -> None:
        dead, alive = office.put("1"), office.put("2")
        await office.deliver()
        assert office.state(dead) == "dead"
        assert office.state(alive) == "sent"
        (letter,) = office.store.delivery.dead_letters()
        assert letter.error == "channel_not_found"

    run(test)


def test_after_a_crash_what_was_being_sent_is_looked_for_first() -> None:
    office = Office()
    slack = office.platforms["slack"]

    async def test() -> None:
        arrived, lost = office.put("arrived"), office.put("lost", "#b")
        rows = office.store.delivery.heads()
        with office.store.transaction():
            office.store.delivery.claim(rows)
        slack.arrived["arrived"] = "ts0"
        after_restart = Outbox(office.store, office.platforms, office.clock)
        delivery = asyncio.create_task(after_restart.run())
        while "unknown" not in office.state(arrived):
            await asyncio.sleep(0)
        for _ in range(10):
            await asyncio.sleep(0)
        assert slack.looked == 0  # what was under way when Klar stopped may arrive yet
        office.clock.set(NOW + timedelta(seconds=slack.quarantine))
        after_restart.wake()
        while "sent" not in office.state(arrived) or "sent" not in office.state(lost):
            await asyncio.sleep(0)
        delivery.cancel()
        assert slack.posts == [("#b", "lost")]

    run(test)


def test_a_channel_is_not_posted_in_faster_than_the_platform_wants() -> None:
    office = Office()
    office.platforms["slack"].pace = 1.0

    async def test() -> None:
        for key in "123":
            office.put(key)
        await office.deliver()
        assert len(office.platforms["slack"].posts) == 1
        assert office.outbox.next_at() == milliseconds(NOW) + 1000
        await office.deliver(after=1)
        await office.deliver(after=1)
        assert len(office.platforms["slack"].posts) == 3

    run(test)


def test_an_edit_and_a_reply_know_the_post_they_belong_to() -> None:
    office = Office()
    seen: list[Post] = []

    async def test() -> None:
        slack = office.platforms["slack"]
        post_as_before = slack.post

        async def post(one: Post) -> str:
            seen.append(one)
            return await post_as_before(one)

        slack.post = post  # type: ignore[method-assign, assignment]
        first = office.put("digest")
        office.put("details", under=first)
        office.put("digest again", edits=first)
        await office.deliver()
        assert [(one.thread, one.replaces) for one in seen] == [(None, None), ("ts1", None), (None, "ts1")]

    run(test)


def test_a_chat_that_is_not_configured_is_left_alone() -> None:
    office = Office()

    async def test() -> None:
        id_ = office.put("echo", chat="teams")
        await office.deliver()
        assert office.state(id_) == "queued"

    run(test)


def test_a_full_disk_stops_nothing_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    settle = office.store.delivery.settle
    fails = [True]

    def failing(*args: Any, **kwargs: Any) -> None:
        if fails.pop() if fails else False:
            raise NotStored("disk full")
        settle(*args, **kwargs)

    monkeypatch.setattr(office.store.delivery, "settle", failing)

    async def test() -> None:
        id_ = office.put("echo")
        delivery = asyncio.create_task(office.outbox.run())
        while not office.platforms["slack"].posts:
            await asyncio.sleep(0)
        while fails:
            await asyncio.sleep(0)
        office.clock.set(NOW + timedelta(seconds=2))
        office.outbox.wake()
        while office.state(id_) != "sent":
            await asyncio.sleep(0)
        delivery.cancel()
        assert len(office.platforms["slack"].posts) == 1

    run(test)


ROW = OutboxRow(
    1, 1, "k", "slack", "T1", "#a", False, None, None, None, None, "nb", "{}", milliseconds(NOW), "queued", 0, 0, None,
    "",
)  # fmt: skip
outcomes = st.one_of(
    st.builds(Sent, st.text(min_size=1)),
    st.builds(NotSent, st.text(), st.none() | st.integers(0, 10**7)),
    st.builds(Unknown, st.text(), st.integers(0, 60_000)),
    st.builds(Never, st.text()),
    st.just(Missing()),
)


@given(outcomes, st.sampled_from(["queued", "unknown"]), st.integers(0, 1000), st.integers(0, 2 * GIVE_UP_AFTER))
def test_every_outcome_leaves_a_row_that_goes_on_or_has_ended(
    outcome: Any, state: Any, attempts: int, age: int
) -> None:
    now = ROW.queued_at + age
    after = settled(replace(ROW, state=state, attempts=attempts), outcome, now)
    assert after.attempts == attempts + 1
    assert after.next_at >= now
    assert (after.state == "sent") == isinstance(outcome, Sent)
    assert (after.state == "dead") == (
        isinstance(outcome, Never) or (isinstance(outcome, (NotSent, Unknown)) and age > GIVE_UP_AFTER)
    )
    if isinstance(outcome, NotSent) and after.state != "dead":
        assert after.state == state
        assert after.next_at - now <= (outcome.wait if outcome.wait is not None else LONGEST_WAIT)
    if isinstance(outcome, Missing):
        assert after.state == "queued"


def test_what_belongs_to_a_dead_letter_is_not_posted_out_of_place() -> None:
    office = Office()
    office.platforms["slack"].answers = [Rejected("not_in_channel")]

    async def test() -> None:
        digest = office.put("digest")
        details, edit = office.put("details", under=digest), office.put("digest again", edits=digest)
        await office.deliver()
        assert [office.state(id_) for id_ in (digest, details, edit)] == ["dead", "dead", "dead"]
        assert office.platforms["slack"].posts == []

    run(test)
