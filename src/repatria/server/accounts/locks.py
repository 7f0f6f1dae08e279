"""Lock records as they come in. The server keeps them and can open none (protocol/locks.md)."""

from __future__ import annotations

import json
from typing import Any

from repatria.protocol.lock_records import check_lock
from repatria.server.refusals import Refusal

RECORD_MOST = 8192


class LockText:
    """A lock record that is kept as it came: checked, then with its JSON text."""

    def read(self, value: Any) -> tuple[dict[str, Any], str]:
        check_lock(value)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if len(text) > RECORD_MOST:
            raise Refusal("bad_lock")
        return value, text

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


def check_owner(fields: dict[str, Any], type_: str, login: str, key: str) -> None:
    """Raises Refusal (`bad_lock`) unless it is this person's lock of this type."""
    if (fields["type"], fields["login"], fields["key"]) != (type_, login, key):
        raise Refusal("bad_lock")


def kdf_of(record: str) -> dict[str, Any]:
    kdf: dict[str, Any] = json.loads(record)["kdf"]
    return kdf
