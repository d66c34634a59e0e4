"""A message as typed, cleaned and cut into words and signs."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 2_000


class Token(NamedTuple):
    """A word, a number or a sign, with its place in the cleaned text. `key` is how it is compared."""

    key: str
    start: int
    end: int


# Each message is cleaned for the one reader, for the other, and for what looks for answers and lessons in it.
@lru_cache(maxsize=8)
def clean(text: str) -> str:
    """Compose letters, and drop what cannot be seen: zero-width and direction marks, joiners, control characters.

    Line ends stay, as `\\n`.
    """
    if text.isascii() or _PLAIN.fullmatch(text):
        seen = text
    else:
        seen = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
        for c in set(_ODD.findall(seen)):
            if c in _JOINERS or unicodedata.category(c) in ("Cf", "Cs", "Co"):
                seen = seen.replace(c, "")
    return _CONTROL.sub(" ", seen.replace("\r\n", "\n").replace("\r", "\n")).strip()


def keys(text: str) -> tuple[str, ...]:
    """The tokens of a text as they are compared."""
    folded = text.casefold()
    words = folded.split(" ")
    return tuple(words if all(map(str.isalpha, words)) else _TOKEN.findall(folded))


def cut(text: str) -> list[Token]:
    """Cut a cleaned text into tokens."""
    return list(_cut(text))


# Each message is cut for the one reader and for the other.
@lru_cache(maxsize=4)
def _cut(text: str) -> tuple[Token, ...]:
    folded = text.casefold()
    if len(folded) == len(text):
        return tuple(Token(folded[start:end], start, end) for start, end in map(re.Match.span, _TOKEN.finditer(text)))
    return tuple(Token(m[0].casefold(), m.start(), m.end()) for m in _TOKEN.finditer(text))


# Letters and signs of Western Europe, composed and seen: most messages have no others.
_PLAIN = re.compile("[\x00-_a-\x7f¡-¬®-³µ-ÿ–—…•]*")
_ODD = re.compile("[^\x00-\x7f¡-¬®-ÿ–—…•]")
_JOINERS = frozenset("\ufe0e\ufe0f\u20e3" + "".join(map(chr, range(0x1F3FB, 0x1F400))))
_LOOKALIKES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2010": "-",
        "\u2011": "-",
        "٪": "%",
        "％": "%",
        "？": "?",
    }
)
# Control characters, and all spaces but the usual one.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_TOKEN = re.compile(
    r"https?://\S+"
    r"|<[@#!][^<>\s]+>"  # markup of a chat that was not resolved to a name
    r"|:[a-z0-9_+-]+:"  # an emoji by its name
    r"|@[^\W_][\w.-]*\w"
    r"|(?:jfr?|ift|ihh?t|ifb?m|mht|mtp|vedr|evt|inkl|ekskl|dvs|osv|mfl)\."
    r"|(?:f\. ?eks|bl\. ?a|m\. ?a|p\. ?d\. ?d)\."
    r"|(?:kl|ca|pga|pst|jan|febr?|mar|apr|aug|sept?|okt|oct|nov|des|dec)\."
    r"|p\.g\.a\."
    r"|:-?[(/|\\](?!\S)"  # a sad face
    r"|[0-9]+(?:[.,/:-][0-9]+)*"
    r"|#?[^\W_]+(?:'[^\W_]+)*"
    r"|\n"
    r"|\S",
    re.IGNORECASE,
)
