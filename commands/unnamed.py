"""A text without the people in it: names, handles, addresses and numbers of persons become `{person}`."""

import re

from commands.language.lexicon import free_lexicon, lexicon
from commands.language.text import LONGEST, clean, cut
from commands.turn import Turn

PERSON = "{person}"

_ADDRESSES = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|<[@!#][^<>\s]*>|(?<!\w)@[\w.-]*\w|https?://\S+")
_NUMBERS = re.compile(r"(?<![\w])\+?\d(?:[ .-]?\d){7,}(?!\w)")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?|\d\d?[.-]\d\d?[.-](?:19|20)\d\d")
_SAYS = frozenset(
    [
        "sier",
        "seier",
        "mener",
        "meiner",
        "tror",
        "trur",
        "skriver",
        "skriv",
        "sa",
        "melder",
        "melde",
        "says",
        "said",
        "thinks",
        "writes",
        "told",
    ]
)
_SEVERAL = re.compile(r"\{person\}(?:[ -]\{person\})+")


def without_names(text: str, turn: Turn) -> str:
    """The text with a placeholder for every person, also for those whom Klar does not know by name."""
    text = " ".join(clean(text[: LONGEST + 1]).split())
    text = _NUMBERS.sub(lambda found: found[0] if _DAY.fullmatch(found[0]) else PERSON, _ADDRESSES.sub(PERSON, text))
    people = _words_of_people(turn)
    tokens = cut(text)
    parts, at = [], 0
    for number, token in enumerate(tokens):
        word = text[token.start : token.end]
        first = number == 0 or tokens[number - 1].key in (".", "!", "?", ":", ";", "«", '"')
        after = tokens[number + 1].key if number + 1 < len(tokens) else ""
        capital_after = number + 1 < len(tokens) and _is_a_name(
            text[tokens[number + 1].start : tokens[number + 1].end], turn
        )
        hidden = _bare(token.key) in people or token.key in people
        if not hidden and _is_a_name(word, turn):
            hidden = not first or after in _SAYS or capital_after
        if hidden:
            parts.append(text[at : token.start] + PERSON)
            at = token.end
    return _SEVERAL.sub(PERSON, "".join(parts) + text[at:])


def _words_of_people(turn: Turn) -> frozenset[str]:
    """All words of all names, with ids and handles."""
    people = turn.workspace.people.all()
    names = " ".join(f"{one.name} {one.id} {one.handle.lstrip('@')}" for one in people)
    return frozenset(token.key for token in cut(clean(names)) if token.key[0].isalpha() and len(token.key) > 1)


def _bare(word: str) -> str:
    """«Karis» and «Kari's» are Kari."""
    return word.removesuffix("'s").removesuffix("s").rstrip("'")


def _is_a_name(word: str, turn: Turn) -> bool:
    """Whether a word is written as a name and is none that Klar has for things."""
    key = word.casefold()
    if not word[0].isupper() or len(word) < 2 or word.isupper() or not word.isalpha():
        return False
    return not (key in lexicon().single or key in free_lexicon().single or turn.known.directory().knows(key))
