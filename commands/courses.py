"""Which trainings there are."""

from datetime import datetime, time, timedelta

from commands.message import Block, Item, Line, Reply
from commands.phrases import Moment, Phrase, say
from commands.requests import AskTraining
from commands.turn import Turn
from store.records import Training

MOST = 15
AHEAD = timedelta(days=400)


def perform(request: AskTraining, turn: Turn) -> Reply:
    """List the trainings to come, with free seats."""
    start = datetime.combine(turn.today, time.min)
    trainings = turn.workspace.trainings.planned(start, start + AHEAD)
    if request.system is not None:
        trainings = [training for training in trainings if training.system == turn.system(request.system).id]
    if not trainings:
        return Reply((Line(say("No courses are planned.")),))
    blocks: list[Block] = [Item(_line(training, turn)) for training in trainings[:MOST]]
    if len(trainings) > MOST:
        blocks.append(Line(say("… and {n} more.", n=len(trainings) - MOST)))
    return Reply(tuple(blocks), about=tuple(training.id for training in trainings[:MOST]))


def _line(training: Training, turn: Turn) -> Phrase:
    system = turn.workspace.systems.get(training.system)
    name = system.name if system else training.system
    line = say("{id} {system}: {at}", id=training.id, system=name, at=Moment(training.start))
    if training.place:
        line = say("{course}, {place}", course=line, place=training.place)
    if training.seats is None:
        return line
    free = max(0, training.seats - turn.workspace.trainings.taken(training.id))
    return say("{course}. {free} of {seats} seats free", course=line, free=free, seats=training.seats)
