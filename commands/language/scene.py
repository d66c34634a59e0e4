"""A message laid out for reading: its words, and over them what each run of words is known to be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from commands.language import ids
from commands.language.amounts import amount_at
from commands.language.dates import Time, find_times
from commands.language.directory import Directory, Named, Unit, name_keys
from commands.language.hyphens import hyphenated
from commands.language.lexicon import FreeLexicon, free_lexicon
from commands.language.marks import Mark
from commands.language.spelling import slips
from commands.language.text import Token, clean, cut
from store.records import Language

# Besides the meanings of the lexicon: `id` (value: the task's id), `time` (a Time), `amount` (an Amount), `system`,
# `group`, `member` (the ids that the name may be), `course` (the systems that a word like «arkivkurset» names, and its
# Unit), `word` (a Unit), `comma`, `end`, `question`, `colon`, `dash`, `sign`.


@dataclass(slots=True)
class Scene:
    """A message while it is being read, by `author`, at the local time `now`."""

    text: str
    tokens: list[Token]
    marks: list[Mark]
    directory: Directory
    author: str | None
    now: datetime
    language: Language | None
    kinds: frozenset[str] = field(default_factory=frozenset)
    keys: frozenset[str] = field(default_factory=frozenset)

    def words(self, marks: Sequence[Mark]) -> str:
        """What some marks cover, from the first to the last, as typed."""
        if not marks:
            return ""
        return self.text[self.tokens[marks[0].start].start : self.tokens[marks[-1].end - 1].end]

    def key(self, mark: Mark) -> str:
        """The first word of a mark."""
        return self.tokens[mark.start].key

    def has(self, *kinds: str) -> bool:
        """Whether anything in the message is of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)


def lay_out(text: str, directory: Directory, author: str | None, now: datetime, zone: tzinfo) -> Scene:
    """Lay out a message that was written at `now`, in the workspace's time zone."""
    cleaned = clean(text)
    tokens = _as_written(cleaned, cut(cleaned))
    language = free_lexicon().language_of(tokens)
    marks = _Marks(cleaned, tokens, directory, language, find_times(tokens, now, language, zone)).all()
    kinds, keys = frozenset(mark.kind for mark in marks), frozenset(token.key for token in tokens)
    return Scene(cleaned, tokens, marks, directory, author, now, language, kinds, keys)


def _as_written(text: str, tokens: list[Token]) -> list[Token]:
    """The words as they are written, where they are spelled as they are spoken: «va» is «var», and «VA» is not."""
    written = free_lexicon().written
    return [
        token._replace(key=written[token.key])
        if token.key in written and (token.end == token.start + 1 or not text[token.start : token.end].isupper())
        else token
        for token in tokens
    ]


class _Marks:
    """Going through the tokens once, the longest reading first."""

    def __init__(
        self, text: str, tokens: list[Token], directory: Directory, language: Language | None, times: list[Time]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._directory = directory
        self._language = language
        self._times = {time.first: time for time in times}
        self._starts = sorted(self._times)
        self._stems = name_keys(tokens)
        self._joined = {first: (word, last) for word, first, last in hyphenated(tokens)}
        self._book = free_lexicon()
        self._everyday = frozenset(self._book.words("hints", "auxiliary"))

    def _typed(self, at: int) -> str:
        return self._text[self._tokens[at].start : self._tokens[at].end]

    def all(self) -> list[Mark]:
        """The marks of the message, in order and without overlap."""
        marks: list[Mark] = []
        at = 0
        while at < len(self._tokens):
            mark = self._mark(at)
            marks.append(mark)
            at = mark.end
        return marks

    def _mark(self, at: int) -> Mark:
        key = self._tokens[at].key
        if key == "e" and self._is_after_a_word(at):
            return Mark("plain.words", at, at + 1)  # «fiberen e inne»
        if found := ids.id_of(key):
            glued = (
                at > 0 and self._tokens[at - 1].end == self._tokens[at].start and self._tokens[at - 1].key[-1].isalnum()
            )
            return Mark("sign" if glued else "id", at, at + 1, found)
        if at in self._times:
            return Mark("time", at, self._times[at].last, self._times[at])
        if found_amount := amount_at(self._tokens, at):
            return Mark("amount", at, found_amount.end, found_amount)
        if key in _SIGNS:
            return Mark(_SIGNS[key], at, at + 1)
        if _SAYS_NOTHING.fullmatch(key):
            return Mark("plain.words", at, at + 1)
        if at in self._joined and self._joined[at][1] > at + 1:
            return self._word(at)
        return self._phrase_or_name(at) or self._word(at)

    def _is_after_a_word(self, at: int) -> bool:
        """Whether a letter stands by itself after a word, and begins no other: «e-post»."""
        begins = at in self._times or self._joined.get(at, ("", 0))[1] != at + 1
        return at > 0 and not begins and self._tokens[at - 1].key[-1].isalpha()

    def _phrase_or_name(self, at: int) -> Mark | None:
        until = next((first for first in self._starts if first > at), len(self._tokens))
        phrase = self._book.match(self._tokens, at, self._language, until)
        if phrase and phrase[1] == "name.task" and (numbered := self._numbered(phrase[0])):
            return numbered
        if phrase and phrase[1] == "plain.words" and phrase[0] > at + 1 and self._says_more_from(at + 1, phrase[0]):
            phrase = (at + 1, "plain.words")
        named = self._named(at)
        if named and (phrase is None or named.end > phrase[0] or (named.end == phrase[0] and _gives_way(phrase[1]))):
            return named
        return Mark(phrase[1], at, phrase[0]) if phrase else None

    def _says_more_from(self, at: int, end: int) -> bool:
        """Whether a status begins inside a plain phrase: «er på» before «plass»."""
        found = self._book.match(self._tokens, at, self._language)
        return found is not None and found[0] > end and found[1].startswith("status.")

    def _numbered(self, at: int) -> Mark | None:
        if at < len(self._tokens) and self._tokens[at].key in {"nr", "nr.", "no", "#"}:
            at += 1
        number = ids.numbered(self._tokens[at].key) if at < len(self._tokens) else None
        return Mark("id", at - 1, at + 1, number) if number and not amount_at(self._tokens, at) else None

    def _named(self, at: int) -> Mark | None:
        found = {one.kind: one for one in self._directory.names_at(self._tokens, self._stems, at)}
        key = self._tokens[at].key
        if len(key) < 4 and key in self._everyday and not self._typed(at).isupper():
            return None
        handle = key.startswith("@")
        if handle:
            return _of(found.get("member"), at, "handle")
        if "group" in found and self._is_group(at, found["group"].end):
            return _of(found["group"], at, "group")
        best = max(
            (found[kind] for kind in ("member", "system") if kind in found), key=lambda one: one.end, default=None
        )
        return _of(best, at, best.kind) if best else None

    def _is_group(self, start: int, end: int) -> bool:
        around = [
            self._tokens[i].key
            for i in (*range(max(0, start - 3), start), *range(end, min(end + 2, len(self._tokens))))
        ]
        return any(word in self._book.group_words for word in around)

    def _word(self, at: int) -> Mark:
        word, end = self._joined.get(at, (self._tokens[at].key, at + 1))
        if not word[0].isalpha():
            return Mark("sign", at, at + 1)
        if end > at + 1 and (named := self._directory.names_at([Token(word, 0, 0)], [self._stems_of(word)], 0)):
            return Mark(named[0].kind, at, end, named[0].ids)
        if not self._directory.knows(word) and not self._directory.is_of_the_trade(word):
            word = self._respelt(word)
            if (meaning := self._book.single.get(word)) and meaning.partition(".")[0] in _MAY_BE_MISSPELT:
                self._tokens[at] = self._tokens[at]._replace(key=word)
                return Mark(meaning, at, end)
            if word == self._tokens[at].key:
                word = near_word(word, self._book) or word
                self._tokens[at] = self._tokens[at]._replace(key=word)
            elif called := self._system_called(word):
                return Mark("system", at, end, called)
        elif not self._directory.is_spelled(word) and (meant := near_word(word, self._book)):
            self._tokens[at] = self._tokens[at]._replace(key=meant)  # «plaser», beside «elevplass» in a title
        if end > at + 1:
            self._tokens[at] = self._tokens[at]._replace(key=word)  # «A-meldinga» is no «a»
        unit = self._directory.said(word)
        if course := _course(unit, self._directory):
            return Mark("course", at, end, (course[0], unit))
        return Mark("word", at, end, unit)

    def _system_called(self, word: str) -> tuple[str, ...] | None:
        """The system that a misspelt word names, where it is no word of a title too."""
        if len(word) < _SHORTEST_MISSPELT_NAME or self._directory.tasks_with(self._directory.unit(word).whole):
            return None
        names = self._directory.names_at([Token(word, 0, 0)], [self._stems_of(word)], 0)
        return next((one.ids for one in names if one.kind == "system"), None)

    def _stems_of(self, word: str) -> str:
        return name_keys([Token(word, 0, 0)])[0]

    def _is_known(self, word: str) -> bool:
        return self._directory.knows(word) or bool(self._directory.unit(word).parts)

    def _respelt(self, word: str) -> str:
        if written := self._directory.with_letters(word):
            return written
        if word.endswith("an") and len(word) > 6 and self._is_known(word[:-2]):
            return word[:-2]  # «journalan», as they say in the north
        if self._directory.unit(word).parts:
            return (len(word) > 9 and self._directory.spelled_like(word, near=1 + (len(word) > 11))) or word
        return near_phrase(word, self._book) or self._directory.spelled_like(word) or word


def near_word(word: str, book: FreeLexicon) -> str | None:
    """The one word of the phrases for trainings, questions and orders that a misspelt word is."""
    if not 5 <= len(word) <= _LONGEST_MISSPELT or word in book.loose_words:
        return None
    found = slips(word, book.loose.get((len(word), word[0]), ()))
    return found[0] if len(found) == 1 else None


def near_phrase(word: str, book: FreeLexicon) -> str | None:
    """The word for a status or a day that a misspelt one is, where all it may be mean the same."""
    if len(word) < 5:
        return None
    found = slips(word, book.misspelt.get((len(word), word[0]), ()))
    return found[0] if len({book.single[known] for known in found}) == 1 else None


def _course(unit: Unit, directory: Directory) -> tuple[tuple[str, ...], Unit] | None:
    """The systems of «arkivkurset»: none for a bare «kurset»."""
    words = free_lexicon().course_stems
    if unit.whole in words:
        return (), unit
    if unit.parts and unit.parts[-1] in words:
        named = [directory.named_by.get(part, set()) for part in unit.parts[:-1]]
        found = next((ids_ for ids_ in named if ids_), set())
        return tuple(sorted(found)), unit
    return None


def _of(found: Named | None, at: int, kind: str) -> Mark | None:
    return Mark(kind, at, found.end, found.ids) if found else None


def _gives_way(kind: str) -> bool:
    """Whether a phrase is so plain that a name of as many words is meant instead."""
    return kind.partition(".")[0] in ("plain", "link", "title", "ask", "time")


_SIGNS = {
    **dict.fromkeys(".!;…\n", "end"),
    "?": "question",
    "؟": "question",
    ",": "comma",
    ":": "colon",
    **dict.fromkeys("-–—→", "dash"),
    **dict.fromkeys("()[]*_•·|/=+<>\"'«»“”", "sign"),
}
_SHORTEST_MISSPELT_NAME, _LONGEST_MISSPELT = 6, 20
_MAY_BE_MISSPELT = frozenset({"status", "due", "who", "stop"})
_SAYS_NOTHING = re.compile(r"https?://.*|@klar|@bot|<!(?:channel|here|everyone)(?:\|.*)?>|@(?:channel|here|everyone)")
