"""Questions and orders to Klar itself: what it is asked for, and about what."""

from collections.abc import Callable
from datetime import date

from commands.language import doubts
from commands.language.spot import Piece, Sentence
from commands.requests import (
    AskMine,
    AskOverdue,
    AskReadiness,
    AskStatus,
    AskTraining,
    Help,
    PostDigest,
    Request,
    SetLanguage,
    Undo,
)

_OF_KLAR: dict[str, Callable[[], Request]] = {"ask.undo": Undo, "ask.help": Help, "ask.digest": PostDigest}
# The first that a message has is what it asks; those after it may stand beside it, as may what is listed here.
_BESIDE: dict[str, frozenset[str]] = {
    "ask.undo": frozenset({"time.past"}),
    "ask.help": frozenset({"ask.training"}),
    "ask.digest": frozenset(),
    "ask.mine": frozenset({"ask.status", "due.mark", "due.by", "link.to", "date"}),
    "ask.overdue": frozenset({"ask.status", "due.late", "due.mark", "system", "group"}),
    "ask.ready": frozenset({
        "ask.why", "ask.status", "status.ready", "status.done", "system", "group", "date", "due.by",
    }),
    "ask.why": frozenset({
        "status.ready", "status.done", "status.blocked", "status.not_done", "stop.negation", "due.late", "id",
        "system", "group",
    }),
    "ask.training": frozenset({"ask.status", "system"}),
    "ask.status": frozenset({"id", "system", "group"}),
}  # fmt: skip
_IGNORED = frozenset({
    "plain.words", "sign", "comma", "end", "question", "link.prep", "link.and", "name.task", "name.group",
    "ask.cutover", "ask.how_far", "question.words", "question.order", "plain.was", "plain.became", "who.we", "who.i",
    "who.me", "who.me_or_we",
})  # fmt: skip


def asked(message: Sentence, pieces: list[Piece], about: tuple[str, ...]) -> Request | None:
    """The question or order that the pieces are, all of them; None when they are something else."""
    kinds = {p.kind for p in pieces}
    if "speak.set" in kinds:
        return _language(kinds - _IGNORED)
    ask = _what_is_asked(kinds)
    if ask is None:
        return None
    shared = next((p for p in pieces if p.kind in ("several.system", "several.group")), None)
    if shared is not None:
        raise doubts.who_of(message, shared)
    if not kinds <= _IGNORED | _BESIDE[ask] | {ask}:
        return None
    if ask in _OF_KLAR:
        return _OF_KLAR[ask]()
    if ask == "ask.mine":
        return AskMine(until=_until(pieces))
    return _asked_of(message, ask, pieces, about)


def question_about(pieces: list[Piece], about: tuple[str, ...]) -> Request | None:
    """A question in other words, which is about one task or one system."""
    task, system = _one(pieces, "id"), _one(pieces, "system")
    explained = all(p.kind != "unknown" for p in pieces)
    if task is None and system is None and len(about) == 1 and explained:
        task = about[0]
    if task is not None:
        return AskStatus(task=task)
    if system is not None and (explained or any(p.kind == "ask.status" for p in pieces)):
        return AskStatus(system=system)
    return None


def _what_is_asked(kinds: set[str]) -> str | None:
    ask = next((kind for kind in _BESIDE if kind in kinds), None)
    if ask is not None or "id" in kinds:
        return ask
    if "question" in kinds and ("status.ready" in kinds or {"status.done", "ask.cutover"} <= kinds):
        return "ask.ready"
    if "due.late" in kinds and (kinds & {"question", "question.words"} or kinds <= _IGNORED | {"due.late"}):
        return "ask.overdue"
    return None


def _asked_of(message: Sentence, ask: str, pieces: list[Piece], about: tuple[str, ...]) -> Request:
    task, system, group = _one(pieces, "id"), _one(pieces, "system"), _one(pieces, "group")
    if task is None and system is None and group is None and len(about) == 1:
        task = about[0]
    match ask:
        case "ask.overdue":
            return AskOverdue(system=system, group=group)
        case "ask.training":
            return AskTraining(system=system)
        case "ask.status" | "ask.why" if task is not None:
            if system is not None and message.names.system_of(task) != system:
                raise doubts.other_system(message, task, system)
            return AskStatus(task=task)
        case "ask.status":
            return AskStatus(system=system, group=group)
    return AskReadiness(system=system, group=group)


def _one(pieces: list[Piece], kind: str) -> str | None:
    found = {id_ for p in pieces if p.kind == kind for id_ in p.value}
    if len(found) > 1:
        raise doubts.one_question()
    return next(iter(found), None)


def _until(pieces: list[Piece]) -> date | None:
    days: list[date] = [day for p in pieces if p.kind == "date" for day in p.value.days]
    if len(days) > 1:
        raise doubts.one_question()
    return next(iter(days), None)


def _language(said: set[str]) -> SetLanguage | None:
    if {kind.partition(".")[0] for kind in said} != {"speak"}:
        return None
    languages = {kind.removeprefix("speak.") for kind in said} - {"set"}
    if len(languages) != 1:
        raise doubts.which_language()
    return SetLanguage(languages.pop())
