"""The words people use, read from `nb.toml`, `nn.toml` and `en.toml`: phrases by meaning, longest first.

A meaning is a section and a key of those files: `status.done`, `stop.negation`. A phrase that means one thing in
Norwegian and another in English is read by the language of the message.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from commands.language.text import Token, keys
from commands.language.words import stem
from store.records import LANGUAGES, Language

# So many small words may stand inside a phrase, in one place.
_MOST_BETWEEN = 3
# What may have small words inside it.
_MAY_BE_PARTED = ("status.", "due.")
# Sections that are lists for one purpose, not phrases to be found anywhere in a message.
LISTS = frozenset({"language", "title", "date", "verbs", "hints", "amount", "spoken"})


class Lexicon:
    """All phrases of all languages, as a tree over words."""

    def __init__(self, files: dict[Language, dict[str, Any]]) -> None:
        self._files = files
        self.written = {word: written for written, spoken in self._spoken() for word in spoken}
        self._between: frozenset[str] = frozenset()
        self._lists: dict[tuple[str, str], tuple[str, ...]] = {}
        self._tree: dict[str, Any] = {}
        self.single: dict[str, str] = {}
        used: dict[Language, set[str]] = {}
        for language, file in files.items():
            cut = [(meaning, self._as_written(keys(phrase))) for meaning, phrase in phrases(file)]
            used[language] = {word for _, words in cut for word in words}
            for meaning, words in cut:
                self._put(words, meaning, language)
        self.decisive = _decisive_words(files, used)

    def match(
        self, tokens: Sequence[Token], at: int, language: Language | None, until: int | None = None
    ) -> tuple[int, str] | None:
        """The end and the meaning of the longest phrase that begins at a token, and ends no later than `until`."""
        last = len(tokens) if until is None else until
        node, found, end = self._tree.get(tokens[at].key), None, at
        passed: dict[str, Any] | None = node
        while node is not None:
            end += 1
            if "" in node:
                found = (end, node[""])
            node, passed = node.get(tokens[end].key) if end < last else None, node
        if self._between and end < last and passed and tokens[end].key in self._between:
            found = self._with_words_between(tokens, end, passed, last) or found
        if found is None:
            return None
        meanings: dict[Language, str] = found[1]
        if language in meanings:
            return found[0], meanings[language]
        return found[0], next(iter(meanings.values()))

    def _with_words_between(
        self, tokens: Sequence[Token], end: int, node: dict[str, Any], last: int
    ) -> tuple[int, dict[Language, str]] | None:
        """«Holder vi fortsatt på med»: a phrase that tells how far something has come, with small words inside it."""
        found, small = None, 0
        while end < last:
            after = node.get(tokens[end].key)
            if after is None:
                if tokens[end].key not in self._between or small == _MOST_BETWEEN:
                    break
                end, small = end + 1, small + 1
                continue
            node, end, small = after, end + 1, 0
            if "" in node and all(meaning.startswith(_MAY_BE_PARTED) for meaning in node[""].values()):
                found = (end, node[""])
        return found

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
        found = self._lists.get((section, key))
        if found is None:
            found = tuple(dict.fromkeys(word for _, words in self.list(section, key) for word in words))
            self._lists[section, key] = found
        return found

    def _spoken(self) -> Iterator[tuple[str, Sequence[str]]]:
        for file in self._files.values():
            yield from file.get("spoken", {}).items()

    def _as_written(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """A phrase, without the words that are written as they are spoken: «itj» is «ikke»."""
        return words if self.written.keys().isdisjoint(words) else tuple(self.written.get(one, one) for one in words)

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


@cache
def read_file(name: str) -> dict[str, Any]:
    """One file as it stands. It is read once; nobody may change it."""
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        return tomli.load(file)


@cache
def lexicon() -> Lexicon:
    """The words of what is said with ids, read when first needed."""
    return Lexicon({language: read_file(language) for language in LANGUAGES})


# Sections whose phrases mean something only beside others, so that each is looked for by itself.
_BY_THEMSELVES = ("course", "decision", "risk", "add", "ask", "speak", "depend")


class FreeLexicon(Lexicon):
    """The words of free text: those of `free_nb.toml` and its like, before those of what is said with ids."""

    def __init__(self, files: dict[Language, dict[str, Any]]) -> None:
        super().__init__({lang: _without(file, _BY_THEMSELVES) for lang, file in files.items()})
        self._between = frozenset(self.words("hints", "inside"))
        self._sets = {
            (section, key): PhraseSet(
                (
                    self._as_written(keys(phrase))
                    for file in files.values()
                    for phrase in file.get(section, {}).get(key, ())
                ),
                self._between,
            )
            for section in _BY_THEMSELVES
            for key in {key for file in files.values() for key in file.get(section, {})}
        }
        # The words for a status or a day, and those of the other phrases, that a misspelt word may be.
        self.misspelt = _by_likeness(
            word for word, meaning in self.single.items() if meaning.startswith(_MAY_BE_PARTED) and len(word) > 4
        )
        self.loose_words = frozenset(
            word
            for (section, _), phrases_of in self._sets.items()
            if section in ("course", "ask", "add")
            for word in phrases_of.words
            if len(word) > 4 and word.isalpha()
        )
        self.loose = _by_likeness(sorted(self.loose_words))
        self.group_words = frozenset(word for file in files.values() for word in file.get("name", {}).get("group", ()))
        self.course_stems = frozenset(
            stem(word) for file in files.values() for word in file.get("course", {}).get("words", ())
        )

    def phrases(self, section: str, key: str) -> "PhraseSet":
        """The phrases of all languages under a key of a section that is looked for by itself."""
        return self._sets[section, key]


def _by_likeness(words: Iterable[str]) -> dict[tuple[int, str], list[str]]:
    """Words by how long a slip of them may be, and by their first letter."""
    found: dict[tuple[int, str], list[str]] = {}
    for word in words:
        for length in range(len(word) - 1, len(word) + 2):
            found.setdefault((length, word[0]), []).append(word)
    return found


class PhraseSet:
    """Some phrases, as a tree over words."""

    def __init__(self, phrases: Iterable[tuple[str, ...]], between: Set[str]) -> None:
        self._tree: dict[str, Any] = {}
        self._between = between
        self.words: set[str] = set()
        for phrase in phrases:
            node = self._tree
            for word in phrase:
                self.words.add(word)
                node = node.setdefault(word, {})
            node[""] = True
        self.first = frozenset(self._tree)

    def at(self, tokens: Sequence[Token], at: int) -> int | None:
        """The token after the longest of the phrases that begins at a token; small words may stand inside it."""
        node, end, found = self._tree.get(tokens[at].key), at, None
        while node is not None:
            end += 1
            if "" in node:
                found = end
            until = min(end + _MOST_BETWEEN, len(tokens))
            while end < until and tokens[end].key not in node and tokens[end].key in self._between:
                end += 1
            node = node.get(tokens[end].key) if end < len(tokens) else None
        return found

    def find(self, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the first of them stands between two tokens."""
        for at in range(start, len(tokens) if end is None else end):
            if tokens[at].key in self.first and (last := self.at(tokens, at)) is not None:
                return at, last
        return None


@cache
def free_lexicon() -> FreeLexicon:
    """The words of free text, read when first needed."""
    return FreeLexicon(
        {language: _merged(read_file(f"free_{language}"), read_file(language)) for language in LANGUAGES}
    )


def _without(file: dict[str, Any], sections: Sequence[str]) -> dict[str, Any]:
    return {section: meanings for section, meanings in file.items() if section not in sections}


def _merged(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """Two files as one. A phrase that both have is of the first."""
    merged = {section: dict(meanings) for section, meanings in first.items()}
    taken = {phrase for meaning, phrase in phrases(_without(first, _BY_THEMSELVES))}
    for section, meanings in then.items():
        free = section in LISTS or section in _BY_THEMSELVES
        for key, words in meanings.items():
            known = merged.setdefault(section, {}).get(key)
            new = words if free else [word for word in words if word not in taken]
            merged[section][key] = [*known, *new] if isinstance(known, list) else known or new
    return merged
