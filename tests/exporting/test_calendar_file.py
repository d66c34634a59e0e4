"""The calendar opens in any program, at the right hour, and is the same calendar when it is exported again."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from commands.exporting import as_ics
from commands.exporting.calendar_file import USUAL, Part
from store.records import Member, Snapshot, System, Task, Training, Workspace
from tests.strategies import snapshots

NOW = datetime(2027, 11, 15, 8, 15, tzinfo=UTC)
EVERYTHING: tuple[Part, ...] = get_args(Part)
LON = System("lon", "Lønn og personal", cutover=date(2028, 1, 1))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def training(id_: str = "C1", **fields: Any) -> Training:
    return Training(
        **{"id": id_, "system": "lon", "start": at("2027-11-23T09:00"), "end": at("2027-11-23T11:00"), **fields}
    )


def events(snapshot: Snapshot, include: Collection[Part] = USUAL) -> dict[str, Any]:
    """The events of the exported file, by their UIDs."""
    calendar = Calendar.from_ical(as_ics(snapshot, NOW, include))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def small(*, zone: str = "Europe/Oslo", **lists: Any) -> Snapshot:
    return Snapshot(Workspace("nye", "Nye Fjordvik kommune", timezone=zone), **{"systems": [LON], **lists})


def test_a_training_has_its_time_place_and_trainer() -> None:
    one = training(place="Rådhuset, møterom 2; 1. etg.", trainer="gmoen", audience="leder")
    event = events(small(trainings=[one], members=[Member("gmoen", "Gunnhild Moen")]))["C1.nye@klar"]
    assert event["summary"] == "Kurs: Lønn og personal"
    assert event["location"] == "Rådhuset, møterom 2; 1. etg."
    assert event["description"] == "Målgruppe: leder\nKursholder: Gunnhild Moen"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
    assert event["dtstamp"].dt == NOW
    assert event.start == datetime(2027, 11, 23, 8, tzinfo=UTC)
    assert event.end - event.start == timedelta(hours=2)


def test_a_cancelled_training_stays_and_says_so() -> None:
    assert events(small(trainings=[training(status="cancelled")]))["C1.nye@klar"]["status"] == "CANCELLED"


def test_a_training_without_an_end_is_given_none() -> None:
    assert "dtend" not in events(small(trainings=[training(end=None)]))["C1.nye@klar"]


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2027-10-29", 7), ("2027-11-01", 8), ("2028-03-24", 8), ("2028-03-27", 7)]
)
def test_nine_o_clock_is_nine_in_summer_and_winter(day: str, utc_hour: int) -> None:
    event = events(small(trainings=[training(start=at(f"{day}T09:00"), end=None)]))["C1.nye@klar"]
    assert event.start.astimezone(UTC).hour == utc_hour


def test_the_file_brings_its_own_time_zone() -> None:
    """So that a program which knows no zone by its name still shows the right hour."""
    text = as_ics(small(trainings=[training(start=at("2041-07-01T09:00"), end=None)]), NOW).decode()
    assert "DTSTART;TZID=Europe/Oslo:20410701T090000" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    assert "DTSTART:20410331T030000" in text


def test_universal_time_needs_no_zone() -> None:
    text = as_ics(small(zone="UTC", trainings=[training()]), NOW).decode()
    assert "DTSTART:20271123T090000Z" in text
    assert "VTIMEZONE" not in text


def test_a_cutover_is_a_whole_day_in_which_one_can_still_be_booked() -> None:
    event = events(small())["cutover-lon.nye@klar"]
    assert (event.start, event.end) == (date(2028, 1, 1), date(2028, 1, 2))
    assert (event["summary"], event["transp"]) == ("Overgang: Lønn og personal", "TRANSPARENT")


def test_tasks_come_only_when_asked_for_and_only_open_ones() -> None:
    tasks = [
        Task("T101", "lon", "Prøvelønn", owner="a", due=date(2027, 11, 26), due_time="12:00"),
        Task("T102", "lon", "Ferdig", due=date(2027, 11, 26), status="done"),
        Task("T103", "lon", "Uten frist"),
    ]
    snapshot = small(tasks=tasks, members=[Member("a", "Astrid Nygård")])
    assert "T101.nye@klar" not in events(snapshot)
    only_tasks = events(snapshot, {"tasks"})
    assert list(only_tasks) == ["T101.nye@klar"]
    assert only_tasks["T101.nye@klar"]["summary"] == "T101 Prøvelønn kl. 12:00"
    assert only_tasks["T101.nye@klar"]["description"] == "Lønn og personal\nAstrid Nygård"
    assert only_tasks["T101.nye@klar"].start == date(2027, 11, 26)


def test_a_text_cannot_end_its_line_and_begin_another() -> None:
    """A title with a line break in it must not become a field of the calendar's own."""
    event = events(small(trainings=[training(place="Rådhuset\r\nSTATUS:CANCELLED\r\nEND:VEVENT")]))["C1.nye@klar"]
    assert event["status"] == "CONFIRMED"
    assert event["location"] == "Rådhuset\nSTATUS:CANCELLED\nEND:VEVENT"


def test_the_calendar_is_called_what_the_workspace_is() -> None:
    named = Snapshot(Workspace("nye", "Nye\r\nX-EVIL:1"))
    assert b"\r\nX-WR-CALNAME:Nye\\nX-EVIL:1\r\n" in as_ics(named, NOW)


@given(snapshots())
@settings(deadline=None, max_examples=30)
def test_what_is_written_is_read_back(snapshot: Snapshot) -> None:
    read_back = events(snapshot, EVERYTHING)
    key = snapshot.workspace.key
    for one in snapshot.trainings:
        event = read_back.pop(f"{one.id}.{key}@klar")
        assert event.start.replace(tzinfo=None) == one.start
        assert one.end is None or event.end.replace(tzinfo=None) == one.end
        assert (event["status"] == "CANCELLED") == (one.status == "cancelled")
        assert event.get("location", "") == one.place
    for system in snapshot.systems:
        if system.cutover:
            assert read_back.pop(f"cutover-{system.id}.{key}@klar").start == system.cutover
    for task in snapshot.tasks:
        if task.is_open and task.due:
            assert read_back.pop(f"{task.id}.{key}@klar").start == task.due
    assert read_back == {}


@given(snapshots())
@settings(deadline=None, max_examples=10)
def test_the_same_export_is_the_same_to_the_letter(snapshot: Snapshot) -> None:
    assert as_ics(snapshot, NOW, EVERYTHING) == as_ics(snapshot, NOW, EVERYTHING)
