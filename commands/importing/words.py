"""Words as they are compared, and the tables of words that people know columns and statuses by."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import tomli

_IN_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CODE = re.compile(r"^\(?\d{1,2}\)?\s*[-–—.:)]?\s*(?=\D)")


class HeaderWords(msgspec.Struct, frozen=True):
    """What one kind of table is known by: its columns' words (squashed → fields and ranks), needs and names."""

    columns: dict[str, tuple[tuple[str, int], ...]]
    needs: tuple[frozenset[str], ...]
    called: tuple[str, ...]


@lru_cache(maxsize=20_000)
def squashed(text: str) -> str:
    """A text by its letters and digits alone, without case: "E-post *" and "epost" are one word."""
    return "".join(c for c in text.casefold() if c.isalnum() or c in "%#")


@lru_cache(maxsize=20_000)
def plain_words(text: str) -> str:
    """A text in lower case with single spaces instead of punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def without_parentheses(text: str) -> str:
    """A text without what stands in parentheses."""
    return _IN_PARENTHESES.sub(" ", text).strip()


@cache
def header_words() -> dict[str, HeaderWords]:
    """The kinds of tables by name, in the order in which they are tried."""
    return {kind: _header_words(section) for kind, section in _toml("headers.toml").items()}


@cache
def known_headers() -> frozenset[str]:
    """All words that head a column of any kind."""
    return frozenset(word for kind in header_words().values() for word in kind.columns)


@cache
def common_sheet_words() -> frozenset[str]:
    """Words in names of sheets that name no system."""
    return frozenset(_toml("sheetnames.toml")["words"]["common"])


def status_of(text: str, table: str, own: Mapping[str, Any]) -> Any:
    """What a status word means in a table of statuses.toml, or None. A house's own words come first."""
    own_words = _own_words(tuple(own.items()))
    words = _statuses()[table]
    for form in (text, without_parentheses(text), _CODE.sub("", text.strip())):
        key = _status_key(form)
        found = own_words.get(key) if own_words else None
        if found is None:
            found = words.get(key)
        if found is not None:
            return found
    return None


def is_code_only(text: str) -> bool:
    """Whether a status is a bare code such as "4", which means something else in every house."""
    return text.strip().isdigit()


def _status_key(text: str) -> str:
    letters = squashed(text)
    return letters or "".join(text.split()).replace("\ufe0f", "")


@cache
def _statuses() -> dict[str, dict[str, Any]]:
    meanings: dict[str, Any] = {"true": True, "false": False}
    return {
        table: {_status_key(word): meanings.get(status, status) for status, words in section.items() for word in words}
        for table, section in _toml("statuses.toml").items()
    }


@lru_cache(maxsize=8)
def _own_words(own: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return {_status_key(word): status for word, status in own}


def _header_words(section: dict[str, Any]) -> HeaderWords:
    columns: dict[str, list[tuple[str, int]]] = {}
    for field, words in section["columns"].items():
        for rank, word in enumerate(words):
            fields = columns.setdefault(squashed(word), [])
            if field not in [known for known, _ in fields]:
                fields.append((field, rank))
    return HeaderWords(
        {word: tuple(fields) for word, fields in columns.items()},
        tuple(frozenset(fields) for fields in section["needs"]),
        tuple(plain_words(name) for name in section["called"]),
    )


def _toml(name: str) -> dict[str, dict[str, Any]]:
    with (Path(__file__).parent / name).open("rb") as file:
        return tomli.load(file)
