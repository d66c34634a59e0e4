"""The trainings that a day may mean, and days that only stand out beside a training."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from commands.language.dates import Time, When
from commands.language.lexicon import free_lexicon
from commands.language.text import Token
from commands.language.when.model import add_months, midnight
from store.records import Training

_BEFORE_A_DAY = frozenset({"den", "the", "fra", "frå", "from"})


def bare_days(tokens: Sequence[Token], times: Sequence[Time], today: date) -> Iterator[Time]:
    """«Kurset den 28. går ikke» and «fra 21. til 23. november»: a number that is a day of a month."""
    for at in range(1, len(tokens) - 1):
        key = tokens[at].key
        if not (
            key.isdecimal()
            and 1 <= int(key) <= 31
            and tokens[at + 1].key == "."
            and tokens[at - 1].key in _BEFORE_A_DAY
        ):
            continue
        if tokens[at + 1].start != tokens[at].end:
            continue
        then = next(
            (time for time in times if at < time.first <= at + 3 and time.relation == "to" and time.basis), None
        )
        day = _day_of_month(int(key), then.basis[0].start if then else None, today)
        if day is not None:
            yield _a_day(tokens, at, at + 2, day, yearless=True)


def named_days(tokens: Sequence[Token], today: date) -> Iterator[Time]:
    """«Dagens kurs» and «this morning's session»."""
    for days, key in ((0, "today"), (1, "yesterday")):
        phrases = free_lexicon().phrases("course", key)
        at = 0
        while found := phrases.find(tokens, at):
            yield _a_day(tokens, *found, today - timedelta(days))
            at = found[1]


def trainings_on(trainings: Iterable[Training], time: Time, *, held: bool) -> list[Training]:
    """Those of some trainings that a time may mean. Of one held, «tirsdag» and «21.11.» are days that have been."""
    known = list(trainings)
    for readings in (time.basis, _backwards(time)) if held else (time.basis,):
        if found := [one for one in known if any(_is_on(one.start, when, time) for when in readings)]:
            return found
    return []


def at_that_hour(trainings: Sequence[Training], times: Iterable[Time]) -> list[Training]:
    """Those that begin at a time of day that is named."""
    hours = {when.start.time() for time in times if time.clock for when in time.basis if when.start}
    return [one for one in trainings if one.start.time() in hours]


def _is_on(start: datetime, when: When, time: Time) -> bool:
    if when.start is None or when.end is None:
        return False
    if time.clock:
        return when.start.date() == start.date()
    return when.start <= start < when.end


def _backwards(time: Time) -> tuple[When, ...]:
    """The same day before now, where the words do not say that it is to come."""
    if time.name == "day_of_month":
        return tuple(_moved(when, months=-1) for when in time.basis)
    if time.yearless:
        return tuple(_moved(when, months=-12) for when in time.basis)
    if time.name == "":
        return tuple(_moved(when, days=-7) for when in time.basis if when.grain in ("day", "hour", "minute"))
    return ()


def _moved(when: When, *, months: int = 0, days: int = 0) -> When:
    def back(moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        return datetime.combine(add_months(moment.date(), months) + timedelta(days), moment.time())

    return replace(when, start=back(when.start), end=back(when.end))


def _day_of_month(number: int, then: datetime | None, today: date) -> date | None:
    if then is not None:
        return then.date().replace(day=number) if number < then.day else None
    first = today.replace(day=1)
    for months in range(3):
        month = add_months(first, months)
        try:
            day = month.replace(day=number)
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def _a_day(tokens: Sequence[Token], first: int, last: int, day: date, *, yearless: bool = False) -> Time:
    when = When(midnight(day), midnight(day + timedelta(1)), "day")
    name = "day_of_month" if yearless else "relative"
    return Time(
        tokens[first].start, tokens[last - 1].end, first, last, (when,), (when,), name=name, yearless=yearless,
        relation="from" if tokens[first - 1].key in _FROM else None,
    )  # fmt: skip


_FROM = frozenset({"fra", "frå", "from"})
