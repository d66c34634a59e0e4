"""Why what seems to be told is not: it is denied, was so once, should be so, or is not said exactly."""

from itertools import pairwise

from commands.language.dates import Time
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.signs import DONE, is_negated, is_since
from store.records import Status


def not_told(
    scene: Scene,
    segment: Segment,
    status: Status | None,
    percent: int | None,
    when: Time | None,
    owner: tuple[str, ...] | None,
) -> str:
    """Why, in a word; an empty word where it is told."""
    if any(not (m.value.basis or m.value.shift or m.value.length) for m in segment.all("time")):
        return "no day"
    under_way = status == "doing" and segment.has("status.doing")
    told = percent is not None or owner is not None or under_way or _is_a_day(segment, when)
    if is_negated(scene, segment) and told:
        return "negated"
    if segment.has("status.not_done") and status is None and when is None:
        return "negated"
    if segment.has("plain.was") and (status == "blocked" or under_way):
        return "past"
    if owner is not None and (status is not None or segment.has(*DONE)):
        return "owner"
    if status == "done" and (why := _not_done(scene, segment, when)):
        return why
    hedged = any(one.kind == "stop.hedge" and other.kind == "amount" for one, other in pairwise(segment.marks))
    return "percent" if hedged else ""


def _is_a_day(segment: Segment, when: Time | None) -> bool:
    return when is not None and when.relation != "not_before" and not segment.has("due.late")


def _not_done(scene: Scene, segment: Segment, when: Time | None) -> str:
    """Why «ferdig» does not say that it is done."""
    if segment.has("stop.may") and not _closes(scene, segment):
        return "may"
    if when is None and segment.has("due.by", "due.mark"):
        return "day"
    if _for_some(scene, segment):
        return "part"
    if when is not None and not segment.has("who.i"):
        return ""
    after = [mark for mark in segment.all("time") if mark.value.relation in ("after", "from")]
    return "day" if any(not is_since(scene, mark) for mark in after) else ""


def _closes(scene: Scene, segment: Segment) -> bool:
    """«Kan lukkes»: what may be closed is done."""
    keys = [scene.tokens[mark.end - 1].key for mark in segment.all(*DONE)]
    return any(key.endswith(("es", "ast", "av", "closed", "off")) for key in keys)


def _for_some(scene: Scene, segment: Segment) -> bool:
    """«Ferdig for Nesvik»: done for one place, which may be a part of it or all."""
    marks = segment.marks
    for at, mark in enumerate(marks[:-2]):
        name = marks[at + 2]
        for_ = marks[at + 1].kind == "link.prep" and scene.key(marks[at + 1]) == "for"
        if mark.kind in DONE and for_ and name.kind == "word" and scene.words([name])[0].isupper():
            return not _is_called_so(scene, segment, name)
    return False


def _is_called_so(scene: Scene, segment: Segment, place: Mark) -> bool:
    """Whether the place stands in the title of a task that the other words are of."""
    others = [mark.value for mark in segment.all("word") if mark is not place]
    called = scene.directory.tasks_with(place.value.whole)
    return any(not called.isdisjoint(scene.directory.tasks_with(atom)) for unit in others for atom in unit.atoms)
