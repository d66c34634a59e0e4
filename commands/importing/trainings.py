"""Trainings and enrolments from their drafts."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from commands.importing.dates import When
from commands.importing.drafts import Draft
from commands.importing.resolving import Resolver, changed
from commands.importing.world import World, name_key, next_number
from commands.phrases import Phrase, say
from store.records import Enrolment, EnrolmentState, Training

# A running number is no id of a training: it is another one tomorrow.
_OWN_ID = re.compile(r"[A-Za-zÆØÅæøå]{1,8}[-_]?\d[\w-]{0,15}")
_STATES: tuple[EnrolmentState, ...] = ("enrolled", "waiting", "attended", "absent", "withdrew")


def put_trainings(resolver: Resolver, drafts: Sequence[Draft]) -> None:
    """Make and change trainings, and enrol those whom their rows name. Ids of broken rows stay theirs."""
    world, known = resolver.world, _Known(resolver.world)
    number = next_number("C", [*(t.id for t in world.all(Training)), *(_own_id(draft) for draft in drafts)])
    seen: dict[str, Draft] = {}
    for draft in (draft for draft in drafts if not draft.problems):
        system, (start, end) = _system(resolver, draft), _span(draft)
        if system is None or start is None or draft.problems:
            continue
        place = draft.values.get("place", "")
        found = known.about(_own_id(draft), system, start, place)
        id_ = found.id if found else _own_id(draft) or f"C{number}"
        if id_ in seen:
            draft.fail("id", say("The same course stands in {cell} too.", cell=seen[id_].spot.cell))
            continue
        seen[id_] = draft
        number += id_ == f"C{number}"
        world.put(_filled(resolver, draft, found or Training(id_, system, start), system, start, end))
        _enrol(resolver, draft, id_)


class _Known:
    """The trainings that are known, each to be found once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._free = {training.id: training for training in world.all(Training)}

    def about(self, id_: str, system: str, start: datetime, place: str) -> Training | None:
        """The training that a row is about: by its id, else by system, start and place, else by system and start."""
        found = self._free.get(id_) if id_ else self._alike(system, start, place)
        return self._free.pop(found.id) if found else None

    def _alike(self, system: str, start: datetime, place: str) -> Training | None:
        then = [t for t in self._free.values() if (t.system, t.start) == (system, start)]
        there = [t for t in then if name_key(t.place) == name_key(place)]
        return next(iter(there or [t for t in then if not t.place or not place or len(then) == 1]), None)


def _system(resolver: Resolver, draft: Draft) -> str | None:
    """The system of a training: what its row says, else the one that the course is named after, else the sheet's."""
    title = draft.values.get("title")
    if title and "system" not in draft.values:
        named = resolver.catalogue.mentioned(title)
        if len(named) == 1:
            return named[0]
        if "system" not in draft.cells:
            draft.cells["system"] = draft.cells.get("title", "")
    return resolver.system(draft)


def _filled(
    resolver: Resolver, draft: Draft, training: Training, system: str, start: datetime, end: datetime | None
) -> Training:
    values = draft.values
    return changed(
        training, system=system, start=start, end=end, place=values.get("place"), seats=values.get("seats"),
        trainer=resolver.person(draft, "trainer"), audience=values.get("audience"), status=values.get("status"),
        attended_count=values.get("attended_count"),
    )  # fmt: skip


def _enrol(resolver: Resolver, draft: Draft, training: str) -> None:
    for state in _STATES:
        for member in resolver.people(draft, state):
            known = resolver.world.get(Enrolment, training, member)
            # A sheet lists who signed up; what has happened since is not taken back by it.
            if known is None or draft.by_id:
                resolver.world.put(Enrolment(training, member, state))


def _own_id(draft: Draft) -> str:
    id_ = str(draft.values.get("id", ""))
    return id_ if draft.by_id or _OWN_ID.fullmatch(id_) else ""


def _span(draft: Draft) -> tuple[datetime | None, datetime | None]:
    """Start and end, from one column or from several."""
    values = draft.values
    if draft.by_id:
        return values.get("start"), values.get("end")
    parts = [value for name in ("start", "day") if isinstance(value := values.get(name), When)]
    clock: tuple[int | None, int | None] = values.get("clock") or (None, None)
    finish = values["end"] if isinstance(values.get("end"), When) else When()
    day = next((part.day for part in parts if part.day), None)
    begins = next((part.clock for part in parts if part.clock is not None), clock[0])
    ends = next((part.until for part in parts if part.until is not None), clock[1])
    if day is None or begins is None:
        if not draft.problems:
            field = "day" if "day" in draft.cells else "start"
            draft.fail(field, _missing(day))
        return None, None
    start = _moment(day, begins)
    return start, _end(draft, start, finish, ends, values.get("length"))


def _end(draft: Draft, start: datetime, finish: When, ends: int | None, length: int | None) -> datetime | None:
    clock = finish.clock if finish.clock is not None else ends
    if clock is not None:
        end = _moment(finish.day or start.date(), clock)
    elif length:
        end = start + timedelta(minutes=length)
    else:
        return None
    if end <= start:
        draft.fail("end", say("The course ends before it begins."))
        return None
    return end


def _moment(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 -- wall-clock time


def _missing(day: date | None) -> Phrase:
    if day is None:
        return say("The course has no date.")
    return say("The course has no time of day. Write it as {example}.", example="09:00-11:30")
