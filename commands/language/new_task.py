"""A new task while it is being read: its system, its title, its owner and its day."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from commands.language import doubts
from commands.language.dates import Time, due_meant
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.stretch import phrase_at, text_of
from commands.requests import AddTask

LONGEST_TITLE = 300
_APART = frozenset({"comma", "colon", "dash", "end", "question"})
_PEOPLE = frozenset({"member", "handle", "who.i_take", "who.me", "who.me_or_we", "who.nobody", "who.i"})
_TAIL = _PEOPLE | frozenset({
    "time", "due.mark", "due.move", "due.by", "due.will", "due.set", "who.mark", "who.takes", "who.goes_to",
    "plain.words", "sign", "link.to", "link.prep", "link.and", "name.task", "reason.words",
})  # fmt: skip
_QUOTES = frozenset("«»“”\"'")
_LIMITS = ("by", "before", "to", "not_before", "within")
_BEGINS_TAIL = frozenset({"due.mark", "due.by", "who.mark", "who.i_take"})


class Part(NamedTuple):
    """Some marks between two signs, and the kind of the sign before them."""

    marks: tuple[Mark, ...]
    opener: str

    @property
    def start(self) -> int:
        """Its first token."""
        return self.marks[0].start

    @property
    def end(self) -> int:
        """The token after its last."""
        return self.marks[-1].end


class NewTask:
    """What is told of a new task. `is_set_off` says that the title stands after a sign or in quotation marks."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._dues: list[Time] = []
        self._owners: list[tuple[str, ...]] = []
        self._strange = ""
        self.system: str | None = None
        self.title = ""
        self.is_set_off = False

    def read(self, start: int, end: int) -> int:
        """Read what stands between two tokens, and return the token after what belongs to the task."""
        after = self._read_quoted(start, end)
        is_open, begun, last = not self.title, -1, -1
        for whole in parts(self._scene, after, end):
            named = self.system
            part = self._without_system(whole) if begun < 0 else whole
            if self.system != named:
                after = max(after, whole.start + 1)
            if not part.marks or self._take_tail(part.marks, is_title=is_open and begun < 0):
                after = whole.end
                continue
            if not is_open or (begun >= 0 and _is_another_matter(part)):
                break
            if begun < 0 and part.start == whole.start and whole.opener:
                self.is_set_off = True
            kept = self._without_tail(part)
            begun, last, after = (kept.start if begun < 0 else begun), kept.end, part.end
            is_open = kept == part
        if begun >= 0:
            self.title = self._title(begun, last)
        return after

    def _read_quoted(self, start: int, end: int) -> int:
        """A title in quotation marks, which stands first."""
        tokens = self._scene.tokens
        if start >= end or tokens[start].key not in _QUOTES:
            return start
        close = next((i for i in range(start + 1, end) if tokens[i].key in _QUOTES), None)
        if close is None:
            return start
        self.title, self.is_set_off = text_of(self._scene, start + 1, close), True
        return close + 1

    def task(self) -> AddTask:
        """The task. Raises Doubt where its system, its title, its owner or its day is not clear."""
        if self.system is None:
            raise doubts.unknown_system(self._strange) if self._strange else doubts.no_title()
        if not self.title:
            raise doubts.no_title()
        if len(self.title) > LONGEST_TITLE:
            raise doubts.long_title()
        due = None
        if len(self._dues) > 1:
            raise doubts.one_date("T101")
        if self._dues:
            due = due_meant(self._dues[0])
            if due is None:
                raise doubts.which_day("T101")
            if due.time:
                raise doubts.day_only()
        owners = set(self._owners)
        if len(owners) > 1 or any(len(one) != 1 for one in owners):
            raise doubts.who("T101")
        return AddTask(self.system, self.title, due.day if due else None, owners.pop()[0] if owners else None)

    def _without_system(self, part: Part) -> Part:
        """A part without «på arkiv» at its beginning."""
        marks, at, placed = part.marks, 0, False
        while at < len(marks) and (marks[at].kind in ("sign", "plain.words") or self._is_where(marks[at])):
            placed = placed or self._is_where(marks[at])
            at += 1
        if at < len(marks) and self.system is None:
            mark = marks[at]
            if mark.kind == "system" and len(mark.value) > 1:
                raise doubts.which_system(self._scene.words([mark]))
            if mark.kind == "system":
                self.system, part = mark.value[0], Part(marks[at + 1 :], part.opener)
            elif placed and not part.opener:
                self._strange = self._scene.words([mark])
        return self._without_about(part)

    def _is_where(self, mark: Mark) -> bool:
        return phrase_at(self._scene, "add", "where", mark.start) == mark.end

    def _without_about(self, part: Part) -> Part:
        """A part without «om å», «som heter» at its beginning."""
        marks = part.marks
        if marks and (last := phrase_at(self._scene, "add", "about", marks[0].start)):
            marks = tuple(mark for mark in marks if mark.start >= last)
        return Part(marks, part.opener)

    def _take_tail(self, marks: Sequence[Mark], *, is_title: bool = False) -> bool:
        """Take the owner and the day that some marks tell, where they tell nothing else."""
        kinds = {mark.kind for mark in marks}
        if not is_title and kinds & {"who.takes", "who.mark"} and "who.nobody" in kinds:
            raise doubts.who("T101")
        if not all(mark.kind in _TAIL or self._is_small(mark) for mark in marks):
            if not is_title and marks[0].kind == "due.mark" and "time" not in kinds:
                raise doubts.which_day("T101")
            return False
        times = [mark.value for mark in marks if mark.kind == "time"]
        people = [mark for mark in marks if mark.kind in _PEOPLE]
        if not times and not people:
            return not is_title and (bool(kinds & _BEGINS_TAIL) or kinds <= {"plain.words", "sign"})
        self._dues += times
        for mark in people:
            owner = self._owner(mark)
            if owner not in self._owners:
                self._owners.append(owner)
        return True

    def _owner(self, mark: Mark) -> tuple[str, ...]:
        if mark.kind in ("member", "handle"):
            return tuple(mark.value)
        if mark.kind == "who.nobody":
            return ()
        return (self._scene.author,) if self._scene.author else ()

    def _is_small(self, mark: Mark) -> bool:
        return phrase_at(self._scene, "add", "beside", mark.start) is not None

    def _without_tail(self, part: Part) -> Part:
        """A part without «frist fredag», «med frist 1/2, Kari» at its end, which is taken."""
        marks = part.marks
        for at in range(1, len(marks)):
            mark = marks[at]
            limit = mark.kind == "time" and mark.value.relation in _LIMITS
            tail = marks[at:]
            told = any(one.kind == "time" or one.kind in _PEOPLE for one in tail)
            if (mark.kind in _BEGINS_TAIL or limit) and told and self._take_tail(tail):
                before = at
                while before > 1 and marks[before - 1].kind in ("link.prep", "link.and", "sign"):
                    before -= 1
                return Part(marks[:before], part.opener)
        return part

    def _title(self, start: int, end: int) -> str:
        """The words of the title; a system that ends it is taken out, where it is the first that is named."""
        title = text_of(self._scene, start, end)
        if self.system is not None:
            return title
        named = [mark for mark in self._scene.marks if start <= mark.start < end and mark.kind == "system"]
        if len(named) != 1 or len(named[0].value) != 1:
            return title
        self.system = named[0].value[0]
        last = named[0]
        at = last.start
        placed = at - 1 > start and phrase_at(self._scene, "add", "where", at - 1) == at
        behind = [mark for mark in self._scene.marks if last.end <= mark.start < end]
        ends = all(mark.kind in ("sign", "plain.words") for mark in behind)
        return text_of(self._scene, start, at - 1) if placed and ends else title


def _is_another_matter(part: Part) -> bool:
    """Whether a part is no more of the title: another sentence, or something told of a task."""
    kinds = {mark.kind for mark in part.marks}
    told = any(mark.section == "status" or mark.kind == "amount" for mark in part.marks)
    return part.opener in ("end", "question") or "id" in kinds or (told and "system" in kinds)


def parts(scene: Scene, start: int, end: int) -> Iterator[Part]:
    """What stands between the signs of a stretch."""
    held: list[Mark] = []
    opener = ""
    for mark in scene.marks:
        if not start <= mark.start < end:
            continue
        if mark.kind in _APART and not _is_hyphen(scene, mark):
            if held:
                yield Part(tuple(held), opener)
                held = []
            opener = mark.kind
            continue
        held.append(mark)
    if held:
        yield Part(tuple(held), opener)


def _is_hyphen(scene: Scene, mark: Mark) -> bool:
    tokens = scene.tokens
    if mark.kind != "dash" or mark.start == 0 or mark.end >= len(tokens):
        return False
    return tokens[mark.start - 1].end == tokens[mark.start].start or tokens[mark.start].end == tokens[mark.end].start
