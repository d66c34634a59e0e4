"""«Visma er lønn»: a project leader teaches Klar another word for a system or a person."""

import pytest

from tests.conversations.stage import Speaker, Stage


def aliases(chat: Stage, kind: str, id_: str) -> list[str]:
    found = next(one for one in chat.show()[kind] if one["id"] == id_)
    return list(found.get("aliases", []))


def test_a_word_for_a_system_is_understood_from_then_on(chat: Stage, berit: Speaker, kari: Speaker) -> None:
    (echo,) = berit.says("Visma er lønn")
    assert (echo.text, echo.buttons) == ("Fra nå av er «Visma» Lønn.", ["undo"])
    assert aliases(chat, "systems", "lon") == ["lønnssystemet", "payroll", "Visma"]
    assert [entry["what"] for entry in chat.show()["journal"]] == ["teach"]
    assert kari.says("visma er på 40 %")[0].text.startswith("Notert: Lønn → 40 %")


def test_a_word_for_a_person(chat: Stage, berit: Speaker) -> None:
    (echo,) = berit.says("Pelle er Kari Nes")
    assert echo.text == "Fra nå av er «Pelle» Kari Nes."
    assert aliases(chat, "members", "kari") == ["Pelle"]
    berit.says("T103 til Pelle")
    assert chat.task("T103")["owner"] == "kari"


def test_what_is_taught_can_be_undone(chat: Stage, berit: Speaker) -> None:
    (echo,) = berit.says("Visma er lønn")
    (undone,) = berit.presses(echo, "undo")
    assert undone.text == "Angret: «Visma» er ikke lenger et navn på Lønn"
    berit.says("Pelle er Kari Nes")
    (undone,) = berit.says("angre")
    assert undone.text == "Angret: «Pelle» er ikke lenger et navn på Kari Nes"
    assert aliases(chat, "systems", "lon") == ["lønnssystemet", "payroll"]
    assert aliases(chat, "members", "kari") == []


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("Visma er lønn.", "Visma"),
        ("@klar Visma = Lønn", "Visma"),
        ("Visma er det samme som Lønn", "Visma"),
        ("Visma er det same som løn­nssystemet", "Visma"),
        ('"Fjellboka" betyr Lønn', "Fjellboka"),
        ("«Fjellboka» tyder lønn", "Fjellboka"),
        ("Visma is payroll", "Visma"),
        ("Visma is the same as payroll", "Visma"),
        ("Visma Enterprise HRM means payroll", "Visma Enterprise HRM"),
    ],
)
def test_ways_to_teach(chat: Stage, berit: Speaker, text: str, alias: str) -> None:
    berit.says(text)
    assert aliases(chat, "systems", "lon")[2:] == [alias]


@pytest.mark.parametrize("who", ["kari", "gro", "tone", "leif"])
def test_only_a_project_leader_teaches(chat: Stage, who: str) -> None:
    (refused,) = chat.person(who).says("Visma er lønn")
    assert refused.text == "Bare en prosjektleder kan lære meg navn. Spør Berit Aas."
    assert chat.show()["journal"] == []


def test_a_stranger_does_not_teach(chat: Stage, stranger: Speaker) -> None:
    (refused,) = stranger.says("Visma er lønn")
    assert refused.text.startswith("Jeg kjenner deg ikke her ennå.")


@pytest.mark.parametrize("text", ["arkiv er lønn", "arkivet er lønn", "Kari Nes er lønn", "Ola = Kari Nes"])
def test_a_word_that_names_something_else_is_refused(chat: Stage, berit: Speaker, text: str) -> None:
    (refused,) = berit.says(text)
    assert "er allerede navnet på" in refused.text
    assert chat.show()["journal"] == []


@pytest.mark.parametrize("text", ["ferdig er lønn", "ferdig betyr lønn", "blokkert = lønn", "i gang tyder lønn"])
def test_a_word_for_a_status_is_refused(chat: Stage, berit: Speaker, text: str) -> None:
    (refused,) = berit.says(text)
    assert refused.text.endswith("betyr allerede noe for meg, så det kan ikke være et navn.")
    assert chat.show()["journal"] == []


def test_the_same_again_is_known_already(chat: Stage, berit: Speaker) -> None:
    berit.says("Visma er lønn")
    (known,) = berit.says("visma er det samme som lønn")
    assert known.text == "Jeg kjenner allerede Lønn som «visma»."
    assert len(chat.show()["journal"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "det er lønn",
        "hva er lønn?",
        "T101 er lønn",
        "ansvarlig er Kari Nes",
        "i morgen er lønn",
        "12 er lønn",
        "Visma er X",
    ],
)
def test_what_teaches_nothing(chat: Stage, berit: Speaker, text: str) -> None:
    berit.says(text)
    assert chat.show()["journal"] == []


def test_nobody_is_taught_in_passing(chat: Stage, berit: Speaker) -> None:
    assert berit.says("Visma er lønn", "#prosjekt") == []
    assert chat.show()["journal"] == []


def test_there_is_an_end_to_it(chat: Stage, berit: Speaker) -> None:
    for n in range(30):
        (answer,) = berit.says(f"Ord{n} betyr lønn")
    assert answer.text == "Lønn har så mange navn at jeg ikke har plass til flere."
