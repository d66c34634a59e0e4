"""What of a sentence is certain: not hoped for, wished for or depending on something, and told by whom."""

from collections.abc import Sequence

from commands.language import doubts
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment, Sentence

# So many words may stand before the «at» of what somebody says.
_LONGEST_SAYING = 5
DOUBTFUL = ("stop.condition", "stop.hope", "stop.wish")
# Words that are a condition only where a segment begins with them.
_ALSO_OTHERWISE = frozenset({"om", "når", "when", "after", "etter"})


def certain(scene: Scene, sentence: Sentence) -> tuple[Segment, ...]:
    """The segments before the first that is a hope or a wish; none where anything depends on a condition."""
    segments = sentence.segments
    if sentence.has("own.other") and any(_is_doubtful(scene, segment) for segment in segments):
        raise doubts.which_task(scene.words(sentence.marks))
    if (
        len(segments) > 1
        and segments[1].opener == "comma"
        and _opens(scene, segments[0])
        and _opens(scene, segments[1])
    ):
        return ()
    for at, segment in enumerate(segments):
        if _is_doubtful(scene, segment):
            hoped = segment.has("stop.hope") and not segment.has("word", "system", "id", "time", "amount")
            return () if segment.has("stop.condition") or hoped else segments[:at]
    return segments


def _opens(scene: Scene, segment: Segment) -> bool:
    """Whether a segment opens with a verb, as a condition without «hvis» does, and what follows of it."""
    return scene.key(segment.marks[0]) in free_lexicon().words("hints", "opening")


def _is_doubtful(scene: Scene, segment: Segment) -> bool:
    for mark in segment.all(*DOUBTFUL):
        if mark.kind != "stop.condition" or scene.key(mark) not in _ALSO_OTHERWISE or mark is segment.marks[0]:
            return True
    return False


def speaker(scene: Scene, sentence: Sentence) -> str | None:
    """Who is said to say it; an empty word for somebody who is nobody here. None where nobody is."""
    marks = sentence.marks
    for at, mark in enumerate(marks):
        if mark.kind == "stop.hearsay" or _is_said_to_be(scene, marks, at):
            before = next((one for one in reversed(marks[:at]) if one.kind in ("member", "handle")), None)
            return str(before.value[0]) if before is not None and len(before.value) == 1 else ""
    return None


def _is_said_to_be(scene: Scene, marks: Sequence[Mark], at: int) -> bool:
    """«Leverandøren sverger på at …»: what somebody else is the subject of, and «at» follows on."""
    that = ("that",) if scene.language == "en" else ("at", "that")
    if at < 2 or scene.key(marks[at]) not in that:
        return False
    before = marks[:at]
    if scene.key(marks[at - 1]) in free_lexicon().words("hints", "no_saying"):
        return False
    if any(mark.section == "who" and mark.kind != "who.takes" for mark in before):
        return False
    return len(before) <= _LONGEST_SAYING and any(mark.kind in ("word", "member", "handle") for mark in before[:-1])
