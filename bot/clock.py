"""The time. Nothing else asks what time it is."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time in UTC."""


class WallClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that moves only when it is told to: for rehearsals and tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The time in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Let it be this late."""
        self._at = at.astimezone(UTC)


def milliseconds(at: datetime) -> int:
    """A moment as whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)
