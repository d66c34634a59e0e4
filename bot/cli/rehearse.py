"""klar rehearse"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import click
import msgspec

from bot.cli.common import config_option, open_workspace, settings_from
from bot.clock import WallClock
from bot.example import workspace_from
from bot.logs import start_logging
from bot.rehearse import Line, Rehearsal, Unreadable
from bot.settings import Settings
from store.changes import Change, changes_of
from store.records import Workspace


@click.command("rehearse")
@click.option("--jsonl", is_flag=True, help="Read and answer JSON lines, for programs.")
@click.option("--workspace", type=click.Path(path_type=Path), help="A workspace's .json; without it your own store.")
@click.option("--from", "start", type=click.DateTime(), help="When the clock starts, local time; without it now.")
@click.option("--until", type=click.DateTime(), help="Let time run until then.")
@click.argument("script", type=click.File(encoding="utf-8"), required=False)
@config_option
def command(
    *,
    jsonl: bool,
    workspace: Path | None,
    start: datetime | None,
    until: datetime | None,
    script: TextIO | None,
    config: Path | None,
) -> None:
    """See what Klar will say, on a throw-away copy and with a clock that moves only when told.

    Without --jsonl it prints a transcript: of the JSON lines in SCRIPT, then of the time until --until.
    """
    start_logging("warning")
    settings = settings_from(config)
    about, beginning = _beginning(workspace, settings, config)
    rehearsal = Rehearsal(about, beginning, settings.rules)
    if jsonl:
        asyncio.run(_answer_lines(rehearsal, script or sys.stdin))
        return
    zone = ZoneInfo(about.timezone)
    begins = start.replace(tzinfo=zone) if start else WallClock().now().astimezone(zone).replace(microsecond=0)
    ends = until.replace(tzinfo=zone) if until else None
    if script is None and ends is None:
        ends = begins + timedelta(days=7)
    asyncio.run(_print_transcript(rehearsal, script or (), begins, ends))


def _beginning(file: Path | None, settings: Settings, config: Path | None) -> tuple[Workspace, list[Change]]:
    if file is not None:
        try:
            return workspace_from(file.name, file.read_bytes(), settings)
        except OSError as error:
            sys.exit(f"klar: {file} cannot be read ({error.strerror}).")
    if not Path(settings.klar.store).exists():
        from bot.example import example_workspace

        return example_workspace(settings, WallClock().now())
    with open_workspace(config, write=False) as (_, workspace):
        snapshot = workspace.snapshot()
    return snapshot.workspace, changes_of(snapshot)


async def _answer_lines(rehearsal: Rehearsal, lines: Iterable[str]) -> None:
    """Answer each line before the next is read: the posts it caused, then that it is done."""
    decoder = msgspec.json.Decoder(Line)
    for text in lines:
        if not text.strip():
            continue
        for out in await _answers(rehearsal, decoder, text):
            sys.stdout.write(msgspec.json.encode(out).decode() + "\n")
        sys.stdout.write('{"done":true}\n')
        sys.stdout.flush()


async def _answers(rehearsal: Rehearsal, decoder: "msgspec.json.Decoder[Line]", text: str) -> list[dict[str, Any]]:
    try:
        return await rehearsal.read(decoder.decode(text))
    except Unreadable as error:
        return [{"error": str(error)}]
    except (msgspec.MsgspecError, UnicodeError) as error:
        return [{"error": f"The line cannot be read: {str(error).rstrip('.')}."}]


async def _print_transcript(
    rehearsal: Rehearsal, lines: Iterable[str], begins: datetime, ends: datetime | None
) -> None:
    decoder = msgspec.json.Decoder(Line)
    if ends is not None and not lines:
        _print(await rehearsal.read(Line(at=begins)))
    for text in lines:
        if text.strip():
            said = await _answers(rehearsal, decoder, text)
            _print_said(text)
            _print(said)
    if ends is not None:
        async for posts in _day_by_day(rehearsal, ends):
            _print(posts)


async def _day_by_day(rehearsal: Rehearsal, ends: datetime) -> AsyncIterator[list[dict[str, Any]]]:
    while (at := rehearsal.now()) < ends:
        yield await rehearsal.read(Line(at=min(at + timedelta(days=1), ends)))


def _print_said(text: str) -> None:
    line = msgspec.json.decode(text)
    if "author" in line:
        said = line.get("text") or f"[{line.get('button')}]"
        click.echo(f"{line.get('at', '')[:16].replace('T', ' ')}  {line['author']} in {line.get('where', '…')}: {said}")


def _print(posts: Iterable[dict[str, Any]]) -> None:
    for post in posts:
        if "text" not in post:
            click.echo(str(post))
            continue
        only = f" (only {post['only']})" if post["only"] else ""
        where = f"{post['to']}{only}{' (edited)' if post['edits'] else ''}"
        click.echo(click.style(f"{post['at'][:16].replace('T', ' ')}  Klar to {where}", bold=True))
        for row in post["text"].splitlines():
            click.echo(f"    {row}")
        if post["buttons"]:
            click.echo("    " + " ".join(f"[{button['text']}]" for button in post["buttons"]))
