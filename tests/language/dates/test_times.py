"""What people write about time, as data, and what Klar makes of it."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from commands.language.dates import due_meant, find_times, one_time, session_meant
from commands.language.text import clean, cut
from store.records import LANGUAGES, Language
from tests.language.dates.expressions import OSLO, Expression, expressions, read

DUE = date(2027, 12, 1)
NOW = datetime(2027, 11, 17, 10, 40)

TUNED = list(expressions("tuned"))
KEPT = list(expressions("kept"))


@pytest.mark.parametrize("each", TUNED, ids=[f"{it.lang}: {it.text}" for it in TUNED])
def test_an_expression_is_read_as_stands_beside_it(each: Expression) -> None:
    assert read(each) == each.expect


def test_of_those_kept_apart_next_to_none_is_read_wrong() -> None:
    wrong = [each for each in KEPT if read(each) not in (each.expect, None)]
    right = [each for each in KEPT if read(each) == each.expect]
    assert len(right) >= len(KEPT) * 0.97
    assert len(wrong) <= len(KEPT) * 0.01


def sentences() -> Iterator[tuple[Language, datetime, str, list[list[str]]]]:
    for group in tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))["group"]:
        for text, found in group["say"].items():
            yield group["lang"], datetime.fromisoformat(group["at"]), text, found


SENTENCES = list(sentences())


@pytest.mark.parametrize(("lang", "at", "text", "expect"), SENTENCES, ids=[text for _, _, text, _ in SENTENCES])
def test_a_sentence_means_these_deadlines(lang: Language, at: datetime, text: str, expect: list[list[str]]) -> None:
    told = []
    for time in find_times(text, at, lang, OSLO):
        due = due_meant(time, DUE)
        told.append([text[time.start : time.end], f"{due.day}{f'T{due.time}' if due.time else ''}" if due else ""])
    assert told == expect


@pytest.mark.parametrize(("lang", "at", "text", "expect"), SENTENCES, ids=[text for _, _, text, _ in SENTENCES])
def test_no_language_given_is_the_same_sentence(
    lang: Language, at: datetime, text: str, expect: list[list[str]]
) -> None:
    with_tokens = [(time.first, time.last) for time in find_times(cut(clean(text)), at, lang, OSLO)]
    assert [(time.first, time.last) for time in find_times(text, at, lang, OSLO)] == with_tokens
    assert len(find_times(text, at, None, OSLO)) == len(expect)


@pytest.mark.parametrize(
    ("text", "day", "start", "end"),
    [
        ("kurs onsdag 13–15", "2027-11-24", "13:00", "15:00"),
        ("kurs tirsdag uke 48 halv ni, varer to timer", "2027-11-30", "08:30", "10:30"),
        ("kurs onsdag 1. desember på rådhuset, kl 13-15", "2027-12-01", "13:00", "15:00"),
        ("kurs fredag kl 9 på Teams, varighet 90 min", "2027-11-19", "09:00", "10:30"),
        ("kurs fredag kl 9 på Teams (90 min)", "2027-11-19", "09:00", "10:30"),
        ("kursdato: 5/1 kvart over fem, plass til 12", "2028-01-05", "17:15", ""),
        ("kurs rett etter lunsj på onsdag", "2027-11-24", "", ""),
        ("kurs til fredag 13–15", "2027-11-19", "13:00", "15:00"),
    ],
)
def test_a_training_is_when_its_sentence_says(text: str, day: str, start: str, end: str) -> None:
    session = session_meant(find_times(text, NOW, "nb", OSLO))
    assert session is not None
    assert session.day == date.fromisoformat(day)
    assert session.start == (datetime.fromisoformat(f"{day}T{start}") if start else None)
    assert session.end == (datetime.fromisoformat(f"{day}T{end}") if end else None)


@pytest.mark.parametrize(
    "text",
    ["kurs neste fredag 9-10", "kurs kl 9", "kurs uke 48", "kurs mandag kl 9 eller tirsdag kl 9", "kurs 30.2 kl 9"],
)
def test_a_training_with_no_one_day_is_not_guessed_at(text: str) -> None:
    assert session_meant(find_times(text, NOW, "nb", OSLO)) is None


def test_a_day_with_two_readings_has_two() -> None:
    (time,) = find_times("neste fredag", NOW, "nb", OSLO)
    assert [when.start for when in time.readings] == [datetime(2027, 11, 19), datetime(2027, 11, 26)]


def test_half_three_is_english_only_in_english() -> None:
    assert one_time("half three", NOW, "en", OSLO) is not None
    assert one_time("half three", NOW, "nb", OSLO) is None


def test_a_shift_counts_from_what_it_is_given() -> None:
    (time,) = find_times("utsett T101 en måned", NOW, "nb", OSLO)
    assert due_meant(time) is None
    assert due_meant(time, date(2028, 1, 31)) == (date(2028, 2, 29), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_texts_are_refused_at_once(language: Language) -> None:
    assert find_times("fredag " * 20_000, NOW, language, OSLO) == []
    assert one_time("fredag " * 20_000, NOW, language, OSLO) is None


def test_a_moment_with_a_zone_is_local_time_here() -> None:
    late = datetime.fromisoformat("2027-11-17T23:30:00+00:00")
    (time,) = find_times("i dag", late, "nb", OSLO)
    assert time.readings[0].start == datetime(2027, 11, 18)
