"""When something is to be done, as a segment tells it: a day ahead, a deadline, or how far it is moved."""

from datetime import date

from commands.language.dates import Time, due_meant
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.signs import DONE, acting_verb, hinted, is_negated, is_since
from store.records import Status

_MOVES = ("due.move", "due.late", "due.set", "due.mark", "due.by", "due.will", "due.not_before")
_LIMITS = frozenset({"by", "before", "to", "not_before"})


def when_told(scene: Scene, segment: Segment, status: Status | None) -> Time | None:
    times = [mark.value for mark in segment.all("time") if not is_since(scene, mark) and not _is_given_up(scene, mark)]
    times = [time for time in times if time.shift or time.basis]
    if times and all(time.dayless for time in times):
        return None
    if not times or status in ("blocked", "todo", "dropped") or segment.has("time.begins"):
        return None
    time: Time = times[-1]
    if len(times) > 1 and times[-1].dayless and not times[0].dayless:
        time = times[0]
    if time.shift is not None:
        return time if segment.has(*_MOVES) or hinted(scene, segment, "more") else None
    if segment.has("due.mark", "due.move", "due.by", "due.not_before", "due.set") or segment.has("due.late"):
        return time
    if status == "done" or segment.has(*DONE) or segment.has("due.will"):
        negated = is_negated(scene, segment) or segment.has("status.not_done")
        if negated and time.relation != "before" and not hinted(scene, segment, "until"):
            return None  # «blir ikkje ferdi te fredag»
        return time if _is_ahead(scene, segment, time) else None
    return time if _is_limit(scene, segment, time, status) and not _is_past(time, scene.now.date()) else None


def _is_given_up(scene: Scene, mark: Mark) -> bool:
    """«30/11 i stedet for 24/11»: the day that it was."""
    before = " ".join(token.key for token in scene.tokens[max(0, mark.start - 2) : mark.start])
    return before.endswith(free_lexicon().words("hints", "instead_of"))


def _is_limit(scene: Scene, segment: Segment, time: Time, status: Status | None) -> bool:
    """Whether a time is a deadline by its own words: «innen fredag», «tar jeg til fredag i stedet»."""
    if status is not None or time.relation not in (*_LIMITS, "after"):
        return False
    if time.relation == "to" or (time.relation == "after" and time.name == "weekend"):
        return hinted(scene, segment, "instead") or segment.has("who.i_take") or segment.has("who.puts")
    return time.relation in ("by", "before") or any(mark.section == "status" for mark in segment.marks)


def _is_ahead(scene: Scene, segment: Segment, time: Time) -> bool:
    """Whether what is finished at a time is still to be: «ferdig fredag», and not «kjørt for november»."""
    meant = due_meant(time)
    if meant is None:
        return (segment.has("due.will") and time.relation != "after") or _has_two_days_ahead(time, scene.now.date())
    today = scene.now.date()
    if segment.has("due.will"):
        return meant.day >= today
    if meant.time is not None and meant.day == today:
        return meant.time > f"{scene.now:%H:%M}"
    if hinted(scene, segment, "past"):
        return False
    if time.relation in _LIMITS:
        return meant.day >= today
    if acting_verb(scene, segment) or segment.has("status.completed"):
        return False
    exact = time.basis[0].grain in ("minute", "hour", "day", "week")
    return meant.day > today and (exact or time.relation is not None or time.name == "within")


def _has_two_days_ahead(time: Time, today: date) -> bool:
    """Whether it is one of several days to come: «neste torsdag»."""
    days = [when.start.date() for when in time.basis if when.start is not None]
    return len(days) > 1 and all(day > today for day in days)


def _is_past(time: Time, today: date) -> bool:
    meant = due_meant(time)
    return meant is not None and meant.day < today
