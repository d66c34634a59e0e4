"""`klar export`: everything Klar knows, as a workbook, CSV files, JSON or a calendar."""

import os
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import click

from bot.cli.common import config_option, open_workspace, workspace_option
from bot.clock import WallClock
from commands.exporting import TABLES, as_csv, as_ics, as_json_text, as_xlsx
from commands.exporting.calendar_file import Part
from store.records import LANGUAGES, Language, Snapshot

_PARTS: tuple[Part, ...] = ("trainings", "cutovers", "tasks")


@click.command("export")
@click.option(
    "--format", "form", type=click.Choice(["xlsx", "csv", "json", "ics"]), default="xlsx", show_default=True,
    help="A workbook, CSV files, JSON, or a calendar of trainings and cutovers.",
)  # fmt: skip
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write; - is standard output. [default: named after the workspace]",
)
@click.option(
    "--table", type=click.Choice(TABLES), help="Only this table (with --format csv). [default: all, in a folder]"
)
@click.option(
    "--include", type=click.Choice(_PARTS), multiple=True, default=("trainings", "cutovers"), show_default=True,
    help="What the calendar holds (with --format ics). May be given several times.",
)  # fmt: skip
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of headers and statuses. [default: the workspace's]"
)
@click.option("--force", is_flag=True, help="Write over what is there.")
@workspace_option
@config_option
def command(
    *,
    form: str,
    output: Path | None,
    table: str | None,
    include: tuple[str, ...],
    lang: Language | None,
    force: bool,
    workspace: str | None,
    config: Path | None,
) -> None:
    """Write all that Klar knows to a file that other programs open.

    `klar import` reads all of the JSON form again; of workbooks and CSV files all but gates, decisions and enrolments.
    Files hold people's names, so only you may read them.
    """
    if table and form != "csv":
        raise click.UsageError("--table goes with --format csv.")
    if output == Path("-") and (form == "xlsx" or (form == "csv" and not table)):
        raise click.UsageError("Only json, ics and one --table of csv can be written to standard output.")
    with open_workspace(config, workspace, write=False) as (_, opened):
        snapshot = opened.snapshot()
    language = lang or snapshot.workspace.lang
    if form == "csv" and table is None:
        folder = output or Path(f"{snapshot.workspace.key}-csv")
        files = {folder / f"{name}.csv": as_csv(snapshot, name, language) for name in TABLES}
        _write_folder(folder, files, force=force)
        return
    contents = _contents(snapshot, form, table or "", include, language, WallClock().now())
    if output == Path("-"):
        click.echo(contents, nl=False)
        return
    path = output or Path(".".join(filter(None, [snapshot.workspace.key, table, form])))
    _refuse_to_overwrite([path], force=force)
    _write(path, contents)
    click.echo(f"Wrote {path}.", err=True)


def _contents(
    snapshot: Snapshot, form: str, table: str, include: Collection[str], lang: Language, now: datetime
) -> bytes:
    match form:
        case "xlsx":
            return as_xlsx(snapshot, lang)
        case "csv":
            return as_csv(snapshot, table, lang)
        case "ics":
            return as_ics(snapshot, now, {part for part in _PARTS if part in include})
        case _:
            return as_json_text(snapshot).encode()


def _write_folder(folder: Path, files: dict[Path, bytes], *, force: bool) -> None:
    _refuse_to_overwrite(files, force=force)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    for path, contents in files.items():
        _write(path, contents)
    click.echo(f"Wrote {len(files)} files in {folder}.", err=True)


def _refuse_to_overwrite(paths: Collection[Path], *, force: bool) -> None:
    there = next((path for path in paths if path.exists()), None)
    if there and not force:
        raise click.ClickException(f"{there} is there already. Choose another --output, or write over it with --force.")


def _write(path: Path, contents: bytes) -> None:
    """Write a file that is whole or not there at all, and that only its owner may read."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> click.ClickException:
    return click.ClickException(f"Could not write {path}: {error.strerror or error}.")
