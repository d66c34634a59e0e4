"""What a clause does with a training: sets it up, moves it, calls it off, joins it, leaves it, or counts who came."""

from itertools import pairwise
from typing import Literal, TypeAlias

from commands.language import training_doubts
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.training_attendance import came
from commands.language.training_clause import Clause, Span, is_indefinite, is_work, named_systems, naming_mark

# `bare` is «kurs i Permia torsdag kl 9»; `stray` tells of a training and a day, and not what is to happen; `named` of
# nothing that is Klar's.
Act: TypeAlias = Literal["set_up", "bare", "move", "cancel", "join", "leave", "attend", "nothing", "stray", "named"]


def act_of(clause: Clause, *, asks: bool = False, before: Act | None = None) -> Act | None:
    """What a clause does with a training; None for nothing known. `before` is what the clause before it does."""
    if asks and not _is_an_order(clause):
        return "join" if clause.find("join") and not _wonders(clause) else None
    act = _ordered(clause, before)
    if act is not None and act != "attend" and clause.find("only_thought"):
        return "nothing"
    if act in ("move", "cancel", "leave") and _is_of_something_else(clause, act):
        return "nothing"
    if act is None or act == "leave":
        return act if act is None or _leaves_oneself(clause) else "nothing"
    if act in ("move", "cancel", "join", "set_up") and _is_negated(clause, clause.find(act)):
        return "nothing"
    if (act == "join" and clause.has("member", "handle")) or (act in _ORDERS and _is_to_a_colleague(clause)):
        return "nothing"
    return act


_ORDERS = frozenset({"set_up", "move", "cancel", "join"})


def _is_to_a_colleague(clause: Clause) -> bool:
    """«@kari kan du …» and «Kari, avlys …» are not said to Klar."""
    first = clause.marks[0]
    return first.kind == "handle" or (first.kind == "member" and clause.word(first.end) == ",")


def _ordered(clause: Clause, before: Act | None) -> Act | None:
    if _signs_up_another(clause) or _counts_seats(clause):
        return "nothing"
    if clause.find("cancel") and clause.find("my_seat"):
        return "leave"
    vague = is_indefinite(clause) and not clause.days and not named_systems(clause)
    if not vague and (act := _of_one(clause, before)) is not None:
        return act
    if not _counts_the_past(clause) and (act := _of_a_new_one(clause)) is not None:
        return act
    return "attend" if not vague and came(clause) is not None else _unsaid(clause)


def _of_one(clause: Clause, before: Act | None) -> Act | None:
    """What is done with a training that there is."""
    if clause.find("leave") and not _is_followed_by_a_verb(clause):
        return _left_or_called_off(clause)
    if clause.find("cancel") and clause.find("set_up") and clause.times:
        return "move"
    found = next((act for act in _OF_ONE if clause.find(act)), None)
    return found or (_same_verb(clause) if before in ("join", "leave") else None)


def _of_a_new_one(clause: Clause) -> Act | None:
    if clause.find("set_up"):
        return "set_up"
    return "bare" if clause.find("weak_set_up") and is_indefinite(clause) and clause.times else None


_OF_ONE: tuple[Literal["move", "cancel", "join"], ...] = ("move", "cancel", "join")


def _left_or_called_off(clause: Clause) -> Act:
    """«Rekker ikke kurset, avlys det» comes from somebody who holds it: who has no seat to leave is asked."""
    left, called_off = clause.find("leave"), clause.find("cancel")
    assert left is not None
    if called_off is None or (called_off[0] < left[1] and left[0] < called_off[1]):
        return "leave"
    raise training_doubts.which_training()


def _counts_seats(clause: Clause) -> bool:
    """«12 av 15 har meldt seg på», «12 av 20 plasser er tatt»: nobody has come yet."""
    counted = any(mark.value.part is not None for mark in clause.all("amount"))
    return counted and clause.find("enrolled") is not None


def _signs_up_another(clause: Clause) -> bool:
    """«Sett Kari på lønnskurset»: it is always the author who joins."""
    verbs = free_lexicon().phrases("course", "join_others")
    named = clause.all("member", "handle")
    return any(
        verbs.at(clause.scene.tokens, at) == mark.start for mark in named for at in range(mark.start - 1, mark.start)
    )


def _unsaid(clause: Clause) -> Act | None:
    """What is meant where only the training and a time are named."""
    moves = any(mark.section == "due" for mark in clause.marks)
    told = any(mark.section in ("status", "amount") for mark in clause.marks)
    if is_indefinite(clause):
        return "bare" if (clause.times or clause.has("time")) and not told and _stands_first(clause) else None
    if not clause.days or not named_systems(clause) or _names_work(clause):
        return None
    return "stray" if moves and not told else "named"


def _stands_first(clause: Clause) -> bool:
    """Whether a clause begins with its course: «jeg har kurs …» and «husk kurs …» set up none."""
    course, named = clause.all("course")[0], naming_mark(clause)
    start = min(course.start, named.start if named else course.start)
    weak = free_lexicon().phrases("course", "weak_words")
    before = [mark for mark in clause.marks if mark.end <= start]
    if weak.at(clause.scene.tokens, course.start) is not None:
        return False
    return all(mark.kind in _EMPTY or _is_phrase(clause, mark, "new_one") for mark in before)


_EMPTY = frozenset({"sign", "time", "comma", "dash", "link.and", "colon"})


def _names_work(clause: Clause) -> bool:
    """Whether other words are those of a task."""
    directory = clause.scene.directory
    return is_work(clause) or any(directory.is_of_a_title(mark.value) for mark in clause.all("word"))


def _same_verb(clause: Clause) -> Act | None:
    """«Meld meg av … og på …»."""
    first = clause.word(clause.places[0])
    if first in ("på", "for", "on"):
        return "join"
    return "leave" if first in ("av", "fra", "frå", "off", "from") else None


def _counts_the_past(clause: Clause) -> bool:
    """Whether it tells how many came, and no time that is to come."""
    today = clause.scene.now.date()
    future = any(when.start and when.start.date() > today for time in clause.days for when in time.basis)
    return not future and (clause.find("nobody_came") is not None or came(clause) is not None)


def _leaves_oneself(clause: Clause) -> bool:
    """Whether it is the author who does not come: «jeg», «meg», or nobody named before the words for it."""
    span = clause.find("leave") or clause.find("cancel")
    first = span[0] if span else clause.places[0]
    before = [mark for mark in clause.marks if mark.end <= first and mark.start not in clause.in_a_time]
    if any(mark.kind in ("member", "handle") and mark.value != (clause.scene.author,) for mark in before):
        return False
    oneself = clause.has("who.i", "who.me") or any(clause.word(at) in _MYSELF for at in clause.places)
    return oneself or not any(mark.kind == "word" for mark in before)


_MYSELF = frozenset({"jeg", "eg", "æ", "meg", "mæ", "i'm", "i'll", "i've", "my"})


def _is_followed_by_a_verb(clause: Clause) -> bool:
    """«Rekker ikke å sette opp kurset», but not «rekker ikke å komme» and «can't make it to the course»."""
    span = clause.find("leave")
    if span is None or clause.word(span[1]) not in ("å", "to"):
        return False
    after = span[1] + 1
    named = any(mark.start == after and mark.kind in ("course", "system") for mark in clause.marks)
    return not named and free_lexicon().phrases("course", "come").find(clause.scene.tokens, after, after + 1) is None


def _is_of_something_else(clause: Clause, act: str) -> bool:
    """«Avlys møtet om kurset», «rekker ikke starten på kurset»: a thing with a small word stands between."""
    span, course = clause.find(act), next(iter(clause.all("course")), None)
    if act == "leave" and clause.find("late"):
        return True
    if span is None or course is None:
        return False
    between = [mark for mark in clause.marks if span[1] <= mark.start < course.start]
    return any(
        first.kind in ("word", "time.begins", "status.doing")
        and second.kind in _LEADS_ON
        and not _is_phrase(clause, first, "come")
        for first, second in pairwise(between)
    )


def _is_phrase(clause: Clause, mark: Mark, key: str) -> bool:
    return free_lexicon().phrases("course", key).at(clause.scene.tokens, mark.start) is not None


_LEADS_ON = frozenset({"link.prep", "stop.condition", "reason.words"})


def _is_negated(clause: Clause, span: Span | None) -> bool:
    """Whether «ikke» stands beside the word for the act, and is no part of it."""
    if span is None:
        return False
    single = free_lexicon().single
    beside = (span[0] - 2, span[0] - 1, span[1])
    return any(at in clause.places and single.get(clause.word(at)) == "stop.negation" for at in beside)


def _wonders(clause: Clause) -> bool:
    """«Hvordan melder jeg meg på …?» asks how, and not for a seat."""
    return free_lexicon().phrases("course", "wonders").at(clause.scene.tokens, clause.places[0]) is not None


def _is_an_order(clause: Clause) -> bool:
    return clause.find("order") is not None
