"""What every chat platform must be able to do, as the outbox sees it."""

from dataclasses import dataclass
from typing import Protocol

from commands.message import Reply
from store.records import Language


@dataclass(frozen=True, slots=True)
class Post:
    """A message on its way out. `key` is its own for ever; `replaces` is the platform's id of the post that it edits.

    `channel` is a channel's id or, where `direct`, a user's. `only_for` is the user who alone may see it.
    """

    id: int
    key: str
    team: str
    channel: str
    direct: bool
    thread: str | None
    only_for: str | None
    replaces: str | None
    lang: Language
    reply: Reply


class Chat(Protocol):
    """A chat platform.

    `pace` is the least number of seconds between two posts in one channel; `quarantine` how many to wait, after a post
    whose fate is unknown, before `find` can be trusted; `patience` how many one call may take.
    """

    pace: float
    quarantine: float
    patience: float

    async def post(self, post: Post) -> str:
        """Post, or edit, and return the platform's id of it.

        Raises Later where it has certainly not arrived, Rejected where it never will, and anything else where nobody
        knows.
        """

    async def find(self, post: Post) -> str | None:
        """The platform's id of a post that may have arrived, None where it has not. Raises Later to be asked again."""


class Later(Exception):
    """The platform has not taken the post, and says to try again, after so many seconds if it says."""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class Rejected(Exception):
    """The platform will never take this post."""
