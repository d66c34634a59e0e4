"""Workbooks and text files as people keep them, made in a line or two; and plans carried out in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from commands.importing import Plan, SourceFile, plan_import
from commands.phrases import render
from store.changes import Change, from_plain, key_of, plain
from store.records import Member, Municipality, Snapshot, Status, System, Task, Workspace

TODAY = date(2027, 1, 4)
EMPTY = Snapshot(Workspace("holtmo", "Nye Holtmo kommune"))
LISTS = {
    "municipality": "municipalities", "group": "groups", "member": "members", "system": "systems", "task": "tasks",
    "training": "trainings", "enrolment": "enrolments", "need": "needs", "gate": "gates", "decision": "decisions",
    "risk": "risks", "legacy": "legacy",
}  # fmt: skip
Rows: TypeAlias = Iterable[Sequence[Any]]


def at(*parts: int) -> datetime:
    """A wall-clock time."""
    return datetime(*parts)  # type: ignore[arg-type]


def workbook(
    sheets: Mapping[str, Any], adorn: Callable[[Workbook], object] | None = None, name: str = "plan.xlsx"
) -> SourceFile:
    """An .xlsx of sheets of rows; `adorn` may merge, hide and format."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if adorn:
        adorn(book)
    buffer = BytesIO()
    book.save(buffer)
    return SourceFile(name, buffer.getvalue())


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """A worksheet of a workbook."""
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def csv(text: str, encoding: str = "utf-8", name: str = "plan.csv") -> SourceFile:
    """A text file."""
    return SourceFile(name, text.encode(encoding))


def raw_workbook(sheet_xml: str, parts: Mapping[str, bytes] | None = None, workbook_xml: str = "") -> SourceFile:
    """An .xlsx whose only sheet is this XML: for what openpyxl would not write."""
    base = BytesIO(workbook({"Ark1": [["x"]]}).content)
    buffer = BytesIO()
    with ZipFile(base) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = sheet_xml.encode()
            if part == "xl/workbook.xml" and workbook_xml:
                content = workbook_xml.encode()
            new.writestr(part, (parts or {}).get(part, content))
    return SourceFile("plan.xlsx", buffer.getvalue())


def xml_row(number: int, **texts: str) -> str:
    """A row of texts by column, as XML."""
    cells = (f'<c r="{c}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in texts.items())
    return f'<row r="{number}">{"".join(cells)}</row>'


def planned(*files: SourceFile, current: Snapshot = EMPTY, statuses: Mapping[str, Status] | None = None) -> Plan:
    """The plan of an import."""
    return plan_import(files, current, today=TODAY, statuses=statuses)


def imported(*files: SourceFile, current: Snapshot = EMPTY) -> Snapshot:
    """The workspace after an import that must be whole, and of which the same once more must change nothing."""
    plan = planned(*files, current=current)
    after = carried_out(plan.changes, current)
    again = planned(*files, current=after)
    found = problems(plan) + problems(again) + [str(change) for change in again.changes]
    if found:
        raise AssertionError(found)
    return after


def carried_out(changes: Iterable[Change], current: Snapshot) -> Snapshot:
    """The workspace after some changes."""
    tables = {kind: {key_of(record): record for record in getattr(current, name)} for kind, name in LISTS.items()}
    workspace = current.workspace
    for change in changes:
        if change.kind == "workspace":
            changed = from_plain("workspace", {**plain(workspace), **(change.after or {})})
            assert isinstance(changed, Workspace)
            workspace = changed
        elif change.after is None:
            del tables[change.kind][change.key]
        else:
            before = plain(tables[change.kind][change.key]) if change.before is not None else {}
            tables[change.kind][change.key] = from_plain(change.kind, {**before, **change.after})
    lists: dict[str, Any] = {name: list(tables[kind].values()) for kind, name in LISTS.items()}
    return Snapshot(workspace, **lists)


def problems(plan: Plan) -> list[str]:
    """The problems as "E8: what is wrong"."""
    return [f"{problem.spot.cell}: {render(problem.text, 'en')}" for problem in plan.problems]


def notes(plan: Plan) -> list[str]:
    """The notes as "E8: what is worth a look"."""
    return [f"{note.spot.cell}: {render(note.text, 'en')}" for note in plan.notes]


def bad_cells(plan: Plan) -> list[str]:
    """The cells with problems."""
    return [problem.spot.cell for problem in plan.problems]


def fields(plan: Plan, sheet: int = 0) -> dict[str, str | None]:
    """Which column became which field."""
    return {column.header: column.field if column.kept else None for column in plan.sheets[sheet].columns}


def tasks(snapshot: Snapshot) -> dict[str, Task]:
    """The tasks by title."""
    return {task.title: task for task in snapshot.tasks}


def names(snapshot: Snapshot) -> dict[str, str]:
    """The names of members and systems by id."""
    members: list[Member | System | Municipality] = [*snapshot.members, *snapshot.systems, *snapshot.municipalities]
    return {record.id: record.name for record in members}
