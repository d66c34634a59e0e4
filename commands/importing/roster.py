"""Who is meant by a name in a cell: somebody Klar knows, somebody new, or more than one, which is asked back."""

from collections.abc import Iterable, Sequence

from commands.importing.people import Named, shortened, turned
from commands.importing.world import World, free_id, name_key, slug
from commands.phrases import Phrase, Several, say
from store.records import Member


class Roster:
    """The members, those that the rows make included. `created` holds the ids of those made for a name in a cell."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_name: dict[str, list[str]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._by_email: dict[str, str] = {}
        self._ids: set[str] = set()
        self.created: list[str] = []
        for member in world.all(Member):
            self._know(member)

    def known_id(self, id_: str) -> str | None:
        """The member with this id, however it is capitalised."""
        return id_ if id_ in self._ids else next((known for known in self._ids if known == id_.casefold()), None)

    def prepare(self, people: Sequence[Named]) -> None:
        """Know all longer names first, so that "Kari" finds the Kari Hansen of a later row, or is two with a Kari H."""
        for person in people:
            if _is_whole(person) and not self._exact(person):
                self._create(person)
        for person in people:
            if " " in person.name and not person.loose and not (self._exact(person) or self._short(person.name)):
                self._create(person)

    def find(self, person: Named) -> str | Phrase:
        """The id of the member who is meant; one is made where nobody fits. A phrase where several do."""
        if person.loose:
            return self._loose(person)
        found = self._exact(person) or ([] if _is_whole(person) else self._short(person.name))
        if len(found) > 1:
            return say(
                "“{text}” could be one of {names}. Write the whole name or the e-mail address.",
                text=person.name,
                names=Several([self._name(id_) for id_ in sorted(found)]),
            )
        return found[0] if found else self._create(person)

    def put(self, member: Member) -> None:
        """Know a member who is made or changed."""
        self._world.put(member)
        self._know(member)

    def new_id(self, name: str) -> str:
        """A free id for a name: the first letter of the first name and the last name."""
        words = slug(name).split("-")
        wanted = words[0] if len(words) == 1 else words[0][:1] + words[-1]
        return free_id(wanted or "person", self._ids)

    def same_as(self, name: str, email: str) -> list[str]:
        """The members that a row of people may be about: by e-mail address, else by the whole name."""
        if email and email in self._by_email:
            return [self._by_email[email]]
        return [
            id_ for id_ in self._by_name.get(name_key(name), []) if not (email and self._email(id_) not in ("", email))
        ]

    def _loose(self, person: Named) -> str | Phrase:
        flipped = turned(person)
        found = self._exact(flipped)
        if len(found) == 1:
            return found[0]
        last, first = person.name.split(", ")
        return say(
            "“{text}” could be one person or two. Write “{one}” or “{two}”.",
            text=person.name, one=flipped.name, two=f"{last}; {first}",
        )  # fmt: skip

    def _exact(self, person: Named) -> list[str]:
        if person.email and person.email in self._by_email:
            return [self._by_email[person.email]]
        named = self._by_name.get(name_key(person.name.removeprefix("@")), []) if person.name else []
        return [id_ for id_ in named if not (person.email and self._email(id_) not in ("", person.email))]

    def _short(self, name: str) -> list[str]:
        """Those whose names begin as the words of a short name do: "Kari", "Ola N.", "O. Nordmann"."""
        words = [word.rstrip(".") for word in name_key(name).split()]
        whole = next((word for word in words if len(word) > 1), None)
        if whole is None:
            return []
        return [id_ for id_ in self._by_word.get(whole, []) if _agree(words, name_key(self._name(id_)).split())]

    def _create(self, person: Named) -> str:
        name = person.name or person.email.partition("@")[0].replace(".", " ").title()
        member = Member(self.new_id(name), name, email=person.email)
        self.put(member)
        self.created.append(member.id)
        return member.id

    def _know(self, member: Member) -> None:
        self._ids.add(member.id)
        for name in (member.id, member.name, member.handle.removeprefix("@")):
            _add(self._by_name, name_key(name), member.id)
        for word in name_key(member.name).split():
            _add(self._by_word, word, member.id)
        if member.email:
            self._by_email[member.email.casefold()] = member.id

    def _name(self, id_: str) -> str:
        member = self._world.get(Member, id_)
        return member.name if member else id_

    def _email(self, id_: str) -> str:
        member = self._world.get(Member, id_)
        return member.email.casefold() if member else ""


def _is_whole(person: Named) -> bool:
    words = person.name.split()
    return (
        not person.loose and (len(words) > 1 or bool(person.email)) and all(len(word.rstrip(".")) > 1 for word in words)
    )


def _agree(short: list[str], whole: list[str]) -> bool:
    """Whether each short word is, or begins, a word of the whole name, in the same order."""
    rest = iter(whole)
    return all(any(word == full if len(word) > 1 else full.startswith(word) for full in rest) for word in short)


def _add(index: dict[str, list[str]], key: str, id_: str) -> None:
    if key and id_ not in index.setdefault(key, []):
        index[key].append(id_)


def people_among(values: dict[str, object]) -> Iterable[Named]:
    """The people that a draft's values name."""
    for value in values.values():
        if isinstance(value, tuple):
            yield from (person for person in value if isinstance(person, Named))


def unknown_member(id_: str) -> Phrase:
    """There is no member with this id."""
    return say("There is no member with the id “{id}”.", id=shortened(id_))
