"""`klar interpret`: what Klar makes of a message, for a person and line by line for a program."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli.interpret import command
from bot.example import EXAMPLE, workspace_from
from bot.interpret import Reader
from bot.settings import Settings
from commands.explanation import explained
from commands.language.understand import Understood
from commands.phrases import as_typed, say
from commands.requests import AskStatus, Depend, Enroll, Help, Request, Unclear, Update, Updates
from store.opening import open_store

PROGRAM = (sys.executable, "-c", "from bot.cli import main; main()", "interpret", "--jsonl", "--workspace", EXAMPLE)
DONE = {"intent": "update", "task": "T101", "status": "done"}
Klar = Callable[..., Result]


@pytest.fixture
def klar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Klar]:
    """Runs the command in an empty folder of its own, on the example municipality."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.chdir(tmp_path)

    def run(*words: str, lines: str | bytes = "", workspace: str = str(EXAMPLE)) -> Result:
        where = ("--workspace", workspace) if workspace else ()
        return CliRunner().invoke(command, [*words, *where], input=lines)

    yield run
    root.handlers[:], level = before
    root.setLevel(level)


def line(text: Any = "T101 ferdig", **other: Any) -> str:
    """A line that is right but for the other fields; those that are … are left out."""
    whole = {"id": "m1", "at": "2027-11-15T09:15:00+01:00", "author": "anygard", "text": text, **other}
    return json.dumps({name: value for name, value in whole.items() if value is not ...}, ensure_ascii=False) + "\n"


def answers(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.output
    return [json.loads(told) for told in result.stdout.splitlines()]


# --- for a person


def test_a_person_sees_each_field_with_its_name(klar: Klar) -> None:
    told = klar("T101 80 %, ferdig fredag", "--author", "anygard", "--at", "2027-11-15T09:15:00").stdout
    assert told.splitlines()[:4] == [
        "intent: update",
        "task: T101 (Prøvekonvertering av ansattregisteret)",
        "percent: 80",
        "due: 2027-11-19 (Friday)",
    ]
    assert klar("takk for sist").stdout.startswith("intent: none\nlanguage: ")


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (
            Updates((Update(task="T101", owner="jbraten"), Depend("T103", ("T0", "T00")))),
            [
                "intent: updates",
                "items:",
                "- assign, task T101 (Prøvekonvertering av ansattregisteret), owner jbraten (Jonas Bråten)",
                "- depend, task T103 (Avstemme prøvelønn mot gammel lønn), needs T0, T00",
            ],
        ),
        (
            Unclear(say("Who? Write a name, for example «{task} to me» or «{task} to Kari Nordmann».", task="T101")),
            [
                "intent: unclear",
                "why: Hvem? Skriv et navn, for eksempel «T101 til meg» eller «T101 til Kari Nordmann».",
            ],
        ),
        (
            Unclear(
                as_typed("?"),
                (Enroll("lon", datetime(2027, 11, 19, 9)), Updates((Update(system="lon", percent=5), Enroll("lon")))),
            ),
            [
                "intent: unclear",
                "why: ?",
                "readings:",
                "- enroll, system lon (Lønn og personal), start 2027-11-19 09:00 (Friday)",
                "- update, system lon (Lønn og personal), percent 5; enroll, system lon (Lønn og personal)",
            ],
        ),
        (Help(), ["intent: help"]),
        (AskStatus(group="lonn"), ["intent: ask_status", "group: lonn (Lønn og personal)"]),
        (Update(task="T000", status="done"), ["intent: update", "task: T000", "status: done"]),
    ],
)
def test_each_kind_of_reading_is_explained(request_: Request, told: list[str]) -> None:
    known = Reader.of(*workspace_from(EXAMPLE.name, EXAMPLE.read_bytes(), Settings())).known("anygard")
    assert list(explained(Understood(request_, "nb"), known)) == [*told, "language: nb"]


def test_who_writes_must_be_in_the_workspace(klar: Klar) -> None:
    refused = klar("T101 ferdig", "--author", "ingen")
    assert (refused.exit_code, "there is no member 'ingen'" in refused.output) == (1, True)


@pytest.mark.parametrize("words", [(), ("T101 ferdig", "--jsonl")])
def test_it_reads_either_a_text_or_lines(klar: Klar, words: tuple[str, ...]) -> None:
    assert klar(*words).exit_code == 2


# --- where the workspace comes from


def test_without_a_file_it_is_your_own_workspace_and_nothing_changes(klar: Klar, tmp_path: Path) -> None:
    assert klar("T101 ferdig", workspace="").exit_code == 1, "there is no store"
    about, beginning = workspace_from(EXAMPLE.name, EXAMPLE.read_bytes(), Settings())
    store = open_store(tmp_path / "klar.db", create=True)
    with store.transaction():
        store.add_workspace(about).begin_with(beginning)
    store.close()
    before = (tmp_path / "klar.db").read_bytes()
    assert "task: T101 (Prøvekonvertering" in klar("T101 ferdig", workspace="").stdout
    assert answers(klar("--jsonl", workspace=about.key, lines=line())) == [{"id": "m1", "interpretation": DONE}]
    assert (tmp_path / "klar.db").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        ("{", "is not valid JSON"),
        ('{"tasks": [{"id": "T1", "title": "x", "system": "lon"}]}', "klar import --dry-run"),
    ],
)
def test_a_file_that_is_no_workspace_is_refused_in_one_line(klar: Klar, content: str | None, why: str) -> None:
    if content is not None:
        Path("it.json").write_text(content, encoding="utf-8")
    refused = klar("T101 ferdig", workspace="it.json")
    assert refused.exit_code == 1
    assert refused.output.startswith("klar: ")
    assert why in refused.output
    assert refused.output.count("\n") == 1


# --- for a program


def test_each_line_is_answered_before_the_next_is_written() -> None:
    process = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdin
    assert process.stdout
    for number in range(3):
        process.stdin.write(line(id=number))
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"id": number, "interpretation": DONE}
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")


def test_no_message_knows_of_another_and_none_changes_anything(klar: Klar) -> None:
    lines = [line(), line(), line("ny oppgave lønn: teste importen"), line()]
    told = [answer["interpretation"]["intent"] for answer in answers(klar("--jsonl", lines="".join(lines)))]
    assert told == ["update", "update", "add_task", "update"]


def test_the_day_of_writing_is_the_local_one(klar: Klar) -> None:
    lines = [line("T101 frist i morgen", at=at) for at in ("2027-11-15T22:59:59Z", "2027-11-15T23:00:00Z")]
    assert [answer["interpretation"]["due"] for answer in answers(klar("--jsonl", lines="".join(lines)))] == [
        "2027-11-16",
        "2027-11-17",
    ]


def test_other_fields_are_for_others_and_a_stranger_may_write(klar: Klar) -> None:
    lines = line(lang="nb", tags=["x"], expect={"any": []}) + "\n" + line(author="ingen", at="2027-11-15T09:15+01:00")
    assert [answer["interpretation"] for answer in answers(klar("--jsonl", lines=lines))] == [DONE, DONE]


@pytest.mark.parametrize(
    ("bad", "id_"),
    [
        ("hei\n", None),
        ("[1]\n", None),
        (line(id=...), None),
        (line(id=[1]), None),
        (line(at=...), "m1"),
        (line(at="i går"), "m1"),
        (line(at="0001-01-01T00:00:00+14:00"), "m1"),
        (line(text=None), "m1"),
        (line(author=7), "m1"),
        (b'{"id": "m1", "text": "\xff"}\n', "m1"),
        ("[" * 100_000 + "\n", None),
    ],
)
def test_a_line_that_cannot_be_read_is_unclear_and_the_next_is_read(klar: Klar, bad: str | bytes, id_: object) -> None:
    good = line(id="m2").encode()
    result = klar("--jsonl", lines=(bad if isinstance(bad, bytes) else bad.encode()) + good)
    assert answers(result) == [
        {"id": id_, "interpretation": {"intent": "unclear"}},
        {"id": "m2", "interpretation": DONE},
    ]
    assert result.stderr.startswith("klar: line 1 cannot be read: ")
    assert result.stderr.count("\n") == 1


def test_our_own_mistake_is_logged_without_the_text_and_the_next_is_read(
    klar: Klar, monkeypatch: pytest.MonkeyPatch
) -> None:
    understood = Reader.understood

    def stumbling(self: Reader, text: str, *rest: Any) -> Understood:
        if text == "hemmelig":
            raise ZeroDivisionError(text)
        return understood(self, text, *rest)

    monkeypatch.setattr(Reader, "understood", stumbling)
    result = klar("--jsonl", lines=line("hemmelig") + line())
    assert [answer["interpretation"] for answer in answers(result)] == [{"intent": "unclear"}, DONE]
    (logged,) = result.stderr.splitlines()
    assert json.loads(logged)["message_id"] == "m1"
    assert "hemmelig" not in logged
