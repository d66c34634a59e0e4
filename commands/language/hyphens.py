"""Words that are written with a hyphen: «e-post» is one word, «AD-er» is «AD» with an ending."""

from collections.abc import Iterable, Iterator, Sequence

from commands.language.text import Token

_ENDS_OF_NAMES = frozenset({"er", "en", "et", "ene", "ane", "a", "s", "ar", "ets", "ens", "ers"})


def joined_words(tokens: Iterable[Token]) -> Iterator[str]:
    """Words, with «e-post» as one and «AD-er» without its ending."""
    for word, _, _ in hyphenated(list(tokens)):
        yield word


def hyphenated(tokens: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Each word with its first token and the token after it."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not token.key[0].isalnum():
            at += 1
            continue
        if _hyphen_after(tokens, at):
            after = tokens[at + 2].key
            if len(token.key) == 1 and token.key.isalpha():
                yield token.key + after, at, at + 3
                at += 3
                continue
            if after in _ENDS_OF_NAMES:
                yield token.key, at, at + 3
                at += 3
                continue
        yield token.key, at, at + 1
        at += 1


def _hyphen_after(tokens: Sequence[Token], at: int) -> bool:
    return (
        at + 2 < len(tokens)
        and tokens[at + 1].key in "-–"
        and tokens[at].end == tokens[at + 1].start
        and tokens[at + 1].end == tokens[at + 2].start
        and tokens[at + 2].key[0].isalnum()
    )
