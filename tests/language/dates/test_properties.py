"""What holds for every date, week and time of day, and for every text."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commands.language.dates import When, due_meant, find_times, one_time, session_meant
from commands.language.text import clean, cut
from commands.language.when.model import Grain
from commands.language.when.words import read_file, words
from store.records import LANGUAGES, Language
from tests.language.dates.expressions import OSLO

NOW = datetime(2027, 11, 17, 10, 40)
MONTHS = {
    "nb": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
HOURS = ["tolv", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve"]
ENGLISH_HOURS = ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
days = st.dates(date(1980, 1, 1), date(2069, 12, 31))


def the(text: str, lang: Language | None, now: datetime = NOW) -> When:
    found = one_time(text, now, lang, OSLO)
    assert found is not None, text
    (when,) = found.readings
    return when


@given(days)
def test_a_date_with_its_year_reads_back(day: date) -> None:
    nb, en = MONTHS["nb"][day.month - 1], MONTHS["en"][day.month - 1]
    ways: list[tuple[str, Language]] = [
        (f"{day:%d.%m.%Y}", "nb"), (f"{day.day}.{day.month}.{day:%y}" if 1970 <= day.year < 2070 else f"{day}", "nb"),
        (f"{day.day}/{day.month}/{day.year}", "nn"), (f"{day}", "en"), (f"{day.day}. {nb} {day.year}", "nb"),
        (f"den {day.day}. {nb[:3]} {day.year}" if day.month != 5 else f"{day.day}. mai {day.year}", "nb"),
        (f"{day.day}{nb} {day.year}", "nb"), (f"{en} {day.day}, {day.year}", "en"),
        (f"{day.day} {en[:3]} {day.year}", "en"),
    ]  # fmt: skip
    for text, lang in ways:
        assert the(text, lang) == When(
            datetime(day.year, day.month, day.day), datetime(day.year, day.month, day.day) + timedelta(1), "day"
        ), text


@given(
    days.filter(lambda day: (day.month, day.day) != (2, 29)), st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1))
)
def test_a_date_without_its_year_is_the_first_on_or_after_the_day_of_writing(day: date, now: datetime) -> None:
    read = the(f"{day.day}. {MONTHS['nb'][day.month - 1]}", "nb", now).start
    assert read is not None
    assert now.date() <= read.date() < now.date() + timedelta(366)
    assert (read.month, read.day) == (day.month, day.day)


@given(days)
def test_a_week_reads_back(day: date) -> None:
    year, week, weekday = day.isocalendar()
    monday = datetime.combine(day, datetime.min.time()) - timedelta(weekday - 1)
    whole = When(monday, monday + timedelta(7), "week")
    for text in (
        f"uke {week} {year}",
        f"uke {week} i {year}",
        f"veke {week}, {year}",
        f"{year}-W{week:02}",
        f"week {week} of {year}",
    ):
        assert the(text, None) == whole, text
    name = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"][weekday - 1]
    assert the(f"{name} i uke {week} {year}", "nb").start == datetime(day.year, day.month, day.day)


@given(st.times(), days)
def test_a_written_time_of_day_is_taken_as_written(at: datetime, day: date) -> None:
    for text in (
        f"{day:%d.%m.%Y} kl. {at:%H:%M}",
        f"{day} {at:%H.%M}",
        f"kl {at:%H:%M} {day.day}. {MONTHS['nb'][day.month - 1]} {day.year}",
    ):
        found = one_time(text, NOW, "nb", OSLO)
        if found is None:
            assert f"{at:%H.%M}" in text
            continue
        (when,) = found.readings
        assert when.start is not None
        # In the night when clocks are put forward an hour is missing.
        written = datetime(day.year, day.month, day.day, at.hour, at.minute)
        assert abs(when.start - written) <= timedelta(hours=1) if at.hour in range(1, 4) else when.start == written


@given(st.integers(0, 11), st.sampled_from([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]))
def test_a_spoken_time_of_day_reads_back(hour: int, minute: int) -> None:
    this, following = HOURS[hour], HOURS[(hour + 1) % 12]
    said = {
        0: f"klokka {this}", 5: f"fem over {this}", 10: f"ti over {this}", 15: f"kvart over {this}",
        20: f"ti på halv {following}", 25: f"fem på halv {following}", 30: f"halv {following}",
        35: f"fem over halv {following}", 40: f"ti over halv {following}",
        45: f"kvart på {following}", 50: f"ti på {following}", 55: f"fem på {following}",
    }[minute]  # fmt: skip
    afternoon = hour + 12 if hour < 7 else hour
    expected = datetime(2027, 11, 18, afternoon, minute)
    assert the(f"i morgen {said}", "nb").start == expected
    this, following = ENGLISH_HOURS[hour], ENGLISH_HOURS[(hour + 1) % 12]
    english = f"{minute} minutes past {this}" if minute < 30 else f"{60 - minute} minutes to {following}"
    if minute not in (0, 30, 35, 40):
        assert the(f"tomorrow at {english}", "en").start == expected


@given(st.integers(0, 1440), st.datetimes(datetime(2027, 3, 27), datetime(2027, 3, 29)))
def test_elapsed_minutes_are_elapsed(minutes: int, at: datetime) -> None:
    _elapsed(minutes, at)


@given(st.integers(0, 1440), st.datetimes(datetime(2027, 10, 30), datetime(2027, 11, 1)))
def test_elapsed_minutes_are_elapsed_when_clocks_are_put_back(minutes: int, at: datetime) -> None:
    _elapsed(minutes, at)


def _elapsed(minutes: int, at: datetime) -> None:
    now = at.replace(microsecond=0, tzinfo=UTC)
    found = one_time(f"om {minutes + 1} minutter", now, "nb", OSLO)
    assert found is not None
    start = found.readings[0].start
    assert start is not None
    assert start.replace(tzinfo=OSLO).astimezone(UTC) == now + timedelta(minutes=minutes + 1)


def test_a_time_that_clocks_pass_over_is_the_first_after() -> None:
    assert the("28.3.2027 kl. 02:30", "nb").start == datetime(2027, 3, 28, 3)
    assert the("31.10.2027 kl. 02:30", "nb").start == datetime(2027, 10, 31, 2, 30)


BITS = sorted(
    {
        phrase
        for lang in LANGUAGES
        for table in read_file(lang).values()
        for phrases in table.values()
        for phrase in phrases
    }
)
bits = st.one_of(
    st.sampled_from(BITS), st.integers(0, 2100).map(str),
    st.sampled_from(["1.12", "13-15", ".", ",", "–", "/", "kl.", "T101", "\n", "%"]), st.text(max_size=6),
)  # fmt: skip


@settings(max_examples=1_500, deadline=None)
@given(
    st.lists(bits, max_size=10).map(" ".join),
    st.sampled_from([*LANGUAGES, None]),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
)
@example("1. pinsedag 1900", "nb", datetime(2027, 1, 1))
def test_any_text_is_read_without_a_slip(text: str, lang: Language | None, now: datetime) -> None:
    text = clean(text)
    tokens, end = cut(text), 0
    found = find_times(text, now, lang, OSLO)
    for time in found:
        assert end <= time.start < time.end <= len(text)
        assert (tokens[time.first].start, tokens[time.last - 1].end) == (time.start, time.end)
        end = time.end
        for when in (*time.readings, *time.basis):
            assert when.grain in get_args(Grain)
            assert when.start is not None or when.end is not None
            if when.start is not None and when.end is not None:
                assert when.start < when.end
                assert when.direction is None
        due_meant(time, now.date())
    session_meant(found)
    one_time(text, now, lang, OSLO)


@given(st.text(max_size=200))
def test_any_characters_are_read_without_a_slip(text: str) -> None:
    find_times(text, NOW, None, OSLO)
    one_time(text, NOW, None, OSLO)


def test_every_phrase_is_written_as_it_is_compared() -> None:
    for lang in LANGUAGES:
        for section, table in read_file(lang).items():
            for name, phrases in table.items():
                assert len(phrases) == len(set(phrases)), (lang, section, name)
                for phrase in phrases:
                    assert phrase == phrase.casefold().strip(), (lang, section, phrase)


def test_no_phrase_says_two_things_of_one_kind_in_a_language() -> None:
    for lang in LANGUAGES:
        for section, table in read_file(lang).items():
            if section in ("cue", "relation", "link"):
                continue
            said = [phrase for phrases in table.values() for phrase in phrases]
            assert len(said) == len(set(said)), (lang, section, sorted({p for p in said if said.count(p) > 1}))


def test_the_words_are_read_once() -> None:
    assert words() is words()
