"""How well Klar understands the messages of the test workspaces: what is exact, and what is changed wrongly unasked.

    python -m tests.language.score_workspaces [name…] [--unseen] [--failures]

The unseen messages are only counted, never shown: what has been looked at is no longer unseen, and is tuned on. So two
of the workspaces have none left.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.example import workspace_from
from bot.interpret import Reader
from bot.settings import Settings
from tests.language.scoring import Judge, Verdict, alternatives

WORKSPACES = Path(__file__).parent / "workspaces"


class Read(NamedTuple):
    """A message of a workspace, what Klar made of it, and whether that was right."""

    workspace: str
    case: dict[str, Any]
    got: dict[str, Any]
    verdict: Verdict


def reader_of(name: str) -> Reader:
    """Reads messages in a workspace."""
    content = (WORKSPACES / name / "workspace.json").read_bytes()
    return Reader.of(*workspace_from("workspace.json", content, Settings()))


def read(name: str, *, unseen: bool = False) -> Iterator[Read]:
    """Read the messages of a workspace."""
    folder = WORKSPACES / name
    judge, reader = Judge(json.loads((folder / "workspace.json").read_bytes())), reader_of(name)
    messages = folder / f"{'unseen' if unseen else 'tuned'}.jsonl"
    for line in messages.read_text(encoding="utf-8").splitlines() if messages.exists() else ():
        case = json.loads(line)
        got = reader.interpretation(case["text"], case["author"], datetime.fromisoformat(case["at"]))
        yield Read(name, case, got, judge.verdict(case["expect"], got, case["at"]))


def report(found: Sequence[Read]) -> Iterator[str]:
    """Exact and silently wrong: of all, by workspace, by language and by intent."""
    total, exact, silent = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        keys = ("1 all", f"2 {one.workspace}", f"3 {one.case['lang']}", f"4 {_intent(one.case['expect'])}")
        total.update(keys)
        exact.update(keys if one.verdict.exact else ())
        silent.update(keys if one.verdict.silent else ())
    yield f"{'':18} {'messages':>8} {'exact':>6} {'':7} {'silent wrong':>12}"
    for key, n in sorted(total.items()):
        yield f"{key[2:]:18} {n:8} {exact[key]:6} {exact[key] / n:7.1%} {silent[key]:12} {silent[key] / n:6.1%}"
    for what, n in Counter(one.verdict.silent for one in found if one.verdict.silent).most_common():
        yield f"{what}: {n}"


def _intent(expect: dict[str, Any]) -> str:
    return str(alternatives(expect)[0]["intent"])


def failures(found: Sequence[Read]) -> Iterator[str]:
    """Each message that is not exact: who wrote what when, what it means, and what was made of it."""
    for _, case, got, verdict in found:
        if not verdict.exact:
            yield f"\n{case['id']} {case['at']} {case['author']}{verdict.silent and f'  ** {verdict.silent}'}"
            yield f"  {case['text']}"
            yield f"  expected {json.dumps(case['expect'], ensure_ascii=False)}"
            yield f"  got      {json.dumps(got, ensure_ascii=False)}"


def main() -> None:
    """Read the messages, and print the figures."""
    there = sorted(path.parent.name for path in WORKSPACES.glob("*/workspace.json"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help=f"a workspace; without it all: {', '.join(there)}")
    parser.add_argument("--unseen", action="store_true", help="the messages that nobody has tuned for")
    parser.add_argument("--failures", action="store_true", help="print the messages that are not exact")
    args = parser.parse_args()
    if args.unseen and args.failures:
        parser.error("the unseen messages are not shown")
    if unknown := set(args.name) - set(there):
        parser.error(f"no such workspace: {', '.join(sorted(unknown))}")
    found = [one for name in args.name or there for one in read(name, unseen=args.unseen)]
    for line in (*report(found), *(failures(found) if args.failures else ())):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
