"""The log: useful, one JSON object a line, and never what somebody wrote."""

import ast
import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bot.conversation
from bot.logs import start_logging
from tests.conversations.stage import stage

SECRET = "Oppsigelsen av Per"
BOT = Path(__file__).parent.parent / "bot"
# Ids, counts and types.
ALLOWED = {"messages", "message_id", "chat", "team", "outbox", "why", "error", "count", "due", "line"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged, at the level that says most."""
    root, ours = logging.getLogger(), logging.getLogger("klar")
    before = root.handlers[:], root.level, ours.level
    out = io.StringIO()
    start_logging("debug", out)
    yield out
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fail(*_: object, **__: object) -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise RuntimeError(f"could not read {SECRET}") from error


def test_a_line_says_when_how_bad_where_and_what(log: io.StringIO) -> None:
    logging.getLogger("klar.outbox").warning("messages were being sent", extra={"count": 3})
    (line,) = lines(log)
    assert line.pop("at")[:2] == "20"
    assert line == {"level": "WARNING", "logger": "klar.outbox", "message": "messages were being sent", "count": 3}


def test_an_exception_is_its_type_and_place_and_never_what_it_says(log: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        logging.getLogger("klar.test").exception("it failed")
    assert SECRET not in log.getvalue()
    told = lines(log)[0]["exc_info"]
    assert told.startswith("builtins.RuntimeError at test_logs.py:")
    assert "; caused by builtins.ValueError at test_logs.py:" in told
    assert log.getvalue().count("\n") == 1


def test_exceptions_that_go_in_a_circle_are_told_once(log: io.StringIO) -> None:
    one, other = ValueError("a"), KeyError("b")
    one.__cause__, other.__cause__ = other, one
    logging.getLogger("klar.test").error("it failed", exc_info=one)
    assert lines(log)[0]["exc_info"].count("at an unknown place") == 2


@pytest.mark.parametrize("name", ["asyncio", "uvicorn.error", "apscheduler.scheduler", "klarna"])
def test_of_a_library_only_the_text_in_its_code_is_logged(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    library = logging.getLogger(name)
    # Another test may have hushed it, or given it a way of its own.
    for one in (library, logging.getLogger(name.partition(".")[0])):
        monkeypatch.setattr(one, "propagate", True)
    level = library.level
    library.setLevel(logging.NOTSET)
    library.warning("could not run %s", SECRET, extra={"job": SECRET})
    library.warning(f"Exception in callback receive(Message(text={SECRET!r}))\nhandle: <{SECRET}>")
    library.setLevel(level)
    logging.getLogger("another").info("%s", SECRET)
    assert SECRET not in log.getvalue()
    assert [line["message"] for line in lines(log)] == ["could not run %s", "Exception in callback receive"]


def test_what_asyncio_says_of_a_task_that_failed_is_kept_out(log: io.StringIO) -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_soon(fail, SECRET)
        task = asyncio.get_running_loop().create_task(_fails(SECRET), name=SECRET)
        await asyncio.sleep(0.01)
        del task

    asyncio.run(main())
    assert SECRET not in log.getvalue()
    assert [line["message"] for line in lines(log)] == [
        "Exception in callback fail",
        "Task exception was never retrieved",
    ]


async def _fails(_: str) -> None:
    fail()


def test_a_conversation_leaves_no_text_in_the_log(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    with stage() as chat:
        chat.person("kari").says(f"T101 er blokkert: {SECRET}")
        chat.person("nobody").says(SECRET)
        monkeypatch.setattr(bot.conversation, "perform", fail)
        (sorry,) = chat.person("kari").says(f"T101 er blokkert: {SECRET}")
    assert sorry.buttons == []
    assert SECRET not in log.getvalue()
    assert "a message could not be dealt with" in log.getvalue()
    assert all("message_id" in line for line in lines(log) if line["level"] == "ERROR")


def logging_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id in {"log", "logger"}:
                    yield f"{path.name}:{node.lineno}", node


def test_our_own_records_are_plain_texts_with_ids_beside_them() -> None:
    found = list(logging_calls())
    assert len(found) > 5
    for where, call in found:
        texts = [isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args]
        assert texts == [True], where
        for keyword in call.keywords:
            assert keyword.arg == "extra", where
            assert isinstance(keyword.value, ast.Dict), where
            assert {ast.literal_eval(key) for key in keyword.value.keys if key} <= ALLOWED, where
