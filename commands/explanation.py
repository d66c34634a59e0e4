"""What was made of a message, for a person to read: each field with the name that it stands for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from commands.interpretation import NONE, Interpretation, interpretation
from commands.known import Known
from commands.language.understand import Understood
from commands.phrases import render
from commands.requests import Nothing, Request, Unclear, Updates

_KINDS = {"system": "system", "group": "group", "owner": "member"}
_DAYS = ("due", "until", "start", "end")


def explained(understood: Understood, known: Known) -> Iterator[str]:
    """What was understood, a line each; where Klar asks, also why, and the readings that it has thought of."""
    request = understood.request
    told = _told(request, known)
    yield f"intent: {told.pop('intent')}"
    if isinstance(request, Updates):
        yield "items:"
        yield from (f"- {_on_a_line(item, known)}" for item in request.items)
    else:
        yield from (f"{name}: {_named(name, value, known)}" for name, value in told.items())
    if isinstance(request, Unclear):
        yield f"why: {render(request.why, understood.lang or known.workspace.about().lang)}"
        if request.candidates:
            yield "readings:"
            yield from (f"- {_on_a_line(reading, known)}" for reading in request.candidates)
    yield f"language: {understood.lang or 'could be several'}"


def _on_a_line(request: Request, known: Known) -> str:
    if isinstance(request, Updates):
        return "; ".join(_on_a_line(item, known) for item in request.items)
    told = _told(request, known)
    intent = told.pop("intent")
    return ", ".join([str(intent), *(f"{name} {_named(name, value, known)}" for name, value in told.items())])


def _told(request: Request, known: Known) -> Interpretation:
    """The request's interpretation; of one that has none, such as a dependency, its own fields."""
    if isinstance(request, Updates):
        return {"intent": "updates"}
    told = interpretation(request, known.system_of)
    if told != NONE or isinstance(request, Nothing):
        return told
    fields: Mapping[str, Any] = msgspec.structs.asdict(request)
    return {"intent": request.__struct_config__.tag, **{name: value for name, value in fields.items() if value}}


def _named(field: str, value: Any, known: Known) -> str:
    """A value with what it stands for: an id with its name, a day with its weekday."""
    if isinstance(value, tuple | list):
        return ", ".join(_named(field, one, known) for one in value)
    if field in ("task", "needs"):
        task = known.task(value)
        return f"{value} ({task.title})" if task else str(value)
    if field in _KINDS:
        return f"{value} ({known.called(_KINDS[field], value)})"
    if field in _DAYS:
        return f"{value.replace('T', ' ')} ({datetime.fromisoformat(value):%A})"
    return str(value)
