"""Who may ask: the page itself and nobody else, and what a browser may do with the answers."""

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWER_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Turns away what another site sends through somebody's browser, and marks every answer with strict headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or 415, or let the request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ANSWER_HEADERS)
            await send(message)

        await (_refusal(scope) or self.app)(scope, receive, send_marked)


def _refusal(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    # Other ports of this machine are the "same site", so only same-origin will do.
    if scope["path"].startswith("/api/") and headers.get("sec-fetch-site", "same-origin") not in {
        "same-origin",
        "none",
    }:
        return _refuse(403, "Only the page itself may ask.")
    if scope["method"] in {"GET", "HEAD"}:
        return None
    if headers.get("origin") != f"{scope['scheme']}://{headers.get('host')}":
        return _refuse(403, "Only the page itself may write.")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return _refuse(415, "Write in JSON.")
    return None


def _refuse(status: int, why: str) -> Response:
    return Response(msgspec.json.encode({"error": why}), status, media_type="application/json")
