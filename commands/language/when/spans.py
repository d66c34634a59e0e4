"""Times with what stands before them: «før fredag», «innen to uker», «fra 1. mars», «i løpet av neste uke»."""

from dataclasses import replace

from commands.language.when.anchors import counted_from
from commands.language.when.model import Relation, When, midnight, next_of
from commands.language.when.ranges import from_to, listed, moved
from commands.language.when.reader import Reader
from commands.language.when.relative import instant, length
from commands.language.when.span import NAMED_TURNS, Span


def span(r: Reader, at: int) -> Span | None:
    """The time that begins at a token, with all that belongs to it."""
    relation = r.get(at, "relation")
    # «Etter lunsj» is a part of the day, and «over the weekend» is the weekend.
    longer = [r.get(at, "part"), r.get(at, "weekend")]
    if (
        relation
        and not any(each and each[1] > relation[1] for each in longer)
        and (found := _with_relation(r, relation[0], relation[1], r.key(at)))
    ):
        return found
    if not r.holds_time(at):
        return None
    if anchored := counted_from(r, at) or listed(r, at):
        return anchored
    return from_to(r, at)


def _with_relation(r: Reader, relation: str, at: int, word: str, *, nested: bool = True) -> Span | None:
    """A time with «før», «innen», «fra» or such a word before it; the word ends at `at`."""
    # «Senest en uke før jul» is counted from Christmas, and «senest en uke» from now.
    counted = relation in _BEFORE_LENGTH and counted_from(r, at) is None
    if counted and (found := _length_after(r, at, relation)):
        return found
    if relation == "within_next":
        return None
    inner = r.get(at, "relation") if nested else None
    if inner and (found := _with_relation(r, inner[0], inner[1], r.key(at), nested=False)) and found.relation:
        return found
    found = _past_small_words(r, at, opened=relation == "from" and not moved(r, at))
    # «I løpet av uka» is the week, and «fra 9 til 11» a range.
    if found is None or found.relation or relation == "within" or (relation in ("from", "after") and _is_range(found)):
        return found
    if word == "over" and found.name not in NAMED_TURNS:
        return None
    said: Relation = "to" if word in ("til", "to") else relation  # type: ignore[assignment]
    return replace(found, relation=said, weak=found.clock and found.weak)


def _past_small_words(r: Reader, at: int, *, opened: bool) -> Span | None:
    """The time that begins at a token, or after «på», «den» and the like."""
    for _ in range(3):
        found = from_to(r, at, opened=opened) or counted_from(r, at) if r.holds_time(at) else None
        link = r.get(at, "link")
        if found is not None or link is None or link[0] not in ("join", "the"):
            return found
        at = link[1]
    return None


def _is_range(found: Span) -> bool:
    return found.name == "span" or found.until


def _length_after(r: Reader, at: int, relation: str) -> Span | None:
    """«innen to uker», «within two weeks», «i løpet av de neste tre dagene», «etter fem dager»."""
    at = r.skip(at, "link", "the", "the_plural") if relation == "within_next" else at
    found = length(r, at)
    after = r.get(found.end, "ago") if found else None
    if found is None or (after and after[0] == "after") or (relation == "after" and not r.whole):
        return None
    ends = instant(r.now, r.zone, found)
    if ends is None:
        return None
    at_once = found.elapsed is not None
    name = "about" if found.about else "within"
    exactly = When(ends[0], next_of(ends[0], ends[1]), ends[1])
    day = midnight(ends[2])
    if relation == "after":
        return Span(found.end, (exactly,), "after", "elapsed", clock=at_once)
    if relation == "by":
        return Span(
            found.end, (exactly if at_once else When(day, next_of(day, "day"), "day"),), "by", name, clock=at_once
        )
    from_now = When(r.now.replace(microsecond=0), ends[0] if at_once else day, "second")
    return Span(found.end, (from_now,), None, name, clock=at_once, until=at_once)


_BEFORE_LENGTH = frozenset({"within", "within_next", "by", "after"})
