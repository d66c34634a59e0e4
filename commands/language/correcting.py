"""«Nei, jeg mente T102»: a message that by itself corrects what the author said last."""

from commands.language import ids
from commands.language.names import Names
from commands.language.replies import plain_words, reply_words
from commands.language.text import clean, cut
from commands.requests import Correct

_LONGEST = 12  # words
_FEW = 5  # words
_MOST_AT_ONCE = 5  # words of a phrase


def correction(text: str, names: Names) -> Correct | None:
    """What somebody meant instead; None where a message says more than that, or does not name it."""
    words = plain_words(text) if len(text) < 200 else []
    if not words or len(words) > _LONGEST:
        return None
    told = len(words)
    words = _without_heads(words)
    corrects = len(words) < told
    words, denies = _without_tail(words)
    bare = _without_small(words)
    if not bare or not (corrects or denies):
        return None
    if len(bare) == 1 and (task := ids.id_of(bare[0]) or (ids.numbered(bare[0]) if len(words) > 1 else None)):
        return Correct(task=task)
    systems = [id_ for kind, id_ in names.find(" ".join(bare)) if kind == "system"]
    return Correct(system=systems[0]) if len(systems) == 1 else None


def said_instead(text: str) -> str | None:
    """What follows «nei» or «jeg mente», where that is a few words and no task: «45 %» of «nei, 45 %»."""
    words = plain_words(text) if len(text) < 200 else []
    bare = _without_heads(words)
    if not bare or len(bare) == len(words) or len(bare) > _FEW or any(map(ids.id_of, bare)):
        return None
    said = clean(text)
    tokens = [token for token in cut(said) if token.key[0].isalnum() or token.key[0] == "#"]
    return said[tokens[-len(bare)].start :]


def _without_heads(words: list[str]) -> list[str]:
    """The words after «nei», «beklager» and «jeg mente»."""
    phrases = reply_words("correct", "opens") | reply_words("correct", "meant")
    while found := next((n for n in range(_MOST_AT_ONCE, 0, -1) if " ".join(words[:n]) in phrases and words[:n]), 0):
        words = words[min(found, len(words)) :]
    return words


def _without_tail(words: list[str]) -> tuple[list[str], bool]:
    """The words before «altså», and before «ikke T101»; and whether there was such a one."""
    while found := next((n for n in range(1, 3) if " ".join(words[-n:]) in reply_words("correct", "after")), 0):
        words = words[:-found]
    for at in range(1, len(words) - 1):
        for n in range(1, 4):
            if " ".join(words[at : at + n]) in reply_words("correct", "not") and at + n == len(words) - 1:
                return words[:at], ids.id_of(words[-1]) is not None
    return words, False


def _without_small(words: list[str]) -> list[str]:
    """The words after «på» and «oppgave»."""
    return words if not words or words[0] not in reply_words("correct", "small") else _without_small(words[1:])
