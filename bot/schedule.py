"""APScheduler as a ticker, nothing more: what is due, and when, stands in our own table."""

import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from store.errors import NotStored

log = logging.getLogger("klar.schedule")

EVERY = 1  # second


def start_ticking(tick: Callable[[], int], on_tick: Callable[[], None]) -> AsyncIOScheduler:
    """Call `tick` each second in the running event loop until `shutdown`; `on_tick` after each that went well."""

    async def one_tick() -> None:
        try:
            tick()
        except NotStored:
            log.exception("what fell due could not be stored; it is tried again")
            return
        on_tick()

    scheduler = AsyncIOScheduler(timezone=UTC)
    # A tick that is missed is made good by the next: all that is due is found by a query.
    scheduler.add_job(one_tick, "interval", seconds=EVERY, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    return scheduler
