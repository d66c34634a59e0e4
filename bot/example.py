"""A workspace from a file, and the example municipality that comes with Klar."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo import moved
from bot.settings import Settings
from commands.importing import SourceFile, plan_import
from store.changes import Change
from store.records import Snapshot, Workspace

EXAMPLE = Path(__file__).parent.parent / "examples" / "nye-fjordvik.json"


def workspace_from(name: str, content: bytes, settings: Settings) -> tuple[Workspace, list[Change]]:
    """What a file makes of an empty workspace: its own record, and the rest as changes.

    Raises UnreadableFile where it is not a workspace.
    """
    empty = Workspace(settings.klar.workspace, settings.klar.name, None, settings.klar.timezone, settings.klar.language)
    # The days in the form that `klar export` writes are whole, so that no day is read in the light of today.
    plan = plan_import([SourceFile(name, content)], Snapshot(empty), today=date.min)
    about = empty
    rest = []
    for change in plan.changes:
        if change.kind == "workspace":
            about = _with(empty, change)
        else:
            rest.append(change)
    return about, rest


def example_workspace(settings: Settings, now: datetime) -> tuple[Workspace, list[Change]]:
    """The example municipality, its dates moved so that today is interesting. `now` is UTC."""
    example = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    today = now.astimezone(ZoneInfo(example["timezone"])).date()
    return workspace_from(EXAMPLE.name, json.dumps(moved(example, today)).encode(), settings)


def _with(about: Workspace, change: Change) -> Workspace:
    from store.changes import from_plain, plain

    changed = from_plain("workspace", {**plain(about), **(change.after or {})})
    assert isinstance(changed, Workspace)
    return changed
