"""Readiness by hand, and what must hold whatever the numbers are."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.forecast import Forecast, finishes, forecast, forecasts
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
    training_part,
    worst_first,
)
from commands.trained import NeedCount, Trained, trained
from commands.workdays import at_position, position
from store.records import GATES, TrainingNeed
from store.sums import Attended, AttendedBy, AttendedNumber, Edge, GateRow, Link, RiskSums, SystemRow, TaskCounts

TODAY = date(2027, 11, 15)  # a Monday
CUTOVER = date(2028, 1, 1)
LON = SystemRow("lon", "Lønn", "lonn", "kari", "Fjellrev", CUTOVER, archive=False)
ARK = LON._replace(id="ark", archive=True)
GREEN = GateRow("data", "green", None, None)
ALL_GREEN = dict.fromkeys(GATES, GREEN)
PLACES = {"fjordvik": "fjordvik", "lyngstrand": "lyngstrand", "nye by": "by"}


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


# The forecast


def link(id_: str, *needs: str, due: date | None = None, duration: int | None = None, lag: int = 0) -> Link:
    return Link(id_, "lon", due, duration, tuple(Edge(needed, lag) for needed in needs))


def chain(*links: Link) -> dict[str, Link]:
    return {link.id: link for link in links}


def days(links: dict[str, Link], today: date = TODAY) -> dict[str, date]:
    return {id_: at_position(finish) for id_, finish in finishes(links, today).items()}


def test_a_chain_by_hand() -> None:
    links = chain(
        link("T1", due=date(2027, 11, 17)),
        link("T2", "T1", duration=3),  # 18, 19, 22 November
        link("T3", "T2", lag=2),  # after 23 and 24 November
        link("T4", "T2", due=date(2027, 12, 17)),
        link("T5", "T3", "T4"),
    )
    assert days(links) == {
        "T1": date(2027, 11, 17),
        "T2": date(2027, 11, 22),
        "T3": date(2027, 11, 25),
        "T4": date(2027, 12, 17),
        "T5": date(2027, 12, 20),
    }
    assert forecasts(links, TODAY) == {"lon": (position(date(2027, 12, 20)), "T5")}


def test_what_is_overdue_finishes_today_at_the_earliest_and_what_is_done_counts_no_more() -> None:
    links = chain(link("T1", due=date(2027, 11, 1)), link("T2", "T1", "T0", duration=2))
    assert days(links) == {"T1": TODAY, "T2": date(2027, 11, 17)}
    assert days(links, date(2027, 11, 13)) == {"T1": TODAY, "T2": date(2027, 11, 17)}  # from a Saturday


def test_a_circle_of_dependencies_ends() -> None:
    links = chain(link("T1", "T2"), link("T2", "T3"), link("T3", "T1"), link("T4", "T4"))
    assert finishes(links, TODAY).keys() == links.keys()


def test_a_long_chain_does_not_need_a_deep_stack() -> None:
    links = chain(link("T0"), *(link(f"T{n}", f"T{n - 1}") for n in range(1, 5_000)))
    assert finishes(links, TODAY)["T4999"] - position(TODAY) == 4_999


@pytest.mark.parametrize(
    ("tasks", "ends", "cutover", "expected"),
    [
        (TaskCounts(), None, None, Forecast(TODAY, None, None)),
        (TaskCounts(), None, date(2027, 11, 16), Forecast(TODAY, 0, None)),
        (TaskCounts(todo=1), None, date(2027, 11, 15), Forecast(TODAY, -1, None)),
        (TaskCounts(todo=1, longest=5), None, date(2027, 11, 22), Forecast(date(2027, 11, 19), 0, None)),
        (TaskCounts(todo=1, latest_due=date(2027, 12, 20)), None, CUTOVER, Forecast(date(2027, 12, 20), 9, None)),
        (TaskCounts(todo=1, latest_due=date(2027, 12, 18)), None, CUTOVER, Forecast(date(2027, 12, 18), 10, None)),
        (TaskCounts(todo=2, latest_due=date(2027, 12, 20)), date(2027, 12, 22), CUTOVER,
         Forecast(date(2027, 12, 22), 7, "T9")),
        (TaskCounts(todo=1, latest_due=date(2028, 1, 4)), None, CUTOVER, Forecast(date(2028, 1, 4), -2, None)),
    ],
)  # fmt: skip
def test_the_forecast(tasks: TaskCounts, ends: date | None, cutover: date | None, expected: Forecast) -> None:
    chained = (position(ends), "T9") if ends else None
    assert forecast(tasks, chained, cutover, TODAY) == expected


LINKS = st.lists(
    st.tuples(
        st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=60)),
        st.none() | st.integers(0, 8),
        st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3)), max_size=3),
    ),
    max_size=12,
).map(
    lambda rows: chain(
        *(
            Link(f"T{n}", "lon", due, duration, tuple(Edge(f"T{needed}", lag) for needed, lag in needs if needed < n))
            for n, (due, duration, needs) in enumerate(rows)
        )
    )
)


@given(LINKS)
def test_the_order_of_the_tasks_does_not_matter(links: dict[str, Link]) -> None:
    assert finishes(dict(reversed(links.items())), TODAY) == finishes(links, TODAY)


@given(LINKS)
def test_nothing_finishes_before_it_may(links: dict[str, Link]) -> None:
    found = finishes(links, TODAY)
    for id_, one in links.items():
        assert one.due is None or found[id_] >= position(one.due)
        for needed in one.depends_on:
            assert found[id_] >= found[needed.task] + needed.lag + (1 if one.duration is None else one.duration)


@given(LINKS, st.integers(0, 11), st.integers(1, 9))
def test_more_work_never_ends_sooner(links: dict[str, Link], which: int, more: int) -> None:
    longer = {
        id_: msgspec.structs.replace(one, duration=(one.duration or 0) + more) if id_ == f"T{which}" else one
        for id_, one in links.items()
    }
    before, after = finishes(links, TODAY), finishes(longer, TODAY)
    assert all(after[id_] >= before[id_] for id_ in links)


# Training


def need(role: str, municipality: str | None = None, people: int = 10) -> TrainingNeed:
    return TrainingNeed("lon", role, municipality, people)


def came(found: Trained) -> list[int]:
    return [counted.attended for counted in found.needs]


def test_training_is_the_minimum_over_the_needs() -> None:
    found = trained(
        [need("leder", people=10), need("lønnskonsulent", people=3)],
        [Attended("Leder", 9, 4), Attended("lønnskonsulent", 1, 0)],
        [], [], PLACES,
    )  # fmt: skip
    assert came(found) == [9, 1]
    assert training_part(found) == (1, 3)
    assert training_part(Trained((NeedCount("leder", None, 4, 9, 0),))) == (4, 4)  # at most 1
    assert training_part(Trained()) == (0, 0)


def test_a_person_of_another_role_counts_for_none_and_is_reported() -> None:
    found = trained([need("leder")], [Attended("gruppeleder", 2, 0), Attended("leder", 1, 0)], [], [], PLACES)
    assert (came(found), found.unplaced) == ([1], 2)


def test_an_unknown_municipality_is_not_guessed() -> None:
    two = [need("leder", "fjordvik"), need("leder", "lyngstrand")]
    assert came(trained([two[0]], [Attended("leder", 5, 0)], [], [], PLACES)) == [5]
    found = trained(two, [Attended("leder", 5, 0)], [], [], PLACES)
    assert (came(found), found.unplaced) == ([0, 0], 5)
    named = [AttendedBy(f"m{n}", "leder", "ledere i Fjordvik", lately=True) for n in range(3)]
    found = trained(two, [Attended("leder", 5, 3)], named, [], PLACES)
    assert (came(found), found.unplaced) == ([3, 0], 2)
    assert [counted.lately for counted in found.needs] == [3, 0]


@pytest.mark.parametrize(
    ("audience", "expected", "asks"),
    [
        ("lønnskonsulent", [0, 7], ()),
        ("Lønnskonsulenter", [0, 7], ()),
        ("alle ledere", [7, 0], ()),
        ("superbruker", [0, 0], ("C1",)),
        ("", [0, 0], ("C1",)),
    ],
)
def test_a_number_counts_for_the_audience(audience: str, expected: list[int], asks: tuple[str, ...]) -> None:
    number = AttendedNumber(7, audience, lately=True, training="C1")
    found = trained([need("leder"), need("lønnskonsulent")], [], [], [number], PLACES)
    assert (came(found), found.asks, found.unplaced) == (expected, asks, 7 if asks else 0)


@pytest.mark.parametrize("audience", ["", "leder", "superbruker"])
def test_a_number_counts_for_the_only_need(audience: str) -> None:
    number = AttendedNumber(7, audience, lately=False, training="C1")
    assert came(trained([need("leder", "fjordvik")], [], [], [number], PLACES)) == [7]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [("ledere i Lyngstrand", [0, 7]), ("leder, Fjordvik", [7, 0]), ("Fjordviks ledere", [7, 0]), ("leder", [0, 0])],
)
def test_a_number_counts_for_the_municipality_that_is_named(audience: str, expected: list[int]) -> None:
    number = AttendedNumber(7, audience, lately=False, training="C1")
    needs = [need("leder", "fjordvik"), need("leder", "lyngstrand")]
    assert came(trained(needs, [], [], [number], PLACES)) == expected


def test_a_need_for_nobody_is_no_need() -> None:
    assert trained([need("leder", people=0)], [], [], [], PLACES).needs == ()
