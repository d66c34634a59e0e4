"""config.toml → frozen settings. Every mistake is one line that names the key."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from commands.readiness import ReadinessRules
from commands.rules import Channels, Hours, Listening, Rules
from store.records import GATES, Language, Status


class SettingsError(Exception):
    """A mistake in the settings, as one line that names the key."""


class Klar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What concerns the whole program."""

    store: str = "klar.db"
    workspace: str = "klar"
    name: str = "Klar"
    timezone: str = "Europe/Oslo"
    language: Language = "nb"
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class Web(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the embedded chat, /healthz and /metrics are served."""

    host: str = "127.0.0.1"
    port: int = 8080


class Talk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When Klar listens and what it follows."""

    listen: Listening = "ids"
    digest_follows: bool = False


class Import(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the house calls things in its spreadsheets."""

    status: dict[str, Status] = {}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"import_": "import"}):
    """All settings, with the defaults where nothing is said."""

    klar: Klar = Klar()
    web: Web = Web()
    talk: Talk = Talk()
    channels: Channels = Channels()
    hours: Hours = Hours()
    import_: Import = Import()
    readiness: ReadinessRules = ReadinessRules()

    @property
    def rules(self) -> Rules:
        """The part that commands go by."""
        return Rules(self.talk.listen, self.channels, self.hours, self.talk.digest_follows, self.readiness)


def load(path: Path | None) -> Settings:
    """The settings in a file, or the defaults where `path` is None.

    Raises SettingsError, with one line that names the file and the key, for every mistake.
    """
    if path is None:
        return Settings()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"There is no settings file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    return checked(read, path.name)


def checked(values: dict[str, Any], source: str) -> Settings:
    """Settings from plain values. Raises SettingsError where a key is unknown, of the wrong type or impossible."""
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{source}: {_named(str(error))}") from error
    for key, wrong in _impossible(settings):
        raise SettingsError(f"{source}: {key}: {wrong}.")
    return settings


def secret(name: str) -> str | None:
    """A secret from the environment variable `name`, or from the file that `name`_FILE names; None where there is none.

    Raises SettingsError where the file cannot be read or is empty. The secret itself is never part of the message.
    """
    file = os.environ.get(f"{name}_FILE")
    if file is None:
        return os.environ.get(name) or None
    try:
        found = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}_FILE: the file cannot be read.") from error
    if not found:
        raise SettingsError(f"{name}_FILE: the file is empty.")
    return found


def _named(error: str) -> str:
    """msgspec's «Expected `int`, got `str` - at `$.web.port`» as «web.port: Expected `int`, got `str`»."""
    what, _, where = error.partition(" - at `$")
    if unknown := re.search(r"unknown field `(.+)`", what):
        key = ".".join(part for part in (where.strip("`.").lstrip("."), unknown[1]) if part)
        return f"{key}: there is no such key."
    return f"{where.strip('`.') or 'settings'}: {what}."


def _impossible(settings: Settings) -> Iterator[tuple[str, str]]:
    hours, web, klar = settings.hours, settings.web, settings.klar
    if not 0 <= web.port <= 65535:
        yield "web.port", "a port is a number from 0 to 65535"
    if hours.digest >= hours.digest_until:
        yield "hours.digest_until", "must be later than hours.digest"
    if hours.work_from >= hours.work_until:
        yield "hours.work_until", "must be later than hours.work_from"
    if not klar.workspace:
        yield "klar.workspace", "must not be empty"
    try:
        ZoneInfo(klar.timezone)
    except (KeyError, ValueError, OSError):
        yield "klar.timezone", f'there is no time zone {klar.timezone!r}; write for example "Europe/Oslo"'
    for key, channel in (("project", settings.channels.project), ("training", settings.channels.training)):
        if not channel.startswith("#") or len(channel) < 2:
            yield f"channels.{key}", "a channel begins with #"
    yield from _impossible_readiness(settings)


def _impossible_readiness(settings: Settings) -> Iterator[tuple[str, str]]:
    rules = settings.readiness
    for name, weight in rules.weights.items():
        if weight < 0:
            yield f"readiness.weights.{name}", "a weight is 0 or more"
    if not sum(rules.weights.values()) > 0:
        yield "readiness.weights", "one weight must be more than 0"
    for gate in (*rules.mandatory, *rules.gate_days):
        if gate not in GATES:
            yield "readiness", f"there is no gate {gate!r}; the gates are {', '.join(GATES)}"
