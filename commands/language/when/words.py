"""The words of time, read from `dates_nb.toml`, `dates_nn.toml` and `dates_en.toml`, all languages in one table.

A word can be several things at once: «to» is two, and it is «until». Which of them it is, the words around it say.
"""

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from commands.language.text import keys
from store.records import LANGUAGES

# What follows the first word, the kind and the value.
Phrases = list[tuple[tuple[str, ...], str, Any]]

_ORDER = {
    "weekday": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "month": (
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ),
    "day": ("day_before_yesterday", "yesterday", "today", "tomorrow", "day_after_tomorrow"),
}  # fmt: skip
_FIRST = {"weekday": 0, "month": 1, "day": -2}
_SAME = {"weekday_short": "weekday", "month_short": "month"}
# Sections that say nothing by themselves: a sentence with no other words of time has no time in it.
_ALONE_NOTHING = frozenset({
    "ordinal", "ordinal_sign", "link", "relation", "cue", "shift", "compound", "length", "which",
    "fraction", "about_number", "now", "again", "ago", "ahead", "edge", "weekday_short", "month_short", "zone",
})  # fmt: skip
# «Den andre» and «the third» are things more often than days.
_ALSO_OF_THINGS = 12
# «At» is Norwegian, too.
_ALSO_OTHERWISE = frozenset({"at", "@"})
# Words of the clock that say nothing alone: with two numbers beside them they do («ti på tre»).
_BETWEEN_NUMBERS = ("past", "to", "minutes", "am", "pm", "hour_sign")


class Words:
    """All phrases, each with its kind and value: words by themselves, and longer ones by their first two words."""

    def __init__(self, files: dict[str, dict[str, Any]]) -> None:
        self.single: dict[str, dict[str, Any]] = {}
        self.longer: dict[str, dict[str, Phrases]] = {}
        self.triggers: set[str] = set()
        self.numbers: set[str] = set()
        self.between_numbers: set[str] = set()
        self.before_number: set[str] = set()
        cues: dict[str, set[str]] = {}
        for file in files.values():
            for kind, value, phrase in _entries(file):
                self._put(keys(phrase), kind, value)
                if kind == "cue":
                    cues.setdefault(value, set()).add(phrase)
        for of_word in self.longer.values():
            for phrases in of_word.values():
                phrases.sort(key=lambda each: -len(each[0]))
        self.cues: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in cues.items()}

    def _put(self, phrase: tuple[str, ...], kind: str, value: Any) -> None:
        if len(phrase) == 1:
            self.single.setdefault(phrase[0], {}).setdefault(kind, value)
        else:
            of_word = self.longer.setdefault(phrase[0], {}).setdefault(phrase[1], [])
            if not any(each[0] == phrase[2:] and each[1] == kind for each in of_word):
                of_word.append((phrase[2:], kind, value))
        if kind == "number":
            self.numbers.add(phrase[0])
        elif kind == "clock" and value in _BETWEEN_NUMBERS:
            self.between_numbers.add(phrase[0])
        elif kind == "clock" and value == "mark" and phrase[0] in _ALSO_OTHERWISE:
            self.before_number.add(phrase[0])
        elif kind not in _ALONE_NOTHING or (kind == "ordinal" and value > _ALSO_OF_THINGS):
            self.triggers.add(max(phrase, key=len))

    def may_be_time(self, found: Collection[str]) -> bool:
        """Whether words such as these can hold a time expression at all. Numbers are not asked about."""
        if not self.triggers.isdisjoint(found):
            return True
        numbers = self.numbers.intersection(found)
        if not numbers:
            return False
        return not self.before_number.isdisjoint(found) or (
            len(numbers) > 1 and not self.between_numbers.isdisjoint(found)
        )


def _entries(file: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Every (kind, value, phrase) of one language's file."""
    for section, table in file.items():
        kind = _SAME.get(section, section)
        for name, phrases in table.items():
            if section == "compound":
                continue
            for phrase in phrases:
                yield section, _value(kind, name), phrase
    yield from _compounds(file)


def _value(kind: str, name: str) -> Any:
    if kind in _ORDER:
        return _ORDER[kind].index(name) + _FIRST[kind]
    return int(name) if name.isdigit() else name


def _compounds(file: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Numbers put together of tens and units: «tjueto», «toogtjue», «twenty-two»; and their ordinals."""
    for kind, most in (("number", 99), ("ordinal", 39)):
        for form in file["compound"]["forms"]:
            # Only the last part of an ordinal is one: «tjueførste», «enogtyvende».
            last = "ten" if form.endswith("{ten}") else "unit"
            tens = _numbers(file, kind if last == "ten" else "number", 20, 99)
            units = _numbers(file, kind if last == "unit" else "number", 1, 9)
            for ten, ten_word in tens:
                for unit, unit_word in units:
                    if ten + unit <= most:
                        yield kind, ten + unit, form.format(ten=ten_word, unit=unit_word)


def _numbers(file: dict[str, Any], kind: str, least: int, most: int) -> list[tuple[int, str]]:
    return [(int(n), word) for n, words in file[kind].items() if least <= int(n) <= most for word in words]


def read_file(language: str) -> dict[str, Any]:
    """One language's file as it stands."""
    with (Path(__file__).parent.parent / f"dates_{language}.toml").open("rb") as file:
        return tomli.load(file)


@cache
def words() -> Words:
    """The words, read when first needed."""
    return Words({language: read_file(language) for language in LANGUAGES})
