"""What people call records, their fields and the rows that are left out, in a preview."""

from commands.importing.fields import field_name
from commands.phrases import Phrase, as_typed, say, say_n
from store.changes import Change

_NOUNS = {
    "workspace": say("Workspace"), "municipality": say("Municipalities"), "group": say("Working groups"),
    "member": say("People"), "system": say("Systems"), "task": say("Tasks"), "training": say("Courses"),
    "enrolment": say("Enrolments"), "need": say("Training needs"), "gate": say("Gates"),
    "decision": say("Decisions"), "risk": say("Risks"), "legacy": say("Today's systems"),
}  # fmt: skip
_FIELDS_OF_RECORDS = {
    "due_time": "due_time", "merge_date": "day", "text": "text", "name": "name", "helpers": "helpers",
}  # fmt: skip


def noun(kind: str) -> Phrase:
    """What a kind of record is called, of several."""
    return _NOUNS[kind]


def record_name(change: Change, called: str) -> Phrase:
    """A record by its id and what it is called."""
    if not called:
        return as_typed(" · ".join(part for part in change.key if part))
    return as_typed(f"{change.key[0]} {called}") if change.kind in ("task", "training", "risk") else as_typed(called)


def value_name(field: str) -> Phrase:
    """What a field of a record is called; its own name where people have no word for it."""
    try:
        return field_name(_FIELDS_OF_RECORDS.get(field, field))
    except KeyError:
        return as_typed(field)


def left_out(reason: str, count: int) -> Phrase:
    """So many rows that are left out for a reason."""
    match reason:
        case "blank":
            return say_n("{n} blank row", "{n} blank rows", count)
        case "total":
            return say_n("{n} total", "{n} totals", count)
        case "note":
            return say_n("{n} note", "{n} notes", count)
        case "heading":
            return say_n("{n} heading, which is a phase", "{n} headings, which are phases", count)
        case "repeated":
            return say_n("{n} repeated header", "{n} repeated headers", count)
        case _:
            return say_n("{n} hidden row", "{n} hidden rows", count)
