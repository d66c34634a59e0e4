"""The one way in, when something is wrong inside: one message's fault is not another's, and nothing is half done."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot import conversation
from bot.clock import SetClock
from bot.conversation import Conversation
from commands import perform as performing
from commands.message import Message, Place, Reply
from commands.requests import Request, Update
from commands.rules import Rules
from commands.turn import Turn
from store.errors import NotStored
from store.opening import open_store
from store.store import Store
from tests import town

NOW = datetime(2027, 11, 15, 9, tzinfo=UTC)


def kari_says(text: str, id_: str) -> Message:
    return Message(id_, "local", "strand", "kari", Place("kari", direct=True), text, NOW, spoken_to=True)


@pytest.fixture
def store() -> Store:
    store = open_store(None)
    with store.transaction():
        workspace = store.add_workspace(town.ABOUT)
        workspace.begin_with(town.beginning())
        store.join("local", "strand", workspace, members_are_users=True)
    return store


def stumble_over(task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail after the change to this task is written, and before it is answered."""

    def perform(request: Request, turn: Turn) -> Reply | None:
        reply = performing.perform(request, turn)
        if isinstance(request, Update) and request.task == task:
            raise ZeroDivisionError
        return reply

    monkeypatch.setattr(conversation, "perform", perform)


def told(store: Store) -> list[str]:
    return [row.reply for row in store.delivery.heads()] + [
        reply for (reply,) in store._db.execute("SELECT reply FROM outbox ORDER BY id LIMIT -1 OFFSET 1")
    ]


def changed(store: Store) -> list[str]:
    (workspace,) = store.workspaces()
    return [entry.subject for entry in workspace.journal.entries()]


def test_a_fault_in_one_message_of_several_takes_none_of_the_others_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumble_over("T102", monkeypatch)
    klar = Conversation(store, SetClock(NOW), Rules(), lambda: None)

    async def all_at_once() -> None:
        said = [kari_says(f"{task} ferdig", task) for task in ("T101", "T102", "T103")]
        await asyncio.gather(*(klar.receive(message) for message in said))

    asyncio.run(all_at_once())
    assert changed(store) == ["T101", "T103"]
    answers = told(store)
    assert len(answers) == 3
    assert "Something went wrong on my side" in answers[1]
    assert "Noted" in answers[0] + answers[2]
    assert (klar.failed, klar.taken_in) == (1, 3)
    assert store.faults() == []


def test_a_message_that_failed_is_not_tried_again_when_it_comes_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumble_over("T102", monkeypatch)
    klar = Conversation(store, SetClock(NOW), Rules(), lambda: None)
    klar.receive_now([kari_says("T102 ferdig", "m")])
    monkeypatch.undo()
    klar.receive_now([kari_says("T102 ferdig", "m")])
    assert changed(store) == []
    assert len(told(store)) == 1
    klar.receive_now([kari_says("T102 ferdig", "another")])
    assert changed(store) == ["T102"]


def test_a_message_that_cannot_be_stored_is_not_acknowledged(store: Store) -> None:
    klar = Conversation(store, SetClock(NOW), Rules(), lambda: None)

    def no_room() -> None:
        raise NotStored("The disk is full.")

    def broken() -> None:
        raise ZeroDivisionError

    async def heard() -> tuple[BaseException | None, BaseException | None]:
        said = [kari_says("T101 ferdig", "a"), kari_says("T102 ferdig", "b")]
        return await asyncio.gather(klar.receive(said[0], broken), klar.receive(said[1]), return_exceptions=True)

    assert [type(one) for one in asyncio.run(heard())] == [ZeroDivisionError, type(None)]
    assert changed(store) == ["T102"]
    with pytest.raises(NotStored):
        asyncio.run(klar.receive(kari_says("T103 ferdig", "c"), no_room))
    assert changed(store) == ["T102"]
