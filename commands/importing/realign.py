"""Rows that are longer than their header: an unquoted comma, or a paste that slipped.

Such a row is put right only where there is exactly one way to do it that makes every date, status and number fit.
"""

from collections.abc import Callable, Mapping

from commands.importing.fields import KINDS, TELLING
from commands.importing.grid import Cell, Row
from commands.importing.tables import Table

_FREE = frozenset({"text", "name", "people"})
_MOST_EXTRA = 5


def overflow(table: Table, row: Row) -> int:
    """How many columns a row goes beyond its header."""
    last = max(column.number for column in table.columns)
    return max((n for n, cell in row.cells.items() if not cell.across), default=0) - last


def realigned(table: Table, row: Row, fits: Callable[[str, Cell], bool]) -> Row | None:
    """The row as it must have been meant, or None where no way or more than one way makes it fit."""
    extra = overflow(table, row)
    if extra > _MOST_EXTRA:
        return None
    first, last = min(c.number for c in table.columns), max(c.number for c in table.columns)
    kinds = {c.number: KINDS[table.kind][c.field] for c in table.columns if c.field and c.kept}
    found: dict[tuple[tuple[int, str], ...], Row] = {}
    for at in range(first, last + 1):
        cells = _joined(row.cells, at, extra, table.sheet.delimiter or ",", kinds)
        if cells is not None and all(_fits(kinds[n], cell, fits) for n, cell in cells.items() if n in kinds):
            found[tuple((n, cell.text) for n, cell in sorted(cells.items()) if n in kinds)] = Row(row.number, cells)
    return next(iter(found.values())) if len(found) == 1 else None


def _fits(kind: str, cell: Cell, fits: Callable[[str, Cell], bool]) -> bool:
    return kind not in TELLING or fits(kind, cell)


def _joined(
    cells: Mapping[int, Cell], at: int, extra: int, delimiter: str, kinds: Mapping[int, str]
) -> dict[int, Cell] | None:
    """The cells with those from `at` on made one and the rest moved back; None where the one cannot be several."""
    parts = [cells[n] for n in range(at, at + extra + 1) if n in cells]
    if len(parts) > 1 and kinds.get(at, "text") not in _FREE:
        return None
    moved = {n if n < at else n - extra: cell for n, cell in cells.items() if not at <= n <= at + extra}
    if len(parts) == 1:
        moved[at] = parts[0]
    elif parts:
        text = f"{delimiter} ".join(part.text for part in parts)
        moved[at] = Cell(text, text)
    return moved
