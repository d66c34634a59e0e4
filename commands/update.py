"""A report on a task or on a system as a whole: status, percentage, blocker, due date, owner."""

from typing import Any

from msgspec.structs import replace

from commands.errors import Refused
from commands.message import Line, Reply
from commands.phrases import Phrase, Value, say
from commands.planned import Ask, Notice, Planned
from commands.requests import Change, Update
from commands.roles import leaders_of, may_lead, may_report
from commands.turn import Turn
from commands.wording import fields_said, joined, named, task_line
from store.changes import Change as StoredChange
from store.changes import change_between
from store.journal import UNTOLD
from store.records import Member, Status, System, Task

_REPORTED = ("status", "percent", "blocker")
_LED = ("due", "due_time", "owner")


def plan(request: Update, turn: Turn) -> Planned:
    """Apply what the author may say of the task or system; let whoever may be asked about the rest.

    Raises Refused where the percentage is impossible, or where nobody could be asked.
    """
    if request.percent is not None and not 0 <= request.percent <= 100:
        raise Refused(say("A percentage goes from 0 to 100, for example «{id} 80 %».", id=request.task or ""))
    task = turn.task(request.task) if request.task else None
    system = turn.system(task.system if task else request.system or "")
    allowed, asks = _split(request, turn, system, task)
    if task is not None:
        return _planned(task, told(task, allowed, turn), asks, turn)
    return _planned(system, _told_system(system, allowed), asks, turn)


def told(task: Task, request: Update, turn: Turn) -> Task:
    """The task after a report. Percent 1–99 without a status means in progress, 100 done, a blocker blocked."""
    new = {"heard_at": turn.now, **_standing_after(task, request)}
    if "status" in new:
        new["blocked_at"] = (task.blocked_at or turn.now) if new["status"] == "blocked" else None
    if request.due is not None:
        new |= {"due": request.due, "due_time": request.due_time}
    if request.owner is not None:
        new["owner"] = request.owner
    return replace(task, **new)


def _told_system(system: System, request: Update) -> System:
    new = _standing_after(system, request)
    if request.due is not None:
        new["cutover"] = request.due
    if request.owner is not None:
        new["owner"] = request.owner
    return replace(system, **new)


def _standing_after(target: Task | System, request: Update) -> dict[str, Any]:
    """Status, percentage and blocker after a report, which go together; nothing where none of them is reported."""
    status = _status(request)
    if status is None:
        return {}
    percent = 100 if status == "done" else request.percent
    if percent is None and target.status != "done" and status != "todo":
        percent = target.percent
    blocker = (request.blocker or target.blocker) if status == "blocked" else ""
    return {"status": status, "percent": percent, "blocker": blocker}


def _status(request: Update) -> Status | None:
    if request.status is not None:
        return request.status
    if request.blocker is not None:
        return "blocked"
    if request.percent is None:
        return None
    return "done" if request.percent == 100 else "doing" if request.percent else "todo"


def _split(request: Update, turn: Turn, system: System, task: Task | None) -> tuple[Update, tuple[Ask, ...]]:
    """What the author may say themselves, and what somebody else must be asked about."""
    author = turn.someone()
    asks = []
    if _says(request, _LED) and not may_lead(author, system):
        led = replace(request, status=None, percent=None, blocker=None)
        asks.append(ask(led, leaders_of(system, turn.workspace.people.all())))
        request = replace(request, due=None, due_time=None, owner=None)
    if _says(request, _REPORTED) and not may_report(author, system, task):
        asks.append(ask(request, reporters_of(system, task, turn)))
        request = Update(task=request.task, system=request.system)
    return request, tuple(asks)


def _says(request: Update, fields: tuple[str, ...]) -> bool:
    return any(getattr(request, name) is not None for name in fields)


def reporters_of(system: System, task: Task | None, turn: Turn) -> list[Member]:
    """Who is asked about a report from somebody else: the owner if they may make it, else those who lead."""
    owner = turn.workspace.people.get(task.owner) if task and task.owner else None
    if owner is not None and may_report(owner, system, task):
        return [owner]
    return leaders_of(system, turn.workspace.people.all())


def ask(request: Change, of: list[Member]) -> Ask:
    """Ask these members about a request. Raises Refused where there is nobody to ask."""
    if not of:
        raise Refused(say("You cannot change this, and nobody here can. Ask the one who runs Klar to add a leader."))
    return Ask(request, tuple(of))


def _planned(before: Task | System, after: Task | System, asks: tuple[Ask, ...], turn: Turn) -> Planned:
    about = (before.id, before.system) if isinstance(before, Task) else (before.id,)
    change = change_between(before, after)
    if change is None or (asks and not _told(change)):
        return Planned(about=about, asks=asks) if asks else _as_it_stands(before, about)
    if not _told(change):
        return _as_it_stands(before, about, (change,))
    assert change.before is not None
    assert change.after is not None
    return Planned(
        changes=(change,),
        blocks=(Line(_echo(before, change.before, change.after, turn)), *_ask_what_blocks(after)),
        about=about,
        asks=asks,
        notices=_notices(before, after, turn),
        tasks=(after,) if isinstance(after, Task) else (),
    )


def _told(change: StoredChange) -> bool:
    """Whether a change is one that the journal tells of, and not only that something was heard of."""
    return change.after is None or not change.after.keys() <= set(UNTOLD)


def _as_it_stands(target: Task | System, about: tuple[str, ...], notes: tuple[StoredChange, ...] = ()) -> Planned:
    line = say("That is how {task} stands already.", task=_name(target))
    return Planned(blocks=(Line(line),), about=about, notes=notes)


def _ask_what_blocks(after: Task | System) -> tuple[Line, ...]:
    if not isinstance(after, Task) or after.status != "blocked" or after.blocker:
        return ()
    return (Line(say("What is missing? Write for example «{id} waiting for the vendor».", id=after.id)),)


def _echo(target: Task | System, before: dict[str, Any], after: dict[str, Any], turn: Turn) -> Phrase:
    people, today = turn.workspace.people, turn.today
    now = fields_said(after, people, today)
    was = fields_said(_as_it_was(target, before), people, today)
    return say(
        "Noted: {task} → {now} (was: {before})",
        task=_name(target),
        now=joined(now),
        before=joined(was) if was else say("not stated"),
    )


def _as_it_was(target: Task | System, before: dict[str, Any]) -> dict[str, Any]:
    """The changed fields before, with the status that they belong to."""
    if not {"status", "percent", "blocker"} & before.keys():
        return before
    return {**before, "status": target.status, "percent": target.percent, "blocker": target.blocker}


def _name(target: Task | System) -> Value:
    return named(target) if isinstance(target, Task) else target.name


def _notices(before: Task | System, after: Task | System, turn: Turn) -> tuple[Notice, ...]:
    if not isinstance(after, Task) or after.owner == before.owner:
        return ()
    return notice_of_owner(after, turn)


def notice_of_owner(task: Task, turn: Turn) -> tuple[Notice, ...]:
    """Whoever gets a task is told, unless they took it themselves."""
    owner = turn.workspace.people.get(task.owner) if task.owner else None
    if owner is None or owner.id == turn.someone().id or not task.is_open:
        return ()
    text = say("{who} has given you {task}", who=turn.someone().name, task=task_line(task, turn.today))
    return (Notice(owner, Reply((Line(text),), about=(task.id, task.system))),)
