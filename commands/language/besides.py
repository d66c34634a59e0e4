"""What is only told besides: greetings before the colon, references, relative clauses, thanks."""

from commands.language.lexicon import free_lexicon
from commands.language.scene import Scene
from commands.language.segments import Segment, Sentence
from commands.language.telling import told_by

_SETS_OFF = ("comma", "dash")


def without_asides(scene: Scene, sentence: Sentence) -> Sentence:
    """A sentence without what is only told besides; nothing of it where all of it is."""
    sentence = _without_preface(scene, sentence)
    kept = (_without_reference(scene, one) for one in sentence.segments)
    return sentence._replace(segments=tuple(one for one in kept if one.marks and not _is_aside(scene, one)))


def _without_preface(scene: Scene, sentence: Sentence) -> Sentence:
    """«Godt nytt år, jeg håper det gikk fint med rakettene: …»: what is told comes after the colon."""
    segments = sentence.segments
    colon = next((at for at, one in enumerate(segments[:-1], 1) if one.closer == "colon"), 0)
    preface = Sentence(segments[:colon], asks=False)
    if not preface.has("plain.chat", "plain.aside") or preface.has(*_MATTERS):
        return sentence
    named = any(scene.directory.is_of_a_title(mark.value) for mark in preface.marks if mark.kind == "word")
    return sentence if named else sentence._replace(segments=segments[colon:])


_MATTERS = ("stop.condition", "id", "system", "course", "own.one", "own.all")


def _is_aside(scene: Scene, segment: Segment) -> bool:
    """«Takk til Kari», and «…, som jeg har sagt før, …»."""
    if segment.has("plain.aside"):
        return True
    set_off = segment.opener in _SETS_OFF and segment.closer in _SETS_OFF
    if not set_off or scene.key(segment.marks[0]) not in free_lexicon().words("hints", "relative"):
        return False
    return not segment.has("id") and not told_by(scene, segment).anything


def _without_reference(scene: Scene, segment: Segment) -> Segment:
    """What stands before «jf. vedtak»."""
    words = free_lexicon().words("hints", "reference")
    place = next((at for at, mark in enumerate(segment.marks) if scene.key(mark) in words), None)
    return segment if place is None else segment._replace(marks=segment.marks[:place])
