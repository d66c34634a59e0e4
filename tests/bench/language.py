"""What it costs to understand a message: the shortest report, all the sentences of the tests, and rubbish."""

import random
import time
from datetime import date
from statistics import median

from commands.language.understand import understand
from commands.rules import Rules
from tests.conversations.stage import stage
from tests.conversations.test_anything import rubbish
from tests.language.people import People
from tests.language.test_sentences import ALL

TODAY = date(2027, 11, 15)
ROUNDS = 3
RUBBISH = 20_000


def run() -> None:
    """Print the medians, and the worst of the rubbish from the message to the answer."""
    people = People()
    report = median(_cost("T101 ferdig", people) for _ in range(2_000))
    each = sorted(min(_cost(text, people) for _ in range(ROUNDS)) for text, *_ in ALL)
    print(f"understanding «T101 ferdig»: {report:.0f} µs")
    print(
        f"understanding {len(each):,} sentences: median {median(each):.0f} µs, p99 {each[len(each) * 99 // 100]:.0f} µs"
    )
    worst = _worst_rubbish()
    print(f"{RUBBISH:,} messages of rubbish, taken in and answered: the worst {worst:.0f} ms (aim: under 50)")


def _cost(text: str, people: People) -> float:
    started = time.perf_counter()
    understand(text, people, TODAY)
    return (time.perf_counter() - started) * 1e6


def _worst_rubbish() -> float:
    rng, worst = random.Random(1), 0.0  # noqa: S311
    with stage(rules=Rules(listen="all")) as chat:
        kari = chat.person("kari")
        for _ in range(RUBBISH):
            text, started = rubbish(rng), time.perf_counter()
            kari.says(text)
            worst = max(worst, (time.perf_counter() - started) * 1000)
    return worst
