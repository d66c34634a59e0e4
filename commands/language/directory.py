"""What a workspace's systems, groups, people and tasks are called, ready to be found in what people write.

Built once from the workspace's records and kept; a changed record is put in again.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import pairwise
from math import log
from typing import NamedTuple

from commands.language.glossary import Glossary, glossary
from commands.language.hyphens import joined_words
from commands.language.spelling import Spelling
from commands.language.text import Token, clean, cut
from commands.language.words import fold, stem
from store.records import Group, Member, Snapshot, System, Task, Training

# A compound is cut in at most this many places, and a part has at least this many letters.
_SHORTEST_PART = 3
# A word is looked for at the end of longer ones.
_SHORTEST_END, _LONG = 4, 8
# What is longer is no word: nobody's «personvernkonsekvensutredningen» comes near.
_LONGEST_WORD = 40
_HYPHENS = ("-", "–")
_LINKS = ("", "s", "e")
_ENDINGS_OF_NAMES = frozenset({"", "s", "en", "et", "a", "n", "t", "ens", "ets", "na", "as", "e", "i", "an", "enes"})
_SMALL = frozenset(
    map(fold, "og i på for til med av fra frå the of and to in at on a an et en ei den det de per by".split())  # noqa: SIM905
)


class Unit(NamedTuple):
    """A word as it is matched: what it stands for as a whole, and its parts where it is a compound.

    `end_of` are longer words of titles that end with it: «dunkene» of «Renovasjonsdunker».
    """

    whole: str
    parts: tuple[str, ...] = ()
    end_of: tuple[str, ...] = ()

    @property
    def atoms(self) -> tuple[str, ...]:
        """All that the word may be matched by."""
        return (self.whole, *self.parts, *self.end_of)


class Named(NamedTuple):
    """Names that begin at a word: the word after them, and whose they are. Several share a family's name."""

    end: int
    kind: str
    ids: tuple[str, ...]


class Titled(NamedTuple):
    """A task, and the words of its title."""

    task: Task
    units: tuple[Unit, ...]
    wholes: frozenset[str]
    atoms: frozenset[str]
    compounds: tuple[tuple[str, ...], ...]
    opens_with_verb: bool


class Directory:
    """The names of one workspace. Ids are as in the workspace."""

    def __init__(self, records: Snapshot, book: Glossary | None = None) -> None:
        self._book = book or glossary()
        self.systems: dict[str, System] = {}
        self.members: dict[str, Member] = {}
        self.groups: dict[str, Group] = {}
        self.tasks: dict[str, Titled] = {}
        self.trainings: dict[str, Training] = {training.id: training for training in records.trainings}
        self.enrolled = {
            (one.training, one.member) for one in records.enrolments if one.state in ("enrolled", "waiting")
        }
        self._names: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        self.named_by: dict[str, set[str]] = defaultdict(set)
        self._forms: dict[str, str] = {}
        self._spelling = Spelling()
        self._heard: set[str] = set()
        self._short: dict[str, set[str]] = defaultdict(set)
        self._with_atom: dict[str, set[str]] = defaultdict(set)
        self._owned: dict[str | None, set[str]] = defaultdict(set)
        self._within: dict[str, set[str]] = defaultdict(set)
        self._told: dict[str, tuple[tuple[float, tuple[str, ...]], ...]] = {}
        self._weights: dict[str, float] = {}
        self._systems_of: dict[str, set[str]] = defaultdict(set)
        self._stems: set[str] = set()
        self._cut: dict[str, Unit] = {}
        self._ends: dict[str, set[str]] = defaultdict(set)
        self._ended: set[str] = set()
        self._places = [one.name for one in records.municipalities]
        for place in records.municipalities:
            self._know_word(place.name)
        for system in records.systems:
            self._put_system(system)
        for group in records.groups:
            self._put_group(group)
        for member in records.members:
            self._put_member(member)
        titles = [(task, _words(task.title)) for task in records.tasks]
        for _, words in titles:
            for word in words:
                self._know_word(word)
        for task, words in titles:
            self._put_title(task, words)

    def put_task(self, task: Task) -> None:
        """Know a task as it is now."""
        known = self.tasks.get(task.id)
        if known is not None and known.task.title == task.title:
            self._place(known._replace(task=task), known.task)
            return
        self.forget_task(task.id)
        words = _words(task.title)
        for word in words:
            self._know_word(word)
        self._put_title(task, words)

    def _put_title(self, task: Task, words: Sequence[str]) -> None:
        units = tuple(self.unit(word) for word in words if fold(word) not in _SMALL)
        wholes, compounds = frozenset(unit.whole for unit in units), tuple(unit.parts for unit in units if unit.parts)
        atoms = wholes.union(*compounds)
        verb = bool(units) and units[0].whole in self._book.verbs
        self._place(Titled(task, units, wholes, atoms, compounds, verb))
        for atom in atoms:
            self._with_atom[atom].add(task.id)
        for word in words:
            self._know_ends(self._book.stem(word))

    def _know_ends(self, word_stem: str) -> None:
        """Know what a longer word of a title ends with, where what stands before is a known word."""
        if not _LONG <= len(word_stem) <= _LONGEST_WORD or word_stem in self._ended:
            return
        self._ended.add(word_stem)
        for at in range(_SHORTEST_END, len(word_stem) - _SHORTEST_END + 1):
            if self._left(word_stem[:at]):
                self._ends[word_stem[at:]].add(self._book.concept(word_stem))

    def said(self, word: str) -> Unit:
        """What a word of a message stands for: where it is of no title, also the compounds that end with it."""
        unit = self.unit(word)
        if unit.parts or self.tasks_with(unit.whole) or self.is_of_the_trade(word):
            return unit
        return unit._replace(end_of=tuple(sorted(self._ends.get(self._book.stem(word), ()))))

    def _place(self, titled: Titled, before: Task | None = None) -> None:
        """Know whose a task is, and which system's."""
        task = titled.task
        self.tasks[task.id] = titled
        if before is not None:
            self._owned[before.owner].discard(task.id)
            self._within[before.system].discard(task.id)
        self._owned[task.owner].add(task.id)
        self._within[task.system].add(task.id)

    def forget_task(self, id_: str) -> None:
        """Know a task no more."""
        self._told.clear()
        self._weights.clear()
        known = self.tasks.pop(id_, None)
        if known is None:
            return
        for atom in known.atoms:
            self._with_atom[atom].discard(id_)
        self._owned[known.task.owner].discard(id_)
        self._within[known.task.system].discard(id_)

    def tasks_of(self, owner: str | None) -> list[Titled]:
        """The tasks that somebody owns, or nobody."""
        return [self.tasks[id_] for id_ in self._owned.get(owner, ())]

    def tasks_in(self, system: str) -> set[str]:
        """The tasks of a system."""
        return self._within.get(system, set())

    def systems_of(self, group: str | None) -> Set[str]:
        """The systems of a group."""
        return self._systems_of.get(group or "", frozenset())

    def words_of(self, task: str) -> list[str]:
        """The words of a task's title."""
        return _words(self.tasks[task].task.title)

    def tasks_with(self, atom: str) -> set[str]:
        """The tasks whose titles have a word that stands for this."""
        return self._with_atom.get(atom, set())

    def is_of_a_title(self, unit: Unit) -> bool:
        """Whether a word, or a part of it, stands in the title of any task."""
        return any(self._with_atom.get(atom) for atom in unit.atoms)

    def weight(self, atom: str) -> float:
        """How much a word tells: the fewer tasks have it, the more."""
        weight = self._weights.get(atom)
        if weight is None:
            found = len(self._with_atom.get(atom, ()))
            weight = log(1 + len(self.tasks) / found) if found else 0.0
            if found:
                self._weights[atom] = weight
        return weight

    def weighed(self, titled: Titled) -> tuple[tuple[float, tuple[str, ...]], ...]:
        """How much each word of a title tells, and what it may be matched by. A verb at its beginning may go unsaid."""
        found = self._told.get(titled.task.id)
        if found is None:
            units = titled.units[titled.opens_with_verb and len(titled.units) > 1 :]
            found = tuple((max(map(self.weight, unit.atoms)), unit.atoms) for unit in units)
            self._told[titled.task.id] = found
        return found

    def knows(self, word: str) -> bool:
        """Whether a word, in this or another form, is one of a title or a name here."""
        return self._book.stem(word) in self._stems

    def is_spelled(self, word: str) -> bool:
        """Whether a word stands in a title or a name just so, or in the general vocabulary."""
        return fold(word) in self._forms or self._book.lists(word) or self.is_weak(word)

    def is_of_the_trade(self, word: str) -> bool:
        """Whether a word is one of the general vocabulary: then it is no misspelling of another."""
        return self._book.knows(self._book.stem(word)) or fold(word) in self._book.irregular or self.is_weak(word)

    def with_letters(self, word: str) -> str | None:
        """The known word that somebody without æ, ø and å on the keyboard has written: «nesvaer»."""
        return self._forms.get(word) if word.isascii() else None

    def unit(self, word: str) -> Unit:
        """What a word stands for, and its parts."""
        found = self._cut.get(word)
        if found is None:
            whole = self._book.stem(word)
            parts = () if whole.isdigit() else self._parts(unicodedata.normalize("NFC", word).casefold())
            found = Unit(self._book.concept(whole), tuple(self._book.concept(part) for part in parts))
            if len(self._cut) < 100_000 and len(word) <= _LONGEST_WORD:
                self._cut[word] = found
        return found

    def is_verb(self, concept: str) -> bool:
        """Whether a concept is something that people do."""
        return concept in self._book.verbs

    def is_weak(self, word: str) -> bool:
        """Whether a word never tells one task from another."""
        return self._book.stem(word) in self._book.weak or fold(word) in _SMALL

    def spelled_like(self, word: str, near: int | None = None) -> str | None:
        """The one known word that a misspelt one is nearest to; None where there is none, or several as near."""
        if not 5 <= len(word) <= _LONGEST_WORD or not word.isalpha():
            return None
        return self._spelling.like(self._book.stem(word), near)

    def names_at(self, tokens: Sequence[Token], stems: Sequence[str], at: int) -> list[Named]:
        """The longest names that begin at a word, one for each kind of thing that has such a name."""
        best: dict[str, tuple[int, list[str]]] = {}
        for words, kind, id_ in self._names.get(stems[at], ()):
            end = at + len(words)
            if tuple(stems[at:end]) != words or (end == at + 1 and not self._is_form(tokens[at].key, stems[at], kind)):
                continue
            known = best.get(kind)
            if known is None or end > known[0]:
                best[kind] = (end, [id_])
            elif end == known[0] and id_ not in known[1]:
                known[1].append(id_)
        return [Named(end, kind, tuple(ids)) for kind, (end, ids) in best.items()]

    def named(self, text: str) -> list[tuple[str, str]]:
        """The (kind, id) of all that are called this, also with an ending: «arkivet»."""
        tokens = cut(clean(text))
        found = self.names_at(tokens, name_keys(tokens), 0) if tokens else []
        return [(one.kind, id_) for one in found if one.end == len(tokens) for id_ in one.ids]

    def _put_system(self, system: System) -> None:
        self.systems[system.id] = system
        self._systems_of[system.group or ""].add(system.id)
        for name in dict.fromkeys((system.name, system.product, *system.aliases)):
            self._name("system", system.id, name)
            for word in _words(name):
                self._know_word(word)
            words = _words(name)
            if len(words) == 1:
                self._spelling.know(self._book.stem(f"{words[0]}kurset"), f"{words[0]}kurset")
                self.named_by[self.unit(words[0]).whole].add(system.id)
        family = _words(system.product)
        if len(family) > 1 and len(family[0]) > 3:
            self._name("system", system.id, family[0])

    def _put_group(self, group: Group) -> None:
        self.groups[group.id] = group
        for name in (group.name, group.id, *_parts_of_name(group.name)):
            self._name("group", group.id, name)

    def _put_member(self, member: Member) -> None:
        self.members[member.id] = member
        words = member.name.split()
        names = [member.name, member.handle.lstrip("@"), member.id, *member.aliases]
        if words:
            names += [words[0], words[-1], f"{words[0]} {words[-1]}"]
        if len(words) > 1:
            names += [f"{words[0]} {words[-1][0]}", f"{words[0]}.{words[-1][0]}"]
        for name in dict.fromkeys(filter(None, names)):
            self._name("member", member.id, name)

    def _is_form(self, word: str, word_stem: str, kind: str) -> bool:
        """Whether a word is a name as it is, or with an ending that names take: «arkivet», and not «officer».

        In nynorsk «lønn» is «løn».
        """
        word = fold(word.lstrip("@"))
        return any(
            name == word + word[-1:] or (word.startswith(name) and word[len(name) :] in _ENDINGS_OF_NAMES)
            for name in self._short[word_stem + kind]
        )

    def _name(self, kind: str, id_: str, name: str) -> None:
        tokens = _tokens(name)
        # «Jan-Erik» is also written «Jan Erik».
        for spelled in (tokens, [token for token in tokens if token.key not in _HYPHENS]):
            keys = tuple(_key(token.key) for token in spelled)
            if len(keys) == 1:
                self._short[keys[0] + kind].update((fold(name.strip()), fold(spelled[0].key.lstrip("@"))))
            entry = (keys, kind, id_)
            if keys and entry not in self._names[keys[0]]:
                self._names[keys[0]].append(entry)

    def _know_word(self, word: str) -> None:
        if word in self._heard:
            return
        self._heard.add(word)
        self._stems.add(self._book.stem(word))
        self._cut.clear()  # what is known now may be a part of words that were met before
        self._forms.setdefault(fold(word), word)
        if word.isalpha():
            self._spelling.know(self._book.stem(word), word)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The known words that a compound is made of, or nothing."""
        if not 2 * _SHORTEST_PART <= len(word) <= _LONGEST_WORD or not word.isalpha():
            return ()
        best: tuple[str, ...] = ()
        for at in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            right = self._book.stem(word[at:])
            if not self._is_part(right) or len(word) - at < 3:
                continue
            left = self._left(word[:at])
            if left and (not best or len(left) + 1 <= len(best)):
                best = (*left, right)
        return best

    def _left(self, word: str) -> tuple[str, ...]:
        for link in _LINKS:
            if link and not word.endswith(link):
                continue
            bare = word[: len(word) - len(link)]
            if len(bare) >= _SHORTEST_PART and self._is_part(one := self._book.stem(bare)):
                return (one,)
        return self._parts(word)

    def _is_part(self, word_stem: str) -> bool:
        return len(word_stem) >= _SHORTEST_PART and (word_stem in self._stems or self._book.knows(word_stem))


def name_keys(tokens: Sequence[Token]) -> list[str]:
    """The words of a message as names are looked up by."""
    return [_key(token.key) for token in tokens]


def _key(word: str) -> str:
    return stem(word.lstrip("@"))


def _tokens(text: str) -> list[Token]:
    tokens = cut(clean(text))
    hyphens = {token.start for token, after in pairwise(tokens) if token.key in _HYPHENS and token.end == after.start}
    return [token for token in tokens if token.key[0].isalnum() or token.key[0] == "@" or token.start in hyphens]


def _words(text: str) -> list[str]:
    """The words of a name or a title; «e-post» is one."""
    return list(joined_words(cut(clean(text))))


def _parts_of_name(name: str) -> list[str]:
    """«Lønn, personal og turnus» is also called by each of its words; small words are not names."""
    return [word for word in _words(name) if fold(word) not in _SMALL and len(word) > 2]
