"""klar when"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec

from bot.clock import WallClock
from commands.language.dates import Time, When, find_times, one_time
from store.records import LANGUAGES, Language

# The zone of times that are written without one.
_ZONE = ZoneInfo("Europe/Oslo")
_LONGEST = 2_000
# A line is at most a text of that length, every character escaped, and a little more.
_LONGEST_LINE = 100_000


class _Question(msgspec.Struct):
    """A line to answer: the text is one time expression, and `reference` is when it was written."""

    text: str
    reference: str
    lang: str = ""


@click.command("when")
@click.argument("text", required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language of the text; without it all three.")
@click.option("--at", type=click.DateTime(), help="When it was written, local time; without it now.")
@click.option("--jsonl", is_flag=True, help="Read and answer JSON lines, for programs.")
def command(*, text: str | None, lang: Language | None, at: datetime | None, jsonl: bool) -> None:
    """See how Klar reads the times in a text: days, weeks, times of day, deadlines.

    With --jsonl it reads lines of {"text", "lang", "reference"}, where the text is one time expression and nothing
    else, and answers each with {"start", "end", "grain", "direction"}: local times, the end exclusive. A deadline has
    no start, an open start no end. What is no time, or can be read in two ways, is {"start": null}.
    """
    if jsonl:
        _answer_lines()
        return
    if text is None:
        raise click.UsageError("Write a text, or use --jsonl.")
    if len(text) > _LONGEST:
        sys.exit(f"klar: the text has {len(text):,} characters; {_LONGEST:,} is the most.")
    now = at or WallClock().now().astimezone(_ZONE).replace(tzinfo=None)
    found = find_times(text, now, lang, _ZONE)
    whole = one_time(text, now, lang, _ZONE)
    if whole and not found:
        found = [whole]
    for line in _told(text, found) if found else ("There is no time in it.",):
        click.echo(line)


def _told(text: str, found: list[Time]) -> Iterator[str]:
    for time in found:
        words = text[time.start : time.end]
        if time.shift is not None:
            yield f"{words}: counted from the present deadline, {_shift(time)}"
        elif time.length is not None:
            yield f"{words}: {int(time.length.total_seconds() // 60)} minutes"
        elif not time.readings:
            yield f"{words}: there is no such day"
        else:
            yield f"{words}: {' or '.join(_reading(when, time) for when in time.readings)}"


def _shift(time: Time) -> str:
    assert time.shift is not None
    units = (("months", time.shift.months), ("days", time.shift.days), ("working days", time.shift.working_days))
    return ", ".join(f"{count:+} {unit}" for unit, count in units if count)


def _reading(when: When, time: Time) -> str:
    if when.direction == "before" and when.end is not None:
        return f"before {_moment(when.end)}"
    assert when.start is not None
    if when.direction == "after" or when.end is None:
        return f"from {_moment(when.start)}"
    if time.name in ("elapsed", "about") and not time.clock:
        return f"{when.start:%a %Y-%m-%d}"
    if when.end - when.start == timedelta(1) and when.start.hour == 0:
        return f"{when.start:%a %Y-%m-%d}"
    if time.clock and not time.until:
        return _moment(when.start)
    if when.start.hour == when.end.hour == 0:
        return f"{when.start:%a %Y-%m-%d} to {when.end - timedelta(1):%a %Y-%m-%d}"
    return f"{_moment(when.start)} to {_moment(when.end)}"


def _moment(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d %H:%M}" if at.hour or at.minute else f"{at:%a %Y-%m-%d} 00:00"


def _answer_lines() -> None:
    """Answer each line before the next is read. A line that is none gets silence, and a note on standard error."""
    decoder = msgspec.json.Decoder(_Question)
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            answer = _answer(decoder, line)
        except (msgspec.MsgspecError, ValueError, OverflowError) as error:
            print(f"klar: the line cannot be read: {str(error).rstrip('.')}.", file=sys.stderr)
            answer = {"start": None}
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
        sys.stdout.flush()


def _answer(decoder: "msgspec.json.Decoder[_Question]", line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise ValueError(f"it has {len(line):,} bytes")
    asked = decoder.decode(line)
    if len(asked.text) > _LONGEST:
        raise ValueError(f"its text has {len(asked.text):,} characters, and {_LONGEST:,} is the most")
    written = datetime.fromisoformat(asked.reference)
    zone: tzinfo = _ZONE
    if written.tzinfo is not None and (offset := written.utcoffset()) is not None:
        # The offset of Oslo on that day stands for Oslo, so that its clocks change in the year after.
        oslo = written.astimezone(_ZONE).utcoffset()
        zone = _ZONE if oslo == offset else UTC if not offset else timezone(offset)
    short = asked.lang.casefold()[:2]
    lang: Language | None = "nb" if short == "no" else next((each for each in LANGUAGES if each == short), None)
    found = one_time(asked.text, written, lang, zone)
    if found is None or len(found.readings) != 1:
        return {"start": None}
    when = found.readings[0]
    return {
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "grain": when.grain,
        "direction": when.direction,
    }
