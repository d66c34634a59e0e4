"""Which system, group or municipality is meant by a name in a cell."""

import re
from collections.abc import Iterable

from commands.importing.grids import municipality_key
from commands.importing.people import shortened
from commands.importing.words import common_sheet_words, plain_words, without_parentheses
from commands.importing.world import World, free_id, name_key, slug
from commands.phrases import Phrase, Several, say
from store.records import Group, Municipality, System

# Words in the name of a sheet that say what it is, not which system it is about.
# Only beside one of these is the rest of a sheet's name taken for a system that is not known yet.
_CUTOVER = re.compile(
    r"cutover|cut-over|overgang|overgangsplan|go-?live|innføring|innføringsplan|implementering|konvertering|utrulling",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"^(?:fag)?(?:system|løsning|løysing|application)\s*[:–—-]\s*(\S.*)$", re.IGNORECASE | re.MULTILINE
)


class Catalogue:
    """The systems, groups and municipalities by all their names; what is not known is made, and listed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._systems: dict[str, list[str]] = {}
        self.created: list[tuple[str, str]] = []
        for system in world.all(System):
            self.know(system)

    def know(self, system: System) -> None:
        """Know a system by its names."""
        for name in (system.id, system.name, system.product, *system.aliases):
            ids = self._systems.setdefault(name_key(name), [])
            if name and system.id not in ids:
                ids.append(system.id)

    def systems_called(self, name: str) -> list[str]:
        """The systems with this name, product or alias; one whose own name it is comes alone."""
        found = self._systems.get(name_key(name)) or self._systems.get(name_key(without_parentheses(name))) or []
        own = [id_ for id_ in found if self._is_own_name(id_, name)]
        return own if len(own) == 1 else found or self._family(name)

    def system(self, name: str) -> str | Phrase:
        """The id of the system that is meant, made where it is not known."""
        found = self.systems_called(name)
        if len(found) > 1:
            names = Several([self._system_name(id_) for id_ in sorted(found)])
            return say("“{text}” could be one of {names}. Write the name of one.", text=shortened(name), names=names)
        return found[0] if found else self._create(name)

    def system_around(self, context: Iterable[str]) -> str | None:
        """The one system that the name or title of a sheet speaks of, or None."""
        texts = list(context)
        for text in texts:
            found = self.mentioned(text)
            if len(found) == 1:
                return found[0]
            if found:
                return None
        named = next((match[1] for text in texts if (match := _EXPLICIT.search(text))), "")
        rest = named or self._rest_of(texts[0] if texts else "")
        if not rest:
            return None
        made = self.system(rest)
        return made if isinstance(made, str) else None

    def group(self, name: str) -> str:
        """The id of the working group that is meant, made where it is not known."""
        key = name_key(name)
        for group in self._world.all(Group):
            if key in (name_key(group.name), group.id.casefold(), f"#{group.id}"):
                return group.id
        made = Group(free_id(slug(name), {group.id for group in self._world.all(Group)}), name)
        self._world.put(made)
        self.created.append(("group", made.name))
        return made.id

    def municipality(self, name: str) -> str:
        """The id of the municipality that is meant, made where it is not known."""
        key = municipality_key(name)
        for known in self._world.all(Municipality):
            if key in (municipality_key(known.name), known.id.casefold()):
                return known.id
        made = Municipality(free_id(slug(key), {known.id for known in self._world.all(Municipality)}), name)
        self._world.put(made)
        self.created.append(("municipality", made.name))
        return made.id

    def new_id(self, name: str) -> str:
        """A free id for a system."""
        return free_id(slug(name), {system.id for system in self._world.all(System)})

    def _family(self, name: str) -> list[str]:
        """The systems of a product family, such as the two that begin with "Elevia"; one alone is no family."""
        start = name_key(name) + " "
        members = {id_ for known, ids in self._systems.items() if known.startswith(start) for id_ in ids}
        return sorted(members) if len(members) > 1 else []

    def _create(self, name: str) -> str:
        made = System(self.new_id(name), name)
        self._world.put(made)
        self.know(made)
        self.created.append(("system", made.name))
        return made.id

    def mentioned(self, text: str) -> list[str]:
        """The systems whose names stand in a text. A name that stands inside a longer one is not meant."""
        rest = f" {plain_words(text)} "
        found: set[str] = set()
        for name, ids in sorted(self._systems.items(), key=lambda item: -len(item[0])):
            words = f" {plain_words(name)} "
            if len(words) > 3 and words in rest:
                found.update(ids)
                rest = rest.replace(words, " | ")
        return sorted(found)

    def _rest_of(self, sheet: str) -> str:
        """What is left of a sheet's name without common words, numbers and municipalities."""
        left_out = set(common_sheet_words()) | set(plain_words(self._world.current.workspace.name).split())
        for known in self._world.all(Municipality):
            left_out |= set(plain_words(known.name).split())
        if not _CUTOVER.search(sheet):
            return ""
        words = re.findall(r"[^\W_]+", sheet)
        kept = [word for word in words if word.casefold().rstrip("0123456789") not in left_out | {"", "v"}]
        return " ".join(kept) if sum(map(len, kept)) >= 2 else ""

    def _is_own_name(self, id_: str, name: str) -> bool:
        return name_key(name) in (id_.casefold(), name_key(self._system_name(id_)))

    def _system_name(self, id_: str) -> str:
        system = self._world.get(System, id_)
        return system.name if system else id_
