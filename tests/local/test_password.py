"""The page behind a password: who gives it comes in, and nobody else."""

import base64

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope

from bot.chats.local.password import Password, password_middleware
from bot.chats.local.web import middleware

SECRET = "blåbær: og tran"
PATHS = ("/", "/api/start", "/api/events", "/metrics", "/page/chat.js", "/healthz/", "//healthz", "/none")


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


async def answered(app: object, path: str, authorization: str | None = None) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer."""
    headers = [(b"host", b"localhost")]
    if authorization is not None:
        headers.append((b"authorization", authorization.encode("latin-1")))
    scope: Scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": headers, "scheme": "http", "http_version": "1.1", "server": ("localhost", 80), "client": ("::1", 1),
    }  # fmt: skip
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)  # type: ignore[operator]
    start = said[0]
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}


@pytest.fixture
def app() -> Starlette:
    async def fine(_: Request) -> Response:
        return PlainTextResponse("fine")

    routes = [Route(path, fine) for path in ("/", "/api/start", "/api/events", "/metrics", "/page/{file}", "/healthz")]
    return Starlette(routes=routes, middleware=[*middleware(), *password_middleware(SECRET)])


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("path", PATHS)
async def test_without_the_password_there_is_nothing(app: Starlette, path: str) -> None:
    status, headers = await answered(app, path)
    assert status == 401
    assert headers["www-authenticate"] == 'Basic realm="Klar", charset="UTF-8"'
    assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "given",
    [
        "", "Basic", "Basic ", "Basic !!!", "Basic YQ", "Basic Ymzlcg==", "Bearer " + SECRET.encode().hex(),
        basic("klar", ""), basic("klar", "blåbær"), basic("klar", SECRET + " "), basic(SECRET, ""),
        basic("", SECRET[1:]), "Basic " + base64.b64encode(SECRET.encode()).decode(),
        "Basic\x00" + basic("klar", SECRET)[6:],
    ],
)  # fmt: skip
async def test_what_is_not_the_password_is_not(app: Starlette, given: str) -> None:
    assert (await answered(app, "/", given))[0] == 401


@pytest.mark.parametrize("user", ["", "klar", "Kari Nordås", "æ"])
async def test_who_gives_it_comes_in_by_any_name(app: Starlette, user: str) -> None:
    for path in ("/", "/api/start", "/metrics"):
        assert (await answered(app, path, basic(user, SECRET)))[0] == 200
    assert (await answered(app, "/", basic(user, SECRET).replace("Basic", "basic")))[0] == 200


async def test_whoever_watches_needs_no_password(app: Starlette) -> None:
    assert (await answered(app, "/healthz"))[0] == 200


async def test_without_a_password_set_nothing_is_asked() -> None:
    assert password_middleware(None) == []


async def test_what_is_not_a_request_passes() -> None:
    kinds: list[str] = []

    async def inner(scope: Scope, _receive: object, _send: object) -> None:
        kinds.append(scope["type"])

    async def nothing() -> Message:
        return {"type": "lifespan.startup"}

    async def nobody(_: Message) -> None:
        return None

    await Password(inner, SECRET)({"type": "lifespan"}, nothing, nobody)
    assert kinds == ["lifespan"]
