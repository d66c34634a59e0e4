"""Readiness by hand, and what must hold whatever the numbers are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.forecast import forecast
from commands.readiness import (
    DEFAULT_RULES,
    GateStanding,
    Part,
    Readiness,
    ReadinessRules,
    confidence,
    counts,
    gates_part,
    gates_standing,
    readiness,
    reasons,
    score,
    state,
    tasks_part,
    worst_first,
)
from commands.trained import NeedCount, Trained
from store.records import GATES
from store.sums import GateRow, RiskSums, SystemRow, TaskCounts

TODAY = date(2027, 11, 15)  # a Monday
CUTOVER = date(2028, 1, 1)
LON = SystemRow("lon", "Lønn", "lonn", "kari", "Fjellrev", CUTOVER, archive=False)
ARK = LON._replace(id="ark", archive=True)
GREEN = GateRow("data", "green", None, None)
ALL_GREEN = dict.fromkeys(GATES, GREEN)


def assessed(
    tasks: TaskCounts = TaskCounts(),  # noqa: B008
    gates: dict[str, GateRow] | None = None,
    *,
    system: SystemRow = LON,
    training: Trained = Trained(),  # noqa: B008
    risks: RiskSums = RiskSums(0, 0, 0),  # noqa: B008
    today: date = TODAY,
    rules: ReadinessRules = DEFAULT_RULES,
) -> Readiness:
    expected = forecast(tasks, None, system.cutover, today)
    return readiness(system, tasks, gates or {}, training, risks, expected, rules, today)


# The score and its parts


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        (TaskCounts(), (0, 0)),
        (TaskCounts(done=1), (100, 100)),
        (TaskCounts(doing=1, percents=80), (80, 100)),
        (TaskCounts(todo=2, doing=2, blocked=1, done=1, percents=180), (280, 600)),
        (TaskCounts(done=1, todo=1, dropped=8), (100, 200)),  # dropped tasks leave the denominator
        (TaskCounts(dropped=3), (0, 0)),
    ],
)
def test_the_tasks_part(tasks: TaskCounts, expected: tuple[int, int]) -> None:
    assert tasks_part(tasks) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], None),
        ([Part("tasks", 1, 2, 3500)], 50),
        ([Part("tasks", 1, 2, 3500), Part("gates", 1, 1, 2500)], 71),  # (17.5 + 25) ÷ 60 = 70.8
        ([Part("tasks", 1, 200, 3500)], 1),  # a half goes up
        ([Part("tasks", 1, 201, 3500)], 0),
        ([Part("tasks", 180, 600, 3500), Part("training", 0, 34, 2500), Part("gates", 4, 10, 2500),
          Part("risks", 0, 12, 1500)], 21),  # 10.5 + 0 + 10 + 0 = 20.5
        ([Part("tasks", 1, 2, 0)], None),
    ],
)  # fmt: skip
def test_the_score(parts: list[Part], expected: int | None) -> None:
    assert score(parts) == expected


def test_a_part_with_nothing_to_count_is_left_out() -> None:
    assert [part.name for part in assessed(TaskCounts(todo=1)).parts] == ["tasks"]
    assert assessed().score is None
    everything = assessed(
        TaskCounts(done=1), ALL_GREEN, training=Trained((NeedCount("leder", None, 2, 3, 0),)), risks=RiskSums(9, 9, 0)
    )
    assert [(part.name, part.have, part.of, part.weight) for part in everything.parts] == [
        ("tasks", 100, 100, 3500),
        ("training", 2, 2, 2500),
        ("gates", 10, 10, 2500),
        ("risks", 9, 9, 1500),
    ]
    assert everything.score == 100


PARTS = st.lists(
    st.builds(
        lambda have, more, weight: Part("tasks", have, have + more, weight),
        st.integers(0, 500), st.integers(1, 500), st.integers(1, 10_000),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@given(PARTS)
def test_the_score_stays_within_its_bounds_and_between_its_parts(parts: list[Part]) -> None:
    shares = [100 * part.have / part.of for part in parts]
    found = score(parts)
    assert found is not None
    assert 0 <= found <= 100
    assert min(shares) - 0.51 <= found <= max(shares) + 0.51


@given(PARTS.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_the_parts_does_not_matter(both: tuple[list[Part], list[Part]]) -> None:
    parts, permuted = both
    assert score(permuted) == score(parts)


@given(PARTS, st.integers(2, 9))
def test_weights_count_in_proportion_only(parts: list[Part], factor: int) -> None:
    assert score([part._replace(weight=part.weight * factor) for part in parts]) == score(parts)


@given(PARTS, st.integers(0, 3))
def test_more_is_never_less(parts: list[Part], which: int) -> None:
    which %= len(parts)
    better = [*parts]
    better[which] = parts[which]._replace(have=min(parts[which].of, parts[which].have + 1))
    assert (score(better) or 0) >= (score(parts) or 0)


# Gates and states


def test_archive_counts_only_where_there_is_archive_material() -> None:
    assert len(gates_standing(LON, {}, DEFAULT_RULES, TODAY)) == 10
    assert len(gates_standing(ARK, {}, DEFAULT_RULES, TODAY)) == 11


def test_a_waived_gate_leaves_both_sides() -> None:
    gates = ALL_GREEN | {"data": GateRow("data", "red", None, "berit"), "tests": GateRow("data", "amber", None, None)}
    standing = gates_standing(LON, gates, DEFAULT_RULES, TODAY)
    assert gates_part(standing) == (8, 9)


@pytest.mark.parametrize(
    ("gate", "days"), [("decision", 90), ("rollback", 7), ("data", 14), ("training", 14), ("contract", 14)]
)
def test_when_a_gate_is_due(gate: str, days: int) -> None:
    due = CUTOVER - timedelta(days=days)
    on_the_day, after = (
        {g.gate: g for g in gates_standing(LON, {}, DEFAULT_RULES, today)}[gate]
        for today in (due, due + timedelta(days=1))
    )
    assert on_the_day.due == due
    assert not on_the_day.late
    assert after.late


def test_a_gate_without_a_cutover_is_never_late() -> None:
    assert not any(gate.late for gate in gates_standing(LON._replace(cutover=None), {}, DEFAULT_RULES, TODAY))


def gate(state_: str = "green", **others: bool) -> GateStanding:
    values = {"waived": False, "mandatory": True, "late": False} | others
    return GateStanding("data", state_, None, due=None, **values)


@pytest.mark.parametrize(
    ("gates", "tasks", "slack", "expected"),
    [
        ([gate()], TaskCounts(done=3), 5, "ready"),
        ([gate()], TaskCounts(), None, "ready"),
        ([gate()], TaskCounts(dropped=1), -9, "ready"),  # nothing is left to be late with
        ([gate("red", waived=True)], TaskCounts(), 5, "ready"),
        ([gate("red", mandatory=False)], TaskCounts(), 5, "ready"),
        ([gate()], TaskCounts(todo=1), 0, "on_track"),
        ([gate()], TaskCounts(todo=1), None, "on_track"),
        ([gate("amber")], TaskCounts(), 5, "on_track"),
        ([gate("none")], TaskCounts(), 5, "on_track"),
        ([gate("red")], TaskCounts(), 5, "at_risk"),
        ([gate("amber", late=True)], TaskCounts(), 5, "at_risk"),
        ([gate("amber", late=True, mandatory=False)], TaskCounts(todo=1), 5, "on_track"),
        ([gate()], TaskCounts(todo=1), -1, "at_risk"),
        ([gate()], TaskCounts(blocked=1), 5, "at_risk"),
        ([gate()], TaskCounts(todo=1, overdue=1), 5, "at_risk"),
    ],
)
def test_the_state(gates: list[GateStanding], tasks: TaskCounts, slack: int | None, expected: str) -> None:
    assert state(gates, tasks, slack) == expected


def test_a_full_score_does_not_make_a_system_ready() -> None:
    found = assessed(TaskCounts(done=5), ALL_GREEN | {"data": GateRow("data", "none", "ola", None)})
    assert (found.state, found.score) == ("on_track", 96)  # (35 + 25 × 9/10) ÷ 60 = 95.8
    assert [(reason.kind, reason.gate, reason.who) for reason in reasons(found)] == [("gate_none", "data", "ola")]


def test_the_reasons_stand_with_what_weighs_most_first() -> None:
    found = assessed(
        TaskCounts(todo=3, blocked=2, overdue=1, latest_due=date(2028, 1, 5)),
        ALL_GREEN | {"data": GateRow("data", "red", "ola", None), "tests": GateRow("data", "amber", None, None)},
        today=date(2027, 12, 20),
    )
    kinds = [reason.kind for reason in reasons(found)]
    assert kinds == ["gate_red", "gate_late", "blocked", "slack", "overdue", "open"]
    assert reasons(assessed(TaskCounts(done=1), ALL_GREEN)) == []


def test_a_house_chooses_its_own_weights_and_gates() -> None:
    rules = ReadinessRules(weights={"tasks": 1.0}, mandatory=("contract",), gate_days={}, gate_days_otherwise=30)
    found = assessed(TaskCounts(doing=1, percents=40), ALL_GREEN, rules=rules)
    assert found.score == 40
    assert [gate.gate for gate in found.gates if gate.mandatory] == ["contract"]
    assert {gate.due for gate in found.gates} == {CUTOVER - timedelta(days=30)}


def test_the_roll_up_is_counts_and_the_worst_first() -> None:
    ready = assessed(TaskCounts(done=1), ALL_GREEN)
    late = assessed(TaskCounts(blocked=1), ALL_GREEN, system=LON._replace(id="tur", cutover=TODAY + timedelta(days=30)))
    later = assessed(TaskCounts(blocked=1), ALL_GREEN, system=LON._replace(id="hel"))
    unknown = assessed(TaskCounts(blocked=1), ALL_GREEN, system=LON._replace(id="web", cutover=None))
    found = [ready, unknown, later, late]
    assert [r.system.id for r in worst_first(found)] == ["tur", "hel", "web", "lon"]
    assert worst_first(found) == worst_first(reversed(found))
    assert counts(found) == {"at_risk": 3, "on_track": 0, "ready": 1}


def test_silence_lowers_the_confidence_and_not_the_score() -> None:
    silent, heard = TaskCounts(todo=4, done=2), TaskCounts(todo=4, done=2, heard=3)
    assert confidence([assessed(silent), assessed(heard)]) == (3, 8)
    assert assessed(silent).score == assessed(heard).score
