"""A conversation with a clock of its own: the real thing on a throw-away store, with nobody listening."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bot.app import Klar, build
from bot.chats.chat import Post
from bot.chats.local.chat import DIRECT, is_mention
from bot.clock import SetClock
from bot.passing import do_what_is_due, let_time_pass
from commands.exporting.json_form import as_json
from commands.message import Message, Picture, Place, Press
from commands.phrases import render
from commands.render import as_text
from commands.rules import Rules
from store.changes import Change
from store.opening import open_store
from store.records import Workspace
from store.workspace import WorkspaceStore

CHAT = "rehearsal"


class Unreadable(Exception):
    """A line that cannot be read, in one sentence."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line in: something that somebody writes or presses, time that passes, or a wish to see the workspace."""

    at: datetime | None = None
    author: str | None = None
    where: str | None = None
    text: str | None = None
    slash: bool = False
    mention: bool = False
    id: str | None = None
    thread: str | None = None
    press: str | None = None
    button: str | None = None
    values: dict[str, str] = {}
    down: bool = False
    up: bool = False
    show: str | None = None


@dataclass(slots=True)
class Stage:
    """The chat of a rehearsal: a list of posts, each as a line out."""

    clock: SetClock
    pace: float = 0.0
    quarantine: float = 0.0
    patience: float = 10.0
    posts: list[dict[str, Any]] = field(default_factory=list)

    async def post(self, post: Post) -> str:
        """Add a post, or an edit of one, to the list."""
        id_ = post.replaces or f"p{post.id}"
        reply = post.reply
        self.posts.append(
            {
                "post": id_,
                "at": self.clock.now(),
                "to": f"@{post.channel}" if post.direct else post.channel,
                "thread": post.thread,
                "only": post.only_for,
                "edits": post.replaces,
                "lang": post.lang,
                "text": as_text(reply, post.lang),
                "buttons": [{"id": b.id, "text": render(b.label, post.lang)} for b in reply.buttons],
                "files": [block.file for block in reply.blocks if isinstance(block, Picture)],
                "about": list(reply.about),
            }
        )
        return id_

    async def find(self, post: Post) -> str | None:  # noqa: ARG002
        """Nothing is ever in doubt here."""
        return None


class Rehearsal:
    """A workspace that begins as given and lives by the lines that are read."""

    def __init__(self, about: Workspace, beginning: Sequence[Change], rules: Rules) -> None:
        self._about = about
        self._beginning = beginning
        self._rules = rules
        self._clock: SetClock | None = None
        self._stage: Stage | None = None
        self.klar: Klar | None = None
        self._workspace: WorkspaceStore | None = None
        self._is_down = False
        self._has_begun = False
        self._held_back: list[Message] = []
        self._lines = 0

    async def read(self, line: Line) -> list[dict[str, Any]]:
        """Do what a line says; return what comes of it. Raises Unreadable, with nothing changed, where it cannot be."""
        self._lines += 1
        self._check(line)
        klar, stage = self._running(line.at)
        if line.show:
            return [{"workspace": self._shown()}]
        if line.at is not None:
            await self._move_on(klar, line.at)
        if line.down:
            self._is_down = True
        if line.up:
            await self._come_up(klar)
        if line.author is not None:
            await self._say(self._message(line))
        said, stage.posts = stage.posts, []
        return [{**post, "at": self._local(post["at"])} for post in said]

    def _check(self, line: Line) -> None:
        if line.show not in (None, "workspace"):
            raise Unreadable('`show` takes "workspace".')
        if line.at is not None and line.at.tzinfo is None:
            raise Unreadable("`at` needs an offset, for example 2027-11-15T09:15:00+01:00.")
        if line.at is None and line.show is None and not self._has_begun:
            raise Unreadable("The first line needs `at`.")
        if line.at is not None and self._clock is not None and line.at < self._clock.now():
            raise Unreadable(f"`at` is earlier than the clock, which is at {self._local(self._clock.now())}.")
        if line.author is None and (line.text is not None or line.press is not None):
            raise Unreadable("Something written or pressed needs `author`.")
        if line.author is not None:
            self._check_said(line)
        if line.down and line.up:
            raise Unreadable("Either `down` or `up`.")

    def _check_said(self, line: Line) -> None:
        if line.press is not None:
            if line.button is None:
                raise Unreadable("A press needs `button`.")
            return
        if line.text is None or line.where is None:
            raise Unreadable("A message needs `where` and `text`; a press needs `press` and `button`.")
        if not line.where.startswith(("#", "@")) or (line.where.startswith("@") and line.where != DIRECT):
            raise Unreadable('`where` is a channel, for example "#prosjekt", or "@klar".')

    def _running(self, at: datetime | None) -> tuple[Klar, Stage]:
        if self.klar is None or self._stage is None:
            self._clock = SetClock(at or datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
            self._stage = Stage(self._clock)
            store = open_store(None)
            self.klar = build(store, self._clock, self._rules, {CHAT: self._stage})
            with store.transaction():
                self._workspace = store.add_workspace(self._about)
                self._workspace.begin_with(self._beginning)
                store.join(CHAT, self._about.key, self._workspace, members_are_users=True)
        if at is not None and not self._has_begun:
            assert self._clock is not None
            self._clock.set(at)
            self.klar.clockwork.prepare(self._beginning)
            self._has_begun = True
        return self.klar, self._stage

    async def _move_on(self, klar: Klar, until: datetime) -> None:
        assert self._clock is not None
        if self._is_down:
            self._clock.set(until)
        else:
            await let_time_pass(klar, self._clock, until)

    async def _come_up(self, klar: Klar) -> None:
        self._is_down = False
        await do_what_is_due(klar)
        held_back, self._held_back = self._held_back, []
        for message in held_back:
            await self._say(message)

    async def _say(self, message: Message) -> None:
        assert self.klar is not None
        if self._is_down:
            self._held_back.append(message)
            return
        self.klar.conversation.receive_now([message])
        await self.klar.outbox.deliver_all()

    def _message(self, line: Line) -> Message:
        assert self._clock is not None
        assert line.author is not None
        direct = line.where == DIRECT
        where = self._place_of(line)
        text = line.text or ""
        return Message(
            id=line.id or f"line {self._lines}",
            chat=CHAT,
            team=self._about.key,
            who=line.author,
            where=where,
            text=text,
            sent_at=self._clock.now(),
            thread=line.thread,
            spoken_to=direct or line.slash or line.mention or is_mention(text),
            slash=line.slash,
            press=Press(line.press, line.button or "", line.values) if line.press else None,
        )

    def _place_of(self, line: Line) -> Place:
        assert self._workspace is not None
        assert line.author is not None
        if line.press is not None and line.where is None:
            row = self._workspace.outbox.posted_as(CHAT, self._about.key, line.press)
            return Place(row.channel, bool(row.direct)) if row else Place(line.author, direct=True)
        if line.where == DIRECT:
            return Place(line.author, direct=True)
        return Place(line.where or "")

    def _shown(self) -> dict[str, Any]:
        assert self._workspace is not None
        return as_json(self._workspace.snapshot(), list(self._workspace.journal.entries()))

    def now(self) -> datetime:
        """What the clock shows. Raises Unreadable before the first line."""
        if self._clock is None:
            raise Unreadable("The clock has not started.")
        return self._clock.now()

    def _local(self, at: datetime) -> str:
        return at.astimezone(ZoneInfo(self._about.timezone)).isoformat()
