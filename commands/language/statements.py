"""Reports and orders on tasks and systems: sentences to clauses, clauses to changes."""

from dataclasses import dataclass, field

from commands.language import doubts, facts
from commands.language.clause import NEUTRAL, Clause, Facts
from commands.language.spot import Piece, Sentence
from commands.requests import Depend, Update, Updates

_SUBJECTS = ("id", "system")
_ORDER_HEADS = ("due.move", "due.set", "who.mark", "due.mark", "status.dropped", "system")
_SAYS_NOTHING = NEUTRAL | {"link.prep"}
# As many readings as can stand as buttons below a question.
_MOST_READINGS = 5


@dataclass(slots=True)
class Account:
    """All that is said of one subject, a list of tasks or of systems, and the number of the sentence."""

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
            said = [p for p in clause if p.kind not in _SAYS_NOTHING]
            if said:
                self._hear_clause(number, clause, said)

    def change(self) -> Update | Depend | Updates | None:
        """What has been said, as one change; None when nothing has. Raises Doubt for a task that nothing is said of."""
        said: dict[tuple[str, str], Facts] = {}
        for account in self._accounts:
            for id_ in account.subject.value:
                key = (account.subject.kind, id_)
                said[key] = said.get(key, Facts()).merged(account.facts, self._task(account.subject))
        for (kind, id_), told in said.items():
            if told == Facts():
                raise doubts.nothing_said_of(id_ if kind == "id" else self._message.names.called("system", id_))
        items = [told.change(id_) if kind == "id" else told.change(None, id_) for (kind, id_), told in said.items()]
        if len(items) > 1:
            return Updates(tuple(items))
        return items[0] if items else None

    def _hear_clause(self, number: int, clause: list[Piece], said: list[Piece]) -> None:
        subject = self._subject(clause)
        if subject is None:
            self._hear_of_last(number, clause, said)
        elif all(p.kind in _SUBJECTS for p in said):
            self._accounts.append(Account(subject, number))
        else:
            self._refuse_torn_list(subject, said)
            self._accounts.append(Account(subject, number, self._read(clause, subject)))

    def _hear_of_last(self, number: int, clause: list[Piece], said: list[Piece]) -> None:
        """A clause that names no task: it is about the last one named, or what the conversation is about."""
        if not self._accounts:
            self._accounts.append(Account(self._subject_of_conversation(clause, said), number))
        last = self._accounts[-1]
        heard = self._read(clause, last.subject)
        others = [a for a in self._accounts[:-1] if a.sentence == last.sentence == number]
        if any(a.facts.status not in ("done", "dropped") for a in others):
            raise doubts.said_of_which(self._words(said), self._task(last.subject))
        last.facts = last.facts.merged(heard, self._task(last.subject))

    def _subject_of_conversation(self, clause: list[Piece], said: list[Piece]) -> Piece:
        subject = Piece("id", 0, 0, self._about)
        if len(self._about) == 1:
            return subject
        heard = self._read(clause, None)
        if not self._about:
            raise doubts.which_task(self._words(said))
        raise doubts.which_of_these(self._words(said), *(heard.change(id_) for id_ in self._about[:_MOST_READINGS]))

    def _read(self, clause: list[Piece], subject: Piece | None) -> Facts:
        return facts.read(Clause(self._message, clause, subject, self._task(subject)))

    def _subject(self, clause: list[Piece]) -> Piece | None:
        """The tasks that a clause is about, else the systems. A system beside a task must be the task's own."""
        depends = next((i for i, p in enumerate(clause) if p.section == "depend"), len(clause))
        tasks = [p for p in clause[:depends] if p.kind == "id"]
        systems = [p for p in clause[:depends] if p.kind == "system"]
        if len(tasks) > 1 or (not tasks and len(systems) > 1):
            raise doubts.said_of_which(self._words(clause), self._task((tasks or systems)[0]))
        if not tasks:
            return systems[0] if systems else None
        for system in systems:
            for task in tasks[0].value:
                if system.value != (self._message.names.system_of(task),):
                    raise doubts.other_system(self._message, task, system.value[0])
        return tasks[0]

    def _refuse_torn_list(self, subject: Piece, said: list[Piece]) -> None:
        """Raise Doubt for «Kari tar T101, T102 er ferdig»: the comma may part two tasks, or join them."""
        at = said.index(subject)
        heads = [p for p in said[:at] if p.kind not in _ORDER_HEADS]
        if len(subject.value) > 1 and heads and len(said) > at + 1:
            raise doubts.said_of_which(self._words(said), self._task(subject))

    def _task(self, subject: Piece | None) -> str:
        return subject.value[0] if subject is not None and subject.kind == "id" else self._example

    def _words(self, pieces: list[Piece]) -> str:
        return self._message.words(pieces[0].start, pieces[-1].end)


def _clauses(pieces: list[Piece]) -> list[list[Piece]]:
    """Cut a sentence at its commas and conjunctions, and before a second task of which something is said."""
    clauses: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind in ("comma", "link.and", "link.but"):
            clauses.append([])
            continue
        if piece.kind == "id" and _is_complete(clauses[-1]):
            clauses.append([])
        clauses[-1].append(piece)
    return clauses


def _is_complete(clause: list[Piece]) -> bool:
    """Whether a clause begins with its task and already says something of it."""
    said = [p for p in clause if p.kind not in _SAYS_NOTHING]
    return len(said) > 1 and said[0].kind == "id" and not any(p.section == "depend" for p in said)
