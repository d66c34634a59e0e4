"""Which task a row is about: by its id as text, else by system and title."""

from collections.abc import Sequence

import msgspec

from commands.importing.drafts import Draft
from commands.importing.world import World, name_key
from commands.phrases import say
from store.records import Task


class Row(msgspec.Struct):
    """A draft of a task with its system. `ref` is its own id in the sheet, or `task_id` the task's id itself."""

    draft: Draft
    system: str
    title: str
    ref: str
    task_id: str
    id: str = ""

    @property
    def sheet(self) -> tuple[str, str]:
        """The sheet that the row stands in; its ids are its own."""
        return self.draft.spot.file, self.draft.spot.sheet

    @property
    def phase(self) -> str:
        """The phase that the row or the heading above it gives."""
        return str(self.draft.values.get("phase", ""))


class Identities:
    """The tasks that are known, by all that a row may be recognised by."""

    def __init__(self, world: World, rows: Sequence[Row]) -> None:
        self._world = world
        self._rows = rows
        self._by_ref: dict[tuple[str, str], Task] = {}
        self._by_ref_and_title: dict[tuple[str, str], list[Task]] = {}
        self._by_title: dict[tuple[str, str], list[Task]] = {}
        for task in world.all(Task):
            if task.ref:
                self._by_ref[task.system, task.ref] = task
                self._by_ref_and_title.setdefault((task.ref, name_key(task.title)), []).append(task)
            self._by_title.setdefault((task.system, name_key(task.title)), []).append(task)

    def report_duplicates(self) -> None:
        """Note on the rows what makes two of them the same. Which one is right is not for Klar to say."""
        alike: dict[tuple[object, ...], list[Row]] = {}
        for row in self._rows:
            for key in self._keys(row):
                alike.setdefault(key, []).append(row)
        reported: set[int] = set()
        for rows in alike.values():
            for row in rows if len(rows) > 1 else ():
                if id(row) not in reported:
                    reported.add(id(row))
                    self._report(row, next(other for other in rows if other is not row))

    def id_of_broken(self, row: Row) -> str:
        """The id of the known task that a broken row names, which stays as it is; else nothing."""
        task = self._world.get(Task, row.task_id) or self._by_ref.get((row.system, row.ref))
        return task.id if task else ""

    def known(self, row: Row) -> Task | None:
        """The task that the row is about, or None where it is new. Notes on the row where it could be several."""
        if row.task_id:
            return self._world.get(Task, row.task_id)
        if row.ref and (task := self._by_ref.get((row.system, row.ref))):
            return task
        moved = self._by_ref_and_title.get((row.ref, name_key(row.title)), []) if row.ref else []
        if len(moved) == 1 and not self._has_row(moved[0]):
            return moved[0]
        alike = self._by_title.get((row.system, name_key(row.title)), [])
        if row.ref:
            alike = [task for task in alike if not task.ref]
        return self._only(row, alike)

    def _only(self, row: Row, alike: list[Task]) -> Task | None:
        if len(alike) > 1 and row.phase:
            alike = [task for task in alike if name_key(task.phase) == name_key(row.phase)]
        if len(alike) > 1:
            row.draft.fail(
                "title", say("There are several tasks called “{title}”. Add a column with ids.", title=row.title)
            )
        same_phase = alike and (not row.phase or not alike[0].phase or name_key(alike[0].phase) == name_key(row.phase))
        return alike[0] if len(alike) == 1 and (same_phase or not self._has_twin(row)) else None

    def _has_row(self, task: Task) -> bool:
        return any(row.ref == task.ref and row.system == task.system for row in self._rows)

    def _has_twin(self, row: Row) -> bool:
        """Whether another row has the same system and title, so that only the phase tells them apart."""
        return any(
            other is not row and other.system == row.system and name_key(other.title) == name_key(row.title)
            for other in self._rows
        )

    def _keys(self, row: Row) -> list[tuple[object, ...]]:
        if row.task_id:
            return [("task", row.task_id)]
        if row.ref:
            return [("sheet", row.sheet, row.ref), ("system", row.system, row.ref)]
        return [("title", row.system, name_key(row.title), name_key(row.phase))]

    def _report(self, row: Row, other: Row) -> None:
        own = row.task_id or row.ref
        field = next((name for name in ("ref", "wbs", "id") if name in row.draft.values), "title")
        where = _place(other, row)
        if own:
            row.draft.fail(field, say("The id “{id}” stands in {cell} too. Give each row its own.", id=own, cell=where))
        else:
            text = say(
                "“{title}” stands in {cell} too. Give the rows ids, or other titles.", title=row.title, cell=where
            )
            row.draft.fail("title", text)


def _place(other: Row, row: Row) -> str:
    cell = other.draft.spot.cell
    return cell if other.sheet == row.sheet else f"{other.draft.spot.sheet or other.draft.spot.file}!{cell}"
