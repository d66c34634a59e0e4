"""What one workspace's names mean, to the one who writes."""

from weakref import WeakKeyDictionary

import msgspec

from commands.language.directory import Directory
from store.records import Task
from store.workspace import WorkspaceStore


class Known(msgspec.Struct, frozen=True):
    """The names that a message may use, and the tasks as they stand when it is read.

    `author` is the member who writes, None for a stranger.
    """

    workspace: WorkspaceStore
    author: str | None
    _tasks: dict[str, Task | None] = {}

    def task(self, id_: str) -> Task | None:
        """The task with this id, as it stood when it was first asked for."""
        if id_ not in self._tasks:
            self._tasks[id_] = self.workspace.tasks.get(id_)
        return self._tasks[id_]

    def task_exists(self, id_: str) -> bool:
        """Whether there is a task with this id."""
        return self.task(id_) is not None

    def system_of(self, task: str) -> str | None:
        """The system that a task belongs to."""
        found = self.task(task)
        return found.system if found else None

    def find(self, name: str) -> list[tuple[str, str]]:
        """The (kind, id) of all that have this name."""
        return self.workspace.names.find(name)

    def begins(self, word: str) -> bool:
        """Whether a name may begin with this word."""
        return self.workspace.names.begins(word)

    def find_first_name(self, word: str) -> list[str]:
        """The members whose name begins with this word."""
        return self.workspace.names.find_first_name(word)

    def directory(self) -> Directory:
        """All names of the workspace, ready to be found in what people write."""
        return directory_of(self.workspace)

    def called(self, kind: str, id_: str) -> str:
        """The name of a group, member or system, as people read it."""
        find = {"group": self.workspace.systems.group, "member": self.workspace.people.get}
        found = find.get(kind, self.workspace.systems.get)(id_)
        return found.name if found else id_


_DIRECTORIES: WeakKeyDictionary[WorkspaceStore, tuple[int, Directory]] = WeakKeyDictionary()


def directory_of(workspace: WorkspaceStore) -> Directory:
    """The directory of a workspace as it stands: kept, with the tasks that have changed put in again."""
    version, directory = _DIRECTORIES.get(workspace, (-1, None))
    if directory is None or version != workspace.names_version:
        directory = Directory(workspace.snapshot())
        workspace.changed_tasks.clear()
        _DIRECTORIES[workspace] = workspace.names_version, directory
    for id_ in workspace.changed_tasks:
        task = workspace.tasks.get(id_)
        directory.put_task(task) if task else directory.forget_task(id_)
    workspace.changed_tasks.clear()
    return directory
