"""A chat in memory with the interface of LocalChat, and a real server in front of it."""

import asyncio
import contextlib
import socket
import struct
import threading
import zlib
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

import uvicorn
from starlette.applications import Starlette

from bot.chats.local import web
from store.errors import NotStored

if TYPE_CHECKING:
    from bot.chats.local.chat import LocalChat

Result = TypeVar("Result")
KLAR = {"id": "klar", "name": "Klar", "bot": True}
# The clock of the chat, and of whoever opens its page: half past eight in Oslo, whatever time the tests are run at.
MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
NAMES = [
    ("kari", "Kari Nordås", "Prosjektleder", "Prosjektet"),
    ("ola", "Ola Bråten", "Gruppeleder", "Økonomi"),
    ("aisha", "Aisha Warsame", "Medlem", "Helse og omsorg"),
    ("per", "Per-Anders Østgård", "Kursholder", "Opplæring"),
    ("ingrid", "Ingrid Myklebust", "Medlem", "Oppvekst"),
    ("mikkel", "Mikkel Sara", "Medlem", "Arkiv og sak"),
]
CHANNELS = [
    {"id": "#prosjekt", "name": "#prosjekt", "about": "Alt som gjelder hele prosjektet"},
    {"id": "#opplæring", "name": "#opplæring", "about": "Kurs og påmelding"},
    {"id": "#økonomi", "name": "#økonomi", "about": "Arbeidsgruppen for økonomi og lønn"},
]


class FakeChat:
    """Posts in a list. Klar answers "ferdig" with a button that takes it back, and everything else with an echo."""

    def __init__(self) -> None:
        self.title = "Nye Fjordvik kommune"
        self.posts: list[dict[str, Any]] = []
        self.seq = 0
        self.written: list[dict[str, Any]] = []
        self.pressed: list[dict[str, Any]] = []
        self.stored_ids: set[str] = set()
        self.stores = True
        self.loop: asyncio.AbstractEventLoop | None = None
        self.news = asyncio.Condition()

    def people(self) -> list[dict[str, str]]:
        return [dict(zip(("id", "name", "role", "group"), person, strict=True)) for person in NAMES]

    def channels(self) -> list[dict[str, str]]:
        return [*CHANNELS, {"id": "@klar", "name": "Klar", "about": ""}]

    async def write(self, *, id: str, who: str, where: str, text: str, thread: str | None, slash: bool) -> None:
        self.written.append({"id": id, "who": who, "where": where, "text": text, "thread": thread, "slash": slash})
        self._store(id)
        place: Any = {"where": where, "thread": thread}
        to = who if where == "@klar" else None
        if not slash:
            await self.post(text, author=who, to=to, **place)
        if "ferdig" in text:
            undo = [{"id": "undo", "text": "Angre", "style": "plain"}]
            answer = "Notert: T101 Prøvekonvertering → ferdig (var: pågår)"
            await self.post(answer, to=to, only=who if slash else None, buttons=undo, **place)
        elif slash or where == "@klar":
            await self.post(f"Hei! Du skrev «{text}».", to=to, only=who if slash else None, **place)

    async def press(self, *, id: str, who: str, post: str, button: str, values: dict[str, str]) -> None:
        self.pressed.append({"id": id, "who": who, "post": post, "button": button, "values": values})
        self._store(id)
        old = next(each for each in reversed(self.posts) if each["post"] == post)
        text = "Angret: T101 Prøvekonvertering er i gang igjen"
        self.seq += 1
        lines = [{"kind": "line", "text": text}]
        changed = {
            "seq": self.seq,
            "at": self._now().isoformat(),
            "text": text,
            "edited": True,
            "buttons": [],
            "blocks": lines,
        }
        self.posts.append({**old, **changed})
        async with self.news:
            self.news.notify_all()

    def events(self, who: str, after: int) -> list[dict[str, Any]]:
        seen = [post for post in self.posts if post["seq"] > after and self._may_see(who, post)]
        public = [{name: value for name, value in post.items() if name != "to"} for post in seen]
        return sorted(public, key=lambda post: int(post["seq"]))[-500:]

    async def changed(self, after: int) -> int:
        async with self.news:
            await self.news.wait_for(lambda: self.seq > after)
        return self.seq

    def picture(self, name: str) -> bytes | None:
        return chequered() if name == "status.png" else None

    async def post(
        self,
        text: str,
        *,
        author: str | None = None,
        where: str = "#prosjekt",
        thread: str | None = None,
        to: str | None = None,
        only: str | None = None,
        at: datetime | None = None,
        lang: str = "nb",
        blocks: list[dict[str, Any]] | None = None,
        buttons: list[dict[str, str]] | None = None,
    ) -> str:
        self.seq += 1
        names = {person["id"]: person["name"] for person in self.people()}
        post = {
            "seq": self.seq,
            "post": f"p{self.seq}",
            "at": (at or self._now()).isoformat(),
            "author": {"id": author, "name": names[author]} if author else KLAR,
            "where": where,
            "thread": thread,
            "only": only,
            "edited": False,
            "lang": lang,
            "blocks": blocks or [{"kind": "line", "text": text}],
            "buttons": buttons or [],
            "text": text,
            "to": to,
        }
        self.posts.append(post)
        async with self.news:
            self.news.notify_all()
        return cast("str", post["post"])

    def say(self, text: str, **kwargs: Any) -> str:
        """Post from a test, which is in another thread than the server."""
        return self.do(self.post(text, **kwargs))

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Carry out work where the server is, from another thread."""
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(5)

    def _store(self, id: str) -> None:
        if not self.stores:
            raise NotStored("The disk is full.")
        self.stored_ids.add(id)

    def _now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seq)

    def _may_see(self, who: str, post: dict[str, Any]) -> bool:
        return post["only"] in {None, who} and (post["where"] != "@klar" or post["to"] == who)


class Served:
    """A chat behind its page, at `url`."""

    def __init__(self, chat: FakeChat, port: int, server: uvicorn.Server, thread: threading.Thread) -> None:
        self.chat = chat
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.server = server
        self.thread = thread

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@contextlib.contextmanager
def serving(chat: FakeChat, port: int = 0) -> Iterator[Served]:
    """Serves the page of `chat` at a free port, as the bot does."""
    closing = asyncio.Event()
    app = Starlette(routes=web.routes(cast("LocalChat", chat), closing), middleware=web.middleware())
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off", ws="none")
    ready = threading.Event()

    async def run() -> None:
        chat.loop = asyncio.get_running_loop()
        await server.serve()

    class Announcing(web.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready.set()

    server = Announcing(config, closing)
    thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(10), "The server did not start."
    served = Served(chat, server.servers[0].sockets[0].getsockname()[1], server, thread)
    try:
        yield served
    finally:
        served.stop()


async def furnish(chat: FakeChat) -> None:
    """A morning in the life of a project: a digest with a table and a picture, a thread, buttons and small talk."""
    now = MORNING - timedelta(hours=1, minutes=30)
    yesterday = now - timedelta(days=1)
    await chat.post("Husk møtet i morgen klokka 10.", author="kari", at=yesterday)
    await chat.post("Jeg tar med kaffe ☕", author="ola", at=yesterday + timedelta(minutes=4))
    await chat.post(
        "Og så litt til: https://eksempel.no/en/svært/lang/adresse/som-ikke-tar-slutt/" + "x" * 90,
        author="ola",
        at=yesterday + timedelta(minutes=5),
    )
    digest = await chat.post("Morgenstatus: 40 dager igjen", at=now, blocks=DIGEST)
    await chat.post("Lønn først, altså.", author="aisha", thread=digest, at=now + timedelta(minutes=9))
    await chat.post("Ja, og prøven er fredag.", author="ola", thread=digest, at=now + timedelta(minutes=11))
    await chat.post("@klar uttrekket i T101 er på 80 %, ferdig fredag", author="ola", at=now + timedelta(minutes=21))
    noted = "Notert: T101 Prøvekonvertering → 80 % (var: 50 %), frist fredag 27. november"
    await chat.post(noted, at=now + timedelta(minutes=21), buttons=[{"id": "undo", "text": "Angre", "style": "plain"}])
    which = [
        {"id": "a", "text": "T101 Prøvekonvertering", "style": "primary"},
        {"id": "b", "text": "T117 Konvertering av lønnsarkivet fra 2009 og tidligere", "style": "plain"},
        {"id": "c", "text": "Ingen av dem", "style": "plain"},
    ]
    await chat.post("Hvilken mener du?", at=now + timedelta(minutes=40), only="kari", buttons=which)
    reminder = [
        {"kind": "line", "text": "Hei Kari! To ting har frist i dag:"},
        {"kind": "item", "text": "T104 Avtale med leverandøren"},
        {"kind": "item", "text": "T131 Risikovurdering av arkivet"},
    ]
    done = [
        {"id": "done", "text": "Ferdig", "style": "primary"},
        {"id": "half", "text": "50 %", "style": "plain"},
        {"id": "later", "text": "I morgen", "style": "plain"},
    ]
    await chat.post(
        "To ting har frist i dag", where="@klar", to="kari", at=now + timedelta(hours=1), blocks=reminder, buttons=done
    )
    await chat.post("Velkomen til kurs i Lønnsom onsdag 13–15.", where="#opplæring", lang="nn", at=now)
    await chat.post("مرحبا، أنا جاهزة", where="#opplæring", author="aisha", at=now)


DIGEST: list[dict[str, Any]] = [
    {"kind": "heading", "text": "Morgenstatus fredag 20. november"},
    {"kind": "line", "text": "40 dager til sammenslåingen. 3 klare (+1), 5 på vei, 2 i fare."},
    {"kind": "table", "head": ["System", "Tilstand", "Klarhet", "Slakk", "Viktigste grunn", "Hvem"], "rows": [
        ["Lønnsom", "i fare", "42 % (−3)", "−2 dager", "Prøvekonvertering er blokkert", "Ola Bråten"],
        ["Arkivet", "i fare", "51 %", "3 dager", "Risikovurdering mangler", "Mikkel Sara"],
        ["Pasientjournal", "på vei", "77 % (+4)", "11 dager", "12 skal fortsatt på kurs", "Aisha Warsame"],
    ]},
    {"kind": "picture", "file": "status.png", "alt": "Systemer mot kontrollpunkter: 14 grønne, 6 gule og 4 røde ruter"},
    {"kind": "heading", "text": "Trenger noen i dag"},
    {"kind": "item", "text": "T101 Prøvekonvertering er blokkert: venter på leverandøren (Ola Bråten)"},
    {"kind": "item", "text": "T131 Risikovurdering er tre dager over fristen (Mikkel Sara)"},
]  # fmt: skip


def chequered(width: int = 960, height: int = 360) -> bytes:
    """A PNG of coloured squares, drawn without a library."""
    colours = [b"\x3f\x8f\x6b", b"\xd9\xa4\x41", b"\x3f\x8f\x6b", b"\xb8\x4a\x3a", b"\x3f\x8f\x6b", b"\xe3\xe0\xd8"]
    white = b"\xff\xff\xff"

    def row(y: int) -> bytes:
        gap = y % 60 < 6
        return b"\0" + b"".join(
            white if gap or x % 80 < 6 else colours[(x // 80 * 5 + y // 60 * 2) % 6] for x in range(width)
        )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(row(y) for y in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
