"""The words of short replies, read from `replies.toml`."""

from functools import cache
from typing import Any

from commands.language.lexicon import read_file
from commands.language.text import clean, cut


@cache
def reply_words(section: str, key: str) -> frozenset[str]:
    """The words and phrases under a key."""
    return frozenset(_file()[section][key])


@cache
def ordinals() -> dict[str, int]:
    """The words that count from the first, with the number from 0."""
    return {word: number for number, words in enumerate(_file()["answer"]["ordinals"]) for word in words}


def plain_words(text: str) -> list[str]:
    """The words and numbers of a text as they are compared, without its signs and without whom it is said to."""
    keys = [token.key for token in cut(clean(text))]
    words = [key for key in keys if key[0].isalnum() or (key[0] == "#" and len(key) > 1)]
    return words[1:] if words and words[0] == "klar" and len(words) > 1 else words


def is_thanks(text: str) -> bool:
    """Whether somebody says thank you, and no more."""
    return " ".join(plain_words(text)) in reply_words("thanks", "words")


@cache
def _file() -> dict[str, Any]:
    return read_file("replies")
