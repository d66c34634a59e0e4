"""Asking somebody who may: a report from somebody else is not thrown away."""

from collections.abc import Sequence
from itertools import chain

import msgspec

from commands.errors import not_yet
from commands.message import Button, Line, Message, Reply
from commands.phrases import Phrase, Several, say
from commands.planned import Ask
from commands.requests import AddTask, Answer, Change, Depend, NotYet, Update, Updates
from commands.roles import may_lead, may_report
from commands.turn import Turn
from commands.wording import fields_said, joined, named, person
from store.records import Member
from store.workspace import as_json


def ask_whoever_may(asks: Sequence[Ask], turn: Turn) -> list[Phrase]:
    """Ask each of those who may, with a button that makes the change; return what the author is told."""
    told = []
    for ask in asks:
        number = remember(ask.request, turn=turn, author=turn.someone().id, message=turn.message.id)
        what = said(ask.request, turn)
        text = say("{who} writes: {what}. Is that right?", who=turn.someone().name, what=what)
        reply = Reply((Line(text),), yes_and_no(number), subjects(ask.request, turn))
        for member in ask.of:
            turn.postman.to_member(member, reply, f"question:{number}:{member.id}")
        people = Several([person(member.id, turn.workspace.people) for member in ask.of])
        told.append(say("I have asked {people}: {what}", people=people, what=what))
    return told


def remember(*choices: Change, turn: Turn, author: str, message: str, place: str | None = None, text: str = "") -> int:
    """Keep a question about what `author` wrote, with what it is about as it stands; return its number.

    With a `place` the author is asked, and answers there, in words or by a button; `text` is what they wrote.
    """
    return turn.workspace.questions.ask(
        at=int(turn.now.timestamp()),
        author=author,
        message=message,
        choices=msgspec.json.encode(choices),
        standing=msgspec.json.encode(standing_of(choices, turn)),
        place=place,
        text=text,
    )


def place_of(message: Message) -> str:
    """The channel, thread or direct conversation that a message is in, as one word."""
    return f"{message.chat}/{message.team}/{message.where.id}/{message.thread or ''}"


def yes_and_no(question: int) -> tuple[Button, ...]:
    """The buttons under a question that has one reading."""
    return (
        Button("yes", say("Yes, that is right"), Answer(question, 0), "primary"),
        Button("no", say("No"), Answer(question)),
    )


def standing_of(requests: Sequence[Change], turn: Turn) -> dict[str, object]:
    """What requests are about, as it stands: by this Klar sees that something has changed meanwhile."""
    found: dict[str, object] = {}
    for id_ in chain.from_iterable(subjects(request, turn) for request in requests):
        record = turn.workspace.tasks.get(id_) or turn.workspace.systems.get(id_)
        values = as_json(record) if record else {}
        found[id_] = {name: value for name, value in values.items() if name != "heard_at"}
    return found


def subjects(request: Change, turn: Turn) -> tuple[str, ...]:
    """The ids of what a request is about."""
    match request:
        case Update(task=str(task)):
            return (task,)
        case Update(system=str(system)) | AddTask(system=system):
            return (system,)
        case Depend(task=task):
            return (task,)
        case Updates(items=items):
            return tuple(dict.fromkeys(id_ for item in items for id_ in subjects(item, turn)))
    return ()


def said(request: Change, turn: Turn) -> Phrase:
    """What a request says, in words."""
    if isinstance(request, NotYet):
        raise not_yet()
    match request:
        case Update():
            target = named(turn.task(request.task)) if request.task else turn.system(request.system or "").name
            return say("{task} → {now}", task=target, now=_told(request, turn))
        case AddTask():
            return say("New task: {title} ({system})", title=request.title, system=turn.system(request.system).name)
        case Depend():
            others = Several([named(turn.task(id_)) for id_ in request.needs])
            if request.drop:
                return say("{task} no longer waits for {others}", task=named(turn.task(request.task)), others=others)
            return say("{task} waits for {others}", task=named(turn.task(request.task)), others=others)
        case Updates():
            return joined([said(item, turn) for item in request.items])


def said_shortly(request: Change, turn: Turn) -> Phrase:
    """What a request says, in as few words as a button has room for."""
    match request:
        case Update(task=str(task)):
            return say("{task} → {now}", task=task, now=_told(request, turn))
        case Updates():
            return joined([said_shortly(item, turn) for item in request.items])
    return said(request, turn)


def _told(request: Update, turn: Turn) -> Phrase:
    values = {name: value for name, value in msgspec.to_builtins(request).items() if value is not None}
    return joined(fields_said(values, turn.workspace.people, turn.today))


def may_make(request: Change, member: Member, turn: Turn) -> bool:
    """Whether a member may make a change themselves."""
    if isinstance(request, NotYet):
        raise not_yet()
    match request:
        case Updates():
            return all(may_make(item, member, turn) for item in request.items)
        case AddTask():
            return may_report(member, turn.system(request.system))
        case Depend():
            task = turn.task(request.task)
            return may_report(member, turn.system(task.system), task)
        case Update():
            of = turn.task(request.task) if request.task else None
            system = turn.system(of.system if of else request.system or "")
            if request.due is not None or request.owner is not None:
                return may_lead(member, system)
            return may_report(member, system, of)
