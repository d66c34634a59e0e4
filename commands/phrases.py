"""What Klar says, before it is said in any language.

A phrase is an English text with named values; a catalogue per language in `commands/texts/` turns it into what people
read. Commands make phrases and never need to know the reader's language; the outbox renders them when it delivers.
"""

import gettext
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.records import Language

Value: TypeAlias = "str | int | Phrase | Day | Moment | Person | Several"


class Day(msgspec.Struct, frozen=True, tag="day"):
    """A calendar day, said as people say it: «fredag 12. november», with the year where that is not plain."""

    day: date
    year: bool = False


class Moment(msgspec.Struct, frozen=True, tag="moment"):
    """A wall-clock time in the workspace's time zone, said with its day."""

    at: datetime


class Person(msgspec.Struct, frozen=True, tag="person"):
    """A member, by id and name. A chat may turn it into a mention; as text it is the name."""

    id: str
    name: str


class Several(msgspec.Struct, frozen=True, tag="several"):
    """Values said as a list: «a, b og c»."""

    items: list["Value"]


class Phrase(msgspec.Struct, frozen=True, tag="phrase", omit_defaults=True):
    """A text to be translated, with the values that go into its `{names}`.

    With `plural` the value `n` chooses between the two.
    """

    msgid: str
    values: dict[str, Value] = {}
    plural: str = ""


def say(msgid: str, /, **values: Value) -> Phrase:
    """Make a phrase. The text must stand as a literal in the call: the catalogues are checked against the code."""
    return Phrase(msgid, values)


def say_n(singular: str, plural: str, n: int, /, **values: Value) -> Phrase:
    """Make a phrase whose wording depends on the number `n`, which is also a value."""
    return Phrase(singular, {"n": n, **values}, plural)


def day(which: date, today: date) -> Day:
    """A day, with its year where that is another than today's."""
    return Day(which, which.year != today.year)


def as_typed(text: str) -> Phrase:
    """Make a phrase of what somebody typed: it stands as it is in every language."""
    return Phrase("{text}", {"text": text})


def render(value: Value, lang: Language) -> str:
    """Say `value` in a language."""
    match value:
        case str():
            return value
        case int():
            return str(value)
        case Phrase():
            return _translated(value, lang).format_map({k: render(v, lang) for k, v in value.values.items()})
        case Day(day, year):
            return _said_day(day, lang) + (f" {day.year}" if year else "")
        case Moment(at):
            return f"{_said_day(at.date(), lang)} {_before_clock(lang)} {at:%H:%M}"
        case Person(_, name):
            return name
        case Several(items):
            return listed([render(item, lang) for item in items], lang)


def listed(words: Sequence[str], lang: Language) -> str:
    """Join words as a sentence does: «a, b og c»."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'and' if lang == 'en' else 'og'} {words[-1]}"


def _translated(phrase: Phrase, lang: Language) -> str:
    catalogue = _catalogue(lang)
    if phrase.plural:
        n = phrase.values["n"]
        assert isinstance(n, int)
        return catalogue.ngettext(phrase.msgid, phrase.plural, n)
    return catalogue.gettext(phrase.msgid)


@cache
def _catalogue(lang: Language) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (Path(__file__).parent / "texts" / f"{lang}.po").open("rb") as file:
        parsed = read_po(file, locale=None if lang == "en" else lang)
    compiled = BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _said_day(day: date, lang: Language) -> str:
    from babel.dates import format_date

    pattern = "EEEE d MMMM" if lang == "en" else "EEEE d. MMMM"
    return format_date(day, pattern, locale=_LOCALES[lang])


def _before_clock(lang: Language) -> str:
    return "at" if lang == "en" else "kl."


_LOCALES: dict[Language, str] = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
