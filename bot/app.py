"""The one place that wires: a store, a clock and chats in, a running Klar out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chats.chat import Chat
from bot.clock import Clock
from bot.clockwork import Clockwork
from bot.conversation import Conversation
from bot.outbox import Outbox
from commands.rules import Rules
from store.store import Store


@dataclass(frozen=True, slots=True)
class Klar:
    """The parts of a running Klar."""

    store: Store
    clock: Clock
    conversation: Conversation
    outbox: Outbox
    clockwork: Clockwork


def build(store: Store, clock: Clock, rules: Rules, chats: Mapping[str, Chat]) -> Klar:
    """Put Klar together."""
    outbox = Outbox(store, chats, clock)
    return Klar(
        store=store,
        clock=clock,
        conversation=Conversation(store, clock, rules, outbox.wake),
        outbox=outbox,
        clockwork=Clockwork(store, clock, rules, outbox.wake),
    )
