"""What was written to Klar and not understood: kept without names, so that the grammar can grow."""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

LONGEST = 300


@dataclass(frozen=True, slots=True)
class UnclearText:
    """A text that was asked about, the English of what was answered, how often, and the last day it was."""

    text: str
    why: str
    times: int
    day: date


class UnclearTexts:
    """The texts of one workspace that were asked about. Nothing tells who wrote them, or when in the day."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def note(self, day: date, text: str, why: str) -> None:
        """Count a text, which must hold no names. A long one is cut."""
        self._db.execute(
            "INSERT INTO unclear VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
            (self._workspace, day.isoformat(), text[:LONGEST], why),
        )

    def lately(self) -> list[UnclearText]:
        """All that are kept, those of the newest day first, and of a day those written most often."""
        rows = self._db.execute(
            "SELECT text, why, sum(times), max(day) FROM unclear WHERE workspace = ? GROUP BY text, why"
            " ORDER BY max(day) DESC, sum(times) DESC, text, why",
            (self._workspace,),
        )
        return [UnclearText(text, why, times, date.fromisoformat(day)) for text, why, times, day in rows]
