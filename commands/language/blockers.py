"""The reason why something is blocked: free text, whose words need no explaining.

«T103 venter på T101» is such a report too: T103 is blocked, by T101. That one task is planned after another is said
with «T103 avhenger av T101».
"""

from commands.language.spot import Piece, Sentence

_ENDED = ("status.done", "status.completed", "status.dropped")
_LEADS_TO_TASK = ("link.and", "link.but", "link.prep", "plain.words", "name.task", "due.mark", "due.move")
_AFTER_COMMA = (
    "unknown",
    "plain.words",
    "link.prep",
    "link.and",
    "stop.negation",
    "who.i",
    "who.we",
    "plain.was",
    "percent.about",
)


def cut_out(message: Sentence, pieces: list[Piece]) -> list[Piece]:
    """Make one piece of kind `blocker` of each reason.

    A reason ends with its line, or where another task's turn comes: «T101 venter på svar, T102 er ferdig».
    """
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        start = _start(pieces, at)
        end = _end(message, pieces, start) if start else 0
        if not start or start >= end:
            out.append(piece._replace(kind="status.blocked") if piece.kind == "status.waiting" else piece)
            at += 1
            continue
        text = message.words(pieces[start].start, pieces[end - 1].end).strip(" .!,;:-–—*_")
        out.append(Piece("blocker", piece.start, pieces[end - 1].end, " ".join(text.split())))
        at = end
    return out


def _start(pieces: list[Piece], at: int) -> int:
    """Where the reason of a word for «blocked» begins; 0 when it has none."""
    if pieces[at].kind == "status.waiting":
        return at + 1
    if pieces[at].kind != "status.blocked" or at + 1 >= len(pieces):
        return 0
    after = pieces[at + 1].kind
    if after == "comma" and at + 2 < len(pieces) and pieces[at + 2].kind in ("reason.words", "status.waiting"):
        return at + 3
    if after == "reason.words" or (after == "sign" and not _takes_it_back(pieces, at + 2)):
        return at + 2
    return at + 2 if after == "comma" and _is_free_text(pieces, at + 2) else 0


def _takes_it_back(pieces: list[Piece], at: int) -> bool:
    """Whether what follows a colon or a dash is no reason but the contrary: «blokkert – nei, ferdig»."""
    rest = pieces[at : at + 12]
    ended = any(piece.kind in _ENDED for piece in rest) and not any(piece.kind == "id" for piece in rest)
    return ended or (bool(rest) and rest[0].kind in ("stop.negation", "link.but"))


def _is_free_text(pieces: list[Piece], at: int) -> bool:
    """Whether what follows a comma can only be the reason: mostly words of no meaning to Klar."""
    kinds = []
    for piece in pieces[at:]:
        if piece.kind == "end":
            break
        kinds.append(piece.kind)
    return kinds.count("unknown") > 1 and kinds[0] != "stop.negation" and all(kind in _AFTER_COMMA for kind in kinds)


def _end(message: Sentence, pieces: list[Piece], start: int) -> int:
    for at in range(start, len(pieces)):
        kind = pieces[at].kind
        if kind == "end" and message.tokens[pieces[at].start].key == "\n":
            return at
        if kind in ("comma", "end", "link.and", "link.but") and at > start and _is_next_task(pieces, at + 1):
            return at
        if kind == "end" and not _is_more_of_it(message, pieces, at + 1):
            return at
        if kind == "question" and at == len(pieces) - 1:
            return at
    return len(pieces)


def _is_next_task(pieces: list[Piece], at: int) -> bool:
    """Whether a task's turn comes: «…, T102 er ferdig», «… og fristen for T102 flyttes»."""
    said = next((piece.kind for piece in pieces[at : at + 5] if piece.kind not in _LEADS_TO_TASK), "")
    return said == "id"


def _is_more_of_it(message: Sentence, pieces: list[Piece], at: int) -> bool:
    """Whether the rest of the line is more of the reason: it names no task and means nothing else to Klar."""
    kinds = []
    for piece in pieces[at:]:
        if piece.kind == "end" and message.tokens[piece.start].key == "\n":
            break
        kinds.append(piece.kind)
    return "unknown" in kinds and "id" not in kinds
