"""The morning digest, from a store in memory to what people read."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from commands.ask_readiness import readiness_reply
from commands.digest import SYSTEMS_LISTED, SYSTEMS_SHOWN, compose
from commands.digest_facts import LISTED, DigestFacts, Scope, collect
from commands.message import Heading, Item, Line, Reply
from commands.phrases import Person, render
from commands.readiness import DEFAULT_RULES
from commands.requests import AskReadiness
from store.changes import Record, change_between
from store.opening import open_store
from store.records import (
    GATES,
    LANGUAGES,
    Dependency,
    Enrolment,
    Gate,
    Group,
    Language,
    Member,
    Municipality,
    Risk,
    System,
    Task,
    Training,
    TrainingNeed,
    Workspace,
)
from store.workspace import WorkspaceStore

TODAY = date(2027, 11, 15)  # a Monday
NOW = datetime(2027, 11, 15, 7, tzinfo=UTC)
MERGER = date(2028, 1, 1)

PEOPLE: tuple[Record, ...] = (
    Municipality("strand", "Strand"),
    Group("lonn", "Lønn og personal"),
    Group("arkiv", "Dokument og arkiv"),
    Member("kari", "Kari Nes", role="lønnskonsulent", group="lonn"),
    Member("gro", "Gro Lid", role="gruppeleder", group="lonn"),
    Member("ola", "Ola Bø", role="arkivar", group="arkiv"),
)
LON = System("lon", "Lønn", group="lonn", owner="kari", vendor="Fjellrev", cutover=date(2027, 12, 31))
ARK = System("ark", "Arkiv", group="arkiv", vendor="fjellrev", cutover=date(2027, 12, 29), archive=True)


def workspace(*records: Record, merger: date | None = MERGER) -> WorkspaceStore:
    store = open_store(None)
    with store.transaction():
        made = store.add_workspace(Workspace("strand", "Nye Strand", merger))
        changes = [change for record in (*PEOPLE, *records) if (change := change_between(None, record))]
        made.record(changes, who="import", message="", what="import", at=NOW)
    return made


def all_green(system: str) -> list[Gate]:
    return [Gate(system, gate, "green", "gro") for gate in GATES]


def facts_of(made: WorkspaceStore, scope: Scope = Scope(), today: date = TODAY) -> DigestFacts:  # noqa: B008
    return collect(made, channel_scope=scope, today=today, now=NOW, settings=DEFAULT_RULES)


def lines(reply: Reply, lang: Language = "en") -> list[str]:
    assert all(isinstance(block, Heading | Line | Item) for block in reply.blocks)
    return [render(block.text, lang) for block in reply.blocks if isinstance(block, Heading | Line | Item)]


def digest(made: WorkspaceStore, scope: Scope = Scope(), before: DigestFacts | None = None) -> list[str]:  # noqa: B008
    return lines(compose(facts_of(made, scope), before)[0])


@pytest.fixture(scope="module")
def town() -> WorkspaceStore:
    """Two systems, one of them in danger, with something of everything a digest tells."""
    return workspace(
        LON,
        ARK,
        *all_green("ark"),
        Gate("lon", "data", "red", "ola"),
        Task("T1", "lon", "Overføre ansatte", "kari", due=date(2027, 11, 12), status="doing", percent=50, heard_at=NOW),
        Task("T2", "lon", "Prøvekjøre", "kari", status="blocked", blocked_at=NOW - timedelta(days=3)),
        Task("T3", "lon", "Rydde", None, due=date(2027, 12, 1), depends_on=(Dependency("T1"),)),
        Task("T4", "ark", "Maler", "ola", status="done"),
        Training("C1", "lon", datetime.fromisoformat("2027-11-15T13:00"), place="Rådhuset", seats=3),
        Training("C2", "lon", datetime.fromisoformat("2027-11-18T09:00"), seats=1),
        Training("C3", "lon", datetime.fromisoformat("2027-11-22T09:00")),
        Enrolment("C1", "kari"),
        Enrolment("C2", "kari"),
        Enrolment("C2", "ola", "waiting"),
        TrainingNeed("lon", "lønnskonsulent", None, 4),
        Risk("R1", "lon", "Feil lønn"),
        Risk("R2", "lon", "Sen levering", open=False),
    )


def test_the_whole_post(town: WorkspaceStore) -> None:
    facts = facts_of(town)
    assert digest(town) == [
        "47 days to the merger",
        "● ready: 1 · ◐ on track: 0 · ▲ at risk: 1",
        "▲ Lønn: at risk · 13 % · slack 21 d · data: red (Ola Bø)",  # (35 × 50/300 + 25 × 0/4 + 25 × 0/10 + 15 × 9/18)
        "● Arkiv: ready · 100 %",
        "Needs someone today",
        "T2 Prøvekjøre: blocked since Friday 12 November · Kari Nes",
        "T1 Overføre ansatte: was due Friday 12 November · Kari Nes",
        "T3 Rydde: due Wednesday 1 December · nobody responsible",
        "Training this week",
        "today 13:00: Lønn, Rådhuset · 2 seats free",
        "Thursday 18 November at 09:00: Lønn · full, 1 waiting",
        "1 role will not be trained in time at the present pace (see the thread)",
        "Several cutovers in one week",
        "Fjellrev has 2 cutovers in week 52: Arkiv · Lønn",
        "Heard from 1 of 3 open tasks in the last 7 days (33 %)",
        f"Journal {facts.journal}",
    ]
    assert len(facts.journal) == 12
    thread = compose(facts, None)[1]
    assert [lines(reply) for reply in thread] == [
        [
            "Not trained in time at the present pace",
            "Lønn, lønnskonsulent: 0 of 4 have come, cutover Friday 31 December",
        ]
    ]


def test_the_post_is_about_what_it_shows_and_mentions_only_whom_something_waits_for(town: WorkspaceStore) -> None:
    post, _ = compose(facts_of(town), None)
    assert post.about == ("lon", "ark", "T2", "T1", "T3", "C1", "C2")
    mentioned = [block for block in post.blocks if not isinstance(block, Heading) and "Person" in repr(block)]
    assert [block for block in mentioned if not isinstance(block, Item)] == []
    assert len(mentioned) == 2
    assert repr(Person("kari", "Kari Nes")) in repr(mentioned[0])


def test_the_facts_survive_the_store(town: WorkspaceStore) -> None:
    facts = facts_of(town)
    assert msgspec.json.decode(msgspec.json.encode(facts), type=DigestFacts) == facts
    post, _ = compose(facts, None)
    assert msgspec.json.decode(msgspec.json.encode(post), type=Reply) == post


def test_the_change_since_the_last_digest(town: WorkspaceStore) -> None:
    facts = facts_of(town)
    before = msgspec.structs.replace(
        facts,
        counts={"ready": 0, "on_track": 2, "at_risk": 0},
        systems=tuple(msgspec.structs.replace(s, score=19 if s.id == "lon" else None) for s in facts.systems),
    )
    said = lines(compose(facts, before)[0])
    assert said[1] == "● ready: 1 (+1) · ◐ on track: 0 (−2) · ▲ at risk: 1 (+1)"
    assert said[2].startswith("▲ Lønn: at risk · 13 % (−6) · ")
    assert said[3] == "● Arkiv: ready · 100 %"


def test_a_groups_channel_has_its_own_systems_only(town: WorkspaceStore) -> None:
    said = digest(town, Scope("group", "arkiv"))
    assert said[0] == "Dokument og arkiv · 47 days to the merger · the system is ready · " + said[0].split(" · ")[-1]
    assert len(said) == 1
    said = digest(town, Scope("group", "lonn"))
    assert said[0] == "Lønn og personal · 47 days to the merger"
    assert not any("Arkiv" in line for line in said)


def test_the_training_channel_has_trainings_only(town: WorkspaceStore) -> None:
    assert digest(town, Scope("training"))[:-1] == [
        "47 days to the merger",
        "Training this week",
        "today 13:00: Lønn, Rådhuset · 2 seats free",
        "Thursday 18 November at 09:00: Lønn · full, 1 waiting",
        "Not trained in time at the present pace",
        "Lønn, lønnskonsulent: 0 of 4 have come, cutover Friday 31 December",
    ]


def test_nothing_to_say_is_one_line() -> None:
    empty = workspace()
    assert digest(empty)[0].startswith("47 days to the merger · no systems yet · Journal ")
    quiet = workspace(ARK, *all_green("ark"))
    assert digest(quiet)[0].startswith("47 days to the merger · the system is ready · Journal ")
    assert digest(quiet, Scope("training"))[0].startswith("47 days to the merger · no training this week · Journal ")
    assert all(len(digest(made)) == 1 for made in (empty, quiet))
    changed = msgspec.structs.replace(facts_of(quiet), counts={"ready": 0, "on_track": 1, "at_risk": 0})
    assert len(digest(quiet, before=changed)) > 1


@pytest.mark.parametrize(
    ("merger", "expected"),
    [
        (TODAY + timedelta(days=1), "1 day to the merger"),
        (TODAY, "The merger is today"),
        (TODAY - timedelta(days=20), "20 days since the merger"),
        (None, "Morning digest"),
    ],
)
def test_the_days_to_the_merger(merger: date | None, expected: str) -> None:
    assert digest(workspace(merger=merger))[0].startswith(f"{expected} · ")


def test_what_does_not_fit_on_one_screen_goes_in_the_thread() -> None:
    systems = [System(f"s{n:03}", f"System {n}", group="lonn") for n in range(SYSTEMS_LISTED + SYSTEMS_SHOWN + 5)]
    tasks = [Task(f"T{n}", "s000", f"Blocked {n}", "kari", status="blocked", blocked_at=NOW) for n in range(60)]
    post, thread = compose(facts_of(workspace(*systems, *tasks)), None)
    said = [line for reply in thread for line in lines(reply)]
    assert len(post.blocks) <= 20
    assert "205 more in the thread" in lines(post)
    assert sum("System" in line for line in said) == SYSTEMS_LISTED
    assert "and 5 more" in said
    assert sum("Blocked" in line for line in (*lines(post), *said)) == LISTED
    assert "There are more. Write «overdue» to see what is past its date." in said
    assert all(len(reply.blocks) <= 41 for reply in thread)


def test_somebody_unblocks_it_even_where_nobody_owns_it() -> None:
    made = workspace(System("lon", "Lønn", group="lonn"), Task("T1", "lon", "X", None, due=date(2027, 11, 1)))
    assert digest(made)[2] == "▲ Lønn: at risk · 0 % · T1 is overdue (Gro Lid)"


def test_a_training_that_was_attended_counts() -> None:
    made = workspace(
        LON,
        TrainingNeed("lon", "lønnskonsulent", None, 4),
        Training("C1", "lon", datetime.fromisoformat("2027-11-08T09:00"), status="held"),
        Training("C2", "lon", datetime.fromisoformat("2027-11-09T09:00"), status="held"),
        Training(
            "C3",
            "lon",
            datetime.fromisoformat("2027-11-09T09:00"),
            status="held",
            audience="lønnskonsulenter",
            attended_count=1,
        ),
        Training("C4", "lon", datetime.fromisoformat("2027-11-09T09:00"), status="cancelled", attended_count=9),
        Enrolment("C1", "kari", "attended"),
        Enrolment("C2", "kari", "attended"),
        Enrolment("C2", "ola", "attended"),
        Enrolment("C2", "gro", "absent"),
        Enrolment("C3", "gro", "attended"),
    )
    reply = readiness_reply(made, AskReadiness(system="lon"), today=TODAY, now=NOW, rules=DEFAULT_RULES)
    assert "training: 2 of 4 have come (lønnskonsulent) · weight 25 %" in lines(reply)
    assert "1 who came counts for no role: role or municipality is not known" in lines(reply)


def test_one_system_with_all_its_numbers(town: WorkspaceStore) -> None:
    reply = readiness_reply(town, AskReadiness(system="lon"), today=TODAY, now=NOW, rules=DEFAULT_RULES)
    assert lines(reply) == [
        "▲ Lønn: not ready, at risk · 13 %",
        "data: red (Ola Bø)",
        "decision: past its date (Kari Nes)",
        "T2 is blocked (Kari Nes)",
        "T1 is overdue (Kari Nes)",
        "tests: not assessed (Kari Nes)",
        "training: not assessed (Kari Nes)",
        "access and support: not assessed (Kari Nes)",
        "rehearsal and rollback: not assessed (Kari Nes)",
        "3 open tasks (Kari Nes)",
        "Counted like this",
        "tasks: 50 % in all, over 3 tasks · weight 35 %",
        "training: 0 of 4 have come (lønnskonsulent) · weight 25 %",
        "gates: 0 of 10 green · weight 25 %",
        "risks: severity 9 of 18 closed · weight 15 %",
        "score: (35 × 50/300 + 25 × 0/4 + 25 × 0/10 + 15 × 9/18) ÷ 100 = 13 %",
        "forecast: finished Wednesday 1 December, cutover Friday 31 December, slack 21 working days",
        "Heard from 1 of 3 open tasks in the last 7 days (33 %)",
    ]


@pytest.mark.parametrize("request_", [AskReadiness(), AskReadiness(group="lonn")])
def test_all_and_a_group_are_short(town: WorkspaceStore, request_: AskReadiness) -> None:
    said = lines(readiness_reply(town, request_, today=TODAY, now=NOW, rules=DEFAULT_RULES))
    assert said[0].startswith("Not ready: 1 of ")
    assert said[2].startswith("▲ Lønn: at risk")
    assert len(said) <= 6


def test_no_systems_is_said() -> None:
    reply = readiness_reply(workspace(), AskReadiness(), today=TODAY, now=NOW, rules=DEFAULT_RULES)
    assert lines(reply) == ["There are no systems to count yet."]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_state_is_said_by_a_sign_and_a_word(town: WorkspaceStore, lang: Language) -> None:
    words = {"nb": "i fare", "nn": "i fare", "en": "at risk"}
    post, _ = compose(facts_of(town), None)
    assert lines(post, lang)[2].startswith(f"▲ Lønn: {words[lang]} · ")
