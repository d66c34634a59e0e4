"""One time, with what stands after it: «i morgen etter kl. 14», «kl. 9 i 90 min», «i dag om to uker»."""

from dataclasses import replace

from commands.language.when.group import Group, group
from commands.language.when.model import Relation, midnight
from commands.language.when.reader import Reader
from commands.language.when.relative import Length, length
from commands.language.when.resolve import readings
from commands.language.when.span import Span, moved_by

_DAYS = frozenset({"days", "weekday", "period", "periods", "instant"})


def alone(r: Reader, at: int) -> Group | None:
    """The parts that go together, if they are more than a word that may as well be something else."""
    found = group(r, at)
    if found and found.weak and not r.whole and "clock" not in found.slots:
        return None
    return found


def single(r: Reader, found: Group) -> Span | None:
    """One time, with its length, «om en uke» or «etter kl. 14» after it."""
    clock = found.slots.get("clock")
    relation: Relation | None = None
    if clock is None and (late := _clock_after(r, found)):
        clock = found.slots["clock"]
        relation = late if clock.until is None else None
    if clock is not None and clock.until is None and (lasts := _lasting(r, found.end)):
        found.slots["length"], found.end = lasts.elapsed, lasts.end
    name = found.name
    basis = readings(found, r)
    if found.yearless and basis and basis[0].end and basis[0].end <= midnight(r.today):
        name = "past"
    if "instant" in found.slots and name == "":
        name = "elapsed"
    one = Span(
        found.end, basis, relation, name, _has_clock(found),
        bool(clock and (clock.until is not None or "length" in found.slots)), found.yearless, found.weak,
        dayless=found.slots.keys().isdisjoint(_DAYS) and found.slots.get("daypart") != "end_of_day",
    )  # fmt: skip
    return _weeks_on(r, one)


def _has_clock(found: Group) -> bool:
    if "instant" in found.slots:
        return found.slots["instant"][1] in ("second", "minute")
    return "clock" in found.slots


def _clock_after(r: Reader, found: Group) -> Relation | None:
    """«i morgen etter kl. 14»: the time of day is taken in, and «etter» given back."""
    said = r.get(found.end, "relation")
    if (
        said is None
        or said[0] not in ("after", "before", "by", "from", "to")
        or not {"days", "weekday"} & found.slots.keys()
    ):
        return None
    later = group(r, said[1])
    if later is None or later.slots.keys() - {"clock", "daypart"} or "clock" not in later.slots or later.weak:
        return None
    found.slots.update(later.slots)
    found.end, found.weak = later.end, False
    relation: Relation = said[0]
    return relation


def _lasting(r: Reader, at: int) -> Length | None:
    """«i to timer», «, varer 90 min» after a time of day."""
    at += r.key(at) == ","
    start = r.skip(at, "length")
    found = length(r, start)
    after = r.get(found.end, "ago") if found else None
    return found if found and found.elapsed and not (after and after[0] == "after") else None


def _weeks_on(r: Reader, found: Span) -> Span:
    """«i dag om to uker», «fredag om ei veke»."""
    ahead = r.get(found.end, "ahead")
    if not ahead or ahead[0] != "in" or r.key(found.end) != "om" or found.clock or found.relation:
        return found
    more = length(r, ahead[1])
    if more is None or more.shift is None or any(each.grain != "day" for each in found.basis):
        return found
    return replace(found, end=more.end, basis=tuple(moved_by(each, more.shift) for each in found.basis), name="")
