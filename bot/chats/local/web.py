"""The embedded chat over HTTP: the page, what is written and pressed, and posts as they come."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.chats.local.chat import DIRECT
from bot.chats.local.guard import Guard
from store.errors import NotStored

if TYPE_CHECKING:
    import socket

    from bot.chats.local.chat import LocalChat

PAGE = Path(__file__).parent / "page"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
LONGEST_TEXT = 40_000
LARGEST_BODY = 512 * 1024  # 40,000 characters, each escaped as two times six
_OF_KLAR = re.compile(r"p[0-9]+")  # as Klar's posts are called
HEARTBEAT = 15.0  # seconds
RETRY = 2000  # milliseconds before a browser that lost the stream asks again

Endpoint = Callable[[Request], Awaitable[Response]]
Kind = TypeVar("Kind")
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Write(msgspec.Struct, forbid_unknown_fields=True):
    """A message from the page. `id` is the page's own, the same when it tries again."""

    id: Id
    who: Id
    where: Id
    text: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
    thread: Id | None = None
    slash: bool = False


class Press(msgspec.Struct, forbid_unknown_fields=True):
    """A press of a button on a post."""

    id: Id
    who: Id
    post: Id
    button: Id
    values: dict[Id, Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]] = {}


class Refusal(Exception):
    """A request that is not carried out, with an HTTP status and the reason in one sentence."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Server(uvicorn.Server):
    """A server that lets go of its open streams first: uvicorn waits for them, and they would never end."""

    def __init__(self, config: uvicorn.Config, closing: asyncio.Event) -> None:
        super().__init__(config)
        self.closing = closing

    async def shutdown(self, sockets: "list[socket.socket] | None" = None) -> None:
        """End the streams, then the server."""
        self.closing.set()
        await super().shutdown(sockets)


def routes(chat: "LocalChat", closing: asyncio.Event | None = None) -> list[Route]:
    """All that the page asks for. Streams end when `closing` is set; pair it with `middleware()`."""
    web = _Web(chat, closing or asyncio.Event())
    return [
        Route("/", _answered(web.page)),
        Route("/page/{file}", _answered(web.page_file)),
        Route("/api/start", _answered(web.start)),
        Route("/api/write", _answered(web.write), methods=["POST"]),
        Route("/api/press", _answered(web.press), methods=["POST"]),
        Route("/api/events", _answered(web.events)),
        Route("/api/pictures/{name}", _answered(web.picture)),
    ]


def middleware(hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")) -> list[Middleware]:
    """What stands before every route: only this machine's own names, only this page's own requests."""
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(Guard),
    ]


class _Web:
    def __init__(self, chat: "LocalChat", closing: asyncio.Event) -> None:
        self.chat = chat
        self.closing = closing
        self.files = _page_files()
        # The numbers of a new run may begin again, so a page left open must know that it is talking to another one.
        self.run = secrets.token_hex(8)

    async def page(self, request: Request) -> Response:
        return self.files["index.html"].answer(request)

    async def page_file(self, request: Request) -> Response:
        file = self.files.get(request.path_params["file"])
        if file is None:
            raise Refusal(404, "There is no such file.")
        return file.answer(request)

    async def start(self, _: Request) -> Response:
        chat = self.chat
        return _json({"title": chat.title, "people": chat.people(), "channels": chat.channels()})

    async def write(self, request: Request) -> Response:
        asked = await _read(request, Write)
        _check_who(self.chat, asked.who)
        if asked.where != DIRECT and asked.where not in {channel["id"] for channel in self.chat.channels()}:
            raise Refusal(400, "There is no such channel.")
        if not asked.text.strip() and not asked.slash:
            raise Refusal(400, "There is nothing in the message.")
        await self.chat.write(**msgspec.structs.asdict(asked))
        return _json({})

    async def press(self, request: Request) -> Response:
        asked = await _read(request, Press)
        _check_who(self.chat, asked.who)
        await self.chat.press(**msgspec.structs.asdict(asked))
        return _json({})

    async def events(self, request: Request) -> Response:
        who = request.query_params.get("who", "")
        _check_who(self.chat, who)
        after = _number(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
        return StreamingResponse(
            _stream(self.chat, who, after, self.closing, self.run),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        kind = KINDS.get(Path(name).suffix, "")
        content = self.chat.picture(name) if kind.startswith("image/") else None
        if content is None:
            raise Refusal(404, "There is no such picture.")
        return Response(content, media_type=kind, headers={"Cache-Control": "private, max-age=3600"})


@dataclass(frozen=True)
class _File:
    content: bytes
    kind: str
    etag: str

    def answer(self, request: Request) -> Response:
        # "no-cache" is "ask me first": after an upgrade no browser mixes old modules with new ones.
        headers = {"ETag": self.etag, "Cache-Control": "no-cache"}
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(self.content, media_type=self.kind, headers=headers)


def _page_files() -> dict[str, _File]:
    return {
        path.name: _File(content, KINDS[path.suffix], f'"{hashlib.sha256(content).hexdigest()[:20]}"')
        for path in sorted(PAGE.iterdir())
        if path.suffix in KINDS
        for content in [path.read_bytes()]
    }


def _answered(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return _json({"error": str(refusal)}, refusal.status)
        except NotStored as error:
            return _json({"error": str(error) or "That was not stored."}, 503)

    return answer


async def _read(request: Request, kind: type[Kind]) -> Kind:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refusal(413, "The request is too large.")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(400, str(error) or "The request is not JSON.") from error


def _check_who(chat: "LocalChat", who: str) -> None:
    if who not in {person["id"] for person in chat.people()}:
        raise Refusal(400, "There is nobody here by that id.")


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 16):
        raise Refusal(400, "What came before is told by a number.")
    return int(written)


async def _stream(chat: "LocalChat", who: str, after: int, closing: asyncio.Event, run: str) -> AsyncIterator[bytes]:
    """Posts that `who` may see, first those there are and then each as it comes, in Server-Sent Events."""
    yield f"retry: {RETRY}\nevent: hello\ndata: {run}\n\n".encode()
    posts = chat.events(who, after)
    yield _events(posts) + b"event: caught-up\ndata: 0\n\n"
    after = _newest(posts, after)
    ending = asyncio.ensure_future(closing.wait())
    news = asyncio.ensure_future(chat.changed(after))
    try:
        while True:
            await asyncio.wait({news, ending}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if ending.done():
                return
            posts = []
            if news.done():
                posts = chat.events(who, after)
                after = max(news.result(), _newest(posts, after))
                news = asyncio.ensure_future(chat.changed(after))
            yield _events(posts) or b": still here\n\n"
    finally:
        ending.cancel()
        news.cancel()


def _newest(posts: list[dict[str, Any]], otherwise: int) -> int:
    return max((post["seq"] for post in posts), default=otherwise)


def _events(posts: list[dict[str, Any]]) -> bytes:
    return b"".join(b"id: %d\ndata: %s\n\n" % (post["seq"], msgspec.json.encode(post)) for post in posts)


def _json(content: object, status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(content), status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )
