"""Working days against the Norwegian calendars of 2026 to 2030, and both nights on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.workdays import (
    add_working_days,
    is_working_day,
    moment,
    position,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_between,
)

# Maundy Thursday of each year, from the calendar; Good Friday, Easter Monday, Ascension Day and Whit Monday follow.
MAUNDY_THURSDAYS = [date(2026, 4, 2), date(2027, 3, 25), date(2028, 4, 13), date(2029, 3, 29), date(2030, 4, 18)]
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
OSLO = "Europe/Oslo"


@pytest.mark.parametrize("thursday", MAUNDY_THURSDAYS)
def test_public_holidays_are_not_working_days(thursday: date) -> None:
    easter = thursday + timedelta(days=3)
    movable = [easter + timedelta(days=n) for n in (-3, -2, 1, 39, 50)]
    fixed = [date(thursday.year, month, day) for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))]
    assert not any(is_working_day(day) for day in movable + fixed)


@pytest.mark.parametrize("thursday", MAUNDY_THURSDAYS)
def test_the_wednesday_before_easter_and_the_two_eves_are_working_days(thursday: date) -> None:
    for day in (thursday - timedelta(days=1), date(thursday.year, 12, 24), date(thursday.year, 12, 31)):
        assert is_working_day(day) == (day.weekday() < 5)


@pytest.mark.parametrize(("year", "number"), [(2026, 253), (2027, 255), (2028, 251), (2029, 251), (2030, 251)])
def test_a_year_has_the_working_days_of_the_calendar(year: int, number: int) -> None:
    assert working_days_between(date(year - 1, 12, 31), date(year + 1, 1, 1)) == number


def test_only_weekends_count_where_a_year_is_mistyped() -> None:
    assert is_working_day(date(9027, 5, 17)) == (date(9027, 5, 17).weekday() < 5)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2027, 11, 15), 0, date(2027, 11, 15)),
        (date(2027, 11, 13), 0, date(2027, 11, 13)),  # nothing moves, not even a Saturday
        (date(2027, 11, 12), 1, date(2027, 11, 15)),
        (date(2027, 11, 13), 1, date(2027, 11, 15)),
        (date(2027, 11, 13), -1, date(2027, 11, 12)),
        (date(2027, 3, 24), 1, date(2027, 3, 30)),  # over Easter
        (date(2027, 3, 30), -1, date(2027, 3, 24)),
        (date(2027, 12, 24), 1, date(2027, 12, 27)),
        (date(2027, 12, 30), 2, date(2028, 1, 3)),
    ],
)
def test_adding_working_days(day: date, n: int, expected: date) -> None:
    assert add_working_days(day, n) == expected


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        (date(2027, 11, 15), date(2027, 11, 16), 0),  # the working day before
        (date(2027, 11, 12), date(2027, 11, 15), 0),
        (date(2027, 11, 13), date(2027, 11, 15), 0),
        (date(2027, 12, 20), date(2028, 1, 1), 9),
        (date(2027, 11, 16), date(2027, 11, 16), -1),  # on the day itself: one day too late
        (date(2027, 11, 18), date(2027, 11, 16), -3),
    ],
)
def test_working_days_between(start: date, end: date, number: int) -> None:
    assert working_days_between(start, end) == number


@given(DAYS, st.integers(-400, 400))
def test_adding_and_taking_away_come_back(day: date, n: int) -> None:
    day = working_day_on_or_before(day)
    there = add_working_days(day, n)
    assert is_working_day(there)
    assert position(there) - position(day) == n
    assert add_working_days(there, -n) == day


@given(DAYS, DAYS)
def test_between_counts_one_by_one(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days))
    expected = sum(is_working_day(day) for day in between)
    # From a working day to itself it is one too late; see the docstring.
    assert working_days_between(start, end) == (-is_working_day(start) if start == end else expected)


@given(DAYS)
def test_on_or_before_and_after_are_working_days(day: date) -> None:
    before, after = working_day_on_or_before(day), working_day_on_or_after(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    assert (before == after) == is_working_day(day)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2027, 11, 15), time(8), datetime(2027, 11, 15, 7, tzinfo=UTC)),
        (date(2027, 7, 15), time(8), datetime(2027, 7, 15, 6, tzinfo=UTC)),
        # Spring: 02:00–03:00 does not exist on 28 March 2027; the first valid moment is 03:00, 01:00 UTC.
        (date(2027, 3, 28), time(1, 59, 59), datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        # Autumn: 02:00–03:00 comes twice on 31 October 2027; the first is in summer time.
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (date(2027, 10, 31), time(3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_the_moment_of_a_clock(day: date, clock: time, expected: datetime) -> None:
    assert moment(day, clock, OSLO) == expected


@given(DAYS, st.times())
def test_later_clocks_are_never_earlier_moments(day: date, clock: time) -> None:
    assert moment(day, time(0), OSLO) <= moment(day, clock, OSLO) <= moment(day + timedelta(days=1), time(0), OSLO)
