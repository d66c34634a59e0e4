"""What one can write."""

from commands.message import Block, Item, Line, Reply
from commands.phrases import say
from commands.requests import Help
from commands.turn import Turn


def perform(_request: Help, turn: Turn) -> Reply:
    """Show what to write, with one of the author's own tasks as the example."""
    mine = turn.workspace.tasks.owned_by(turn.author.id) if turn.author else []
    id_ = mine[0].id if mine else "T101"
    blocks: list[Block] = [
        Line(say("Write to me as to a colleague. For example:")),
        Item(say("«{id} done», «{id} 80 %», «{id} in progress»", id=id_)),
        Item(say("«{id} blocked because the vendor does not answer»", id=id_)),
        Item(say("«{id} due 1 December», «{id} to Kari»", id=id_)),
        Item(say("«new task payroll: test the import», «drop {id}»", id=id_)),
        Item(say("«T103 depends on {id}»", id=id_)),
        Item(say("«mine», «status payroll», «overdue», «are we ready?», «courses»")),
        Item(say("«undo» takes back your last change, for 24 hours.")),
    ]
    return Reply(tuple(blocks), private=True)
