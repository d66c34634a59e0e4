"""The words people use, read from `nb.toml`, `nn.toml` and `en.toml`: phrases by meaning, longest first.

A meaning is a section and a key of those files: `status.done`, `stop.negation`. A phrase that means one thing in
Norwegian and another in English is read by the language of the message.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from commands.language.text import Token, keys
from store.records import LANGUAGES, Language

# Sections that are lists for one purpose, not phrases to be found anywhere in a message.
LISTS = frozenset({"language", "title", "date", "verbs"})


class Lexicon:
    """All phrases of all languages, as a tree over words."""

    def __init__(self, files: dict[Language, dict[str, Any]]) -> None:
        self._files = files
        self._tree: dict[str, Any] = {}
        self.single: dict[str, str] = {}
        used: dict[Language, set[str]] = {}
        for language, file in files.items():
            cut = [(meaning, keys(phrase)) for meaning, phrase in phrases(file)]
            used[language] = {word for _, words in cut for word in words}
            for meaning, words in cut:
                self._put(words, meaning, language)
        self.decisive = _decisive_words(files, used)

    def match(self, tokens: Sequence[Token], at: int, language: Language | None) -> tuple[int, str] | None:
        """The end and the meaning of the longest phrase that begins at a token."""
        node, found, end = self._tree.get(tokens[at].key), None, at
        while node is not None:
            end += 1
            if "" in node:
                found = (end, node[""])
            node = node.get(tokens[end].key) if end < len(tokens) else None
        if found is None:
            return None
        meanings: dict[Language, str] = found[1]
        if language in meanings:
            return found[0], meanings[language]
        return found[0], next(iter(meanings.values()))

    def language_of(self, tokens: Sequence[Token]) -> Language | None:
        """The language that most of the decisive words belong to; None when there are none or it is a tie."""
        votes: dict[Language, int] = {}
        for token in tokens:
            language = self.decisive.get(token.key)
            if language is not None:
                votes[language] = votes.get(language, 0) + 1
        if len(votes) < 2:
            return next(iter(votes), None)
        first, second = sorted(votes.items(), key=lambda vote: vote[1])[-2:]
        return second[0] if second[1] > first[1] else None

    def list(self, section: str, key: str) -> Iterator[tuple[Language, Any]]:
        """What each language lists under a key of a section that is not phrases."""
        for language, file in self._files.items():
            found = file.get(section, {}).get(key)
            if found is not None:
                yield language, found

    def words(self, section: str, key: str) -> tuple[str, ...]:
        """The words of all languages under a key of a section that is not phrases."""
        return tuple(dict.fromkeys(word for _, words in self.list(section, key) for word in words))

    def _put(self, phrase: tuple[str, ...], meaning: str, language: Language) -> None:
        node = self._tree
        for word in phrase:
            node = node.setdefault(word, {})
        node.setdefault("", {}).setdefault(language, meaning)
        if len(phrase) == 1:
            self.single.setdefault(phrase[0], meaning)


def _decisive_words(files: dict[Language, dict[str, Any]], used: dict[Language, set[str]]) -> dict[str, Language]:
    """The words that belong to one language only: those it says are, and those of its phrases that no other has.

    The file for bokmål also holds what the two written Norwegians share, so that only its own list counts.
    """
    decisive: dict[str, Language] = {}
    for language, file in files.items():
        others = set().union(*(words for other, words in used.items() if other != language))
        own = set() if language == "nb" else used[language] - others - set(file["language"]["neutral"])
        decisive.update(
            dict.fromkeys({word for word in own if word[0].isalpha()} | set(file["language"]["decisive"]), language)
        )
    return decisive


def phrases(file: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every (meaning, phrase) of one language's file."""
    for section, meanings in file.items():
        if section not in LISTS:
            for key, words in meanings.items():
                for phrase in words:
                    yield f"{section}.{key}", phrase


def read_file(language: Language) -> dict[str, Any]:
    """One language's file as it stands."""
    with (Path(__file__).parent / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read when first needed."""
    return Lexicon({language: read_file(language) for language in LANGUAGES})
