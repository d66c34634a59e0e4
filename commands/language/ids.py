"""Task ids as people write them: `T101`, `t101`, `#101`, and `oppgave 101` where the word stands before the number."""

import re

_ID = re.compile(r"(?:t|#t?)([0-9]{1,7})")
_NUMBER = re.compile(r"[0-9]{1,7}")


def id_of(key: str) -> str | None:
    """The id that one word stands for by itself."""
    found = _ID.fullmatch(key)
    return f"T{found[1]}" if found else None


def numbered(key: str) -> str | None:
    """The id of a number that follows a word for a task."""
    return f"T{key}" if _NUMBER.fullmatch(key) else None
