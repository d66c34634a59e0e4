"""klar backup"""

from pathlib import Path

import click

from bot.cli.common import config_option, settings_from
from store.opening import open_store


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
def command(file: Path, config: Path | None) -> None:
    """Copy the store to FILE, whole and checked, also while Klar runs."""
    store = open_store(Path(settings_from(config).klar.store), create=False)
    try:
        store.backup(file)
    finally:
        store.close()
    click.echo(f"Backed up to {file}.")
