"""What the rooms ask of a stretch of a message: where its phrases stand, and which system it names."""

from collections.abc import Iterable, Sequence

from commands.language import doubts
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment, Sentence

SILENT = frozenset({"plain.words", "sign", "comma", "end", "question", "dash", "colon", "link.and", "link.but"})


def bounds(sentence: Sentence) -> tuple[int, int]:
    """The first token of a sentence, and the token after its last."""
    marks = sentence.marks
    return marks[0].start, marks[-1].end


def phrase_at(scene: Scene, section: str, key: str, at: int) -> int | None:
    """The token after the longest phrase with a meaning that begins at a token."""
    found = free_lexicon().phrases(section, key)
    return found.at(scene.tokens, at) if scene.tokens[at].key in found.first else None


def phrase_in(scene: Scene, section: str, key: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first phrase with a meaning stands between two tokens, whole."""
    found = free_lexicon().phrases(section, key)
    for at in range(start, end):
        if scene.tokens[at].key in found.first and (last := found.at(scene.tokens, at)) is not None and last <= end:
            return at, last
    return None


def text_of(scene: Scene, start: int, end: int) -> str:
    """What stands from one token up to another, on one line and without signs around it."""
    if start >= end:
        return ""
    return " ".join(scene.text[scene.tokens[start].start : scene.tokens[end - 1].end].split()).strip(_AROUND)


def opening(scene: Scene, start: int, end: int) -> int:
    """The first token between two that says anything: after a greeting, «@klar», a dash."""
    for mark in scene.marks:
        if start <= mark.start < end and mark.kind not in SILENT:
            return mark.start
    return end


def one_system(scene: Scene, marks: Iterable[Mark]) -> str | None:
    """The one system that some marks name; None where they name none. Raises Doubt where it can be several."""
    named = [mark for mark in marks if mark.kind == "system"]
    certain = {mark.value[0] for mark in named if len(mark.value) == 1}
    shared = [set(mark.value) for mark in named if len(mark.value) > 1]
    if len(certain) > 1 or any(certain.isdisjoint(ids) for ids in shared):
        raise doubts.which_system(scene.words(named))
    return next(iter(certain), None)


def without(sentence: Sentence, start: int, end: int) -> Sentence | None:
    """The segments of a sentence that lie outside a stretch and say something of their own."""
    left = tuple(one for one in sentence.segments if _lies_outside(one, start, end) and one.has(*_SAYS))
    return Sentence(left, sentence.asks) if left else None


def calls_a_colleague(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence begins with the one it is said to: «@kari, …», «Kari, …»."""
    marks: Sequence[Mark] = [
        mark for mark in sentence.marks if mark.kind not in ("plain.words", "sign") or _is_handle(scene, mark)
    ]
    if marks and _is_handle(scene, marks[0]):
        return True
    if not marks or marks[0].kind not in ("member", "handle"):
        return False
    opener = sentence.segments[0]
    alone = all(mark.kind in ("member", "handle", "plain.words", "sign") for mark in opener.marks)
    ordered = len(marks) > 1 and marks[1].kind == "question.order"
    return marks[0].kind == "handle" or (alone and opener.closer == "comma") or ordered


def _is_handle(scene: Scene, mark: Mark) -> bool:
    return mark.kind != "plain.words" and scene.key(mark).startswith("@")


def _lies_outside(segment: Segment, start: int, end: int) -> bool:
    return segment.marks[-1].end <= start or segment.marks[0].start >= end


_AROUND = " \t\n.,;:!?-–—*_•·|/=<>«»“”\"'()[]"
_SAYS = ("id", "word", "member", "handle", "system", "course", "own.one", "own.all", "who.i", "who.i_take", "who.me")
