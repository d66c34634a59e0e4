"""The rows of a table as drafts."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from commands.importing.cells import Reading, fits, read_cell
from commands.importing.drafts import Draft, LeftOut, TableReport
from commands.importing.fields import KINDS
from commands.importing.grid import Cell, Problem, Row, Sheet, Spot, cell_name, column_letters
from commands.importing.leftout import RowSorter
from commands.importing.realign import overflow, realigned
from commands.importing.scale import Setting, setting_of
from commands.importing.tables import Column, Table
from commands.phrases import Phrase, say
from store.records import Status

_MOST_ROWS = 100_000
_NAMES_THE_ROW = {"task": "title", "system": "name", "legacy": "name", "person": "name", "risk": "text", "need": "role"}


def read_table(
    table: Table, statuses: Mapping[str, Status], tick: Callable[[], None]
) -> tuple[list[Draft], TableReport]:
    """The drafts of a table, and how it was read. `tick` is called for every row."""
    return _TableReader(table, statuses).read(tick)


class _TableReader:
    def __init__(self, table: Table, statuses: Mapping[str, Status]) -> None:
        self._table = table
        self._columns = [c for c in table.columns if c.field and c.kept]
        self._settings = {c.number: self._setting(c, statuses) for c in self._columns}
        self._by_kind = {KINDS[table.kind][c.field]: self._settings[c.number] for c in self._columns if c.field}
        sheet = table.sheet
        self._context = (sheet.name, table.title, PurePath(sheet.file).stem)
        self._report = TableReport(
            sheet.file, sheet.name, table.kind, table.header_row, list(table.columns), hidden_rows=sheet.hidden_rows
        )

    def read(self, tick: Callable[[], None]) -> tuple[list[Draft], TableReport]:
        table, sorter = self._table, RowSorter(self._table)
        drafts: list[Draft] = []
        for at, row in enumerate(table.rows):
            tick()
            reason = sorter.sort(at)
            if reason:
                self._leave_out(reason)
                continue
            phase = sorter.phase_of(at)
            made = self._drafts_of(row)
            for draft in made:
                if phase:
                    draft.values.setdefault("phase", phase)
            drafts.extend(made)
        self._report.rows = len(drafts)
        self._report.unnamed = unnamed_columns(table)
        self._leave_out("blank", self._blank_rows())
        self._leave_out("repeated", table.repeated_headers)
        return drafts, self._report

    def _setting(self, column: Column, statuses: Mapping[str, Status]) -> Setting:
        assert column.field
        cells = [row.cells[column.number] for row in self._table.rows if column.number in row.cells]
        return setting_of(column.field, KINDS[self._table.kind][column.field], column.header, cells, statuses)

    def _leave_out(self, reason: LeftOut, count: int = 1) -> None:
        if count:
            self._report.left_out[reason] = self._report.left_out.get(reason, 0) + count

    def _blank_rows(self) -> int:
        numbers = {row.number for row in self._table.rows}
        first, last = self._table.header_row + self._table.depth, max(numbers, default=0)
        if last - first > _MOST_ROWS:  # a stray cell at the far end of the sheet
            return 0
        return len(set(range(first, last)) - numbers - self._table.sheet.hidden) - self._table.repeated_headers

    def _drafts_of(self, row: Row) -> list[Draft]:
        row, slipped = self._aligned(row)
        first = min(row.cells)
        spot = self._spot(row, first)
        shared = Draft(self._table.kind, spot, {}, context=self._context)
        if slipped:
            shared.fail("", slipped)
            return [shared]
        counted = [column for column in self._columns if column.of]
        for column in self._columns:
            if not column.of:
                self._read_into(shared, row, column)
        self._check_name(shared)
        return [self._grid_draft(shared, row, column) for column in counted if column.number in row.cells] \
            if counted else [shared]  # fmt: skip

    def _aligned(self, row: Row) -> tuple[Row, Phrase | None]:
        if overflow(self._table, row) <= 0 or self._has_unnamed_column(row):
            return row, None
        meant = realigned(self._table, row, self._fits)
        if meant is None:
            return row, say(
                "The row has more cells than the header, and there is not exactly one way to put it right. "
                "Move the cells to their columns."
            )
        last = max(row.cells)
        self._report.notes.append(
            Problem(self._spot(row, last), say("The row was longer than the header and was put right."))
        )
        return meant, None

    def _has_unnamed_column(self, row: Row) -> bool:
        """Whether what is beyond the header in a workbook is a remark beside a row that fits as it stands."""
        if self._table.sheet.delimiter:
            return False
        cells = [(c, row.cells[c.number]) for c in self._columns if c.number in row.cells]
        kinds = KINDS[self._table.kind]
        return any(not c.of and kinds[c.field or ""] not in ("text", "name", "people") for c, _ in cells) and all(
            self._fits(kinds[c.field or ""], cell) for c, cell in cells
        )

    def _fits(self, kind: str, cell: Cell) -> bool:
        return fits(cell, kind, self._by_kind.get(kind, Setting()))

    def _read_into(self, draft: Draft, row: Row, column: Column) -> None:
        field, cell = column.field or "", row.cells.get(column.number)
        draft.cells[field] = cell_name(row.number, column.number)
        if cell is None or cell.across:
            return
        reading = read_cell(cell, KINDS[draft.kind][field], self._settings[column.number])
        self._keep(draft, field, reading)

    def _keep(self, draft: Draft, field: str, reading: Reading) -> None:
        if reading.fault:
            draft.fail(field, reading.fault)
        elif reading.value is not None:
            draft.values[field] = reading.value
        if reading.note:
            self._report.notes.append(Problem(draft.at(field), reading.note))

    def _check_name(self, draft: Draft) -> None:
        field = _NAMES_THE_ROW.get(draft.kind, "")
        failed = {problem.spot for problem in draft.problems}
        also = ("last_name", "first_name", "email", "product")
        if (
            field
            and field not in draft.values
            and draft.at(field) not in failed
            and not draft.values.keys() & set(also)
        ):
            draft.fail(field, say("The row has nothing in the column that names it."))

    def _grid_draft(self, shared: Draft, row: Row, column: Column) -> Draft:
        values = {**shared.values, "municipality": column.of}
        cells = {**shared.cells, "people": cell_name(row.number, column.number)}
        draft = Draft("need", shared.spot, values, cells, shared.context, problems=list(shared.problems))
        self._keep(draft, "people", read_cell(row.cells[column.number], "count", Setting("people")))
        return draft

    def _spot(self, row: Row, column: int) -> Spot:
        return Spot(self._table.sheet.file, self._table.sheet.name, cell_name(row.number, column))


def report_without_table(sheet: Sheet) -> TableReport:
    """The report on a sheet where no table was found."""
    return TableReport(sheet.file, sheet.name, hidden_rows=sheet.hidden_rows)


def unnamed_columns(table: Table) -> list[str]:
    """The letters of columns with something in them and nothing above."""
    named = {column.number for column in table.columns}
    filled = {number for row in table.rows for number, cell in row.cells.items() if not cell.across}
    return [column_letters(number) for number in sorted(filled - named)]
