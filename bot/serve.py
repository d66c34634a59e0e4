"""Running: the page, the ticker and the delivery in one event loop, until told to stop."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from bot.app import build
from bot.chats.local.chat import CHAT, LocalChat
from bot.chats.local.password import password_middleware
from bot.chats.local.web import Server, middleware, routes
from bot.clock import Clock
from bot.health import Health
from bot.schedule import start_ticking
from bot.settings import Settings
from commands.language.understand import warm
from store.store import Store
from store.workspace import WorkspaceStore

log = logging.getLogger("klar.serve")

PORTS_TRIED = 20
# Seconds from the start until the words of free language are loaded: the first page and its first answer come before.
WARM_AFTER = 2


def free_socket(host: str, port: int, *, or_next: bool) -> socket.socket:
    """A listening socket at a port or, with `or_next`, at the next free one. Raises OSError where there is none."""
    for candidate in range(port, port + (PORTS_TRIED if or_next else 1)):
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen()
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        return listening
    raise OSError(errno.EADDRINUSE, f"port {port} is taken")


async def serve(
    store: Store,
    workspace: WorkspaceStore,
    clock: Clock,
    settings: Settings,
    listening: socket.socket,
    on_started: Callable[[str], None],
    password: str | None = None,
) -> None:
    """Run Klar on the embedded chat until the process is told to stop. `on_started` gets the page's address."""
    chat = LocalChat(store, workspace, clock, settings.rules)
    klar = build(store, clock, settings.rules, {CHAT: chat})
    chat.open(klar.conversation)
    klar.clockwork.prepare()
    health = Health(store, clock, klar.conversation)
    closing = asyncio.Event()
    host, port = listening.getsockname()[:2]
    app = Starlette(
        routes=[*routes(chat, closing), *health.routes()],
        middleware=[*middleware(_hosts(settings.web.host)), *password_middleware(password)],
    )
    server = Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"), closing)
    klar.clockwork.tick()
    ticker = start_ticking(klar.clockwork.tick, health.ticked)
    delivery = asyncio.create_task(klar.outbox.run())
    delivery.add_done_callback(lambda _: setattr(server, "should_exit", True))
    warming = asyncio.create_task(_warm_up())
    on_started(f"http://{host if ':' not in host else f'[{host}]'}:{port}")
    try:
        await server.serve(sockets=[listening])
    finally:
        ticker.shutdown(wait=False)
        ended = [task for task in (delivery, warming) if task.done()]
        delivery.cancel()
        warming.cancel()
        await asyncio.gather(delivery, warming, return_exceptions=True)
        for task in ended:
            task.result()


async def _warm_up() -> None:
    await asyncio.sleep(WARM_AFTER)
    await asyncio.to_thread(warm)


def _hosts(host: str) -> tuple[str, ...]:
    loopback = ("127.0.0.1", "localhost", "[::1]")
    return loopback if host in ("127.0.0.1", "::1", "localhost") else ("*",)
