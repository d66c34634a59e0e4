"""What it costs to understand a message, and how much is understood.

The sentences of the tests, rubbish, and the messages of the test workspaces: as these are, and grown to a thousand
systems and twenty thousand tasks; beside dateparser, which only looks for dates in them, in the same run. Of each
message the least of three times counts, each with a directory that is made anew and remembers nothing.
"""

import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple

import dateparser.search  # type: ignore[import-untyped]

from bot.example import workspace_from
from bot.interpret import Reader
from bot.settings import Settings
from commands.language.directory import Directory
from commands.language.understand import understand, warm
from commands.requests import Unclear
from commands.rules import Rules
from tests.bench.grown import grown
from tests.conversations.stage import stage
from tests.conversations.test_anything import rubbish
from tests.language.people import NOW, People
from tests.language.score_workspaces import WORKSPACES, read
from tests.language.test_sentences import ALL

ROUNDS = 3
RUBBISH = 20_000
POSTS = 1_000  # which the stand-in chat keeps in memory
_LOAD = """
import time
import commands.language.understand
from commands.language import glossary, lexicon
from commands.language.when import words
started = time.perf_counter()
lexicon.lexicon(), lexicon.free_lexicon(), glossary.glossary(), words.words()
print((time.perf_counter() - started) * 1000)
"""


class Message(NamedTuple):
    """A message of a test workspace."""

    text: str
    author: str
    at: datetime


def run() -> None:
    """Print what is understood of the messages, and the costs."""
    _print_accuracy()
    _print_loading()
    _print_sentences()
    warm()
    clock, cpu = _worst_rubbish()
    print(
        f"{RUBBISH:,} messages of rubbish, taken in and answered: the worst {clock:.0f} ms"
        f" (aim: under 50; processor {cpu:.0f} ms)"
    )
    everything = {path.parent.name: _messages(path.parent.name) for path in sorted(WORKSPACES.glob("*/workspace.json"))}
    for name, messages in everything.items():
        list(_costs(_reader(name), messages))  # the rooms load what they need when they first need it
    small = [cost for name, messages in everything.items() for cost in _costs(_reader(name), messages)]
    _print("as they are (aims: median under 1 ms, p99 under 5)", small)
    large = [cost for name, messages in everything.items() for cost in _costs(_grown(name), messages)]
    _print("grown to 1,000 systems and 20,000 tasks (aim: each under 10 ms)", large)
    _print_dateparser([message for messages in everything.values() for message in messages])
    _print_refused()


def _print_accuracy() -> None:
    for unseen in (False, True):
        files = sorted(WORKSPACES.glob(f"*/{'unseen' if unseen else 'tuned'}.jsonl"))
        verdicts = [one.verdict for path in files for one in read(path.parent.name, unseen=unseen)]
        exact, silent, n = sum(v.exact for v in verdicts), sum(bool(v.silent) for v in verdicts), max(1, len(verdicts))
        print(
            f"{len(verdicts)} {'unseen' if unseen else 'tuned'} messages: {exact} exact ({exact / n:.1%}), "
            f"{silent} silently wrong ({silent / n:.1%})"
        )


def _print_loading() -> None:
    times = [
        float(subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    print(f"loading the grammar in a fresh process, imports apart: {min(times):.0f} ms (aim: under 100)")


def _print_sentences() -> None:
    people = People()
    report = median(_sentence_cost("T101 ferdig", people) for _ in range(2_000))
    each = sorted(min(_sentence_cost(text, people) for _ in range(ROUNDS)) for text, *_ in ALL)
    print(f"understanding «T101 ferdig»: {report:.0f} µs")
    print(
        f"understanding {len(each):,} sentences: median {median(each):.0f} µs, p99 {each[len(each) * 99 // 100]:.0f} µs"
    )


def _sentence_cost(text: str, people: People) -> float:
    started = time.perf_counter()
    understand(text, people, NOW)
    return (time.perf_counter() - started) * 1e6


def _messages(name: str) -> list[Message]:
    lines = (WORKSPACES / name / "tuned.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    return [Message(case["text"], case["author"], datetime.fromisoformat(case["at"])) for case in cases]


def _workspace(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WORKSPACES / name / "workspace.json").read_bytes())
    return found


def _reader(name: str) -> Reader:
    return _reader_of(_workspace(name))


def _reader_of(workspace: dict[str, Any]) -> Reader:
    return Reader.of(*workspace_from("workspace.json", json.dumps(workspace).encode(), Settings()))


def _grown(name: str) -> Reader:
    reader = _reader_of(grown(_workspace(name)))
    snapshot, directory = reader.known(None).workspace.snapshot(), reader.known(None).directory()
    if name == min(path.parent.name for path in WORKSPACES.glob("*/workspace.json")):
        started = time.perf_counter()
        Directory(snapshot)
        made = time.perf_counter() - started
        task = snapshot.tasks[0]
        started = time.perf_counter()
        directory.put_task(task)
        print(
            f"a directory of {len(snapshot.systems):,} systems and {len(snapshot.tasks):,} tasks: {made:.1f} s "
            f"(aim: under 1.5); a changed task put in: {(time.perf_counter() - started) * 1e6:.0f} µs"
        )
    return reader


def _costs(reader: Reader, messages: Sequence[Message]) -> Iterator[float]:
    """For each message the least of some rounds, in ms; nothing is remembered of the round before."""
    rounds = []
    for _ in range(ROUNDS):
        known = reader.known(None)
        known.workspace.names_version += 1
        known.directory()
        gc.collect()
        rounds.append([_cost(reader, message) for message in messages])
    return map(min, *rounds)


def _cost(reader: Reader, message: Message) -> float:
    started = time.perf_counter()
    reader.understood(*message)
    return (time.perf_counter() - started) * 1000


def _print(what: str, costs: Sequence[float]) -> None:
    each = sorted(costs)
    print(
        f"understanding {len(each)} messages of the workspaces, {what}: "
        f"median {median(each):.2f} ms, p99 {each[len(each) * 99 // 100]:.1f} ms, worst {each[-1]:.1f} ms"
    )


def _print_dateparser(messages: Sequence[Message]) -> None:
    some = messages[:: max(1, len(messages) // 150)]
    _print(f"by dateparser.search, which only looks for dates, on {len(some)} of them", [_search(one) for one in some])


def _search(message: Message) -> float:
    settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": message.at.replace(tzinfo=None)}
    started = time.perf_counter()
    dateparser.search.search_dates(message.text, languages=["nb", "en"], settings=settings)
    return (time.perf_counter() - started) * 1000


def _print_refused() -> None:
    reader = _reader(min(path.parent.name for path in WORKSPACES.glob("*/workspace.json")))
    text = "lønna er ferdig, "
    text *= 100_000 // len(text) + 1
    started = time.perf_counter()
    refused = reader.understood(text, None, NOW).request
    assert isinstance(refused, Unclear)
    print(f"{len(text):,} characters, refused: {(time.perf_counter() - started) * 1000:.1f} ms")


def _worst_rubbish() -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor alone: each of the message that took the longest so."""
    rng, clock, cpu = random.Random(1), 0.0, 0.0  # noqa: S311
    for _ in range(RUBBISH // POSTS):
        with stage(rules=Rules(listen="all")) as chat:
            kari = chat.person("kari")
            for _ in range(POSTS):
                text, started, worked = rubbish(rng), time.perf_counter(), time.process_time()
                kari.says(text)
                clock = max(clock, (time.perf_counter() - started) * 1000)
                cpu = max(cpu, (time.process_time() - worked) * 1000)
    return clock, cpu
