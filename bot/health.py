"""How Klar is doing, for a person and for a machine: /healthz and /metrics."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock, milliseconds
from bot.conversation import Conversation
from store.store import Store

SILENT_AFTER = timedelta(seconds=60)  # without a tick
DEAD_LATELY = timedelta(days=1)  # a dead letter is news for so long; the check lists it for as long as it is kept
STUCK_AFTER = timedelta(minutes=15)  # a message that waits


class Health:
    """What is well and what is not."""

    def __init__(self, store: Store, clock: Clock, conversation: Conversation) -> None:
        self._store = store
        self._clock = clock
        self._conversation = conversation
        self._last_tick = clock.now()

    def ticked(self) -> None:
        """The clockwork is alive."""
        self._last_tick = self._clock.now()

    def faults(self) -> list[str]:
        """What is not well, one sentence each."""
        found = []
        if self._clock.now() - self._last_tick > SILENT_AFTER:
            found.append("Reminders and digests stand still: the clockwork has not ticked for a minute.")
        oldest = self._store.delivery.oldest_waiting()
        if oldest is not None and milliseconds(self._clock.now()) - oldest > STUCK_AFTER.total_seconds() * 1000:
            found.append("A message has waited more than a quarter of an hour to be delivered.")
        if self._store.delivery.dead_letters(milliseconds(self._clock.now() - DEAD_LATELY)):
            found.append("Some messages could not be delivered; `klar check` lists them.")
        return found

    def metrics(self) -> bytes:
        """The metrics in Prometheus' text format."""
        registry = CollectorRegistry()
        registry.register(_Metrics(self._store, self._clock, self._conversation))
        return generate_latest(registry)

    def routes(self) -> list[Route]:
        """/healthz, with status 503 where something is not well, and /metrics."""

        async def healthz(_: Request) -> Response:
            faults = self.faults()
            body = msgspec.json.encode({"well": not faults, "faults": faults})
            return Response(body, 503 if faults else 200, media_type="application/json")

        async def metrics(_: Request) -> Response:
            return Response(self.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

        return [Route("/healthz", healthz), Route("/metrics", metrics)]


class _Metrics(Collector):
    """Read from the store when somebody asks, so that nothing is counted twice and a restart forgets nothing."""

    def __init__(self, store: Store, clock: Clock, conversation: Conversation) -> None:
        self._store = store
        self._clock = clock
        self._conversation = conversation

    def collect(self) -> Iterator[Metric]:
        counts = self._store.delivery.counts()
        outbox = GaugeMetricFamily("klar_outbox_messages", "Messages that wait, or are dead letters.", labels=["state"])
        for state in ("queued", "sending", "unknown", "dead"):
            outbox.add_metric([state], counts.get(state, 0))
        yield outbox
        oldest = self._store.delivery.oldest_waiting()
        waited = 0.0 if oldest is None else (milliseconds(self._clock.now()) - oldest) / 1000
        yield GaugeMetricFamily("klar_outbox_oldest_seconds", "How long the oldest message has waited.", value=waited)
        yield CounterMetricFamily(
            "klar_messages", "Messages taken in since the start.", value=self._conversation.taken_in
        )
        yield CounterMetricFamily(
            "klar_message_faults", "Messages that failed by a fault of Klar's own.", value=self._conversation.failed
        )
        late = self._store.agenda.overdue(int(self._clock.now().timestamp()))
        yield GaugeMetricFamily(
            "klar_reminders_late", "Reminders and digests that are due and not yet sent.", value=late
        )
