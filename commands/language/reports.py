"""Reports in people's own words: what is told of which task or system."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commands.language import doubts
from commands.language.besides import without_asides
from commands.language.certainty import DOUBTFUL, certain
from commands.language.certainty import speaker as speaker_of
from commands.language.doubts import Doubt
from commands.language.lexicon import free_lexicon
from commands.language.marks import Mark
from commands.language.outcome import outcome, without_title_days
from commands.language.reasons import is_a_report, reason_after
from commands.language.scene import Scene
from commands.language.segments import Segment, Sentence
from commands.language.signs import hinted, is_negated
from commands.language.subjects import Named, Subject, named_in
from commands.language.telling import Told, told_by
from commands.language.unread import Unread
from commands.requests import Update

_SUBJECTS = ("id", "word", "system", "course")
# What may stand beside a day or per cent that puts another right.
_VALUES = frozenset({
    "time", "amount", "plain.words", "sign", "correct.words", "link.to", "link.prep", "due.mark", "percent.about",
})  # fmt: skip
_LISTS = ("comma", "link.and")
_JOINS = ("link.and", "colon", "dash")


@dataclass(slots=True)
class Account:
    """What is told of one task, or of one system as a whole."""

    subject: Subject
    told: list[Told] = field(default_factory=list)


class Report:
    """The accounts of a message, gathered segment by segment."""

    def __init__(self, scene: Scene, about: Sequence[str] = ()) -> None:
        self._scene = scene
        self._accounts: list[Account] = []
        self._waiting: list[Subject] = []
        self._waiting_is_bare = True
        self._waiting_here = False
        self._correcting = self._corrected_something = False
        # A segment that is about something, and tells nothing by itself; and what was named with a day and no more.
        self._held: Segment | None = None
        self._dated: list[Subject] = []
        self._by_id = frozenset(mark.value for mark in scene.marks if mark.kind == "id")
        self._about = tuple(Subject(task=id_) for id_ in about if id_ in scene.directory.tasks)
        # What is told of something like a task that cannot be told from others.
        self._unplaced: Doubt | None = None
        self._unread = Unread(scene)
        self.doubt: Doubt | None = None

    def hear(self, sentence: Sentence) -> None:
        """Take in one sentence. Raises Doubt where something that matters in it is not clear."""
        sentence = without_asides(self._scene, sentence)
        if not sentence.segments or (sentence.has("plain.chat") and not sentence.has("id")):
            return
        told = certain(self._scene, sentence)
        if len(told) < len(sentence.segments):
            self._note_doubt(sentence)
        if not told or self._takes_as_reason(sentence):
            return
        speaker = speaker_of(self._scene, sentence)
        self._held, self._waiting_here = None, False
        at = 0
        while at < len(told):
            at += self._hear_segment(told, at, speaker)

    def _moves_on(self, told: Told, segment: Segment) -> bool:
        """«T130 flyttes til 20. desember og T133 til 22. desember»: what is told of the one is told of the other."""
        moved = self._accounts and self._accounts[-1].told[-1].moves and self._accounts[-1].told[-1].when
        said = [mark.kind for mark in segment.marks if mark.kind not in ("plain.words", "link.to")]
        named = all(kind in _SUBJECTS for kind in said[:-1]) and len(said) > 1
        return bool(moved) and not told.anything and segment.opener in _LISTS and named and said[-1] == "time"

    def changes(self) -> list[Update]:
        """What has been told, one change for each task or system."""
        merged: dict[Subject, list[Told]] = {}
        for account in self._accounts:
            merged.setdefault(account.subject, []).extend(account.told)
        left = [subject.task for subject in self._waiting if subject.task and subject not in merged]
        if not merged and self._waiting and self._corrected_something:
            raise doubts.which_task(self._scene.text)
        if merged and self._correcting:
            raise doubts.not_certain(self._scene.text, "T101")
        if merged and self._unplaced is not None:
            raise self._unplaced
        if merged and (unread := self._unread.words_beside({subject.task for subject in merged})):
            raise doubts.which_task(unread)
        unsaid = [task for task in left if task in self._by_id or Subject(task=task) in self._dated]
        if merged and unsaid:
            raise doubts.nothing_said_of(unsaid[-1])
        return [item for subject, told in merged.items() if (item := outcome(self._scene, subject, told))]

    def _takes_as_reason(self, sentence: Sentence) -> bool:
        """Whether a sentence says why what was just told of is blocked; then it is kept as the reason."""
        last = self._accounts[-1] if self._accounts else None
        if last is None or last.told[-1].status != "blocked" or last.told[-1].reason:
            return False
        if any(is_a_report(self._scene, segment) for segment in sentence.segments):
            return False
        last.told[-1] = last.told[-1]._replace(reason=" ".join(self._scene.words(sentence.marks).split()))
        return True

    def _hear_segment(self, segments: Sequence[Segment], at: int, speaker: str | None) -> int:
        segment, used = segments[at], 1
        if self._is_correction(segment):
            ends = at == len(segments) - 1
            apologises = ends and hinted(self._scene, segment, "apology")
            if not apologises and (at == 0 or not segments[at - 1].has("stop.believed")):
                self._take_correction(ends=ends)
            return 1
        if self._accounts and all(mark.section == "stop" and mark.kind != "stop.all" for mark in segment.marks):
            raise doubts.not_certain(self._scene.words(segment.marks), "T101")
        if all(mark.kind == "stop.all" for mark in segment.marks) and segment.closer == "link.but":
            raise doubts.not_understood(self._scene.words(segment.marks), "T101")
        if self._accounts and segment.has("own.other") and segment.has("who.takes", "who.i_take", "time"):
            raise doubts.which_task(self._scene.words(segment.marks))
        segment = self._corrected(segment)
        segments = (*segments[:at], segment, *segments[at + 1 :])
        told = told_by(self._scene, segment)
        named, joined = self._named(segments, at, told)
        if joined is not None:
            segment, used = joined, 2
            told = told_by(self._scene, segment)
        if self._moves_on(told, segment):
            told = Told(when=segment.all("time")[0].value, moves=True)
        if told.status == "blocked":
            reason, more = reason_after(self._scene, segments, at + used - 1)
            told, used = told._replace(reason=reason), used + more
        if speaker is not None and told.anything:
            self._refuse_hearsay(speaker, named.subjects or self._before(), segment)
        self._put(named, told, segment)
        return used

    def _is_correction(self, segment: Segment) -> bool:
        """«Nei vent», «mener jeg», «feil:» and nothing more."""
        wrong = self._accounts and segment.closer in ("colon", "comma", "dash")
        return all(
            self._corrects(mark)
            or mark.kind in ("sign", "plain.words")
            or (wrong and self._scene.key(mark) in free_lexicon().words("hints", "wrong"))
            for mark in segment.marks
        )

    def _take_correction(self, *, ends: bool) -> None:
        """What comes now, or what was named right before the end, is meant instead of what was told of."""
        if ends and self._accounts and self._waiting_here and self._waiting:
            self._accounts[-1].subject = self._waiting[-1]
        elif not ends or not self._corrected_something:
            self._correcting = True
        self._corrected_something = True
        self._waiting = []
        self._unread.forget()

    def _corrected(self, segment: Segment) -> Segment:
        """«T123 nei beklager T121 er i mål» is about T121."""
        places = [i for i, mark in enumerate(segment.marks) if self._corrects(mark)]
        if places:
            self._corrected_something = True
        for place in reversed(places):
            rest = segment.marks[place + 1 :]
            if any(mark.kind in _SUBJECTS for mark in rest):
                self._waiting = []
                return segment._replace(marks=(segment.marks[place], *rest))
        if places and any(mark.kind in _SUBJECTS for mark in segment.marks[: places[0]]):
            self._waiting = []  # «T114, nei, T113 mente jeg, er levert»
        return segment

    def _corrects(self, mark: Mark) -> bool:
        return mark.kind == "correct.words" or (
            mark.kind == "stop.negation" and self._scene.key(mark) in ("nei", "nope")
        )

    def _named(self, segments: Sequence[Segment], at: int, told: Told) -> tuple[Named, Segment | None]:
        """What a segment is about; where that takes the next one too («Attestasjon og anvisning»), both as one."""
        segment, before = segments[at], [] if self._correcting else self._before()
        begins = segment.has("time.begins")
        if (
            not begins
            and (not told.anything or told.only_moves)
            and at + 1 < len(segments)
            and segment.closer in _JOINS
        ):
            joined = _joined(segment, segments[at + 1])
            told_together = told_by(self._scene, joined)
            try:
                together = named_in(self._scene, joined, told_together, before)
            except Doubt:
                together = Named()
            loses = told_by(self._scene, segments[at + 1]).anything and not told_together.anything
            alone = len(together.subjects) == 1 and (together.subjects[0].task or told.only_moves)
            if alone and not loses:
                return together, joined
        return named_in(self._scene, segment, told, before), None

    def _before(self) -> list[Subject]:
        return [*(account.subject for account in self._accounts), *self._waiting]

    def _put(self, named: Named, told: Told, segment: Segment) -> None:
        correcting, self._correcting = self._correcting or segment.has("correct.words"), False
        if correcting and self._accounts and self._put_right(named, told, segment):
            return
        if not told.anything:
            self._put_untold(named, segment)
        elif named.subjects:
            together = self._waiting_is_bare and self._waiting_here
            self._tell((*(self._waiting if together else ()), *named.subjects), told)
        elif self._takes_back(told, segment):
            self._accounts[-1].told.append(Told(status="doing"))
        elif self._held is not None and not named.strange:
            self._tell_held(self._held, told, segment)
        elif self._waiting and (self._waiting_is_bare or not named.strange):
            self._tell_waiting(named, told, segment)
        elif named.strange and self._accounts and told == Told(status=self._accounts[-1].told[-1].status):
            pass  # «… er testet og i bruk»: the same in more words
        elif named.strange:
            fact = _is_plain_fact(segment, told) or (told.owner is not None and segment.has("who.goes_to", "who.takes"))
            if fact and named.like_a_task and not self._waiting and not segment.has("plain.chat"):
                self._unplaced = doubts.which_task(self._scene.words(segment.marks))
            self._ask_unless_chat(told, segment, always=fact and (bool(self._accounts) or named.like_a_task))
        else:
            self._tell_what_was_spoken_of(told, segment)

    def _put_right(self, named: Named, told: Told, segment: Segment) -> bool:
        """Put right what was told last; False where something of its own is told. Raises Doubt where it is neither."""
        only_sorry = not named.subjects and not told.anything and hinted(self._scene, segment, "apology")
        if only_sorry or (named.subjects and told.anything):
            return False
        last = self._accounts[-1]
        others = len(self._accounts) > 1 and self._accounts[-2].told[-1] is last.told[-1]
        if named.subjects and not others:
            last.subject = named.subjects[0]
        elif named.subjects or not self._mend(last, told, segment):
            raise doubts.which_task(self._scene.words(segment.marks))
        return True

    def _mend(self, last: Account, told: Told, segment: Segment) -> bool:
        """«… klar onsdag, nei vent, torsdag»: another day, or another per cent, and nothing but that."""
        value = Told(percent=told.percent, when=told.when, moves=told.moves)
        if told not in (value, Told(unclear="day", moves=told.moves)) or not all(
            m.kind in _VALUES for m in segment.marks
        ):
            return False
        times, was = segment.all("time"), last.told[-1]
        if len(times) == 1 and was.when is not None and not times[0].value.dayless and not was.when.clock:
            last.told[-1] = was._replace(when=times[0].value)
        elif not times and told.percent is not None and was.percent is not None:
            last.told[-1] = was._replace(percent=told.percent)
        else:
            return False
        return True

    def _put_untold(self, named: Named, segment: Segment) -> None:
        """What tells nothing waits for more, unless it is news that is not understood."""
        if self._accounts and named.like_a_task and self._goes_on_with_no(segment):
            raise doubts.which_task(self._scene.words(segment.marks))
        if not self._corrected_something:
            self._unread.note(segment, self._accounts[-1].told[-1] if self._accounts else None)
        self._wait_for_more(named, segment)

    def _goes_on_with_no(self, segment: Segment) -> bool:
        """«… medan prislista ikkje har letta anker»: something else that has not been done, in words unknown here."""
        beside = segment.opener in ("comma", "link.and", "link.but") and segment.marks[0].kind in ("word", "course")
        return beside and is_negated(self._scene, segment) and not segment.has("plain.chat")

    def _wait_for_more(self, named: Named, segment: Segment) -> None:
        """What is only named waits for what will be told of it."""
        if named.subjects:
            self._waiting_is_bare, self._waiting_here = named.bare, True
        if not segment.has("time.begins"):
            self._waiting += named.subjects
            self._dated += named.subjects if segment.has("time") else ()
        self._held = segment if named.strange else None
        self._take_back_part(named, segment)

    def _tell_waiting(self, named: Named, told: Told, segment: Segment) -> None:
        """What is told is of what was named before, unless that could as well be something else."""
        unsure = self._accounts and not self._waiting_is_bare and told != self._accounts[-1].told[-1]
        if unsure or (named.strange and self._waiting[-1].system):
            raise doubts.which_task(self._scene.words(segment.marks))
        if not self._accounts or self._waiting_is_bare:
            self._tell(self._waiting, told)

    def _tell_what_was_spoken_of(self, told: Told, segment: Segment) -> None:
        """«… og i rute» is of what was told of last, «begge deler …» of all of it; else of what the thread is about."""
        if self._accounts:
            for account in self._accounts if segment.has("stop.all") else self._accounts[-1:]:
                account.told.append(told)
        elif self._about and not segment.has("member") and not _has_odd_number(self._scene, segment):
            self._tell(self._about, told)
        else:
            self._ask_unless_chat(told, segment, always=True)

    def _tell_held(self, held: Segment, told: Told, segment: Segment) -> None:
        """«Prosedyrene samlet, ferdig»: what the words before are about, now that something is told of it."""
        self._held = None
        named = named_in(self._scene, held, told, self._before())
        if named.subjects:
            self._tell(named.subjects, told)
        elif not segment.has("plain.chat") and _is_plain_fact(segment, told):
            self.doubt = doubts.which_task(self._scene.words([*held.marks, *segment.marks]))
            if self._accounts:
                raise self.doubt

    def _takes_back(self, told: Told, segment: Segment) -> bool:
        """Whether what was just said to be done is not quite so: «… er på plass, men ikke helt i mål på skolene»."""
        last = self._accounts[-1].told[-1].status if self._accounts else None
        return last == "done" and told.status in ("doing", "todo") and segment.opener in ("comma", "link.but")

    def _take_back_part(self, named: Named, segment: Segment) -> None:
        """«Brevmalene er på plass, notatmalen mangler» is in progress."""
        if named.subjects and self._accounts and named.subjects[0] != self._accounts[-1].subject:
            return
        left = hinted(self._scene, segment, "partly") or hinted(self._scene, segment, "left")
        done = self._accounts and self._accounts[-1].told[-1].status == "done"
        if done and segment.opener in ("comma", "link.but") and (left or segment.has("time.begins")):
            self._accounts[-1].told.append(Told(status="doing"))
            self._waiting = []

    def _tell(self, subjects: Sequence[Subject], told: Told) -> None:
        self._accounts += [Account(subject, [without_title_days(self._scene, subject, told)]) for subject in subjects]
        self._waiting = []

    def _ask_unless_chat(self, told: Told, segment: Segment, *, always: bool = False) -> None:
        """«Ferdig!» of nothing in particular is asked about; what is told of something strange is not for Klar."""
        if segment.has("plain.chat"):
            return
        fact = told.status or told.percent is not None or told.moves or told.when is not None
        if told.owner is not None or (always and fact):
            self.doubt = self.doubt or doubts.which_task(self._scene.words(segment.marks))
            if always and self._accounts:
                raise self.doubt

    def _refuse_hearsay(self, speaker: str, subjects: Sequence[Subject], segment: Segment) -> None:
        for subject in subjects:
            owner = self._scene.directory.tasks[subject.task].task.owner if subject.task else None
            if not speaker or owner != speaker:
                raise doubts.not_certain(self._scene.words(segment.marks), subject.task or "T101")

    def _note_doubt(self, sentence: Sentence) -> None:
        doubtful = next((mark for mark in sentence.marks if mark.kind in DOUBTFUL), sentence.marks[0])
        self.doubt = self.doubt or doubts.not_certain(self._scene.words([doubtful]), "T101")


def _is_plain_fact(segment: Segment, told: Told) -> bool:
    said = any(mark.section == "status" for mark in segment.marks)
    return said or told.percent is not None or told.when is not None


def _has_odd_number(scene: Scene, segment: Segment) -> bool:
    """Whether a number stands there that is no date, no amount and no id."""
    return any(scene.key(mark)[0].isdigit() for mark in segment.all("sign"))


def _joined(one: Segment, other: Segment) -> Segment:
    between = Mark(one.closer, one.marks[-1].end, other.marks[0].start)
    return Segment((*one.marks, between, *other.marks), one.opener, other.closer)
