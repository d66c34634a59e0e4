"""Trainings, in people's own words: set up, called off, moved, joined, left, and how many came."""

from collections.abc import Iterator, Sequence

from commands.language import training_doubts
from commands.language.dates import Time
from commands.language.doubts import Doubt
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.scene import Scene
from commands.language.segments import Heard, Segment, Sentence
from commands.language.telling import told_by
from commands.language.training_acts import Act, act_of
from commands.language.training_changes import changes
from commands.language.training_clause import Clause, named_systems, times_of
from commands.requests import CancelTraining, ScheduleTraining, SingleChange

# A training is told of in at most this many sentences: «Turnuskurset 12. desember. Får ikke fri. Stryk meg.»
_MOST_SENTENCES = 5
_SPLITS = frozenset({"comma", "link.and", "link.but", "end"})


def hear(scene: Scene, told: Sequence[Sentence], at: int) -> Heard | None:
    """Take what begins with a sentence, or None where it is something else."""
    if not _begins(scene, told, at):
        return None
    times, doubt = times_of(scene), None
    kept: Heard | None = None
    for used in range(1, _MOST_SENTENCES + 1):
        if used > 1 and not _continues(scene, told, at + used - 1):
            break
        try:
            heard = _heard(scene, told[at : at + used], times)
        except Doubt as raised:
            doubt = doubt or raised
            continue
        if heard is not None:
            kept = heard._replace(used=used) if kept is None or heard.items else kept
            if not _is_taken_up(scene, kept, told, at + used):
                return kept
    if kept is None and doubt is not None:
        raise doubt
    return kept


def _begins(scene: Scene, told: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence names a training, or joins or leaves one that the next names."""
    sentence = told[at]
    if sentence.has("name.task"):
        return False
    if any(_is_a_course(scene, segment) for segment in sentence.segments):
        return True
    if _says(scene, sentence, "turnout") and sentence.has("system"):
        return True
    mine = _says(scene, sentence, "join") or _says(scene, sentence, "leave")
    following = told[at + 1].marks if at + 1 < len(told) else []
    return mine and not _has_a_subject(scene, sentence) and bool(_courses(scene, following))


def _is_a_course(scene: Scene, segment: Segment) -> bool:
    """Whether a segment names a training; an id makes it a task, and some words only count beside a system."""
    weak = free_lexicon().phrases("course", "weak_words")
    for mark in _courses(scene, segment.marks):
        bare = not mark.value[0] and not segment.has("system")
        if not segment.has("id") and not (bare and weak.at(scene.tokens, mark.start)):
            return True
    return False


def _courses(scene: Scene, marks: Sequence[Mark]) -> list[Mark]:
    """The marks whose words are those for a course, and not only mean much the same."""
    stems = free_lexicon().course_stems
    return [
        mark for mark in marks if mark.kind == "course" and any(one in scene.tokens[mark.end - 1].key for one in stems)
    ]


def _says(scene: Scene, sentence: Sentence, key: str) -> bool:
    marks = sentence.marks
    found = free_lexicon().phrases("course", key).find(scene.tokens, marks[0].start, marks[-1].end)
    return found is not None


def _continues(scene: Scene, told: Sequence[Sentence], at: int) -> bool:
    return at < len(told) and not told[at].asks and (not _has_a_subject(scene, told[at]) or told[at - 1].marks == [])


def _has_a_subject(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence tells of something else: a task, a system, another training."""
    if sentence.has("id", "system", "own.one", "own.all") or _courses(scene, sentence.marks):
        return True
    return any(_tells_of_work(scene, segment) for segment in sentence.segments)


def _is_taken_up(scene: Scene, heard: Heard, told: Sequence[Sentence], at: int) -> bool:
    """Whether the next sentence gives a training that is called off its new time, or a new one its place."""
    if not heard.items:
        return True
    if len(heard.items) != 1 or not _continues(scene, told, at):
        return False
    if isinstance(heard.items[0], ScheduleTraining):
        first = told[at].marks[0].start
        return free_lexicon().phrases("course", "labels").at(scene.tokens, first) is not None or _is_a_detail(told[at])
    return isinstance(heard.items[0], CancelTraining) and _says(scene, told[at], "move")


def _is_a_detail(sentence: Sentence) -> bool:
    """«To timer.», «Rakkebo.», «15 plasser.»: no more than one thing about a training."""
    kinds = [mark.kind for mark in sentence.marks if mark.kind not in ("plain.words", "link.prep")]
    return len(sentence.segments) == 1 and kinds in (["time"], ["word"], ["sign", "word"], ["sign", "who.puts"])


def _heard(scene: Scene, told: Sequence[Sentence], times: Sequence[Time]) -> Heard | None:
    """What some sentences do with trainings. Raises Doubt where one is meant and cannot be told."""
    segments = [segment for sentence in told for segment in sentence.segments]
    others = [segment for segment in segments if _is_of_others(scene, segment)]
    marks = _own_marks(scene, segments, others)
    if not marks:
        return None
    clauses = list(_clauses(scene, marks, times))
    acts = _acts(clauses, asks=any(sentence.asks for sentence in told))
    if not any(acts):
        return None
    rest = Sentence(tuple(others), asks=False) if others else None
    items: list[SingleChange] = []
    for clause, act in zip(clauses, acts, strict=True):
        if act is None or (found := changes(clause, act)) is None:
            return None
        items += found
    return Heard(tuple(items), len(told), rest)


def _is_of_others(scene: Scene, segment: Segment) -> bool:
    """Whether a segment among those about a training tells of a task."""
    if segment.has("id"):
        return True
    if any(mark.value[0] for mark in segment.all("course")) or _acts_on_trainings(scene, segment):
        return False
    return _tells_of_work(scene, segment)


def _acts_on_trainings(scene: Scene, segment: Segment) -> bool:
    start, end = segment.marks[0].start, segment.marks[-1].end
    return any(free_lexicon().phrases("course", key).find(scene.tokens, start, end) for key in _ACTS)


_ACTS = ("set_up", "cancel", "move", "join", "leave", "came", "stayed_away", "nobody_came", "turnout")


def _tells_of_work(scene: Scene, segment: Segment) -> bool:
    told = told_by(scene, segment)
    known = any(scene.directory.is_of_a_title(mark.value) for mark in segment.all("word"))
    return (told.status is not None or told.percent is not None) and (known or segment.has("system", "course"))


def _own_marks(scene: Scene, segments: Sequence[Segment], others: Sequence[Segment]) -> list[Mark]:
    first, last = segments[0].marks[0].start, segments[-1].marks[-1].end
    taken = {mark.start for segment in others for mark in segment.marks}
    own = [mark for mark in scene.marks if first <= mark.start < last and mark.start not in taken]
    courses = _courses(scene, own)
    return [
        mark._replace(kind="word", value=mark.value[1]) if mark.kind == "course" and mark not in courses else mark
        for mark in own
    ]


def _clauses(scene: Scene, marks: Sequence[Mark], times: Sequence[Time]) -> Iterator[Clause]:
    """The clauses, one for each training that is told of."""
    begins, mentioned = [0], -1
    for at, mark in enumerate(marks):
        if mark.kind != "course":
            continue
        cut = next((i for i in range(at - 1, mentioned, -1) if marks[i].kind in _SPLITS), None)
        if mentioned >= 0 and cut is not None and _is_another(scene, marks[cut + 1 : at + 4], mark):
            begins.append(cut + 1)
        mentioned = at
    systems: tuple[str, ...] = ()
    for begin, end in zip(begins, [*begins[1:], len(marks)], strict=True):
        within = range(marks[begin].start, marks[end - 1].end)
        clause = Clause(scene, tuple(marks[begin:end]), tuple(time for time in times if time.first in within), systems)
        systems = tuple(named_systems(clause)) or systems
        yield clause


def _is_another(scene: Scene, marks: Sequence[Mark], course: Mark) -> bool:
    """Whether a course that is named after another is not the same."""
    clause = Clause(scene, tuple(marks), ())
    if free_lexicon().phrases("course", "short_verbs").at(scene.tokens, marks[0].start) is not None:
        return True
    return bool(course.value[0]) or clause.has("system") or any(clause.find(key) for key in _ACTS)


def _acts(clauses: Sequence[Clause], *, asks: bool) -> list[Act | None]:
    """What each clause does; one that does not say it does as the one before it, or else the one after."""
    acts: list[Act | None] = []
    for clause in clauses:
        before = acts[-1] if acts else None
        own = _certain(clause, act_of(clause, asks=asks, before=before))
        acts.append(before if own in _UNSAID and before else own)
    for at in range(len(acts) - 2, -1, -1):
        acts[at] = acts[at + 1] if acts[at] in _UNSAID and acts[at + 1] else acts[at]
    return acts


_UNSAID = (None, "stray", "named")


def _certain(clause: Clause, act: Act | None) -> Act | None:
    """The act, or nothing where it only may happen; hearsay is asked about. To wish for a seat is to ask for one."""
    if act is None:
        return None
    first = clause.marks[0]
    for mark in clause.marks:
        key = clause.scene.key(mark)
        if mark.kind == "stop.condition" and (mark is first or key not in _ALSO_PREPOSITIONS):
            return "nothing"
        if mark.kind == "stop.hope" or (mark.kind == "stop.wish" and act != "join"):
            return "nothing"
        if mark.kind == "stop.hearsay" and act in ("cancel", "move", "attend"):
            raise training_doubts.which_training()
    return act


_ALSO_PREPOSITIONS = frozenset({"om", "når", "when", "after", "etter", "once"})
