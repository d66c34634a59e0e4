"""What a message was taken to mean, as plain JSON values: the form that `klar interpret` writes for programs.

A field stands only where the message carries it. A day is "YYYY-MM-DD", a day with its time "YYYY-MM-DDTHH:MM", in the
workspace's time zone.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from commands.requests import (
    AddTask,
    AskMine,
    AskOverdue,
    AskReadiness,
    AskStatus,
    AskTraining,
    Attendance,
    CancelTraining,
    Decide,
    Enroll,
    RaiseRisk,
    Request,
    ScheduleTraining,
    Unclear,
    Update,
    Updates,
    Withdraw,
)

Interpretation: TypeAlias = dict[str, Any]

NONE: Interpretation = {"intent": "none"}
UNCLEAR: Interpretation = {"intent": "unclear"}

_FIELDS: Mapping[type, tuple[str, ...]] = {
    Update: ("task", "system", "status", "percent", "due", "blocker", "owner"),
    AddTask: ("system", "title", "due", "owner"),
    ScheduleTraining: ("system", "start", "end", "place", "seats", "audience"),
    CancelTraining: ("system", "start"),
    Enroll: ("system", "start"),
    Withdraw: ("system", "start"),
    Attendance: ("system", "start", "attended", "of"),
    Decide: ("system", "decision"),
    RaiseRisk: ("system", "text"),
    AskStatus: ("system", "group"),
    AskMine: ("until",),
    AskOverdue: ("system",),
    AskTraining: ("system",),
    AskReadiness: ("system",),
    Unclear: (),
}


def interpretation(request: Request, system_of: Callable[[str], str | None] | None = None) -> Interpretation:
    """A request as an interpretation. `system_of` tells the system of a task, which a question about a task is about.

    What is said to Klar itself (help, undo, the digest, a language, the press of a button) is "none": it is nothing
    about the systems and their tasks. So is a dependency, which no field can hold; beside other changes it is left out.
    """
    if isinstance(request, Updates):
        items = [told for item in request.items if (told := interpretation(item, system_of)) != NONE]
        return {"intent": "updates", "items": items} if len(items) > 1 else items[0] if items else dict(NONE)
    names = _FIELDS.get(type(request))
    if names is None:
        return dict(NONE)
    told = {name: _plain(value) for name in names if (value := getattr(request, name)) is not None}
    if isinstance(request, Update) and request.due and request.due_time:
        told["due"] = f"{told['due']}T{request.due_time}"
    if isinstance(request, AskStatus) and request.task and system_of and (system := system_of(request.task)):
        told["system"] = system
    return {"intent": _intent(request, told), **told}


def _intent(request: Request, told: Interpretation) -> str:
    """The request's tag; an update that says only who, or only when, has a name of its own."""
    if isinstance(request, Update):
        said = told.keys() - {"task", "system"}
        return "assign" if said == {"owner"} else "reschedule" if said == {"due"} else "update"
    return str(request.__struct_config__.tag)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    return value.isoformat() if isinstance(value, date) else value
