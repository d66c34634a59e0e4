"""One clause of a report, and the facts that are read from it."""

from dataclasses import dataclass, fields, replace

from commands.language import doubts
from commands.language.dates import Found
from commands.language.spot import Piece, Sentence
from commands.requests import Depend, Update
from store.records import Status

# What says nothing by itself.
NEUTRAL = frozenset({
    "plain.words", "sign", "comma", "end", "question", "link.and", "link.but", "name.task", "question.order",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a subject. `due` is a date that can be one day only."""

    status: Status | None = None
    percent: int | None = None
    due: Found | None = None
    blocker: str | None = None
    owner: str | None = None
    needs: tuple[str, ...] | None = None
    independent: bool | None = None

    def merged(self, other: "Facts", task: str) -> "Facts":
        """Both together. Raises Doubt where they do not fit together."""
        both = self
        for field in fields(Facts):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if mine is not None and theirs is not None and mine != theirs:
                raise doubts.contradiction(task)
            if mine is None and theirs is not None:
                both = replace(both, **{field.name: theirs})
        both.check(task)
        return both

    def check(self, task: str) -> None:
        """Raise Doubt where the parts do not fit together."""
        ended = self.status in ("done", "dropped") and (self.due or self.blocker)
        mixed = self.needs and self != Facts(needs=self.needs, independent=self.independent)
        if ended or mixed or not _fits(self.status, self.percent):
            raise doubts.contradiction(task)

    def change(self, task: str | None, system: str | None = None) -> Update | Depend:
        """The change that these facts are. 100 per cent is done."""
        if self.needs and task:
            return Depend(task, self.needs, bool(self.independent))
        whole = self.percent == 100
        return Update(
            task=task,
            system=system,
            status="done" if whole else self.status,
            percent=None if whole else self.percent,
            due=self.due.days[0] if self.due else None,
            due_time=self.due.time if self.due else None,
            blocker=self.blocker,
            owner=self.owner,
        )


def _fits(status: Status | None, percent: int | None) -> bool:
    match status:
        case "done":
            return percent in (None, 100)
        case "todo":
            return percent in (None, 0)
        case "dropped":
            return percent is None
        case "doing" | "blocked":
            return percent != 100
    return True


def _without_done_of_percentage(pieces: list[Piece]) -> list[Piece]:
    """«80 % ferdig» is a percentage and no status."""
    return [
        piece
        for at, piece in enumerate(pieces)
        if not (at and piece.kind in ("status.done", "status.completed") and pieces[at - 1].kind == "percent")
    ]


class Clause:
    """The pieces of one clause, without those that say nothing, and who it is about."""

    def __init__(self, message: Sentence, pieces: list[Piece], subject: Piece | None, example: str) -> None:
        self.message = message
        self.pieces = _without_done_of_percentage([p for p in pieces if p.kind not in NEUTRAL])
        self.subject = subject
        self.task = example
        self.kinds = {p.kind for p in self.pieces}
        self._at = {p.start: i for i, p in enumerate(self.pieces)}

    def has(self, *kinds: str) -> bool:
        """Whether any piece is of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    def words(self, piece: Piece) -> str:
        """A piece as typed."""
        return self.message.words(piece.start, piece.end)

    def first(self, kind: str) -> str:
        """The first piece of a kind, as typed."""
        return self.words(self.all(kind)[0])

    def all(self, *kinds: str) -> list[Piece]:
        """The pieces of these kinds."""
        return [p for p in self.pieces if p.kind in kinds]

    def before(self, piece: Piece) -> str:
        """The kind of the piece before one, prepositions aside."""
        at = self._at[piece.start] - 1
        while at >= 0 and self.pieces[at].kind == "link.prep":
            at -= 1
        return self.pieces[at].kind if at >= 0 else ""

    def after(self, piece: Piece) -> str:
        """The kind of the piece after one."""
        at = self._at[piece.start] + 1
        return self.pieces[at].kind if at < len(self.pieces) else ""

    def is_heading(self, piece: Piece) -> bool:
        """Whether a piece is followed by a colon."""
        tokens = self.message.tokens
        return piece.end < len(tokens) and tokens[piece.end].key == ":"

    def readings(self, *facts: Facts) -> list[Update | Depend]:
        """What each of these facts would be, to choose from; nothing when the subject is not one task."""
        if self.subject is None or self.subject.kind != "id" or len(self.subject.value) != 1:
            return []
        return [each.change(self.subject.value[0]) for each in facts]
