"""All files of an import as drafts."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from commands.importing.drafts import Draft, TableReport
from commands.importing.grid import Sheet, SourceFile, UnreadableFile
from commands.importing.grids import municipality_key
from commands.importing.json_form import read_json
from commands.importing.rows import read_table, report_without_table
from commands.importing.sources import is_json, read_sheets
from commands.importing.tables import Table, tables_in
from commands.importing.words import squashed
from commands.phrases import say
from store.records import Snapshot, Status

_MUNICIPALITY_HEADERS = {"kommune", "kommuner", "kommunar", "municipality", "municipalities"}


class Read(msgspec.Struct):
    """The drafts of all files, and how their sheets were read."""

    drafts: list[Draft] = []
    workspace: Draft | None = None
    reports: list[TableReport] = []
    hidden_sheets: list[tuple[str, str]] = []
    not_ours: list[tuple[str, str]] = []

    def of(self, kind: str) -> list[Draft]:
        """The drafts of a kind that are not broken."""
        return [draft for draft in self.all_of(kind) if not draft.problems]

    def all_of(self, kind: str) -> list[Draft]:
        """All drafts of a kind."""
        return [draft for draft in self.drafts if draft.kind == kind]

    @property
    def whole(self) -> list[Draft]:
        """All drafts, with that of the workspace itself."""
        return [*self.drafts, *([self.workspace] if self.workspace else [])]


def read_all(
    files: Sequence[SourceFile],
    current: Snapshot,
    statuses: Mapping[str, Status],
    progress: Callable[[int, int], None] | None,
) -> Read:
    """Read all files. Raises UnreadableFile where one cannot be read, or has nothing in it that Klar knows."""
    read = Read()
    sheets: list[Sheet] = []
    for file in files:
        if is_json(file):
            _take_json(read, file)
        else:
            found, hidden = read_sheets(file)
            sheets += found
            read.hidden_sheets += [(file.name, name) for name in hidden]
    municipalities = _municipalities(current, read, sheets)
    tick = _ticking(progress, sum(len(sheet.rows) for sheet in sheets))
    known: set[str] = set()
    for sheet in sheets:
        tables = tables_in(sheet, municipalities)
        _take_tables(read, sheet, tables, statuses, tick)
        known |= {sheet.file} if tables else set()
    for file in files:
        if not is_json(file) and file.name not in known:
            raise _nothing_known(file.name)
    return read


def _take_json(read: Read, file: SourceFile) -> None:
    found = read_json(file)
    read.drafts += found.drafts
    if found.workspace and (found.workspace.values or found.workspace.problems):
        read.workspace = found.workspace
    read.not_ours += [(file.name, name) for name in found.not_ours]


def _ticking(progress: Callable[[int, int], None] | None, rows: int) -> Callable[[], None]:
    """What counts the rows that are read, and tells of every hundredth."""
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress and (done % 100 == 0 or done == rows):
            progress(done, rows)

    return tick


def _take_tables(
    read: Read, sheet: Sheet, tables: list[Table], statuses: Mapping[str, Status], tick: Callable[[], None]
) -> None:
    if not tables:
        read.reports.append(report_without_table(sheet))
    for number, table in enumerate(tables):
        drafts, report = read_table(table, statuses, tick)
        report.hidden_rows = sheet.hidden_rows if number == 0 else 0
        read.drafts += drafts
        read.reports.append(report)


def _municipalities(current: Snapshot, read: Read, sheets: list[Sheet]) -> set[str]:
    """The names of the municipalities that are known, or that some column with that header names."""
    named = [known.name for known in current.municipalities]
    named += [str(draft.values.get("name", "")) for draft in read.drafts if draft.kind == "municipality"]
    for sheet in sheets:
        named += _below_headers(sheet)
    return {key for name in named if (key := municipality_key(name))}


def _below_headers(sheet: Sheet) -> list[str]:
    columns: set[int] = set()
    named: list[str] = []
    for row in sheet.rows:
        for number, cell in row.cells.items():
            if number in columns:
                named.append(cell.text)
            elif isinstance(cell.value, str) and len(cell.text) < 20 and squashed(cell.text) in _MUNICIPALITY_HEADERS:
                columns.add(number)
    return named


def _nothing_known(name: str) -> UnreadableFile:
    return UnreadableFile(
        say(
            "{file} has no table that Klar knows: it needs a row of headers such as System, Task, Owner and Due.",
            file=name,
        )
    )
