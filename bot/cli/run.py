"""klar run"""

import asyncio
import sys
from pathlib import Path

import click

from bot.cli.common import config_option, settings_from, the_page_password, workspace_in
from bot.clock import WallClock
from bot.logs import start_logging
from store.opening import open_store


@click.command("run")
@config_option
def command(config: Path | None) -> None:
    """Start Klar with your own settings; stop it with Ctrl+C."""
    from bot.serve import free_socket, serve

    settings = settings_from(config)
    password = the_page_password(settings)
    start_logging(settings.klar.log_level)
    store = open_store(Path(settings.klar.store))
    store.claim()
    with store.transaction():
        workspace = workspace_in(store, settings)
    try:
        listening = free_socket(settings.web.host, settings.web.port, or_next=False)
    except OSError as error:
        store.close()
        sys.exit(f"klar: web.port: {settings.web.host}:{settings.web.port} cannot be used ({error.strerror}).")
    try:
        asyncio.run(serve(store, workspace, WallClock(), settings, listening, _say_where, password))
    except KeyboardInterrupt:
        click.echo()
    finally:
        store.close()


def _say_where(address: str) -> None:
    click.echo(f"Klar runs at {address}")
