"""Which rows of a table are no rows of it: blank ones, totals, notes, and headings, which are phases."""

import re

from commands.importing.drafts import LeftOut
from commands.importing.grid import Cell, Row
from commands.importing.tables import Table
from commands.importing.words import plain_words

_TOTAL = {"sum", "total", "totalt", "totals", "subtotal", "delsum", "summering", "i alt", "til sammen", "tilsammen"}
_BESIDE_A_TOTAL = 2  # cells with text, as in «Sum | 6 oppgaver»
_TOTAL_START = re.compile(r"(sum|totalt?|delsum|subtotal|antall|i alt|til sammen|gjennomsnitt|average|count)\b")
_NOTE_WORDS = (
    r"merk|merknad|nb|obs|note|notat|kilde|forklaring|kommentar|sist oppdatert|sist endra|oppdatert|oppdatering"
    r"|utarbeidet|utarbeidd|last updated|updated|source|legend|tegnforklaring|teiknforklaring|se også|see also"
)
_NOTE = re.compile(rf"\*|(?:{_NOTE_WORDS})\b")
_TITLES = ("title", "name", "text", "role", "first_name")
_NUMBERS = ("ref", "wbs")
_SAYS_WORK = ("owner", "helpers", "due", "day", "due_time", "status", "percent", "depends_on", "duration", "blocker")
_PHASE = re.compile(r"(fase|phase|del|steg|trinn|bolk)\s+[\divxa-c]+\b", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"-?[\d  .,]+%?")
_LONGEST_TITLE = 150


class RowSorter:
    """Tells, row by row from the top, what is a row of the table and which phase it belongs to."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._fields = {column.number: column.field for column in table.columns if column.field and column.kept}
        self._numbers = [self._number(row) for row in table.rows]
        self._last_full = max((at for at, row in enumerate(table.rows) if len(self._ours(row)) > 1), default=-1)
        self._phase, self._phase_number = "", ""

    def sort(self, at: int) -> LeftOut | None:
        """Why a row is left out, or None for a row of the table."""
        row = self._table.rows[at]
        ours = self._ours(row)
        if self._is_total(row):
            return "total"
        if not ours or self._is_template(row, ours):
            return "blank" if not self._is_note(at, row) else "note"
        if self._table.kind == "task" and self._is_heading(at, row, ours):
            return "heading"
        return "note" if self._is_note(at, row) else None

    def phase_of(self, at: int) -> str:
        """The phase of a row, given by the heading above it."""
        if self._phase_number and not _is_below(self._numbers[at], self._phase_number):
            self._phase, self._phase_number = "", ""
        return self._phase

    def _ours(self, row: Row) -> dict[str, Cell]:
        return {
            field: cell for number, cell in row.cells.items() if (field := self._fields.get(number)) and not cell.across
        }

    def _number(self, row: Row) -> str:
        ours = self._ours(row)
        number = next((ours[field].text.rstrip(". ") for field in _NUMBERS if field in ours), "")
        return "" if " " in number else number

    def _is_template(self, row: Row, ours: dict[str, Cell]) -> bool:
        """Whether the row holds only a number and a status that were filled in beforehand."""
        others = [cell for number, cell in row.cells.items() if number not in self._fields]
        number = next((ours[field] for field in _NUMBERS if field in ours), None)
        if not ours.keys() <= {*_NUMBERS, "status", "percent", "id"} or others or (number and " " in number.text):
            return False
        status = ours.get("status")
        return len(ours) == 1 or status is None or plain_words(status.text) in (
            "ikke startet", "ikke begynt", "ikkje byrja", "ikkje starta", "ikke påbegynt", "not started", "nei", "no",
        )  # fmt: skip

    def _is_total(self, row: Row) -> bool:
        cells = [cell for _, cell in sorted(row.cells.items()) if not cell.across]
        words = plain_words(cells[0].text)
        others = cells[1:]
        counted = all(
            not isinstance(cell.value, str) or cell.fault or _PLAIN_NUMBER.fullmatch(cell.text) for cell in others
        )
        if words in _TOTAL and len(others) <= _BESIDE_A_TOTAL:
            return True
        return counted and (words in _TOTAL or (bool(others) and bool(_TOTAL_START.match(words))))

    def _is_note(self, at: int, row: Row) -> bool:
        cells = [(number, cell) for number, cell in row.cells.items() if not cell.across]
        if len(cells) != 1 or len(self._fields) < 2:
            return False
        number, cell = cells[0]
        if _NOTE.match(cell.text.casefold()) or len(cell.text) > _LONGEST_TITLE:
            return True
        after_a_gap = at > 0 and row.number > self._table.rows[at - 1].number + 1
        return self._fields.get(number) not in _TITLES or (after_a_gap and at > self._last_full)

    def _is_heading(self, at: int, row: Row, ours: dict[str, Cell]) -> bool:
        """Whether the row is a number and a title above rows that it counts, or a title merged across the table."""
        if any(field in ours for field in _SAYS_WORK):
            return False
        number, title = self._numbers[at], ours.get("title")
        if title is not None and number and self._counts_below(at, number):
            self._phase, self._phase_number = " ".join(title.text.split()), number
            return True
        text = self._banner(row)
        if text:
            self._phase, self._phase_number = text, ""
        return bool(text)

    def _counts_below(self, at: int, number: str) -> bool:
        following = next((self._numbers[n] for n in range(at + 1, len(self._numbers)) if self._numbers[n]), "")
        counts_differently = number.isalpha() and following[:1].isdigit()
        return _is_below(following, number) or counts_differently

    def _banner(self, row: Row) -> str:
        """The one text of a row, where it is merged across the table or says that it is a phase."""
        own = [cell for cell in row.cells.values() if not cell.across]
        if len(own) != 1 or len(own[0].text) > _LONGEST_TITLE or len(self._fields) < 3:
            return ""
        across = sum(1 for cell in row.cells.values() if cell.across)
        text = " ".join(own[0].text.split())
        return text if across >= 2 or _PHASE.match(text) else ""


def _is_below(number: str, heading: str) -> bool:
    """Whether 5.1 is below 5, A1 below A, and 1.1 below 1.0."""
    if not number:
        return False
    root = heading.removesuffix(".0").removesuffix(",0")
    if root.isalpha() and number[:1].isdigit():
        return len(root) <= 4
    rest = number.removeprefix(root)
    if number == heading or rest in (number, ""):
        return False
    return rest[0] in ".-_/" or (root[-1:].isalpha() and rest[0].isdigit())
