"""The changes that a clause about a training asks for, and the training in the workspace that it means."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from commands.language import training_doubts
from commands.language.dates import Session, Time, session_meant
from commands.language.training_acts import Act
from commands.language.training_attendance import came
from commands.language.training_clause import Clause, is_work, system_of
from commands.language.training_days import at_that_hour, trainings_on
from commands.language.training_details import details
from commands.requests import Attendance, CancelTraining, Enroll, ScheduleTraining, SingleChange, Withdraw
from store.records import Training

Items: TypeAlias = tuple[SingleChange, ...]


def changes(clause: Clause, act: Act) -> Items | None:
    """The changes that an act makes; None where the clause tells of a task after all."""
    match act:
        case "set_up" | "bare":
            return _set_up(clause, sure=act == "set_up")
        case "move":
            return _moved(clause)
        case "cancel":
            return _cancelled(clause)
        case "join":
            one = _only(_existing(clause, _day_of(clause)))
            return (Enroll(one.system, one.start),)
        case "leave":
            one = _own(clause, _existing(clause, _day_of(clause)))
            return (Withdraw(one.system, one.start),)
        case "attend":
            return _attended(clause)
        case "nothing" | "named":
            return ()
        case "stray":
            if is_work(clause):
                return None
            raise training_doubts.when_is_it()


def _set_up(clause: Clause, *, sure: bool) -> Items | None:
    session = session_meant(_without_limits(clause))
    system = system_of(clause)
    if system is not None and session is not None and _is_to_come(clause, session):
        assert session.start is not None
        if any(one.start == session.start for one in _known(clause, system)):
            return _there_already(sure=sure)
        told = details(clause, "set_up")
        return (ScheduleTraining(system, session.start, session.end, told.place, told.seats, told.audience),)
    alone = clause.scene.marks == list(clause.marks)
    if is_work(clause) or _is_a_title(clause) or not (sure or (alone and system)):
        return None
    raise training_doubts.which_system() if system is None else training_doubts.when_is_it()


def _there_already(*, sure: bool) -> Items:
    """A training that there is at that time is not set up once more."""
    if sure:
        raise training_doubts.when_is_it()
    return ()


def _without_limits(clause: Clause) -> list[Time]:
    """The times without «påmelding innen 1. desember»."""
    limits = [time for time in clause.days if time.relation in ("by", "before")]
    return [time for time in clause.times if time not in limits or len(clause.days) == len(limits)]


def _is_a_title(clause: Clause) -> bool:
    """Whether the course stands after a colon: «legg inn på Permia: opplæring av ledere» is a task."""
    kinds = [mark.kind for mark in clause.marks]
    return "colon" in kinds and "course" in kinds[kinds.index("colon") :]


def _is_to_come(clause: Clause, session: Session) -> bool:
    if session.start is None or session.start <= _now(clause):
        return False
    # «10. november», said a week later, is the one that was, and not that of next year.
    return session.day - _now(clause).date() < _FAR or not any(time.yearless for time in clause.days)


_FAR = timedelta(300)


def _cancelled(clause: Clause) -> Items | None:
    found = _existing(clause, _day_of(clause)) if clause.days or system_of(clause) else []
    if not found and is_work(clause):
        return None
    one = _only(found)
    return (CancelTraining(one.system, one.start),)


def _attended(clause: Clause) -> Items | None:
    counted = came(clause)
    found = _existing(clause, _day_of(clause), held=True) if clause.days or system_of(clause) else []
    if not found and is_work(clause):
        return None
    one = _only(found)
    assert counted is not None
    return (Attendance(one.system, one.start, counted.attended, counted.of),)


def _moved(clause: Clause) -> Items | None:
    """The old one called off, and the new one set up. Whoever is moved is somebody, and no training."""
    if clause.find("move_me"):
        raise training_doubts.which_training()
    old_day, new_day = _from_and_to(clause)
    system = system_of(clause)
    found = _existing(clause, old_day) if old_day or system else []
    if len(found) != 1 and is_work(clause):
        return None
    old = _only(found)
    if new_day is None:
        raise training_doubts.when_is_it()
    others = [time for time in clause.times if time not in clause.days]
    session = session_meant([replace(new_day, relation=None), *others])
    if session is None or not _is_to_come(clause, session) or session.start == old.start:
        raise training_doubts.when_is_it()
    assert session.start is not None
    told = details(clause, "move", "instead_of")
    new = ScheduleTraining(old.system, session.start, session.end, told.place, told.seats, told.audience)
    return CancelTraining(old.system, old.start), new


def _from_and_to(clause: Clause) -> tuple[Time | None, Time | None]:
    """The day that a training is moved from, and the time that it is moved to."""
    days = clause.days
    if len(days) > 2:
        raise training_doubts.when_is_it()
    if len(days) == 2:
        first, second = days
        return (second, first) if _is_left(clause, second) or _is_reached(clause, first) else (first, second)
    if not days:
        return None, None
    day = days[0]
    known = trainings_on(_known(clause, system_of(clause)), day, held=False)
    if known and not _is_reached(clause, day):
        return day, day if day.clock else None
    return None, day


def _is_left(clause: Clause, time: Time) -> bool:
    """«… fra 16. januar», «… i stedet for 30. november»."""
    span = clause.find("instead_of")
    return time.relation == "from" or (span is not None and 0 <= time.first - span[1] <= 1)


def _is_reached(clause: Clause, time: Time) -> bool:
    """«… til 18. januar»."""
    return clause.word(time.first) in ("til", "to") or clause.word(time.first - 1) in ("til", "to")


def _existing(clause: Clause, day: Time | None, *, held: bool = False) -> list[Training]:
    """The trainings of the workspace that a clause may mean: of its system, and on its day."""
    system = system_of(clause)
    known = _known(clause, system, held=held)
    if day is not None:
        known = trainings_on(known, day, held=held)
    elif system is None:
        raise training_doubts.which_training()
    return known if len(known) < 2 else at_that_hour(known, clause.times) or known


def _known(clause: Clause, system: str | None, *, held: bool = False) -> list[Training]:
    now = _now(clause)
    return [
        one
        for one in clause.scene.directory.trainings.values()
        if one.status != "cancelled" and (one.start <= now) is held and system in (None, one.system)
    ]


def _day_of(clause: Clause) -> Time | None:
    """The day of the training: the one named after it, or else before it."""
    course = next(iter(clause.all("course")), None)
    after = [time for time in clause.days if course is not None and time.first >= course.end]
    return next(iter(after or clause.days), None)


def _only(found: Sequence[Training]) -> Training:
    if len(found) != 1:
        raise training_doubts.which_training()
    return found[0]


def _own(clause: Clause, found: Sequence[Training]) -> Training:
    """The one of some trainings that the author has a seat in."""
    own = [one for one in found if (one.id, clause.scene.author) in clause.scene.directory.enrolled]
    if found and not own:
        raise training_doubts.no_seat()
    return _only(own)


def _now(clause: Clause) -> datetime:
    return clause.scene.now.replace(tzinfo=None)
