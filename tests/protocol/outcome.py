"""What became of a call: its code or its result, and never another exception than ProtocolError."""

from typing import Any

from repatria.protocol.errors import ProtocolError


def outcome(call: Any, *args: Any, **named: Any) -> tuple[str | None, Any]:
    """(code, None) or (None, result); anything but a ProtocolError is a failure of the test."""
    try:
        return None, call(*args, **named)
    except ProtocolError as error:
        return error.code, None
