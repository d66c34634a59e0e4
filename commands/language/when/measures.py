"""Shifts and lengths: «en uke til», «utsett to dager», «push it by a week»; «varer to timer», «90 min»."""

from commands.language.when.model import Shift, Time
from commands.language.when.ranges import moved
from commands.language.when.reader import Reader
from commands.language.when.relative import Length, length
from commands.language.when.spans import span


def measured(r: Reader, at: int) -> Time | int | None:
    """A shift («en uke til», «utsett to dager») or a length («varer to timer»); None where it is neither.

    A number is the token to go on from: «tre dager frem» is earlier to some and later to others.
    """
    lasts = r.get(at, "length")
    if lasts and lasts[0] == "lasts" and (found := length(r, lasts[1])) and found.elapsed:
        return _measure(r, at, found.end, found=found)
    found = _another(r, at) or length(r, at, extra=True)
    if found is None or _counted_otherwise(r, found):
        return None
    if r.key(at - 1) in _OR and r.number(at - 2):
        # «To-tre dager til»
        return found.end
    after = r.get(found.end, "shift")
    if after and after[0] == "either":
        return int(after[1])
    sign, end = _sign(r, at, found)
    if not sign or found.shift is None or found.about:
        return None
    shift = Shift(sign * found.shift.months, sign * found.shift.days, sign * found.shift.working_days)
    return _measure(r, at, end, shift=shift)


_OR = frozenset({"-", "–", "eller", "or"})


def _sign(r: Reader, at: int, found: Length) -> tuple[int, int]:
    """1 for later, −1 for earlier, 0 for neither; and the token after the word that says so."""
    after = r.get(found.end, "shift")
    said = after[0] if after else ""
    if after and said in ("later", "earlier") and _is_shift(r, after[1], r.key(found.end)):
        return (1 if said == "later" else -1), after[1]
    if _extra(r, at, found.end):
        return 1, found.end
    return int(moved(r, at)), after[1] if after and said == "by" else found.end


def _another(r: Reader, at: int) -> Length | None:
    """«another week»."""
    word = r.get(at, "shift")
    if word is None or word[0] != "another":
        return None
    unit = r.get(word[1], "unit")
    return Length(1, unit[0], unit[1]) if unit else None


def _counted_otherwise(r: Reader, found: Length) -> bool:
    """Whether a length is counted from something: «to uker siden», «to uker fra nå», «en uke etter påske»."""
    kinds = r.known(found.end)
    if "ago" in kinds and kinds["ago"][0] == "after":
        # «two days back» after «push» is a shift, «two days ago» never is.
        return not (r.key(found.end) == "back" and moved(r, found.end - 2))
    if "now" in kinds and kinds["now"][0] != "now":
        return True
    relation = kinds.get("relation")
    return bool(relation and relation[0] in ("after", "before", "from") and r.key(found.end) != "over")


def _extra(r: Reader, at: int, end: int) -> bool:
    """Whether a word for «more» stands within: «to ekstra dager», «another week»."""
    return any("shift" in r.known(i) and r.known(i)["shift"][0] in ("later", "another") for i in range(at, end))


def _is_shift(r: Reader, at: int, word: str) -> bool:
    """Whether «en uke til» is one more: not in «en uke til fredag»."""
    return word != "til" or span(r, at) is None


def _measure(r: Reader, at: int, end: int, shift: Shift | None = None, found: Length | None = None) -> Time:
    elapsed = found.elapsed if found else None
    return Time(r.tokens[at].start, r.tokens[end - 1].end, at, end, shift=shift, length=elapsed)


def with_lengths(r: Reader, found: list[Time]) -> list[Time]:
    """Where a time of day has no end, a length that stands by itself («90 min») may be its: it is listed, too."""
    if not any(time.clock and not time.until for time in found) or any(time.length for time in found):
        return found
    taken = {token for time in found for token in range(time.first, time.last)}
    for at in range(len(r.tokens)):
        if at in taken or not (r.key(at)[:1].isdigit() or "number" in r.known(at) or "fraction" in r.known(at)):
            continue
        one = length(r, at)
        if one and one.elapsed and taken.isdisjoint(range(at, one.end)) and not _counted_otherwise(r, one):
            return sorted([*found, _measure(r, at, one.end, found=one)], key=lambda time: time.first)
    return found
