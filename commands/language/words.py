"""Words as they are compared: folded, and without their endings, in bokmål, nynorsk and English alike.

The stem of a word is no word of a dictionary: it is what «journaler», «journalane» and «journals» have in common. The
same rule is used on both sides of every comparison, so that it need not be right, only the same.
"""

import unicodedata
from functools import lru_cache

_FOLDED = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "å": "a",
        "ä": "ae",
        "ö": "o",
        "ü": "u",
        "é": "e",
        "è": "e",
        "ê": "e",
        "ó": "o",
        "ò": "o",
        "ô": "o",
    }
)
# The longest first; of each word one is taken away, and a stem keeps three letters and a vowel.
_ENDINGS = tuple(
    sorted(
        (
            "ingene", "ingane", "ingens", "inger", "ingar", "ingen", "inga", "ings", "ing", "hetene", "heten", "heter",
            "het", "sjonene", "sjonane", "sjonen", "sjoner", "sjonar", "sjon", "tions", "tion", "erne", "arne", "arane",
            "arar", "enes", "anes", "ende", "ande", "edes", "ede", "ene", "ane", "ies", "en", "et", "er", "ar", "es",
            "ed", "a", "e",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
_ENDINGS_BY_LETTER = {
    letter: tuple(ending for ending in _ENDINGS if ending[-1] == letter) for letter in {one[-1] for one in _ENDINGS}
}
_VOWELS = frozenset("aeiouyæøå")
# The t of a participle («overført», «bestilt»), also where it belongs to the word («kontakt»).
_PARTICIPLES = ("ert", "ørt", "lt", "dt", "kt", "vt", "pt", "gt", "mt")


def fold(word: str) -> str:
    """A word in small letters of the English alphabet: people write «Nesvaer» and «Bjorkasen»."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word).casefold().translate(_FOLDED)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What the forms of a word have in common. A word with a digit in it stands as it is."""
    word = unicodedata.normalize("NFC", word).casefold()
    if not 4 <= len(word) <= 40 or not word.replace("-", "").isalpha():
        return word[:40]
    if len(word) > 4 and word[-1] == "s" and word[-2] not in "sn":
        word = word[:-1]
    for ending in _ENDINGS_BY_LETTER.get(word[-1], ()):
        rest = len(word) - len(ending)
        if rest >= 3 and word.endswith(ending) and not _VOWELS.isdisjoint(word[:rest]):
            word = word[:rest]
            break
    if len(word) > 4 and word[-1] == "s":
        word = word[:-1]
    if len(word) > 4 and word.endswith(_PARTICIPLES):
        word = word[:-1]
    if (len(word) > 5 and word.endswith(("er", "ar"))) or (len(word) > 4 and word.endswith("en")):
        word = word[:-2]
    if len(word) > 4 and word[-1] == "r" and word[-2] not in _VOWELS:
        word = word[:-1]
    if len(word) > 3 and (word[-1] == word[-2] or word[-1] in "ae"):
        word = word[:-1]
    return word
