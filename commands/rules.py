"""The rules of the house that commands go by: the part of the settings that is theirs."""

from datetime import time
from typing import Literal

import msgspec

from commands.readiness import ReadinessRules
from store.records import Language

Listening = Literal["mentions", "ids", "all"]


class Channels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where Klar posts by itself, and the language of a channel that has another than the workspace's.

    A group's channel is `#` and its id unless the group says otherwise.
    """

    project: str = "#prosjekt"
    training: str = "#opplæring"
    languages: dict[str, Language] = {}


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wall-clock times in the workspace's time zone, on working days.

    A digest that could not be sent before `digest_until` is folded into the next one. Late reminders are sent between
    `work_from` and `work_until` only.
    """

    digest: time = time(8)
    digest_until: time = time(12)
    reminders: time = time(9)
    work_from: time = time(7)
    work_until: time = time(18)


class Rules(msgspec.Struct, frozen=True):
    """All of them."""

    listen: Listening = "ids"
    channels: Channels = Channels()
    hours: Hours = Hours()
    digest_follows: bool = False
    readiness: ReadinessRules = ReadinessRules()
