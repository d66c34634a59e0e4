"""Structured logs: one JSON object a line on standard error, without message texts and without secrets.

Klar's own records name things by their ids. What an exception says, and what a library logs about one, may hold what
somebody wrote; so of an exception only its type and its places in the code are logged, and of a library's record only
the text that stands in its code.
"""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

OURS = "klar"
_VALUE = re.compile(r"""[(<\[{'":=]""")


class _Formatter(JsonFormatter):
    """Formats a record without what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.name.partition(".")[0] != OURS:
            record = _without_values(record)
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


def _without_values(record: logging.LogRecord) -> logging.LogRecord:
    """A library's record with the text that stands in its code, and nothing that was put into it.

    With arguments the text is a template and stands as it is; without, it may be put together already, as asyncio's
    are: «Exception in callback receive(Message(…))».
    """
    text = str(record.msg).partition("\n")[0]
    kept = text if record.args else _VALUE.split(text, maxsplit=1)[0]
    where = (record.pathname, record.lineno)
    return logging.LogRecord(record.name, record.levelno, *where, kept[:200].rstrip(), None, record.exc_info)


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
