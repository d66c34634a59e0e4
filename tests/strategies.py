"""Whole workspaces to test with: every field filled in or not, and everything that is named exists."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Any, TypeVar
from unicodedata import normalize

from hypothesis import strategies as st

from store.records import (
    GATES,
    LANGUAGES,
    Decision,
    Dependency,
    Enrolment,
    Gate,
    Group,
    LegacySystem,
    Member,
    Municipality,
    Risk,
    Snapshot,
    System,
    Task,
    Training,
    TrainingNeed,
    Workspace,
)

T = TypeVar("T")

_FIRST = ["Åse", "Øystein", "Ærna", "Máret", "Kjersti", "Jon-Erik", "Amina", "Nguyen", "Siv", "Óđđa"]
_LAST = ["Bråten", "Sæther", "Ødegård", "Somby", "Kowalczyk", "Østby Lie", "Čáppa", "O'Brien", "Å"]
_SENTENCES = [
    "Prøvekonvertering av ansattregisteret",
    "venter på svar fra leverandøren",
    "17 av 24 tester er godkjent; to avvik gjenstår",
    'Skjema «B», "utkast" / 2. utgave',
    "Kåre sa: «går greit»",
    "🚧 på vei",
]  # fmt: skip
# What a spreadsheet might take for a formula, or split in two.
HOSTILE = [
    "=1+1", "+47 99 88 77 66", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("x";"y")', "a;b", "'sitert", "=cmd|'/c'!A1",
]  # fmt: skip

days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
clock = st.builds(time, st.integers(0, 23), st.integers(0, 59))
names = st.builds(lambda first, last: f"{first} {last}", st.sampled_from(_FIRST), st.sampled_from(_LAST))
_printable = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co")), min_size=1, max_size=20)
# As Klar keeps texts: composed, with nothing invisible in them or around them, and on one line but for notes.
texts = st.one_of(
    st.sampled_from(_SENTENCES),
    st.sampled_from([*map(str.strip, HOSTILE)]),
    _printable.map(lambda text: normalize("NFC", " ".join(text.split()))).filter(bool),
)
perhaps = st.just("") | texts
notes = perhaps | st.just("første linje\nandre linje")
percents = st.none() | st.integers(0, 100)


def numbered(prefix: str, make: Callable[[str], st.SearchStrategy[T]], most: int = 2) -> st.SearchStrategy[list[T]]:
    """Up to `most` records whose ids are `prefix` and a number, in order."""
    ids = st.integers(0, most).map(lambda n: [f"{prefix}{i}" for i in range(1, n + 1)])
    return ids.flatmap(lambda every: st.tuples(*(make(id_) for id_ in every)).map(list))


def _one_of(ids: list[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *ids])


def _some_of(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple) if ids else st.just(())


def workspaces() -> st.SearchStrategy[Workspace]:
    """The workspace's own record."""
    zones = st.sampled_from(["Europe/Oslo", "Arctic/Longyearbyen", "UTC"])
    return st.builds(
        Workspace, st.just("nye"), texts, merge_date=st.none() | days, timezone=zones, lang=st.sampled_from(LANGUAGES)
    )


def members(id_: str, groups: list[str], others: list[str]) -> st.SearchStrategy[Member]:
    """A member of one of the groups or of none, with a deputy among the others."""
    return st.builds(
        Member,
        st.just(id_),
        names,
        handle=st.sampled_from(["", f"@{id_}"]),
        role=st.sampled_from(["", "prosjektleder", "gruppeleder lønn", "kurshaldar", "trainer", "arkivar", "leser"]),
        group=_one_of(groups),
        access=st.sampled_from([None, "reader", "member", "group_leader", "trainer", "project_leader", "admin"]),
        email=st.sampled_from(["", f"{id_}@kommune.example"]),
        lang=st.sampled_from([None, *LANGUAGES]),
        wrote_in=st.sampled_from([None, *LANGUAGES]),
        deputy=_one_of(others),
        away_until=st.none() | days,
        aliases=st.lists(st.sampled_from([f"{id_}en", "Per på lønn"]), unique=True, max_size=2).map(tuple),
    )


def systems(id_: str, groups: list[str], people: list[str]) -> st.SearchStrategy[System]:
    """A system with an owner among the people. Its name is its own."""
    return st.builds(
        System,
        st.just(id_),
        st.sampled_from(["Lønn", "Sak/arkiv", "Pleie og omsorg", "Vann & avløp"]).map(lambda name: f"{name} {id_}"),
        product=st.sampled_from(["", f"Ansattveven {id_}"]),
        aliases=st.lists(st.sampled_from(["lønna", "sak/arkiv", "PLO", "payroll"]), unique=True, max_size=3).map(tuple),
        group=_one_of(groups),
        owner=_one_of(people),
        vendor=st.sampled_from(["", "Fjellrev AS", "Sølvskog"]),
        cutover=st.none() | days,
        archive=st.booleans(),
        status=st.sampled_from([None, "todo", "doing", "blocked", "done", "dropped"]),
        percent=percents,
        blocker=perhaps,
        note=notes,
    )


@st.composite
def tasks(draw: st.DrawFn, id_: str, system_ids: list[str], people: list[str], earlier: list[str]) -> Task:
    """A task that depends on earlier ones only, so that there is no circle."""
    due, owner = draw(st.none() | days), draw(_one_of(people))
    return Task(
        id_,
        draw(st.sampled_from(system_ids)),
        draw(texts),
        owner=owner,
        helpers=draw(_some_of([person for person in people if person != owner])),
        due=due,
        due_time=None if due is None else draw(st.none() | clock.map(lambda at: f"{at:%H:%M}")),
        status=draw(st.sampled_from(["todo", "doing", "blocked", "done", "dropped"])),
        percent=draw(percents),
        blocker=draw(perhaps),
        depends_on=tuple(Dependency(task, draw(st.integers(-3, 9))) for task in draw(_some_of(earlier))),
        duration=draw(st.none() | st.integers(1, 60)),
        phase=draw(st.sampled_from(["", "Konvertering", "1 Oppstart"])),
        ref=draw(st.sampled_from(["", f"1.{id_[1:]}"])),
        note=draw(notes),
        heard_at=draw(st.none() | moments),
        blocked_at=draw(st.none() | moments),
    )


@st.composite
def trainings(draw: st.DrawFn, id_: str, system_ids: list[str], people: list[str]) -> Training:
    """A training within one day. The clock is the workspace's own, on the minute."""
    day, start = draw(days), draw(clock)
    end = draw(st.none() | clock.filter(lambda at: at > start)) if start < time(23, 59) else None
    return Training(
        id_,
        draw(st.sampled_from(system_ids)),
        datetime.combine(day, start),
        end=None if end is None else datetime.combine(day, end),
        place=draw(st.sampled_from(["", "Teams", "Rådhuset, møterom Havørna; 2. etasje"])),
        seats=draw(st.none() | st.integers(0, 200)),
        trainer=draw(_one_of(people)),
        audience=draw(st.sampled_from(["", "leder", "saksbehandler"])),
        status=draw(st.sampled_from(["planned", "cancelled", "held"])),
        attended_count=draw(st.none() | st.integers(0, 200)),
    )


def enrolments(training_ids: list[str], people: list[str]) -> st.SearchStrategy[list[Enrolment]]:
    """Each person at most once in each training."""
    states = st.sampled_from(["enrolled", "waiting", "attended", "absent", "withdrew"])
    each = [st.none() | st.builds(Enrolment, st.just(t), st.just(p), states) for t, p in product(training_ids, people)]
    return st.tuples(*each).map(lambda row: [enrolment for enrolment in row if enrolment is not None])


def gates(system: str, people: list[str]) -> st.SearchStrategy[list[Gate]]:
    """Gates of one system, each kind at most once."""
    gate = st.builds(
        Gate,
        st.just(system),
        st.sampled_from(GATES),
        state=st.sampled_from(["green", "amber", "red", "none"]),
        owner=_one_of(people),
        evidence=notes,
        assessed=st.none() | days,
        waived_by=_one_of(people),
        reason=perhaps,
    )
    return st.lists(gate, unique_by=lambda it: it.gate, max_size=2)


def legacy(id_: str, municipality_ids: list[str], system_ids: list[str]) -> st.SearchStrategy[LegacySystem]:
    """A row of the register of what each municipality has today."""
    return st.builds(
        LegacySystem,
        st.just(id_),
        st.sampled_from(["Lønnssystem", "Arkiv", "Kart"]).map(lambda name: f"{name} {id_}"),
        municipality=st.sampled_from(municipality_ids),
        product=st.sampled_from(["", "Permen"]),
        vendor=st.sampled_from(["", "Krokvik EDB"]),
        owner=st.one_of(st.just(""), names),
        users=st.none() | st.integers(0, 5000),
        contract_end=st.none() | days,
        notice_date=st.none() | days,
        integrations=perhaps,
        note=notes,
        replaced_by=_one_of(system_ids),
    )


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A whole workspace."""
    municipalities = draw(numbered("k", lambda id_: st.builds(Municipality, st.just(id_), names)))
    groups = draw(numbered("g", lambda id_: st.builds(Group, st.just(id_), names, st.sampled_from([None, "#lonn"]))))
    group_ids, municipality_ids = [it.id for it in groups], [it.id for it in municipalities]
    people = [f"p{n}" for n in range(1, draw(st.integers(0, 3)) + 1)]
    all_systems = draw(numbered("s", lambda id_: systems(id_, group_ids, people)))
    ids = [it.id for it in all_systems]
    all_tasks: list[Task] = []
    all_trainings: list[Training] = []
    for n in range(draw(st.integers(0, 4)) if ids else 0):
        all_tasks.append(draw(tasks(f"T{101 + n}", ids, people, [it.id for it in all_tasks])))
    if ids:
        all_trainings = draw(numbered("C", lambda id_: trainings(id_, ids, people)))
    return Snapshot(
        draw(workspaces()),
        municipalities=municipalities,
        groups=groups,
        members=[draw(members(id_, group_ids, [it for it in people if it != id_])) for id_ in people],
        systems=all_systems,
        tasks=all_tasks,
        trainings=all_trainings,
        enrolments=draw(enrolments([it.id for it in all_trainings], people)),
        gates=[gate for id_ in ids for gate in draw(gates(id_, people))],
        **draw(_about_systems(ids, people, municipality_ids)),
    )


def _about_systems(ids: list[str], people: list[str], municipality_ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Decisions, risks and needs, where there are systems, and legacy systems, where there are municipalities."""
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    if municipality_ids:
        kinds["legacy"] = numbered("L", lambda id_: legacy(id_, municipality_ids, ids))
    if ids:
        system, severity = st.sampled_from(ids), st.integers(1, 5)
        what = st.sampled_from(["go", "no_go", "postpone"])
        need = st.builds(
            TrainingNeed, system, st.sampled_from(["leder", "arkivar"]), _one_of(municipality_ids), st.integers(1, 300)
        )
        kinds |= {
            "decisions": numbered(
                "B", lambda id_: st.builds(Decision, st.just(id_), system, what, _one_of(people), st.none() | days)
            ),
            "risks": numbered(
                "R",
                lambda id_: st.builds(
                    Risk, st.just(id_), system, texts, severity, severity, st.booleans(), _one_of(people)
                ),
            ),
            "needs": st.lists(need, unique_by=lambda it: (it.system, it.role, it.municipality), max_size=2),
        }
    return st.fixed_dictionaries(kinds)
