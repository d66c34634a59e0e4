"""Going through a sentence: every time expression in it, in order, without overlap."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from unicodedata import is_normalized

from commands.language.text import Token, clean, cut
from commands.language.when.measures import measured, with_lengths
from commands.language.when.model import Time, When, midnight, next_of
from commands.language.when.part import day_or_none
from commands.language.when.ranges import moved
from commands.language.when.reader import Kinds, Reader
from commands.language.when.span import Span
from commands.language.when.spans import span
from commands.language.when.words import Words, words
from store.records import Language

# More than this is refused at once; a chat message is never so long.
LONGEST = 2_000
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# A number, or a short one at the end of a word: «uke47», but not «T101».
_DIGIT = re.compile(r"(?<![^\W_])[0-9]|[^\W\d_][0-9]{1,2}\b")
_ISO_MOMENT = re.compile(
    r"((?:19|20|21)\d\d)-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?(?![\d:])",
    re.IGNORECASE,
)
_BETWEEN_WORDS = frozenset(".!?\n;:")


def find(
    text: str | Sequence[Token], now: datetime, lang: Language | None, zone: tzinfo, *, whole: bool = False
) -> list[Time]:
    """Every time in a text. `now` is local time, or a moment with a zone; readings are local times in `zone`."""
    if isinstance(text, str):
        if len(text) > LONGEST:
            return []
        if not whole and is_normalized("NFC", text) and not _may_hold_time(text, words()):
            return []
        text = clean(text)
        tokens: Sequence[Token] = cut(text)
    else:
        tokens = text
        if len(tokens) > LONGEST or not _tokens_may(tokens, words()):
            return []
    local = now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now
    reader = Reader(tokens, words(), local, zone, lang, whole=whole)
    moments = _moments(text, tokens, zone) if isinstance(text, str) and "-" in text else {}
    return _scan(reader, moments)


def _may_hold_time(text: str, book: Words) -> bool:
    if _DIGIT.search(text):
        return True
    folded = text.casefold()
    return book.may_be_time(_WORD.findall(folded)) or _slip_possible(folded)


def _tokens_may(tokens: Sequence[Token], book: Words) -> bool:
    found = {token.key for token in tokens}
    return (
        any(key[-1].isdigit() or key[0].isdigit() for key in found)
        or book.may_be_time(found)
        or _slip_possible(" ".join(found))
    )


# A word that may be a misspelt weekday: all of them end in «dag» or «day».
_SLIP = re.compile(r"\b[a-zæøå]{2,8}(?:dga|dg|ag|da|agd|gad|dya|dy|ay|yad|ayd)\b")


def _slip_possible(folded: str) -> bool:
    return _SLIP.search(folded) is not None


def _scan(r: Reader, moments: dict[int, tuple[int, When]]) -> list[Time]:
    found: list[Time] = []
    at, count = 0, len(r.tokens)
    while at < count:
        try:
            time = _moment_at(r, at, moments) or _at(r, at)
        except OverflowError:
            time = at + 1
        if isinstance(time, Time):
            found.append(time)
            at = time.last
        else:
            at = max(time, at + 1)
    return with_lengths(r, found)


def _at(r: Reader, at: int) -> Time | int:
    """The time that begins at a token, or the token to go on from."""
    key = r.key(at)
    kinds = r.kinds(at)
    if not _may_begin(r, at, key, kinds):
        return at + 1
    if "vague" in kinds:
        return kinds["vague"][1]
    if r.cue(at, "every"):
        return _after_habit(r, at + 1)
    if not _begins(r, at):
        return at + 1
    # «Push it by a week»
    shift = measured(r, at + (key == "by" and moved(r, at)))
    if shift is not None:
        return shift
    one = span(r, at)
    if one is None or (one.weak and not r.whole) or (one.clock and not one.basis and not one.name):
        return at + 1
    # «Kl. 9 hver fredag» is no one time.
    return one.end if r.cue(one.end, "every") else _time(r, at, one)


def _after_habit(r: Reader, at: int) -> int:
    """The token after what comes again: «hver fredag kl. 9», «every week»."""
    habit = span(r, at)
    return habit.end if habit else at + ("unit" in r.kinds(at))


def _may_begin(r: Reader, at: int, key: str, kinds: Kinds) -> bool:
    """Whether a time can begin with such a word: most sentences are passed over here."""
    if key[-1].isdigit():
        # A number of something is no time: «20 plasser».
        number = len(key) < _SHORTEST_YEAR and key.isdecimal() and not r.whole
        return _goes_on(r, at + 1) if number else key[0].isdigit() or r.is_glued(at)
    if r.whole or not kinds.keys() <= _NOT_ALONE:
        return bool(kinds)
    opens = any(kind in kinds and kinds[kind][0] in values for kind, values in _OPENING.items())
    return opens or (not kinds.keys() <= _NOT_FIRST and _goes_on(r, max(end for _, end in kinds.values())))


def _goes_on(r: Reader, at: int) -> bool:
    """Whether a word for a time, a number or a sign between numbers stands at a token."""
    key = r.key(at)
    return not r.cue(at, "counted") and (bool(r.kinds(at)) or key in _SIGNS or key[:1].isdigit())


_SHORTEST_YEAR = 4
_SIGNS = frozenset({*".-–—/:,", "of"})
# Words that stand before or between times, and begin none; and those of them that do.
_NOT_FIRST = frozenset({"link", "cue", "shift", "ordinal_sign", "zone", "clock", "length", "part"})
# Words that begin one only with another after them.
_NOT_ALONE = _NOT_FIRST | {
    "which",
    "now",
    "ordinal",
    "number",
    "fraction",
    "about_number",
    "month_short",
    "weekday_short",
}
_OPENING = {
    "link": frozenset({"the", "the_plural", "between"}),
    "cue": frozenset({"about", "every"}),
    "shift": frozenset({"another"}),
    "clock": frozenset({"mark", "quarter", "half", "half_past", "midnight", "noon"}),
    "length": frozenset({"lasts"}),
    "part": frozenset({"end_of_day", "before_lunch", "after_lunch", "early_morning"}),
}


def _begins(r: Reader, at: int) -> bool:
    """Whether a word can begin here: not in the middle of another («3d», «T101»)."""
    return not (r.touches(at) and at and r.key(at - 1)[-1].isalnum() and r.key(at)[0].isdigit())


def _time(r: Reader, at: int, one: Span) -> Time:
    relation = one.relation
    if relation in ("before", "by", "to") and _negated(r, at):
        relation = "not_before"
        one = replace(one, relation=relation)
    return Time(
        r.tokens[at].start, r.tokens[one.end - 1].end, at, one.end, one.readings, one.basis, relation, one.name,
        one.clock, one.until, one.yearless, one.dayless,
    )  # fmt: skip


def _negated(r: Reader, at: int) -> bool:
    """«blir ikke ferdig før fredag», «not until Friday»: the word itself must be «før» or «until»."""
    if r.key(at) not in ("før", "before", "until", "till"):
        return False
    for back in range(at - 1, max(-1, at - 7), -1):
        if r.key(back) in _BETWEEN_WORDS:
            return False
        if r.cue(back, "negation"):
            return True
    return False


def _moments(text: str, tokens: Sequence[Token], zone: tzinfo) -> dict[int, tuple[int, When]]:
    """ISO dates with a time of day, by their first token."""
    found: dict[int, tuple[int, When]] = {}
    for match in _ISO_MOMENT.finditer(text):
        day = day_or_none(int(match[1]), int(match[2]), int(match[3]))
        hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
        if day is None or hour > 23 or minute > 59 or second > 59:
            continue
        start = midnight(day).replace(hour=hour, minute=minute, second=second)
        if match[7]:
            offset = "+00:00" if match[7] in "Zz" else match[7]
            start = (
                datetime.fromisoformat(f"{start.isoformat()}{offset}")
                .astimezone(UTC)
                .astimezone(zone)
                .replace(tzinfo=None)
            )
        grain = "second" if match[6] else "minute"
        first = next((i for i, token in enumerate(tokens) if token.start == match.start()), None)
        last = next((i for i, token in enumerate(tokens) if token.end >= match.end()), None)
        if first is not None and last is not None:
            found[first] = (last + 1, When(start, next_of(start, grain), grain))  # type: ignore[arg-type]
    return found


def _moment_at(r: Reader, at: int, moments: dict[int, tuple[int, When]]) -> Time | None:
    if at not in moments:
        return None
    end, when = moments[at]
    return Time(r.tokens[at].start, r.tokens[end - 1].end, at, end, (when,), (when,), clock=True)


def find_one(text: str, now: datetime, lang: Language | None, zone: tzinfo) -> Time | None:
    """The one time that all of a text is, signs and small words aside."""
    times = find(text, now, lang, zone, whole=True)
    if len(times) != 1:
        return None
    inside = range(times[0].first, times[0].last)
    small = words().cues["filler"] | words().cues["about"]
    rest = [token.key for i, token in enumerate(cut(clean(text))) if i not in inside]
    return times[0] if all(not key[0].isalnum() or key in small for key in rest) else None


def warm_times() -> None:
    """Load the words."""
    words()
