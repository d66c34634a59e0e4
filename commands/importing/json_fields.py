"""The fields of the JSON form, and how the value of each is read."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

from commands.importing.dependencies import Waits
from commands.importing.limits import MOST_LETTERS, MOST_LETTERS_ELSEWHERE, MOST_PEOPLE
from commands.importing.people import shortened
from commands.phrases import Phrase, say
from store.records import GATES, LANGUAGES, Access, GateState, Status

Reader = Callable[[Any], Any]
_ID = re.compile(r"[^\W_][\w.:-]{0,63}")
_FIRST_YEAR, _LAST_YEAR = 1990, 2199


class Refused(Exception):
    """A value that does not fit its field, and why."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


class Spread(dict[str, Any]):
    """A value that fills more than one field."""


def _text(field: str) -> Reader:
    most = MOST_LETTERS.get(field, MOST_LETTERS_ELSEWHERE)

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError
        if len(value) > most:
            raise Refused(say("The text is longer than {most} characters.", most=most))
        return value

    return read


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise TypeError
    return value


def _ids(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(dict.fromkeys(map(_id, value)))


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 50:
        raise TypeError
    return tuple(dict.fromkeys(map(_text("aliases"), value)))


def _day(value: Any) -> date:
    day = date.fromisoformat(value)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError
    return day


def _due(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 10:
        moment = _wall_clock(value)
        return Spread(due=moment.date(), due_time=f"{moment:%H:%M}")
    return _day(value)


def _clock(value: Any) -> str:
    return f"{datetime.strptime(value, '%H:%M'):%H:%M}"  # noqa: DTZ007 -- a time of day has no zone


def _wall_clock(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if "T" not in value:
        raise Refused(say("“{text}” has no time of day.", text=shortened(value)))
    if moment.tzinfo is not None:
        raise Refused(
            say(
                "“{text}” has a time zone. Write local time, as {example}.",
                text=shortened(value),
                example="2027-11-23T09:00",
            )
        )
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError
    return moment


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _whole(least: int, most: int) -> Reader:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise TypeError
        return value

    return read


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _one_of(*words: str) -> Reader:
    def read(value: Any) -> str:
        if value not in words:
            raise Refused(say("“{text}” is not one of {words}.", text=shortened(str(value)), words=", ".join(words)))
        return str(value)

    return read


def _waits(value: Any) -> tuple[Waits, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_wait(one) for one in value)


def _wait(value: Any) -> Waits:
    if isinstance(value, dict):
        return Waits(_id(value["task"]), _whole(-1000, 1000)(value.get("lag", 0)))
    return Waits(_id(value))


def _lags(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise TypeError
    return {_id(task): _whole(-1000, 1000)(lag) for task, lag in value.items()}


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    ZoneInfo(value)
    return str(value)


_PERCENT, _COUNT, _DEGREE = _whole(0, 100), _whole(0, MOST_PEOPLE), _whole(1, 5)
_STATUS = _one_of(*get_args(Status))

WORKSPACE: Mapping[str, Reader] = {
    "name": _text("name"), "merge_date": _day, "timezone": _zone, "lang": _one_of(*LANGUAGES),
}  # fmt: skip
FIELDS: Mapping[str, Mapping[str, Reader]] = {
    "municipality": {"id": _id, "name": _text("name")},
    "group": {"id": _id, "name": _text("name"), "channel": _text("name")},
    "person": {
        "id": _id, "name": _text("name"), "handle": _text("handle"), "role": _text("role"), "group": _id,
        "access": _one_of(*get_args(Access)), "email": _text("email"), "lang": _one_of(*LANGUAGES),
        "wrote_in": _one_of(*LANGUAGES), "deputy": _id, "away_until": _day, "aliases": _names,
    },
    "system": {
        "id": _id, "name": _text("name"), "product": _text("product"), "aliases": _names, "group": _id, "owner": _id,
        "vendor": _text("vendor"), "cutover": _day, "archive": _yes_or_no, "status": _STATUS, "percent": _PERCENT,
        "blocker": _text("blocker"), "note": _text("note"),
    },
    "task": {
        "id": _id, "system": _id, "title": _text("title"), "owner": _id, "helpers": _ids, "due": _due,
        "due_time": _clock, "status": _STATUS, "percent": _PERCENT, "blocker": _text("blocker"),
        "depends_on": _waits, "lags": _lags, "duration": _whole(0, 2000), "phase": _text("phase"), "ref": _text("ref"),
        "note": _text("note"), "heard_at": _moment, "blocked_at": _moment,
    },
    "training": {
        "id": _id, "system": _id, "start": _wall_clock, "end": _wall_clock, "place": _text("place"), "seats": _COUNT,
        "trainer": _id, "audience": _text("audience"), "status": _one_of("planned", "cancelled", "held"),
        "enrolled": _ids, "waiting": _ids, "attended": _ids, "absent": _ids, "withdrew": _ids,
        "attended_count": _COUNT,
    },
    "need": {"system": _id, "role": _text("role"), "municipality": _id, "people": _COUNT},
    "gate": {
        "system": _id, "gate": _one_of(*GATES), "state": _one_of(*get_args(GateState)), "owner": _id,
        "evidence": _text("evidence"), "assessed": _day, "waived_by": _id, "reason": _text("reason"),
    },
    "decision": {
        "id": _id, "system": _id, "decision": _one_of("go", "no_go", "postpone"), "by": _id, "at": _day,
    },
    "risk": {
        "id": _id, "system": _id, "text": _text("text"), "likelihood": _DEGREE, "consequence": _DEGREE,
        "open": _yes_or_no, "raised_by": _id,
    },
    "legacy": {
        "id": _id, "name": _text("name"), "municipality": _id, "product": _text("product"), "vendor": _text("vendor"),
        "owner": _text("owner"), "users": _COUNT, "contract_end": _day, "notice_date": _day,
        "integrations": _text("integrations"), "note": _text("note"), "replaced_by": _id,
    },
}  # fmt: skip
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "municipality": ("id", "name"), "group": ("id", "name"), "person": ("id", "name"), "system": ("id", "name"),
    "task": ("id", "system", "title"), "training": ("id", "system", "start"), "need": ("system", "role", "people"),
    "gate": ("system", "gate"), "decision": ("system", "decision"), "risk": ("id", "system", "text"),
    "legacy": ("id", "name"),
}  # fmt: skip
