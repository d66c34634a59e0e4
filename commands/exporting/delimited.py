"""One table of a workspace as CSV, the way Excel in Norway opens it."""

import csv
from datetime import date, time
from io import StringIO

from commands.exporting.guard import guarded, printable
from commands.exporting.sheets import SHEETS
from commands.exporting.tables import Cell, Kind, table
from store.records import Language, Snapshot

TABLES: tuple[str, ...] = tuple(SHEETS)


def as_csv(snapshot: Snapshot, table_key: str, lang: Language) -> bytes:
    """One of `TABLES` as CSV in a language: semicolons, UTF-8 with a byte order mark, lines ended by CR LF.

    Days are "YYYY-MM-DD" and percentages "80 %". Text that a spreadsheet might take for a formula has an apostrophe
    in front. Raises KeyError for a table there is not.
    """
    contents = table(SHEETS[table_key], snapshot, lang)
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(contents.headers)
    for row in contents.rows:
        writer.writerow([_text(value, kind) for value, kind in zip(row, contents.kinds, strict=True)])
    return file.getvalue().encode("utf-8-sig")


def _text(value: Cell, kind: Kind) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            return f"{round(value * 100)} %" if kind == "percent" else str(value)
        case _:
            # Guarded as typed: a carriage return in front is a danger before it is made a line break.
            return printable(guarded(str(value)))
