"""Whether an interpretation is right, and whether a wrong one would have changed something that nobody was asked about.

Both sides are brought to one form, in which equals are equal: an interpretation is a list of items, each a dict.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

Item: TypeAlias = dict[str, Any]

QUIET = frozenset({
    "none", "unclear", "missing", "ask_status", "ask_mine", "ask_overdue", "ask_training", "ask_readiness",
})  # fmt: skip
_LENIENT = frozenset({"blocker", "text", "audience", "place"})
_FREE_TEXT = _LENIENT | {"title"}
_OF_A_TRAINING = frozenset({"cancel_training", "enroll", "withdraw", "attendance"})
_SMALL = frozenset({
    "i", "på", "av", "fra", "for", "til", "med", "og", "er", "en", "ei", "et", "å", "at", "som", "det", "den", "de",
    "vi", "jeg", "har", "ikkje", "ikke", "eg", "om", "så", "the", "a", "an", "of", "to", "in", "on", "is", "and", "we",
    "are",
})  # fmt: skip
_ENOUGH = 0.6


class Verdict(NamedTuple):
    """Whether it is right in every field, and what is wrong with a change that was made without asking, if anything."""

    exact: bool
    silent: str = ""


class Judge:
    """Judges interpretations against one workspace, as it stands in its file."""

    def __init__(self, workspace: Mapping[str, Any]) -> None:
        self._system_of: dict[str, str] = {task["id"]: task["system"] for task in workspace["tasks"]}
        self._starts: dict[str, list[str]] = defaultdict(list)
        for training in workspace["trainings"]:
            self._starts[training["system"]].append(training["start"])

    def verdict(self, expect: Mapping[str, Any], got: object, at: str) -> Verdict:
        """Judge what was made of a message written `at`, in local time with its offset."""
        written = at[:16]
        options = [self._items(one, written) for one in alternatives(expect)]
        items = self._items(got, written)
        if any(_equal(option, items) for option in options):
            return Verdict(exact=True)
        if all(item["intent"] in QUIET for item in items) or any(_equal(o, items, _LENIENT) for o in options):
            return Verdict(exact=False)
        return Verdict(exact=False, silent=_what_is_wrong(options, items))

    def _items(self, told: object, written: str) -> list[Item]:
        if not isinstance(told, dict) or not isinstance(told.get("intent"), str):
            return [{"intent": "missing"}]
        if told["intent"] != "updates":
            return [self._item(told, written)]
        parts = told.get("items")
        if not isinstance(parts, list) or not parts:
            return [{"intent": "missing"}]
        return _one_item_each(item for part in parts for item in self._items(part, written))

    def _item(self, told: Item, written: str) -> Item:
        item = {name: value for name, value in told.items() if value not in (None, "")}
        if any(isinstance(value, dict | list) for value in item.values()):
            return {"intent": "missing"}
        if item["intent"] in ("none", "unclear", "missing"):
            return {"intent": item["intent"]}
        if isinstance(item.get("task"), str):
            item["task"] = item["task"].upper()
            if item["task"] in self._system_of:
                item.setdefault("system", self._system_of[item["task"]])
        if item["intent"] in ("assign", "reschedule", "update"):
            return _update(item)
        if item["intent"] in _OF_A_TRAINING:
            start = self._start(item, written)
            return {**item, "start": start} if start is not None else {k: v for k, v in item.items() if k != "start"}
        return item

    def _start(self, item: Item, written: str) -> Any:
        """The start of the one training that is meant, else what is said of it."""
        start, known = item.get("start"), self._starts.get(item.get("system", ""), [])
        if start:
            fit = [one for one in known if one.startswith(str(start))]
        elif item["intent"] == "attendance":
            fit = [one for one in known if one <= written]
        else:
            fit = [one for one in known if one > written]
        return fit[0] if len(fit) == 1 else start


def alternatives(expect: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The interpretations that are right."""
    return list(expect["any"]) if "any" in expect else [dict(expect)]


def _update(item: Item) -> Item:
    """Assigning and rescheduling are updates; a percentage and a blocker tell the status."""
    percent = item.get("percent")
    item = {**item, "intent": "update"}
    if "blocker" in item:
        item.setdefault("status", "blocked")
    elif percent is not None:
        item.setdefault("status", "done" if percent == 100 else "doing" if percent else "todo")
    if item.get("status") == "done" or percent == 0:
        item.pop("percent", None)
    return item


def _one_item_each(items: Iterable[Item]) -> list[Item]:
    """All that is said of one task, or of one system as a whole, in one item."""
    found: list[Item] = []
    updates: dict[tuple[Any, Any], Item] = {}
    for item in items:
        subject = (item.get("system"), item.get("task"))
        if item["intent"] == "update" and subject in updates:
            updates[subject].update(item)
            continue
        found.append(item)
        if item["intent"] == "update":
            updates[subject] = item
    return found


def _equal(expected: Sequence[Item], got: Sequence[Item], ignored: frozenset[str] = frozenset()) -> bool:
    """Whether each item has its like, and none is left over."""
    rest = list(got)
    for item in expected:
        if not rest:
            return False
        best = max(rest, key=lambda other: sum(_same(name, item, other) for name in item))
        if not _alike(item, best, ignored):
            return False
        rest.remove(best)
    return not rest


def _alike(item: Item, other: Item, ignored: frozenset[str]) -> bool:
    names = item.keys() - ignored
    return names == other.keys() - ignored and all(_same(name, item, other) for name in names)


def _same(name: str, item: Item, other: Item) -> bool:
    if name not in other:
        return False
    if name not in _FREE_TEXT:
        return bool(item[name] == other[name])
    ours, theirs = _words(item[name]), _words(other[name])
    return bool(ours | theirs) and 2 * len(ours & theirs) / (len(ours) + len(theirs)) >= _ENOUGH


def _words(text: object) -> set[str]:
    found = set(re.findall(r"\w+", str(text).casefold()))
    return found - _SMALL or found


def _what_is_wrong(options: Sequence[Sequence[Item]], items: Sequence[Item]) -> str:
    if all(item["intent"] in QUIET for option in options for item in option):
        return "nothing was to be changed"
    intents = Counter(item["intent"] for item in items)
    if any(Counter(item["intent"] for item in option) == intents for option in options):
        return "right intent, wrong field"
    return "another change was meant"
