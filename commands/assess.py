"""Reads what readiness is counted from, and counts it: the one way from the store to `Readiness`."""

from datetime import date, datetime, timedelta

from commands.forecast import forecast, forecasts
from commands.readiness import Readiness, ReadinessRules, readiness, worst_first
from commands.trained import Trained, names_municipality, trained
from store.facts import Facts
from store.rows import name_key
from store.sums import EVERYTHING, RiskSums, TaskCounts, Within

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
    naming = [audience for audience in facts.audiences() if names_municipality(audience, municipalities)]
    needs = facts.needs(within)
    people, numbers = facts.attended(since, within), facts.attended_numbers(since, within)
    named = facts.attended_by(naming, since, within) if naming else {}
    return {
        system: trained(
            needs.get(system, ()),
            people.get(system, ()),
            named.get(system, ()),
            numbers.get(system, ()),
            municipalities,
        )
        for system in needs.keys() | people.keys() | numbers.keys()
    }
