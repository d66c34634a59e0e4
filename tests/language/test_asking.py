"""Questions in people's own words, with and without a question mark, and what only looks like one."""

from typing import Any

import pytest

from tests.language.rooms import heard


def status(**of: str) -> dict[str, Any]:
    return {"intent": "ask_status", **of}


@pytest.mark.parametrize(
    "text",
    [
        "Er lønnsslippene testet?", "lønnsslippene er vel testet", "is payroll done or not",
        "hvordan går det med timelistene", "vet du om timelistene er overført?", "lønnsslippene er testet, ikke sant",
    ],
)  # fmt: skip
def test_a_question_about_a_piece_of_work_is_one_about_its_system(text: str) -> None:
    assert heard(text) == status(system="lon")


@pytest.mark.parametrize(
    "text",
    [
        "når blir tegningene ferdig skannet?",
        "kan du si meg om T3 er ferdig?",
        "what about the drawings?",
        "status på arkiv",
    ],
)
def test_so_is_one_in_other_words(text: str) -> None:
    assert heard(text) == status(system="ark")


@pytest.mark.parametrize(
    ("text", "group"),
    [("hvordan ligger økonomigruppa an?", "okon"), ("how is the data migration group doing?", "mig")],
)
def test_a_group_is_meant_where_the_word_is_there(text: str, group: str) -> None:
    assert heard(text) == status(group=group)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("hva har jeg igjen før jul", "2028-12-23"),
        ("hvilke oppgaver har jeg denne uka?", "2028-12-08"),
        ("Mine frister. Denne uka?", "2028-12-08"),
        ("kva må eg levere innan fredag", "2028-12-08"),
        ("what do I still have to do before Christmas?", "2028-12-23"),
    ],
)
def test_ones_own_tasks_until_a_day(text: str, until: str) -> None:
    assert heard(text) == {"intent": "ask_mine", "until": until}


@pytest.mark.parametrize(
    ("text", "intent", "of"),
    [
        ("noe som har gått over fristen på lønn?", "ask_overdue", {"system": "lon"}),
        ("what's late", "ask_overdue", {}),
        ("er vi klare for overgangen?", "ask_readiness", {}),
        ("Are we on track for 1 January?", "ask_readiness", {}),
        ("are we ready to go live with payroll", "ask_readiness", {"system": "lon"}),
        ("når er neste arkivkurs?", "ask_training", {"system": "ark"}),
        ("hvilke kurs har vi framover", "ask_training", {}),
        ("er det ledige plasser på arkivkurset?", "ask_training", {"system": "ark"}),
    ],
)
def test_what_is_late_ready_and_held(text: str, intent: str, of: dict[str, str]) -> None:
    assert heard(text) == {"intent": intent, **of}


@pytest.mark.parametrize(
    "text",
    [
        "hvor er møtet i morgen?", "er skriveren i andre etasje ødelagt?", "Er det noen som har sett nøklene mine?",
        "hva skal jeg ha til lunsj?", "Hva er telefonnummeret til Olav?", "@olav kan du ta T3?",
        "Olav, er du ferdig med tegningene?", "@somebody_else kan du ta tegningene?",
    ],
)  # fmt: skip
def test_what_is_asked_of_others_or_about_other_things_is_nothing(text: str) -> None:
    assert heard(text) == {"intent": "none"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kan du flytte T3 til fredag?", {"intent": "reschedule", "due": "2028-12-08"}),
        ("could you push T3 to 15 December?", {"intent": "reschedule", "due": "2028-12-15"}),
        ("could you mark T3 as done", {"intent": "update", "status": "done"}),
        ("tegningene? ikke begynt", {"intent": "update", "status": "todo"}),
        ("tegningene er ferdige, har du fått sett på dem?", {"intent": "update", "status": "done"}),
        ("Da er tegningene skannet", {"intent": "update", "status": "done"}),
        ("Har skannet tegningene", {"intent": "update", "status": "done"}),
        ("Er i gang med tegningene", {"intent": "update", "status": "doing"}),
    ],
)
def test_an_order_or_a_report_is_no_question(text: str, told: dict[str, str]) -> None:
    assert heard(text) == {**told, "task": "T3"}


def test_the_name_of_a_family_does_not_tell_which_system() -> None:
    assert heard("hva gjenstår på Rosmarin?") == {"intent": "unclear"}
