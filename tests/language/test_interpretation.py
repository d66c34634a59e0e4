"""A request as an interpretation: the intents and fields that programs read."""

from datetime import date, datetime
from typing import get_args

import msgspec
import pytest

from commands.interpretation import interpretation
from commands.phrases import say
from commands.requests import (
    AddAlias,
    AddTask,
    Answer,
    AskMine,
    AskOverdue,
    AskReadiness,
    AskStatus,
    AskTraining,
    Attendance,
    CancelTraining,
    Correct,
    Decide,
    Depend,
    Enroll,
    Help,
    Nothing,
    PostDigest,
    RaiseRisk,
    Request,
    ScheduleTraining,
    SetLanguage,
    Snooze,
    Unclear,
    Undo,
    Update,
    Updates,
    Withdraw,
)

DAY, START, END = date(2027, 11, 19), datetime(2027, 11, 19, 9), datetime(2027, 11, 19, 11, 30)
DONE = Update(task="T101", status="done")
WAITS = Depend("T101", ("T102",))
WHY = say("That was too long for me. Write one line for each task, for example «T101 done».")

TO_KLAR_ITSELF: tuple[Request, ...] = (
    Nothing(), WAITS, Help(), Undo(3), PostDigest(), SetLanguage("nn"), Answer(1, 0), Snooze(("T101",), 1),
    Correct(task="T102"), AddAlias("system", "lon", "Visma"),
)  # fmt: skip
CASES: list[tuple[Request, dict[str, object]]] = [
    (DONE, {"intent": "update", "task": "T101", "status": "done"}),
    (Update(system="lon", percent=0), {"intent": "update", "system": "lon", "percent": 0}),
    (
        Update(task="T101", system="lon", status="blocked", blocker="venter"),
        {"intent": "update", "task": "T101", "system": "lon", "status": "blocked", "blocker": "venter"},
    ),
    (Update(task="T101", owner="kari"), {"intent": "assign", "task": "T101", "owner": "kari"}),
    (Update(system="lon", due=DAY), {"intent": "reschedule", "system": "lon", "due": "2027-11-19"}),
    (
        Update(task="T101", due=DAY, due_time="14:00"),
        {"intent": "reschedule", "task": "T101", "due": "2027-11-19T14:00"},
    ),
    (
        Update(task="T101", due=DAY, owner="kari"),
        {"intent": "update", "task": "T101", "due": "2027-11-19", "owner": "kari"},
    ),
    (
        AddTask("lon", "Teste", due=DAY, owner="kari"),
        {"intent": "add_task", "system": "lon", "title": "Teste", "due": "2027-11-19", "owner": "kari"},
    ),
    (
        ScheduleTraining("lon", START, END, "rom 3", 12, "ledere"),
        {
            "intent": "schedule_training", "system": "lon", "start": "2027-11-19T09:00", "end": "2027-11-19T11:30",
            "place": "rom 3", "seats": 12, "audience": "ledere",
        },
    ),
    (ScheduleTraining("lon", START), {"intent": "schedule_training", "system": "lon", "start": "2027-11-19T09:00"}),
    (CancelTraining("lon", START), {"intent": "cancel_training", "system": "lon", "start": "2027-11-19T09:00"}),
    (Enroll("lon"), {"intent": "enroll", "system": "lon"}),
    (Withdraw("lon", START), {"intent": "withdraw", "system": "lon", "start": "2027-11-19T09:00"}),
    (
        Attendance("lon", START, attended=0, of=15),
        {"intent": "attendance", "system": "lon", "start": "2027-11-19T09:00", "attended": 0, "of": 15},
    ),
    (Decide("lon", "no_go"), {"intent": "decision", "system": "lon", "decision": "no_go"}),
    (RaiseRisk("lon", "få folk"), {"intent": "risk", "system": "lon", "text": "få folk"}),
    (AskStatus(), {"intent": "ask_status"}),
    (AskStatus(group="okon"), {"intent": "ask_status", "group": "okon"}),
    (AskStatus(task="T101"), {"intent": "ask_status", "system": "lon"}),
    (AskMine(until=DAY), {"intent": "ask_mine", "until": "2027-11-19"}),
    (AskOverdue(system="lon"), {"intent": "ask_overdue", "system": "lon"}),
    (AskOverdue(group="okon"), {"intent": "ask_overdue"}),
    (AskTraining(system="lon"), {"intent": "ask_training", "system": "lon"}),
    (AskReadiness(system="lon"), {"intent": "ask_readiness", "system": "lon"}),
    (Unclear(WHY, (DONE,)), {"intent": "unclear"}),
    (
        Updates((DONE, Enroll("lon"))),
        {
            "intent": "updates",
            "items": [{"intent": "update", "task": "T101", "status": "done"}, {"intent": "enroll", "system": "lon"}],
        },
    ),
    (Updates((DONE, WAITS)), {"intent": "update", "task": "T101", "status": "done"}),
    (Updates((WAITS, WAITS)), {"intent": "none"}),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "expected"), CASES, ids=[repr(request)[:60] for request, _ in CASES])
def test_a_request_is_told_with_the_fields_it_carries(request_: Request, expected: dict[str, object]) -> None:
    assert interpretation(request_, {"T101": "lon"}.get) == expected


@pytest.mark.parametrize("request_", TO_KLAR_ITSELF)
def test_what_is_said_to_klar_itself_and_a_dependency_are_none(request_: Request) -> None:
    assert interpretation(request_) == {"intent": "none"}


def test_every_kind_of_request_is_among_them_and_can_be_kept() -> None:
    requests = [*(request for request, _ in CASES), *TO_KLAR_ITSELF]
    assert {type(request) for request in requests} == set(get_args(Request))
    for request in requests:
        assert msgspec.json.decode(msgspec.json.encode(request), type=Request) == request
