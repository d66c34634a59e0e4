"""Structured logs: one JSON object a line on standard error, without message texts and without secrets."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


def start_logging(level: str) -> None:
    """Log from `level` on. What libraries log at DEBUG may hold message texts, so theirs begins at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("klar").setLevel(level.upper())
