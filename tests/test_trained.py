"""Who counts as trained, and for what."""

import pytest

from commands.readiness import (
    training_part,
)
from commands.trained import NeedCount, Trained, trained
from store.records import TrainingNeed
from store.sums import Attended, AttendedBy, AttendedNumber

PLACES = {"fjordvik": "fjordvik", "lyngstrand": "lyngstrand", "nye by": "by"}


def need(role: str, municipality: str | None = None, people: int = 10) -> TrainingNeed:
    return TrainingNeed("lon", role, municipality, people)


def came(found: Trained) -> list[int]:
    return [counted.attended for counted in found.needs]


def test_training_is_the_minimum_over_the_needs() -> None:
    found = trained(
        [need("leder", people=10), need("lønnskonsulent", people=3)],
        [Attended("Leder", 9, 4), Attended("lønnskonsulent", 1, 0)],
        [], [], PLACES,
    )  # fmt: skip
    assert came(found) == [9, 1]
    assert training_part(found) == (1, 3)
    assert training_part(Trained((NeedCount("leder", None, 4, 9, 0),))) == (4, 4)  # at most 1
    assert training_part(Trained()) == (0, 0)


def test_a_person_of_another_role_counts_for_none_and_is_reported() -> None:
    found = trained([need("leder")], [Attended("gruppeleder", 2, 0), Attended("leder", 1, 0)], [], [], PLACES)
    assert (came(found), found.unplaced) == ([1], 2)


def test_an_unknown_municipality_is_not_guessed() -> None:
    two = [need("leder", "fjordvik"), need("leder", "lyngstrand")]
    assert came(trained([two[0]], [Attended("leder", 5, 0)], [], [], PLACES)) == [5]
    found = trained(two, [Attended("leder", 5, 0)], [], [], PLACES)
    assert (came(found), found.unplaced) == ([0, 0], 5)
    named = [AttendedBy(f"m{n}", "leder", "ledere i Fjordvik", lately=True) for n in range(3)]
    found = trained(two, [Attended("leder", 5, 3)], named, [], PLACES)
    assert (came(found), found.unplaced) == ([3, 0], 2)
    assert [counted.lately for counted in found.needs] == [3, 0]


@pytest.mark.parametrize(
    ("audience", "expected", "asks"),
    [
        ("lønnskonsulent", [0, 7], ()),
        ("Lønnskonsulenter", [0, 7], ()),
        ("alle ledere", [7, 0], ()),
        ("superbruker", [0, 0], ("C1",)),
        ("", [0, 0], ("C1",)),
    ],
)
def test_a_number_counts_for_the_audience(audience: str, expected: list[int], asks: tuple[str, ...]) -> None:
    number = AttendedNumber(7, audience, lately=True, training="C1")
    found = trained([need("leder"), need("lønnskonsulent")], [], [], [number], PLACES)
    assert (came(found), found.asks, found.unplaced) == (expected, asks, 7 if asks else 0)


@pytest.mark.parametrize("audience", ["", "leder", "superbruker"])
def test_a_number_counts_for_the_only_need(audience: str) -> None:
    number = AttendedNumber(7, audience, lately=False, training="C1")
    assert came(trained([need("leder", "fjordvik")], [], [], [number], PLACES)) == [7]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [("ledere i Lyngstrand", [0, 7]), ("leder, Fjordvik", [7, 0]), ("Fjordviks ledere", [7, 0]), ("leder", [0, 0])],
)
def test_a_number_counts_for_the_municipality_that_is_named(audience: str, expected: list[int]) -> None:
    number = AttendedNumber(7, audience, lately=False, training="C1")
    needs = [need("leder", "fjordvik"), need("leder", "lyngstrand")]
    assert came(trained(needs, [], [], [number], PLACES)) == expected


def test_a_need_for_nobody_is_no_need() -> None:
    assert trained([need("leder", people=0)], [], [], [], PLACES).needs == ()
