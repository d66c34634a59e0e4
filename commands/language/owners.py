"""The owner that a clause names: «til Nils», «Nils tar T101», «ansvarlig: Nils», «T101 @nils»."""

from commands.language import doubts
from commands.language.clause import Clause
from commands.language.spot import Piece

PEOPLE = ("member", "handle", "who.me", "who.me_or_we", "who.i", "who.i_take", "who.nobody")


def owner(clause: Clause) -> str | None:
    """The member who is to own what the clause is about. Raises Doubt where it is nobody, or several, in particular."""
    named = {_member(clause, piece) for piece in clause.pieces if makes_owner(clause, piece)}
    if len(named) > 1:
        raise doubts.contradiction(clause.task)
    if not named and clause.has("who.takes", "who.i_take", "who.mark", "who.nobody"):
        raise doubts.who(clause.task)
    return next(iter(named), None)


def makes_owner(clause: Clause, piece: Piece) -> bool:
    """Whether the words around somebody make them the owner."""
    if piece.kind not in PEOPLE:
        return False
    before, after = clause.before(piece), clause.after(piece)
    match piece.kind:
        case _ if before == "link.from":
            return False
        case "who.i_take":
            return True
        case "who.me_or_we":
            return before in ("link.to", "who.mark")
        case "who.i":
            return "who.takes" in (before, after) or after == "who.mark"
    alone = piece.kind == "handle" and clause.kinds <= {"id", "system", "handle"} and before == "id"
    return alone or "who.takes" in (before, after) or before == "link.to" or clause.has("who.mark", "due.set")


def _member(clause: Clause, piece: Piece) -> str:
    if piece.kind == "who.nobody" or clause.has("due.will"):
        raise doubts.who(clause.task)
    found = piece.value[0] if piece.kind in ("member", "handle") else clause.message.names.author
    if found is None:
        raise doubts.who(clause.task)
    return str(found)
