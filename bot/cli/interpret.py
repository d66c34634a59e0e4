"""klar interpret"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from bot.cli.common import config_option, open_workspace, settings_from
from bot.clock import WallClock
from bot.example import workspace_from
from bot.interpret import Reader
from bot.logs import start_logging
from commands.explanation import explained
from commands.importing import UnreadableFile
from commands.interpretation import UNCLEAR
from commands.phrases import render

log = logging.getLogger("klar.interpret")


class _Line(msgspec.Struct, frozen=True):
    """A line to read: who wrote what, and when. What else stands in it is for others."""

    author: str
    at: str
    text: str


class _Named(msgspec.Struct, frozen=True):
    """What tells a line from the others."""

    id: str | int | None


@click.command("interpret")
@click.argument("text", required=False)
@click.option("--author", metavar="ID", help="The member who writes; without it somebody unknown.")
@click.option("--at", type=click.DateTime(), help="When it was written, local time; without it now.")
@click.option("--jsonl", is_flag=True, help="Read and answer JSON lines, for programs.")
@click.option(
    "--workspace",
    metavar="FILE|KEY",
    help="A workspace's .json; or which workspace, where the store has several.",
)
@config_option
def command(
    *,
    text: str | None,
    author: str | None,
    at: datetime | None,
    jsonl: bool,
    workspace: str | None,
    config: Path | None,
) -> None:
    """See what Klar makes of a message: what it would do, or why it would ask. Nothing is done.

    With --jsonl it reads lines of {"id", "at", "author", "text"} and answers each with {"id", "interpretation"}. `at`
    has an offset. A line that cannot be read is answered {"intent": "unclear"}.
    """
    if (text is None) != jsonl:
        raise click.UsageError("Write either a text or --jsonl.")
    with _reader(workspace, config) as reader:
        if text is None:
            _answer_lines(reader)
            return
        known = reader.known(author)
        if author and known.author is None:
            sys.exit(f"klar: --author: there is no member {author!r} in the workspace.")
        for line in explained(reader.understood(text, author, at or WallClock().now()), known):
            click.echo(line)


@contextmanager
def _reader(workspace: str | None, config: Path | None) -> Iterator[Reader]:
    """A reader of the workspace that is named, and else of the one in the settings."""
    file = Path(workspace or "")
    if file.suffix.casefold() == ".json" or (file.exists() and not file.is_dir()):
        yield _reader_of(file, config)
    else:
        with open_workspace(config, workspace, write=False) as (_, found):
            yield Reader(found)


def _reader_of(file: Path, config: Path | None) -> Reader:
    try:
        about, beginning = workspace_from(file.name, file.read_bytes(), settings_from(config))
    except OSError as error:
        sys.exit(f"klar: {file} cannot be read ({error.strerror}).")
    except UnreadableFile as error:
        sys.exit(f"klar: {render(error.reason, 'en')}")
    if not beginning:
        sys.exit(f"klar: {file} is not whole; `klar import --dry-run {file}` tells what is wrong.")
    return Reader.of(about, beginning)


def _answer_lines(reader: Reader) -> None:
    """Answer each line before the next is read. The answer to one that cannot be read is that it is unclear."""
    start_logging("warning")
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            sys.stdout.buffer.write(msgspec.json.encode(_answer(reader, number, line)) + b"\n")
            sys.stdout.buffer.flush()


def _answer(reader: Reader, number: int, line: bytes) -> dict[str, Any]:
    id_: str | int | None = None
    try:
        id_ = msgspec.json.decode(line, type=_Named).id
        said = msgspec.json.decode(line, type=_Line)
        told = reader.interpretation(said.text, said.author, datetime.fromisoformat(said.at))
    except (ValueError, OverflowError, RecursionError) as error:
        print(f"klar: line {number} cannot be read: {str(error).rstrip('.')}.", file=sys.stderr)
        told = UNCLEAR
    except Exception:
        log.exception("a message could not be read", extra={"message_id": id_, "line": number})
        told = UNCLEAR
    return {"id": id_, "interpretation": told}
