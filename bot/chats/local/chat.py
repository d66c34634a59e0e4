"""The embedded chat: a platform of our own, in the browser, for one workspace and without accounts."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bot.chats.chat import Post
from bot.clock import Clock
from bot.conversation import Conversation
from commands.channels import Channel, channels_of
from commands.message import Message, Place, Press
from commands.phrases import render
from commands.render import as_blocks, as_text
from commands.rules import Rules
from store.local_posts import LocalPost
from store.store import Store
from store.workspace import WorkspaceStore

CHAT = "local"
DIRECT = "@klar"
MOST_POSTS = 500
_MENTION = re.compile(r"(?<!\w)@klar(?!\w)", re.IGNORECASE)


class LocalChat:
    """What the outbox posts to, and what the page reads and writes."""

    pace = 0.0
    quarantine = 0.0
    patience = 10.0

    def __init__(self, store: Store, workspace: WorkspaceStore, clock: Clock, rules: Rules) -> None:
        self._store = store
        self._workspace = workspace
        self._clock = clock
        self._rules = rules
        self._about = workspace.about()
        self.team = self._about.key
        self.title = self._about.name
        self._news = asyncio.Event()
        self.conversation: Conversation | None = None

    def open(self, conversation: Conversation) -> None:
        """Let what is written here reach Klar; whoever is a member may write as themselves."""
        self.conversation = conversation
        with self._store.transaction():
            self._store.join(CHAT, self.team, self._workspace, members_are_users=True)

    # What the outbox needs of a chat

    async def post(self, post: Post) -> str:
        """Keep a post for the page; the same key again is the same post."""
        id_ = post.replaces or f"p{post.id}"
        body = {
            "blocks": as_blocks(post.reply, post.lang),
            "text": as_text(post.reply, post.lang),
            "lang": post.lang,
            "buttons": [
                {"id": button.id, "text": render(button.label, post.lang), "style": button.style}
                for button in post.reply.buttons
            ],
        }
        with self._store.transaction():
            self._store.local_posts.put(
                self.team,
                key=post.key,
                post=id_,
                at=self._clock.now().isoformat(),
                author="klar",
                channel=f"@{post.channel}" if post.direct else post.channel,
                thread=post.thread,
                only_for=post.only_for,
                edited=post.replaces is not None,
                body=msgspec.json.encode(body),
            )
        self._tell()
        return id_

    async def find(self, post: Post) -> str | None:
        """The post that was kept under this key."""
        return self._store.local_posts.post_with_key(post.key)

    # What the page needs

    def people(self) -> list[dict[str, str]]:
        """The members one can choose to be."""
        self._store.notice_other_writers()
        groups = {group.id: group.name for group in self._workspace.systems.groups()}
        return [
            {"id": m.id, "name": m.name, "role": m.role, "group": groups.get(m.group or "", "")}
            for m in self._workspace.people.all()
        ]

    def channels(self) -> list[dict[str, str]]:
        """The channels, and the direct conversation with Klar."""
        rows = [_channel(channel) for channel in channels_of(self._workspace, self._rules.channels)]
        return [*rows, {"id": DIRECT, "name": "Klar", "about": ""}]

    async def write(self, *, id: str, who: str, where: str, text: str, thread: str | None, slash: bool) -> None:
        """Write something, as `who`. Raises NotStored where it could not be kept; then it has not been written."""
        body = msgspec.json.encode({"text": f"/klar {text}" if slash else text})

        def keep() -> None:
            self._store.local_posts.put(
                self.team,
                key=f"said:{self.team}:{id}",
                post=id,
                at=self._clock.now().isoformat(),
                author=who,
                channel=f"@{who}" if where == DIRECT else where,
                thread=thread,
                only_for=who if slash else None,
                edited=False,
                body=body,
            )

        await self._receive(self._message(id, who, where, text=text, thread=thread, slash=slash), keep)
        self._tell()

    async def press(self, *, id: str, who: str, post: str, button: str, values: dict[str, str]) -> None:
        """Press a button, as `who`. Raises NotStored where it could not be kept."""
        where = next((p.channel for p in self._seen_by(who) if p.post == post), f"@{who}")
        place = DIRECT if where.startswith("@") else where
        await self._receive(self._message(id, who, place, press=Press(post, button, values)))

    def events(self, who: str, after: int) -> list[dict[str, Any]]:
        """What somebody may see, newer than `after`, the oldest first."""
        self._store.notice_other_writers()
        return [self._event(post) for post in self._seen_by(who, after)]

    async def changed(self, after: int) -> int:
        """Wait until there is something newer than `after`; return the number of the newest."""
        while (newest := self._store.local_posts.newest(self.team)) <= after:
            await self._news.wait()
        return newest

    def picture(self, name: str) -> bytes | None:  # noqa: ARG002
        """A picture that was posted. None are, yet."""
        return None

    def _seen_by(self, who: str, after: int = 0) -> list[LocalPost]:
        return self._store.local_posts.after(self.team, who, after, MOST_POSTS)

    def _event(self, post: LocalPost) -> dict[str, Any]:
        body = msgspec.json.decode(post.body)
        at = datetime.fromisoformat(post.at).astimezone(ZoneInfo(self._about.timezone))
        return {
            "seq": post.seq,
            "post": post.post,
            "at": at.isoformat(),
            "author": self._author(post.author),
            "where": DIRECT if post.channel.startswith("@") else post.channel,
            "thread": post.thread,
            "only": post.only_for,
            "edited": bool(post.edited),
            "lang": body.get("lang", self._about.lang),
            "blocks": body.get("blocks") or [{"kind": "line", "text": body["text"]}],
            "buttons": body.get("buttons", []),
            "text": body["text"],
        }

    def _author(self, id_: str) -> dict[str, Any]:
        if id_ == "klar":
            return {"id": "klar", "name": "Klar", "bot": True}
        member = self._workspace.people.get(id_)
        return {"id": id_, "name": member.name if member else id_, "bot": False}

    def _message(
        self,
        id_: str,
        who: str,
        where: str,
        *,
        text: str = "",
        thread: str | None = None,
        slash: bool = False,
        press: Press | None = None,
    ) -> Message:
        direct = where == DIRECT
        return Message(
            id=id_,
            chat=CHAT,
            team=self.team,
            who=who,
            where=Place(who if direct else where, direct),
            text=text,
            sent_at=self._clock.now(),
            thread=thread,
            spoken_to=direct or slash or is_mention(text),
            slash=slash,
            press=press,
        )

    async def _receive(self, message: Message, alongside: Callable[[], None] | None = None) -> None:
        assert self.conversation is not None
        await self.conversation.receive(message, alongside)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def is_mention(text: str) -> bool:
    """Whether a text speaks to Klar by name."""
    return _MENTION.search(text) is not None


def _channel(channel: Channel) -> dict[str, str]:
    return {"id": channel.id, "name": channel.id, "about": channel.about}
