"""An answer in words to a question that has a few readings: yes, no, which one, or a word that only one of them has."""

from collections.abc import Sequence
from dataclasses import dataclass

from commands.language import ids
from commands.language.replies import ordinals, plain_words, reply_words
from commands.language.words import stem

_LONGEST = 8  # words


@dataclass(frozen=True, slots=True)
class Reading:
    """What one of the readings is about, and the words that it is said in."""

    subjects: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The number of the reading that is meant; None for none of them."""

    reading: int | None


UNDECIDED = "undecided"
"""A yes to several readings."""


def chosen(text: str, readings: Sequence[Reading]) -> Chosen | str | None:
    """Which reading an answer means; UNDECIDED for a yes to several, None for what is no answer."""
    words = plain_words(text)
    phrase = " ".join(words)
    if not words or len(words) > _LONGEST:
        return None
    if phrase in reply_words("answer", "no"):
        return Chosen(None)
    if phrase in reply_words("answer", "yes"):
        return None if not readings else Chosen(0) if len(readings) == 1 else UNDECIDED
    telling = [word for word in words if word not in reply_words("answer", "small")]
    number = _counted(telling, len(readings))
    if number is None:
        number = _only([_is_of(reading, telling) for reading in readings])
    if number is None:
        number = _by_words(telling, readings)
    return None if number is None else Chosen(number)


def named_task(text: str) -> str | None:
    """The id of the one task that an answer consists of."""
    telling = [word for word in plain_words(text) if word not in reply_words("answer", "small")]
    return ids.id_of(telling[0]) if len(telling) == 1 else None


def words_of(*texts: str) -> frozenset[str]:
    """The words of texts, as an answer is compared with them."""
    return frozenset(stem(word) for text in texts for word in plain_words(text))


def _is_of(reading: Reading, words: Sequence[str]) -> bool:
    """Whether the words are no more than the id of the one task that a reading is about."""
    return len(words) == 1 and reading.subjects == (ids.id_of(words[0]),)


def _counted(words: Sequence[str], readings: int) -> int | None:
    if len(words) != 1:
        return None
    number = readings - 1 if words[0] in reply_words("answer", "last") else ordinals().get(words[0])
    return number if number is not None and 0 <= number < readings else None


def _by_words(words: Sequence[str], readings: Sequence[Reading]) -> int | None:
    """The one reading that has all the words, of which one at least must tell something."""
    if all(word in reply_words("answer", "not") or ids.id_of(word) for word in words):
        return None
    said = {stem(word) for word in words}
    return _only([said <= reading.words for reading in readings])


def _only(fits: Sequence[bool]) -> int | None:
    return fits.index(True) if fits.count(True) == 1 else None
