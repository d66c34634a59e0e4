"""How many came to a training: «3 av 15 uteble», «41 stk», «ingen møtte», «12 kom, 3 manglet»."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from commands.language import training_doubts
from commands.language.amounts import amount_at
from commands.language.lexicon import free_lexicon
from commands.language.training_clause import Clause


class Came(NamedTuple):
    """How many came, and of how many where that is said."""

    attended: int
    of: int | None = None


class Number(NamedTuple):
    """A number in a clause: its tokens, and what it is out of."""

    start: int
    end: int
    amount: int
    of: int | None = None


def came(clause: Clause) -> Came | None:
    """How many came; None where nothing is told of it. Raises Doubt where it is told and cannot be counted."""
    numbers = list(numbers_of(clause))
    if clause.find("nobody_came"):
        return Came(0, next((number.of or number.amount for number in numbers), None))
    roles = [(_role(clause, numbers, at), number) for at, number in enumerate(numbers)]
    if numbers and clause.find("nobody") and (clause.find("came") or clause.find("stayed_away")):
        raise training_doubts.how_many_came()
    told = {role for role, _ in roles} & {"came", "away"}
    if not told:
        if _is_a_share(clause):
            raise training_doubts.how_many_came()
        if clause.find("stayed_away") and clause.find("nobody"):
            raise training_doubts.how_many_came()
        return None
    return _counted(roles)


def _is_a_share(clause: Clause) -> bool:
    """«80 % møtte» does not say how many."""
    shares = [mark for mark in clause.all("amount") if mark.value.part is None]
    return bool(shares) and (clause.find("came") is not None or clause.find("stayed_away") is not None)


def _counted(roles: Sequence[tuple[str, Number]]) -> Came:
    attended = away = of = None
    for role, number in roles:
        if role == "of":
            of = number.amount
        elif role == "came" and attended is None:
            attended, of = number.amount, number.of or of
        elif role == "away" and away is None:
            away, of = number.amount, number.of or of
        else:
            raise training_doubts.how_many_came()
    if attended is None and away is not None and of is not None:
        attended = of - away
    if attended is not None and away is not None and of is None:
        of = attended + away
    if attended is None or (of is not None and not 0 <= attended <= of):
        raise training_doubts.how_many_came()
    if away is not None and of is not None and attended + away != of:
        raise training_doubts.how_many_came()
    return Came(attended, of)


def numbers_of(clause: Clause) -> Iterator[Number]:
    """The numbers of a clause that are no part of a time or of a name."""
    tokens, taken = clause.scene.tokens, clause.in_a_time
    taken |= {at for mark in clause.all("system", "id", "course") for at in range(mark.start, mark.end)}
    places = [at for at in clause.places if at not in taken]
    past = -1
    for at in places:
        if at < past:
            continue
        found = amount_at(tokens, at)
        if found is not None and found.part is not None and found.end <= places[-1] + 1:
            yield Number(at, found.end, found.part, found.of)
            past = found.end
        elif found is None and (number := number_of(tokens[at].key)) is not None and not _is_a_preposition(clause, at):
            joined = _joined(clause, at, number)
            number, past = joined or (number, at + 1)
            yield Number(at, past, number, number if clause.word(at - 1) in _ALL else None)


def _is_a_preposition(clause: Clause, at: int) -> bool:
    """«To» is a number in Norwegian only."""
    return clause.word(at) == "to" and (clause.scene.language == "en" or clause.word(at + 1) in ("the", "a", "our"))


def _joined(clause: Clause, at: int, tens: int) -> tuple[int, int] | None:
    """«Twenty-two», and the token after it."""
    if clause.word(at + 1) != "-" or clause.word(at).isdecimal() or tens % 10 or not 20 <= tens <= 90:
        return None
    ones = 1 if clause.word(at + 2) == "one" else number_of(clause.word(at + 2))
    return (tens + ones, at + 3) if ones is not None and ones < 10 else None


def number_of(word: str) -> int | None:
    """The number that a word is; «en» and «one» are not counted as numbers."""
    if word.isdecimal() and len(word) < 6:
        return int(word)
    return _number_words().get(word)


@cache
def _number_words() -> dict[str, int]:
    lists = free_lexicon().list("amount", "numbers")
    known = {word: int(value) for _, table in lists for word, value in table.items()}
    ones = {word: value for word, value in known.items() if 1 <= value <= 9}
    tens = {word: value for word, value in known.items() if 20 <= value <= 90}
    joined = {ten + one: tens[ten] + ones[one] for ten in tens for one in ones}
    return {word: value for word, value in {**known, **joined}.items() if value != 1}


_ALL = frozenset({"alle", "all", "samtlige"})
_OUT_OF = frozenset({"av", "of", "blant", "among", "utav"})


def _role(clause: Clause, numbers: Sequence[Number], at: int) -> str:
    """What a number counts: the word for it stands after it, or else before it."""
    number = numbers[at]
    places = clause.places
    last = numbers[at + 1].start if at + 1 < len(numbers) else places[-1] + 1
    after = [place for place in places if number.end <= place < last]
    first = numbers[at - 1].end if at else places[0]
    before = [place for place in places if first <= place < number.start]
    if number.of is None and (clause.word(number.start - 1) in _OUT_OF or _first(clause, after[:2], "signed_up") == 0):
        return "of"
    return _kind(clause, after) or _kind(clause, before) or _kind_of_all(clause)


def _kind(clause: Clause, places: Sequence[int]) -> str:
    """The nearest word that tells of coming or of staying away."""
    away, came_at = _first(clause, places, "stayed_away"), _first(clause, places, "came")
    if away is not None and (came_at is None or away <= came_at):
        return "away"
    return "came" if came_at is not None else ""


def _kind_of_all(clause: Clause) -> str:
    return _kind(clause, clause.places) if clause.find("turnout") is None else "came"


def _first(clause: Clause, places: Sequence[int], key: str) -> int | None:
    found = free_lexicon().phrases("course", key).find([clause.scene.tokens[place] for place in places])
    return found[0] if found else None
