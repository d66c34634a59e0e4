"""Dirt, conversations and speed: what no list of sentences shows."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.language import doubts, exact
from commands.language.dates import find_date, warm
from commands.language.exact import plain_report, read_exactly
from commands.language.lexicon import lexicon
from commands.language.text import clean, cut
from commands.language.understand import Understood, understand
from commands.phrases import Phrase, Value, render
from commands.requests import AskStatus, Nothing, Request, Unclear, Update, Updates
from store.records import LANGUAGES, Language
from tests.language.people import NOW, TODAY, People
from tests.language.test_sentences import ALL

DONE = Update(task="T101", status="done")


def heard(text: str, *about: str, author: str | None = "kari") -> Request:
    return understand(text, People(author), NOW, about=about).request


@pytest.mark.parametrize(
    "text",
    [
        "T101\u200b ferdig", "\u200eT101 ferdig\u200f", "\u202bT101 ferdig\u202c", "T101\u00a0ferdig",
        "\ufeffT101 ferdig", "T101 fer\u00addig", "<!here> T101 ferdig", "<!channel|@channel> T101 ferdig", "T101 ✔️",
        "T101 ferdig 👍🏽",
        "\x00T101 ferdig", "T101\tferdig", "T101\r\nferdig", "\ud800T101 ferdig", "T101 FERDIG", "*T101* er _ferdig_",
    ],
)  # fmt: skip
def test_dirt_changes_nothing_of_what_is_said(text: str) -> None:
    assert heard(text) == DONE


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert heard("gi T101 til Nils, pa\u030a lo\u0308nn?") == heard("gi T101 til Nils, på lönn?")
    assert heard("T101 er ikke pa\u030abegynt") == Update(task="T101", status="todo")


def test_a_text_that_is_too_long_is_refused() -> None:
    request = heard("T101 ferdig " * 4_000)
    assert isinstance(request, Unclear)
    assert request.why.msgid.startswith("That was too long")


@pytest.mark.parametrize(
    "unit",
    [
        "✅ ",
        "T101 ferdig, ",
        "lønn xyz ",
        "status ",
        "? ",
        "1.12 ",
        "blokkert, a b ",
        "og ",
        "«",
        "T101, ",
        "på ",
        "neste ",
        "80 % ",
    ],
)
def test_the_worst_of_allowed_length_is_survived(unit: str) -> None:
    heard((unit * 2_000)[:2_000])


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_understood_or_refused(text: str) -> None:
    assert isinstance(understand(text, People(), NOW, about=("T101",)), Understood)


WORDS = st.sampled_from([
    "T101", "T102", "T103", "T999", "ferdig", "ikke", "blokkert", "fordi", "80", "%", "til", "fra", "Nils", "Kristin",
    "lønn", "arkiv", "fami", "gruppe", "økonomi", "1.12", "31.11", "fredag", "neste", "frist", "flytt", "og", ",",
    ".", "?", ":", "-", "/", "er", "jeg", "tar", "status", "mine", "klar", "kurs", "engelsk", "xyz", "den", "15",
    "kl", "14:00", "(", "@nils.berg", "hvis", "blir", "i", "dag", "\n", "avhenger av", "ny oppgave", "svar på",
    "venter på",
])  # fmt: skip


@settings(max_examples=1_500, deadline=None)
@given(st.lists(WORDS, max_size=12), st.sampled_from([(), ("T101",), ("T101", "T102")]))
def test_any_mixture_of_words_is_explained_or_refused(words: list[str], about: tuple[str, ...]) -> None:
    request = read_exactly(" ".join(words), People(), TODAY, about).request
    is_a_share = "31.11 %" in " ".join(words)  # where 31.11 is no date that there is not
    if isinstance(request, Update | Updates) and not is_a_share and not {"?", "\n"} & set(words):
        assert not {"ikke", "hvis", "xyz", "Kristin", "fami", "T999", "31.11"} & set(_explained(words))


@settings(max_examples=1_000, deadline=None)
@given(st.lists(WORDS, max_size=14), st.sampled_from([(), ("T101",), ("T101", "T102")]))
def test_any_mixture_of_words_is_read(words: list[str], about: tuple[str, ...]) -> None:
    assert isinstance(understand(" ".join(words), People(), NOW, about=about), Understood)


def _explained(words: list[str]) -> list[str]:
    """The words before the reason of a blocker, which is free text."""
    opened = [i for i, word in enumerate(words) if word in {"blokkert", "venter på"}]
    return words[: opened[0]] if opened else words


@pytest.mark.parametrize("text", [text for text, _, _ in ALL if exact._PLAIN_REPORT.fullmatch(text)])
def test_the_short_way_says_what_the_grammar_says(text: str) -> None:
    assert plain_report(text, People()) in (None, read_exactly(text, People(), TODAY))


@pytest.mark.parametrize("word", sorted(lexicon().single))
def test_the_short_way_takes_every_word_as_the_grammar_does(word: str) -> None:
    text = f"T101 {word}"
    assert plain_report(text, People()) in (None, read_exactly(text, People(), TODAY))


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("ferdig", DONE),
        ("ferdig!", DONE),
        ("done", DONE),
        ("den er ferdig", DONE),
        ("80 %", Update(task="T101", percent=80)),
        ("frist fredag", Update(task="T101", due=date(2027, 11, 19))),
        ("utsett til 1.12", Update(task="T101", due=date(2027, 12, 1))),
        ("til Nils", Update(task="T101", owner="nils")),
        ("jeg tar den", Update(task="T101", owner="kari")),
        ("blokkert fordi vi mangler data", Update(task="T101", status="blocked", blocker="vi mangler data")),
        ("status?", AskStatus(task="T101")),
        ("ferdig?", AskStatus(task="T101")),
        ("hvorfor?", AskStatus(task="T101")),
        ("T102 ferdig", Update(task="T102", status="done")),
        ("takk!", Nothing()),
        ("ok", Nothing()),
    ],
)
def test_in_a_thread_about_a_task_its_id_may_be_left_out(text: str, request_: Request) -> None:
    assert heard(text, "T101") == request_
    assert heard(text, "lon", "T101") == request_


def test_in_a_thread_about_several_tasks_it_asks_which() -> None:
    request = heard("ferdig", "T101", "T102")
    assert isinstance(request, Unclear)
    assert request.candidates == (DONE, Update(task="T102", status="done"))
    assert isinstance(heard("ikke ferdig", "T101"), Unclear)


def test_a_stranger_cannot_take_a_task() -> None:
    assert isinstance(heard("jeg tar T101", author=None), Unclear)
    assert isinstance(heard("ny oppgave lønn: teste, meg", author=None), Unclear)


def test_ids_are_told_whether_they_exist_or_not() -> None:
    assert understand("t101, #999 og oppgave 7 er ferdige", People(), NOW).ids == ("T101", "T999", "T7")
    assert understand("T101 er blokkert fordi T102 mangler", People(), NOW).ids == ("T101", "T102")
    assert understand("god helg", People(), NOW).ids == ()


def test_a_mixture_of_languages_is_no_language() -> None:
    assert understand("T101 er ikkje done", People(), NOW).lang is None


def test_names_are_looked_up_only_where_a_word_is_not_explained() -> None:
    people = People()
    understand("T101 er på 80 %, frist 1. desember", people, NOW)
    assert people.lookups == 0
    understand("bla " * 400, people, NOW)
    assert people.lookups <= 120


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("fredag", date(2027, 11, 19), date(2027, 11, 26)),
        ("neste fredag", date(2027, 11, 19), date(2027, 11, 26)),
        ("neste fredag", date(2027, 11, 20), date(2027, 11, 26)),
        ("1.12", date(2027, 12, 1), date(2027, 12, 1)),
        ("1.12", date(2027, 12, 2), date(2028, 12, 1)),
        ("29.2", date(2028, 3, 1), date(2032, 2, 29)),
        ("i morgen", date(2027, 12, 31), date(2028, 1, 1)),
        ("den 15.", date(2027, 12, 16), date(2028, 1, 15)),
        ("den 31.", date(2027, 11, 15), date(2027, 12, 31)),
    ],
)
def test_a_date_counts_from_the_day_of_writing(text: str, today: date, day: date) -> None:
    warm()
    found = find_date(cut(clean(text)), 0, today)
    assert found is not None
    assert found.days == (day,)


@pytest.mark.parametrize("text", ["snart", "12", "på", "neste", "kl 14", "3 dager", "uke 47", "13.13.13.13", "fem"])
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert find_date(cut(text), 0, TODAY) is None


SAID_BY_KLAR = sorted(set(re.findall(r'say\(\s*"([^"]+)"', Path(doubts.__file__).read_text(encoding="utf-8"))))
VALUES: dict[str, Value] = {"task": "T103", "words": "1.12", "system": "Lønn", "names": "a"}


@pytest.mark.parametrize("msgid", SAID_BY_KLAR)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_klar_says_to_write_instead_is_understood(msgid: str, language: Language) -> None:
    percent = "per cent" in msgid
    said = render(Phrase(msgid, {**VALUES, **({"words": "80"} if percent else {})}), language)
    examples = [quoted for quoted in re.findall("«([^»]+)»", said) if quoted not in ("1.12", "ferdig")]
    assert examples or "Write only the one that is right" in msgid or "Write the whole name" in msgid
    for example in examples:
        if example.strip("«") != "T101 1.12":
            assert not isinstance(heard(example), Unclear | Nothing), example
