"""The words themselves: each stands in one place, and each is used as its place says."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from commands.language.exact import read_exactly
from commands.language.lexicon import lexicon, phrases, read_file
from commands.requests import Request, Unclear
from store.records import LANGUAGES
from tests.language.people import TODAY, People

# What means one thing in Norwegian and another in English.
IN_TWO_PLACES = {"no": {"plain.words", "stop.negation"}}


def framed() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every phrase of the lexicon in a sentence, and what the sentence asks for."""
    frames = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        for meaning, phrase in phrases(read_file(language)):
            section, _, key = meaning.partition(".")
            frame = frames[section][key]
            yield frame["text"].replace("{}", phrase), frame["expect"]


FRAMED = sorted(framed(), key=lambda each: each[0])


@pytest.mark.parametrize(("text", "expect"), FRAMED, ids=[text for text, _ in FRAMED])
def test_every_phrase_means_what_its_place_says(text: str, expect: dict[str, Any]) -> None:
    request = read_exactly(text, People(), TODAY).request
    if expect["type"] == "unclear":
        assert isinstance(request, Unclear), request
        assert request.why.msgid.startswith(expect.get("why", ""))
    else:
        assert request == msgspec.convert(expect, Request)


def test_no_phrase_stands_in_two_places() -> None:
    places: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for meaning, phrase in phrases(read_file(language)):
            places.setdefault(phrase, []).append(meaning)
    twice = {phrase: where for phrase, where in places.items() if len(where) > 1}
    assert {p: w for p, w in twice.items() if set(w) != IN_TWO_PLACES.get(p)} == {}


def test_a_phrase_is_written_as_it_is_compared() -> None:
    for language in LANGUAGES:
        for meaning, phrase in phrases(read_file(language)):
            assert phrase == phrase.casefold().strip(), f"{language}: {meaning}: {phrase}"


def test_the_lexicon_is_read_once() -> None:
    assert lexicon() is lexicon()
