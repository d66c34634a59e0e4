"""Misspelt weekdays and months: one letter wrong, missing, too many, or two in each other's place.

Only where a date is about to be named, only for names of five letters or more, and only where no other name is as near.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands.language.when.reader import Reader

SHORTEST = 5
# What a misspelt weekday stands right after. A month stands after a number.
_BEFORE_WEEKDAY = frozenset({"relation", "which", "week"})
_ON = frozenset({"på", "on"})


def meant(key: str, reader: "Reader", at: int) -> tuple[str, int] | None:
    """The kind and the value of the name that a word is a slip of, where it stands as one."""
    if not key.isalpha() or not _is_slip(key):
        return None
    kind = "month" if _after_day(reader, at) else "weekday" if _where_weekday_stands(reader, at) else None
    if kind is None or reader.cue(at, "not_misspelt"):
        return None
    value = _nearest(key, kind)
    return None if value is None else (kind, value)


def _after_day(reader: "Reader", at: int) -> bool:
    before = at - 1 - (reader.key(at - 1) in (".", "of"))
    key = reader.key(before)
    if "ordinal_sign" in reader.known(before):
        return True
    return (key.isdecimal() and len(key) <= 2 and 0 < int(key) <= 31) or "ordinal" in reader.known(before)


def _where_weekday_stands(reader: "Reader", at: int) -> bool:
    before = reader.known(at - 1) if at else {}
    if reader.key(at - 1) in _ON or not _BEFORE_WEEKDAY.isdisjoint(before):
        return True
    after = reader.known(at + 1)
    clock = after.get("clock")
    return "week" in after or bool(clock and clock[0] == "mark") or (reader.key(at + 1)[:1].isdigit() and at == 0)


@lru_cache(maxsize=8192)
def _is_slip(key: str) -> bool:
    return _nearest(key, "weekday") is not None or _nearest(key, "month") is not None


@lru_cache(maxsize=4096)
def _nearest(key: str, kind: str) -> int | None:
    near = {
        value
        for shape in _shapes(key)
        for name, value in _by_shape(kind).get(shape, ())
        if name != key and _one_slip(key, name)
    }
    return near.pop() if len(near) == 1 else None


def _shapes(word: str) -> list[str]:
    """The word itself, and with each of its letters left out."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


@cache
def _by_shape(kind: str) -> dict[str, list[tuple[str, int]]]:
    from commands.language.when.words import words

    found: dict[str, list[tuple[str, int]]] = {}
    for name, kinds in words().single.items():
        if kind in kinds and len(name) >= SHORTEST:
            for shape in _shapes(name):
                found.setdefault(shape, []).append((name, kinds[kind]))
    return found


def _one_slip(written: str, name: str) -> bool:
    if len(written) == len(name):
        wrong = [i for i, (a, b) in enumerate(zip(written, name, strict=True)) if a != b]
        if len(wrong) == 2:
            i, j = wrong
            return j == i + 1 and written[i] == name[j] and written[j] == name[i]
        return len(wrong) == 1
    longer, shorter = sorted((written, name), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
