"""How many time expressions are read right, and how many wrong: Klar, and dateparser by itself. And what each costs.

dateparser gives a moment and no more, so that it is counted right where the moment lies in what is meant, and for a
deadline on its last day. It is told the language, the order of day and month, and when the text was written.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal

import dateparser  # type: ignore[import-untyped]
import dateparser.search  # type: ignore[import-untyped]

from commands.language.dates import When, find_times, warm
from tests.language.dates.expressions import OSLO, Expression, expressions, read
from tests.language.test_sentences import ALL

ROUNDS = 5
NOW = datetime(2027, 11, 15, 9, 15)
Verdict = Literal["right", "wrong", "silent"]


def run() -> None:
    """Print the figures of both, on the same expressions in the same run."""
    warm()
    for file, what in (("tuned", "that Klar was made with"), ("kept", "kept apart")):
        cases = list(expressions(file))
        print(f"{len(cases)} expressions {what}:")
        for name, judge in (("klar", _klar), ("dateparser", _dateparser)):
            _print_counts(name, cases, judge)
    _print_times()


def _print_counts(name: str, cases: list[Expression], judge: Callable[[Expression], Verdict]) -> None:
    counts = Counter((case.lang, judge(case)) for case in cases)
    for lang in ("nb", "nn", "en"):
        right, wrong, silent = (counts[lang, verdict] for verdict in ("right", "wrong", "silent"))
        share = 100 * right / max(1, right + wrong + silent)
        print(f"  {name:10} {lang}: right {right:3} ({share:.0f} %), wrong {wrong:3}, silent {silent:3}")


def _klar(case: Expression) -> Verdict:
    got = read(case)
    return "right" if got == case.expect else "silent" if got is None else "wrong"


def _dateparser(case: Expression) -> Verdict:
    got = _parsed(case.text, case.lang, case.reference)
    if got is None:
        return "silent" if case.expect else "right"
    return "right" if case.expect and _within(got, case.expect) else "wrong"


def _parsed(text: str, lang: str, reference: datetime) -> datetime | None:
    settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": reference, "PREFER_DATES_FROM": "future"}
    found: datetime | None = dateparser.parse(text, languages=[lang if lang == "en" else "nb"], settings=settings)
    return found.replace(tzinfo=None) if found else None


def _within(got: datetime, meant: When) -> bool:
    if meant.start is None:
        assert meant.end is not None
        last: date = (meant.end - timedelta(microseconds=1)).date()
        return got.date() in (last, meant.end.date())
    if meant.end is None:
        return got.date() in (meant.start.date(), meant.start.date() - timedelta(1))
    return meant.start <= got < meant.end or (meant.grain == "day" and got.date() == meant.start.date())


def _print_times() -> None:
    texts = [case.text for case in expressions("kept")]
    sentences = [text for text, *_ in ALL]
    dated = [text for text in sentences if find_times(text, NOW, None, OSLO)]
    plain = [text for text in sentences if text not in set(dated)]
    _print_cost("an expression", texts, _klar_all, lambda text: _parsed(text, "nb", NOW))
    _print_cost("a sentence with a time", dated, _klar_all, _searched)
    _print_cost("a sentence without", plain, _klar_all, _searched)


def _klar_all(text: str) -> object:
    return find_times(text, NOW, None, OSLO)


def _searched(text: str) -> object:
    return dateparser.search.search_dates(text, languages=["nb"], settings={"DATE_ORDER": "DMY", "RELATIVE_BASE": NOW})


def _print_cost(what: str, texts: list[str], ours: Callable[[str], object], theirs: Callable[[str], object]) -> None:
    some = texts[:: max(1, len(texts) // 150)]
    klar, plain = _costs(some, ours, ROUNDS), _costs(some, theirs, 2)
    print(f"  {what}: klar {median(klar):.0f} µs, at worst {max(klar):.0f};", end=" ")
    print(f"dateparser {median(plain):.0f} µs, at worst {max(plain):.0f}")


def _costs(texts: Iterable[str], read_one: Callable[[str], object], rounds: int) -> list[float]:
    return [min(_cost(text, read_one) for _ in range(rounds)) for text in texts]


def _cost(text: str, read_one: Callable[[str], object]) -> float:
    started = time.perf_counter()
    read_one(text)
    return (time.perf_counter() - started) * 1e6
