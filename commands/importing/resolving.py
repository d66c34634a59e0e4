"""The references of a draft: systems, people, groups and municipalities, by name or, from JSON, by id."""

from typing import Any, TypeVar

from msgspec.structs import replace

from commands.importing.catalogue import Catalogue
from commands.importing.drafts import Draft
from commands.importing.people import Named, shortened
from commands.importing.roster import Roster, unknown_member
from commands.importing.world import World
from commands.phrases import Phrase, say
from store.changes import Record
from store.records import Group, Municipality, System

R = TypeVar("R", bound=Record)


class Resolver:
    """Turns what a draft names into ids, and notes on the draft what cannot be."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.roster = Roster(world)
        self.catalogue = Catalogue(world)
        self._around: dict[tuple[str, ...], str | None] = {}

    def system(self, draft: Draft, field: str = "system") -> str | None:
        """The system of a draft: what its row says, else what the sheet or its title speaks of."""
        name = draft.values.get(field)
        if draft.by_id:
            return self._by_id(draft, field, System)
        if name is not None:
            return self._kept(draft, field, self.catalogue.system(name))
        if field == "system":
            return self._system_around(draft)
        return None

    def person(self, draft: Draft, field: str) -> str | None:
        """The first person in a field."""
        people = self.people(draft, field)
        return people[0] if people else None

    def people(self, draft: Draft, field: str) -> tuple[str, ...]:
        """All the people in a field, in their order."""
        named: Any = draft.values.get(field)
        if named is None:
            return ()
        if draft.by_id:
            return self._people_by_id(draft, field, (named,) if isinstance(named, str) else tuple(named))
        found = [self._kept(draft, field, self.roster.find(person)) for person in named if isinstance(person, Named)]
        return tuple(dict.fromkeys(id_ for id_ in found if id_))

    def group(self, draft: Draft) -> str | None:
        """The working group of a draft."""
        name = draft.values.get("group")
        if name is None:
            return None
        return self._by_id(draft, "group", Group) if draft.by_id else self.catalogue.group(name)

    def municipality(self, draft: Draft, name: str | None = None) -> str | None:
        """The municipality of a draft, or the one called `name`."""
        name = name or draft.values.get("municipality")
        if name is None:
            return None
        return self._by_id(draft, "municipality", Municipality) if draft.by_id else self.catalogue.municipality(name)

    def _system_around(self, draft: Draft) -> str | None:
        if draft.context not in self._around:
            self._around[draft.context] = self.catalogue.system_around(draft.context)
        found = self._around[draft.context]
        if found is None and "system" in draft.cells:
            draft.fail("system", say("The row names no system. Write it in every row, or merge the cells."))
        elif found is None:
            draft.cells["system"] = ""
            draft.fail(
                "system",
                say("It is not said which system this is about. Add a column System."),
            )
        return found

    def _by_id(self, draft: Draft, field: str, record: type[System | Group | Municipality]) -> str | None:
        id_ = draft.values.get(field)
        if id_ is None or self.world.get(record, id_):
            return id_
        draft.fail(field, say("There is nothing with the id “{id}”.", id=shortened(str(id_))))
        return None

    def _people_by_id(self, draft: Draft, field: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        for id_ in ids:
            if self.roster.known_id(id_) is None:
                draft.fail(field, unknown_member(id_))
        return tuple(dict.fromkeys(id_ for id_ in ids if self.roster.known_id(id_)))

    def _kept(self, draft: Draft, field: str, found: str | Phrase) -> str | None:
        if isinstance(found, Phrase):
            draft.fail(field, found)
            return None
        return found


def changed(record: R, **values: Any) -> R:
    """The record with those of the values that are given; what is None says nothing."""
    return replace(record, **{name: value for name, value in values.items() if value is not None})
