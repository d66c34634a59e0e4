"""Readiness, counted so that a leader can argue with it. Pure functions: the formulas are settled with the users.

Gates come first, the number second, the forecast (`forecast.py`) and the confidence apart; and a roll-up is counts per
state and the worst system, never an average. Every number keeps its numerator and denominator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from commands.forecast import Forecast
from commands.trained import Trained
from store.records import GATES
from store.sums import GateRow, RiskSums, SystemRow, TaskCounts

State: TypeAlias = Literal["ready", "on_track", "at_risk"]
PartName: TypeAlias = Literal["tasks", "training", "gates", "risks"]
ReasonKind: TypeAlias = Literal[
    "gate_red", "gate_late", "blocked", "slack", "overdue", "gate_amber", "gate_none", "open", "nothing"
]

STATES: tuple[State, ...] = ("at_risk", "on_track", "ready")  # worst first
_NOT_ASSESSED = GateRow("", "none")


@dataclass(frozen=True, eq=False)
class ReadinessRules:
    """What a house may set: weights, mandatory gates, and how many days before the cutover a gate is due.

    Only ever equal to itself, so that what is worked out from it can be kept.
    """

    weights: Mapping[PartName, float] = field(
        default_factory=lambda: {"tasks": 0.35, "training": 0.25, "gates": 0.25, "risks": 0.15}
    )
    mandatory: tuple[str, ...] = ("decision", "data", "tests", "training", "access", "rollback", "archive")
    gate_days: Mapping[str, int] = field(default_factory=lambda: {"decision": 90, "rollback": 7})
    gate_days_otherwise: int = 14
    heard_within: int = 7  # days: an open task heard from since then counts towards the confidence


DEFAULT_RULES = ReadinessRules()


class Part(NamedTuple):
    """One part of the score: `have` of `of`, which counts with `weight` (ten-thousandths).

    Tasks are counted in hundredths of a task, training in people of the need that is furthest behind, gates in gates,
    and risks in severity.
    """

    name: PartName
    have: int
    of: int
    weight: int


class GateStanding(msgspec.Struct, frozen=True, gc=False):
    """One gate of a system that applies to it. `due` is None without a cutover day; `late` is past it and not green."""

    gate: str
    state: str
    owner: str | None
    waived: bool
    mandatory: bool
    due: date | None
    late: bool

    @property
    def passed(self) -> bool:
        """Whether it stands in the way no more."""
        return self.waived or self.state == "green"


class Reason(NamedTuple):
    """Why a system is not ready. `n` is how many tasks or days; `who` unblocks it, as far as the reason tells."""

    kind: ReasonKind
    gate: str = ""
    n: int = 0
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready one system is, with all that it was counted from."""

    system: SystemRow
    state: State
    score: int | None
    parts: tuple[Part, ...]
    gates: tuple[GateStanding, ...]
    tasks: TaskCounts
    training: Trained
    forecast: Forecast


def readiness(
    system: SystemRow,
    tasks: TaskCounts,
    gates: Mapping[str, GateRow],
    training: Trained,
    risks: RiskSums,
    forecast: Forecast,
    rules: ReadinessRules,
    today: date,
) -> Readiness:
    """How ready a system is: its gates, parts, score and state."""
    standing = gates_standing(system, gates, rules, today)
    counted: dict[PartName, tuple[int, int]] = {
        "tasks": tasks_part(tasks),
        "training": training_part(training),
        "gates": gates_part(standing) if gates else (0, 0),
        "risks": (risks.closed, risks.total),
    }
    parts = tuple(
        Part(name, have, of, round(rules.weights.get(name, 0) * 10_000)) for name, (have, of) in counted.items() if of
    )
    return Readiness(
        system, state(standing, tasks, forecast.slack), score(parts), parts, standing, tasks, training, forecast
    )


def gates_standing(
    system: SystemRow, gates: Mapping[str, GateRow], rules: ReadinessRules, today: date
) -> tuple[GateStanding, ...]:
    """The gates that apply to a system, in their order; one that nobody has recorded is not assessed.

    Archive applies only where the system holds archive material. A gate falls due 14 days before the cutover
    (decision: 90, rehearsal and rollback: 7), and is late from the day after as long as it is not green or waived.
    """
    if not gates:
        return _none_assessed(rules, system.cutover, system.archive, today)
    return _standing(gates, rules, system.cutover, system.archive, today)


@lru_cache(maxsize=4096)
def _none_assessed(rules: ReadinessRules, cutover: date | None, archive: bool, today: date) -> tuple[GateStanding, ...]:
    """The gates of a system that has none recorded: the same for all that have the same day."""
    return _standing({}, rules, cutover, archive, today)


def _standing(
    gates: Mapping[str, GateRow], rules: ReadinessRules, cutover: date | None, archive: bool, today: date
) -> tuple[GateStanding, ...]:
    found = []
    for gate, mandatory, due, past in _due_dates(rules, cutover, today):
        if gate == "archive" and not archive:
            continue
        row = gates.get(gate, _NOT_ASSESSED)
        waived = row.waived_by is not None
        late = past and row.state != "green" and not waived
        found.append(GateStanding(gate, row.state, row.owner, waived, mandatory, due, late))
    return tuple(found)


@lru_cache(maxsize=4096)
def _due_dates(
    rules: ReadinessRules, cutover: date | None, today: date
) -> tuple[tuple[str, bool, date | None, bool], ...]:
    """Each gate, whether it is mandatory, when it falls due, and whether that is past: worked out once for each day."""
    found = []
    for gate in GATES:
        days = rules.gate_days.get(gate, rules.gate_days_otherwise)
        due = cutover and cutover - timedelta(days=days)
        found.append((gate, gate in rules.mandatory, due, due is not None and due < today))
    return tuple(found)


def tasks_part(tasks: TaskCounts) -> tuple[int, int]:
    """The mean over tasks not dropped of 1 if done, else per cent ÷ 100, else 0: hundredths had, of hundredths."""
    return tasks.done * 100 + tasks.percents, (tasks.done + tasks.open) * 100


def training_part(training: Trained) -> tuple[int, int]:
    """The minimum over needs (role × municipality) of attended ÷ needed, at most 1: people who came, of the needed."""
    worst = training.worst
    return (min(worst.attended, worst.needed), worst.needed) if worst else (0, 0)


def gates_part(gates: Iterable[GateStanding]) -> tuple[int, int]:
    """Green ÷ applicable; a waived gate leaves both. (Where no gate was ever recorded there is nothing to count.)"""
    counted = [gate.state == "green" for gate in gates if not gate.waived]
    return sum(counted), len(counted)


def score(parts: Iterable[Part]) -> int | None:
    """The weighted sum of the parts in whole per cent, halves up.

    A part with nothing to count is left out and the weights of the rest scaled up to 1; with no part at all there is no
    score. Whole numbers all the way: a half must be a half.
    """
    numerator, denominator, weights = 0, 1, 0
    for part in parts:
        numerator = numerator * part.of + part.weight * part.have * denominator
        denominator *= part.of
        weights += part.weight
    if not weights:
        return None
    return (200 * numerator + denominator * weights) // (2 * denominator * weights)


def state(gates: Iterable[GateStanding], tasks: TaskCounts, slack: int | None) -> State:
    """Ready: every mandatory gate green or waived, and no open task. Otherwise not ready, and which kind:

    at risk with a mandatory gate red, or past its date and not green, or slack below 0, or a task blocked or overdue;
    else on track.
    """
    standing = [gate for gate in gates if gate.mandatory and not gate.passed]
    if not standing and not tasks.open:
        return "ready"
    late = any(gate.state == "red" or gate.late for gate in standing)
    if late or (slack is not None and slack < 0) or tasks.blocked or tasks.overdue:
        return "at_risk"
    return "on_track"


def reasons(found: Readiness) -> list[Reason]:
    """Why a system is not ready, what weighs most first; empty where it is ready.

    Gates come first (red, then late), then what endangers the cutover, then what simply remains.
    """
    if found.state == "ready":
        return []
    tasks, slack = found.tasks, found.forecast.slack
    standing = [gate for gate in found.gates if gate.mandatory and not gate.passed]
    red = [gate for gate in standing if gate.state == "red"]
    late = [gate for gate in standing if gate.late and gate not in red]
    rest = [gate for gate in standing if gate not in red and gate not in late]
    why = [Reason("gate_red", gate.gate, who=gate.owner) for gate in red]
    why += [Reason("gate_late", gate.gate, who=gate.owner) for gate in late]
    if tasks.blocked:
        why.append(Reason("blocked", n=tasks.blocked))
    if slack is not None and slack < 0:
        why.append(Reason("slack", n=-slack))
    if tasks.overdue:
        why.append(Reason("overdue", n=tasks.overdue))
    why += [Reason("gate_amber", gate.gate, who=gate.owner) for gate in rest if gate.state == "amber"]
    why += [Reason("gate_none", gate.gate, who=gate.owner) for gate in rest if gate.state == "none"]
    if tasks.open:
        why.append(Reason("open", n=tasks.open))
    return why


def worst_first(found: Iterable[Readiness]) -> list[Readiness]:
    """The systems in danger before those on track before those ready; then the least slack, then the lowest score."""
    return sorted(
        found,
        key=lambda r: (
            STATES.index(r.state),
            r.forecast.slack is None,
            r.forecast.slack or 0,
            -1 if r.score is None else r.score,
            r.system.id,
        ),
    )


def counts(found: Iterable[Readiness]) -> dict[State, int]:
    """The roll-up: how many systems there are in each state."""
    counted = Counter(r.state for r in found)
    return {state_: counted[state_] for state_ in STATES}


def confidence(found: Iterable[Readiness]) -> tuple[int, int]:
    """How many open tasks were heard from lately, and how many are open. Silence lowers this, never the score."""
    heard, open_ = 0, 0
    for r in found:
        heard, open_ = heard + r.tasks.heard, open_ + r.tasks.open
    return heard, open_
