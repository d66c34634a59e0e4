"""The glossary can be read, and each word in it stands in one place."""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "commands" / "language" / "glossary.toml"
LONGEST_LINE = 160


@pytest.fixture(scope="module")
def glossary() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def groups(section: dict[str, list[list[str]]]) -> Iterator[list[str]]:
    for theme in section.values():
        yield from theme


def twice(words: list[str]) -> list[str]:
    return sorted(word for word, count in Counter(words).items() if count > 1)


def all_words(glossary: dict[str, Any]) -> Iterator[str]:
    for section in ("nouns", "verbs"):
        for group in groups(glossary[section]):
            yield from group
    for word, forms in glossary["forms"].items():
        yield word
        yield from forms
    yield from glossary["parts"]["heads"]
    yield from glossary["weak"]["words"]


def test_it_has_the_parts_it_is_to_have(glossary: dict[str, Any]) -> None:
    assert set(glossary) == {"nouns", "verbs", "forms", "parts", "weak"}
    assert set(glossary["parts"]) == {"heads"}
    assert set(glossary["weak"]) == {"words"}


@pytest.mark.parametrize("section", ["nouns", "verbs"])
def test_a_word_stands_in_one_group(glossary: dict[str, Any], section: str) -> None:
    assert not twice([word for group in groups(glossary[section]) for word in group])


@pytest.mark.parametrize("section", ["nouns", "verbs"])
def test_a_group_has_at_least_two_words(glossary: dict[str, Any], section: str) -> None:
    assert not [group for group in groups(glossary[section]) if len(group) < 2]


def test_a_form_belongs_to_one_word(glossary: dict[str, Any]) -> None:
    assert not twice([form for forms in glossary["forms"].values() for form in forms])
    assert not [word for word, forms in glossary["forms"].items() if not forms or word in forms]


def test_a_part_stands_once_and_is_long_enough_to_split_at(glossary: dict[str, Any]) -> None:
    heads = glossary["parts"]["heads"]
    assert not twice(heads)
    assert not [head for head in heads if len(head) < 3 or " " in head]


def test_a_weak_word_stands_once(glossary: dict[str, Any]) -> None:
    assert not twice(glossary["weak"]["words"])


def test_words_are_written_as_they_are_looked_up(glossary: dict[str, Any]) -> None:
    words = list(all_words(glossary))
    assert words
    assert not [
        word for word in words if word != " ".join(unicodedata.normalize("NFC", word).lower().split()) or not word
    ]


def test_no_line_is_too_long() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if len(line) > LONGEST_LINE]
