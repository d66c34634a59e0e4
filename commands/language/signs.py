"""Small signs in a segment: hints, auxiliaries and participles, negations."""

from functools import cache

from commands.language.directory import Unit
from commands.language.glossary import glossary
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Segment
from commands.language.words import fold

DONE = ("status.done", "status.completed", "status.ready")
BLOCKED = ("status.blocked", "status.waiting")
# «Uten feil» takes nothing back.
WITHOUT = frozenset({"uten", "utan", "without"})
# «Nei» takes back what was said before it.
_NO = frozenset({"nei", "nope"})


def hinted(scene: Scene, segment: Segment, key: str) -> bool:
    """Whether one of the words of a hint stands in a segment."""
    words = _hints()[key]
    if words.isdisjoint(scene.keys):
        return False
    return any(scene.tokens[i].key in words for mark in segment.marks for i in range(mark.start, mark.end))


def hinted_at(scene: Scene, segment: Segment, key: str) -> bool:
    """Whether one of the phrases of a hint stands in a segment: «så godt som»."""
    text = f" {' '.join(scene.tokens[i].key for mark in segment.marks for i in range(mark.start, mark.end))} "
    return any(f" {phrase} " in text for phrase in free_lexicon().words("hints", key) if " " in phrase)


@cache
def _hints() -> dict[str, frozenset[str]]:
    lists = free_lexicon()
    return {
        key: frozenset(lists.words("hints", key))
        for key in (
            "auxiliary",
            "almost",
            "partly",
            "yet",
            "again",
            "more",
            "left",
            "failing",
            "since",
            "opening",
            "instead",
            "definite",
            "past",
            "except",
            "rest",
            "begin",
            "because",
            "no_more",
            "until",
            "apology",
            "those",
        )
    }


def acting_verb(scene: Scene, segment: Segment) -> Mark | None:
    """The participle that says what has been done, where no other word tells how far it has come."""
    if any(mark.section == "status" for mark in segment.marks):
        return None
    failing = _hints()["failing"]
    acts = [
        mark
        for mark in segment.all("word")
        if is_participle(scene.key(mark), mark.value) and scene.key(mark) not in failing
    ]
    if not acts:
        return None
    before = segment._replace(marks=segment.marks[: segment.marks.index(acts[-1])])
    if any(mark.kind == "reason.words" and scene.key(mark) in _hints()["because"] for mark in before.marks):
        return None
    return acts[-1] if hinted(scene, before, "auxiliary") or acts[-1] is segment.marks[-1] else None


def is_participle(word: str, unit: Unit) -> bool:
    """Whether a word is the past or perfect form of a verb of the trade."""
    book = glossary()
    if unit.whole not in book.verbs or word.endswith(_NOUNS) or (book.lists(word) and word[-1] != "e"):
        return False
    return fold(word) in book.irregular or word.endswith(_PAST)


_NOUNS = ("ing", "inga", "ingen", "ingane", "ingene", "sjon", "sjonen", "tion", "else", "elsen", "elsa")
_PAST = ("t", "te", "et", "a", "de", "dd", "ed", "tt")


def opens_with_verb(scene: Scene, segment: Segment) -> bool:
    """Whether a segment begins as a question does: «er …», «is …»."""
    first = next((mark for mark in segment.marks if mark.kind not in ("sign", "handle", "member")), None)
    return first is not None and scene.key(first) in free_lexicon().words("verbs", "first")


def is_negated(scene: Scene, segment: Segment) -> bool:
    """Whether a negation stands in what is told, and not in the reason for it."""
    for mark in segment.marks:
        if mark.kind in BLOCKED:
            return False
        if mark.kind == "stop.negation" and scene.key(mark) not in WITHOUT and scene.key(mark) not in _NO:
            return True
    return False


def is_since(scene: Scene, mark: Mark) -> bool:
    """Whether a time only tells since when: «since Tuesday», «fra 5. mai»."""
    words = _hints()["since"]
    return scene.tokens[mark.start].key in words or (mark.start > 0 and scene.tokens[mark.start - 1].key in words)
