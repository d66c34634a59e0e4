"""Structured logs: one JSON object a line on standard error, without message texts and without secrets.

Klar's own records name things by their ids. What an exception says, and what a library logs about one, may hold what
somebody wrote; so of an exception only its type and its places in the code are logged, and of a library's record only
the text that stands in its code.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

OURS = "klar"


class _Formatter(JsonFormatter):
    """Formats a record without what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.name.partition(".")[0] != OURS:
            kept = logging.makeLogRecord({**record.__dict__, "msg": _first_line(record.msg), "args": None})
            return super().format(kept)
        return super().format(record)

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The types of an exception and of what it came from, with their places; never what they say."""
        return "; caused by ".join(_told(error) for error in _chain(ei[1]))


def start_logging(level: str, to: TextIO | None = None) -> None:
    """Log from `level` on; libraries from WARNING on. `to` is standard error unless said otherwise."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(
        _Formatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level.upper())


def _first_line(text: object) -> str:
    """What a library's code says; asyncio's goes on with what its tasks hold."""
    return str(text).partition("\n")[0][:200]


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _told(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__module__}.{type(error).__qualname__} at {places or 'an unknown place'}"
