"""Time expressions as data: what each says, when it was written, and what it is."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from commands.language.dates import When, one_time
from commands.language.when.model import Direction, Grain, next_of
from store.records import Language

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Expression:
    """A text, and what it says when written at `reference`; None is silence."""

    text: str
    lang: Language
    reference: datetime
    expect: When | None


def expressions(file: str) -> Iterator[Expression]:
    """Every expression of a file beside this one."""
    for group in tomllib.loads((Path(__file__).parent / f"{file}.toml").read_text(encoding="utf-8"))["group"]:
        reference = datetime.fromisoformat(group.pop("reference"))
        for lang, texts in group.items():
            for text, expect in texts.items():
                yield Expression(text, lang, reference, expected(expect))


def expected(written: str) -> When | None:
    """What stands beside an expression: START/END and a grain."""
    if not written:
        return None
    span, grain = written.split()
    start, slash, end = span.partition("/")
    return _when(datetime.fromisoformat(start) if start else None, slash, end, grain)  # type: ignore[arg-type]


def _when(start: datetime | None, slash: str, end: str, grain: Grain) -> When:
    until = datetime.fromisoformat(end) if end else None
    direction: Direction | None = None
    if slash and start is None:
        direction = "before"
    elif slash and until is None:
        direction = "after"
    elif start is not None and not slash:
        until = next_of(start, grain)
    return When(start, until, grain, direction)


def read(each: Expression) -> When | None:
    """What Klar reads; None where it reads nothing or two things."""
    found = one_time(each.text, each.reference, each.lang, OSLO)
    return found.readings[0] if found and len(found.readings) == 1 else None
