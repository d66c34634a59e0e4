"""What looks like a word for a status and is another word: it changes nothing. A slip of the finger is understood."""

import pytest

from bot.interpret import Reader
from commands.language.spelling import slips
from commands.language.understand import understand
from commands.requests import Nothing, Unclear, Update
from tests.language.people import NOW, People
from tests.language.score_workspaces import reader_of


@pytest.mark.parametrize(
    "text",
    [
        "T101 er uferdig", "T101 er usignert", "T101 ufullført", "T101 uavsluttet", "T101 er uklart",
        "T101 er nødvendig", "T101 er berørt", "T101 passer bra", "T101 dukket opp",
        "T101 før vinter", "T101 failed", "T101 remote", "T101 better", "T101 center", "T101 caused trouble",
        "T101 next release", "T101 er umulig å få ferdig", "T101 nekter å bli ferdig",
        "Sett møte med Nils om T101", "Put pressure on Nils for T101", "I have a question on T101 before the test",
    ],
)  # fmt: skip
def test_another_word_changes_nothing(text: str) -> None:
    assert isinstance(understand(text, People(), NOW).request, Unclear | Nothing)


@pytest.mark.parametrize("text", ["T101 ferdgi", "T101 feridg", "T101 ferrdig", "T101 fedig"])
def test_a_slip_is_understood(text: str) -> None:
    assert understand(text, People(), NOW).request == Update(task="T101", status="done")


def test_a_slip_is_a_swap_a_letter_too_few_or_one_too_many() -> None:
    known = ["ferdig", "passed", "released", "unødvendig"]

    assert slips("fedrig", known) == slips("fedig", known) == slips("ferrdig", known) == ["ferdig"]
    assert [slips(word, known) for word in ("uferdig", "passer", "release", "nødvendig", "ferfig")] == [[]] * 5


@pytest.mark.parametrize(
    ("workspace", "text"),
    [("fjordane", "Formidler er ferdig"), ("kysten", "Verten er ferdig"), ("ostlandet", "Kurset den ². går ikke")],
)
def test_odd_words_are_read_without_a_slip_of_ours(workspace: str, text: str) -> None:
    reader: Reader = reader_of(workspace)

    assert isinstance(reader.understood(text, None, NOW).request, Unclear | Nothing)


def test_what_was_read_before_a_task_came_is_read_anew() -> None:
    early, late = reader_of("ostlandet"), reader_of("ostlandet")
    known = early.known(None).directory()
    task = known.tasks["T384"].task
    text = "Teamsstrukturen utgår, vi beholder den vi har"

    known.forget_task("T384")
    early.understood(text, None, NOW)
    known.put_task(task)

    assert early.understood(text, None, NOW) == late.understood(text, None, NOW)
