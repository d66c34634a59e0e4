"""Reports on tasks: what is said is noted, echoed, and can be taken back."""

import pytest

from tests.conversations.stage import Speaker, Stage


def test_done_is_echoed_with_what_it_was_before_and_can_be_undone(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 ferdig", "#prosjekt")
    assert echo.text == "Notert: T101 Overføre ansattregister → ferdig (var: i gang)"
    assert (echo.to, echo.only) == ("#prosjekt", None)
    assert chat.task("T101")["status"] == "done"

    (undone,) = kari.presses(echo, "undo")
    assert undone.text == "Angret: T101 Overføre ansattregister → i gang"
    assert chat.task("T101")["status"] == "doing"


@pytest.mark.parametrize(
    ("text", "status", "percent", "blocker"),
    [
        ("T101 ferdig", "done", 100, None),
        ("T101 is done", "done", 100, None),
        ("t101 er ferdig!", "done", 100, None),
        ("#101 i gang", "doing", None, None),
        ("T101 80 %", "doing", 80, None),
        ("T101 er på 80 prosent", "doing", 80, None),
        ("T101 100 %", "done", 100, None),
        ("T101 blokkert fordi leverandøren ikke svarer", "blocked", None, "leverandøren ikke svarer"),
        ("T101 blocked because the vendor does not answer", "blocked", None, "the vendor does not answer"),
        ("T101 ikkje byrja", "todo", None, None),
        ("dropp T101", "dropped", None, None),
        ("oppgåve 101 er i mål", "done", 100, None),
    ],
)
def test_a_status_in_three_languages(
    chat: Stage, kari: Speaker, text: str, status: str, percent: int | None, blocker: str | None
) -> None:
    (echo,) = kari.says(text)
    assert "undo" in echo.buttons or status == "doing"
    task = chat.task("T101")
    assert (task["status"], task.get("percent"), task.get("blocker") or None) == (status, percent, blocker)


def test_the_language_of_the_answer_is_that_of_the_question(kari: Speaker) -> None:
    (english,) = kari.says("T101 is done")
    assert english.text == "Noted: T101 Overføre ansattregister → done (was: in progress)"
    (nynorsk,) = kari.says("T102 er ikkje byrja")
    assert nynorsk.raw["lang"] == "nn"


def test_a_setting_of_ones_own_goes_before_the_language_one_writes_in(kari: Speaker) -> None:
    (set_,) = kari.says("svar på nynorsk")
    assert set_.text == "Greitt, eg skriv nynorsk til deg."
    (echo,) = kari.says("T101 is done")
    assert echo.raw["lang"] == "nn"


def test_the_same_message_twice_has_one_effect_and_one_answer(chat: Stage, kari: Speaker) -> None:
    assert len(kari.says("T101 80 %", id="m1")) == 1
    assert kari.says("T101 80 %", id="m1") == []
    assert len(chat.show()["journal"]) == 1


def test_saying_what_holds_already_changes_nothing_but_is_answered(chat: Stage, kari: Speaker) -> None:
    (answer,) = kari.says("T101 i gang")
    assert answer.text == "Slik står T101 Overføre ansattregister allerede."
    assert answer.buttons == []
    assert chat.show()["journal"] == []


def test_a_date_and_an_owner_are_a_leaders_to_set(chat: Stage, gro: Speaker) -> None:
    (echo,) = gro.says("T101 frist 1.12")
    assert echo.text == (
        "Notert: T101 Overføre ansattregister → frist onsdag 1. desember (var: frist fredag 19. november)"
    )
    told, echo = gro.says("T101 til Nils")
    assert (told.to, echo.to) == ("@nils", "@gro")
    assert told.text.startswith("Gro Lid har gitt deg T101")
    assert chat.task("T101")["owner"] == "nils"


def test_two_tasks_in_one_message_are_one_change(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 er ferdig, T102 er på 40 %")
    assert len(echo.text.splitlines()) == 2
    kari.presses(echo, "undo")
    assert (chat.task("T101")["status"], chat.task("T102")["status"]) == ("doing", "todo")


def test_a_new_task_gets_the_next_id_and_never_one_that_was_used(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("ny oppgave lønn: teste A-melding")
    assert echo.text == "Ny oppgave T106: teste A-melding (Lønn)"
    kari.says("angre")
    (echo,) = kari.says("ny oppgave lønn: teste A-melding")
    assert "T107" in echo.text
    assert chat.task("T107")["system"] == "lon"


def test_dependencies_make_no_circles(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T103 avhenger av T102")
    assert echo.text == "Notert: T103 Sette opp reiseregninger venter på T102 Prøvekjøre lønn"
    (refused,) = kari.says("T101 avhenger av T103")
    assert refused.text == "T101 kan ikke vente på T103: T103 venter allerede på T101."
    assert chat.task("T101")["depends_on"] == []


def test_an_id_that_does_not_exist_is_answered_when_spoken_to_and_otherwise_met_with_silence(kari: Speaker) -> None:
    assert kari.says("T999 ferdig", "#prosjekt") == []
    (answer,) = kari.says("T999 ferdig")
    assert "T999" in answer.text
    (answer,) = kari.says("@klar T999 ferdig", "#prosjekt")
    assert "T999" in answer.text


def test_what_is_not_about_a_task_is_left_in_peace_in_a_channel(kari: Speaker) -> None:
    for text in ("hei", "er du klar for lunsj?", "arkivet er tungt i dag", "T101 kanskje", "<!channel> kaffe"):
        assert kari.says(text, "#prosjekt") == [], text


@pytest.mark.parametrize(
    "text",
    [
        "T101 er ikke ferdig",
        "T101 kanskje ferdig",
        "T101 ferdig hvis det går bra",
        "håper T101 er ferdig",
        "T101 er vel ferdig?",
    ],
)
def test_doubt_and_hope_and_questions_change_nothing(chat: Stage, kari: Speaker, text: str) -> None:
    (answer,) = kari.says(text)
    assert "undo" not in answer.buttons
    assert chat.show()["journal"] == []


def test_a_reply_in_the_thread_of_an_answer_is_about_its_task(chat: Stage, kari: Speaker) -> None:
    (answer,) = kari.says("status T101", "#lonn", mention=True)
    (echo,) = kari.says("ferdig", "#lonn", thread=answer.id)
    assert echo.raw["thread"] == answer.id
    assert chat.task("T101")["status"] == "done"


def test_a_slash_command_is_the_same_language_and_answers_only_the_one_who_asks(chat: Stage, kari: Speaker) -> None:
    (mine,) = kari.says("mine", "#prosjekt", slash=True)
    assert mine.only == "kari"
    assert "T101" in mine.text
    (echo,) = kari.says("T101 ferdig", "#prosjekt", slash=True)
    assert echo.only is None


def test_a_title_is_shown_as_it_was_typed(chat: Stage, kari: Speaker) -> None:
    title = "<!channel> *se* {id} & <@U1>"
    (echo,) = kari.says(f"ny oppgave lønn: {title}")
    assert title in echo.text
    assert chat.task("T106")["title"] == title


def test_blocked_without_a_reason_asks_what_is_missing(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 blokkert", "#lonn")
    assert echo.text.splitlines()[1] == "Hva mangler? Skriv for eksempel «T101 venter på leverandøren»."
    kari.says("venter på leverandøren", "#lonn", thread=echo.id)
    assert chat.task("T101")["blocker"] in ("leverandøren", "venter på leverandøren")


def test_all_that_changes_is_echoed(chat: Stage, ola: Speaker) -> None:
    (echo,) = ola.says("T104 er 30 % og blokkert fordi fila mangler")
    assert echo.text == "Notert: T104 Hente ut gammelt arkiv → 30 %, blokkert: fila mangler (var: 40 %)"
    (again,) = ola.says("T104 blokkert")
    assert again.text == "Slik står T104 Hente ut gammelt arkiv allerede."
    assert chat.task("T104")["blocker"] == "fila mangler"


def test_where_one_part_is_not_clear_klar_says_that_nothing_is_changed(chat: Stage, kari: Speaker) -> None:
    (answer,) = kari.says("T101 80 %, T102 frist 31.2")
    assert answer.text.endswith("Ingenting er endret.")
    assert chat.show()["journal"] == []


def test_a_system_as_a_whole_is_echoed_with_what_was_not_stated(kari: Speaker) -> None:
    (echo,) = kari.says("lønn er på 40 %")
    assert echo.text == "Notert: Lønn → 40 % (var: ikke oppgitt)"


def test_a_member_who_adds_a_task_for_somebody_else_has_the_leader_asked(
    chat: Stage, kari: Speaker, gro: Speaker
) -> None:
    question, _ = kari.says("ny oppgave lønn: teste A-melding, ansvarlig Nils")
    assert question.to == "@gro"
    assert chat.task("T106")["owner"] is None
    assert "@nils" in {post.to for post in gro.presses(question, "yes")}
    assert chat.task("T106")["owner"] == "nils"


def test_a_system_keeps_its_blocker_when_it_is_only_said_again(chat: Stage, kari: Speaker) -> None:
    kari.says("lønn er blokkert fordi avtalen mangler")
    (again,) = kari.says("lønn er blokkert")
    assert again.text == "Slik står Lønn allerede."
    assert next(s for s in chat.show()["systems"] if s["id"] == "lon")["blocker"] == "avtalen mangler"
