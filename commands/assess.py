"""Reads what readiness is counted from, and counts it: the one way from the store to `Readiness`."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime, timedelta

from commands.forecast import forecast, forecasts
from commands.readiness import Readiness, ReadinessRules, readiness, worst_first
from commands.trained import Trained, names_municipality, trained
from store.facts import Facts
from store.rows import name_key
from store.sums import EVERYTHING, Attended, AttendedBy, RiskSums, Session, TaskCounts, Within

LATELY = timedelta(days=28)  # the present pace of training is that of the last four weeks

_NO_TASKS = TaskCounts()
_NO_RISKS = RiskSums(0, 0, 0)


def assess(
    facts: Facts, *, today: date, now: datetime, rules: ReadinessRules, within: Within = EVERYTHING
) -> list[Readiness]:
    """How ready the systems are, the worst first. `now` is UTC, `today` the local day."""
    tasks = facts.tasks(today, now - timedelta(days=rules.heard_within), within)
    chains = forecasts(facts.links(within), today)
    gates = facts.gates(within)
    risks = facts.risks(within)
    training = _trained(facts, today, within)
    found = []
    for system in facts.systems(within):
        counted = tasks.get(system.id, _NO_TASKS)
        found.append(
            readiness(
                system,
                counted,
                gates.get(system.id, {}),
                training.get(system.id, _NOBODY),
                risks.get(system.id, _NO_RISKS),
                forecast(counted, chains.get(system.id), system.cutover, today),
                rules,
                today,
            )
        )
    return worst_first(found)


_NOBODY = Trained()


def _trained(facts: Facts, today: date, within: Within) -> dict[str, Trained]:
    since = today - LATELY
    municipalities = {name_key(said): id_ for id_, name in facts.municipalities().items() for said in (id_, name)}
    needs, numbers = facts.needs(within), facts.attended_numbers(since, within)
    sessions, roles = facts.sessions(since, within), facts.roles()
    audiences = {session.audience for several in sessions.values() for session in several}
    naming = {audience for audience in audiences if names_municipality(audience, municipalities)}
    return {
        system: trained(
            needs.get(system, ()),
            _by_role(sessions.get(system, ()), roles),
            _named(sessions.get(system, ()), roles, naming),
            numbers.get(system, ()),
            municipalities,
        )
        for system in needs.keys() | sessions.keys() | numbers.keys()
    }


def _by_role(sessions: Iterable[Session], roles: Mapping[str, str]) -> list[Attended]:
    """How many of each role came, each person once."""
    came: set[str] = set()
    lately: set[str] = set()
    for session in sessions:
        came.update(session.members)
        if session.lately:
            lately.update(session.members)
    people: dict[str, list[int]] = {}
    for member in came:
        counted = people.setdefault(roles[member], [0, 0])
        counted[0] += 1
        counted[1] += member in lately
    return [Attended(role, number, new) for role, (number, new) in people.items()]


def _named(sessions: Iterable[Session], roles: Mapping[str, str], naming: Container[str]) -> list[AttendedBy]:
    """Those who came to sessions whose audience names a municipality."""
    return [
        AttendedBy(member, roles[member], session.audience, session.lately)
        for session in sessions
        if session.audience in naming
        for member in session.members
    ]
