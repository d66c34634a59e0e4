"""Times of day as they are said: «halv tre», «kvart over to», «fem på halv ti», «half past two», «ten to three»."""

from typing import NamedTuple

from commands.language.when.model import Grain
from commands.language.when.reader import Reader

_MINUTES_SAID = frozenset({5, 10, 20, 25})
_HALF_DAY = 720


class Spoken(NamedTuple):
    """Minutes after midnight, the token after the words, and whether it is in one half of the day only."""

    minute: int
    end: int
    grain: Grain = "minute"
    fixed: bool = False


def spoken(r: Reader, at: int, *, marked: bool) -> Spoken | None:
    """A spoken time of day. `marked` says that «kl.» or «at» stands before it."""
    word = r.get(at, "clock")
    if word and word[0] in ("midnight", "noon"):
        # Midnight is the one that a day ends with.
        return Spoken(1440 if word[0] == "midnight" else 720, word[1], "hour", fixed=True)
    if half := _half(r, at):
        return half
    found = _minutes(r, at, marked=marked)
    if found is None:
        return None
    minutes, end = found
    side = r.get(end, "clock")
    if side is None or side[0] not in ("past", "to"):
        return None
    # «At 9 to 10» is from nine to ten.
    if r.key(end) == "to" and r.key(end - 1).isdecimal():
        return None
    base = _half(r, side[1]) or _hour(r, side[1], marked=marked or not r.key(at)[:1].isdigit())
    if base is None:
        return None
    minute = base.minute + (minutes if side[0] == "past" else -minutes)
    return Spoken(
        minute % (1440 if base.fixed else _HALF_DAY) or (0 if base.fixed else _HALF_DAY), base.end, fixed=base.fixed
    )


def _half(r: Reader, at: int) -> Spoken | None:
    """«halv tre» 2:30, «half past two» and «half two» 2:30."""
    word = r.get(at, "clock")
    if word is None or word[0] not in ("half", "half_past"):
        return None
    # «Half three» is half past three in English; among Norwegian words it may as well be «halv tre».
    if r.key(word[1] - 1) == "half" and r.lang != "en":
        return None
    base = _hour(r, word[1], marked=True)
    # «Halv 3» is a time, «half 3» only where nothing is counted.
    if base is None or base.minute > _HALF_DAY or base.minute == 0 or "unit" in r.known(base.end):
        return None
    if (
        word[0] == "half_past"
        and r.key(word[1] - 1) == "half"
        and not (r.whole or r.ends(base.end) or r.known(base.end))
    ):
        return None
    minute = base.minute - 30 if word[0] == "half" else base.minute + 30
    return Spoken(minute % _HALF_DAY or _HALF_DAY, base.end)


def _minutes(r: Reader, at: int, *, marked: bool) -> tuple[int, int] | None:
    """How many minutes past or to: «kvart», «ti», «tjue minutter»; and the token after."""
    word = r.get(at, "clock")
    if word and word[0] == "quarter":
        return 15, word[1]
    number = r.number(at, 29)
    if number is None or not number[0]:
        return None
    minutes, end = number
    unit = r.get(end, "clock")
    if unit and unit[0] == "minutes":
        return minutes, unit[1]
    plain = minutes in _MINUTES_SAID and (marked or r.whole or not r.key(at)[:1].isdigit())
    return (minutes, end) if plain or (marked and minutes < 30) else None


def _hour(r: Reader, at: int, *, marked: bool) -> Spoken | None:
    """The hour that is said: «tre», «15», «noon»."""
    word = r.get(at, "clock")
    if word and word[0] in ("noon", "midnight"):
        return Spoken(720 if word[0] == "noon" else 1440, word[1], fixed=True)
    number = r.number(at, 24)
    if number is None or not number[0] or (r.key(at)[:1].isdigit() and not marked and not r.whole):
        return None
    if (
        r.cue(number[1], "counted")
        or "unit" in r.known(number[1])
        or r.key(at) in ("a", "an", "en", "ei", "et", "ein", "eit")
    ):
        return None
    return Spoken(number[0] * 60, number[1], fixed=number[0] > 12)
