"""Bad input at every endpoint, on both engines: a 4xx with a code that stands in the tables, never a 5xx.

The forms come from the verbs themselves, so a new verb is asked too. What looks right is left to other tests.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from repatria.server.app import all_verbs
from repatria.server.refusals import SENTENCES
from repatria.server.verbs import Body, Verb
from tests.patience import PATIENCE_SECONDS
from tests.server.test_access import Scene, body_of, name_of, scene

__all__ = ["scene"]

DEEP = b"[" * 20_000 + b"]" * 20_000
NOT_JSON = (
    b"", b"{", b"\xff\xfe", b"\x00", b"nul", b"'x'", b'{"a":1,}', b'{"a":NaN}', b'{"a":1e999}',
    b'{"a":1,"a":2}', DEEP, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b'\xef\xbb\xbf{}', b"9" * 5_000, b"{} {}",
)  # fmt: skip
NOT_THE_FORM: tuple[Any, ...] = (None, True, 0, -1, "", "x", [], {}, [[]], {"a": {"a": {}}}, {"__proto__": 1})
WRONG_VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 2**53, 2**63, 2**64, "", "x", "\u0000", "a\u0000b", "\ud800", "é" * 3_000,
    "../..", "' OR 1=1 --", "x" * 60_000, [], [None], [[]], {}, {"v": 1}, [{}] * 200,
    base64.b64encode(bytes(5_000)).decode(),
)  # fmt: skip
NOT_FRAMES = (
    b"", b"\x00", b"\x00\x00\x00", b"\x00\x00\x00\x01", b"\xff\xff\xff\xff", b"\xff\xff\xff\xffx",
    b"\x00\x00\x00\x00", b"\x00\x00\x00\x02{}", b"\x00\x00\x00\x04nullx", b"\x00\x00\x00\x01x" * 3_000,
    (40_000).to_bytes(4, "big") + DEEP, b"{}", b"\x00" * 20_000,
)  # fmt: skip
OCTETS = (b"", b"\x00", b"x" * 99, b"x" * 101, b"\xff" * 70_000)
BAD_PLACES = ("x", "-1", "%00", "%ff", "%2e%2e%2f", "9" * 30, "a" * 3_000, "%F0%9F%92%A9", "'", "null", "%20")
BAD_NUMBERS = ("-1", "x", "", "1.5", "1e3", "%31", "+1", "9" * 30, "0x1", "%00", "١")
BAD_HEADERS = (
    {"range": "bytes=-"}, {"range": "bytes=5-1"}, {"range": "bytes=0-0,2-3"},
    {"range": "bytes=99999999999999999999-"}, {"content-type": ""},
    {"content-type": "application/json; charset=\x7f"}, {"content-encoding": "gzip"},
    {"x-sha256": "x"}, {"x-invitation": "\x7f"}, {"if-none-match": '"' * 50}, {"accept": "/"},
    {"last-event-id": "x"},
    {"cookie": "session=x; session=y"}, {"accept-language": "\x7f"}, {"x-forwarded-for": "::::"},
)  # fmt: skip
# A right form there waits for seconds by design, or goes on for ever.
SLOW = {"POST /api/v1/session", "POST /api/v1/session/passkey", "GET /api/v1/events"}
# What is asked here would end the session that asks.
ENDS = {"DELETE /api/v1/session", "DELETE /api/v1/sessions"}


class Asker:
    """Asks one verb with one thing wrong, and keeps what was answered wrongly."""

    def __init__(self, scene: Scene, verb: Verb) -> None:
        self._url, self._verb = scene.network.server.url, verb
        self.path = scene.path(verb)
        self._client = httpx.Client(timeout=PATIENCE_SECONDS, headers=scene.headers["related"]())
        self.faults: list[str] = []

    def ask(self, path: str = "", content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        kind = {} if self._verb.takes is Body.NONE else {"content-type": self._verb.takes.value}
        given = {**kind, **(headers or {})}
        try:
            answer = self._client.request(
                self._verb.method, self._url + (path or self.path), content=content, headers=given
            )
        except httpx.InvalidURL:
            return
        if (fault := fault_of(answer)) is not None:
            self.faults.append(f"{path or self.path} {given} {content[:80]!r}: {fault}")

    def close(self) -> None:
        self._client.close()


def fault_of(answer: httpx.Response) -> str | None:
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:200]}"
    if answer.status_code < 400:
        return None
    try:
        told = answer.json()
    except ValueError:
        return f"{answer.status_code} without a code: {answer.text[:80]}"
    if set(told) != {"error", "message", "detail"} or not told["message"].endswith("."):
        return f"{answer.status_code} {told}"
    known = told["error"] in SENTENCES or (answer.status_code in (400, 409) and told["error"].isidentifier())
    return None if known else f"unknown code {told['error']}"


def forms_of(verb: Verb, form: dict[str, Any]) -> Iterator[bytes]:
    """Every field of the right form left out, doubled, and with each wrong value; the form cut short."""
    yield from NOT_JSON
    yield from (json.dumps(value).encode() for value in NOT_THE_FORM)
    text = json.dumps(form).encode()
    yield from (text[: len(text) * share // 7] for share in range(1, 7))
    yield text[:-1] + b',"more":1}'
    for name in form:
        yield json.dumps({key: value for key, value in form.items() if key != name}).encode()
        yield text[:-1] + b"," + json.dumps({name: form[name]}).encode()[1:]
        for wrong in WRONG_VALUES:
            changed = copy.deepcopy(form)
            changed[name] = wrong
            yield json.dumps(changed).encode()


def example_of(scene: Scene, verb: Verb) -> dict[str, Any]:
    """A form that is right, or the verb's fields, each with a value that is nearly right."""
    if form := body_of(scene, verb, "related").get("json"):
        return dict(form)
    described = verb.shape.schema() if verb.shape is not None else {}
    fields = described.get("properties", {})
    return {name: _nearly(field) for name, field in fields.items()}


def _nearly(field: dict[str, Any]) -> Any:
    kinds = {"integer": 1, "boolean": True, "array": [], "object": {}}
    return kinds.get(str(field.get("type")), "abc")


def bodies_of(scene: Scene, verb: Verb) -> Iterator[bytes]:
    match verb.takes:
        case Body.JSON:
            yield from forms_of(verb, example_of(scene, verb))
        case Body.FRAMES:
            yield from NOT_FRAMES
        case Body.TEXT:
            yield from (b"", b"\xff", b"\x00", b"x" * 60_000, "\u2028— x\n".encode() * 50)
        case _:
            yield from OCTETS


def paths_of(verb: Verb, right: str) -> Iterator[str]:
    """Each place and number of the address wrong in turn."""
    bare = right.partition("?")[0]
    yield from (f"{bare}?{query}" for query in ("x=1", "=", "&&", "%", "x" * 3_000, "a[]=1"))
    for name in verb.query:
        yield from (f"{bare}?{name}={number}" for number in BAD_NUMBERS)
        yield f"{bare}?{name}=1&{name}=2"
    pieces = verb.full_path.split("/")
    for at, piece in enumerate(pieces):
        if piece.startswith("{"):
            given = right.split("/")
            yield from ("/".join([*given[:at], bad, *given[at + 1 :]]) for bad in BAD_PLACES)


@pytest.mark.parametrize("verb", all_verbs(), ids=name_of)
def test_bad_input_is_refused_with_a_code(scene: Scene, verb: Verb) -> None:
    asker = Asker(scene, verb)
    if name_of(verb) not in ENDS:
        if name_of(verb) not in SLOW:
            for headers in BAD_HEADERS:
                asker.ask(headers=headers)
        for path in paths_of(verb, asker.path):
            asker.ask(path)
    for content in bodies_of(scene, verb):
        if name_of(verb) not in SLOW or verb.takes is Body.JSON:
            asker.ask(content=content)
    asker.close()
    assert asker.faults == []
