"""klar digest"""

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.cli.common import config_option, desk_for, open_workspace, workspace_option
from bot.clock import WallClock
from commands.post_digest import channels_with_digest, post_of
from commands.render import as_text
from store.records import LANGUAGES


@click.command("digest")
@click.option("--channel", help="Whose digest; without it the project channel's.")
@click.option("--at", type=click.DateTime(), help="As it would be then, local time; without it now.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language; without it the workspace's.")
@workspace_option
@config_option
def command(
    channel: str | None, at: datetime | None, lang: str | None, workspace: str | None, config: Path | None
) -> None:
    """Print a channel's digest as text. Nothing is posted."""
    with open_workspace(config, workspace, write=False) as (settings, found):
        about = found.about()
        now = at.replace(tzinfo=ZoneInfo(about.timezone)) if at else WallClock().now()
        desk = desk_for(found, settings, now)
        channels = {one.id: one for one in channels_with_digest(desk)}
        wanted = channels.get(channel or settings.channels.project)
        if wanted is None:
            sys.exit(f"klar: --channel: {channel} has no digest; these have: {', '.join(channels)}.")
        post, thread = post_of(wanted, desk)
        language = next((one for one in LANGUAGES if one == lang), about.lang)
        click.echo("\n\n".join(as_text(reply, language) for reply in (post, *thread)))
