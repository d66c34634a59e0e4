"""What tasks wait for: ids in a sheet to tasks, and circles found."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from commands.importing.dependencies import Waits
from commands.importing.grid import Problem
from commands.importing.people import shortened
from commands.importing.task_identity import Row
from commands.importing.world import World
from commands.phrases import Phrase, say
from store.records import Dependency, Task


class Scope:
    """The ids by which a row may name the tasks that it waits for. `notes` tells of those that were left out."""

    def __init__(self, rows: Sequence[Row], world: World) -> None:
        self._world = world
        self._in_sheet: dict[tuple[object, str], str] = {}
        self._in_system: dict[tuple[str, str], str] = {}
        self._anywhere: dict[str, set[str]] = {}
        self.notes: list[Problem] = []
        for task in world.all(Task):
            if task.ref:
                self._in_system[task.system, task.ref] = task.id
                self._anywhere.setdefault(task.ref, set()).add(task.id)
        for row in rows:
            self._know(row)  # also a broken one, whose id is empty unless its task is known already

    def with_dependencies(self, row: Row, task: Task) -> Task:
        """The task with what its row says it waits for. Notes on the row what cannot be found."""
        waits: Iterable[Waits] | None = row.draft.values.get("depends_on")
        if waits is None:
            return task
        found: list[Dependency] = []
        for wait in waits:
            id_ = self._find(row, wait)
            if isinstance(id_, Phrase):
                row.draft.fail("depends_on", id_)
            elif id_ and id_ == task.id:
                row.draft.fail("depends_on", say("The task waits for itself."))
            elif id_:
                found.append(Dependency(id_, wait.lag))
        return replace(task, depends_on=tuple({one.task: one for one in found}.values()))

    def _know(self, row: Row) -> None:
        names = {row.ref, row.task_id, row.draft.values.get("wbs", "")} - {""}
        for name in sorted(names, key=lambda name: name != row.ref):
            self._in_sheet.setdefault((row.sheet, name), row.id)
            self._in_system[row.system, name] = row.id
            self._anywhere.setdefault(name, set()).add(row.id)

    def _find(self, row: Row, wait: Waits) -> str | Phrase | None:
        """The task's id; None where its row was left out, which is noted."""
        if wait.number and self._named(row, wait.task) is not None and self._named(row, f"{wait.task}0") is not None:
            return say(
                "Excel holds {text} as a number, so it could be {one} or {two}. "
                "Set the column to text and type it again.",
                text=wait.task, one=wait.task, two=f"{wait.task}0",
            )  # fmt: skip
        found = self._named(row, wait.task)
        if found is None:
            return say("There is no task with the id “{id}”.", id=shortened(wait.task))
        if not found:
            note = say("The row waits for {id}, which was left out; that was left out too.", id=wait.task)
            self.notes.append(Problem(row.draft.at("depends_on"), note))
        return found or None

    def _named(self, row: Row, name: str) -> str | None:
        """The id of the task with this name, empty where its row is broken, None where there is none."""
        for found in (self._in_sheet.get((row.sheet, name)), self._in_system.get((row.system, name))):
            if found is not None:
                return found
        if self._world.get(Task, name.upper()):
            return name.upper()
        elsewhere = self._anywhere.get(name) or self._anywhere.get(name.upper()) or set()
        return next(iter(elsewhere)) if len(elsewhere) == 1 else None


def report_circles(world: World, rows: Sequence[Row]) -> None:
    """Note on each row that it is part of a circle of tasks that wait for one another."""
    waits = {task.id: [one.task for one in task.depends_on] for task in world.all(Task)}
    circling = _circling(waits)
    for row in rows:
        circle = circling.get(row.id)
        if circle:
            path = " → ".join(_called(world, id_) for id_ in circle)
            row.draft.fail("depends_on", say("The tasks wait for one another in a circle: {path}.", path=path))


def _called(world: World, id_: str) -> str:
    task = world.get(Task, id_)
    return (task.ref or task.id) if task else id_


def _circling(waits: dict[str, list[str]]) -> dict[str, list[str]]:
    """The circle that each task in one is part of: a walk in depth, without recursion, for chains of any length."""
    circles: dict[str, list[str]] = {}
    done: set[str] = set()
    for start in waits:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            task, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(task)
                done.add(task)
            elif task in on_path:
                circle = [*path[path.index(task) :], task]
                for member in circle:
                    circles.setdefault(member, circle)
            elif task not in done:
                path.append(task)
                on_path.add(task)
                stack.append((task, True))
                stack.extend((other, False) for other in waits.get(task, []))
    return circles
