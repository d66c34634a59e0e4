"""Reports and orders on tasks and systems: sentences to clauses, clauses to changes."""

from dataclasses import dataclass, field

from commands.language import doubts, facts
from commands.language.facts import Clause, Facts
from commands.language.spot import Piece, Sentence
from commands.requests import Depend, Update, Updates

_SUBJECTS = ("id", "system")
_ORDER_HEADS = ("due.move", "due.set", "who.mark", "due.mark", "link.prep", "status.dropped")
_EMPTY = frozenset(
    {"plain.words", "sign", "comma", "end", "link.and", "link.but", "name.task", "link.prep", "question.order", "question"}
)


@dataclass(slots=True)
class Account:
    """All that is said of one subject: a list of tasks or of systems."""

    subject: Piece
    sentence: int
    facts: Facts = field(default_factory=Facts)


class Statements:
    """The statements of a message, gathered sentence by sentence."""

    def __init__(self, message: Sentence, example: str, about: tuple[str, ...]) -> None:
        self._message = message
        self._example = example
        self._about = about
        self._accounts: list[Account] = []

    def hear(self, number: int, pieces: list[Piece]) -> None:
        """Take in one sentence. Raises Doubt where something in it is not clear."""
        for clause in _clauses(pieces):
            self._hear_clause(number, clause)

    def change(self) -> Update | Depend | Updates | None:
        """What has been said, as one change; None when nothing has."""
        said: dict[str, Account] = {}
        for account in self._accounts:
            for id_ in account.subject.value:
                piece = account.subject._replace(value=(id_,))
                known = said.setdefault(f"{piece.kind}:{id_}", Account(piece, account.sentence))
                known.facts = known.facts.merged(account.facts, self._task(piece))
        if not said:
            return None
        items = [_change(account) for account in said.values()]
        silent = next((a for a in said.values() if a.facts == Facts()), None)
        if silent:
            raise doubts.nothing_said_of(self._task(silent.subject))
        return items[0] if len(items) == 1 else Updates(tuple(items))

    def _hear_clause(self, number: int, pieces: list[Piece]) -> None:
        subject = self._subject(pieces)
        rest = [p for p in pieces if p.kind not in _EMPTY]
        if not rest:
            return
        if subject is not None and all(p.kind in _SUBJECTS for p in rest):
            self._accounts.append(Account(subject, number))
            return
        if subject is not None:
            self._refuse_torn_list(subject, rest)
            heard = facts.read(Clause(self._message, pieces, subject, self._task(subject)))
            self._accounts.append(Account(subject, number, heard))
            return
        self._hear_of_last(number, pieces, rest)

    def _hear_of_last(self, number: int, pieces: list[Piece], rest: list[Piece]) -> None:
        """A clause that names no task: it is about the last one named, or what the conversation is about."""
        if not self._accounts:
            if not self._about:
                facts.read(Clause(self._message, pieces, None, self._example))
                raise doubts.which_task(self._message.words(rest[0].start, rest[-1].end))
            self._accounts.append(Account(Piece("id", 0, 0, self._about), number))
        last = self._accounts[-1]
        heard = facts.read(Clause(self._message, pieces, last.subject, self._task(last.subject)))
        others = [a for a in self._accounts[:-1] if a.sentence == last.sentence == number]
        if any(a.facts.status not in ("done", "dropped") for a in others):
            raise doubts.said_of_which(self._message.words(rest[0].start, rest[-1].end), self._task(last.subject))
        last.facts = last.facts.merged(heard, self._task(last.subject))

    def _subject(self, pieces: list[Piece]) -> Piece | None:
        """The tasks that a clause is about, else the systems. A system beside a task must be the task's own."""
        depends = next((i for i, p in enumerate(pieces) if p.section == "depend"), len(pieces))
        tasks = [p for p in pieces[:depends] if p.kind == "id"]
        systems = [p for p in pieces[:depends] if p.kind == "system"]
        if not tasks:
            return systems[0] if len(systems) == 1 else None
        if len(tasks) > 1:
            raise doubts.said_of_which(self._message.words(pieces[0].start, pieces[-1].end), self._task(tasks[0]))
        for system in systems:
            for task in tasks[0].value:
                if system.value != (self._message.names.system_of(task),):
                    raise doubts.other_system(self._message, task, system.value[0])
        return tasks[0]

    def _refuse_torn_list(self, subject: Piece, rest: list[Piece]) -> None:
        """«Kari tar T101, T102 er ferdig»: what stands before a list and what stands after it may be of different tasks."""
        at = rest.index(subject)
        heads = [p for p in rest[:at] if p.kind not in _ORDER_HEADS and p.kind != "system"]
        if len(subject.value) > 1 and heads and len(rest) > at + 1:
            raise doubts.said_of_which(self._message.words(rest[0].start, rest[-1].end), subject.value[0])

    def _task(self, subject: Piece) -> str:
        return subject.value[0] if subject.kind == "id" else self._example


def _clauses(pieces: list[Piece]) -> list[list[Piece]]:
    """Cut a sentence at its commas and conjunctions, and before a second task of which something is said."""
    clauses: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind in ("comma", "link.and", "link.but"):
            clauses.append([])
            continue
        current = clauses[-1]
        if piece.kind == "id" and _is_complete(current):
            clauses.append([])
        clauses[-1].append(piece)
    return [clause for clause in clauses if clause]


def _is_complete(clause: list[Piece]) -> bool:
    """Whether a clause begins with its task and already says something of it."""
    said = [p for p in clause if p.kind not in _EMPTY]
    return len(said) > 1 and said[0].kind == "id" and not any(p.section == "depend" for p in said)


def _change(account: Account) -> Update | Depend:
    kind, id_, said = account.subject.kind, account.subject.value[0], account.facts
    if said.needs:
        return Depend(id_, said.needs, said.independent)
    return said.update(id_ if kind == "id" else None, id_ if kind == "system" else None)
