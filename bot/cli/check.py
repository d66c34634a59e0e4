"""klar check"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.common import config_option, settings_from
from bot.clock import WallClock
from commands.roles import access_of
from store.opening import open_store
from store.store import Store


@click.command("check")
@config_option
def command(config: Path | None) -> None:
    """See whether all is well. The exit is 1 where something is not."""
    settings = settings_from(config)
    click.echo("Settings: well.")
    store = open_store(Path(settings.klar.store), create=False)
    try:
        faults = store.faults()
        for fault in faults:
            click.echo(f"Store: {fault}")
        if not faults:
            click.echo("Store: well; every journal holds.")
        letters = list(_dead_letters(store))
        for letter in letters:
            click.echo(letter)
        for line in _people(store):
            click.echo(line)
        late = store.agenda.overdue(int(WallClock().now().timestamp()))
        if late:
            click.echo(f"Reminders and digests: {late} are due and wait for Klar to run.")
    finally:
        store.close()
    if faults or letters:
        sys.exit(1)


def _dead_letters(store: Store) -> Iterator[str]:
    for row in store.delivery.dead_letters():
        at = datetime.fromtimestamp(row.queued_at / 1000, UTC)
        yield f"Not delivered: message {row.id} to {row.channel} from {at:%Y-%m-%d %H:%M} UTC: {row.error}."


def _people(store: Store) -> Iterator[str]:
    for workspace in store.workspaces():
        members = workspace.people.all()
        leaders = [member for member in members if access_of(member) == "project_leader"]
        about = workspace.about()
        yield f"Workspace {about.key}: {len(members)} people, {len(leaders)} of them project leaders."
        if not leaders:
            yield f"Workspace {about.key}: nobody is a project leader; import people with that role."
