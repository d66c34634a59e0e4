"""What every command works with, whether somebody spoke or something fell due."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from commands.posting import Postman
from commands.rules import Rules
from store.workspace import WorkspaceStore


class Desk(msgspec.Struct, frozen=True):
    """A workspace as it stands, the time in UTC, the rules of the house, and the way out."""

    workspace: WorkspaceStore
    now: datetime
    zone: ZoneInfo
    rules: Rules
    postman: Postman

    @property
    def today(self) -> date:
        """The local day it is now."""
        return self.now.astimezone(self.zone).date()
