"""Decisions, risks and new tasks in people's own words."""

from typing import Any

import pytest

from tests.language.rooms import heard

UNCLEAR = {"intent": "unclear"}
NONE = {"intent": "none"}


def decided(system: str, decision: str) -> dict[str, Any]:
    return {"intent": "decision", "system": system, "decision": decision}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Styringsgruppa har besluttet go for arkiv", decided("ark", "go")),
        ("Vedtatt: arkiv settes i drift 1. januar", decided("ark", "go")),
        ("Rådmannen har gitt klarsignal for Arkivum", decided("ark", "go")),
        ("It's a go for the archive!", decided("ark", "go")),
        ("Styringsgruppen sa nei til lønn i dag", decided("lon", "no_go")),
        ("det ble no-go på byggesak", decided("byg", "no_go")),
        ("SG har utsatt arkiv", decided("ark", "postpone")),
    ],
)
def test_a_decision_that_has_been_taken(text: str, expected: dict[str, Any]) -> None:
    assert heard(text) == expected


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Styringsgruppa utsetter lønn til 1. februar", "2029-02-01"),
        ("Steering committee postponed payroll until 1 March", "2029-03-01"),
    ],
)
def test_putting_off_to_a_day_is_also_a_new_date(text: str, due: str) -> None:
    moved = {"intent": "reschedule", "system": "lon", "due": due}
    assert heard(text) == {"intent": "updates", "items": [decided("lon", "postpone"), moved]}


@pytest.mark.parametrize(
    "text",
    [
        "jeg synes vi bør si go for arkiv", "Jeg hørte at det ble go for arkiv", "Styringsgruppa sier go!",
        "hvis styringsgruppa sier go for arkiv starter vi mandag",
    ],
)  # fmt: skip
def test_an_opinion_a_rumour_or_half_a_decision_is_asked_about(text: str) -> None:
    assert heard(text) == UNCLEAR


def test_what_is_to_be_decided_is_no_decision() -> None:
    assert heard("styringsgruppa skal ta stilling til go/no-go for arkiv på fredag") == NONE
    assert heard("Lønn er utsatt til 1. februar") == {"intent": "reschedule", "system": "lon", "due": "2029-02-01"}
    assert heard("Styringsgruppa har godkjent tegningene i arkivet")["intent"] == "update"


@pytest.mark.parametrize(
    ("text", "system", "risk"),
    [
        ("Jeg er redd for at arkiv ikke tåler så mange", "ark", "arkiv ikke tåler så mange"),
        ("Risiko på lønn: trekket kan bli feil", "lon", "trekket kan bli feil"),
        ("Risiko - arkiv - serveren er gammel", "ark", "serveren er gammel"),
        ("Legg inn en risiko på arkiv: serveren er gammel", "ark", "serveren er gammel"),
        ("Bekymringsmelding. Lønn. Vi har for få folk.", "lon", "Vi har for få folk"),
        ("worried payroll might crash on day one 😟", "lon", "payroll might crash on day one"),
        ("T3 might slip", "ark", "T3 might slip"),
        ("Fare for at vi ikke får skannet tegningene", "ark", "vi ikke får skannet tegningene"),
    ],
)
def test_a_risk_is_to_the_system_named_or_pointed_at(text: str, system: str, risk: str) -> None:
    assert heard(text) == {"intent": "risk", "system": system, "text": risk}


def test_a_risk_beside_a_report() -> None:
    found = heard("tegningene er 60 %, men jeg er redd for at vi mister originaler i arkiv")
    assert found["items"] == [
        {"intent": "risk", "system": "ark", "text": "vi mister originaler i arkiv"},
        {"intent": "update", "task": "T3", "percent": 60},
    ]


def test_no_risk() -> None:
    assert heard("Ikke lenger bekymret for lønn") == NONE
    assert heard("redd for at bussen er forsinket") == NONE
    assert heard("As far as I'm concerned T3 is done")["status"] == "done"
    assert heard("Fare for forsinkelse på Rosmarin") == UNCLEAR


def added(system: str, title: str, **more: str) -> dict[str, Any]:
    return {"intent": "add_task", "system": system, "title": title, **more}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kan du legge inn en ny oppgave på lønn om å sjekke skatt innen 15. januar?",
         added("lon", "sjekke skatt", due="2029-01-15")),
        ("opprett en oppgave på arkiv bestille bokser frist tiende januar",
         added("ark", "bestille bokser", due="2029-01-10")),
        ("ny oppgave arkiv bestille bokser innen fredag olav",
         added("ark", "bestille bokser", due="2028-12-08", owner="olav")),
        ("Vi må huske å bestille papir. Legg det inn som oppgave på arkiv med frist ut februar",
         added("ark", "bestille papir", due="2029-02-28")),
        ("Vi må huske å bestille papir, legg det inn som oppgave på arkiv, Olav tar den",
         added("ark", "bestille papir", owner="olav")),
        ("one more task for payroll - check tax cards by Friday", added("lon", "check tax cards", due="2028-12-08")),
        ("could you put 'order boxes' on the archive list", added("ark", "order boxes")),
        ("We need a task on archive to label boxes before Christmas", added("ark", "label boxes", due="2028-12-23")),
        ("ny oppgave: rydde i maler på arkiv", added("ark", "rydde i maler")),
        ("me må hugse å merke boksane. Før det opp som oppgåve på arkiv, eg tek den",
         added("ark", "merke boksane", owner="berit")),
    ],
)  # fmt: skip
def test_a_new_task(text: str, expected: dict[str, Any]) -> None:
    assert heard(text) == expected


def test_a_new_task_beside_a_report() -> None:
    found = heard("T3 er ferdig og legg til en ny oppgave på arkiv: brenne kopier")
    assert found["items"] == [added("ark", "brenne kopier"), {"intent": "update", "task": "T3", "status": "done"}]


@pytest.mark.parametrize(
    "text",
    [
        "ny oppgave på Rosmarin: rydde i maler", "ny oppgave på Fjomp: rydde i maler", "ny oppgave: rydde i maler",
        "Legg til en oppgave på lønn: teste bank, ansvarlig Siri",
        "kan du lage en oppgave i arkiv der vi må merke bokser, noen på IKT tar den",
    ],
)  # fmt: skip
def test_a_new_task_of_which_too_little_is_known_is_asked_about(text: str) -> None:
    assert heard(text) == UNCLEAR


@pytest.mark.parametrize(
    "text", ["lag en presentasjon om arkiv", "legg til rette for arkiv", "@olav kan du legge inn en oppgave på arkiv?"]
)
def test_what_only_sounds_like_a_new_task(text: str) -> None:
    assert heard(text) == NONE
