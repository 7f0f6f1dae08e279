"""A passkey in software: what a browser and its authenticator answer (WebAuthn level 3), ES256.

It does what honest ones do, and can be told to lie about origin, challenge or verification.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    def __init__(self, origin: str, rp_id: str) -> None:
        self.origin = origin
        self.flags = PRESENT | VERIFIED
        self.credential = secrets.token_bytes(32)
        self._rp_hash = hashlib.sha256(rp_id.encode()).digest()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._count = 0

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _auth_data(self, flags: int) -> bytes:
        self._count += 1
        return self._rp_hash + bytes((flags,)) + self._count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        x, y = (value.to_bytes(32, "big") for value in (numbers.x, numbers.y))
        encoded: bytes = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        return encoded

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = url64(self.credential)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential
        auth_data = self._auth_data(self.flags | ATTESTED) + attested + self._public_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": auth_data})
        client_data = self._client_data("webauthn.create", options["challenge"])
        return self._answer({"clientDataJSON": url64(client_data), "attestationObject": url64(attestation)})

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        auth_data = self._auth_data(self.flags)
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = auth_data + hashlib.sha256(client_data).digest()
        return self._answer(
            {
                "clientDataJSON": url64(client_data),
                "authenticatorData": url64(auth_data),
                "signature": url64(self._key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": "",
            }
        )
