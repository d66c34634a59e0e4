"""klar unclear"""

from pathlib import Path

import click

from bot.cli.common import config_option, open_workspace, workspace_option


@click.command("unclear")
@workspace_option
@config_option
def command(workspace: str | None, config: Path | None) -> None:
    """List what was lately written to Klar and not understood, without names, so that the grammar can grow.

    The newest come first: the last day, how many times, the text, and what Klar answered. People are {person}. Nothing
    tells who wrote it. A text is kept for 90 days.
    """
    with open_workspace(config, workspace, write=False) as (_, found):
        texts = found.unclear.lately()
        for one in texts:
            click.echo(f"{one.day}  {one.times}×  {one.text}")
            click.echo(f"{'':10}      → {one.why}")
        if not texts:
            click.echo("Nothing: all that was written to Klar in the last 90 days was understood.")
