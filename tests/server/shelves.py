"""Items of the library on a live network: their records, offered by one officer and published by another."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import httpx

from repatria.protocol import publications, statements
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from repatria.server.slices import SLICE_BYTES
from tests.protocol.publication_samples.records import FULL
from tests.server.network import LiveNetwork
from tests.server.publishing import put_document

PDF = "application/pdf"


def words_of(title: str, text: str = "", language: str = "en") -> list[Json]:
    return [{"language": language, "title": title, "text": text}]


def library_record(title: str, *files: Json, **own: Any) -> Json:
    empty = {"supersedes": "", "body": []}
    return {**FULL["library"], "words": words_of(title), "files": list(files), **empty, **own}


def news_record(title: str, text: str = "") -> Json:
    return {"words": words_of(title, text), "link": "", "pinned": False}


def fact(field: str, text: str) -> Json:
    return {
        "field": field,
        "value": None,
        "text": text,
        "source": "Act 9",
        "url": "",
        "certainty": "high",
        "as_of": "",
        "review": "",
    }


def file_named(octets: bytes, media_type: str = PDF, language: str = "en") -> Json:
    sha256 = hashlib.sha256(octets).hexdigest()
    return {
        "language": language,
        "name": "guide",
        "type": media_type,
        "sha256": sha256,
        "len": len(octets),
    }


class Item:
    """One item with one document. `offer` and `publish` post its statements and expect that they land."""

    def __init__(
        self, network: LiveNetwork, shelf: str, record: Json, *, item: str = "", access: str = "members"
    ) -> None:
        self.network = network
        self.parts = [one["field"] for one in record["facts"]] if shelf == "framework" else []
        self.named = {"shelf": shelf, "item": item or f"i-{secrets.token_hex(6)}", "access": access}
        self.data = publications.encode_document(shelf, self.named["item"], record, secrets.token_bytes(32))
        self.document = publications.document_hash(self.data)

    def put(self, label: str) -> httpx.Response:
        return put_document(self.network.client(label), self.data)

    def offering(self, label: str) -> Envelope:
        return self.network.by(label, statements.offer, **self._all())

    def publishing(self, label: str, offer: str | None = None, **own: Any) -> Envelope:
        return self.network.by(label, statements.publication, offer=offer, **{**self._all(), **own})

    def _all(self) -> dict[str, Any]:
        size = len(self.network.leaves)
        return {**self.named, "parts": self.parts, "document": self.document, "seen": size}

    def offer(self, label: str) -> Envelope:
        assert self.put(label).status_code == 204
        return self.network.publish(self.offering(label))

    def review(self, label: str, offer: Envelope, outcome: str) -> Envelope:
        own = {"offer": offer.hash, "outcome": outcome, "text": "Not yet."}
        return self.network.publish(self.network.by(label, statements.offer_review, **own))

    def publish(self, label: str, offer: Envelope | None = None) -> Envelope:
        assert self.put(label).status_code == 204
        seen = {} if offer is None else {"seen": offer.value["seen"]}
        return self.network.publish(self.publishing(label, offer.hash if offer else None, **seen))

    def retiring(self, label: str, reason: str = "It holds no more.", **own: Any) -> tuple[bytes, Envelope]:
        """The document that says why, and the statement that names it."""
        nonce = secrets.token_bytes(32)
        data = publications.encode_document(
            publications.RETIREMENT, self.named["item"], {"reason": reason}, nonce
        )
        named = {**self._all(), "document": publications.document_hash(data), **own}
        return data, self.network.by(label, statements.retirement, **named)

    def retire(self, label: str) -> Envelope:
        data, made = self.retiring(label)
        assert put_document(self.network.client(label), data).status_code == 204
        return self.network.publish(made)


class PlainUpload:
    """A readable file on its way, as the library's are."""

    def __init__(self, client: httpx.Client, octets: bytes, media_type: str = PDF) -> None:
        self.client = client
        self.octets = octets
        self.sha256 = hashlib.sha256(octets).hexdigest()
        self.named = {"sha256": self.sha256, "len": len(octets), "type": media_type}

    def announce(self) -> httpx.Response:
        return self.client.post("/files", json=self.named)

    def put(self, n: int = 0, octets: bytes | None = None) -> httpx.Response:
        part = self.octets[n * SLICE_BYTES : (n + 1) * SLICE_BYTES] if octets is None else octets
        own = hashlib.sha256(part).hexdigest()
        path = f"/files/{self.sha256}/slices/{n}"
        return self.client.put(path, content=part, headers={"x-sha256": own})

    def complete(self) -> httpx.Response:
        return self.client.post(f"/files/{self.sha256}/complete")

    def read(self, path: str = "", **more: Any) -> httpx.Response:
        return self.client.get(f"/files/{self.sha256}{path}", **more)

    def all(self) -> httpx.Response:
        """What the last of its calls said."""
        assert self.announce().status_code == 201
        for n in range(-(-len(self.octets) // SLICE_BYTES)):
            assert self.put(n).status_code == 204
        return self.complete()
