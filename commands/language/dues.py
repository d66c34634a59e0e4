"""The due date that a clause sets: which date is one, and which only tells when something was, begins or may be."""

from dataclasses import replace
from datetime import timedelta

from commands.language import doubts
from commands.language.clause import Clause, Facts
from commands.language.dates import Found
from commands.language.spot import Piece

# Words that move a date from one day to another.
MOVES = frozenset({"due.move", "due.late", "due.set"})
SETS_DUE = MOVES | {"due.mark", "due.by", "due.will", "due.not_before"}
_DONE = ("status.done", "status.completed", "status.ready")
# A day without a year that is further ahead than this may as well be the one that has just been.
_FAR_AHEAD = timedelta(270)


def due(clause: Clause) -> Found | None:
    """The due date of a clause. Raises Doubt where its date could be read as something else."""
    dates = [p for p in clause.all("date") if clause.before(p) != "link.from"]
    if not dates:
        return None
    if len(dates) > 1:
        raise doubts.one_date(clause.task)
    date = dates[0]
    found: Found = date.value
    if _is_past(clause, found):
        return None
    _refuse_no_day_and_two(clause, date, found)
    if clause.has(*_DONE) and not clause.has("due.mark", "due.by", "due.will"):
        _refuse_done_or_due(clause, date, found)
    elif not (_sets_due(clause) or clause.before(date) == "link.to"):
        raise doubts.meant_as_due(clause.words(date), clause.task, *clause.readings(Facts(due=found)))
    return found


def _sets_due(clause: Clause) -> bool:
    """Whether a word of the clause makes its date a due date; in «sett Nils på T101 fredag» none does."""
    return clause.has(*(SETS_DUE - {"due.set"} if clause.has("member", "handle", "who.me") else SETS_DUE))


def _is_past(clause: Clause, found: Found) -> bool:
    """Whether a date only tells when something was done: «ble ferdig fredag», «ferdig 1.12.2026»."""
    if clause.has(*SETS_DUE) or not clause.has("status.done", "status.completed"):
        return False
    return clause.has("plain.was", "plain.became") or bool(found.days and found.days[0] < clause.message.today)


def _refuse_no_day_and_two(clause: Clause, date: Piece, found: Found) -> None:
    if not found.days:
        raise doubts.no_such_day(clause.words(date), clause.task)
    if len(found.days) > 1:
        readings = clause.readings(*(Facts(due=replace(found, days=(day,))) for day in found.days))
        raise doubts.which_week(clause.words(date), clause.task, *readings)


def _refuse_done_or_due(clause: Clause, date: Piece, found: Found) -> None:
    """«Ferdig i dag», «levert fredag» and «3/4 ferdig»: done, or to be done."""
    ahead = found.days[0] - clause.message.today
    just_been = not ahead or (found.yearless and ahead > _FAR_AHEAD)
    if just_been or clause.has("status.completed") or clause.before(date) not in _DONE:
        readings = clause.readings(Facts(status="done"), Facts(due=found))
        raise doubts.done_or_due(clause.words(date), clause.task, *readings)
