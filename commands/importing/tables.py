"""The tables on a sheet: where each begins and ends, its columns, and the words above it."""

from collections.abc import Iterator, Sequence

import msgspec

from commands.importing.fields import KINDS, NOT_KEPT
from commands.importing.grid import Cell, Row, Sheet, column_letters
from commands.importing.grids import grid_at
from commands.importing.headings import Heading, could_head, heading_at, is_known
from commands.importing.words import squashed

_MOST_TITLE_ROWS = 8


class Column(msgspec.Struct, frozen=True):
    """A column: what stands above it, and the field that it became (None: not ours).

    `kept` is False for a known field that Klar has no place for. `of` is the municipality of a column in a grid.
    """

    number: int
    header: str
    field: str | None = None
    kept: bool = True
    of: str = ""

    @property
    def letters(self) -> str:
        """The column as people name it."""
        return column_letters(self.number)


class Table(msgspec.Struct, frozen=True):
    """A table of one kind: the rows below its header (of `depth` rows), and the title rows above."""

    kind: str
    sheet: Sheet
    header_row: int
    columns: list[Column]
    rows: list[Row]
    depth: int = 1
    title: str = ""
    repeated_headers: int = 0


class _Start(msgspec.Struct, frozen=True):
    at: int
    heading: Heading
    columns: list[Column]


def tables_in(sheet: Sheet, municipalities: set[str]) -> list[Table]:
    """The tables of a sheet, from the top."""
    starts, repeated = _starts(sheet, municipalities)
    ends = [*(start.at for start in starts[1:]), len(sheet.rows)] if starts else []
    tables = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        first = start.at + start.heading.depth
        body = [row for at, row in enumerate(sheet.rows[first:end], start=first) if at not in repeated]
        above = sheet.rows[ends[number - 1] if number else 0 : start.at]
        tables.append(
            Table(
                start.heading.kind,
                sheet,
                sheet.rows[start.at].number,
                start.columns,
                _without_next_title(body) if end < len(sheet.rows) else body,
                depth=start.heading.depth,
                title=_title(sheet, starts, number, above),
                repeated_headers=sum(1 for at in repeated if first <= at < end),
            )
        )
    return tables


def _starts(sheet: Sheet, municipalities: set[str]) -> tuple[list[_Start], set[int]]:
    starts: list[_Start] = []
    repeated: set[int] = set()
    at = 0
    while at < len(sheet.rows):
        heading, columns = _heading(sheet, at, municipalities, starts)
        if heading is None:
            at += 1
        elif starts and _same(heading, starts[-1].heading):
            repeated.update(range(at, at + heading.depth))
            at += heading.depth
        else:
            starts.append(_Start(at, heading, columns))
            at += heading.depth
    return starts, repeated


def _heading(
    sheet: Sheet, at: int, municipalities: set[str], starts: list[_Start]
) -> tuple[Heading | None, list[Column]]:
    row = sheet.rows[at]
    title = f"{sheet.file} {sheet.name} " + " ".join(_texts(sheet.rows[max(0, at - _MOST_TITLE_ROWS) : at]))
    if starts and not _mostly_headers(row):
        return None, []
    grid = grid_at(sheet.rows, at, title, municipalities)
    if grid:
        heading, of = grid
        return heading, [_grid_column(heading, number, of) for number in heading.texts]
    found = heading_at(sheet.rows, at, title)
    return found, _columns(found) if found else []


def heading_field(heading: Heading, column: int) -> str | None:
    """The field that a column holds."""
    return next((field for field, number in heading.fields.items() if number == column), None)


def _columns(heading: Heading) -> list[Column]:
    columns = []
    for number, text in heading.texts.items():
        field = heading_field(heading, number)
        kept = field is None or ((heading.kind, field) not in NOT_KEPT and field in KINDS[heading.kind])
        columns.append(Column(number, text, field, kept))
    return columns


def _grid_column(heading: Heading, number: int, of: dict[int, str]) -> Column:
    field = "people" if number in of else heading_field(heading, number)
    return Column(number, heading.texts[number], field, of=of.get(number, ""))


def _mostly_headers(row: Row) -> bool:
    """Whether a row below a header is a header again, and not a task that happens to be called "Status"."""
    if not could_head(row):
        return False
    cells = [cell for cell in row.cells.values() if not cell.across]
    known = [cell for cell in cells if isinstance(cell.value, str) and is_known(cell.text)]
    return len(known) >= 0.6 * len(cells) and all(isinstance(cell.value, str) for cell in cells)


def _same(one: Heading, other: Heading) -> bool:
    return {n: squashed(text) for n, text in one.texts.items()} == {n: squashed(t) for n, t in other.texts.items()}


def _without_next_title(body: list[Row]) -> list[Row]:
    """The rows without the title of the next table on the sheet, which stands just above its header."""
    while body and len(_own_cells(body[-1])) == 1:
        body = body[:-1]
    return body


def _title(sheet: Sheet, starts: Sequence[_Start], number: int, above: list[Row]) -> str:
    if number == 0:
        return "\n".join(_texts(above[-_MOST_TITLE_ROWS:]))
    title: list[Row] = []
    for row in reversed(sheet.rows[starts[number - 1].at : starts[number].at]):
        if len(_own_cells(row)) != 1:
            break
        title.insert(0, row)
    return "\n".join(_texts(title))


def _own_cells(row: Row) -> list[Cell]:
    return [cell for cell in row.cells.values() if not cell.across]


def _texts(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield " ".join(cell.text for _, cell in sorted(row.cells.items()) if not cell.across)
