"""Times of day, spans of them, and how long things take, as people write them in cells."""

import re
from datetime import datetime, time, timedelta
from math import ceil
from typing import Literal, TypeAlias

from commands.importing.grid import Cell

Unit: TypeAlias = Literal["min", "h", "d", "w"]
MIDNIGHT = 24 * 60

_TIME = r"(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?)?\s*(?P<{0}ap>[ap]\.?m\.?)?"
_ONE = re.compile(r"(?P<kl>kl\.?\s*)?" + _TIME.format("s"), re.IGNORECASE)
_SPAN = re.compile(
    r"(?P<kl>kl\.?\s*)?" + _TIME.format("s") + r"\s*(?:-|–|—|til|to|→)\s*(?:kl\.?\s*)?" + _TIME.format("e"),
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?:kl\.?\s*)?(\d{2})(\d{2})(?:\s*[-–—]\s*(\d{2})(\d{2}))?", re.IGNORECASE)
_LENGTH = re.compile(r"(?:ca\.? )?(\d+(?:[.,]\d+)?)\s*([a-zæøå]*)\.?\s*\??", re.IGNORECASE)
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("m", "min", "mins", "minutt", "minutter", "minute", "minutes"), "min"),
    **dict.fromkeys(("t", "time", "timer", "timar", "h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "dag", "dager", "dagar", "arbeidsdag", "arbeidsdager", "virkedager", "day", "days"), "d"),
    **dict.fromkeys(("u", "uke", "uker", "veke", "veker", "w", "wk", "week", "weeks"), "w"),
}
_MINUTES: dict[Unit, int] = {"min": 1, "h": 60}
_DAYS: dict[Unit, float] = {"d": 1, "w": 5, "h": 1 / 7.5, "min": 1 / 450}


def clock_of(cell: Cell) -> tuple[int, int | None] | None:
    """Start and, where it is given, end in minutes after midnight; None where the cell holds no time of day."""
    if isinstance(cell.value, time):
        return cell.value.hour * 60 + cell.value.minute, None
    if isinstance(cell.value, datetime):
        return cell.value.hour * 60 + cell.value.minute, None
    if isinstance(cell.value, timedelta):
        minutes = round(cell.value.total_seconds()) // 60
        return (minutes, None) if minutes <= MIDNIGHT else None
    if isinstance(cell.value, float) and 0 < cell.value < 1:
        return round(cell.value * MIDNIGHT), None
    return read_clock(cell.text)


def read_clock(text: str) -> tuple[int, int | None] | None:
    """Start and, where it is given, end in minutes after midnight: "09:00-11:30", "kl. 9", "13.00", "0900-1130".

    A bare number is no time of day unless it is one of two ("9-11") or "kl" stands before it.
    """
    digits = _DIGITS.fullmatch(text)
    if digits:
        start = _minutes(digits[1], digits[2])
        return _checked(start, _minutes(digits[3], digits[4]) if digits[3] else None, spanning=bool(digits[3]))
    span = _SPAN.fullmatch(text)
    if span:
        start = _minutes(span["sh"], span["sm"], span["sap"] or (span["eap"] if not span["sm"] else None))
        return _checked(start, _minutes(span["eh"], span["em"], span["eap"]), spanning=True)
    one = _ONE.fullmatch(text)
    if one and (one["sm"] or one["kl"] or one["sap"]):
        return _checked(_minutes(one["sh"], one["sm"], one["sap"]), None, spanning=False)
    return None


def length_of(cell: Cell, unit: Unit | None) -> tuple[float, Unit] | None:
    """How long something takes; a bare number is counted in the unit that the header names."""
    if isinstance(cell.value, timedelta):
        return cell.value.total_seconds() / 60, "min"
    if isinstance(cell.value, time):
        return cell.value.hour * 60 + cell.value.minute, "min"
    found = _LENGTH.fullmatch(cell.text)
    if not found:
        return None
    named = _UNITS.get(found[2].casefold()) if found[2] else unit
    return None if named is None else (float(found[1].replace(",", ".")), named)


def unit_in(header: str) -> Unit | None:
    """The unit that a header names: "Varighet (timer)"."""
    for word in re.findall(r"[a-zæøå]+", header.casefold()):
        if len(word) > 2 and word in _UNITS:
            return _UNITS[word]
    return None


def working_days(amount: float, unit: Unit) -> int:
    """A length in whole working days of 7.5 hours, begun days counted whole."""
    return ceil(round(amount * _DAYS[unit], 6))


def minutes(amount: float, unit: Unit) -> int | None:
    """A length in minutes, or None where it is in days."""
    return round(amount * _MINUTES[unit]) if unit in _MINUTES else None


def as_clock(minute: int) -> str:
    """Minutes after midnight as a clock shows them."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _minutes(hours: str, past: str | None, half: str | None = None) -> int:
    hour = int(hours)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.casefold().startswith("p") else 0)
    minute = int(past or 0)
    return hour * 60 + minute if minute < 60 else MIDNIGHT + 1


def _checked(start: int, end: int | None, *, spanning: bool) -> tuple[int, int | None] | None:
    if start > MIDNIGHT or (spanning and (end is None or end > MIDNIGHT or end <= start)):
        return None
    return start, end
