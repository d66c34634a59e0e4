"""The grammar of exact words: what is said with ids, names and phrases, where every word is explained.

Phrases, ids, names and dates are spotted; a message is acted on only when that leaves no word unexplained. Where there
is a doubt, the request is Unclear and says what to write instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commands.language import blockers, doubts, questions
from commands.language.adding import add_task
from commands.language.doubts import Doubt
from commands.language.facts import STATUSES
from commands.language.lexicon import lexicon
from commands.language.names import Names
from commands.language.spot import Piece, name, spot
from commands.language.spot import Sentence as Message
from commands.language.statements import Statements
from commands.language.text import LONGEST, clean, cut
from commands.requests import Help, Nothing, Request, Update
from store.records import Language

_PLAIN_REPORT = re.compile(r"\s*#?([Tt][0-9]{1,7})\s+([^\W\d_]+)\s*[.!]?\s*")
_EXAMPLE = "T101"
_SAYS_SOMETHING = frozenset({"percent", "percent.half", "blocker", "add.words", "due.move", "who.takes"})


@dataclass(frozen=True, slots=True)
class Read:
    """A message read: the language it can only be in, the task ids that it names, and the doubt where there is one."""

    request: Request
    lang: Language | None
    ids: tuple[str, ...] = ()
    doubt: Doubt | None = None


def plain_report(text: str, names: Names) -> Read | None:
    """«T101 ferdig», which is most of what is said, without the whole grammar. It says the same as the grammar does."""
    found = _PLAIN_REPORT.fullmatch(text)
    if found is None:
        return None
    word = found[2].lower()
    status = STATUSES.get(lexicon().single.get(word, ""))
    task = found[1].upper()
    if status is None or not names.task_exists(task):
        return None
    return Read(Update(task=task, status=status), lexicon().decisive.get(word), (task,))


def read_exactly(text: str, names: Names, today: date, about: Sequence[str] = ()) -> Read:
    """What a message asks for that was written on the local day `today`, where no word of it is left unexplained.

    `about` holds the ids of what the conversation is about: with just one task among them, «ferdig» is of that task.
    """
    cleaned = clean(text[: LONGEST + 1])
    tokens = cut(cleaned)
    language = lexicon().language_of(tokens)
    message = Message(cleaned, tokens, names, today, language)
    pieces = _without_address(message, spot(message, 0, len(tokens)))
    ids = tuple(dict.fromkeys(id_ for p in pieces if p.kind == "id" for id_ in p.value))
    try:
        if len(text) > LONGEST:
            raise doubts.too_long()
        return Read(_request(message, pieces, ids, about), language, ids)
    except Doubt as doubt:
        return Read(doubt.unclear, language, ids, doubt)


def _request(message: Message, pieces: list[Piece], ids: tuple[str, ...], about: Sequence[str]) -> Request:
    content = _content(pieces)
    if all(p.kind == "question" for p in content):
        return Help() if content else Nothing()
    if content[0].kind == "add.words":
        return add_task(message, content[0].end)
    pieces = name(message, blockers.cut_out(message, pieces))
    _refuse_unknown_tasks(message, pieces)
    if _is_to_a_colleague(message, pieces):
        return Nothing()
    tasks = () if ids else tuple(id_ for id_ in about if message.names.task_exists(id_))
    if (answer := questions.asked(message, pieces, tasks)) is not None:
        return answer
    if not _is_for_klar(pieces):
        return Nothing()
    return _statement_or_question(message, pieces, ids[0] if ids else tasks[0] if tasks else _EXAMPLE, tasks)


def _statement_or_question(message: Message, pieces: list[Piece], example: str, about: tuple[str, ...]) -> Request:
    """What is reported; what is asked only where nothing is."""
    sentences = _sentences(pieces)
    questioned = [_is_question(message, sentence) for sentence in sentences]
    if any(is_asked and _is_tag(sentence) for sentence, is_asked in zip(sentences, questioned, strict=True)):
        return questions.question_about(pieces, about) or Nothing()
    asked = [piece for sentence, is_asked in zip(sentences, questioned, strict=True) if is_asked for piece in sentence]
    if not asked and all(p.kind in ("id", "system", "link.prep") for p in _content(pieces)):
        return questions.question_about(pieces, about) or Nothing()
    statements = Statements(message, example, about)
    for number, (sentence, is_asked) in enumerate(zip(sentences, questioned, strict=True)):
        if not is_asked:
            statements.hear(number, sentence)
    if (change := statements.change()) is not None:
        return change
    return questions.question_about(asked, about) or Nothing()


def _without_address(message: Message, pieces: list[Piece]) -> list[Piece]:
    """Leave out «klar» where it is the name of the one spoken to. In «klar lønn» it is the question."""
    content = _content(pieces)
    if not content or message.tokens[content[0].start].key != "klar" or content[0].kind != "status.ready":
        return pieces
    rest = [p for p in content[1:] if p.kind != "question"]
    at = pieces.index(content[0])
    if any(p.kind != "unknown" for p in rest) and not all(p.kind in _ABOUT_READINESS for p in rest):
        return pieces[:at] + pieces[at + 1 :]
    return [*pieces[:at], content[0]._replace(kind="ask.ready"), *pieces[at + 1 :]]


def _refuse_unknown_tasks(message: Message, pieces: list[Piece]) -> None:
    for piece in pieces:
        for task in piece.value if piece.kind == "id" else ():
            if not message.names.task_exists(task):
                raise doubts.no_such_task(task)


def _is_to_a_colleague(message: Message, pieces: list[Piece]) -> bool:
    """Whether somebody else is spoken to, and asked: «@nils kan du ta T101?»."""
    content = _content(pieces)
    if content[0].kind not in ("member", "handle"):
        return False
    asks = any(p.kind == "question.order" for p in pieces) or content[-1].kind == "question"
    at = pieces.index(content[0]) + 1
    called = content[0].kind == "handle" or (at < len(pieces) and pieces[at].kind in ("comma", "question.order"))
    return called and (asks or message.tokens[content[1].start].key in _TAKE if len(content) > 1 else False)


def _is_for_klar(pieces: list[Piece]) -> bool:
    """Whether a message without a question to Klar is a report or an order at all, and not small talk."""
    kinds = {p.kind for p in pieces}
    if "id" in kinds:
        return True
    if "plain.chat" in kinds:
        return False
    facts = any(kind in _SAYS_SOMETHING or kind.startswith(("status.", "depend.")) for kind in kinds)
    explained = "unknown" not in kinds and bool(kinds & _POINTS_AT_SOMETHING)
    return facts or explained


def _sentences(pieces: list[Piece]) -> list[list[Piece]]:
    sentences: list[list[Piece]] = [[]]
    for piece in pieces:
        sentences[-1].append(piece)
        if piece.kind in ("end", "question"):
            sentences.append([])
    return [sentence for sentence in sentences if _content(sentence)]


def _is_question(message: Message, sentence: list[Piece]) -> bool:
    kinds = {p.kind for p in sentence}
    if "question.order" in kinds and kinds & _ORDERS:
        return False
    if kinds & {"question", "question.words", "question.order"}:
        return True
    first = next(p for p in sentence if p.kind != "sign")
    rest = [p for p in sentence if p is not first and p.kind not in ("sign", "plain.words")]
    opens = first.end == first.start + 1 and message.tokens[first.start].key in lexicon().words("verbs", "first")
    return opens and bool(rest) and rest[0].kind in ("id", "system")


def _is_tag(sentence: list[Piece]) -> bool:
    """Whether a question is about what stands beside it: «T101 er ferdig. Stemmer det?»."""
    return not any(p.kind in ("id", "system", "group") or p.section == "ask" for p in sentence)


def _content(pieces: list[Piece]) -> list[Piece]:
    return [p for p in pieces if p.kind not in _SILENT]


_SILENT = frozenset({"plain.words", "sign", "comma", "end", "question.order", "name.task"})
_ORDERS = frozenset({"due.move", "due.set", "who.mark", "status.dropped", "status.done", "ask.undo"})
_ABOUT_READINESS = frozenset({"unknown", "ask.cutover", "name.group", "link.prep"})
_POINTS_AT_SOMETHING = frozenset({"system", "due.mark", "due.by", "due.late", "link.to", "who.mark"})
_TAKE = frozenset({"ta", "take"})
