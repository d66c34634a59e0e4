"""Conversations as tests: `kari.says("T101 ferdig")` and what comes of it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rehearse import Line, Rehearsal
from commands.rules import Rules
from store.changes import Change
from store.records import Workspace
from tests import town

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Said:
    """A post of Klar's."""

    raw: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.raw["text"])

    @property
    def to(self) -> str:
        return str(self.raw["to"])

    @property
    def id(self) -> str:
        return str(self.raw["post"])

    @property
    def only(self) -> str | None:
        only = self.raw["only"]
        return None if only is None else str(only)

    @property
    def buttons(self) -> list[str]:
        return [str(button["id"]) for button in self.raw["buttons"]]


class Stage:
    """A town whose clock moves only when told, from Monday 15 November 2027 at 10."""

    def __init__(
        self,
        *,
        about: Workspace = town.ABOUT,
        beginning: Sequence[Change] | None = None,
        rules: Rules | None = None,
        at: str = "2027-11-15T10:00",
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self.rehearsal = Rehearsal(about, town.beginning() if beginning is None else beginning, rules or Rules())
        self.now = datetime.fromisoformat(at).replace(tzinfo=OSLO)
        self.read(Line(at=self.now))

    def read(self, line: Line) -> list[Said]:
        return [Said(post) for post in self._loop.run_until_complete(self.rehearsal.read(line))]

    def until(self, at: str) -> list[Said]:
        """Let time pass until a local time."""
        self.now = datetime.fromisoformat(at).replace(tzinfo=OSLO)
        return self.read(Line(at=self.now))

    def pass_by(self, time: timedelta) -> list[Said]:
        """Let some time pass."""
        self.now = (self.now.astimezone(UTC) + time).astimezone(OSLO)
        return self.read(Line(at=self.now))

    def down(self) -> None:
        self.read(Line(at=self.now, down=True))

    def up(self, at: str) -> list[Said]:
        self.now = datetime.fromisoformat(at).replace(tzinfo=OSLO)
        return self.read(Line(at=self.now, up=True))

    def show(self) -> dict[str, Any]:
        shown = self._loop.run_until_complete(self.rehearsal.read(Line(show="workspace")))
        workspace: dict[str, Any] = shown[0]["workspace"]
        return workspace

    def task(self, id_: str) -> dict[str, Any]:
        found: dict[str, Any] = next(task for task in self.show()["tasks"] if task["id"] == id_)
        return found

    def person(self, id_: str) -> "Speaker":
        return Speaker(self, id_)

    def close(self) -> None:
        self._loop.close()


@dataclass(frozen=True)
class Speaker:
    """Somebody who writes and presses."""

    stage: Stage
    id: str

    def says(
        self,
        text: str,
        where: str = "@klar",
        *,
        slash: bool = False,
        mention: bool = False,
        thread: str | None = None,
        id: str | None = None,
    ) -> list[Said]:
        return self.stage.read(
            Line(
                at=self.stage.now,
                author=self.id,
                where=where,
                text=text,
                slash=slash,
                mention=mention,
                thread=thread,
                id=id,
            )
        )

    def presses(
        self, post: Said, button: str, values: dict[str, str] | None = None, id: str | None = None
    ) -> list[Said]:
        return self.stage.read(
            Line(at=self.stage.now, author=self.id, press=post.id, button=button, values=values or {}, id=id)
        )


@contextmanager
def stage(**given: Any) -> Iterator[Stage]:
    """A stage that is cleared afterwards."""
    one = Stage(**given)
    try:
        yield one
    finally:
        one.close()
