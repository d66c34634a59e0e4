"""Questions and orders to Klar itself: what it is asked for, and about what."""

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

_ASKS = (
    "ask.undo", "ask.help", "ask.digest", "ask.mine", "ask.overdue", "ask.ready", "ask.why", "ask.training", "ask.status",
)  # fmt: skip
_IGNORED = frozenset({
    "plain.words", "sign", "comma", "end", "question", "link.prep", "name.task", "name.group", "ask.cutover", "ask.how_far",
    "question.words", "question.order", "plain.was", "plain.became", "who.we", "who.i", "who.me", "who.me_or_we", "link.and",
})  # fmt: skip


def asked(message: Sentence, pieces: list[Piece], about: tuple[str, ...]) -> Request | None:
    """The question or order that the pieces are, all of them; None when they are something else."""
    if (language := _language(pieces)) is not None:
        return language
    kinds = {p.kind for p in pieces}
    ask = next((kind for kind in _ASKS if kind in kinds), None)
    if ask is None and kinds & {"due.late"} and not kinds & {"id"}:
        ask = "ask.overdue" if kinds & {"question", "question.words"} or not kinds - _IGNORED - {"due.late"} else None
    if ask is None and "question" in kinds and "id" not in kinds and _is_of_readiness(kinds):
        ask = "ask.ready"
    if ask is None:
        return None
    if shared := next((p for p in pieces if p.kind in ("several.system", "several.group")), None):
        raise doubts.who_of(message, shared)
    allowed = _IGNORED | {ask, *_ALONG.get(ask, ())}
    if not kinds <= allowed | {"id", "system", "group", "date", "link.to", "due.by"}:
        return None
    return _answerable(message, pieces, ask, about)


def _is_of_readiness(kinds: set[str]) -> bool:
    return "status.ready" in kinds or {"status.done", "ask.cutover"} <= kinds


def _answerable(message: Sentence, pieces: list[Piece], ask: str, about: tuple[str, ...]) -> Request | None:
    tasks = _one(pieces, "id")
    system, group = _one(pieces, "system"), _one(pieces, "group")
    dates = [p for p in pieces if p.kind == "date"]
    if dates and ask not in ("ask.mine", "ask.ready"):
        return None
    if tasks and ask not in ("ask.status", "ask.why"):
        return None
    match ask:
        case "ask.undo" | "ask.help" | "ask.digest" | "ask.mine" if system or group:
            return None
        case "ask.undo":
            return Undo()
        case "ask.help":
            return Help()
        case "ask.digest":
            return PostDigest()
        case "ask.mine":
            return AskMine(until=_until(dates))
        case "ask.overdue":
            return AskOverdue(system=system, group=group)
        case "ask.ready":
            return AskReadiness(system=system, group=group)
        case "ask.why" if not tasks:
            return AskReadiness(system=system, group=group)
        case "ask.training" if not group:
            return AskTraining(system=system)
        case "ask.status" | "ask.why":
            return status(message, tasks or (about if not (system or group) else ""), system, group)
    return None


def status(message: Sentence, task: str | tuple[str, ...] | None, system: str | None, group: str | None) -> Request:
    """How far a task, a system or a group has come."""
    if isinstance(task, tuple):
        task = task[0] if len(task) == 1 else None
    if task and not message.names.task_exists(task):
        raise doubts.no_such_task(task)
    if task and system and message.names.system_of(task) != system:
        raise doubts.other_system(message, task, system)
    return AskStatus(task=task) if task else AskStatus(system=system, group=group)


def question_about(message: Sentence, pieces: list[Piece]) -> Request | None:
    """A question in other words, which is about one task or one system."""
    tasks, system = _one(pieces, "id"), _one(pieces, "system")
    if tasks:
        return status(message, tasks, None, None)
    if system and (all(p.kind != "unknown" for p in pieces) or any(p.kind == "ask.status" for p in pieces)):
        return status(message, None, system, None)
    return None


def _one(pieces: list[Piece], kind: str) -> str | None:
    found = {id_ for p in pieces if p.kind == kind for id_ in p.value}
    if len(found) > 1:
        raise doubts.one_question()
    return next(iter(found), None)


def _until(dates: list[Piece]):  # type: ignore[no-untyped-def]
    if not dates:
        return None
    found = dates[0].value
    if len(dates) > 1 or len(found.days) != 1:
        raise doubts.one_question()
    return found.days[0]


def _language(pieces: list[Piece]) -> SetLanguage | None:
    said = [p for p in pieces if p.kind not in _IGNORED]
    if not any(p.kind == "speak.set" for p in said):
        return None
    languages = {p.kind.removeprefix("speak.") for p in said} - {"set"}
    if {p.section for p in said} != {"speak"}:
        return None
    if languages == {"nb", "nn"}:
        languages = {"nn"}
    if len(languages) != 1:
        raise doubts.which_language()
    return SetLanguage(languages.pop())


_ALONG: dict[str, tuple[str, ...]] = {
    "ask.undo": ("ask.undo", "time.past"),
    "ask.mine": ("ask.status", "due.mark", "who.mark"),
    "ask.overdue": ("ask.status", "due.late", "due.mark"),
    "ask.ready": ("ask.why", "ask.status", "status.ready", "status.done"),
    "ask.why": ("status.ready", "status.done", "status.blocked", "stop.negation", "status.not_done", "due.late"),
    "ask.training": ("ask.status",),
    "ask.help": ("ask.training",),
}
