"""Letting time pass on a set clock: all that falls due on the way is done at its own time."""

from datetime import UTC, datetime

from bot.app import Klar
from bot.clock import SetClock


async def let_time_pass(klar: Klar, clock: SetClock, until: datetime) -> None:
    """Move the clock on to a moment, doing at its own time what falls due on the way."""
    while (due := next_due(klar)) is not None and due <= until:
        clock.set(max(due, clock.now()))
        await do_what_is_due(klar)
    clock.set(until)


async def do_what_is_due(klar: Klar) -> None:
    """Deal with all that is due now, and deliver what comes of it."""
    klar.clockwork.tick()
    await klar.outbox.deliver_all()


def next_due(klar: Klar) -> datetime | None:
    """When the next thing happens by itself."""
    reminder, post = klar.clockwork.next_at(), klar.outbox.next_at()
    seconds = [at for at in (reminder, None if post is None else post / 1000) if at is not None]
    return datetime.fromtimestamp(min(seconds), UTC) if seconds else None
