"""A message as typed, cleaned and cut into words and signs."""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 2_000


class Token(NamedTuple):
    """A word, a number or a sign, with its place in the cleaned text. `key` is how it is compared."""

    key: str
    start: int
    end: int


def clean(text: str) -> str:
    """Compose letters, and drop what cannot be seen: zero-width and direction marks, joiners, control characters.

    Line ends stay, as `\\n`.
    """
    if text.isascii():
        seen = text
    else:
        seen = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
        seen = "".join(c for c in seen if c not in _JOINERS and unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    return _CONTROL.sub(" ", seen.replace("\r\n", "\n").replace("\r", "\n")).strip()


def keys(text: str) -> tuple[str, ...]:
    """The tokens of a text as they are compared."""
    return tuple(_TOKEN.findall(text.casefold()))


def cut(text: str) -> list[Token]:
    """Cut a cleaned text into tokens."""
    return [Token(m[0].casefold(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


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
        "٪": "%",
        "％": "%",
        "？": "?",
    }
)
_CONTROL = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_TOKEN = re.compile(
    r"https?://\S+"
    r"|<[@#!][^<>\s]+>"  # markup of a chat that was not resolved to a name
    r"|:[a-z0-9_+-]+:"  # an emoji by its name
    r"|@[^\W_][\w.-]*\w"
    r"|(?:kl|ca|pga|pst|jan|febr?|mar|apr|aug|sept?|okt|oct|nov|des|dec)\."
    r"|p\.g\.a\."
    r"|:-?[(/|\\](?!\S)"  # a sad face
    r"|[0-9]+(?:[.,/:-][0-9]+)*"
    r"|#?[^\W_]+(?:'[^\W_]+)*"
    r"|\n"
    r"|\S",
    re.IGNORECASE,
)
