"""«Er vi klare?»: the answer for one system with all its numbers, or for a group's systems or all of them, in short.

For one system every number stands with what it was counted from, so that anyone can redo the sum by hand.
"""

from collections.abc import Iterator
from datetime import date, datetime

from commands.assess import assess
from commands.digest_facts import Unblockers, reason_and_who, system_facts
from commands.digest_lines import counts_said, heard_said, system_line
from commands.message import Block, Heading, Item, Line, Reply
from commands.phrases import Phrase, day, say, say_n
from commands.readiness import Part, Readiness, ReadinessRules, confidence, counts, reasons
from commands.readiness_words import (
    GATE_NAMES,
    PART_NAMES,
    STATE_SIGNS,
    STATE_WORDS,
    dotted,
    score_said,
    whole,
)
from commands.requests import AskReadiness
from store.sums import Within
from store.workspace import WorkspaceStore

SHOWN = 10  # systems in the short answer


def readiness_reply(
    workspace: WorkspaceStore, request: AskReadiness, *, today: date, now: datetime, rules: ReadinessRules
) -> Reply:
    """What Klar answers. `now` is UTC, `today` the local day; the system or group that is asked about must exist."""
    within = Within(group=request.group, system=request.system)
    found = assess(workspace.facts, today=today, now=now, rules=rules, within=within)
    if request.system is not None and found:
        return Reply(tuple(_one(workspace, found[0], today, rules)), about=(request.system,))
    return _several(workspace, found, today, rules)


def _several(workspace: WorkspaceStore, found: list[Readiness], today: date, rules: ReadinessRules) -> Reply:
    """The counts and the worst systems; never an average."""
    if not found:
        return Reply((Line(say("There are no systems to count yet.")),))
    shown = system_facts(workspace, found[:SHOWN], today)
    blocks: list[Block] = [
        Heading(_verdict(found)),
        Line(counts_said(counts(found), None)),
        *(Item(system_line(system)) for system in shown),
    ]
    if len(found) > SHOWN:
        blocks.append(Line(say("and {n} more", n=len(found) - SHOWN)))
    heard = heard_said(*confidence(found), rules.heard_within)
    if heard:
        blocks.append(Line(heard))
    return Reply(tuple(blocks), about=tuple(system.id for system in shown))


def _verdict(found: list[Readiness]) -> Phrase:
    left = sum(r.state != "ready" for r in found)
    if left:
        return say("Not ready: {n} of {all} systems", n=left, all=len(found))
    return say_n("Ready: the system", "Ready: all {n} systems", len(found))


def _state_said(found: Readiness) -> Phrase:
    word = STATE_WORDS[found.state]
    return word if found.state == "ready" else say("not ready, {kind}", kind=word)


def _one(workspace: WorkspaceStore, found: Readiness, today: date, rules: ReadinessRules) -> Iterator[Block]:
    system = found.system
    yield Heading(
        say(
            "{sign} {system}: {facts}",
            sign=STATE_SIGNS[found.state],
            system=system.name,
            facts=dotted(_state_said(found), score_said(found.score)),
        )
    )
    yield from _why(workspace, found, today)
    yield Heading(say("Counted like this"))
    for part in found.parts:
        yield Item(dotted(_part_said(part, found), say("weight {percent} %", percent=f"{part.weight / 100:g}")))
    if found.score is not None:
        yield Item(say("score: {sum} = {percent} %", sum=sum_by_hand(found.parts), percent=found.score))
    waived = [gate for gate in found.gates if gate.waived]
    if waived:
        yield Item(say("waived: {gates}", gates=dotted(*(GATE_NAMES[gate.gate] for gate in waived))))
    if found.training.unplaced:
        yield Item(_unplaced(found.training.unplaced))
    yield Item(_forecast_said(found, today))
    heard = heard_said(found.tasks.heard, found.tasks.open, rules.heard_within)
    if heard:
        yield Item(heard)


def _why(workspace: WorkspaceStore, found: Readiness, today: date) -> Iterator[Block]:
    """Every reason, what weighs most first, and who unblocks it."""
    unblockers = Unblockers(workspace)
    for reason in reasons(found):
        said, who = reason_and_who(workspace.facts, found, reason, today)
        name = unblockers.name(found, who)
        yield Item(say("{reason} ({who})", reason=said, who=name) if name else said)


def sum_by_hand(parts: tuple[Part, ...]) -> str:
    """The sum in figures alone: «(35 × 230/600 + 25 × 3/10) ÷ 60»."""
    terms = " + ".join(f"{part.weight / 100:g} × {part.have}/{part.of}" for part in parts)
    return f"({terms}) ÷ {sum(part.weight for part in parts) / 100:g}"


def _part_said(part: Part, found: Readiness) -> Phrase:
    """One part with its numerator and denominator."""
    name = PART_NAMES[part.name]
    if part.name == "tasks":
        return say("{part}: {have} % in all, over {n} tasks", part=name, have=part.have, n=part.of // 100)
    if part.name == "training" and (worst := found.training.worst):
        return say("{part}: {have} of {of} have come ({role})", part=name, have=part.have, of=part.of, role=worst.role)
    if part.name == "gates":
        return say("{part}: {have} of {of} green", part=name, have=part.have, of=part.of)
    return say("{part}: severity {have} of {of} closed", part=name, have=part.have, of=part.of)


def _unplaced(n: int) -> Phrase:
    return say_n(
        "{n} who came counts for no role: role or municipality is not known",
        "{n} who came count for no role: role or municipality is not known",
        n,
    )


def _forecast_said(found: Readiness, today: date) -> Phrase:
    finish = day(found.forecast.finish, today)
    slack, cutover = found.forecast.slack, found.system.cutover
    if slack is None or cutover is None:
        return say("forecast: finished {finish}, no cutover day set", finish=finish)
    return say(
        "forecast: finished {finish}, cutover {cutover}, slack {days} working days",
        finish=finish,
        cutover=day(cutover, today),
        days=whole(slack),
    )
