"""Which row heads a table, of what kind the table is, and which column holds which field."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from commands.importing.cells import fits
from commands.importing.fields import KINDS, NOT_KEPT
from commands.importing.grid import Cell, Row
from commands.importing.scale import Setting
from commands.importing.words import (
    HeaderWords,
    header_words,
    known_headers,
    plain_words,
    squashed,
    without_parentheses,
)

_LONGEST_HEADER = 120
_PARTS = re.compile(r"\s*[/\n|]\s*")
_CALLED, _NEEDED = 1.5, 1.0
Fits: TypeAlias = Callable[[int, str], float]


class Heading(msgspec.Struct, frozen=True):
    """A row (or two) that heads a table: its kind, the text above each column, and each field's column."""

    kind: str
    texts: dict[int, str]
    fields: dict[str, int]
    depth: int
    score: float


def heading_at(rows: Sequence[Row], at: int, title: str) -> Heading | None:
    """The heading that begins with a row, or None. `title` is what stands above it and the name of its sheet."""
    first = rows[at]
    if not could_head(first):
        return None
    below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].number == first.number + 1 else None
    single = _best(_variants(None, first), title, rows[at + 1 : at + 60], depth=1)
    if below is None or not _only_words(below):
        return single
    double = _best(_variants(first, below), title, rows[at + 2 : at + 60], depth=2)
    next_single = _best(_variants(None, below), title, rows[at + 2 : at + 60], depth=1)
    if double and _is_better(double, single) and _is_better(double, next_single) and could_head(below, least=1):
        return double
    return None if single and next_single and next_single.score > single.score + 1 else single


def could_head(row: Row, least: int = 2) -> bool:
    """Whether enough cells of a row are words that head columns. Quick: most rows end here."""
    known = 0
    for cell in row.cells.values():
        if isinstance(cell.value, str) and len(cell.text) < _LONGEST_HEADER and is_known(cell.text):
            known += 1
            if known >= least:
                return True
    return False


def is_known(text: str) -> bool:
    """Whether a text heads columns of some kind."""
    return any(form in known_headers() for form in forms_of(text))


def forms_of(text: str) -> list[str]:
    """The forms in which a header is looked up: whole, without parentheses, and each part of a bilingual one."""
    bare = without_parentheses(text)
    forms = [squashed(text), squashed(bare)]
    parts = [squashed(part) for part in _PARTS.split(bare)]
    if len(parts) > 1 and parts[0] in known_headers():
        forms.append(parts[0])
    return [form for form in dict.fromkeys(forms) if form]


def _is_better(one: Heading, other: Heading | None) -> bool:
    return other is None or (one.score > other.score + 0.5 and len(one.fields) > len(other.fields))


def _only_words(row: Row) -> bool:
    return all(isinstance(cell.value, str) and len(cell.text) < _LONGEST_HEADER for cell in row.cells.values())


def _variants(above: Row | None, row: Row) -> dict[int, list[str]]:
    """Each column's possible headers, the most particular first. With a row above, the two are read together."""
    variants: dict[int, list[str]] = {}
    upper = above.cells if above else {}
    for column in sorted(row.cells.keys() | upper.keys()):
        low, high = row.cells.get(column), upper.get(column)
        texts = [cell.text for cell in (high, low) if cell and isinstance(cell.value, str) and _is_short(cell)]
        if len(texts) == 2 and texts[0] != texts[1]:
            variants[column] = [f"{texts[0]} {texts[1]}", texts[1], *([] if high and high.across else texts[:1])]
        elif texts and not (above is None and low and low.across):
            variants[column] = texts[:1]
    return variants


def _is_short(cell: Cell) -> bool:
    return len(cell.text) < _LONGEST_HEADER


def _best(variants: dict[int, list[str]], title: str, below: Sequence[Row], depth: int) -> Heading | None:
    if len(variants) < 2:
        return None
    share = _fits_in(below)
    found = [
        heading
        for kind, words in header_words().items()
        if (heading := _as_kind(kind, words, variants, plain_words(title), share, depth))
    ]
    return max(found, key=lambda heading: heading.score, default=None)


def _as_kind(
    kind: str, words: HeaderWords, variants: dict[int, list[str]], title: str, share: Fits, depth: int
) -> Heading | None:
    """The heading read as one kind of table, or None where the table lacks what that kind needs."""
    claims = sorted(
        (rank, column, field)
        for column, texts in variants.items()
        for rank, field in _candidates(kind, words, texts, column, share)
    )
    fields: dict[str, int] = {}
    ranks: dict[str, int] = {}
    needed = [next(iter(fields)) for fields in words.needs if len(fields) == 1]
    for wanted in (needed, None):
        for rank, column, field in claims:
            if (wanted is None or field in wanted) and field not in fields and column not in fields.values():
                fields[field], ranks[field] = column, rank
    if len(fields) < 2 or not all(need & fields.keys() for need in words.needs):
        return None
    score = sum(1 - min(rank, 20) / 40 for rank in ranks.values()) + _NEEDED * len(needed)
    score += _CALLED * any(f" {name} " in f" {title} " for name in words.called)
    return Heading(kind, {column: texts[0] for column, texts in variants.items()}, fields, depth, score)


def _candidates(kind: str, words: HeaderWords, texts: list[str], column: int, share: Fits) -> list[tuple[int, str]]:
    """The fields that a column could be, by its header; where there are several, what is in the column decides."""
    for text in texts:
        for form in forms_of(text):
            found = words.columns.get(form)
            if found:
                return _by_content(kind, found, column, share)
    return []


def _by_content(kind: str, found: tuple[tuple[str, int], ...], column: int, share: Fits) -> list[tuple[int, str]]:
    shares = {field: share(column, _kind_of_cell(kind, field)) for field, _ in found}
    most = max(shares.values())
    if len(found) == 1:
        only_if_it_fits = found[0][0] in ("enrolled", "attended_count", "archive", "raised_by")
        return [] if only_if_it_fits and most < 0.5 else [(found[0][1], found[0][0])]
    return [(rank, field) for field, rank in found if shares[field] >= most - 0.3]


def _kind_of_cell(kind: str, field: str) -> str:
    return "when" if (kind, field) in NOT_KEPT and field == "start" else KINDS[kind].get(field, "text")


def _fits_in(below: Sequence[Row]) -> Fits:
    """How large a share of a column's filled cells could be of a kind. Any text at all is weak evidence of text."""
    known: dict[tuple[int, str], float] = {}

    def share(column: int, kind: str) -> float:
        if kind in ("text", "name", "listed"):
            return 0.5
        key = (column, kind)
        if key not in known:
            cells = [row.cells[column] for row in below if column in row.cells]
            known[key] = min(_share_of(cells, kind), 0.5 if kind == "people" else 1)
        return known[key]

    return share


def _share_of(cells: Iterable[Cell], kind: str) -> float:
    fitting = [fits(cell, kind, Setting(scale="share")) for cell in cells if cell.text and not cell.across]
    return sum(fitting) / len(fitting) if fitting else 0.5
