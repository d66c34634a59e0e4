"""What comes in and what goes out, whatever the chat: plain data."""

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from commands.phrases import Phrase
from commands.requests import Change, Request


class Place(msgspec.Struct, frozen=True):
    """Where something is written: a channel by its id (`#prosjekt`), or the direct conversation with one user."""

    id: str
    direct: bool = False


class Press(msgspec.Struct, frozen=True):
    """A press of a button, by the id of its post and its own id, with what was filled in."""

    post: str
    button: str
    values: dict[str, str] = {}


class Message(msgspec.Struct, frozen=True):
    """One message on its way in.

    `chat` and `team` name the platform and its workspace, `who` is the platform's user id: together they are the key of
    a person, never a name. `id` is the platform's own, the same when the message is delivered again. `sent_at` is UTC.
    `spoken_to` says that Klar is addressed (a mention, a slash command, a direct message, or a thread that Klar
    started); `slash` that it was a slash command.
    """

    id: str
    chat: str
    team: str
    who: str
    where: Place
    text: str
    sent_at: datetime
    thread: str | None = None
    spoken_to: bool = False
    slash: bool = False
    press: Press | None = None


class Button(msgspec.Struct, frozen=True):
    """A button and what a press of it asks for. The request stays here: no platform is trusted to hold it."""

    id: str
    label: Phrase
    request: Request
    style: Literal["plain", "primary"] = "plain"


class Line(msgspec.Struct, frozen=True, tag="line"):
    """A line of text."""

    text: Phrase


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading."""

    text: Phrase


class Item(msgspec.Struct, frozen=True, tag="item"):
    """A line in a list."""

    text: Phrase


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table; every row has as many cells as the head."""

    head: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """A picture by the name of its file, and what it shows in words."""

    file: str
    alt: Phrase


Block: TypeAlias = Line | Heading | Item | Table | Picture


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What Klar says: blocks in order, then buttons. `private`: only the one who asked should see it.

    `about` holds the ids of the tasks and systems that it is about; a reply in its thread leans on them. `made` is the
    change that it echoes, as it was asked for, where the author may still correct it.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    about: tuple[str, ...] = ()
    private: bool = False
    made: Change | None = None
