"""Imports are quick and small, whatever Excel has formatted."""

import tracemalloc
from collections.abc import Iterator

import pytest

from commands.importing import SourceFile
from tests.importing.files import planned, problems, raw_workbook, workbook, xml_row

_HEAD = xml_row(1, A="System", B="Oppgave") + xml_row(2, A="Lønn", B="En")


def empty_rows(count: int) -> Iterator[str]:
    for row in range(3, count + 3):
        yield f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'


def test_500_rows_of_30_columns_are_all_read() -> None:
    head = [
        "Nr",
        "System",
        "Oppgave",
        "Ansvarlig",
        "Frist",
        "Status",
        "% ferdig",
        "Avhengig av",
        *(f"Felt {n}" for n in range(22)),
    ]
    rows = [head] + [
        [
            f"1.{n}",
            f"System {n % 30}",
            f"Oppgave {n}",
            f"Person Nummer{chr(97 + n % 26)}",
            "1.3.2027",
            "Pågår",
            40,
            f"1.{n - 1}" if n else None,
            *(f"verdi {n} {k}" for k in range(22)),
        ]
        for n in range(500)
    ]
    file = workbook({"Plan": rows})
    plan = planned(file)
    assert problems(plan) == []
    assert plan.counts["task"] == (500, 0, 0)


@pytest.mark.slow
def test_a_million_empty_formatted_rows_are_nothing() -> None:
    file = raw_workbook(f"<worksheet><sheetData>{_HEAD}{''.join(empty_rows(1_000_000))}</sheetData></worksheet>")
    plan = planned(file)
    assert plan.counts["task"] == (1, 0, 0)
    assert plan.sheets[0].left_out == {}


@pytest.mark.slow
def test_empty_formatted_rows_take_no_memory() -> None:
    file: SourceFile = raw_workbook(
        f"<worksheet><sheetData>{_HEAD}{''.join(empty_rows(200_000))}</sheetData></worksheet>"
    )
    tracemalloc.start()
    planned(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
