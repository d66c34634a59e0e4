"""A sentence as the reader of times sees it: for each token, all that it can be."""

import re
from collections.abc import Sequence
from copy import copy
from datetime import date, datetime, tzinfo
from typing import Any, TypeAlias

from commands.language.text import Token
from commands.language.when import typos
from commands.language.when.words import Words
from store.records import Language

Kinds: TypeAlias = dict[str, tuple[Any, int]]

_WHOLE_NUMBER = re.compile(r"[0-9]{1,4}")
_DECIMAL = re.compile(r"[0-9]{1,3}[.,][0-9]{1,2}")
_FRACTION = re.compile(r"([1-9])/([1-9])")
_GLUED = re.compile(r"([a-zæøå]+)([0-9]{1,4})")


class Reader:
    """Tokens, and when and how they are read.

    `now` is local time without a zone; `base` is the day that weekdays and dates without a year come after. `whole`
    says that the text is one time expression and nothing else, so that a bare month or year is one too.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        words: Words,
        now: datetime,
        zone: tzinfo,
        lang: Language | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.now = now
        self.zone = zone
        self.lang = lang
        self.whole = whole
        self.today = self.base = now.date()
        # A little nothing before and after, so that a room may look beyond the ends.
        self._keys = [token.key for token in tokens] + [""] * _BEYOND
        self._known: list[Kinds | None] = [None] * len(self._keys)
        self._kinds: list[Kinds | None] = [None] * len(self._keys)
        # What rooms have read at a token, so that it is read once.
        self.read: dict[tuple[str, int], Any] = {}

    def after(self, day: date) -> "Reader":
        """The same sentence, read from another day on."""
        other = copy(self)
        other.base = day
        other.read = {}
        return other

    def key(self, at: int) -> str:
        """A token as it is compared; nothing outside the sentence."""
        return self._keys[at]

    def kinds(self, at: int) -> Kinds:
        """All that begins at a token, by kind: the value, and the token after it."""
        seen = self._kinds[at]
        if seen is None:
            seen = self.known(at)
            key = self._keys[at]
            if not seen and len(key) >= typos.SHORTEST and (meant := typos.meant(key, self, at)):
                seen = {meant[0]: (meant[1], at + 1)}
            self._kinds[at] = seen
        return seen

    def known(self, at: int) -> Kinds:
        """The same for words that are spelled right."""
        found = self._known[at]
        if found is not None:
            return found
        found = self._known[at] = {}
        keys, key = self._keys, self._keys[at]
        longer, single = self.words.longer.get(key), self.words.single.get(key)
        if longer is not None:
            for rest, kind, value in longer.get(keys[at + 1], ()):
                end = at + 2 + len(rest)
                if kind not in found and (not rest or tuple(keys[at + 2 : end]) == rest):
                    found[kind] = (value, end)
        if single is not None:
            for kind, value in single.items():
                if kind not in found:
                    found[kind] = (value, at + 1)
        return found

    def get(self, at: int, kind: str) -> tuple[Any, int] | None:
        """What a token is as one kind of word, and the token after it."""
        seen = self._kinds[at]
        return (self.kinds(at) if seen is None else seen).get(kind)

    def skip(self, at: int, kind: str, *values: str) -> int:
        """The token after a word of a kind, where there is one, else the same token."""
        found = self.kinds(at).get(kind)
        return found[1] if found and (not values or found[0] in values) else at

    def holds_time(self, at: int) -> bool:
        """Whether a token is a word for a time, or has a number in it."""
        return self._keys[at][-1:].isdigit() or bool(self.kinds(at))

    def cue(self, at: int, name: str) -> bool:
        """Whether a token is a cue word of this name."""
        return self.key(at) in self.words.cues.get(name, ())

    def touches(self, at: int) -> bool:
        """Whether a token stands right after the one before it, with no space."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def number(self, at: int, most: int = 9_999) -> tuple[int, int] | None:
        """A whole number in digits or words, and the token after it."""
        key = self.key(at)
        if _WHOLE_NUMBER.fullmatch(key):
            return (int(key), at + 1) if int(key) <= most else None
        found = self.get(at, "number")
        return found if found and found[0] <= most else None

    def amount(self, at: int) -> tuple[float, int, bool] | None:
        """How many: «to», «2,5», «to og en halv», «halvannen», «et par» (True: only about so many); the token after."""
        key, kinds = self.key(at), self.kinds(at)
        if "about_number" in kinds:
            return (*kinds["about_number"], True)
        if "fraction" in kinds and kinds["fraction"][0] != "and_half":
            share, end = kinds["fraction"]
            return _SHARES[share], end, False
        if _DECIMAL.fullmatch(key):
            return float(key.replace(",", ".")), at + 1, False
        if (part := _FRACTION.fullmatch(key)) and int(part[1]) < int(part[2]):
            return int(part[1]) / int(part[2]), at + 1, False
        if (found := self.number(at)) is None:
            return None
        number, end = found
        half = self.get(end, "fraction")
        return (number + 0.5, half[1], False) if half and half[0] == "and_half" else (number, end, False)

    def ordinal(self, at: int) -> tuple[int, int, bool] | None:
        """«3.», «3rd», «tredje»: the number, the token after it, and whether it is spelled out."""
        if spelled := self.get(at, "ordinal"):
            return (*spelled, True)
        key = self.key(at)
        if not (key.isdecimal() and len(key) <= 2):
            return None
        if self.touches(at + 1) and (self.key(at + 1) == "." or "ordinal_sign" in self.kinds(at + 1)):
            return int(key), at + 2, False
        return None

    def glued(self, at: int, kind: str) -> tuple[Any, int] | None:
        """A word with its number in one token: «feb13», «uke47». The word's value, and the number."""
        parts = _GLUED.fullmatch(self.key(at))
        if parts is None:
            return None
        value = self.words.single.get(parts[1], _NONE).get(kind)
        return None if value is None else (value, int(parts[2]))

    def is_glued(self, at: int) -> bool:
        """Whether a token is a word for a time and its number: «uke47», «q1», but not «T101»."""
        parts = _GLUED.fullmatch(self.key(at))
        return parts is not None and (
            parts[1] in _BEFORE_NUMBER or not _GLUED_KINDS.isdisjoint(self.words.single.get(parts[1], _NONE))
        )

    def ends(self, at: int) -> bool:
        """Whether nothing more is said here: the end, a sign, or a word that no noun can be."""
        key = self.key(at)
        return not key or not (key[0].isalpha() or key[0].isdigit())


# How far beyond the ends of a sentence a room may look.
_BEYOND = 24
_GLUED_KINDS = frozenset({"week", "month", "month_short"})
_BEFORE_NUMBER = frozenset({"q", "kv", "h"})
_NONE: dict[str, Any] = {}
_SHARES = {"half": 0.5, "one_and_half": 1.5, "quarter": 0.25, "three_quarters": 0.75}
