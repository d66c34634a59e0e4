"""config.toml → frozen settings. Every mistake is one line that names the key."""

import os
import re
from collections.abc import Iterator
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import inspect

from bot.checking import Reading, dotted, toml
from commands.readiness import ReadinessRules
from commands.rules import Channels, Hours, Listening, Rules
from store.records import GATES, Language, Status

PAGE_PASSWORD = "KLAR_PAGE_PASSWORD"  # noqa: S105 - the name of it
SHORTEST_PASSWORD = 12


class SettingsError(Exception):
    """Mistakes in the settings, each as one line that names the key."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Klar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What concerns the whole program."""

    store: str = "klar.db"
    workspace: str = "klar"
    name: str = "Klar"
    merge_date: str = ""
    timezone: str = "Europe/Oslo"
    language: Language = "nb"
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class Web(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the embedded chat, /healthz and /metrics are served."""

    host: str = "127.0.0.1"
    port: int = 8080

    @property
    def only_here(self) -> bool:
        """Whether nobody but this machine can reach it."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


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

    Raises SettingsError, with a line for every mistake that names the file and the key.
    """
    if path is None:
        return Settings()
    try:
        read = toml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise SettingsError(f"There is no settings file {path}.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} cannot be read: it is not UTF-8 text.") from error
    except ValueError as error:
        raise SettingsError(f"{path.name}: {error}") from error
    return checked(read, path.name)


def checked(values: dict[str, Any], source: str) -> Settings:
    """Settings from plain values. Raises SettingsError where a key is unknown, of the wrong type or impossible."""
    reading = Reading()
    plain = reading.value(values, inspect.type_info(Settings))
    mistakes = reading.mistakes
    if not mistakes:
        settings = msgspec.convert(plain, Settings)
        mistakes = [f"{key}: {wrong}." for key, wrong in _impossible(settings)]
    if mistakes:
        raise SettingsError(*(f"{source}: {mistake}" for mistake in mistakes))
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
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}_FILE: the file cannot be read.") from error
    if not found:
        raise SettingsError(f"{name}_FILE: the file is empty.")
    return found


def page_password(settings: Settings) -> str | None:
    """The password that guards the page; None where there is none and none is needed.

    Raises SettingsError where other machines can reach the page and it has no password, or too short a one.
    """
    found = secret(PAGE_PASSWORD)
    if found is None and not settings.web.only_here:
        raise SettingsError(
            f"web.host: {settings.web.host} can be reached from other machines, so the page needs a password: "
            f"set {PAGE_PASSWORD} or {PAGE_PASSWORD}_FILE in the environment."
        )
    if found is not None and len(found) < SHORTEST_PASSWORD:
        raise SettingsError(f"{PAGE_PASSWORD}: must have at least {SHORTEST_PASSWORD} characters.")
    return found


# --- what the types cannot say

_CHANNEL = re.compile(r"#\S+")
_HOST = re.compile(r"[A-Za-z0-9_.-]+")
_TEN_YEARS = 3650  # days
_SMALLEST_WEIGHT = 0.0001  # weights are counted in ten-thousandths
_NO_GATE = f"there is no such gate; the gates are {', '.join(GATES)}"


def _impossible(settings: Settings) -> Iterator[tuple[str, str]]:
    yield from _impossible_klar(settings.klar)
    yield from _impossible_web(settings.web)
    yield from _impossible_channels(settings.channels)
    yield from _impossible_hours(settings.hours)
    for word in settings.import_.status:
        if not word.strip():
            yield 'import.status.""', "the word for a status must not be empty"
    yield from _impossible_readiness(settings.readiness)


def _impossible_klar(klar: Klar) -> Iterator[tuple[str, str]]:
    for key in ("store", "workspace", "name"):
        text = getattr(klar, key)
        if not text.strip() or not text.isprintable():
            yield f"klar.{key}", "must be text on one line, and not empty"
    try:
        ZoneInfo(klar.timezone)
    except (KeyError, ValueError, OSError):
        yield "klar.timezone", 'there is no such time zone; write for example "Europe/Oslo"'
    if klar.merge_date and not _is_day(klar.merge_date):
        yield "klar.merge_date", 'must be a day such as "2028-01-01", or empty'


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _impossible_web(web: Web) -> Iterator[tuple[str, str]]:
    if not 0 <= web.port <= 65535:
        yield "web.port", "a port is a number from 0 to 65535"
    try:
        ip_address(web.host)
    except ValueError:
        if not _HOST.fullmatch(web.host) or re.fullmatch(r"[0-9.]+", web.host):
            yield "web.host", 'must be an address such as "127.0.0.1", or a name, without http:// and without the port'


def _impossible_channels(channels: Channels) -> Iterator[tuple[str, str]]:
    for key in ("project", "training"):
        if not _CHANNEL.fullmatch(getattr(channels, key)):
            yield f"channels.{key}", "a channel begins with # and has no spaces"
    for channel in channels.languages:
        if not _CHANNEL.fullmatch(channel):
            yield dotted("channels.languages", channel), "a channel begins with # and has no spaces"


def _impossible_hours(hours: Hours) -> Iterator[tuple[str, str]]:
    for key in ("digest", "digest_until", "reminders", "work_from", "work_until"):
        if getattr(hours, key).second or getattr(hours, key).microsecond:
            yield f"hours.{key}", "must be a whole minute"
    if hours.digest >= hours.digest_until:
        yield "hours.digest_until", "must be later than hours.digest"
    if hours.work_from >= hours.work_until:
        yield "hours.work_until", "must be later than hours.work_from"


def _impossible_readiness(rules: ReadinessRules) -> Iterator[tuple[str, str]]:
    for name, weight in rules.weights.items():
        if not 0 <= weight <= 1000:
            yield f"readiness.weights.{name}", "a weight is from 0 to 1000"
    if not any(weight >= _SMALLEST_WEIGHT for weight in rules.weights.values()):
        yield "readiness.weights", "one weight must be more than 0"
    for number, gate in enumerate(rules.mandatory):
        if gate not in GATES:
            yield f"readiness.mandatory[{number}]", _NO_GATE
        elif gate in rules.mandatory[:number]:
            yield f"readiness.mandatory[{number}]", f"{gate} is there twice"
    yield from _impossible_days(rules)


def _impossible_days(rules: ReadinessRules) -> Iterator[tuple[str, str]]:
    for gate, days in rules.gate_days.items():
        if gate not in GATES:
            yield dotted("readiness.gate_days", gate), _NO_GATE
        elif not 0 <= days <= _TEN_YEARS:
            yield f"readiness.gate_days.{gate}", f"must be from 0 to {_TEN_YEARS} days"
    if not 0 <= rules.gate_days_otherwise <= _TEN_YEARS:
        yield "readiness.gate_days_otherwise", f"must be from 0 to {_TEN_YEARS} days"
    if not 1 <= rules.heard_within <= _TEN_YEARS:
        yield "readiness.heard_within", f"must be from 1 to {_TEN_YEARS} days"
