"""The page behind a password: for when other machines can reach it."""

import base64
import binascii
import hmac
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/healthz",)  # whoever watches Klar needs no password; there is nothing about anybody there


class Password:
    """Lets through only who gives the password, by HTTP Basic authentication with any user name."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self.app = app
        self._digest = _digest(password.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, or let the request through."""
        if scope["type"] == "http" and scope["path"] not in OPEN and not self._gives_it(scope):
            await _ask()(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _gives_it(self, scope: Scope) -> bool:
        kind, _, credentials = Headers(scope=scope).get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return False
        try:
            _, _, given = base64.b64decode(credentials.strip(), validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        # Digests are of one length, so that the time tells nothing about the password, not even how long it is.
        return hmac.compare_digest(_digest(given), self._digest)


def password_middleware(password: str | None) -> list[Middleware]:
    """What stands before every route where there is a password; nothing where there is none."""
    return [] if password is None else [Middleware(Password, password=password)]


def _digest(password: bytes) -> bytes:
    return sha256(password).digest()


def _ask() -> Response:
    return PlainTextResponse(
        "Klar needs a password.\n", 401, {"WWW-Authenticate": 'Basic realm="Klar", charset="UTF-8"'}
    )
