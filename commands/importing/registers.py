"""Training needs, risks, gates, decisions and the register of today's systems, from their drafts."""

import re
from collections.abc import Sequence

from commands.importing.dates import When
from commands.importing.drafts import Draft
from commands.importing.resolving import Resolver, changed
from commands.importing.words import plain_words
from commands.importing.world import free_id, name_key, next_number, slug
from commands.phrases import say
from store.records import Decision, Gate, LegacySystem, Risk, TrainingNeed

_PARTED = re.compile(r"\s*(?:[,;/\n&+]|\bog\b|\band\b)\s*")
_ALL = {"alle", "alle kommuner", "alle kommunar", "felles", "all", "all municipalities", "samtlige"}


def put_needs(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Training needs. Nobody to train is no need."""
    seen: dict[tuple[str, str, str], Draft] = {}
    for draft in drafts:
        system, role = resolver.system(draft), draft.values.get("role")
        municipality, people = _whose(resolver, draft), draft.values.get("people")
        if system is None or not role or people is None or draft.problems:
            continue
        known = next((n for n in resolver.world.all(TrainingNeed) if _is_about(n, system, role, municipality)), None)
        need = TrainingNeed(system, known.role if known else role, municipality, people)
        key = (system, name_key(role), municipality or "")
        if key in seen:
            draft.fail("people", say("The same need stands in {cell} too.", cell=seen[key].at("people").cell))
            continue
        seen[key] = draft
        if people:
            resolver.world.put(need)
        elif known:
            resolver.world.remove(known)


def _whose(resolver: Resolver, draft: Draft) -> str | None:
    """The municipality of a need; None where it is for all of them."""
    name = draft.values.get("municipality")
    if isinstance(name, str) and not draft.by_id and plain_words(name) in _ALL:
        return None
    return resolver.municipality(draft)


def _is_about(need: TrainingNeed, system: str, role: str, municipality: str | None) -> bool:
    return (need.system, name_key(need.role), need.municipality) == (system, name_key(role), municipality)


def put_risks(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Risks. A row is known by an id such as R3, else by system and text. Ids of broken rows stay theirs."""
    world = resolver.world
    known = {(risk.system, name_key(risk.text)): risk for risk in world.all(Risk)}
    wanted = [id_ for draft in drafts if (id_ := _risk_id(draft))]
    number = next_number("R", [*(risk.id for risk in world.all(Risk)), *wanted])
    seen: dict[str, Draft] = {}
    for draft in (draft for draft in drafts if not draft.problems):
        system, text = resolver.system(draft), draft.values.get("text", "")
        if system is None or draft.problems:
            continue
        own = _risk_id(draft)
        risk = world.get(Risk, own) if own else known.get((system, name_key(text)))
        if risk is None:
            risk = Risk(own or f"R{number}", system, text)
            number += not own
        if risk.id in seen:
            draft.fail("id", say("The same risk stands in {cell} too.", cell=seen[risk.id].spot.cell))
            continue
        seen[risk.id] = draft
        values = draft.values
        world.put(
            changed(
                risk, system=system, text=text or None, likelihood=values.get("likelihood"),
                consequence=values.get("consequence"), open=values.get("open"),
                raised_by=resolver.person(draft, "raised_by"),
            )
        )  # fmt: skip


def _risk_id(draft: Draft) -> str:
    id_ = str(draft.values.get("id", "")).upper()
    return id_ if re.fullmatch(r"R\d{1,9}", id_) else ""


def put_legacy(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """The register of today's systems: one record per row and municipality, kept whole."""
    seen: dict[str, Draft] = {}
    known: dict[str, list[LegacySystem]] = {}
    for one in resolver.world.all(LegacySystem):
        known.setdefault(name_key(one.name), []).append(one)
    for draft in drafts:
        for municipality in _owners(resolver, draft):
            record = _legacy(resolver, draft, municipality, known)
            if record.id in seen:
                draft.fail("name", say("The same system stands in {cell} too.", cell=seen[record.id].spot.cell))
            elif not draft.problems:
                seen[record.id] = draft
                resolver.world.put(record)


def _owners(resolver: Resolver, draft: Draft) -> list[str]:
    name = draft.values.get("municipality")
    if draft.by_id:
        return [name or ""]
    if not name:
        draft.fail("municipality", say("The row names no municipality."))
        return []
    if plain_words(name) in _ALL:
        draft.fail("municipality", say("Write which municipalities, parted by semicolons."))
        return []
    parts = [part for part in _PARTED.split(name) if part]
    return list(dict.fromkeys(id_ for part in parts if (id_ := resolver.municipality(draft, part))))


def _legacy(resolver: Resolver, draft: Draft, municipality: str, known: dict[str, list[LegacySystem]]) -> LegacySystem:
    values = draft.values
    name = values.get("name") or values.get("product", "")
    product = values.get("product", "")
    id_ = _legacy_id(resolver, draft, municipality)
    record = resolver.world.get(LegacySystem, id_) if id_ else _alike(known, municipality, name, product)
    if record is None:
        taken = {one.id for one in resolver.world.all(LegacySystem)}
        record = LegacySystem(id_ or free_id(slug(f"{municipality} {name}"), taken), name)
    replaced_by = resolver.system(draft, "replaced_by")
    return changed(
        record, name=name, municipality=municipality, product=product or None, vendor=values.get("vendor"),
        owner=values.get("owner"), users=values.get("users"), contract_end=_day(values.get("contract_end")),
        notice_date=_day(values.get("notice_date")), integrations=values.get("integrations"), note=values.get("note"),
        replaced_by=replaced_by,
    )  # fmt: skip


def _legacy_id(resolver: Resolver, draft: Draft, municipality: str) -> str:
    """The id that a row gives its record; one row may be about several municipalities, which have a record each."""
    own = str(draft.values.get("id", ""))
    if not own or draft.by_id or resolver.world.get(LegacySystem, own):
        return own
    several = len(_PARTED.split(str(draft.values.get("municipality", "")))) > 1
    return f"{own}-{municipality}" if several or own.isdigit() else own


def _alike(known: dict[str, list[LegacySystem]], municipality: str, name: str, product: str) -> LegacySystem | None:
    """The record with this name in a municipality, and with this product where both tell it."""
    named = [one for one in known.get(name_key(name), []) if one.municipality == municipality]
    exact = [one for one in named if name_key(one.product) == name_key(product)]
    return next(iter(exact or [one for one in named if not product or not one.product]), None)


def put_gates(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Gates from JSON."""
    for draft in drafts:
        values, system = draft.values, resolver.system(draft)
        if system is None:
            continue
        gate = resolver.world.get(Gate, system, values["gate"]) or Gate(system, values["gate"])
        resolver.world.put(
            changed(
                gate, state=values.get("state"), owner=resolver.person(draft, "owner"),
                evidence=values.get("evidence"), assessed=values.get("assessed"),
                waived_by=resolver.person(draft, "waived_by"), reason=values.get("reason"),
            )
        )  # fmt: skip


def put_decisions(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Decisions from JSON. One without an id is known by all that it says."""
    world = resolver.world
    for draft in drafts:
        values, system, by = draft.values, resolver.system(draft), resolver.person(draft, "by")
        if system is None:
            continue
        at, made = values.get("at"), values["decision"]
        same = [d for d in world.all(Decision) if (d.system, d.decision, d.by, d.at) == (system, made, by, at)]
        id_ = values.get("id") or (same[0].id if same else f"D{next_number('D', [d.id for d in world.all(Decision)])}")
        world.put(Decision(id_, system, made, by, at))


def _day(value: object) -> object:
    return value.day if isinstance(value, When) else value
