"""Drafts on the server (locks.md): what is being written follows the officer, sealed under their own key.

The browser keeps its drafts there too, in the same form: what one program began the other can go on with.
Of attachments it has the names only; they stay where they were chosen.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from repatria.protocol import locks
from repatria.protocol.entries import FLOORS
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Seeds
from repatria.protocol.locks import DraftName
from repatria.protocol.shapes import fields, hash_hex, integer, list_of, nullable, one_of, record, string
from repatria.sdk.connection import Connection, decode_b64, encode_b64
from repatria.sdk.errors import Unreachable, WrongUse, blocking
from repatria.sdk.reading import READING_DRAFT


def _form(value: Any) -> bool:
    return type(value) is dict


_SHAPE = {
    "id": string(8, 64),
    "revision": integer(),
    "to": list_of(string()),
    "subject": string(),
    "body": string(),
    "request": nullable(_form),
    "answer": nullable(_form),
    "handling": one_of(*FLOORS),
}
_FILE = {"id": string(), "name": string(), "type": string(), "size": integer()}
_IN_ROOM = {**_SHAPE, "room": hash_hex}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter, or with `room` a reply, that was not sent yet.

    `request` and `answer` are the browser's forms as they came, to be given back unchanged. `version`
    is the server's that this was read from, 0 for a new one. `files` are the names of attachments that
    wait on the device where they were chosen (`id`, `name`, `type`, `size`); saving keeps them.
    """

    to: tuple[str, ...] = ()
    subject: str = ""
    body: str = ""
    handling: str = "TLP:AMBER"
    room: str | None = None
    request: dict[str, Any] | None = None
    answer: dict[str, Any] | None = None
    id: str = ""
    revision: int = 0
    version: int = 0
    files: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        names = ("id", "revision", "to", "subject", "body", "request", "answer", "handling")
        value = {name: getattr(self, name) for name in names} | {"to": list(self.to)}
        return value if self.room is None else value | {"room": self.room}


class Drafts:
    """One officer's drafts on the server."""

    def __init__(self, connection: Connection, seeds: Seeds, keyid: str) -> None:
        self._connection = connection
        self._seeds = seeds
        self._keyid = keyid

    def all(self) -> list[Draft]:
        """Every draft. Raises Blocked when one is not as this officer sealed it."""
        rows = self._connection.get_json("/drafts")
        try:
            kept = [
                (str(row["id"]), int(row["version"]), row["sealed"])
                for row in rows
                if row["id"] != READING_DRAFT
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable("bad_answer", "drafts") from error
        return [self._open(id_, version, decode_b64(sealed)) for id_, version, sealed in kept]

    def find(self, beginning: str) -> Draft:
        """The one draft whose id begins like this. Raises WrongUse (`no_such_draft`)."""
        found = [draft for draft in self.all() if draft.id.startswith(beginning)]
        if not beginning or len(found) != 1:
            raise WrongUse("no_such_draft", beginning)
        return found[0]

    def save(self, draft: Draft) -> Draft:
        """Seal and keep it; the draft as it is now on the server, to be saved from again.

        Raises Refused (`stale_version`) when another program has saved it since it was read: look at
        what `all` says, and decide.
        """
        saved = replace(
            draft,
            id=draft.id or secrets.token_hex(16),
            version=draft.version + 1,
            revision=draft.revision + 1,
        )
        content: dict[str, Any] = {"v": 1, "kind": "draft", "draft": saved.to_json()}
        if saved.files:
            content["files"] = list(saved.files)
        try:
            _check(content)
            sealed = locks.seal_draft(self._seeds.kem, self._name(saved), content, secrets.token_bytes)
        except ProtocolError as error:
            raise WrongUse(error.code, error.detail) from error
        body = {"version": saved.version, "sealed": encode_b64(sealed)}
        self._connection.put(f"/drafts/{saved.id}", body)
        return saved

    def delete(self, draft: Draft) -> None:
        """It was sent, or is not wanted any more. Raises Refused (`not_found`) when it is gone already."""
        self._connection.delete(f"/drafts/{draft.id}")

    def _open(self, id_: str, version: int, sealed: bytes) -> Draft:
        with blocking(f"draft {id_[:12]}"):
            name = DraftName(self._keyid, id_, version)
            content = locks.open_draft(self._seeds.kem, name, sealed)
            _check(content)
        kept = content["draft"]
        files = tuple(content.get("files", ()))
        return Draft(**{**kept, "to": tuple(kept["to"]), "version": version, "files": files})

    def _name(self, draft: Draft) -> DraftName:
        return DraftName(self._keyid, draft.id, draft.version)


def _check(content: dict[str, Any]) -> None:
    shape = {"v": lambda v: v == 1, "kind": one_of("draft"), "draft": _form}
    fields(content, {**shape, "files": list_of(record(_FILE))} if "files" in content else shape)
    draft = content["draft"]
    fields(draft, _IN_ROOM if "room" in draft else _SHAPE)
