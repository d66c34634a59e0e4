"""Trainings and who is in them."""

from datetime import datetime
from sqlite3 import Connection

from store.records import Enrolment, Training
from store.rows import ENROLMENTS, TRAININGS


class Trainings:
    """The trainings of one workspace. Times are wall-clock times in its time zone."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def get(self, id_: str) -> Training | None:
        """The training with this id."""
        return TRAININGS.get(self._db, self._workspace, id_)

    def planned(self, start: datetime, end: datetime) -> list[Training]:
        """Planned trainings that start in [start, end), the first one first."""
        return TRAININGS.find(
            self._db,
            self._workspace,
            "start >= ? AND start < ? AND status = 'planned' ORDER BY start, id",
            start.isoformat(),
            end.isoformat(),
        )

    def enrolments(self, training: str) -> list[Enrolment]:
        """Everybody's place in a training, by member."""
        return ENROLMENTS.find(self._db, self._workspace, "training = ? ORDER BY member", training)

    def taken(self, training: str) -> int:
        """How many seats are taken."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM enrolments"
            " WHERE workspace = ? AND training = ? AND state IN ('enrolled', 'attended')",
            (self._workspace, training),
        ).fetchone()
        return int(count)
