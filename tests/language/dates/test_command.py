"""`klar when`: for people, and line by line for programs."""

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import klar

AT = ["--at", "2027-11-17T10:40:00"]


def told(*arguments: str) -> str:
    result = CliRunner().invoke(klar, ["when", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def answers(*lines: str) -> tuple[list[Any], str]:
    result = CliRunner().invoke(klar, ["when", "--jsonl"], input="\n".join(lines) + "\n")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def asked(text: str, lang: str = "nb", reference: str = "2027-11-17T10:40:00") -> str:
    return json.dumps({"text": text, "lang": lang, "reference": reference})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("T101 til fredag", "til fredag: before Sat 2027-11-20 00:00"),
        ("neste fredag", "neste fredag: Fri 2027-11-19 or Fri 2027-11-26"),
        ("uke 47", "uke 47: Mon 2027-11-22 to Sun 2027-11-28"),
        ("i morgen kl 13-15", "i morgen kl 13-15: Thu 2027-11-18 13:00 to Thu 2027-11-18 15:00"),
        ("fra 1. mars", "fra 1. mars: from Wed 2028-03-01 00:00"),
        ("om tre dager", "om tre dager: Sat 2027-11-20"),
        ("utsett T101 en uke", "en uke: counted from the present deadline, +7 days"),
        ("fredag kl 9 på Teams (90 min)", "fredag kl 9: Fri 2027-11-19 09:00\n90 min: 90 minutes"),
        ("frist 31.11", "31.11: there is no such day"),
        ("mars", "mars: Wed 2028-03-01 to Fri 2028-03-31"),
        ("snart", "There is no time in it."),
    ],
)
def test_a_person_sees_how_a_text_is_read(text: str, line: str) -> None:
    assert told(text, *AT).strip() == line


def test_without_a_time_it_is_now() -> None:
    assert told("i dag").startswith("i dag: ")


def test_a_text_is_needed_and_is_not_endless() -> None:
    assert CliRunner().invoke(klar, ["when"]).exit_code == 2
    assert "2,000 is the most" in CliRunner().invoke(klar, ["when", "a" * 2_001]).output


def test_lines_are_answered_one_by_one() -> None:
    command = [sys.executable, "-c", "from bot.cli import main; main()", "when", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text, start in (("i morgen", "2027-11-18T00:00:00"), ("i overmorgen", "2027-11-19T00:00:00")):
            running.stdin.write(asked(text) + "\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["start"] == start
        running.stdin.close()


def test_the_four_kinds_of_answer() -> None:
    found, errors = answers(asked("uke 2 2028"), asked("før fredag"), asked("etter 1. mars"), asked("neste fredag"))
    assert found == [
        {"start": "2028-01-10T00:00:00", "end": "2028-01-17T00:00:00", "grain": "week", "direction": None},
        {"start": None, "end": "2027-11-19T00:00:00", "grain": "day", "direction": "before"},
        {"start": "2028-03-02T00:00:00", "end": None, "grain": "day", "direction": "after"},
        {"start": None},
    ]
    assert errors == ""


def test_the_reference_may_have_an_offset() -> None:
    lines = [asked("kl 12 UTC", "en", f"2027-11-17T10:40:00{offset}") for offset in ("+01:00", "-02:00", "Z", "")]
    found, _ = answers(*lines)
    assert [each["start"][11:16] for each in found] == ["13:00", "10:00", "12:00", "13:00"]


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", '{"text": "i dag"}', '{"text": 1, "reference": "2027-11-17"}', asked("i dag", reference="i går"),
        "\x00", asked("fredag " * 300), asked("a" * 100_000), asked("om 9999 år"), asked("1.1.9999"),
        asked("i dag", reference="9999-12-31T23:00:00"), asked("i går", reference="0001-01-01T00:00:00"),
        asked("i går", reference="0001-01-01T00:00:00+01:00"),
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_and_the_next_is_read(line: str) -> None:
    found, _ = answers(line, asked("i dag", lang="xx"))
    assert len(found) == 2
    assert found[1]["start"] == "2027-11-17T00:00:00"


def test_a_bad_line_is_noted() -> None:
    found, errors = answers("{", asked("a" * 3_000))
    assert found == [{"start": None}] * 2
    assert errors.count("klar: the line cannot be read: ") == 2
