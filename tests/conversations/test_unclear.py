"""What is not clear is asked about, and finished when it is answered, in words or by a button."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import klar
from commands.known import Known
from commands.language.readings import of_each
from commands.language.telling import Told
from commands.language.when.find import find
from commands.requests import Update
from store.opening import open_store
from store.records import Workspace
from tests.conversations.stage import OSLO, Said, Speaker, Stage

OPEN_OR_NOT = "T101 er ikke ferdig"  # has it been started, or not?
NOTHING = "Greit, ingenting er endret."


def labels(post: Said) -> list[str]:
    return [str(button["text"]) for button in post.raw["buttons"]]


def test_each_reading_has_a_button_that_says_what_it_would_do(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says(OPEN_OR_NOT)
    assert question.text.splitlines() == [
        "Er den begynt på? Skriv «T101 i gang» eller «T101 ikke begynt».",
        "• 1: T101 Overføre ansattregister → i gang",
        "• 2: T101 Overføre ansattregister → ikke begynt",
    ]
    assert labels(question) == ["T101 → i gang", "T101 → ikke begynt", "Noe annet"]
    (echo,) = kari.presses(question, "reading2")
    assert echo.text == "Notert: T101 Overføre ansattregister → ikke begynt (var: i gang)"
    kari.presses(echo, "undo")
    assert chat.task("T101")["status"] == "doing"


def test_a_question_is_finished_once_it_is_answered(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says(OPEN_OR_NOT)
    kari.presses(question, "reading2")
    (again,) = kari.presses(question, "reading1")
    assert again.text == "Det spørsmålet er besvart allerede."
    (answer,) = kari.says("2")
    assert answer.text.startswith("Jeg er her.")
    assert len(chat.show()["journal"]) == 1


def test_something_else_changes_nothing(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says(OPEN_OR_NOT)
    (answer,) = kari.presses(question, "other")
    assert answer.text == NOTHING
    assert chat.show()["journal"] == []


def test_only_the_one_who_asked_may_answer(chat: Stage, kari: Speaker, gro: Speaker) -> None:
    (question,) = kari.says("@klar " + OPEN_OR_NOT, "#prosjekt")
    assert question.only == "kari"
    (refused,) = gro.presses(question, "reading2")
    assert refused.text == "Dette spørsmålet er det andre som må svare på."
    assert gro.says("2", "#prosjekt") == []
    assert chat.show()["journal"] == []


@pytest.mark.parametrize(
    ("text", "answer", "status", "percent"),
    [
        ("T101 80", "ja", "doing", 80),
        ("T101 80", "ja takk!", "doing", 80),
        ("T101 80", "yes, that's right", "doing", 80),
        ("T101 80", "80", "doing", 80),
        (OPEN_OR_NOT, "2", "todo", None),
        (OPEN_OR_NOT, "den andre", "todo", None),
        (OPEN_OR_NOT, "den siste", "todo", None),
        (OPEN_OR_NOT, "nummer 2", "todo", None),
        (OPEN_OR_NOT, "the second one, please", "todo", None),
        (OPEN_OR_NOT, "ikke begynt", "todo", None),
        (OPEN_OR_NOT, "ikkje byrja", "todo", None),
        (OPEN_OR_NOT, "not started", "todo", None),
        ("T101 ferdig i dag", "ferdig", "done", 100),
        ("T101 ferdig i dag", "klar, den første", "done", 100),
    ],
)
def test_an_answer_in_words(
    chat: Stage, kari: Speaker, text: str, answer: str, status: str, percent: int | None
) -> None:
    kari.says(text)
    (echo,) = kari.says(answer)
    assert echo.buttons == ["undo"]
    assert (chat.task("T101")["status"], chat.task("T101")["percent"]) == (status, percent)


@pytest.mark.parametrize("answer", ["nei", "nei takk", "ingen av dem", "noko anna", "never mind", "no"])
def test_no_in_words(chat: Stage, kari: Speaker, answer: str) -> None:
    kari.says(OPEN_OR_NOT)
    (said,) = kari.says(answer)
    assert said.text in (NOTHING, "All right, nothing is changed.", "Greitt, ingenting er endra.")
    assert kari.says("2")[0].text.startswith(("Jeg er her", "I am here", "Eg er her"))
    assert chat.show()["journal"] == []


def test_yes_to_several_readings_is_asked_again(chat: Stage, kari: Speaker) -> None:
    kari.says(OPEN_OR_NOT)
    (which,) = kari.says("ja")
    assert which.text == "Hvilken av dem? Skriv nummeret, for eksempel «1»."
    kari.says("1")
    kari.says("T101 80")
    (echo,) = kari.says("ja")
    assert "80 %" in echo.text


def test_the_id_alone_finishes_what_was_said_of_no_task(chat: Stage, kari: Speaker) -> None:
    (which,) = kari.says("blokkert fordi leverandøren ikke svarer")
    assert which.text.startswith("Hvilken oppgave")
    (echo,) = kari.says("T102")
    assert echo.text.startswith("Notert: T102 Prøvekjøre lønn → blokkert: leverandøren ikke svarer")


def test_a_day_counts_from_the_message_and_not_from_the_answer(chat: Stage, gro: Speaker) -> None:
    chat.until("2027-11-15T23:58")
    gro.says("frist i morgen")
    chat.until("2027-11-16T00:05")
    gro.says("det er T102")
    assert chat.task("T102")["due"] == "2027-11-16"


def test_the_id_of_another_task_moves_what_all_readings_tell(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 80")
    kari.says("nei, T102")
    assert (chat.task("T101")["percent"], chat.task("T102")["percent"]) == (None, 80)


@pytest.mark.parametrize("text", ["T102 i gang", "mine", "status lønn"])
def test_after_something_clear_a_stray_yes_answers_nothing(chat: Stage, kari: Speaker, text: str) -> None:
    (question,) = kari.says("T101 80")
    kari.says(text)
    (here,) = kari.says("ja")
    assert here.text.startswith("Jeg er her.")
    assert chat.task("T101")["percent"] is None
    kari.presses(question, "reading1")  # the button is no stray word
    assert chat.task("T101")["percent"] == 80


def test_after_a_day_a_stray_yes_answers_nothing_and_the_button_says_why(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says("T101 80")
    chat.pass_by(timedelta(hours=24, seconds=1))
    assert kari.says("ja")[0].text.startswith("Jeg er her.")
    (late,) = kari.presses(question, "reading1")
    assert "mer enn et døgn" in late.text or "eldre enn" in late.text
    assert chat.task("T101")["percent"] is None


def test_small_talk_leaves_the_question_open(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 80")
    kari.says("hei")
    kari.says("ja")
    assert chat.task("T101")["percent"] == 80


def test_a_yes_with_no_question_is_small_talk(chat: Stage, kari: Speaker) -> None:
    assert kari.says("ja", "#prosjekt") == []
    assert kari.says("ja")[0].text.startswith("Jeg er her.")


def test_an_answer_elsewhere_is_none(chat: Stage, kari: Speaker) -> None:
    kari.says("@klar T101 80", "#prosjekt")
    assert kari.says("ja", "#lonn") == []
    assert kari.says("ja")[0].text.startswith("Jeg er her.")
    (echo,) = kari.says("ja", "#prosjekt")
    assert echo.text.startswith("Notert: T101")


def test_in_a_channel_a_word_to_nobody_in_particular_answers_for_ten_minutes(chat: Stage, kari: Speaker) -> None:
    kari.says("@klar T101 80", "#prosjekt")
    chat.pass_by(timedelta(minutes=11))
    assert kari.says("ja", "#prosjekt") == []
    (echo,) = kari.says("@klar ja", "#prosjekt")
    assert echo.text.startswith("Notert: T101")


def test_in_the_thread_of_the_question(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says("@klar T101 80", "#prosjekt")
    (echo,) = kari.says("ja", "#prosjekt", thread=question.id)
    assert echo.text.startswith("Notert: T101")


def test_whoever_may_is_answered_in_the_thread_too(chat: Stage, kari: Speaker, ola: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    ola.says("ja, det stemmer", thread=question.id)
    assert chat.task("T104")["status"] == "done"


def test_what_has_changed_meanwhile_is_asked_again(chat: Stage, kari: Speaker, gro: Speaker) -> None:
    kari.says("T101 80")
    gro.says("T101 60 %")
    (again,) = kari.says("ja")
    assert again.text.startswith("Noe er endret siden jeg spurte.")
    kari.says("ja")
    assert chat.task("T101")["percent"] == 80


def test_what_the_author_may_not_change_goes_to_whoever_may(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 1.12")
    posts = kari.says("ja")
    assert {post.to for post in posts} == {"@gro", "@kari"}
    assert chat.task("T101")["due"] == "2027-11-19"


def test_of_two_parts_klar_says_which_it_needs_help_with_and_finishes_both(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says("T101 80 %, T102 40")
    assert question.text.splitlines()[:3] == [
        "«T102 40»: Er det prosent? Skriv i så fall «T102 40 %».",
        "Resten forsto jeg: T101 Overføre ansattregister → 80 %",
        "Ingenting er endret.",
    ]
    assert labels(question) == ["T101 → 80 %, T102 → 40 %", "T101 → 80 %", "Noe annet"]
    (echo,) = kari.says("1")
    assert (chat.task("T101")["percent"], chat.task("T102")["percent"]) == (80, 40)
    kari.presses(echo, "undo")
    assert (chat.task("T101")["percent"], chat.task("T102")["percent"]) == (None, None)


def test_the_clear_part_alone_can_be_done(chat: Stage, kari: Speaker) -> None:
    (question,) = kari.says("T101 80 %\nT102 frist 31.2")
    assert "«T102 frist 31.2»" in question.text
    kari.presses(question, "reading1")
    assert (chat.task("T101")["percent"], chat.task("T102")["status"]) == (80, "todo")


@pytest.mark.parametrize("text", ["T101 ferdig, T102 ferdig hvis det går bra", "hvis T102 er ferdig, T101 ferdig"])
def test_of_a_condition_no_part_is_clear(chat: Stage, kari: Speaker, text: str) -> None:
    (answer,) = kari.says(text)
    assert answer.buttons == []
    assert chat.show()["journal"] == []


def test_a_stranger_is_not_asked(chat: Stage, stranger: Speaker) -> None:
    (answer,) = stranger.says("T101 80")
    assert answer.buttons == []
    assert stranger.says("ja")[0].text.startswith("Jeg er her.")


# What is not understood is listed without names.


def texts(chat: Stage) -> list[tuple[str, int]]:
    assert chat.rehearsal.klar is not None
    (workspace,) = chat.rehearsal.klar.store.workspaces()
    return [(one.text, one.times) for one in workspace.unclear.lately()]


def test_what_said_nothing_to_klar_is_listed_too(chat: Stage, kari: Speaker) -> None:
    assert kari.says("få fart på sakene, sier Kari Nes")[0].text.startswith("Jeg er her.")
    kari.says("hei")
    kari.says("tusen takk")
    assert texts(chat) == [("få fart på sakene, sier {person}", 1)]


def test_what_was_asked_about_is_kept_without_names(chat: Stage, kari: Speaker, ola: Speaker) -> None:
    kari.says("T101 frist 31.2, sier Kari Nes og @ola")
    ola.says("T101 kanskje ferdig, ring Pål Hansen 99 88 77 66 eller pal@vik.example om Leifs liste")
    kari.says("T101 kanskje")
    ola.says("T101 kanskje")
    assert texts(chat) == [
        ("T101 kanskje", 2),
        ("T101 frist 31.2, sier {person} og {person}", 1),
        ("T101 kanskje ferdig, ring {person} eller {person} om {person} liste", 1),
    ]


def test_what_is_none_of_klars_business_is_not_kept(chat: Stage, kari: Speaker) -> None:
    kari.says("hei")
    kari.says("T101 kanskje", "#prosjekt")
    kari.says("T101 ferdig")
    assert texts(chat) == []


def test_what_is_kept_is_forgotten_after_ninety_days(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 kanskje " + "veldig " * 100)
    ((text, _),) = texts(chat)
    assert len(text) == 300
    chat.until("2028-02-20T10:00")
    assert texts(chat) == []


@pytest.mark.parametrize("said", [(), ("T101 kanskje", "T101 kanskje", "så som så")])
def test_the_list_on_the_command_line(tmp_path: Path, said: Sequence[str]) -> None:
    store = open_store(tmp_path / "klar.db")
    with store.transaction():
        workspace = store.add_workspace(Workspace("default", "Strand"))
        for text in said:
            workspace.unclear.note(date(2027, 11, 15), text, "Which task?")
    store.close()
    config = tmp_path / "config.toml"
    config.write_text(f'[klar]\nstore = "{tmp_path}/klar.db"\nworkspace = "default"\n')
    result = CliRunner().invoke(klar, ["unclear", "--config", str(config)])
    assert result.exit_code == 0, result.output
    if said:
        assert result.output.splitlines()[0] == "2027-11-15  2×  T101 kanskje"
    else:
        assert result.output.startswith("Nothing")


def test_where_several_tasks_fit_each_is_a_reading_of_what_was_told(chat: Stage) -> None:
    assert chat.rehearsal.klar is not None
    (workspace,) = chat.rehearsal.klar.store.workspaces()
    directory = Known(workspace, "kari").directory()
    when = next(iter(find("fredag", chat.now, "nb", OSLO)))

    def readings(told: Told) -> list[Update]:
        return of_each(("T101", "T103"), told, directory)

    assert readings(Told(status="done")) == [Update(task="T101", status="done"), Update(task="T103", status="done")]
    assert readings(Told(status="doing", percent=40))[1] == Update(task="T103", percent=40)
    assert readings(Told(status="blocked", reason="svar"))[0] == Update(task="T101", status="blocked", blocker="svar")
    assert readings(Told(owner=("nils",)))[0] == Update(task="T101", owner="nils")
    assert readings(Told(when=when))[0] == Update(task="T101", due=date(2027, 11, 19))
    assert readings(Told(owner=("nils", "ola"))) == readings(Told(unclear="part")) == readings(Told()) == []
