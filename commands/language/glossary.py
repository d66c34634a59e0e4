"""The general vocabulary of the trade, read from `glossary.toml`: words that mean the same, and parts of compounds."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from commands.language.words import fold, stem

# Of so many words the stems are remembered.
_MOST_STEMS = 100_000


class Glossary:
    """Which words mean the same, which verbs there are, and which words compounds are made of; all by their stems."""

    def __init__(self, file: dict[str, Any]) -> None:
        self._stems: dict[str, str] = {}
        self._lemmas = {fold(form): word for word, forms in file.get("forms", {}).items() for form in forms}
        self.irregular = frozenset(self._lemmas)
        self._concepts: dict[str, str] = {}
        for section in ("verbs", "nouns"):
            for group in _groups(file.get(section, {})):
                self._join(group)
        self._listed = frozenset(
            fold(word)
            for section in ("verbs", "nouns")
            for group in _groups(file.get(section, {}))
            for word in group
            if fold(word) not in self.irregular
        )
        self.verbs = frozenset(
            self.concept(stem(word)) for group in _groups(file.get("verbs", {})) for word in group if " " not in word
        )
        self.parts = frozenset(stem(word) for word in file.get("parts", {}).get("heads", ()))
        self.weak = frozenset(stem(word) for word in file.get("weak", {}).get("words", ()))

    def stem(self, word: str) -> str:
        """The stem of a word, also of one with irregular forms."""
        found = self._stems.get(word)
        if found is None:
            lemma = self._lemmas.get(fold(word))
            found = stem(lemma) if lemma else stem(word)
            if len(self._stems) < _MOST_STEMS:
                self._stems[word] = found
        return found

    def concept(self, word_stem: str) -> str:
        """What a stem stands for: itself, or the first of the words that mean the same."""
        return self._concepts.get(word_stem, word_stem)

    def knows(self, word_stem: str) -> bool:
        """Whether a stem is a word of the trade, and can be part of a compound."""
        return word_stem in self._concepts or word_stem in self.parts

    def lists(self, word: str) -> bool:
        """Whether a word stands in the glossary as it is: «rapport» and «test» are no participles."""
        return fold(word) in self._listed

    def _join(self, group: list[str]) -> None:
        stems = [stem(word) for word in group if " " not in word]
        known = next((self._concepts[one] for one in stems if one in self._concepts), stems[0] if stems else "")
        for one in stems:
            self._concepts.setdefault(one, known)


def _groups(themes: dict[str, list[list[str]]]) -> Iterator[list[str]]:
    for groups in themes.values():
        yield from groups


@cache
def glossary() -> Glossary:
    """The glossary, read when first needed."""
    with (Path(__file__).parent / "glossary.toml").open("rb") as file:
        return Glossary(tomli.load(file))
