"""«Visma er lønn»: somebody tells Klar another word for a system or a person."""

from commands.language import ids
from commands.language.lexicon import free_lexicon, lexicon
from commands.language.names import Names
from commands.language.replies import reply_words
from commands.language.text import clean, cut
from commands.requests import AddAlias

_LONGEST_NAME = 60
_MOST_WORDS = 4


def lesson(text: str, names: Names) -> AddAlias | None:
    """What somebody teaches; None where a message does no such thing."""
    said = " ".join(clean(text).split()).rstrip(".!") if len(text) < 200 else ""
    tokens = [token for token in cut(said) if token.key not in _QUOTES]
    keys = [token.key for token in tokens]
    if keys and keys[0] in ("klar", "@klar"):
        tokens, keys = tokens[1:], keys[1:]
    for surely in (True, False):
        for at in range(1, min(len(keys) - 1, _MOST_WORDS + 1)):
            for n in range(min(6, len(keys) - at - 1), 0, -1):
                if " ".join(keys[at : at + n]) not in reply_words("teach", "surely" if surely else "perhaps"):
                    continue
                alias = said[tokens[0].start : tokens[at - 1].end]
                known = said[tokens[at + n].start : tokens[-1].end]
                found = [(kind, id_) for kind, id_ in names.find(known) if kind != "group"]
                if len(found) == 1 and _may_be_a_name(keys[:at], alias, names, surely=surely):
                    kind, id_ = found[0]
                    return AddAlias("system" if kind == "system" else "member", id_, alias)
    return None


_QUOTES = frozenset("«»\"“”„'*_")


def means_something(alias: str) -> bool:
    """Whether a word or phrase is one of the grammar's own: a status, a day, an order."""
    tokens = cut(clean(alias))
    found = lexicon().match(tokens, 0, None) if tokens else None
    return bool(found and found[0] == len(tokens))


def _may_be_a_name(keys: list[str], alias: str, names: Names, *, surely: bool) -> bool:
    if len(alias) > _LONGEST_NAME or not any(key[0].isalpha() for key in keys) or any(ids.id_of(key) for key in keys):
        return False
    if surely:
        return True
    looks_like_one = alias[0].isupper() or any(letter.isdigit() for letter in alias)
    if not (looks_like_one or means_something(alias) or names.directory().named(alias)):
        return False  # «viktigst er lønn»
    words = lexicon().single.keys() | free_lexicon().single.keys()
    if any(key in reply_words("teach", "never") for key in keys):
        return False
    return means_something(alias) or not any(key in words or not key[0].isalnum() for key in keys)
