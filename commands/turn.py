"""One turn in the conversation: who says something, where and when, and the workspace as it stands."""

from collections.abc import Sequence
from datetime import datetime

from commands.desk import Desk
from commands.errors import NotUnderstood, Refused
from commands.known import Known
from commands.message import Message
from commands.phrases import Phrase, say
from commands.roles import access_of
from store.changes import Change
from store.records import Member, System, Task


class Turn(Desk, frozen=True):
    """What a command is handed when somebody speaks.

    `author` is None for somebody whom the workspace does not know; `known` are the names that the message may use.
    """

    message: Message
    author: Member | None
    known: Known

    @property
    def written_at(self) -> datetime:
        """The local time at which the message was written: what «i morgen» counts from."""
        return self.message.sent_at.astimezone(self.zone)

    def someone(self) -> Member:
        """The author. Raises Refused, with how to be added, for somebody whom the workspace does not know."""
        if self.author is None:
            raise Refused(how_to_be_added(self))
        return self.author

    def task(self, id_: str) -> Task:
        """The task with this id, as it stood when the turn began. Raises NotUnderstood where there is none."""
        task = self.known.task(id_)
        if task is None:
            raise NotUnderstood(say("I find no task {id}. Write «mine» to see yours.", id=id_))
        return task

    def system(self, id_: str) -> System:
        """The system with this id. Raises NotUnderstood where there is none."""
        system = self.workspace.systems.get(id_)
        if system is None:
            raise NotUnderstood(say("I find no system {id}. Write «status» to see them all.", id=id_))
        return system

    def record(self, changes: Sequence[Change], what: str, undoes: int | None = None) -> int:
        """Make the author's changes and write them in the journal; return their number there."""
        return self.workspace.record(
            changes, who=self.someone().id, message=self.message.id, what=what, at=self.now, undoes=undoes
        )


def how_to_be_added(turn: Turn) -> Phrase:
    """What somebody whom the workspace does not know is told."""
    leaders = [m.name for m in turn.workspace.people.all() if access_of(m) == "project_leader"]
    if not leaders:
        return say("I do not know you here yet. Ask the one who runs Klar to add you.")
    return say("I do not know you here yet. Ask {leader} to add you.", leader=leaders[0])
