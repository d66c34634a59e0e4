"""When the open work is finished: chains by hand, and what must hold for all of them."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.forecast import Forecast, finishes, forecast, forecasts
from commands.workdays import at_position, position
from store.sums import Edge, Link, TaskCounts

TODAY = date(2027, 11, 15)  # a Monday
CUTOVER = date(2028, 1, 1)


def link(id_: str, *needs: str, due: date | None = None, duration: int | None = None, lag: int = 0) -> Link:
    return Link(id_, "lon", due, duration, tuple(Edge(needed, lag) for needed in needs))


def chain(*links: Link) -> dict[str, Link]:
    return {link.id: link for link in links}


def days(links: dict[str, Link], today: date = TODAY) -> dict[str, date]:
    return {id_: at_position(finish) for id_, finish in finishes(links, today).items()}


def test_a_chain_by_hand() -> None:
    links = chain(
        link("T1", due=date(2027, 11, 17)),
        link("T2", "T1", duration=3),  # 18, 19, 22 November
        link("T3", "T2", lag=2),  # after 23 and 24 November
        link("T4", "T2", due=date(2027, 12, 17)),
        link("T5", "T3", "T4"),
    )
    assert days(links) == {
        "T1": date(2027, 11, 17),
        "T2": date(2027, 11, 22),
        "T3": date(2027, 11, 25),
        "T4": date(2027, 12, 17),
        "T5": date(2027, 12, 20),
    }
    assert forecasts(links, TODAY) == {"lon": (position(date(2027, 12, 20)), "T5")}


def test_what_is_overdue_finishes_today_at_the_earliest_and_what_is_done_counts_no_more() -> None:
    links = chain(link("T1", due=date(2027, 11, 1)), link("T2", "T1", "T0", duration=2))
    assert days(links) == {"T1": TODAY, "T2": date(2027, 11, 17)}
    assert days(links, date(2027, 11, 13)) == {"T1": TODAY, "T2": date(2027, 11, 17)}  # from a Saturday


def test_a_circle_of_dependencies_ends() -> None:
    links = chain(link("T1", "T2"), link("T2", "T3"), link("T3", "T1"), link("T4", "T4"))
    assert finishes(links, TODAY).keys() == links.keys()


def test_a_long_chain_does_not_need_a_deep_stack() -> None:
    links = chain(link("T0"), *(link(f"T{n}", f"T{n - 1}") for n in range(1, 5_000)))
    assert finishes(links, TODAY)["T4999"] - position(TODAY) == 4_999


@pytest.mark.parametrize(
    ("tasks", "ends", "cutover", "expected"),
    [
        (TaskCounts(), None, None, Forecast(TODAY, None, None)),
        (TaskCounts(), None, date(2027, 11, 16), Forecast(TODAY, 0, None)),
        (TaskCounts(todo=1), None, date(2027, 11, 15), Forecast(TODAY, -1, None)),
        (TaskCounts(todo=1, longest=5), None, date(2027, 11, 22), Forecast(date(2027, 11, 19), 0, None)),
        (TaskCounts(todo=1, latest_due=date(2027, 12, 20)), None, CUTOVER, Forecast(date(2027, 12, 20), 9, None)),
        (TaskCounts(todo=1, latest_due=date(2027, 12, 18)), None, CUTOVER, Forecast(date(2027, 12, 18), 10, None)),
        (TaskCounts(todo=2, latest_due=date(2027, 12, 20)), date(2027, 12, 22), CUTOVER,
         Forecast(date(2027, 12, 22), 7, "T9")),
        (TaskCounts(todo=1, latest_due=date(2028, 1, 4)), None, CUTOVER, Forecast(date(2028, 1, 4), -2, None)),
    ],
)  # fmt: skip
def test_the_forecast(tasks: TaskCounts, ends: date | None, cutover: date | None, expected: Forecast) -> None:
    chained = (position(ends), "T9") if ends else None
    assert forecast(tasks, chained, cutover, TODAY) == expected


LINKS = st.lists(
    st.tuples(
        st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=60)),
        st.none() | st.integers(0, 8),
        st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3)), max_size=3),
    ),
    max_size=12,
).map(
    lambda rows: chain(
        *(
            Link(f"T{n}", "lon", due, duration, tuple(Edge(f"T{needed}", lag) for needed, lag in needs if needed < n))
            for n, (due, duration, needs) in enumerate(rows)
        )
    )
)


@given(LINKS)
def test_the_order_of_the_tasks_does_not_matter(links: dict[str, Link]) -> None:
    assert finishes(dict(reversed(links.items())), TODAY) == finishes(links, TODAY)


@given(LINKS)
def test_nothing_finishes_before_it_may(links: dict[str, Link]) -> None:
    found = finishes(links, TODAY)
    for id_, one in links.items():
        assert one.due is None or found[id_] >= position(one.due)
        for needed in one.depends_on:
            assert found[id_] >= found[needed.task] + needed.lag + (1 if one.duration is None else one.duration)


@given(LINKS, st.integers(0, 11), st.integers(1, 9))
def test_more_work_never_ends_sooner(links: dict[str, Link], which: int, more: int) -> None:
    longer = {
        id_: msgspec.structs.replace(one, duration=(one.duration or 0) + more) if id_ == f"T{which}" else one
        for id_, one in links.items()
    }
    before, after = finishes(links, TODAY), finishes(longer, TODAY)
    assert all(after[id_] >= before[id_] for id_ in links)
