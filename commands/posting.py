"""Putting what Klar says in the outbox, addressed: to a member, to a channel, or back to where it was asked."""

from datetime import datetime

import msgspec

from commands.message import Message, Reply
from store.outbox import Outgoing
from store.records import Language, Member
from store.workspace import WorkspaceStore


class Postman(msgspec.Struct, frozen=True):
    """Posts for one workspace, on the chat and team that are its home. `now` is UTC."""

    workspace: WorkspaceStore
    chat: str
    team: str
    now: datetime
    default_lang: Language

    def to_member(self, member: Member, reply: Reply, key: str) -> int | None:
        """Tell one member directly; a key that was used before is not told again.

        Without an account in the chat the message becomes a dead letter, which the check shows.
        """
        user = self.workspace.people.account_of(member.id, self.chat, self.team)
        return self._put(
            Outgoing(
                key=f"{self.chat}:{self.team}:{key}",
                chat=self.chat,
                team=self.team,
                channel=user or member.id,
                direct=True,
                lang=language_of(member) or self.default_lang,
                reply=msgspec.json.encode(reply),
            ),
            dead_because="" if user else f"{member.id} has no account in {self.chat}",
        )

    def to_channel(
        self,
        channel: str,
        reply: Reply,
        key: str,
        *,
        lang: Language,
        edits: int | None = None,
        under: int | None = None,
    ) -> int | None:
        """Post in a channel, edit the post of the outbox row `edits`, or reply in the thread of the row `under`."""
        return self._put(
            Outgoing(
                key=f"{self.chat}:{self.team}:{key}",
                chat=self.chat,
                team=self.team,
                channel=channel,
                direct=False,
                lang=lang,
                reply=msgspec.json.encode(reply),
                edits=edits,
                under=under,
            )
        )

    def answer(
        self, message: Message, reply: Reply, *, lang: Language, part: int = 0, under: int | None = None
    ) -> int | None:
        """Answer a message where it was written, in its thread if it has one, or in that of the row `under`."""
        private = reply.private and not message.where.direct
        return self._put(
            Outgoing(
                key=f"{self.chat}:{self.team}:{message.id}:{part}",
                chat=self.chat,
                team=self.team,
                channel=message.where.id,
                direct=message.where.direct,
                lang=lang,
                reply=msgspec.json.encode(reply),
                thread=message.thread,
                under=under,
                only_for=message.who if private else None,
            )
        )

    def _put(self, message: Outgoing, dead_because: str = "") -> int | None:
        return self.workspace.outbox.put(message, int(self.now.timestamp() * 1000), dead_because)


def language_of(member: Member) -> Language | None:
    """A person's own setting, else the language they last wrote in."""
    return member.lang or member.wrote_in
