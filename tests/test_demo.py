"""The example municipality: worth showing on the day it is written for, and just as much on any other."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.demo import moved
from commands.assess import assess
from commands.readiness import DEFAULT_RULES
from store.changes import changes_of
from store.opening import open_store
from store.records import GATES
from tests.exporting.reading import as_snapshot

FILE = Path(__file__).parent.parent / "examples" / "nye-fjordvik.json"
EXAMPLE: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
REFERENCE = date(2027, 11, 15)
FREE = holidays.country_holidays("NO", years=range(2024, 2034))
OPEN = ("todo", "doing", "blocked")


def on_any_day(test: Callable[[date], None]) -> Callable[[], None]:
    """Run a test on many days. No deadline: the first call of all works out the holidays."""
    days = given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
    after_easter, christmas_eve = example(date(2026, 4, 7)), example(date(2027, 12, 24))
    return settings(deadline=None)(after_easter(christmas_eve(days(test))))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in FREE


def working_days(first: date, last: date) -> int:
    """How many working days there are after `first`, up to and including `last`."""
    return sum(works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def days_of(value: Any, name: str = "") -> Iterator[tuple[str, date]]:
    """Every (field, day) in the example, of moments the day."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from days_of(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from days_of(inner, name)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.*)?", value):
        yield name, date.fromisoformat(value[:10])


def by_id(example: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in example[kind]}


def overdue(example: dict[str, Any]) -> dict[str, int]:
    """Tasks over their due date, and by how many working days."""
    today = date.fromisoformat(example["today"])
    late = {
        task["id"]: working_days(date.fromisoformat(task["due"]), today)
        for task in example["tasks"]
        if task["status"] in OPEN
    }
    return {task: days for task, days in late.items() if days}


# --- the day it is written for


def test_all_that_is_named_exists() -> None:
    members, systems, tasks = (set(by_id(EXAMPLE, kind)) for kind in ("members", "systems", "tasks"))
    groups, municipalities = set(by_id(EXAMPLE, "groups")), set(by_id(EXAMPLE, "municipalities"))
    for member in EXAMPLE["members"]:
        assert member["group"] in groups
    for system in EXAMPLE["systems"]:
        assert system["group"] in groups
        assert system["owner"] in members
    for task in EXAMPLE["tasks"]:
        assert task["system"] in systems
        assert {task["owner"] or "ihaugerud", *task.get("helpers", [])} <= members
        assert {*task["depends_on"], *task.get("lags", {})} <= tasks
    for training in EXAMPLE["trainings"]:
        people = ("enrolled", "waiting", "attended", "absent")
        assert {training["trainer"], *(who for key in people for who in training[key])} <= members
    for gate in EXAMPLE["gates"]:
        assert (gate["gate"] in GATES, gate["owner"] in members) == (True, True)
        assert (gate["state"] == "none") == (gate["evidence"] == "") == (gate["assessed"] is None)
        assert (gate["waived_by"] is None) == (gate["reason"] == "")
    for kind in ("trainings", "gates", "decisions", "risks", "needs"):
        assert {row["system"] for row in EXAMPLE[kind]} <= systems
    assert {need["municipality"] for need in EXAMPLE["needs"]} <= municipalities | {None}


def test_the_day_has_something_of_everything() -> None:
    open_tasks = [task for task in EXAMPLE["tasks"] if task["status"] in OPEN]
    assert sorted(overdue(EXAMPLE).values()) == [1, 2, 5, 10]
    assert {"2027-11-15", "2027-11-17", "2027-11-22"} <= {task["due"] for task in open_tasks}
    assert [task["title"] for task in open_tasks if task["owner"] is None] == ["Roller for skolehelsetjenesten"]
    blocked = [datetime.fromisoformat(task["blocked_at"]).date() for task in open_tasks if task["status"] == "blocked"]
    assert min(working_days(day, REFERENCE) for day in blocked) == 3
    assert all(task["blocker"] for task in open_tasks if task["status"] == "blocked")
    assert {"2027-11-15", "2027-11-22"} <= {training["start"][:10] for training in EXAMPLE["trainings"]}


def test_t101_can_be_reported_as_done() -> None:
    task = by_id(EXAMPLE, "tasks")["T101"]
    assert (task["status"], task["due"]) == ("doing", "2027-11-15")


def test_two_share_a_first_name_and_two_a_product_family() -> None:
    first_names = [member["name"].split()[0] for member in EXAMPLE["members"]]
    assert first_names.count("Jonas") == 2
    assert sum(system["product"].startswith("Læreløypa") for system in EXAMPLE["systems"]) == 2


def test_a_vendor_has_two_cutovers_in_one_week() -> None:
    fjellrev = [system["cutover"] for system in EXAMPLE["systems"] if system["vendor"] == "Fjellrev Programvare"]
    assert fjellrev == ["2028-01-01", "2028-01-01"]


def test_texts_name_no_day() -> None:
    """A day inside a sentence would stand still when the example is moved."""
    months = "januar|februar|april|juni|juli|august|september|oktober|november|desember"
    days = rf"\d\. \w|{months}|\buke \d|\bmandag|\bfredag|20\d\d"
    texts = re.sub(r'"\d{4}-\d{2}-\d{2}[^"]*"', '""', FILE.read_text(encoding="utf-8"))
    assert re.findall(days, texts) == []


def test_reports_are_from_before_the_day() -> None:
    """So that nothing has been heard in the future, whatever the time of day at which a demo starts."""
    moments = [task[key] for task in EXAMPLE["tasks"] for key in ("heard_at", "blocked_at") if key in task]
    assert max(moments) < REFERENCE.isoformat()


# --- any other day


def test_on_its_own_day_nothing_moves() -> None:
    assert moved(EXAMPLE, REFERENCE) == EXAMPLE


@on_any_day
def test_the_reference_day_is_the_last_working_day(today: date) -> None:
    reference = date.fromisoformat(moved(EXAMPLE, today)["today"])
    assert works(reference)
    assert reference <= today
    assert working_days(reference, today) == 0


@on_any_day
def test_work_is_done_on_working_days(today: date) -> None:
    anywhere = {"merge_date", "cutover", "contract_end", "notice_date"}
    assert [
        (name, day) for name, day in days_of(moved(EXAMPLE, today)) if name not in anywhere and not works(day)
    ] == []


@on_any_day
def test_what_is_late_stays_as_late(today: date) -> None:
    then = moved(EXAMPLE, today)
    assert overdue(then) == overdue(EXAMPLE)
    blocked = datetime.fromisoformat(by_id(then, "tasks")["T122"]["blocked_at"])
    assert working_days(blocked.date(), date.fromisoformat(then["today"])) == 3


@on_any_day
def test_what_is_near_stays_as_near(today: date) -> None:
    then = moved(EXAMPLE, today)
    reference, tasks = date.fromisoformat(then["today"]), by_id(then, "tasks")
    assert tasks["T101"]["due"] == then["today"]
    assert by_id(then, "trainings")["C4"]["start"] == f"{then['today']}T13:00"
    assert working_days(reference, date.fromisoformat(tasks["T161"]["due"])) == 2
    in_a_week = reference + timedelta(days=7)
    if works(in_a_week) and working_days(reference, in_a_week) >= 2:
        assert tasks["T123"]["due"] == in_a_week.isoformat()


@on_any_day
def test_the_merge_date_is_the_next_first_of_a_month(today: date) -> None:
    then = moved(EXAMPLE, today)
    merge, reference = date.fromisoformat(then["merge_date"]), date.fromisoformat(then["today"])
    assert merge.day == 1
    assert 47 <= (merge - reference).days < 47 + 31
    assert by_id(then, "systems")["lon"]["cutover"] == then["merge_date"]


@on_any_day
def test_the_order_of_things_stays(today: date) -> None:
    then = moved(EXAMPLE, today)
    for kind, field in (("tasks", "due"), ("systems", "cutover"), ("trainings", "start")):
        old_order = sorted(EXAMPLE[kind], key=itemgetter(field))
        in_old_order = [by_id(then, kind)[row["id"]][field][:10] for row in old_order]
        assert in_old_order == sorted(in_old_order)


@on_any_day
def test_no_system_gets_less_time(today: date) -> None:
    """A task due before its system's cutover stays so: else a system would be in danger only because of the date."""
    then = moved(EXAMPLE, today)
    old, new = by_id(EXAMPLE, "systems"), by_id(then, "systems")
    for before, after in zip(EXAMPLE["tasks"], then["tasks"], strict=True):
        was_in_time = before["due"] < old[before["system"]]["cutover"]
        assert not was_in_time or after["due"] < new[after["system"]]["cutover"]


@on_any_day
def test_only_days_change(today: date) -> None:
    def without_days(example: dict[str, Any]) -> str:
        text = json.dumps(example, ensure_ascii=False)
        return re.sub(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}[+]\d{2}:00)?)?", lambda m: (m[1] or "")[:6], text)

    assert without_days(moved(EXAMPLE, today)) == without_days(EXAMPLE)


@on_any_day
def test_moments_have_the_offset_of_their_day(today: date) -> None:
    moments = [task["heard_at"] for task in moved(EXAMPLE, today)["tasks"] if "heard_at" in task]
    for moment in map(datetime.fromisoformat, moments):
        offset = moment.utcoffset()
        assert offset == timedelta(hours=2 if 4 <= moment.month <= 9 else 1) or moment.month in (3, 10)


def test_the_file_has_no_clock_of_its_own() -> None:
    with pytest.raises(KeyError):
        moved({"merge_date": "2028-01-01", "timezone": "Europe/Oslo"}, REFERENCE)


@pytest.mark.parametrize("today", ["2027-11-15", "2026-04-07", "2027-12-24", "2028-07-09", "2029-03-11"])
def test_systems_are_ready_on_track_and_at_risk_on_any_day(today: str) -> None:
    then = moved(EXAMPLE, date.fromisoformat(today))
    snapshot = as_snapshot({"lang": "nb", **then}, "nye")
    store = open_store(None)
    with store.transaction():
        workspace = store.add_workspace(snapshot.workspace)
        workspace.begin_with(changes_of(snapshot))
    day = date.fromisoformat(then["today"])
    found = assess(workspace.facts, today=day, now=datetime.combine(day, time(8), UTC), rules=DEFAULT_RULES)
    store.close()
    assert Counter(readiness.state for readiness in found) == {"at_risk": 6, "on_track": 9, "ready": 3}
