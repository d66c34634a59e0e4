"""Segments that are plainly about one task, and of which nothing is understood: what is told beside them may wait."""

from collections.abc import Set

from commands.language.naming import pointed_by
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.signs import hinted
from commands.language.telling import Told

# The words of a segment fit one title so well that it is about that task.
_PLAINLY = 0.9
# What begins later, and what somebody thinks or does besides, tells nothing of its own.
_BESIDES = (
    "plain.chat", "time.begins", "reason.words", "stop.believed", "who.i", "who.we", "who.me", "who.me_or_we",
    "member", "handle",
)  # fmt: skip


class Unread:
    """The unread segments of a message, by their tasks."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._segments: dict[str, Segment] = {}

    def note(self, segment: Segment, before: Told | None) -> None:
        """Keep a segment that tells nothing, unless it only says why what was told `before` is so."""
        explains = before is not None and (before.status in ("dropped", "blocked", "todo") or before.moves)
        # «… are at 60 %, the big ones are still copying»
        if explains or segment.has(*_BESIDES) or hinted(self._scene, segment, "those"):
            return
        pointed = pointed_by(self._scene, segment, surely=False, goes_on=False, tells_status=False)
        if len(pointed.tasks) == 1 and pointed.fit >= _PLAINLY and not pointed.finished:
            self._segments.setdefault(pointed.tasks[0], segment)

    def words_beside(self, told_of: Set[str | None]) -> str | None:
        """The words of the first that is about no task that something was told of."""
        found = (self._scene.words(one.marks) for task, one in self._segments.items() if task not in told_of)
        return next(found, None)

    def forget(self) -> None:
        """What was said was not meant."""
        self._segments.clear()
