"""The docs are true: commands run, settings load, sentences are understood, and what is named is there."""

import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from bot.cli import klar
from bot.settings import Settings, checked
from tests.docs.commands import PAGE, page
from tests.docs.pages import PAGES, ROOT, blocks, code_spans, name_of, prose, tables
from tests.test_settings import defaults, keys_of

PROGRAM = (sys.executable, "-c", "from bot.cli import main; main()")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
REHEARSAL = ("rehearse", "--jsonl", "--workspace", "examples/nye-fjordvik.json")
LANGUAGES = {"bokmål": "nb", "nynorsk": "nn", "English": "en"}
SPEAKERS = {"bokmål": "ihaugerud", "nynorsk": "shjelle", "English": "dkowalczyk"}
# What Klar says when it does not know what is meant, or not enough: «Jeg forsto ikke …», «Skriv for eksempel «…»».
PUZZLED = re.compile(r"forsto ikke|forst[oå]d? ikkje|skj[øo]n\w* ikkje|did not understand|(Skriv|Write) [^.]*[«“]")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
named = pytest.mark.parametrize("file", PAGES, ids=name_of)


def commands_of(file: Path) -> list[tuple[str, str | None]]:
    """Each command on a page with the output shown, or None where none is."""
    found: list[tuple[str, str | None]] = []
    for block in blocks(file, "sh", "console"):
        if block.kind == "sh":
            found += [(line, None) for line in block.text.splitlines() if line.strip()]
        else:
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                found.append((command, shown))
    return found


# --- commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder as the docs have it: the project's files, and the files that the docs speak of."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shutil.copy(ROOT / "config.example.toml", tmp_path)
    (tmp_path / "bad.toml").write_text("[web]\nprot = 8080\n", encoding="utf-8")
    (tmp_path / "open.toml").write_text('[web]\nhost = "0.0.0.0"\n', encoding="utf-8")
    talk = [block.text for block in blocks(ROOT / "docs" / "rehearse.md", "jsonl")]
    (tmp_path / "talk.jsonl").write_text(talk[0], encoding="utf-8")
    write_plan(tmp_path / "plan.xlsx")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    root.handlers[:], level = before
    root.setLevel(level)


def write_plan(path: Path) -> None:
    """The table in the README, as a spreadsheet."""
    table = next(table for table in tables(ROOT / "README.md") if "Oppgave" in table.head)
    book = Workbook()
    sheet = book.active
    sheet.append(table.head)
    for row in table.rows:
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("file", [file for file in PAGES if commands_of(file)], ids=name_of)
def test_commands_do_what_the_page_says(file: Path, folder: Path) -> None:
    for command, shown in commands_of(file):
        program, *words = command.split()
        if program == "make":
            assert set(words) <= TARGETS, command
        elif program.removeprefix(".venv/bin/") == "klar":
            run(words, shown)
        else:
            assert program in {"cp", "mv", "rm"}, command
            subprocess.run([program, *words], cwd=folder, check=True)


def run(words: list[str], shown: str | None) -> None:
    if words[0] in {"run", "demo"} and shown is None:
        run_for_a_while(words)
        return
    if words[0] == "check" and shown is None and not Path("klar.db").exists():
        CliRunner().invoke(klar, ["import", "plan.xlsx"], catch_exceptions=False)  # what a reader has by then
    if shown is None:
        result = CliRunner().invoke(klar, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    else:
        done = subprocess.run(
            [*PROGRAM, *words], env=ENVIRONMENT, capture_output=True, text=True, timeout=30, check=False
        )
        said = done.stdout + done.stderr
        assert re.fullmatch(re.escape(shown).replace("…", ".*"), said, re.DOTALL), said


def run_for_a_while(words: list[str]) -> None:
    """Start, wait until it says where it is, and stop with Ctrl+C."""
    Path("any-port.toml").write_text("[web]\nport = 0\n", encoding="utf-8")
    options = ["--config", "any-port.toml"] if words[0] == "run" else []
    process = subprocess.Popen(
        [*PROGRAM, *words, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=ENVIRONMENT,
    )  # fmt: skip
    try:
        assert process.stdout
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
        assert (process.returncode, said.strip()) == (0, "")
    finally:
        process.kill()
        process.communicate()


def test_the_table_of_tasks_is_imported_whole(folder: Path) -> None:
    result = CliRunner().invoke(klar, ["import", "plan.xlsx"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "Could not be read" not in result.output


def test_the_page_of_commands_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/commands.md is stale; run `make docs`"


# --- settings


@named
def test_settings_load(file: Path) -> None:
    for block in blocks(file, "toml"):
        assert isinstance(checked(tomllib.loads(block.text), "snippet"), Settings)


@named
def test_settings_that_are_named_are_there(file: Path) -> None:
    real = {key for key, _ in keys_of(defaults())}
    sections = "|".join(defaults())
    said = {span for span in code_spans(file) if re.fullmatch(rf"({sections})\.[a-z_.]+", span)}
    assert said - real - {"klar.db"} == set()


# --- what one can say


def rehearsed(lines: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What `klar rehearse --jsonl` answers to each line."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run(
        [*PROGRAM, *REHEARSAL],
        input=text, capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    answers: list[list[dict[str, Any]]] = [[]]
    for line in map(json.loads, done.stdout.splitlines()):
        if line == {"done": True}:
            answers.append([])
        else:
            answers[-1].append(line)
    return answers[:-1]


def sentences() -> list[tuple[str, str]]:
    """Every (language, sentence) in the tables of what one can write."""
    found = []
    for file in PAGES:
        for table in tables(file):
            if not set(LANGUAGES) <= set(table.head):
                continue
            for row in table.rows:
                cells = zip(table.head, row, strict=True)
                found += [(head, cell.strip("`")) for head, cell in cells if head in LANGUAGES]
    return found


def test_each_sentence_is_understood_and_answered_in_its_language() -> None:
    said = sentences()
    assert len(said) >= 40
    at = "2027-11-15T09:15:00+01:00"
    lines = [{"at": at, "author": SPEAKERS[lang], "where": "@klar", "text": text} for lang, text in said]
    wrong = []
    for (lang, text), posts in zip(said, rehearsed(lines), strict=True):
        answers = [post for post in posts if post.get("to") == f"@{SPEAKERS[lang]}"]
        if not answers or PUZZLED.search(answers[0]["text"]) or answers[0]["lang"] != LANGUAGES[lang]:
            wrong.append((text, [(post.get("lang"), post.get("text")) for post in posts]))
    assert wrong == []


def test_lines_of_a_rehearsal_are_answered() -> None:
    lines = [
        json.loads(line) for block in blocks(ROOT / "docs" / "rehearse.md", "jsonl") for line in block.text.splitlines()
    ]
    (shown,) = [json.loads(block.text) for block in blocks(ROOT / "docs" / "rehearse.md", "json")]
    before = next(number for number, line in enumerate(lines) if "press" in line)
    answers = rehearsed(lines[:before])
    lines[before]["press"] = next(post["post"] for post in answers[0])
    answers = rehearsed(lines)
    assert [answer for answer in answers if any("error" in post for post in answer)] == []
    (noted,) = answers[0]
    assert {**noted, "post": shown["post"]} == shown
    assert answers[before], "the button does something"
    assert "tasks" in answers[-1][0]["workspace"]


# --- what is named


@named
def test_links_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", prose(file)):
        assert target.startswith("https://") or (file.parent / target).exists(), target


@named
def test_files_and_targets_that_are_named_are_there(file: Path) -> None:
    for span in code_spans(file):
        if re.fullmatch(r"\.?[a-z_]+/([\w.-]+/?)*", span) and not span.startswith(".venv"):
            assert (ROOT / span).exists(), span
        if made := re.fullmatch(r"make ([a-z-]+)", span):
            assert made[1] in TARGETS, span
        if told := re.match(r"klar ([a-z]+)", span):
            assert told[1] in klar.list_commands(klar.make_context("klar", [], resilient_parsing=True)), span


def test_metrics_that_are_named_are_measured() -> None:
    said = {name.removesuffix("_total") for file in PAGES for name in code_spans(file) if name.startswith("klar_")}
    source = (ROOT / "bot" / "health.py").read_text(encoding="utf-8")
    assert said == set(re.findall(r'"(klar_[a-z_]+)"', source))


def test_each_decision_is_listed_and_has_its_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("0*.md")}
    assert listed == set(there)
    for name, text in there.items():
        assert text.startswith(f"# {name[:4]} "), name
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), name


def test_the_readme_begins_with_a_picture_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.match(r"# Klar\n\n!\[.+\]\(docs/page\.png\)\n\n```sh\nmake demo\nmake test\n```\n", text)
    assert (ROOT / "docs" / "page.png").stat().st_size <= 300_000
