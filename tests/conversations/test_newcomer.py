"""What somebody met who tried Klar for the first time, as it was mended."""

import pytest

from tests.conversations.stage import Stage


def test_a_value_is_corrected_in_the_thread_without_a_slip_of_ours(chat: Stage) -> None:
    berit = chat.person("berit")
    (noted,) = berit.says("T101 30 %")

    (answer,) = berit.says("jeg mente 40 %", thread=noted.id)

    assert "Noe gikk galt" not in answer.text


@pytest.mark.parametrize(("text", "percent"), [("T101 mangler 10 %", 90), ("T101 20 % igjen", 80)])
def test_what_is_left_is_not_what_is_done(chat: Stage, text: str, percent: int) -> None:
    (noted,) = chat.person("berit").says(text)

    assert f"→ {percent} %" in noted.text


@pytest.mark.parametrize("text", ["flytt alt i lønn en uke", "viktigst er lønn", "syk er Nils"])
def test_remarks_and_orders_for_everything_change_nothing(chat: Stage, text: str) -> None:
    chat.person("berit").says(text)

    assert chat.show()["journal"] == []


def test_the_day_that_counts_is_not_the_one_it_was(chat: Stage) -> None:
    (noted,) = chat.person("berit").says("T101 frist 30/11 i stedet for 24/11")

    assert "30. november" in noted.text


def test_thanks_are_answered_in_kind(chat: Stage) -> None:
    (answer,) = chat.person("berit").says("tusen takk!")

    assert answer.text == "Bare hyggelig."


def test_a_reminder_to_colleagues_is_none_of_klars_business(chat: Stage) -> None:
    assert chat.person("berit").says("Husk at T101 må være ferdig før jul!", where="#prosjekt") == []


@pytest.mark.parametrize("text", ["T101 til pelle og frist tirsdag", "T101 flyttes ikke"])
def test_half_a_message_is_not_taken_for_the_whole(chat: Stage, text: str) -> None:
    chat.person("berit").says(text)

    assert chat.show()["journal"] == []


@pytest.mark.parametrize(
    ("text", "status", "percent"),
    [
        ("T101 er ikke blokkert lenger", "doing", None),
        ("T101 er ikke ferdig likevel", "doing", None),
        ("T101 fra 80 til 95 %", "doing", 95),
    ],
)
def test_what_is_said_of_before_is_not_what_is(chat: Stage, text: str, status: str, percent: int | None) -> None:
    chat.person("berit").says(text)

    task = chat.task("T101")
    assert (task["status"], task.get("percent")) == (status, percent)
