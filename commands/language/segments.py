"""Sentences and the segments that they fall into, at commas, conjunctions, dashes and colons."""

from collections.abc import Sequence
from typing import NamedTuple

from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.requests import SingleChange

_TAKES_BACK = "🙃"  # belongs to what it makes fun of
_FIRST_EMOJI = "\N{BLACK SUN WITH RAYS}"
_SPLITS = frozenset({"comma", "link.and", "link.but", "dash", "colon"})
_SAYS_NOTHING = frozenset({"plain.words", "sign", "comma", "end", "dash", "colon", "link.and", "link.but", "name.task"})
_SUBJECTS = frozenset({"word", "id", "system", "course"})
_ENDS_SEGMENT = frozenset({"amount", "status.done", "status.doing", "status.blocked", "status.todo"})


class Segment(NamedTuple):
    """Some marks that say one thing; `opener` is the kind of the mark before them, and `closer` of that after."""

    marks: tuple[Mark, ...]
    opener: str
    closer: str

    def has(self, *kinds: str) -> bool:
        """Whether any mark is of one of these kinds."""
        for mark in self.marks:  # noqa: SIM110  # asked of every segment many times
            if mark.kind in kinds:
                return True
        return False

    def all(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def section(self, name: str) -> list[Mark]:
        """The marks whose kind begins with this."""
        return [mark for mark in self.marks if mark.section == name]


class Sentence(NamedTuple):
    """The segments between two full stops, and whether a question mark ends them."""

    segments: tuple[Segment, ...]
    asks: bool

    @property
    def marks(self) -> list[Mark]:
        """All its marks."""
        return [mark for segment in self.segments for mark in segment.marks]

    def has(self, *kinds: str) -> bool:
        """Whether any mark is of one of these kinds."""
        return any(segment.has(*kinds) for segment in self.segments)


class Heard(NamedTuple):
    """What a room makes of a sentence: changes, how many sentences they took, and what is left to others."""

    items: tuple[SingleChange, ...]
    used: int = 1
    rest: Sentence | None = None


def sentences(scene: Scene) -> list[Sentence]:
    """The sentences of a message that say anything."""
    found: list[Sentence] = []
    begun = 0
    for at, mark in enumerate(scene.marks):
        ends = mark.kind in ("end", "question") and not _is_initial(scene, at)
        if ends or (_is_emoji(scene, mark) and not _is_heading(scene.marks[begun:at])):
            _add(found, scene, scene.marks[begun:at], mark.kind == "question")
            begun = at + 1
    _add(found, scene, scene.marks[begun:], False)
    return found


def _is_initial(scene: Scene, at: int) -> bool:
    """Whether a full stop only shortens a name: «Lise H. tar T101»."""
    if at == 0 or scene.marks[at - 1].kind != "member" or at + 1 == len(scene.marks):
        return False
    goes_on = scene.text[scene.tokens[scene.marks[at + 1].start].start].islower() and scene.marks[at + 1].kind != "id"
    return goes_on and scene.key(scene.marks[at]) == "." and len(scene.tokens[scene.marks[at - 1].end - 1].key) == 1


def _add(found: list[Sentence], scene: Scene, marks: Sequence[Mark], asks: bool) -> None:
    segments = _segments(scene, marks)
    if segments:
        found.append(Sentence(tuple(segments), asks))


def _segments(scene: Scene, marks: Sequence[Mark]) -> list[Segment]:
    found: list[Segment] = []
    held: list[Mark] = []
    opener, about = "", False
    last_said = max((at for at, mark in enumerate(marks) if mark.kind not in _SAYS_NOTHING), default=-1)
    for at, mark in enumerate(marks):
        if mark.kind in _SPLITS and not (mark.kind == "dash" and _is_hyphen(scene, mark)):
            if _says(held):
                found.append(Segment(tuple(held), opener, mark.kind))
                held, opener, about = [], mark.kind, False
            elif mark.kind != "comma" or not opener:
                opener = mark.kind
            continue
        held.append(mark)
        if about and at < last_said and _is_sign_of_status(scene, mark):
            found.append(Segment(tuple(held), opener, ""))
            held, opener, about = [], "", False
        about = about or mark.kind in _SUBJECTS
    if _says(held):
        found.append(Segment(tuple(held), opener, ""))
    return found


def _is_hyphen(scene: Scene, mark: Mark) -> bool:
    tokens = scene.tokens
    before, after = mark.start - 1, mark.end
    return (
        before >= 0
        and after < len(tokens)
        and tokens[before].end == tokens[mark.start].start
        and tokens[mark.start].end == tokens[after].start
    )


def _is_sign_of_status(scene: Scene, mark: Mark) -> bool:
    """Whether a mark is an emoji for a status: it ends what stands before it."""
    return (
        mark.kind in _ENDS_SEGMENT
        and mark.kind != "amount"
        and not scene.key(mark)[0].isalnum()
        and scene.key(mark)[0] != ":"
    )


def _is_heading(marks: Sequence[Mark]) -> bool:
    """«Nytt kurs 📣»: what is only named goes on after the picture."""
    kinds = {mark.kind for mark in marks}
    return "course" in kinds and "time" not in kinds


def _is_emoji(scene: Scene, mark: Mark) -> bool:
    """Whether a mark is a picture: people write it where others write a full stop."""
    sign = scene.key(mark)[0]
    return mark.kind in ("plain.words", "sign") and sign >= _FIRST_EMOJI and sign not in _TAKES_BACK


def _says(marks: Sequence[Mark]) -> bool:
    return any(mark.kind not in _SAYS_NOTHING for mark in marks)
