"""Messages read by themselves, against a workspace that stands still: what Klar makes of them, and nothing is done."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.interpretation import Interpretation, interpretation
from commands.known import Known
from commands.language.understand import Understood, understand
from store.changes import Change
from store.opening import open_store
from store.records import Workspace
from store.workspace import WorkspaceStore


class Reader:
    """Reads messages. It keeps what it knows of the workspace, which may not change meanwhile."""

    def __init__(self, workspace: WorkspaceStore) -> None:
        self.zone = ZoneInfo(workspace.about().timezone)
        self._workspace = workspace
        self._known: dict[str | None, Known] = {}

    @classmethod
    def of(cls, about: Workspace, beginning: Sequence[Change]) -> "Reader":
        """A reader of a workspace that is only in memory."""
        store = open_store(None)
        with store.transaction():
            workspace = store.add_workspace(about)
            workspace.begin_with(beginning)
        return cls(workspace)

    def known(self, author: str | None) -> Known:
        """The names as `author` means them; somebody who is not in the workspace is a stranger."""
        if author not in self._known:
            member = self._workspace.people.get(author) if author else None
            self._known[author] = Known(self._workspace, member.id if member else None)
        return self._known[author]

    def understood(self, text: str, author: str | None, at: datetime) -> Understood:
        """What a message means that was written at that moment; without an offset it is local time."""
        local = at.replace(tzinfo=self.zone) if at.tzinfo is None else at.astimezone(self.zone)
        return understand(text, self.known(author), local)

    def interpretation(self, text: str, author: str | None, at: datetime) -> Interpretation:
        """The same, as an interpretation."""
        return interpretation(self.understood(text, author, at).request, self.known(author).system_of)
