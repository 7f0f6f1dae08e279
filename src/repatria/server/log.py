"""Structured log lines from an allow-list of fields: no content, no names, no tokens.

A path is logged as its template, so ids and invitation tokens never reach the log.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

FIELDS = ("method", "route", "status", "milliseconds", "code", "event", "count", "size", "failure")
SERVER_LOGGER = "uvicorn.error"
_logger = logging.getLogger("repatria")


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = getattr(record, "fields", {})
        line = {"at": int(record.created), "level": record.levelname.lower()}
        if not fields:
            line["event"] = record.name
        if record.name == SERVER_LOGGER:
            # Why it cannot listen, or that it stops: constants and addresses, nothing of a request.
            line["text"] = record.getMessage()[:300]
        return json.dumps(line | {name: fields[name] for name in FIELDS if name in fields})


def set_up() -> None:
    """Send our lines to standard error; libraries only from warning on, without their text."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _logger.setLevel(logging.INFO)


def write(level: int = logging.INFO, **fields: Any) -> None:
    """One line. A field outside the allow-list is left out."""
    if _logger.isEnabledFor(level):
        _logger.log(level, "", extra={"fields": fields})


def failure(error: BaseException) -> None:
    """An unexpected failure: class and places in the code, never the message or values."""
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    write(logging.ERROR, event="failure", failure=f"{type(error).__name__} {' '.join(places[-6:])}")


def milliseconds_since(start: float) -> int:
    return int((time.monotonic() - start) * 1000)
