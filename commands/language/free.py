"""Messages in people's own words: what is reported, ordered and asked where the grammar of exact words stops."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TypeAlias

from commands.language import asking, deciding, risks, task_orders, trainings
from commands.language.directory import Directory
from commands.language.doubts import Doubt
from commands.language.reports import Report
from commands.language.scene import Scene, lay_out
from commands.language.segments import Heard, Sentence, sentences
from commands.requests import Nothing, Request, SingleChange, Updates

# Each hears the sentences from a number on, and takes them or leaves them (None) to the next.
Room: TypeAlias = Callable[[Scene, Sequence[Sentence], int], Heard | None]
_ROOMS: tuple[Room, ...] = (task_orders.hear, deciding.hear, risks.hear, trainings.hear)


def read_freely(
    text: str, directory: Directory, author: str | None, now: datetime, zone: tzinfo, about: Sequence[str] = ()
) -> Request:
    """What a message asks for. Nothing where it is nothing for Klar, Unclear where it is and cannot be told."""
    scene = lay_out(text, directory, author, now, zone)
    try:
        return _read(scene, about)
    except Doubt as doubt:
        return doubt.unclear


def _is_tag(sentence: Sentence) -> bool:
    """Whether a question is about what stands beside it, and asks for nothing else: «T101 er ferdig. Stemmer det?»."""
    return not sentence.segments[-1].has("word", "id", "system", "course", "member", "handle")


def _read(scene: Scene, about: Sequence[str]) -> Request:
    report = Report(scene, about)
    items: list[SingleChange] = []
    asked: list[Sentence] = []
    told = sentences(scene)
    at = 0
    while at < len(told):
        heard = next((found for room in _ROOMS if (found := room(scene, told, at))), None)
        if heard is not None:
            items += heard.items
            if heard.rest is not None:
                report.hear(heard.rest)
            at += heard.used
            continue
        said, question = asking.parted(scene, told, at)
        if said is not None:
            report.hear(said)
        if question is not None:
            asked.append(question)
        at += 1
    items += report.changes()
    if items and any(_is_tag(sentence) for sentence in asked):
        return Nothing()
    if items:
        return items[0] if len(items) == 1 else Updates(tuple(items))
    if (answer := asking.asked(scene, asked)) is not None:
        return answer
    if report.doubt is not None:
        return report.doubt.unclear
    return Nothing()
