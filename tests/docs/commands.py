"""docs/commands.md, written from the commands' own help: `make docs`."""

from pathlib import Path

from click.testing import CliRunner

from bot.cli import klar

PAGE = Path(__file__).parent.parent.parent / "docs" / "commands.md"
WIDTH = 100

_BEGINNING = """# Commands

Written by `make docs` from the commands' own help; a test says when it is stale.
"""


def page() -> str:
    """The whole page."""
    names = klar.list_commands(klar.make_context("klar", [], resilient_parsing=True))
    return "\n".join([_BEGINNING, _part(), *(_part(name) for name in names)])


def _part(*words: str) -> str:
    told = CliRunner().invoke(klar, [*words, "--help"], prog_name="klar", terminal_width=WIDTH)
    assert told.exit_code == 0, told.output
    return f"## `{' '.join(('klar', *words))}`\n\n```text\n{told.output.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
