"""What stands in a message: ids, names, dates, percentages and phrases, in the order they stand.

Every word ends up in a piece. What nothing explains is a piece of kind `unknown`, and the message is refused for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from commands.language import ids
from commands.language.dates import find_date
from commands.language.lexicon import Lexicon, lexicon
from commands.language.marks import Mark
from commands.language.names import Names
from commands.language.text import Token
from store.records import Language

# Besides the meanings of the lexicon: `id` and `system` (value: the ids of a list such as «T101 og T102»), `group`,
# `member` and `handle` (value: one id), `several.…` (value: the ids that share the name), `date` (a Found), `percent`
# (a number, None where it is none), `blocker` (a text), `sign`, `comma`, `end` (of a sentence), `question` (its mark),
# `unknown`.
Piece: TypeAlias = Mark


@dataclass(slots=True)
class Sentence:
    """The words of a message and who may be named in them, while it is being read."""

    text: str
    tokens: list[Token]
    names: Names
    today: date
    language: Language | None

    def words(self, start: int, end: int) -> str:
        """The text from one token up to another, as typed."""
        if start >= end or start >= len(self.tokens):
            return ""
        return self.text[self.tokens[start].start : self.tokens[min(end, len(self.tokens)) - 1].end]


def spot(message: Sentence, start: int, end: int) -> list[Piece]:
    """The pieces between two tokens, without looking up any name."""
    pieces: list[Piece] = []
    tokens, book, at = message.tokens, lexicon(), start
    while at < end:
        piece = _number_or_sign(message, at, book) or _phrase(message, at, book)
        if piece.end > end:
            piece = Piece("unknown", at, end)
        if (
            piece.kind == "id"
            and pieces
            and tokens[at - 1].end == tokens[at].start
            and tokens[at - 1].key[-1].isalnum()
        ):
            piece = Piece("unknown", at, piece.end)
        pieces.append(piece)
        at = piece.end
    return _joined(pieces, message)


def name(message: Sentence, pieces: list[Piece]) -> list[Piece]:
    """Look for names among the words that nothing else explains."""
    if not any(piece.kind in ("unknown", "name.group") for piece in pieces):
        return pieces
    named, at, lookups = [], 0, _MOST_LOOKUPS
    while at < len(pieces):
        found = None
        if lookups > 0 and _may_be_name(pieces, at):
            found, lookups = _longest_name(message, pieces, at, lookups)
        if found is None:
            named.append(pieces[at])
            at += 1
            continue
        named.append(found)
        while at < len(pieces) and pieces[at].start < found.end:
            at += 1
    return _joined(named, message)


def _may_be_name(pieces: list[Piece], at: int) -> bool:
    """Whether a name can begin here: an unexplained word is near, or a word for a group stands before."""
    if any(piece.kind == "unknown" for piece in pieces[at : at + 3]):
        return True
    return _before(pieces, at) == "name.group" and pieces[at].kind not in _BETWEEN


def _before(pieces: list[Piece], at: int) -> str:
    return next((piece.kind for piece in reversed(pieces[max(0, at - 4) : at]) if piece.kind not in _BETWEEN), "")


def _number_or_sign(message: Sentence, at: int, book: Lexicon) -> Piece | None:
    tokens, key = message.tokens, message.tokens[at].key
    if found := ids.id_of(key):
        return Piece("id", at, at + 1, (found,))
    if key[0].isdigit() and (percent := _percent(tokens, at, book)):
        return percent
    if (found_date := find_date(tokens, at, message.today)) is not None:
        return Piece("date", at, found_date.end, found_date)
    if key in _SIGNS:
        return Piece(_SIGNS[key], at, at + 1)
    return Piece("plain.words", at, at + 1) if _SAYS_NOTHING.fullmatch(key) else None


def _phrase(message: Sentence, at: int, book: Lexicon) -> Piece:
    tokens = message.tokens
    matched = book.match(tokens, at, message.language)
    if matched is None:
        return Piece("unknown", at, at + 1)
    end, kind = matched
    if kind == "name.task" and end < len(tokens):
        after = end + (tokens[end].key in {"nr", "nr.", "no", "#"})
        number = ids.numbered(tokens[after].key) if after < len(tokens) else None
        if number and not _percent(tokens, after, book):
            return Piece("id", at, after + 1, (number,))
    return Piece(kind, at, end)


def _percent(tokens: Sequence[Token], at: int, book: Lexicon) -> Piece | None:
    if at + 1 >= len(tokens):
        return None
    matched = book.match(tokens, at + 1, None)
    if matched is None or matched[1] != "percent.sign":
        return None
    number = tokens[at].key.replace(",", ".")
    signed = at > 0 and tokens[at - 1].key in {"-", "–"} and tokens[at - 1].end == tokens[at].start
    whole = None if signed or not _DECIMAL.fullmatch(number) else int(float(number) + 0.5)
    return Piece("percent", at, matched[0], whole if whole is not None and float(number) <= 100 else None)


def _longest_name(message: Sentence, pieces: list[Piece], at: int, lookups: int) -> tuple[Piece | None, int]:
    tokens = message.tokens
    start = pieces[at].start
    if not message.names.begins(tokens[start].key.lstrip("@")):
        return None, lookups
    limit = start
    for piece in pieces[at:]:
        if piece.kind in _NO_NAME or limit - start >= _LONGEST_NAME:
            break
        limit = piece.end
    unknown = next((piece.start for piece in pieces[at : at + 3] if piece.kind == "unknown"), start)
    for end in range(min(limit, start + _LONGEST_NAME), unknown, -1):
        lookups -= 1
        written = message.words(start, end)
        closed = end < len(tokens) and tokens[end].key == ")" and "(" in written
        if named := _names(message, written + ")" * closed):
            found = _called(written, named, _near(pieces, at, end))
            return Piece(found[0], start, end + closed, found[1]), lookups
    return None, lookups


def _near(pieces: list[Piece], at: int, end: int) -> str:
    """What the words around a name say that it is the name of."""
    before = _before(pieces, at)
    after = next((piece.kind for piece in pieces[at : at + 9] if piece.start >= end and piece.kind != "sign"), "")
    if "name.group" in (before, after):
        return "group"
    return "member" if before in _BEFORE_MEMBER or after == "who.takes" else "system"


def _names(message: Sentence, written: str) -> list[tuple[str, str]]:
    """All that are called so; else those whose first name it is."""
    bare = written.lstrip("@").rstrip(".")
    if found := message.names.find(bare):
        return found
    return [] if " " in written else [("member", id_) for id_ in message.names.find_first_name(bare)]


def _called(written: str, named: list[tuple[str, str]], wanted: str) -> tuple[str, tuple[str, ...]]:
    """The kind that is meant of those that are called so, and the ids."""
    known = {kind for kind, _ in named}
    kind = next(kind for kind in (wanted, "system", "group", "member") if kind in known)
    same = tuple(id_ for named_kind, id_ in named if named_kind == kind)
    return _one_or_several("handle" if written.startswith("@") and kind == "member" else kind, same)


def _one_or_several(kind: str, found: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return (kind, found) if len(found) == 1 else (f"several.{kind}", found)


def _joined(pieces: list[Piece], message: Sentence) -> list[Piece]:
    """Make one piece of a list of ids or of systems: «T101, T102 og T103»."""
    joined: list[Piece] = []
    for piece in pieces:
        first = _listed_before(joined, piece, message)
        if first is None:
            joined.append(piece)
        else:
            start, ids_ = joined[first].start, dict.fromkeys(joined[first].value + piece.value)
            del joined[first:]
            joined.append(Piece(piece.kind, start, piece.end, tuple(ids_)))
    return joined


def _listed_before(pieces: list[Piece], piece: Piece, message: Sentence) -> int | None:
    """Where the piece is that this one goes on listing after; ids need nothing between them."""
    if piece.kind not in ("id", "system"):
        return None
    at = len(pieces) - 1
    while at >= 0 and pieces[at].kind in _LISTING and _lists(pieces[at], message):
        at -= 1
    apart = piece.kind == "system" and at == len(pieces) - 1
    return at if at >= 0 and not apart and pieces[at].kind == piece.kind else None


def _lists(piece: Piece, message: Sentence) -> bool:
    return piece.kind != "sign" or message.tokens[piece.start].key == "/"


_SIGNS = {
    **dict.fromkeys(".!;…", "end"),
    "\n": "end",
    "?": "question",
    "؟": "question",
    ",": "comma",
    **dict.fromkeys(":()[]*_-–—→•·|/", "sign"),
}
_LISTING = ("comma", "link.and", "sign")
_BETWEEN = ("sign", "link.prep", "plain.words")
_BEFORE_MEMBER = ("link.to", "who.mark", "link.from")
_NO_NAME = ("id", "date", "percent", "end", "question", "reason")
_LONGEST_NAME = 5
_MOST_LOOKUPS = 60
# A link, the name of Klar, or a ping of a whole channel.
_SAYS_NOTHING = re.compile(r"https?://.*|@klar|<!(?:channel|here|everyone)(?:\|.*)?>|@(?:channel|here|everyone)")
_DECIMAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
