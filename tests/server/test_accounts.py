"""Enrolment, sessions, vault, drafts."""

from __future__ import annotations

import secrets
import time
from typing import Any

import httpx
import pytest

from repatria.protocol import statements
from repatria.server.accounts.patience import WAITING_PER_ADDRESS
from tests.patience import await_that
from tests.server.network import LiveNetwork, b64, lock_record, login_of

WRONG = {"client": {"name": "test", "version": "1"}, "auth": b64(bytes(32))}


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def new_person(network: LiveNetwork) -> str:
    return f"new.{secrets.token_hex(4)}"


def enrolment_for(network: LiveNetwork, label: str) -> dict[str, Any]:
    token = network.invite("KE", "ke/nairobi", "officer", label)
    keyset = network.by(label, statements.keyset, keys=network.someone(label).keyset)
    return network.enrolment(label, token, keyset)


def enrol(network: LiveNetwork, body: Any) -> httpx.Response:
    return network.server.client().post("/enrolments", json=body)


def test_enrolment_makes_account_and_keyset_at_once(network: LiveNetwork) -> None:
    label = new_person(network)
    answer = enrol(network, enrolment_for(network, label))
    assert answer.status_code == 201
    network.catch_up()
    assert network.directory.keyset(network.someone(label).keyid) is not None
    session = network.client(label).get("/session").json()
    assert (session["kind"], session["key"]) == ("waiting", network.someone(label).keyid)


def test_an_invitation_works_once(network: LiveNetwork) -> None:
    body = enrolment_for(network, new_person(network))
    assert enrol(network, body).status_code == 201
    other = new_person(network)
    keyset = network.by(other, statements.keyset, keys=network.someone(other).keyset)
    second = {**network.enrolment(other, body["token"], keyset)}
    assert error_of(enrol(network, second)) == (404, "bad_invitation")


def test_a_refused_enrolment_leaves_the_invitation_unused(network: LiveNetwork) -> None:
    label = new_person(network)
    body = enrolment_for(network, label)
    taken = {**body, "login": "wanjiru", "lock": lock_record("wanjiru", network.someone(label).keyid)}
    assert error_of(enrol(network, taken)) == (409, "login_taken")
    broken = bytearray(network.by(label, statements.keyset, keys=network.someone(label).keyset).wire())
    broken[-1] ^= 1
    assert error_of(enrol(network, {**body, "keyset": b64(bytes(broken))})) == (409, "bad_signature")
    assert enrol(network, body).status_code == 201


def test_a_lock_of_somebody_else_is_refused(network: LiveNetwork) -> None:
    body = enrolment_for(network, new_person(network))
    other = lock_record(body["login"], "0" * 64)
    assert error_of(enrol(network, {**body, "lock": other})) == (400, "bad_lock")


def test_a_cheap_kdf_is_refused(network: LiveNetwork) -> None:
    body = enrolment_for(network, new_person(network))
    body["lock"]["kdf"]["m"] = 1024
    assert error_of(enrol(network, body)) == (409, "kdf_downgrade")


@pytest.mark.parametrize("change", [{"extra": 1}, {"token": 5}, {"auth": "***"}, {"login": "A"}])
def test_an_enrolment_of_another_shape_is_refused(network: LiveNetwork, change: dict[str, Any]) -> None:
    body = enrolment_for(network, new_person(network))
    assert error_of(enrol(network, {**body, **change})) == (400, "bad_shape")


def test_sign_in_gives_locks_and_a_resume_secret(network: LiveNetwork) -> None:
    answer = network.sign_in("anna")
    assert answer.status_code == 201
    value = answer.json()
    assert value["key"] == network.people["anna"].keyid
    assert value["locks"][0]["login"] == "anna"
    assert value["idle_seconds"] == 1200
    again = network.server.client(value["token"]).get("/session").json()
    assert again["resume"] == value["resume"]
    assert again["offices"] == ["ch/bern"]


def test_a_browser_gets_a_strict_cookie_and_no_token(network: LiveNetwork) -> None:
    body = {**WRONG, "login": "anna", "auth": b64(network.auths["anna"])}
    client = network.server.client()
    answer = client.post("/session", json=body)
    assert "token" not in answer.json()
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get("/session").status_code == 200


def test_known_and_unknown_logins_answer_alike(network: LiveNetwork) -> None:
    client = network.server.client()
    answers = [client.post("/session", json={**WRONG, "login": who}) for who in ("luca", "nobody.x")]
    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].content == answers[1].content
    assert answers[0].headers.keys() == answers[1].headers.keys()
    offers = [client.post("/session/start", json={"login": who}) for who in ("luca", "nobody.x")]
    kdfs = [offer.json()["kdf"] for offer in offers]
    assert kdfs[0].keys() == kdfs[1].keys()
    again = client.post("/session/start", json={"login": "nobody.x"})
    assert again.json()["kdf"] == kdfs[1]


def test_failures_are_delayed_and_the_right_secret_is_not(network: LiveNetwork) -> None:
    """While every place among the delayed is taken, a failure finds none and the right secret needs none."""
    client = network.server.client()
    for _ in range(2):
        client.post("/session", json={**WRONG, "login": "otieno"})
    start = time.monotonic()
    client.post("/session", json={**WRONG, "login": "otieno"})
    assert time.monotonic() - start >= 1.0
    patience = network.server.house.parts["patience"]
    for _ in range(WAITING_PER_ADDRESS):
        patience.enter("127.0.0.1")
    try:
        assert error_of(client.post("/session", json={**WRONG, "login": "otieno"})) == (429, "too_many")
        assert network.sign_in("otieno").status_code == 201
    finally:
        for _ in range(WAITING_PER_ADDRESS):
            patience.leave("127.0.0.1")


def test_sign_out_ends_the_session_at_once(network: LiveNetwork) -> None:
    client = network.server.client(network.sign_in("luca").json()["token"])
    answer = client.delete("/session")
    assert (answer.status_code, answer.headers["clear-site-data"]) == (204, '"cookies","storage"')
    assert error_of(client.get("/session")) == (401, "session_ended")


def test_one_may_end_ones_own_sessions_only(network: LiveNetwork) -> None:
    token = network.sign_in("luca").json()["token"]
    session = network.server.client(token).get("/session").json()["id"]
    assert error_of(network.client("anna").delete(f"/sessions/{session}")) == (404, "not_found")
    listed = network.client("luca").get("/sessions").json()
    [own] = [item for item in listed if item["id"] == session]
    assert own["address"] == "127.0.0.1"
    assert network.client("luca").delete(f"/sessions/{session}").status_code == 204
    assert network.server.client(token).get("/session").status_code == 401


def test_all_sessions_end_together(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    tokens = [network.sign_in("luca").json()["token"] for _ in range(2)]
    assert network.server.client(tokens[0]).delete("/sessions").status_code == 204
    assert network.server.client(tokens[1]).get("/session").status_code == 401


def test_an_idle_session_ends_after_twenty_minutes(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    client, clock = network.client("anna"), network.server.clock
    clock.move(1199)
    assert client.get("/session").status_code == 200
    clock.move(1201)
    assert error_of(client.get("/session")) == (401, "session_ended")


def test_a_session_ends_after_twelve_hours_whatever_it_does(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    client, clock = network.client("anna"), network.server.clock
    for _ in range(43):
        clock.move(1000)
        assert client.get("/session").status_code == 200
        await_touch(network)
    clock.move(300)
    assert error_of(client.get("/session")) == (401, "session_ended")


def await_touch(network: LiveNetwork) -> None:
    """Until the server has written that the session is in use."""
    read = network.server.house.database.read_blocking

    def touched() -> bool:
        row = read(lambda tx: tx.one("SELECT max(seen) FROM session"))
        return row is not None and row[0] == network.time

    await_that(touched, "the session is in use")


def test_the_vault_moves_by_one_version(network: LiveNetwork) -> None:
    client = network.client("anna")
    assert client.get("/vault").json()["version"] == 1
    assert client.put("/vault", json={"version": 2, "sealed": b64(b"one")}).status_code == 204
    stale = client.put("/vault", json={"version": 2, "sealed": b64(b"two")})
    assert error_of(stale) == (409, "stale_version")
    assert stale.json()["detail"] == {"version": 2}
    assert client.get("/vault").json() == {"version": 2, "sealed": b64(b"one")}
    assert network.client("luca").get("/vault").json()["version"] == 1


def test_enrolment_makes_the_first_vault_and_overwrites_nobodys(network: LiveNetwork) -> None:
    label = new_person(network)
    body = enrolment_for(network, label)
    assert error_of(enrol(network, {**body, "vault": b64(bytes(5_000))}))[0] == 400
    assert enrol(network, body).status_code == 201
    first = {"version": 1, "sealed": body["vault"]}
    assert network.client(label).get("/vault").json() == first
    # Somebody else's invitation, this person's keyset: no account, and the vault stays.
    token = network.invite("KE", "ke/nairobi", "officer", "another")
    login = new_person(network)
    lock = lock_record(login, network.someone(label).keyid)
    stolen = {**body, "token": token, "login": login, "lock": lock, "vault": b64(b"another")}
    assert error_of(enrol(network, stolen)) == (409, "login_taken")
    assert network.client(label).get("/vault").json() == first


def test_nobody_writes_a_vault_without_an_invitation(network: LiveNetwork) -> None:
    body = enrolment_for(network, new_person(network))
    made_up = {**body, "token": secrets.token_urlsafe(32)}
    assert error_of(enrol(network, made_up)) == (404, "bad_invitation")
    later = {**body, "vault": b64(b"the real one")}
    assert enrol(network, later).status_code == 201
    token = network.sign_in(body["login"]).json()["token"]
    held = network.server.client().get("/vault", headers={"authorization": f"Bearer {token}"})
    assert held.json()["sealed"] == later["vault"]


def test_drafts_are_kept_replaced_and_dropped(network: LiveNetwork) -> None:
    client, draft = network.client("anna"), f"/drafts/{secrets.token_hex(8)}"
    assert client.put(draft, json={"version": 1, "sealed": b64(b"a")}).status_code == 204
    assert error_of(client.put(draft, json={"version": 3, "sealed": b64(b"c")}))[1] == "stale_version"
    assert client.put(draft, json={"version": 2, "sealed": b64(b"b")}).status_code == 204
    listed = client.get("/drafts").json()
    assert listed == [{"id": draft[8:], "version": 2, "sealed": b64(b"b")}]
    assert network.client("luca").get("/drafts").json() == []
    assert error_of(network.client("luca").delete(draft)) == (404, "not_found")
    assert client.delete(draft).status_code == 204
    assert client.get("/drafts").json() == []


def test_one_who_waits_reads_the_register_and_nothing_of_rooms(network: LiveNetwork) -> None:
    label = new_person(network)
    enrol(network, enrolment_for(network, label))
    client = network.client(label)
    assert client.get("/register/checkpoint").status_code == 200
    assert client.get("/vault").status_code == 200
    assert error_of(client.get("/sync")) == (404, "not_found")
    assert error_of(client.get("/duty")) == (403, "forbidden")


def test_logins_of_labels_are_logins() -> None:
    assert login_of("ke/ara head") == "ke.ara.head"
