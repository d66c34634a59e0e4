"""What a message costs grows with its length and no faster, whatever is said over and over in it.

Counted in calls and not in time, so that the machine has no say in it.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from commands.language.understand import understand
from tests.language.people import NOW, People

OVER_AND_OVER = (
    "⛔", "✅ ", "lønn ✅", "i ", "og ", "1 ", "5. ", "T101 ", "T101\n", "Lønn er nesten ferdig. ", "ferdig, ", "nei, ",
    "hvis ", "fredag ", "kl 9 ", "12-14 ", "50 % ", "3 av 5 ", "kurs ", "og kurs ", "meld meg på lønnskurset. ",
    "venter på ", "a-b-", "kari ",
)  # fmt: skip


def calls(of: Callable[[], object]) -> int:
    """How many calls of functions, Python's own among them, something takes."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        of()
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("said", OVER_AND_OVER)
def test_twice_as_long_costs_twice_as_much(said: str) -> None:
    short, long = (said * 1_000)[:900], (said * 1_000)[:1_800]
    understand(long, People(), NOW)  # what is loaded once, is
    once = calls(lambda: understand(short[:-1], People(), NOW))
    twice = calls(lambda: understand(long[:-1], People(), NOW))
    assert twice < 2.7 * once
