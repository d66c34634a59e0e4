"""What a command plans before anything is done: the changes, the words, and who must be asked or told."""

import msgspec

from commands.message import Block, Reply
from commands.requests import Change as Request
from store.changes import Change
from store.records import Member, Task


class Ask(msgspec.Struct, frozen=True):
    """A request that the author may not make themselves, and those who may and are asked."""

    request: Request
    of: tuple[Member, ...]


class Notice(msgspec.Struct, frozen=True):
    """Something that a member must be told because of a change."""

    member: Member
    reply: Reply


class Planned(msgspec.Struct, frozen=True):
    """One request's part of a turn.

    `notes` are what is written without being a change; `tasks` are those that change, as they will be.
    """

    changes: tuple[Change, ...] = ()
    blocks: tuple[Block, ...] = ()
    about: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    notices: tuple[Notice, ...] = ()
    notes: tuple[Change, ...] = ()
    tasks: tuple[Task, ...] = ()
