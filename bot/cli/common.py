"""What the commands share: the settings, the store and the workspace that they name."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

from bot.clock import WallClock
from bot.settings import Settings, SettingsError, load, page_password
from commands.desk import Desk
from commands.posting import Postman
from store.changes import change_between
from store.opening import open_store
from store.records import Workspace
from store.store import Store
from store.workspace import WorkspaceStore

DEFAULT_CONFIG = Path("config.toml")
F = TypeVar("F", bound=Callable[..., object])


def config_option(command: F) -> F:
    """The option that names the settings file."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        help="Settings file. Without it config.toml here, if there is one.",
    )(command)


def workspace_option(command: F) -> F:
    """The option that names the workspace."""
    return click.option("--workspace", help="Which workspace, where the store has several.")(command)


def settings_from(config: Path | None) -> Settings:
    """The settings in `config`, else in config.toml here, else the defaults.

    A mistake ends the program with one line.
    """
    found = config or (DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None)
    try:
        return load(found)
    except SettingsError as error:
        _stop(error)


def the_page_password(settings: Settings) -> str | None:
    """The password of the page; where it needs one and has none, the program ends with one line."""
    try:
        return page_password(settings)
    except SettingsError as error:
        _stop(error)


def _stop(error: SettingsError) -> NoReturn:
    sys.exit("\n".join(f"klar: {mistake}" for mistake in error.mistakes))


@contextmanager
def open_workspace(
    config: Path | None, key: str | None = None, *, write: bool = True
) -> Iterator[tuple[Settings, WorkspaceStore]]:
    """The settings and the workspace that they, or `key`, name.

    With `write` it is made where it is missing, and all that is done with it is one transaction; otherwise a missing
    store or workspace ends the program with one line.
    """
    settings = settings_from(config)
    store = open_store(Path(settings.klar.store), create=write)
    try:
        if write:
            with store.transaction():
                yield settings, workspace_in(store, settings, key)
        else:
            found = store.workspace(key or settings.klar.workspace)
            if found is None:
                sys.exit(f"klar: there is no workspace {key or settings.klar.workspace!r} in {settings.klar.store}.")
            yield settings, found
    finally:
        store.close()


def workspace_in(store: Store, settings: Settings, key: str | None = None) -> WorkspaceStore:
    """The workspace that the settings, or `key`, name; made, empty, where it is missing."""
    wanted = key or settings.klar.workspace
    about = Workspace(wanted, settings.klar.name, timezone=settings.klar.timezone, lang=settings.klar.language)
    found = store.workspace(wanted) or store.add_workspace(about)
    if settings.klar.merge_date and key in (None, settings.klar.workspace):
        _set_merge_date(found, date.fromisoformat(settings.klar.merge_date))
    return found


def _set_merge_date(workspace: WorkspaceStore, merge_date: date) -> None:
    about = workspace.about()
    change = change_between(about, replace(about, merge_date=merge_date))
    if change is not None:
        workspace.record((change,), who="settings", message="", what="settings", at=WallClock().now())


def desk_for(workspace: WorkspaceStore, settings: Settings, now: datetime) -> Desk:
    """A desk for what is planned or told without a chat: nothing is posted from it. `now` has a time zone."""
    about = workspace.about()
    return Desk(workspace, now, ZoneInfo(about.timezone), settings.rules, Postman(workspace, "", "", now, about.lang))
