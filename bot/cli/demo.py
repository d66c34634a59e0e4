"""klar demo"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.app import build
from bot.chats.local.chat import CHAT, LocalChat
from bot.clock import SetClock, WallClock
from bot.example import example_workspace
from bot.logs import start_logging
from bot.passing import let_time_pass
from bot.settings import Settings, Talk, Web
from commands.roles import access_of
from commands.workdays import add_working_days, working_day_on_or_before
from store.opening import open_store
from store.store import Store
from store.workspace import WorkspaceStore


@click.command("demo")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="The next free one is used."
)
def command(port: int) -> None:
    """Start Klar with an example municipality, on a page in the browser; stop it with Ctrl+C.

    The example lives in a temporary file and is gone when Klar stops.
    """
    from bot.serve import free_socket, serve

    settings = Settings(web=Web(port=port), talk=Talk(digest_follows=True))
    start_logging("warning")
    try:
        listening = free_socket(settings.web.host, port, or_next=True)
    except OSError as error:
        sys.exit(f"klar: no free port from {port} on ({error.strerror}).")
    with tempfile.TemporaryDirectory(prefix="klar-demo-") as folder:
        store = open_store(Path(folder) / "demo.db")
        workspace = asyncio.run(_lived_until_now(store, settings))
        try:
            asyncio.run(serve(store, workspace, WallClock(), settings, listening, _say_where))
        except KeyboardInterrupt:
            click.echo()
        finally:
            store.close()


async def _lived_until_now(store: Store, settings: Settings) -> WorkspaceStore:
    """Let the example live since the working day before: so there is a morning's digest, and reminders."""
    now = WallClock().now()
    about, beginning = example_workspace(settings, now)
    zone = ZoneInfo(about.timezone)
    clock = SetClock(_morning_before(now, zone))
    with store.transaction():
        workspace = store.add_workspace(about)
        workspace.begin_with(beginning)
    chat = LocalChat(store, workspace, clock, settings.rules)
    klar = build(store, clock, settings.rules, {CHAT: chat})
    chat.open(klar.conversation)
    klar.clockwork.prepare(beginning)
    await let_time_pass(klar, clock, now)
    if workspace.digests.posted(settings.channels.project, now.astimezone(zone).date()) is None:
        await _ask_for_a_digest(chat, workspace, settings.channels.project)
        await klar.outbox.deliver_all()
    return workspace


async def _ask_for_a_digest(chat: LocalChat, workspace: WorkspaceStore, channel: str) -> None:
    """On a day off, and early in the morning, there is none; the project leader can always ask."""
    leader = next(member for member in workspace.people.all() if access_of(member) == "project_leader")
    await chat.write(id="demo", who=leader.id, where=channel, text="@klar morgenstatus", thread=None, slash=False)


def _morning_before(now: datetime, zone: ZoneInfo) -> datetime:
    today = working_day_on_or_before(now.astimezone(zone).date())
    day = add_working_days(today, -1)
    return datetime.combine(day, time(7), zone).astimezone(UTC)


def _say_where(address: str) -> None:
    click.echo(f"Klar is ready at {address}  (Ctrl+C stops it)")
