"""Training needs as a grid: a row per role, a column per municipality, and a number where they meet."""

from collections.abc import Sequence

from commands.importing.grid import Row
from commands.importing.headings import Heading, could_head, forms_of
from commands.importing.words import header_words, plain_words

_SUMS = {"sum", "total", "totalt", "i alt", "alle", "til sammen", "tilsammen"}


def grid_at(
    rows: Sequence[Row], at: int, title: str, municipalities: set[str]
) -> tuple[Heading, dict[int, str]] | None:
    """The heading of a grid that begins with a row, and the municipality of each of its columns; else None."""
    row = rows[at]
    if not could_head(row, least=1):
        return None
    fields = _fields(row)
    if "role" not in fields or "people" in fields or "municipality" in fields:
        return None
    others = {
        column: cell.text
        for column, cell in row.cells.items()
        if column not in fields.values() and isinstance(cell.value, str) and plain_words(cell.text) not in _SUMS
    }
    named = {column: text for column, text in others.items() if municipality_key(text) in municipalities}
    if len(named) < 2 and not (_called(title) and (named := _counting(others, rows[at + 1 : at + 60]))):
        return None
    texts = {column: cell.text for column, cell in row.cells.items() if not cell.across}
    return Heading("need", texts, fields, depth=1, score=float(len(named))), named


def municipality_key(text: str) -> str:
    """The name of a municipality as it is compared: without the word itself."""
    words = plain_words(text).split()
    return " ".join(word for word in words if word not in ("kommune", "municipality", "herad"))


def _fields(row: Row) -> dict[str, int]:
    fields: dict[str, int] = {}
    words = header_words()["need"].columns
    for column, cell in sorted(row.cells.items()):
        for form in forms_of(cell.text) if isinstance(cell.value, str) else ():
            for field, _ in words.get(form, ()):
                fields.setdefault(field, column)
    return fields


def _called(title: str) -> bool:
    words = f" {plain_words(title)} "
    return any(f" {name} " in words for name in header_words()["need"].called)


def _counting(others: dict[int, str], below: Sequence[Row]) -> dict[int, str]:
    """The columns that hold numbers and nothing else."""
    counting = {}
    for column, text in others.items():
        cells = [row.cells[column] for row in below if column in row.cells]
        if cells and all(cell.text.isdigit() for cell in cells):
            counting[column] = text
    return counting
