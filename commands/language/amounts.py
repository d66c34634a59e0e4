"""How much of something: «80 %», «halvparten», «to av tre», «tre fjerdedeler», «18 av 24»."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from commands.language.lexicon import free_lexicon
from commands.language.spelling import slips
from commands.language.text import Token

_WHOLE = re.compile(r"[0-9]{1,7}")
_DECIMAL = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")


class Amount(NamedTuple):
    """An amount, and the token after it. `percent` is None for an impossible one; `of` is what `part` was out of."""

    end: int
    percent: int | None
    part: int | None = None
    of: int | None = None


def amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """The amount that begins at a token."""
    words = _words()
    key = tokens[at].key
    if key in words.fixed:
        return Amount(at + 1, words.fixed[key])
    number, end = _number(tokens, at, words)
    if (
        number is None
        and key in ("a", "an", "en", "ein", "ei")
        and at + 1 < len(tokens)
        and words.fraction(tokens[at + 1].key) is not None
    ):
        number, end = 1, at + 1
    if number is None:
        return _decimal_percent(tokens, at, words)
    after = tokens[end].key if end < len(tokens) else ""
    if after in words.percent:
        return Amount(end + 1, number if number <= 100 else None)
    parts = words.fraction(after)
    if parts is not None and number < parts:
        return Amount(end + 1, _rounded(100 * number, parts))
    return _out_of(tokens, number, end, words)


def numbered(token: Token) -> int | None:
    """The number that one word is."""
    number = _words().numbers.get(token.key)
    return int(token.key) if number is None and _WHOLE.fullmatch(token.key) else number


class _Words:
    def __init__(self) -> None:
        lists = free_lexicon()
        self.numbers = {
            word: int(value) for _, table in lists.list("amount", "numbers") for word, value in table.items()
        }
        tens = {word: value for word, value in self.numbers.items() if value >= 20 and value % 10 == 0 and value < 100}
        ones = {word: value for word, value in self.numbers.items() if 1 <= value <= 9}
        self.numbers |= {ten + one: tens[ten] + ones[one] for ten in tens for one in ones}
        self.fixed = {word: int(value) for _, table in lists.list("amount", "fixed") for word, value in table.items()}
        self.fractions = {
            word: int(value) for _, table in lists.list("amount", "fractions") for word, value in table.items()
        }
        self.percent = frozenset(lists.words("amount", "percent"))
        self.out_of = frozenset(lists.words("amount", "out_of"))
        self.between = frozenset(lists.words("amount", "between"))

    def fraction(self, word: str) -> int | None:
        """How many parts a word divides something in, also where a finger has slipped: «tredejdel»."""
        found = self.fractions.get(word)
        if found is not None or len(word) < 7 or not word.isalpha():
            return found
        parts = {self.fractions[one] for one in slips(word, self.fractions)}
        return parts.pop() if len(parts) == 1 else None


@cache
def _words() -> _Words:
    return _Words()


def _number(tokens: Sequence[Token], at: int, words: _Words) -> tuple[int | None, int]:
    key = tokens[at].key
    if key in words.numbers:
        return words.numbers[key], at + 1
    if not _WHOLE.fullmatch(key):
        return None, at
    number, end = int(key), at + 1
    while (
        len(key) <= 3
        and end < len(tokens)
        and re.fullmatch(r"[0-9]{3}", tokens[end].key)
        and tokens[end].start == tokens[end - 1].end + 1
    ):
        number, end = number * 1000 + int(tokens[end].key), end + 1
    return number, end


def _decimal_percent(tokens: Sequence[Token], at: int, words: _Words) -> Amount | None:
    key = tokens[at].key
    if not _DECIMAL.fullmatch(key) or at + 1 >= len(tokens) or tokens[at + 1].key not in words.percent:
        if (
            "/" in key
            and (found := re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", key))
            and 12 < int(found[2]) >= int(found[1]) > 0
        ):
            return Amount(at + 1, _rounded(100 * int(found[1]), int(found[2])), int(found[1]), int(found[2]))
        return None
    value = float(key.replace(",", "."))
    return Amount(at + 2, int(value + 0.5) if value <= 100 else None)


def _out_of(tokens: Sequence[Token], number: int, end: int, words: _Words) -> Amount | None:
    at = end
    if at < len(tokens) and tokens[at].key in words.between and tokens[at].key not in words.out_of:
        at += 1
    if at >= len(tokens) or tokens[at].key not in words.out_of:
        return None
    at += 1
    while at < len(tokens) and tokens[at].key in words.between:
        at += 1
    if at >= len(tokens):
        return None
    whole, last = _number(tokens, at, words)
    if whole is None or number > whole or whole == 0:
        return None
    return Amount(last, _rounded(100 * number, whole), number, whole)


def _rounded(part: int, whole: int) -> int:
    """To the nearest whole number, a half up."""
    return (2 * part + whole) // (2 * whole)
