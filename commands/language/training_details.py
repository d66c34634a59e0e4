"""Where a new training is, for how many and for whom, in the author's own words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from commands.language.lexicon import free_lexicon
from commands.language.training_attendance import number_of
from commands.language.training_clause import Clause, Span, naming_mark
from commands.language.words import fold


class Details(NamedTuple):
    """What is said of a new training besides its system and its time."""

    place: str | None = None
    seats: int | None = None
    audience: str | None = None


class _Piece(NamedTuple):
    """Some words that stand together, and the small word that leads them.

    They stand `apart` where a sign or what was taken out is before them, and `alone` where one is after them too.
    """

    lead: str
    places: tuple[int, ...]
    apart: bool
    alone: bool


def details(clause: Clause, *acts: str) -> Details:
    """What is left of a clause when its act, its course and its times are taken out."""
    seats, spans = _seats(clause)
    place = audience = None
    used = {at for span in (*spans, *filter(None, map(clause.find, acts))) for at in range(*span)}
    for piece in _pieces(clause, used | clause.in_a_time):
        words = _words(clause, piece)
        if not words:
            continue
        if piece.lead in _FOR and audience is None:
            audience = words
        elif place is None and _is_place(clause, piece, words):
            place = words
    return Details(place, seats, audience)


def _seats(clause: Clause) -> tuple[int | None, list[Span]]:
    book, tokens = free_lexicon(), clause.scene.tokens
    after, before = book.phrases("course", "seats"), book.phrases("course", "seats_before")
    free = [at for at in clause.places if at not in clause.in_a_time]
    for at in free:
        number = number_of(tokens[at].key)
        if number is None:
            continue
        ends = (at, at - (clause.word(at - 1) == ":"))
        led = next((first for first in range(max(0, at - 4), at) if before.at(tokens, first) in ends), None)
        last = after.at(tokens, at + 1) if at + 1 < len(tokens) else None
        if led is not None or last is not None:
            return number, [(at if led is None else led, last or at + 1)]
    return None, []


def _pieces(clause: Clause, used: set[int]) -> Iterator[_Piece]:
    """The words that are left, cut at what is taken out, at signs and before small words that lead to a place."""
    held: list[int] = []
    lead, apart = "", True
    systems = clause.all("system")
    named = naming_mark(clause) or (systems[0] if systems else None)
    for mark in clause.marks:
        cuts = (
            (mark.kind in _SIGNS and not clause.word(mark.start)[0].isdigit())
            or mark.kind == "course"
            or mark is named
            or mark.start in used
        )
        if mark.kind == "dash" and held and clause.scene.tokens[mark.start].start == clause.scene.tokens[held[-1]].end:
            cuts = False
        for at in range(mark.start, mark.end):
            word = clause.word(at)
            leads = word in _FOR or word in _AT or (word in _IN and lead not in _FOR)
            if cuts or leads or at in used:
                yield _Piece(lead, tuple(held), apart, apart and cuts)
                held, lead, apart = [], word if leads and not cuts and at not in used else "", cuts
            else:
                held.append(at)
    yield _Piece(lead, tuple(held), apart, apart)


_FOR = frozenset({"for", "til"})
_AT = frozenset({"på", "at", "on", "ved", "hos"})
_IN = frozenset({"i", "in", "over", "via"})
_SIGNS = frozenset({"comma", "end", "sign", "colon", "dash", "link.but"})


def _words(clause: Clause, piece: _Piece) -> str:
    """The words of a piece as typed, without the small ones around them."""
    places = list(piece.places)
    fillers = free_lexicon().phrases("course", "around_places")
    tokens = clause.scene.tokens
    while places and fillers.at(tokens, places[0]) == places[0] + 1:
        del places[0]
    while places and fillers.at(tokens, places[-1]) == places[-1] + 1:
        del places[-1]
    if not places or len(places) > _LONGEST:
        return ""
    text = clause.scene.text[tokens[places[0]].start : tokens[places[-1]].end]
    return text if any(letter.isalnum() for letter in text) else ""


_LONGEST = 8


def _is_place(clause: Clause, piece: _Piece, words: str) -> bool:
    """Whether words tell where: after «på», or apart and with the word for a building or the name of a known place."""
    if piece.lead in _AT or piece.lead in _IN:
        return True
    known = {fold(one.place) for one in clause.scene.directory.trainings.values() if one.place}
    if fold(words) in known:
        return True
    heads = free_lexicon().phrases("course", "rooms")
    return piece.apart and (_has_head(clause, piece.places, heads) or (piece.alone and _is_a_name(clause, words)))


def _is_a_name(clause: Clause, words: str) -> bool:
    """Whether one word that stands by itself is a name that is known here, and no word of the trade: «Rakkebo.»."""
    key, book = words.casefold(), free_lexicon()
    acts = any(key in book.phrases("course", act).first for act in ("set_up", "cancel", "move", "join", "leave"))
    directory = clause.scene.directory
    called = words.isalpha() and words[0].isupper() and not words.isupper() and directory.knows(key)
    return called and not acts and key not in book.single and not directory.is_of_the_trade(key)


def _has_head(clause: Clause, places: Sequence[int], heads: object) -> bool:
    tokens = clause.scene.tokens
    for at in places:
        key = tokens[at].key
        if any(heads.at([tokens[at]._replace(key=key[cut:])], 0) for cut in range(max(1, len(key) - 2))):  # type: ignore[attr-defined]
            return True
    return False
