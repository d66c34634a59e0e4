"""The fields of each kind of table: of what kind their cells are, and what people call them."""

from commands.phrases import Phrase, say

# Kind of table → field → kind of cell (a key of cells.READERS).
KINDS: dict[str, dict[str, str]] = {
    "task": {
        "ref": "id", "wbs": "id", "system": "name", "title": "name", "owner": "people", "helpers": "people",
        "due": "when", "day": "when", "due_time": "clock", "status": "status", "percent": "percent", "blocker": "text",
        "depends_on": "waits", "duration": "days", "phase": "text", "note": "text",
    },
    "system": {
        "id": "id", "name": "name", "product": "text", "aliases": "listed", "group": "name", "owner": "people",
        "vendor": "text", "cutover": "day", "archive": "yes", "status": "status", "percent": "percent",
        "blocker": "text", "note": "text",
    },
    "legacy": {
        "id": "id", "name": "name", "municipality": "name", "product": "text", "vendor": "text", "owner": "text",
        "users": "count", "contract_end": "day", "notice_date": "day", "integrations": "text", "replaced_by": "name",
        "note": "text",
    },
    "person": {
        "id": "id", "name": "name", "first_name": "name", "last_name": "name", "email": "email", "handle": "text",
        "role": "text", "group": "name", "lang": "language", "deputy": "people", "away_until": "day",
    },
    "training": {
        "id": "id", "system": "name", "title": "name", "day": "session", "start": "session", "clock": "clock",
        "end": "when",
        "length": "minutes", "place": "text", "seats": "count", "trainer": "people", "audience": "text",
        "status": "training status", "enrolled": "people", "attended_count": "count",
    },
    "need": {"system": "name", "role": "text", "municipality": "name", "people": "count"},
    "risk": {
        "id": "id", "system": "name", "text": "text", "likelihood": "degree", "consequence": "degree", "open": "open",
        "raised_by": "people",
    },
}  # fmt: skip

# Known columns that hold nothing Klar keeps.
NOT_KEPT = frozenset({("task", "start"), ("person", "municipality")})
# The kinds of cells that show by themselves whether a row has slipped.
TELLING = frozenset({
    "id", "when", "session", "day", "clock", "percent", "status", "training status", "open", "count", "degree", "days",
    "minutes", "yes", "email", "language",
})  # fmt: skip


def table_name(kind: str) -> Phrase:
    """What people call a kind of table."""
    return _TABLES[kind]


def field_name(field: str) -> Phrase:
    """What people call a field."""
    return _FIELDS[field]


_TABLES = {
    "task": say("tasks"), "system": say("systems"), "legacy": say("the register of today's systems"),
    "person": say("people"), "training": say("courses"), "need": say("training needs"), "risk": say("risks"),
}  # fmt: skip
_FIELDS = {
    "ref": say("id"), "id": say("id"), "wbs": say("WBS"), "system": say("system"), "title": say("title"),
    "owner": say("owner"), "helpers": say("helpers"), "due": say("due"), "day": say("date"),
    "due_time": say("time of day"), "status": say("status"), "percent": say("per cent done"),
    "blocker": say("blocker"), "depends_on": say("depends on"), "duration": say("duration"), "phase": say("phase"),
    "note": say("note"), "name": say("name"), "product": say("product"), "aliases": say("other names"),
    "group": say("working group"), "vendor": say("vendor"), "cutover": say("cutover"), "archive": say("archive"),
    "municipality": say("municipality"), "users": say("users"), "contract_end": say("contract end"),
    "notice_date": say("notice date"), "integrations": say("integrations"), "replaced_by": say("replaced by"),
    "first_name": say("first name"), "last_name": say("surname"), "email": say("e-mail"), "handle": say("handle"),
    "role": say("role"), "lang": say("language"), "deputy": say("deputy"), "away_until": say("away until"),
    "start": say("start"), "clock": say("time of day"), "end": say("end"), "length": say("length"),
    "place": say("place"), "seats": say("seats"), "trainer": say("trainer"), "audience": say("audience"),
    "enrolled": say("enrolled"), "attended_count": say("attendance"), "people": say("how many"), "text": say("risk"),
    "likelihood": say("likelihood"), "consequence": say("consequence"), "open": say("open or closed"),
    "raised_by": say("raised by"),
}  # fmt: skip
