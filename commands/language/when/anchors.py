"""Times counted from another: «en uke etter 1. desember», «siste fredag før jul», «the week before Easter»."""

from datetime import date, timedelta
from typing import NamedTuple

from commands.language.when.model import Shift, When, midnight
from commands.language.when.part import monday_of
from commands.language.when.ranges import from_to
from commands.language.when.reader import Reader
from commands.language.when.relative import Length, length
from commands.language.when.span import Span, moved_by
from commands.language.when.weekdays import first_after

_THE_WEEK = frozenset({"uka", "uken", "veka", "week", "uke", "veke"})


class _Anchor(NamedTuple):
    """What is counted from: its first day and its last, on which side of it, and the time it is."""

    side: str
    first: date
    last: date
    span: Span


def counted_from(r: Reader, at: int) -> Span | None:
    """A time that another is counted to."""
    return _length_beside(r, at) or _weekday_beside(r, at) or _week_beside(r, at)


def _anchor(r: Reader, at: int) -> _Anchor | None:
    """«etter 1. desember», «før jul», «from Friday»: one or more whole days."""
    said = r.get(at, "relation")
    if said is None or said[0] not in ("after", "from", "before"):
        return None
    found = from_to(r, said[1])
    if found is None or found.relation or found.clock or found.weak or len(found.basis) != 1:
        return None
    one = found.basis[0]
    if one.start is None or one.end is None or one.grain not in ("day", "week", "hour"):
        return None
    return _Anchor(said[0], one.start.date(), (one.end - timedelta(microseconds=1)).date(), found)


def _length_beside(r: Reader, at: int) -> Span | None:
    """«en uke etter 1. desember», «a week from Friday», «to dager før påske», «dagen etter 17. mai»."""
    found = length(r, at)
    if found is None and r.key(at) in ("dagen", "day"):
        found = Length(1, "day", at + 1)
    if found is None or found.shift is None or found.about or (anchor := _anchor(r, found.end)) is None:
        return None
    sign, day = (-1, anchor.first) if anchor.side == "before" else (1, anchor.last)
    shift = Shift(sign * found.shift.months, sign * found.shift.days, sign * found.shift.working_days)
    return _a_day(anchor, moved_by(_whole(day), shift))


def _weekday_beside(r: Reader, at: int) -> Span | None:
    """«fredag etter påske», «siste fredag før jul», «second Monday after Easter»: outside of it, the nearest first."""
    start = r.skip(at, "link", "the")
    which, count = r.get(start, "which"), 1
    if which and which[0] in ("latest", "last", "next", "coming"):
        start = which[1]
    elif nth := r.ordinal(start):
        count, start = nth[0], nth[1]
    weekday = r.get(start, "weekday")
    anchor = _anchor(r, weekday[1]) if weekday else None
    if weekday is None or anchor is None or anchor.side == "from":
        return None
    if anchor.side == "after":
        day = first_after(anchor.last, weekday[0]) + timedelta(7 * (count - 1))
    else:
        day = first_after(anchor.first - timedelta(8), weekday[0])
    return _a_day(anchor, _whole(day)) if anchor.side == "after" or count == 1 else None


def _week_beside(r: Reader, at: int) -> Span | None:
    """«uka etter påske», «siste uke før jul»: the week after its last day's, or before its first day's."""
    start = r.skip(at, "link", "the")
    which = r.get(start, "which")
    start = which[1] if which and which[0] in ("latest", "last") else start
    if r.key(start) not in _THE_WEEK or (anchor := _anchor(r, start + 1)) is None or anchor.side == "from":
        return None
    after = anchor.side == "after"
    monday = monday_of(anchor.last) + timedelta(7) if after else monday_of(anchor.first) - timedelta(7)
    return _a_day(anchor, When(midnight(monday), midnight(monday) + timedelta(7), "week"))


def _whole(day: date) -> When:
    return When(midnight(day), midnight(day) + timedelta(1), "day")


def _a_day(anchor: _Anchor, when: When) -> Span:
    return Span(anchor.span.end, (when,), yearless=anchor.span.yearless)
