"""Municipalities, groups, people and systems from their drafts."""

import re
from collections.abc import Sequence
from typing import Any

from commands.importing.dates import When
from commands.importing.drafts import Draft
from commands.importing.people import Named, people_in, turned
from commands.importing.resolving import Resolver, changed
from commands.importing.world import World
from commands.phrases import Phrase, Several, say
from store.records import Group, Member, Municipality, System

_OWN_ID = re.compile(r"[a-z][a-z0-9_-]{0,23}")


def put_municipalities(world: World, drafts: Sequence[Draft]) -> None:
    """Municipalities from JSON."""
    for draft in drafts:
        id_, name = draft.values["id"], draft.values.get("name")
        world.put(changed(world.get(Municipality, id_) or Municipality(id_, name or id_), name=name))


def put_groups(world: World, drafts: Sequence[Draft]) -> None:
    """Working groups from JSON."""
    for draft in drafts:
        id_, name = draft.values["id"], draft.values.get("name")
        known = world.get(Group, id_) or Group(id_, name or id_)
        world.put(changed(known, name=name, channel=draft.values.get("channel")))


def put_people(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Members from rows or JSON; deputies when all of them are known."""
    rows: dict[str, Draft] = {}
    for draft in drafts:
        member = _member(resolver, draft)
        if member is None or _contradicts(draft, rows.get(member.id)):
            continue
        rows.setdefault(member.id, draft)
        resolver.roster.put(member)
    for id_, draft in rows.items():
        if "deputy" in draft.values and (member := resolver.world.get(Member, id_)):
            resolver.roster.put(changed(member, deputy=resolver.person(draft, "deputy")))


def _contradicts(draft: Draft, other: Draft | None) -> bool:
    """Note where a row says something else of the same person or system than a row before it."""
    for field in draft.values if other else ():
        if other and field in other.values and _differ(other.values[field], draft.values[field]) and field != "phase":
            draft.fail(
                field, say("{cell} says something else of {name}.", cell=other.at(field).cell, name=_name_in(draft))
            )
            return True
    return False


def _differ(one: Any, other: Any) -> bool:
    """Whether two cells say different things; "Hansen, Kari" and "Kari Hansen" do not."""
    if isinstance(one, str) and isinstance(other, str) and "," in one + other:
        return _turned(one) != _turned(other)
    return bool(one != other)


def _turned(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name


def _name_in(draft: Draft) -> str:
    return str(draft.values.get("name") or draft.values.get("last_name") or draft.values.get("id", ""))


def _member(resolver: Resolver, draft: Draft) -> Member | None:
    values = draft.values
    named = _name_of(draft)
    if named is None:
        return None
    known = _known_member(resolver, draft, named)
    if isinstance(known, Phrase):
        draft.fail("name", known)
        return None
    id_ = known or _own_id(draft) or resolver.roster.new_id(named.name)
    member = resolver.world.get(Member, id_) or Member(id_, named.name)
    # A name guessed from an e-mail address is for somebody new; it renames nobody.
    stated = any(key in values for key in ("name", "first_name", "last_name"))
    return changed(
        member, name=named.name if stated else None, email=named.email or None, handle=values.get("handle"),
        role=values.get("role"), group=resolver.group(draft), lang=values.get("lang"),
        away_until=_day(values.get("away_until")), access=values.get("access"), wrote_in=values.get("wrote_in"),
        aliases=values.get("aliases"),
    )  # fmt: skip


def _known_member(resolver: Resolver, draft: Draft, named: Named) -> str | Phrase | None:
    id_ = draft.values.get("id")
    if draft.by_id or (id_ and resolver.roster.known_id(id_)):
        return resolver.roster.known_id(id_ or "")
    found = resolver.roster.same_as(named.name, named.email)
    if len(found) > 1:
        return say("There are several people called {name}. Add their e-mail addresses.", name=named.name)
    return found[0] if found else None


def _name_of(draft: Draft) -> Named | None:
    """The name and the e-mail address of a row of people."""
    values = draft.values
    name = values.get("name") or " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
    email = values.get("email", "")
    if draft.by_id or not name:
        name = name or email.partition("@")[0].replace(".", " ").title()
        return Named(name, email)
    people = people_in(name)
    if isinstance(people, Phrase):
        draft.fail("name", people)
        return None
    if len(people) > 1:
        draft.fail(
            "name", say("There are several people in one row: {names}.", names=Several([p.name for p in people]))
        )
        return None
    person = turned(people[0]) if people[0].loose else people[0]
    return Named(person.name, email or person.email)


def put_systems(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Systems from rows or JSON."""
    rows: dict[str, Draft] = {}
    for draft in drafts:
        id_ = _system_id(resolver, draft)
        if id_ is None or _contradicts(draft, rows.get(id_)):
            continue
        rows.setdefault(id_, draft)
        system = _system(resolver, draft, id_)
        resolver.world.put(system)
        resolver.catalogue.know(system)


def _system_id(resolver: Resolver, draft: Draft) -> str | None:
    values, catalogue = draft.values, resolver.catalogue
    own = _own_id(draft)
    if own is not None and (draft.by_id or resolver.world.get(System, own)):
        return own
    found = catalogue.systems_called(values["name"]) if "name" in values else []
    if len(found) > 1:
        draft.fail("name", say("There are several systems called {name}. Write the id of one.", name=values["name"]))
        return None
    return found[0] if found else own or catalogue.new_id(values.get("name", "system"))


def _system(resolver: Resolver, draft: Draft, id_: str) -> System:
    values, known = draft.values, resolver.world.get(System, id_)
    # A row that calls a known system by its product or an alias does not give it a new name.
    renames = known is None or draft.by_id or _own_id(draft) == id_
    status, percent = values.get("status"), values.get("percent")
    return changed(
        known or System(id_, values.get("name", id_)),
        name=values.get("name") if renames else None, product=values.get("product"), aliases=values.get("aliases"),
        group=resolver.group(draft), owner=resolver.person(draft, "owner"), vendor=values.get("vendor"),
        cutover=_day(values.get("cutover")), archive=values.get("archive"), status=status, percent=percent,
        blocker=values.get("blocker"), note=values.get("note"),
    )  # fmt: skip


def _own_id(draft: Draft) -> str | None:
    """The id that a row gives itself, where it can be an id here; a running number cannot."""
    id_ = str(draft.values.get("id", ""))
    if draft.by_id:
        return id_
    return id_.casefold() if _OWN_ID.fullmatch(id_.casefold()) else None


def _day(value: object) -> object:
    return value.day if isinstance(value, When) else value
