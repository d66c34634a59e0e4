"""What the language needs to know of a workspace: which tasks there are, and who and what is called what."""

from typing import Protocol

from commands.language.directory import Directory


class Names(Protocol):
    """The names of one workspace, as seen by the one who writes."""

    @property
    def author(self) -> str | None:
        """The member who writes; None for somebody who is not in the workspace."""

    def task_exists(self, task: str) -> bool:
        """Whether there is a task with this id, written as `T101`."""

    def system_of(self, task: str) -> str | None:
        """The id of the system that a task belongs to."""

    def find(self, name: str) -> list[tuple[str, str]]:
        """The (kind, id) of all groups, members and systems that have just this name, in any case of letters."""

    def begins(self, word: str) -> bool:
        """Whether a name may begin with this word: yes too often, and never no where one does."""

    def find_first_name(self, word: str) -> list[str]:
        """The ids of the members whose name begins with this word."""

    def called(self, kind: str, id_: str) -> str:
        """The name of a group, member or system, as people read it."""

    def directory(self) -> Directory:
        """All names of the workspace, ready to be found in what people write."""
