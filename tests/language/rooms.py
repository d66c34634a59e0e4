"""A small workspace for the rooms of free language, and what Klar makes of a message in it."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from bot.example import workspace_from
from bot.interpret import Reader
from bot.settings import Settings

AT = datetime(2028, 12, 6, 10, 0)
"""A Wednesday."""


def _member(id_: str, name: str, group: str) -> dict[str, Any]:
    return {"id": id_, "name": name, "handle": f"@{id_}", "role": "", "group": group}


def _system(id_: str, name: str, product: str, aliases: list[str], group: str) -> dict[str, Any]:
    return {"id": id_, "name": name, "product": product, "aliases": aliases, "group": group, "cutover": "2029-01-01"}


def _task(id_: str, system: str, title: str, owner: str, status: str = "todo") -> dict[str, Any]:
    return {"id": id_, "system": system, "title": title, "owner": owner, "due": "2028-12-20", "status": status}


_WORKSPACE = {
    "name": "Nye Furuvik kommune",
    "merge_date": "2029-01-01",
    "timezone": "Europe/Oslo",
    "municipalities": [{"id": "fur", "name": "Furuvik"}, {"id": "gra", "name": "Granli"}],
    "groups": [
        {"id": "okon", "name": "Økonomi"},
        {"id": "dok", "name": "Dokumentsenter"},
        {"id": "mig", "name": "Datamigrering"},
    ],
    "members": [
        _member("berit", "Berit Aune", "okon"),
        _member("olav", "Olav Lid", "dok"),
        _member("smoen", "Siri Moen", "dok"),
        _member("svik", "Siri Vik", "mig"),
    ],
    "systems": [
        _system("lon", "Lønn", "Lønnfast", ["payroll"], "okon"),
        _system("ark", "Arkiv", "Arkivum", ["archive"], "dok"),
        _system("sak", "Sak og møte", "Rosmarin Sak", [], "dok"),
        _system("byg", "Byggesak", "Rosmarin Bygg", ["planning"], "dok"),
    ],
    "tasks": [
        _task("T1", "lon", "Teste lønnsslipper", "berit", "doing"),
        _task("T2", "lon", "Overføre timelister", "olav"),
        _task("T3", "ark", "Skanne gamle tegninger", "olav"),
        _task("T4", "sak", "Oppdatere politikerlisten", "smoen"),
    ],
    "trainings": [
        {
            "id": "K1", "system": "ark", "start": "2028-12-12T09:00", "end": "2028-12-12T11:00", "place": "Sal A",
            "seats": 10, "trainer": "olav", "enrolled": [],
        }
    ],
}  # fmt: skip


@cache
def _reader() -> Reader:
    content = json.dumps(_WORKSPACE).encode()
    return Reader.of(*workspace_from("workspace.json", content, Settings()))


def heard(text: str, author: str = "berit") -> dict[str, Any]:
    """What Klar makes of a message."""
    return _reader().interpretation(text, author, AT)
