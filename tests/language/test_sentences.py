"""What people write, as data, and what Klar makes of it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from commands.language.exact import read_exactly
from commands.language.understand import understand
from commands.requests import Nothing, Request, Unclear
from tests.language.people import NOW, TODAY, People

FILES = ("status", "due", "people", "asking", "refused", "several")
LISTS = ("all", "nb", "nn", "en")


def sentences() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every (text, language or `all`, expected request) of the files."""
    for file in FILES:
        data = tomllib.loads((Path(__file__).parent / f"{file}.toml").read_text(encoding="utf-8"))
        for case in data["case"]:
            assert not set(case) - {"expect", *LISTS}
            for language in LISTS:
                for text in case.get(language, ()):
                    yield text, language, case["expect"]


ALL = list(sentences())
# What the grammar of exact words asks about, and free reading understands.
FREELY = {
    text: case["expect"]
    for case in tomllib.loads((Path(__file__).parent / "freely.toml").read_text(encoding="utf-8"))["case"]
    for text in case["all"]
}


@pytest.mark.parametrize(("text", "language", "expect"), ALL, ids=[f"{text}" for text, _, _ in ALL])
def test_a_sentence_asks_for_what_stands_beside_it(text: str, language: str, expect: dict[str, Any]) -> None:
    understood = read_exactly(text, People(), TODAY)
    if expect["type"] == "unclear":
        assert isinstance(understood.request, Unclear), understood.request
        assert understood.request.why.msgid.startswith(expect.get("why", ""))
        assert len(understood.request.candidates) == expect.get("candidates", len(understood.request.candidates))
    else:
        assert understood.request == msgspec.convert(expect, Request)
    if language != "all":
        assert understood.lang == language


@pytest.mark.parametrize(("text", "language", "expect"), ALL, ids=[text for text, *_ in ALL])
def test_what_is_plain_stays_so_and_what_is_not_changes_nothing_unlooked_at(
    text: str, language: str, expect: dict[str, Any]
) -> None:
    del language
    request = understand(text, People(), NOW).request
    if text in FREELY:
        assert request == msgspec.convert(FREELY[text], Request)
    elif expect["type"] == "unclear":
        assert isinstance(request, Unclear | Nothing), request
    else:
        assert request == msgspec.convert(expect, Request)


def test_there_are_many_sentences_and_none_is_claimed_by_two_intents() -> None:
    texts = [text for text, _, _ in ALL]
    assert len(texts) > 700
    assert len(texts) == len(set(texts)), sorted({text for text in texts if texts.count(text) > 1})
