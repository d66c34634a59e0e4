"""Why something is blocked: free text, which ends where something else is told."""

from collections.abc import Sequence

from commands.language.doubts import Doubt
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.subjects import Subject, named_in
from commands.language.telling import Told, told_by


def reason_after(scene: Scene, segments: Sequence[Segment], at: int) -> tuple[str | None, int]:
    """Why it is blocked: what stands after the word for it, also in the next segments; and how many of them."""
    marks = segments[at].marks
    blocked = ("status.blocked", "status.waiting")
    place = next((i for i, mark in enumerate(marks) if mark.kind in blocked), len(marks) - 1)
    own: list[Mark] = [mark for mark in marks[place + 1 :] if mark.kind != "reason.words"]
    while own and (own[0].kind in ("link.prep", "link.to") or scene.key(own[0]) in _LEADS_IN):
        own.pop(0)  # «venter på at banken svarer»
    used = 0
    for segment in segments[at + 1 :]:
        if is_a_report(scene, segment):
            break
        own += [mark for mark in segment.marks if not (mark.kind == "reason.words" and not own)]
        used += 1
    text = scene.words(own).strip(" .!,;:-–—*_") if own else ""
    return (" ".join(text.split()) or None), used


_LEADS_IN = frozenset({"at", "that", "til", "until"})


def is_a_report(scene: Scene, segment: Segment) -> bool:
    """Whether a segment tells something of its own and is no more of a reason."""
    if segment.has("id", "correct.words"):
        return True
    told = told_by(scene, segment)
    if told.percent is not None:
        return True
    if told.status is None and not (told.when is not None and told.moves):
        return False
    if told.status in ("done", "doing", "dropped") and not segment.has("word", "system"):
        return True
    if segment.opener == "comma" and segment.marks[-1].kind == "status.todo":
        return True  # «… because the vendor never answers, travel cards not started»
    try:
        # As something beside what was said before: the words must name it surely.
        return bool(named_in(scene, segment, Told(), [Subject()]).subjects)
    except Doubt:
        return True
