"""`klar import`: spreadsheets and JSON into a workspace, all of them or nothing."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from bot.cli.common import config_option, desk_for, open_workspace, settings_from, workspace_option
from bot.clock import WallClock
from bot.settings import Settings
from commands.fall_due import plan_for
from commands.importing import Plan, SourceFile, UnreadableFile, plan_import
from commands.importing.archive import too_large
from commands.importing.grid import MOST_BYTES
from commands.importing.preview import Line, preview
from commands.phrases import Phrase, render, say, say_n
from store.opening import open_store
from store.records import LANGUAGES, Language, Snapshot, Workspace

_PROBLEMS, _WRONG_FILE = 1, 2
_COLOURS = {"good": "green", "bad": "red"}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.option("--skip-broken", is_flag=True, help="Leave out rows that cannot be read, and import the rest.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the preview. [default: that of the settings]")
@workspace_option
@config_option
def command(
    *,
    files: tuple[Path, ...],
    dry_run: bool,
    skip_broken: bool,
    lang: Language | None,
    workspace: str | None,
    config: Path | None,
) -> None:
    """Read spreadsheets (.xlsx, .csv) of systems, tasks, people, courses and plans, or JSON from klar export.

    Nothing is imported unless every row can be read. The same files twice change nothing the second time. The exit is
    1 where rows could not be read, and 2 where a file could not.
    """
    settings = settings_from(config)
    language = lang or settings.klar.language
    try:
        sources = _sources(files)
        current = _as_it_stands(settings, workspace)
        plan = _planned(sources, current, settings, skip_broken, language)
        if dry_run or _is_broken(plan):
            _show(plan, language)
            return
        with open_workspace(config, workspace) as (_, opened):
            # Planning takes seconds, in which the bot goes on writing; only where it did is the plan made anew.
            if (meanwhile := opened.snapshot()) != current:
                plan = _planned(sources, meanwhile, settings, skip_broken, language)
            if _is_broken(plan):
                _show(plan, language)
            elif plan.changes:
                now = WallClock().now()
                opened.record(plan.changes, who="import", message="", what="import", at=now)
                plan_for(plan.changes, desk_for(opened, settings, now))
        _show(plan, language, done=True)
    except UnreadableFile as error:
        _stop(error.reason, language, _WRONG_FILE)


def _planned(
    sources: Sequence[SourceFile], current: Snapshot, settings: Settings, skip_broken: bool, lang: Language
) -> Plan:
    with _progress(render(say("Reading"), lang)) as progress:
        today = WallClock().now().date()
        plan = plan_import(sources, current, today=today, statuses=settings.import_.status, progress=progress)
    return plan.without_broken() if skip_broken else plan


def _is_broken(plan: Plan) -> bool:
    return bool(plan.problems) and not plan.skips_broken


def _show(plan: Plan, lang: Language, *, done: bool = False) -> None:
    """Print the preview and the last word; end the program, and with it any transaction, where rows are broken."""
    for line in preview(plan, done=done):
        click.echo(_styled(line, lang))
    last = _last_word(plan, done=done)
    click.echo()
    click.echo(click.style(render(last, lang), bold=True))
    if _is_broken(plan):
        sys.exit(_PROBLEMS)


def _last_word(plan: Plan, *, done: bool) -> Phrase:
    if _is_broken(plan):
        return say("Nothing was imported. Mend the cells above, or leave out their rows with --skip-broken.")
    if not plan.changes:
        return say("There is nothing new: all of it stands in Klar already.")
    if done:
        return say_n("{n} change was made.", "{n} changes were made.", len(plan.changes))
    return say_n(
        "{n} change would be made. Nothing is changed yet.",
        "{n} changes would be made. Nothing is changed yet.",
        len(plan.changes),
    )


def _styled(line: Line, lang: Language) -> str:
    text = "  " * line.indent + render(line.text, lang)
    if line.style == "heading":
        return "\n" + click.style(text, bold=True)
    return click.style(text, fg=_COLOURS[line.style]) if line.style in _COLOURS else text


def _stop(reason: Phrase, lang: Language, code: int) -> NoReturn:
    click.echo(f"klar: {render(reason, lang)}", err=True)
    sys.exit(code)


def _sources(files: Sequence[Path]) -> list[SourceFile]:
    """The files with their contents; by name alone where no two have the same."""
    names = Counter(path.name for path in files)
    return [
        SourceFile(path.name if names[path.name] == 1 else str(path), _content(path)) for path in dict.fromkeys(files)
    ]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = say("{file} could not be opened: {reason}.", file=path.name, reason=error.strerror or str(error))
        raise UnreadableFile(reason) from error
    if len(content) > MOST_BYTES:
        raise too_large(path.name)
    return content


def _as_it_stands(settings: Settings, key: str | None) -> Snapshot:
    """The workspace, empty where there is none yet: looking must not make one."""
    wanted = key or settings.klar.workspace
    empty = Snapshot(
        Workspace(wanted, settings.klar.name, timezone=settings.klar.timezone, lang=settings.klar.language)
    )
    path = Path(settings.klar.store)
    if not path.exists():
        return empty
    store = open_store(path, create=False)
    try:
        found = store.workspace(wanted)
        return found.snapshot() if found else empty
    finally:
        store.close()


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:
        yield lambda done, of: bar.update(1000 * done // max(of, 1) - bar.pos)
