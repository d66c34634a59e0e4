"""The one way out: what is in the outbox is sent, once, in order, at the platform's pace.

A row is written as being sent before it is. So after a crash, or an answer that never came, its fate is *unknown*, and
the platform is asked whether it arrived before it is sent again. One channel waits for nobody else's.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from bot.chats.chat import Chat, Later, Post, Rejected
from bot.clock import Clock, milliseconds
from commands.message import Reply
from store.errors import NotStored
from store.outbox import OutboxRow, State
from store.store import Store

log = logging.getLogger("klar.outbox")

FIRST_WAIT = 1_000  # milliseconds; doubled for each further try
LONGEST_WAIT = 300_000
GIVE_UP_AFTER = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Sent:
    """It has arrived, as this post of the platform's."""

    post: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It has certainly not arrived. `wait` is what the platform asked for, in milliseconds."""

    why: str
    wait: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived. `quarantine`, in milliseconds, is how long to wait before looking."""

    why: str
    quarantine: int


@dataclass(frozen=True, slots=True)
class Never:
    """It never will."""

    why: str


@dataclass(frozen=True, slots=True)
class Missing:
    """It was looked for and has not arrived, so it may be sent again."""


Outcome: TypeAlias = Sent | NotSent | Unknown | Never | Missing


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a row."""

    state: State
    attempts: int
    next_at: int
    post: str | None = None
    error: str = ""


def settled(row: OutboxRow, outcome: Outcome, now: int) -> Settled:
    """What becomes of a row after an outcome; `now` is in milliseconds since 1970.

    What has not arrived is tried again after 1, 2, 4 … seconds, at most five minutes, or when the platform says; after
    24 hours, or when the platform never will, it is a dead letter.
    """
    attempts = row.attempts + 1
    match outcome:
        case Sent(post):
            return Settled("sent", attempts, now, post)
        case Never(why):
            return Settled("dead", attempts, now, error=why)
        case NotSent(why) | Unknown(why) if now - row.queued_at > GIVE_UP_AFTER:
            return Settled("dead", attempts, now, error=why)
        case Unknown(why, quarantine):
            return Settled("unknown", attempts, now + quarantine, error=why)
        case NotSent(why, wait):
            # Where it is being looked for, its fate is as unknown as before.
            backoff = min(FIRST_WAIT << min(row.attempts, 20), LONGEST_WAIT)
            return Settled(row.state, attempts, now + (backoff if wait is None else wait), error=why)
        case Missing():  # pragma: no branch - there is no other
            return Settled("queued", attempts, now)


class Outbox:
    """Delivers what is in the store's outbox to the chats."""

    def __init__(self, store: Store, chats: Mapping[str, Chat], clock: Clock) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self._something_happened = asyncio.Event()
        self._in_flight: dict[tuple[str, str, str], asyncio.Task[None]] = {}
        self._outcomes: list[tuple[OutboxRow, Outcome]] = []
        self._not_before: dict[tuple[str, str, str], int] = {}

    def wake(self) -> None:
        """Look at the outbox now: something has been put in."""
        self._something_happened.set()

    async def run(self) -> None:
        """Deliver for ever. What a crash interrupted is looked up first."""
        now = milliseconds(self._clock.now())
        with self._store.transaction():
            doubtful = sum(
                self._store.delivery.doubt_all_claimed(name, now + int(chat.quarantine * 1000))
                for name, chat in self._chats.items()
            )
        if doubtful:
            log.warning("messages were being sent when Klar stopped", extra={"count": doubtful})
        try:
            while True:
                try:
                    next_at = self._deliver_what_is_ready()
                except NotStored:
                    log.exception("the outbox cannot be written")
                    next_at = milliseconds(self._clock.now()) + FIRST_WAIT
                await self._rest(next_at)
        finally:
            for task in self._in_flight.values():
                task.cancel()

    async def deliver_all(self) -> None:
        """Deliver until nothing is ready: for rehearsals and tests, where the clock stands still."""
        self._deliver_what_is_ready()
        while self._in_flight:
            await asyncio.wait(self._in_flight.values(), return_when=asyncio.FIRST_COMPLETED)
            self._deliver_what_is_ready()

    def next_at(self) -> int | None:
        """When the next waiting row may be sent, in milliseconds since 1970."""
        waits = [max(row.next_at, self._not_before.get(row.lane, 0)) for row in self._store.delivery.heads()]
        return min(waits, default=None)

    def _deliver_what_is_ready(self) -> int | None:
        """Write what became of what was sent, and start sending what is ready; return when to look again."""
        self._something_happened.clear()
        now = milliseconds(self._clock.now())
        waiting = self._write_outcomes(now)
        ready, next_at = [], None
        for row in waiting:
            at = max(row.next_at, self._not_before.get(row.lane, 0))
            if row.lane in self._in_flight or row.chat not in self._chats:
                continue
            if at <= now:
                ready.append(row)
            else:
                next_at = at if next_at is None else min(at, next_at)
        self._claim(ready)
        for row in ready:
            self._in_flight[row.lane] = asyncio.create_task(self._attempt(row))
        return next_at

    def _write_outcomes(self, now: int) -> list[OutboxRow]:
        outcomes, self._outcomes = self._outcomes, []
        if outcomes:
            try:
                with self._store.transaction():
                    for row, outcome in outcomes:
                        self._write(row, settled(row, outcome, now))
            except NotStored:
                # The rows stay as being sent; they are written when there is room again.
                self._outcomes = outcomes + self._outcomes
                raise
            for row, _ in outcomes:
                self._in_flight.pop(row.lane, None)
                self._not_before[row.lane] = now + int(self._chats[row.chat].pace * 1000)
        return self._store.delivery.heads()

    def _write(self, row: OutboxRow, end: Settled) -> None:
        self._store.delivery.settle(
            row, end.state, attempts=end.attempts, next_at=end.next_at, post=end.post, error=end.error
        )
        if end.state == "dead":
            log.error("a message cannot be delivered", extra={"outbox": row.id, "why": end.error})

    def _claim(self, rows: list[OutboxRow]) -> None:
        to_send = [row for row in rows if row.state == "queued"]
        if to_send:
            with self._store.transaction():
                self._store.delivery.claim(to_send)

    async def _attempt(self, row: OutboxRow) -> None:
        outcome = await self._outcome(row)
        self._outcomes.append((row, outcome))  # only now: while it was sent, the list may have become another
        self._something_happened.set()

    async def _outcome(self, row: OutboxRow) -> Outcome:
        chat = self._chats[row.chat]
        try:
            async with asyncio.timeout(chat.patience):
                if self._lacks_its_post(row):
                    return Never("the post it belongs to was never posted")
                if row.state == "queued":
                    return Sent(await chat.post(self._post(row)))
                found = await chat.find(self._post(row))
                return Sent(found) if found else Missing()
        except Later as later:
            return NotSent(str(later), None if later.seconds is None else int(later.seconds * 1000))
        except Rejected as rejected:
            return Never(str(rejected))
        except Exception as error:  # noqa: BLE001 - whatever else went wrong on the way, it may have arrived
            log.warning("the fate of a message is unknown", extra={"outbox": row.id, "error": type(error).__name__})
            return Unknown(type(error).__name__, int(chat.quarantine * 1000))

    def _lacks_its_post(self, row: OutboxRow) -> bool:
        """Whether what a row edits or replies to has become a dead letter: alone it would be out of place."""
        belongs_to = row.edits or row.under
        return belongs_to is not None and self._store.delivery.post_of(belongs_to) is None

    def _post(self, row: OutboxRow) -> Post:
        return Post(
            id=row.id,
            key=row.key,
            team=row.team,
            channel=row.channel,
            direct=bool(row.direct),
            thread=self._store.delivery.post_of(row.under) if row.under else row.thread,
            only_for=row.only_for,
            replaces=self._store.delivery.post_of(row.edits) if row.edits else None,
            lang=row.lang,
            reply=msgspec.json.decode(row.reply, type=Reply),
        )

    async def _rest(self, until: int | None) -> None:
        """Wait until something happens, or until a moment in milliseconds since 1970."""
        seconds = None if until is None else max(0, until - milliseconds(self._clock.now())) / 1000
        try:
            async with asyncio.timeout(seconds):
                await self._something_happened.wait()
        except TimeoutError:
            return
