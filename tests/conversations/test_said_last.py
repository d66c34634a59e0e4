"""In a direct conversation people answer what was said last, without its thread and without an id."""

from datetime import timedelta

import pytest

from tests.conversations.stage import Speaker, Stage


@pytest.mark.parametrize("yes", ["ja", "ja, det stemmer", "yes"])
def test_the_one_who_is_asked_answers_in_words(chat: Stage, kari: Speaker, ola: Speaker, yes: str) -> None:
    kari.says("T104 ferdig")
    told = ola.says(yes)
    assert chat.task("T104")["status"] == "done"
    assert {post.to for post in told} == {"@kari", "@ola"}


def test_no_is_an_answer_too(chat: Stage, kari: Speaker, ola: Speaker) -> None:
    kari.says("T104 ferdig")
    assert "Greit, ingenting er endret." in [post.text for post in ola.says("nei")]
    assert chat.task("T104")["status"] == "doing"


def test_a_question_is_not_answered_in_a_channel(chat: Stage, kari: Speaker, ola: Speaker) -> None:
    kari.says("T104 ferdig")
    ola.says("ja", where="#prosjekt", mention=True)
    assert chat.task("T104")["status"] == "doing"


def test_after_something_else_was_said_yes_answers_nothing(chat: Stage, kari: Speaker, ola: Speaker) -> None:
    kari.says("T104 ferdig")
    ola.says("mine")
    ola.says("ja")
    assert chat.task("T104")["status"] == "doing"


@pytest.mark.parametrize(("said", "status"), [("den er ferdig", "done"), ("ferdig", "done"), ("80 %", "doing")])
def test_a_reminder_of_one_task_is_what_is_answered(chat: Stage, said: str, status: str) -> None:
    reminder = next(post for post in chat.until("2027-12-03T09:00") if post.to == "@nils")
    assert reminder.raw["about"] == ["T103"]
    (echo,) = chat.person("nils").says(said)
    assert echo.text.startswith("Notert: T103")
    assert chat.task("T103")["status"] == status


def test_a_reminder_of_yesterday_is_not(chat: Stage) -> None:
    chat.until("2027-12-03T09:00")
    chat.pass_by(timedelta(hours=24, seconds=1))
    chat.person("nils").says("ferdig")
    assert chat.task("T103")["status"] == "todo"


def test_after_an_echo_a_bare_word_is_asked_about(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 40 %")
    (question,) = kari.says("ferdig")
    assert question.text.startswith("Hvilken oppgave er det?")
    assert chat.task("T101")["percent"] == 40


def test_one_who_names_a_task_means_that_one(chat: Stage) -> None:
    chat.until("2027-12-03T09:00")
    chat.person("nils").says("T102 ferdig")
    assert chat.task("T103")["status"] == "todo"
