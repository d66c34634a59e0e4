"""Times of day: «kl. 14», «14:30», «halv tre», «kvart på ni», «quarter past two», «3pm», and «13–15».

Hours 1–6 with no other mark are afternoon, 7–12 stand as they are; `03:00`, «am» and «om natta» are taken as written.
"""

import re
from typing import NamedTuple

from commands.language.when.model import Grain
from commands.language.when.part import Part
from commands.language.when.reader import Reader
from commands.language.when.spoken import Spoken, spoken

HALF_DAY, DAY = 720, 1440
_COLON = re.compile(r"([0-9]{1,2})[:.]([0-5][0-9])(?::([0-5][0-9]))?")
_HOUR = re.compile(r"[0-9]{1,2}")
_TOGETHER = re.compile(r"([0-9]{1,2})([0-5][0-9])")
_RANGE = re.compile(r"([0-9]{1,2}(?:[:.][0-5][0-9])?)[-/]([0-9]{1,2}(?:[:.][0-5][0-9])?)")
_RANGE_TOGETHER = re.compile(r"((?:[01][0-9]|2[0-3])[0-5][0-9])-((?:[01][0-9]|2[0-4])[0-5][0-9])")
_DASHES = frozenset({"-", "–", "—"})
# The latest minute that is moved to the afternoon where nothing says which half of the day it is.
_BEFORE_WORK = 7 * 60


class Clock(NamedTuple):
    """Minutes after midnight, and until when. `fixed` is a time that can be in one half of the day only."""

    minute: int
    grain: Grain = "hour"
    fixed: bool = False
    second: int = 0
    until: int | None = None
    until_fixed: bool = False


class Point(NamedTuple):
    """One time of day, the token after it, and whether it can be nothing else."""

    clock: Clock
    end: int
    sure: bool


def clock(r: Reader, at: int) -> Part | None:
    """A time of day, or from one to another."""
    if found := _range(r, at):
        return found
    if found := _glued_range(r, at):
        return found
    one = _point(r, at)
    if one is None:
        return None
    return Part(one.end, {"clock": one.clock}, weak=not one.sure)


def _point(r: Reader, at: int) -> Point | None:
    start = r.skip(at, "cue", "about")
    mark = r.get(start, "clock")
    marked = bool(mark and mark[0] == "mark")
    after = mark[1] if mark and marked else start
    after = r.skip(after, "cue", "about")
    if found := spoken(r, after, marked=marked):
        return _with_half_of_day(r, _of_spoken(found), found.end, sure=True)
    key = r.key(after)
    if key[:1].isdigit():
        return _digits(r, after, marked=marked, english=marked and r.key(start) in ("at", "@"))
    number = r.number(after, 24)
    oclock = r.get(number[1], "clock") if number else None
    if number and oclock and oclock[0] == "oclock":
        return _with_half_of_day(r, Clock(number[0] * 60), number[1], sure=True)
    if marked and number:
        point = _with_half_of_day(r, Clock(number[0] * 60), number[1], sure=True)
        return point if point and _may_end(r, point.end, english=r.key(start) == "at") else None
    return None


def _of_spoken(found: Spoken) -> Clock:
    return Clock(found.minute, found.grain, found.fixed)


def _digits(r: Reader, at: int, *, marked: bool, english: bool) -> Point | None:
    """A time that begins with a digit."""
    key = r.key(at)
    if written := _COLON.fullmatch(key):
        hour, minute = int(written[1]), int(written[2])
        if hour > 24 or (hour == 24 and minute) or (not marked and "." in key and not _dotted_time(r, at, written)):
            return None
        fixed = hour > 12 or key.startswith("0") or hour == 0
        grain: Grain = "second" if written[3] else "minute"
        second = int(written[3] or 0)
        return _with_half_of_day(r, Clock(hour * 60 + minute, grain, fixed, second), at + 1, sure=":" in key or marked)
    if marked and (joined := _TOGETHER.fullmatch(key)) and int(joined[1]) < 24:
        fixed = len(key) == 4 and (key < "1000" or key >= "1300")
        return _with_half_of_day(r, Clock(int(joined[1]) * 60 + int(joined[2]), "minute", fixed), at + 1, sure=True)
    if not _HOUR.fullmatch(key) or int(key) > 24:
        return None
    marked = marked or "part_any" in r.known(at + 1)
    point = _with_half_of_day(r, Clock(int(key) * 60, fixed=int(key) > 12 or key.startswith("0")), at + 1, sure=marked)
    if point is None or not (marked or point.sure):
        return None
    return point if point.end > at + 1 or _may_end(r, point.end, english=english) else None


def _dotted_time(r: Reader, at: int, written: re.Match[str]) -> bool:
    """Whether «8.30» may be a time: no day and month, and nothing that is counted."""
    could_be_day = 1 <= int(written[1]) <= 31 and 1 <= int(written[2]) <= 12
    return (
        not could_be_day
        and not r.cue(at + 1, "counted")
        and "unit" not in r.known(at + 1)
        and not r.cue(at - 1, "numbered")
    )


def _may_end(r: Reader, at: int, *, english: bool) -> bool:
    """Whether a bare hour may end here: not «at 5 schools», nor «kl 5 %»."""
    if r.cue(at, "counted") or "unit" in r.known(at):
        return False
    if not english or r.ends(at) or r.whole:
        return True
    return r.lang == "en" or bool(
        {"link", "relation", "weekday", "day", "part_any", "part_today", "zone"} & r.known(at).keys()
    )


def _with_half_of_day(r: Reader, found: Clock, end: int, *, sure: bool) -> Point | None:
    """The time with «am», «pm», «o'clock», «h» or «presis» after it."""
    word = r.get(end, "clock")
    if word and word[0] == "hour_sign" and not r.touches(end) and not sure:
        word = None
    while word and word[0] in ("oclock", "hour_sign", "minutes") and word[0] != "minutes":
        end, sure = word[1], True
        word = r.get(end, "clock")
    half = word[0] if word and word[0] in ("am", "pm") else {"a": "am", "p": "pm"}.get(r.key(end) if r.whole else "")
    if half is None:
        return Point(found, end, sure)
    if not 0 < found.minute < 13 * 60:
        return None
    end = word[1] if word and word[0] == half else end + 1
    end += r.key(end) == "." and end + 1 < len(r.tokens)
    minute = found.minute % HALF_DAY + (HALF_DAY if half == "pm" else 0)
    return Point(found._replace(minute=minute, fixed=True), end, True)


def _range(r: Reader, at: int) -> Part | None:
    """«fra 9 til 11», «mellom kl. 10 og 12», «9:30 - 11:00», «etter 9:30 men før 11»."""
    begin = _opening(r, at)
    first = _point(r, begin) or _bare_hour(r, begin)
    if first is None:
        return None
    link = r.get(first.end, "link")
    sure, sep = first.sure, r.key(first.end)
    after = first.end + 1
    if link and link[0] == "but" and (before := r.get(link[1], "relation")) and before[0] == "before":
        after = before[1]
    elif not (sep in _DASHES or (link and link[0] == "range") or (begin > at and link and link[0] == "and")):
        return None
    elif link and sep not in _DASHES:
        after = link[1] if link[0] == "range" else after
    second = _point(r, after) or _bare_hour(r, after)
    if second is None or r.cue(second.end, "counted") or "unit" in r.known(second.end):
        return None
    if not (first.sure or second.sure or begin > at or sep in _DASHES):
        return None
    return _joined(first.clock, second.clock, second.end, weak=not (sure or second.sure))


def _opening(r: Reader, at: int) -> int:
    """The token after «fra», «mellom» or «etter», before the first of two times."""
    relation = r.get(at, "relation")
    if relation and relation[0] in ("from", "after"):
        return int(relation[1])
    between = r.get(at, "link")
    if between and between[0] == "between":
        return int(between[1])
    return at + 1 if r.key(at) in ("fra", "frå", "from") else at


def _bare_hour(r: Reader, at: int) -> Point | None:
    """An hour that is one only because of what stands around it: «9» in «fra 9 til 11»."""
    key = r.key(at)
    if _HOUR.fullmatch(key) and int(key) <= 24 and "ordinal_sign" not in r.known(at + 1):
        return Point(Clock(int(key) * 60, fixed=int(key) > 12 or key.startswith("0")), at + 1, False)
    if (dotted := _COLON.fullmatch(key)) and int(dotted[1]) < 24 and "." in key:
        return Point(
            Clock(int(dotted[1]) * 60 + int(dotted[2]), "minute", key.startswith("0") or int(dotted[1]) > 12),
            at + 1,
            False,
        )
    number = r.get(at, "number")
    return Point(Clock(number[0] * 60), number[1], False) if number and 1 <= number[0] <= 12 else None


def _glued_range(r: Reader, at: int) -> Part | None:
    """«13-15», «9-10.30», «kl. 10:15-11:45», «9-11am»."""
    mark = r.get(at, "clock")
    marked = bool(mark and mark[0] == "mark")
    begin = mark[1] if mark and marked else at
    opened = _opening(r, begin)
    begin, marked = opened, marked or opened > begin
    pair = _RANGE.fullmatch(r.key(begin)) or _four_digits(r.key(begin), marked=marked)
    if pair is None:
        return None
    first, second = _written(pair[1]), _written(pair[2])
    if first is None or second is None or r.cue(begin + 1, "counted") or "unit" in r.known(begin + 1):
        return None
    if "/" in r.key(begin) and not marked:
        return None
    last = _with_half_of_day(r, second, begin + 1, sure=marked or ":" in r.key(begin))
    return None if last is None else _joined(first, last.clock, last.end, weak=not last.sure)


def _four_digits(key: str, *, marked: bool) -> re.Match[str] | None:
    """«0800-1500»; «2027-2028» are years unless «kl.» stands before."""
    pair = _RANGE_TOGETHER.fullmatch(key)
    years = pair is not None and "1900" <= pair[1] <= pair[2] < "2200"
    return None if years and not marked else pair


def _written(text: str) -> Clock | None:
    if len(text) == 4 and text.isdecimal():
        text = f"{text[:2]}:{text[2:]}"
    hour, _, minute = text.replace(".", ":").partition(":")
    if int(hour) > 24:
        return None
    grain: Grain = "minute" if minute else "hour"
    return Clock(int(hour) * 60 + int(minute or 0), grain, text.startswith("0") or int(hour) > 12)


def _joined(first: Clock, second: Clock, end: int, *, weak: bool) -> Part | None:
    grain: Grain = "minute" if "minute" in (first.grain, second.grain) else "hour"
    if second.fixed and first.fixed and second.minute == first.minute:
        return None
    both = first._replace(grain=grain, until=second.minute, until_fixed=second.fixed)
    return Part(end, {"clock": both}, weak=weak)


def settle(found: Clock, part: str) -> tuple[int, int | None] | None:
    """Minutes after midnight for a time and its end, with the part of the day that is named beside it.

    None where the end is not after the start.
    """
    minute = found.minute if found.fixed else _half_of_day(found.minute, part)
    if found.until is None:
        return minute, None
    until = found.until
    if found.until_fixed and not found.fixed:
        # «2 to 3:30 pm»: as late as it can be before the end.
        later = found.minute + HALF_DAY
        minute = (
            later
            if found.minute < HALF_DAY and later < until and until - later < until - found.minute
            else found.minute
        )
        if until > found.minute >= _BEFORE_WORK and part == "" and later >= until:
            minute = found.minute
    elif not found.until_fixed:
        until = until if until >= _BEFORE_WORK or part in ("night", "morning") else until + HALF_DAY
        if until <= minute and until < HALF_DAY:
            until += HALF_DAY
    if until <= minute and found.until_fixed:
        until += DAY
    return (minute, until) if minute < until <= minute + DAY else None


def _half_of_day(minute: int, part: str) -> int:
    if part in ("morning", "forenoon", "early", "early_morning", "this_morning") or minute >= 13 * 60:
        return minute
    if part == "night":
        return minute % HALF_DAY
    if part in ("evening", "afternoon", "after_lunch", "last_night", "tonight"):
        return minute + HALF_DAY if minute < HALF_DAY else minute
    return minute + HALF_DAY if minute < _BEFORE_WORK else minute
