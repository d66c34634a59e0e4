"""Imports are quick and small, whatever Excel has formatted."""

import time
import tracemalloc
from collections.abc import Iterator

import pytest

from commands.importing import SourceFile
from tests.importing.files import planned, problems, raw_workbook, workbook, xml_row

_HEAD = xml_row(1, A="System", B="Oppgave") + xml_row(2, A="Lønn", B="En")


def empty_rows(count: int) -> Iterator[str]:
    for row in range(3, count + 3):
        yield f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'


def test_500_rows_of_30_columns_take_less_than_a_second_or_so() -> None:
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
    began = time.perf_counter()
    plan = planned(file)
    took = time.perf_counter() - began
    assert problems(plan) == []
    assert plan.counts["task"] == (500, 0, 0)
    assert took < 3  # measured 0.5 s; a busy machine is slower


@pytest.mark.slow
def test_a_million_empty_formatted_rows_take_little_time() -> None:
    file = raw_workbook(f"<worksheet><sheetData>{_HEAD}{''.join(empty_rows(1_000_000))}</sheetData></worksheet>")
    began = time.perf_counter()
    plan = planned(file)
    took = time.perf_counter() - began
    assert plan.counts["task"] == (1, 0, 0)
    assert plan.sheets[0].left_out == {}
    assert took < 10  # measured 1.3 s


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
