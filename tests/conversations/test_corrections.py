"""«Nei, jeg mente T102»: the last change is taken back and made where it was meant, as one change."""

from datetime import timedelta

import pytest

from commands.known import Known
from commands.language.correcting import correction
from commands.language.understand import understand
from commands.requests import Unclear
from tests.conversations.stage import Speaker, Stage

NOTHING_HERE = "Du har ikke endret noe her de siste ti minuttene. Skriv hva som gjelder, for eksempel «T101 ferdig»."


def test_a_correction_is_one_change_with_one_undo(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 ferdig")
    (echo,) = kari.says("nei, jeg mente T102")
    assert echo.text.splitlines() == [
        "Angret: T101 Overføre ansattregister → i gang",
        "Notert: T102 Prøvekjøre lønn → ferdig (var: ikke begynt)",
    ]
    assert (chat.task("T101")["status"], chat.task("T102")["status"]) == ("doing", "done")
    assert [entry["what"] for entry in chat.show()["journal"]] == ["change", "correct", "correct"]
    (undone,) = kari.presses(echo, "undo")
    assert len(undone.text.splitlines()) == 2
    assert (chat.task("T101")["status"], chat.task("T102")["status"]) == ("done", "todo")


@pytest.mark.parametrize(
    "text",
    [
        "nei, jeg mente T102",
        "nei T102",
        "Nei! Beklager, T102",
        "nei, eg meinte oppgåve 102",
        "no, I meant T102",
        "oops, it was T102, sorry",
        "T102, ikke T101",
        "jeg mente t102, ikke T101",
        "sorry, I meant T102 instead",
        "det skulle være #102",
    ],
)
def test_ways_to_correct(chat: Stage, kari: Speaker, text: str) -> None:
    kari.says("T101 80 %")
    kari.says(text)
    assert (chat.task("T101")["percent"], chat.task("T102")["percent"]) == (None, 80)


@pytest.mark.parametrize("text", ["nei", "ja, T102", "nei, jeg mente det", "T102", "lønn", "jeg mente at T102 er treg"])
def test_what_is_no_correction(chat: Stage, kari: Speaker, text: str) -> None:
    kari.says("T101 80 %")
    kari.says(text)
    assert chat.task("T101")["percent"] == 80


@pytest.mark.parametrize(
    ("first", "then", "after"),
    [
        ("T101 40 %", "nei, 45 %", {"percent": 45}),
        ("T101 40 %", "beklager, jeg mente 50 prosent", {"percent": 50}),
        ("T101 ferdig", "nei, 80 %", {"percent": 80, "status": "doing"}),
        ("T101 blokkert", "no, done", {"percent": 100, "status": "done"}),
    ],
)
def test_another_value(chat: Stage, kari: Speaker, first: str, then: str, after: dict[str, object]) -> None:
    kari.says(first)
    said = chat.task("T101")
    (echo,) = kari.says(then)
    assert {name: chat.task("T101")[name] for name in after} == after
    kari.presses(echo, "undo")
    assert chat.task("T101")["status"] == said["status"]


def test_another_day(chat: Stage, berit: Speaker) -> None:
    berit.says("T101 frist 20. desember")
    berit.says("nei, 21. desember")
    assert chat.task("T101")["due"] == "2027-12-21"


@pytest.mark.parametrize("then", ["nei, i morgen", "nei, Nils", "nei, 45 kroner", "nei, det er ikke ferdig"])
def test_what_tells_something_else_corrects_nothing(chat: Stage, kari: Speaker, then: str) -> None:
    kari.says("T101 40 %")
    kari.says(then)
    assert chat.task("T101")["percent"] == 40
    assert [entry["what"] for entry in chat.show()["journal"]] == ["change"]


def test_in_passing_no_value_is_corrected(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 40 %", where="#prosjekt")
    assert kari.says("nei, 45 %", where="#prosjekt") == []
    assert chat.task("T101")["percent"] == 40


def test_another_system(chat: Stage, berit: Speaker) -> None:
    berit.says("lønn er på 40 %")
    berit.says("nei, arkiv")
    percent = {system["id"]: system.get("percent") for system in chat.show()["systems"]}
    assert percent == {"lon": None, "ark": 40}


def test_a_new_task_moves_to_another_system_and_back(chat: Stage, berit: Speaker) -> None:
    berit.says("ny oppgave lønn: teste A-melding")
    (echo,) = berit.says("nei, jeg mente arkiv")
    assert [(t["id"], t["system"]) for t in chat.show()["tasks"][5:]] == [("T107", "ark")]
    berit.presses(echo, "undo")
    assert [(t["id"], t["system"]) for t in chat.show()["tasks"][5:]] == [("T106", "lon")]


def test_a_correction_may_be_corrected(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 ferdig")
    kari.says("nei, T102")
    kari.says("nei, T103")
    assert [chat.task(id_)["status"] for id_ in ("T101", "T102", "T103")] == ["doing", "todo", "done"]


def test_all_that_was_said_moves_along(chat: Stage, gro: Speaker) -> None:
    gro.says("T101 frist 1.12, blokkert fordi avtalen mangler")
    gro.says("nei, T103")
    task = chat.task("T103")
    assert (task["status"], task["blocker"], task["due"]) == ("blocked", "avtalen mangler", "2027-12-01")


def test_in_a_channel_as_the_change_was(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 ferdig", "#prosjekt")
    assert kari.says("nei, jeg mente T102")[0].text == NOTHING_HERE
    assert kari.says("nei, jeg mente T102", "#lonn") == []
    kari.says("nei, jeg mente T102", "#prosjekt", thread=echo.id)
    assert (chat.task("T101")["status"], chat.task("T102")["status"]) == ("doing", "done")


def test_not_of_somebody_elses_change(chat: Stage, kari: Speaker, nils: Speaker) -> None:
    kari.says("T101 ferdig", "#prosjekt")
    assert nils.says("nei, jeg mente T102", "#prosjekt") == []
    assert chat.task("T101")["status"] == "done"


def test_for_ten_minutes(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 ferdig")
    chat.pass_by(timedelta(minutes=10, seconds=1))
    (answer,) = kari.says("nei, jeg mente T102")
    assert answer.text == NOTHING_HERE
    assert len(chat.show()["journal"]) == 1


def test_not_after_an_undo(chat: Stage, kari: Speaker, gro: Speaker) -> None:
    kari.says("T102 40 %")
    (echo,) = kari.says("T101 ferdig")
    gro.presses(echo, "undo")
    assert kari.says("nei, T103")[0].text == NOTHING_HERE
    kari.says("T101 ferdig")
    kari.says("angre")
    assert kari.says("nei, T103")[0].text == NOTHING_HERE
    assert chat.task("T102")["percent"] == 40


def test_several_things_at_once_are_not_moved(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 ferdig, T102 40 %")
    (answer,) = kari.says("nei, T103")
    assert answer.text == "Du endret flere ting på én gang. Angre dem, og skriv hva du mente."
    assert len(chat.show()["journal"]) == 2


def test_what_the_author_may_not_change_there_stays(chat: Stage, kari: Speaker) -> None:
    kari.says("T101 ferdig")
    (answer,) = kari.says("nei, jeg mente T104")
    assert answer.text.startswith("Den endringen kan du ikke gjøre selv")
    assert (chat.task("T101")["status"], chat.task("T104")["status"]) == ("done", "doing")


def test_what_cannot_be_moved(chat: Stage, kari: Speaker) -> None:
    kari.says("T103 avhenger av T102")
    assert kari.says("nei, T101")[0].text.startswith("Den endringen kan jeg ikke flytte.")
    kari.says("T101 ferdig")
    assert kari.says("nei, T101")[0].text == "Det er det jeg har notert."
    assert "T999" in kari.says("nei, T999")[0].text
    assert chat.task("T101")["status"] == "done"


def test_where_the_other_stands_so_already_the_first_is_still_taken_back(chat: Stage, kari: Speaker) -> None:
    kari.says("T102 i gang")
    chat.pass_by(timedelta(hours=1))
    kari.says("T103 i gang")
    (echo,) = kari.says("nei, T102")
    assert "Slik står T102 Prøvekjøre lønn allerede." in echo.text
    assert (chat.task("T102")["status"], chat.task("T103")["status"]) == ("doing", "todo")


def test_by_itself_such_a_message_is_unclear(chat: Stage) -> None:
    assert chat.rehearsal.klar is not None
    (workspace,) = chat.rehearsal.klar.store.workspaces()
    known = Known(workspace, "kari")
    for text in ("nei, jeg mente T102", "no, I meant T102", "nei, lønn"):
        assert correction(text, known) is not None
        assert isinstance(understand(text, known, chat.now).request, Unclear), text
