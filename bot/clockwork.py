"""What happens when its time comes: one query, one transaction, and the messages are in the outbox."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from commands.desk import Desk
from commands.fall_due import fall_due, plan_for
from commands.posting import Postman
from commands.rules import Rules
from store.changes import Change
from store.errors import NotStored
from store.reminders import Due
from store.store import Store
from store.workspace import WorkspaceStore

log = logging.getLogger("klar.clockwork")

TRY_AGAIN_AFTER = 600  # seconds
CLEAR_UP_EVERY = timedelta(days=1)
KEEP = timedelta(days=90)  # what has been dealt with; no platform delivers a message again after so long


class Clockwork:
    """Deals with what falls due in all workspaces."""

    def __init__(self, store: Store, clock: Clock, rules: Rules, on_committed: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._on_committed = on_committed
        self._cleared_up_at: datetime | None = None

    def prepare(self, changes: Sequence[Change] = ()) -> None:
        """Plan the digests that are not planned yet, and what comes of changes made without a conversation."""
        with self._store.transaction():
            for workspace in self._store.workspaces():
                if desk := self._desk(workspace):
                    plan_for(changes, desk)

    def tick(self) -> int:
        """Deal with all that is due; return how many things it was. Raises NotStored where it could not be written."""
        now = int(self._clock.now().timestamp())
        self._clear_up_once_a_day()
        next_at = self.next_at()
        if next_at is None or next_at > now:
            return 0
        with self._store.transaction():
            due = self._store.agenda.due(now)
            by_workspace: dict[int, list[Due]] = defaultdict(list)
            for one in due:
                by_workspace[one.workspace].append(one)
            for number, ones in by_workspace.items():
                self._deal_with(self._store.workspace_numbered(number), ones, now)
        self._on_committed()
        return len(due)

    def next_at(self) -> int | None:
        """When the next thing falls due, in seconds since 1970."""
        return self._store.agenda.next_at()

    def _clear_up_once_a_day(self) -> None:
        now = self._clock.now()
        if self._cleared_up_at is not None and now - self._cleared_up_at < CLEAR_UP_EVERY:
            return
        with self._store.transaction():
            self._store.forget_dealt_with(int((now - KEEP).timestamp()))
        self._cleared_up_at = now

    def _deal_with(self, workspace: WorkspaceStore, due: Sequence[Due], now: int) -> None:
        desk = self._desk(workspace)
        if desk is None:
            self._store.agenda.postpone(due, now + TRY_AGAIN_AFTER)
            return
        try:
            with self._store.savepoint():
                fall_due(due, desk)
                self._store.agenda.spend(due, now)
        except NotStored:
            raise
        except Exception:
            log.exception("what fell due could not be dealt with", extra={"due": [one.id for one in due]})
            if len(due) == 1:
                self._store.agenda.postpone(due, now + TRY_AGAIN_AFTER)
                return
            for one in due:  # so that one fault holds back nobody else
                self._deal_with(workspace, [one], now)

    def _desk(self, workspace: WorkspaceStore) -> Desk | None:
        home = self._store.home_of(workspace)
        if home is None:
            return None
        about, now = workspace.about(), self._clock.now()
        return Desk(workspace, now, ZoneInfo(about.timezone), self._rules, Postman(workspace, *home, now, about.lang))
