"""A small archive that tests write in: a store with the town in it, and ways to look at all that it holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from msgspec.structs import replace

from store.changes import Change, change_between
from store.opening import open_store
from store.outbox import Outgoing
from store.records import Workspace
from store.store import Store
from store.workspace import WorkspaceStore
from tests import town

# The same examples every time, and no quarrel about how busy the machine is.
calmly = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

NOW = datetime(2027, 11, 15, 9, tzinfo=UTC)


def new_archive(path: Path | None = None, *keys: str) -> Store:
    """A store with the town in it, once for every key."""
    store = open_store(path)
    with store.transaction():
        for key in keys or ("strand",):
            workspace = store.add_workspace(Workspace(key, key.title()))
            workspace.begin_with(town.beginning())
            store.join("slack", key, workspace)
    return store


def town_in(store: Store, key: str = "strand") -> WorkspaceStore:
    """The workspace with this key."""
    workspace = store.workspace(key)
    assert workspace is not None
    return workspace


def report(workspace: WorkspaceStore, task: str, minute: int = 0, who: str = "kari", **fields: Any) -> int:
    """Change a task as somebody would; return the number of the change."""
    before = workspace.tasks.get(task)
    assert before is not None
    change = change_between(before, replace(before, **fields))
    assert change is not None
    at = NOW + timedelta(minutes=minute)
    return workspace.record([change], who=who, message=f"m{minute}", what="change", at=at)


def letter(key: str, channel: str = "#lonn", team: str = "strand", **more: Any) -> Outgoing:
    """A message that is to be sent."""
    return Outgoing(key, "slack", team, channel, direct=False, lang="nb", reply=b"{}", **more)


def changes_of(workspace: WorkspaceStore, number: int) -> list[Change]:
    """What a change changed, as the journal remembers it."""
    return [
        Change(entry.kind, tuple(entry.subject.split("/")), entry.before, entry.after)
        for entry in workspace.journal.entries(number)
    ]


def everything_in(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    tables = store._db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: store._db.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}  # noqa: S608
