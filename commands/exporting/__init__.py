"""Everything Klar knows, in forms that other programs read. Pure: a snapshot in, bytes or plain values out."""

from commands.exporting.calendar_file import as_ics
from commands.exporting.delimited import TABLES, as_csv
from commands.exporting.json_form import as_json, as_json_text
from commands.exporting.workbook import as_xlsx

__all__ = ["TABLES", "as_csv", "as_ics", "as_json", "as_json_text", "as_xlsx"]
