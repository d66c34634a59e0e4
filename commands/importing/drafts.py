"""What the rows say, before it is matched with what Klar knows already."""

from typing import Any, Literal, TypeAlias

import msgspec

from commands.importing.grid import Problem, Spot
from commands.importing.tables import Column
from commands.phrases import Phrase

LeftOut: TypeAlias = Literal["blank", "total", "note", "heading", "repeated"]


class Draft(msgspec.Struct):
    """One row (or JSON object) of a kind, its values by field, and where each of them stands.

    `context` holds what stands around the table, which may name its system. `by_id` says that references are ids, as
    they are in JSON, rather than names. A draft with problems is broken.
    """

    kind: str
    spot: Spot
    values: dict[str, Any]
    cells: dict[str, str] = {}
    context: tuple[str, ...] = ()
    by_id: bool = False
    problems: list[Problem] = []

    def at(self, field: str) -> Spot:
        """Where a field stands."""
        return Spot(self.spot.file, self.spot.sheet, self.cells.get(field, self.spot.cell))

    def fail(self, field: str, text: Phrase) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(self.at(field), text))


class TableReport(msgspec.Struct):
    """How a table was read. `kind` is empty for a sheet where no table was found.

    `unnamed` holds the letters of columns with something in them and nothing above.
    """

    file: str
    sheet: str
    kind: str = ""
    header_row: int = 0
    columns: list[Column] = []
    rows: int = 0
    left_out: dict[LeftOut, int] = {}
    hidden_rows: int = 0
    unnamed: list[str] = []
    notes: list[Problem] = []
