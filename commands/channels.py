"""The channels that Klar posts in by itself, and what each is about."""

from dataclasses import dataclass
from typing import Literal

from commands.rules import Channels
from store.records import Group
from store.workspace import WorkspaceStore

Scope = Literal["project", "training", "group"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel. `group` is the group whose systems it is about, where it is about one group's."""

    id: str
    scope: Scope
    group: str | None = None
    about: str = ""


def channels_of(workspace: WorkspaceStore, names: Channels) -> list[Channel]:
    """The project's channel, the one for trainings, and one per group."""
    groups = [Channel(channel_of(group), "group", group.id, group.name) for group in workspace.systems.groups()]
    return [
        Channel(names.project, "project", about=workspace.about().name),
        Channel(names.training, "training"),
        *(channel for channel in groups if channel.id not in (names.project, names.training)),
    ]


def channel_of(group: Group) -> str:
    """A group's channel: its own name for it, else `#` and the group's id."""
    return group.channel or f"#{group.id}"
