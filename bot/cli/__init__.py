"""The command line. Each command is a module of its own, imported when it is used."""

import importlib
import sys

import click

from store.errors import StoreError

_COMMANDS = {
    "demo": "bot.cli.demo",
    "run": "bot.cli.run",
    "check": "bot.cli.check",
    "import": "bot.cli.import_",
    "export": "bot.cli.export",
    "interpret": "bot.cli.interpret",
    "digest": "bot.cli.digest",
    "backup": "bot.cli.backup",
    "rehearse": "bot.cli.rehearse",
    "when": "bot.cli.when",
    "unclear": "bot.cli.unclear",
}


class _Commands(click.Group):
    """Commands that are imported when they are asked for, so that `klar --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_HELP.items()))


_HELP = {
    "demo": "Start with an example municipality, on a page in the browser.",
    "run": "Start with your own settings.",
    "check": "See whether all is well: settings, store, journal, undelivered messages.",
    "import": "Read spreadsheets of systems, tasks, people, trainings and plans.",
    "export": "Write all that Klar knows to .xlsx, .csv, .json or .ics.",
    "interpret": "See what Klar makes of a message.",
    "digest": "Print a channel's digest as text.",
    "backup": "Copy the store to a file while Klar runs.",
    "rehearse": "See what Klar will say over the coming weeks.",
    "when": "See how Klar reads the times in a text.",
    "unclear": "List what Klar lately did not understand, without names.",
}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="klarbot", prog_name="klar")
def klar() -> None:
    """Klar takes merging municipalities from eighty systems to thirty."""


def main() -> None:
    """Run the command line. What is wrong with the settings or the store is one line, and the exit is not 0."""
    try:
        klar()
    except StoreError as error:
        sys.exit(f"klar: {error}")
