"""What Klar understands and cannot do yet: it says so, and does nothing of what else stands in the message."""

from datetime import datetime

import pytest

from bot import conversation
from commands.language.understand import Understood
from commands.requests import (
    Attendance,
    CancelTraining,
    Change,
    Decide,
    Enroll,
    RaiseRisk,
    ScheduleTraining,
    Update,
    Updates,
    Withdraw,
)
from tests.conversations.stage import Speaker, Stage

START = datetime(2027, 11, 19, 9)
SORRY = "Jeg forstår hva du mener, men det kan jeg ikke gjøre ennå, så ingenting er endret."


@pytest.mark.parametrize(
    "request_",
    [
        ScheduleTraining("lon", START),
        CancelTraining("lon"),
        Enroll("lon"),
        Withdraw("lon"),
        Attendance("lon", attended=12),
        Decide("lon", "go"),
        RaiseRisk("lon", "for få folk"),
        Updates((Update(task="T101", status="done"), RaiseRisk("lon", "for få folk"))),
    ],
)
def test_klar_says_that_it_cannot_and_nothing_is_changed(
    chat: Stage, kari: Speaker, monkeypatch: pytest.MonkeyPatch, request_: Change
) -> None:
    before = chat.show()
    monkeypatch.setattr(conversation, "understand", lambda *_, **__: Understood(request_, None))
    (post,) = kari.says("…")
    assert (post.text, post.to, post.buttons) == (SORRY, "@kari", [])
    assert chat.show() == before
