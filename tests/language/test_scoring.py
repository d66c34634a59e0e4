"""The scorer: what is equally right, what is wrong, and what is worse than wrong."""

import json
from typing import Any

import pytest

from tests.language.score_workspaces import WORKSPACES
from tests.language.scoring import Judge, Verdict, alternatives

AT = "2027-11-15T09:15:00+01:00"
JUDGE = Judge({
    "tasks": [{"id": "T101", "system": "lon"}, {"id": "T102", "system": "lon"}],
    "trainings": [
        {"system": "lon", "start": "2027-11-10T09:00"},
        {"system": "lon", "start": "2027-11-20T09:00"},
        {"system": "ark", "start": "2027-11-20T09:00"},
        {"system": "ark", "start": "2027-11-20T13:00"},
    ],
})  # fmt: skip
DONE = {"intent": "update", "task": "T101", "status": "done"}
BLOCKED = {"intent": "update", "task": "T102", "status": "blocked", "blocker": "venter på nye filer"}
NONE = {"intent": "none"}
EXACT, ASKED = Verdict(exact=True), Verdict(exact=False)


def several(*items: dict[str, Any]) -> dict[str, Any]:
    return {"intent": "updates", "items": list(items)}


@pytest.mark.parametrize(
    ("expect", "got"),
    [
        (DONE, {**DONE, "system": "lon", "percent": 100}),
        (DONE, {"intent": "update", "task": "t101", "percent": 100, "blocker": None}),
        (DONE, several({"intent": "update", "task": "T101", "percent": 100}, DONE)),
        (several(DONE, BLOCKED), several({**BLOCKED, "blocker": "på filer, nye, som venter"}, DONE)),
        (BLOCKED, {"intent": "update", "task": "T102", "blocker": "venter nye filer"}),
        (
            {"intent": "reschedule", "system": "lon", "due": "2027-12-01"},
            {"intent": "update", "system": "lon", "due": "2027-12-01"},
        ),
        ({"any": [NONE, {"intent": "unclear"}]}, {"intent": "unclear", "why": "x"}),
        ({"intent": "enroll", "system": "lon", "start": "2027-11-20T09:00"}, {"intent": "enroll", "system": "lon"}),
        (
            {"intent": "attendance", "system": "lon", "start": "2027-11-10T09:00", "attended": 0},
            {"intent": "attendance", "system": "lon", "start": "2027-11-10", "attended": 0},
        ),
    ],
)
def test_what_is_equally_right(expect: dict[str, Any], got: dict[str, Any]) -> None:
    assert JUDGE.verdict(expect, got, AT) == EXACT


@pytest.mark.parametrize(
    ("expect", "got", "verdict"),
    [
        (DONE, NONE, ASKED),
        (DONE, {"intent": "unclear"}, ASKED),
        (DONE, "nonsense", ASKED),
        (BLOCKED, {**BLOCKED, "blocker": "noe annet"}, ASKED),
        (BLOCKED, {"intent": "update", "task": "T102", "status": "blocked"}, ASKED),
        (DONE, {**DONE, "task": "T102"}, Verdict(exact=False, silent="right intent, wrong field")),
        (several(DONE, BLOCKED), DONE, Verdict(exact=False, silent="another change was meant")),
        (NONE, DONE, Verdict(exact=False, silent="nothing was to be changed")),
        (
            {"intent": "enroll", "system": "ark", "start": "2027-11-20T13:00"},
            {"intent": "enroll", "system": "ark", "start": "2027-11-20"},
            Verdict(exact=False, silent="right intent, wrong field"),
        ),
    ],
)
def test_what_is_wrong(expect: dict[str, Any], got: object, verdict: Verdict) -> None:
    assert JUDGE.verdict(expect, got, AT) == verdict


def test_what_the_messages_are_to_mean_is_right() -> None:
    files = sorted(WORKSPACES.glob("*/*.jsonl"))
    assert files
    for file in files:
        judge = Judge(json.loads((file.parent / "workspace.json").read_text(encoding="utf-8")))
        for case in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            for one in alternatives(case["expect"]):
                assert judge.verdict(case["expect"], one, case["at"]) == EXACT, case["id"]
