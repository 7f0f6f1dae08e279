"""Passkeys: add, sign in, remove; and what must not get through."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest

from tests.server.authenticator import PRESENT, Authenticator
from tests.server.network import LiveNetwork, b64

CLIENT = {"name": "test", "version": "1"}


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def lock_for(network: LiveNetwork, label: str, credential: bytes) -> dict[str, Any]:
    return {
        "v": 1,
        "type": "passkey",
        "login": label,
        "key": network.people[label].keyid,
        "kdf": None,
        "credential": b64(credential),
        "sealed": b64(secrets.token_bytes(136)),
    }


def add_passkey(network: LiveNetwork, label: str, key: Authenticator) -> httpx.Response:
    client = network.client(label)
    options = client.post("/passkeys/options").json()
    lock = lock_for(network, label, key.credential)
    return client.post("/passkeys", json={"credential": key.create(options), "lock": lock})


def sign_in(network: LiveNetwork, label: str, key: Authenticator) -> httpx.Response:
    client = network.server.client()
    options = client.post("/session/passkey/options", json={"login": label}).json()
    body = {"login": label, "credential": key.get(options), "client": CLIENT}
    return client.post("/session/passkey", json=body)


@pytest.fixture
def key(network: LiveNetwork) -> Authenticator:
    return Authenticator(network.server.url, "127.0.0.1")


def test_a_passkey_is_added_used_and_removed(network: LiveNetwork, key: Authenticator) -> None:
    added = add_passkey(network, "anna", key)
    assert added.status_code == 201, added.text
    signed_in = sign_in(network, "anna", key)
    assert signed_in.status_code == 201, signed_in.text
    assert [lock["type"] for lock in signed_in.json()["locks"]] == ["passphrase", "passkey"]
    assert "HttpOnly" in signed_in.headers["set-cookie"]
    path = f"/passkeys/{added.json()['id']}"
    assert error_of(network.client("luca").delete(path)) == (404, "not_found")
    assert network.client("anna").delete(path).status_code == 204
    assert error_of(sign_in(network, "anna", key)) == (401, "bad_passkey")
    assert [lock["type"] for lock in network.sign_in("anna").json()["locks"]] == ["passphrase"]


def test_from_another_origin_nothing_is_added(network: LiveNetwork, key: Authenticator) -> None:
    key.origin = "https://evil.example"
    assert error_of(add_passkey(network, "luca", key)) == (401, "bad_passkey")


def test_without_verifying_the_person_nothing_is_added(network: LiveNetwork, key: Authenticator) -> None:
    key.flags = PRESENT
    assert error_of(add_passkey(network, "luca", key)) == (401, "bad_passkey")


def test_the_lock_must_name_the_credential(network: LiveNetwork, key: Authenticator) -> None:
    client = network.client("luca")
    options = client.post("/passkeys/options").json()
    lock = lock_for(network, "luca", secrets.token_bytes(32))
    answer = client.post("/passkeys", json={"credential": key.create(options), "lock": lock})
    assert error_of(answer) == (400, "bad_lock")


def test_a_challenge_works_once_and_for_its_login(network: LiveNetwork, key: Authenticator) -> None:
    assert add_passkey(network, "otieno", key).status_code == 201
    client = network.server.client()
    options = client.post("/session/passkey/options", json={"login": "otieno"}).json()
    body = {"login": "otieno", "credential": key.get(options), "client": CLIENT}
    assert client.post("/session/passkey", json=body).status_code == 201
    assert error_of(client.post("/session/passkey", json=body)) == (401, "bad_passkey")
    other = client.post("/session/passkey/options", json={"login": "wanjiru"}).json()
    body = {"login": "otieno", "credential": key.get(other), "client": CLIENT}
    assert error_of(client.post("/session/passkey", json=body)) == (401, "bad_passkey")


def test_a_login_without_passkeys_is_offered_an_invented_one(network: LiveNetwork) -> None:
    client = network.server.client()
    offers = [client.post("/session/passkey/options", json={"login": "nobody.here"}).json() for _ in range(2)]
    first, second = (offer["allowCredentials"] for offer in offers)
    assert first == second
    assert len(first) == 1
    assert offers[0]["challenge"] != offers[1]["challenge"]


@pytest.mark.parametrize(
    "credential",
    [{}, {"id": "x"}, {"response": {"clientDataJSON": "!!"}}, {"response": {"clientDataJSON": "e30"}}],
)
def test_a_credential_that_is_none_is_refused(network: LiveNetwork, credential: dict[str, Any]) -> None:
    body = {"login": "wanjiru", "credential": credential, "client": CLIENT}
    answer = network.server.client().post("/session/passkey", json=body)
    assert error_of(answer) == (401, "bad_passkey")


def test_whoever_only_asks_makes_the_server_store_nothing(network: LiveNetwork) -> None:
    def stored() -> object:
        database = network.server.house.database
        return database.read_blocking(lambda tx: tx.rows("SELECT * FROM challenge"), "desk")

    before = stored()
    for _ in range(3):
        network.server.client().post("/session/passkey/options", json={"login": "anna"})
    assert stored() == before


def test_a_challenge_runs_out(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    key = Authenticator(network.server.url, "127.0.0.1")
    assert add_passkey(network, "luca", key).status_code == 201
    client = network.server.client()
    options = client.post("/session/passkey/options", json={"login": "luca"}).json()
    network.server.clock.move(300)
    body = {"login": "luca", "credential": key.get(options), "client": CLIENT}
    assert error_of(client.post("/session/passkey", json=body)) == (401, "bad_passkey")
