"""Questions in people's own words: which sentences ask, and what of."""

from collections.abc import Sequence

from commands.language.marks import Mark
from commands.language.questioned import answer
from commands.language.scene import Scene
from commands.language.segments import Segment, Sentence
from commands.language.signs import is_participle
from commands.language.stretch import SILENT, bounds, calls_a_colleague, phrase_at, phrase_in
from commands.language.telling import told_by
from commands.requests import Request

_ORDERS = frozenset({"due.move", "due.set", "who.mark", "who.puts", "status.dropped", "status.blocked", "amount"})
_REPORTED = ("status.done", "status.completed", "status.ready", "status.doing", "status.todo")
_SUBJECTS = frozenset({
    "system", "id", "course", "group", "member", "who.we", "who.i", "who.nobody", "own.one", "own.all", "name.task",
})  # fmt: skip
_FAINT = ("plain.words", "sign")


def parted(scene: Scene, told: Sequence[Sentence], at: int) -> tuple[Sentence | None, Sentence | None]:
    """What of a sentence tells something, and what of it asks: «listene er ferdige, får du åpnet fila?»."""
    sentence = told[at]
    if not is_question(scene, sentence) or _is_heading(scene, told, at):
        return sentence, None
    number = _first_that_asks(scene, sentence)
    if not number:
        return None, sentence
    first = Sentence(sentence.segments[:number], asks=False)
    asks_already = is_question(scene, first) or _opens_as_question(scene, first.marks, spoken=sentence.asks)
    if asks_already or not any(told_by(scene, segment).anything for segment in first.segments):
        return None, sentence
    return first, sentence._replace(segments=sentence.segments[number:])


def _first_that_asks(scene: Scene, sentence: Sentence) -> int:
    """The number of the segment with which the asking begins; 0 where it is of the whole sentence."""
    segments = sentence.segments
    for number, segment in enumerate(segments[1:], 1):
        if _is_tag(scene, segment):
            return 0
        if _opens_as_question(scene, segment.marks) or segment.has("question.order"):
            return number
    last = segments[-1]
    is_of_others = not last.has("system", "id", "course", "question.words") and not told_by(scene, last).anything
    return len(segments) - 1 if is_of_others else 0


def is_question(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence asks, with or without a question mark. An order that is worded as a question does not."""
    if sentence.has("question.order"):
        return calls_a_colleague(scene, sentence) or not _is_order(scene, sentence)
    if sentence.asks:
        return True
    first, last = sentence.segments[0], sentence.segments[-1]
    if calls_a_colleague(scene, sentence):
        return False
    return (
        _opens_as_question(scene, first.marks)
        or _ends_as_question(scene, sentence, last)
        or _is_request(scene, sentence)
    )


def asked(scene: Scene, questions: Sequence[Sentence]) -> Request | None:
    """What is asked of Klar; None where it is asked of somebody else, or of nothing that Klar knows."""
    meant = [one for one in questions if not calls_a_colleague(scene, one)]
    if not meant:
        return None
    together = Sentence(tuple(segment for one in meant for segment in one.segments), asks=True)
    for one in (*meant, together):
        if (found := answer(scene, one, together)) is not None:
            return found
    return None


def _is_order(scene: Scene, sentence: Sentence) -> bool:
    """Whether Klar is told to do something: «kan du flytte T1 til fredag?», and not «kan du si om T1 er ferdig?»."""
    if sentence.has(*_ORDERS):
        return True
    asks_whether = sentence.has("stop.condition") or phrase_in(scene, "ask", "verbs", *bounds(sentence)) is not None
    return sentence.has(*_REPORTED) and not asks_whether


def _is_heading(scene: Scene, told: Sequence[Sentence], at: int) -> bool:
    """Whether only the thing is named that the next sentence tells of: «reiseappen? ikke rørt»."""
    sentence = told[at]
    if at + 1 >= len(told) or told[at + 1].asks or len(sentence.segments) > 1:
        return False
    named = all(mark.kind in ("word", "system", "id", "course", *SILENT, "link.prep") for mark in sentence.marks)
    if (
        not named
        or _opens_as_question(scene, sentence.marks, spoken=True)
        or phrase_in(scene, "ask", "verbs", *bounds(sentence))
    ):
        return False
    return told_by(scene, told[at + 1].segments[0]).anything


def _opens_as_question(scene: Scene, marks: Sequence[Mark], *, spoken: bool = False) -> bool:
    """Whether some marks begin with a word that asks, or with a verb before the one it is said of.

    In «da har jeg …» the verb is not the first word. `spoken` says that also «e …» is a verb.
    """
    start = next((mark.start for mark in marks if not _only_calls(scene, mark)), None)
    if start is None:
        return False
    end = marks[-1].end
    if (last := phrase_at(scene, "ask", "opens", start)) and last <= end:
        return True
    if (last := phrase_at(scene, "ask", "opens_before_verb", start)) and last < end:
        return phrase_at(scene, "ask", "verbs", last) is not None
    for key in ("verbs", "verbs_may", *(("verbs_spoken",) if spoken else ())):
        verb = phrase_at(scene, "ask", key, start)
        if verb is not None and verb < end:
            return _is_subject(scene, [mark for mark in marks if mark.start >= verb], modal=key == "verbs_may")
    return False


def _only_calls(scene: Scene, mark: Mark) -> bool:
    """Whether a mark only calls on the one it is said to: «hei», «@klar»."""
    if mark.kind in ("sign", "comma", "dash"):
        return True
    return scene.key(mark).startswith("@") or phrase_at(scene, "ask", "hail", mark.start) == mark.end


def _is_subject(scene: Scene, marks: Sequence[Mark], *, modal: bool) -> bool:
    """Whether marks begin with what a verb before them is said of, and not with what somebody has done."""
    rest = [mark for mark in marks if mark.kind != "sign" and phrase_at(scene, "ask", "filler", mark.start) != mark.end]
    if not rest:
        return False
    first = rest[0]
    if first.kind in _SUBJECTS or _is_pronoun(scene, first):
        return True
    if modal or first.kind != "word" or is_participle(scene.key(first), first.value):
        return False
    told = next((mark for mark in rest[1:] if mark.section == "status"), None)
    verbs = [mark for mark in rest[1:] if told and mark.start < told.start]
    return told is not None and not any(phrase_at(scene, "ask", "verbs", mark.start) for mark in verbs)


def _is_pronoun(scene: Scene, mark: Mark) -> bool:
    return phrase_at(scene, "ask", "pronouns", mark.start) is not None


def _ends_as_question(scene: Scene, sentence: Sentence, last: Segment) -> bool:
    """«…, ikke sant», «… eller», «X er vel ferdig», «… or not»."""
    if len(sentence.segments) > 1 and _is_tag(scene, last):
        return True
    start, end = bounds(sentence)
    said = [mark for mark in sentence.marks if mark.kind not in _FAINT or phrase_at(scene, "ask", "tags", mark.start)]
    tail = said[-1].start if said else start
    if any(
        (phrase_at(scene, "ask", "tags", at) or 0) >= said[-1].end and not _is_now(scene, at)
        for at in range(max(start + 1, tail - 2), tail + 1)
    ):
        return True
    surely = phrase_in(scene, "ask", "surely", start, end)
    return surely is not None and surely[0] > start and told_by(scene, sentence.segments[0]).anything


def _is_now(scene: Scene, at: int) -> bool:
    """«Ho er ferdig no»: in nynorsk it is no «no»."""
    return scene.tokens[at].key == "no" and scene.language != "en"


def _is_tag(scene: Scene, segment: Segment) -> bool:
    """Whether a segment only makes a question of what stands before it."""
    said = [mark for mark in segment.marks if mark.kind != "sign"]
    if not said:
        return False
    last = phrase_at(scene, "ask", "tags", said[0].start)
    return last is not None and (
        last >= said[-1].end or all(mark.kind in SILENT for mark in said if mark.start >= last)
    )


def _is_request(scene: Scene, sentence: Sentence) -> bool:
    """«Status på arkiv», «mine frister»: words for a question and nothing that is told."""
    start = next((mark.start for mark in sentence.marks if mark.kind not in ("plain.words", "sign", "comma")), None)
    if start is None:
        return False
    start = phrase_at(scene, "ask", "show", start) or start
    keys = ("status", "mine", "overdue", "ready", "training")
    if start >= bounds(sentence)[1] or not any(phrase_at(scene, "ask", key, start) for key in keys):
        return False
    if phrase_at(scene, "ask", "overdue", start):
        return True
    told = [told_by(scene, segment) for segment in sentence.segments]
    return not sentence.has("due.move", "due.late") and not any(
        one.status or one.percent is not None or one.owner for one in told
    )
