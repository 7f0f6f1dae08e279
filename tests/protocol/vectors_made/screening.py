"""screening.json: foldings and digests, the fold of an office's room, and files of entries and records."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from repatria.protocol import bodies, canonical
from repatria.protocol.screening import (
    Standing,
    content_of,
    fold,
    fold_screening,
    identity_of,
    mark_of,
    watched_of,
)
from repatria.protocol.screening_files import head, read_entries, read_records
from tests.protocol.invented import digest
from tests.protocol.vectors_made.bodies import ATTACHMENT, RECORD

# Case, width, spacing, marks in another order, letters with rules of their own, later scripts, no characters.
TEXTS = (
    "", "  Ahmed\tBen \n Ali ", "ＡＨＭＥＤ", "ΟΔΥΣΣΕΥΣ", "Οδυσσεύς", "ΣΑΣ", "STRASSE", "Straße", "STRAẞE",
    "İstanbul", "ISTANBUL", "ﬃ", "ǅ", "e\u0301", "\u00e9", "q\u0307\u0323", "ͅ", "ŉ", "ﷺ", "ｱﾊﾒﾄﾞ", "①", "Ⅷ",
    "㎏", "ſ", "\u212a", "\u212b", "\u1e9e", "ᲐᲑ", "Ꭰꭰ", "𐐀", "𞤀", "\u200b\u200f", "\u00a0x\u2003y\u3000",
    "\u0085x\u001cy", "\ufeffx", "𝐀𝟙", "\ud800", "x\ud800\ud800y", "\udc00\ud800", "محمّد",
    "\u0627\u0644\u200c\u0639\u0644\u0649", "हिन्दी", "각", "\u1100\u1161\u11a8",
)  # fmt: skip


def make() -> dict[str, Any]:
    return {
        "fold": [{"utf16": _utf16(text), "folded": fold(text)} for text in TEXTS],
        "fold_all": _every_letter(),
        "identity": list(_identities()),
        "content": [{"says": says, "content": content_of(says)} for says in _says()],
        "mark": [{"query": A, "listed": "list/UN/1", "content": B, "mark": mark_of(A, "list/UN/1", B)}],
        "rooms": list(_rooms()),
        "files": list(_files()),
    }


A, B, C = (digest(name).hex() for name in ("one", "two", "three"))


def _utf16(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex()


def _every_letter() -> list[dict[str, Any]]:
    """Of everything that Unicode 3.2 knows, which every client does; a row for 4,096."""
    old = unicodedata.ucd_3_2_0
    rows = []
    for start in range(0, 0x30000, 0x1000):
        known = [n for n in range(start, start + 0x1000) if old.category(chr(n)) not in {"Cn", "Cs", "Co"}]
        if known:
            said = "\n".join(fold(chr(n)) for n in known)
            sha = hashlib.sha256(said.encode()).hexdigest()
            rows.append({"ranges": _ranges(known), "sha256": sha})
    return rows


def _ranges(numbers: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _identities() -> Iterator[dict[str, Any]]:
    blank: dict[str, Any] = {**RECORD, "names": ["Ahmed Ben Ali"], "birth_dates": [], "countries": []}
    blank["identifiers"] = []
    alike = [
        blank,
        {**blank, "names": ["AHMED  ben ali", "Ahmed Ben Ali "]},
        {**blank, "names": ["Ａhmed Ben Ali"]},
    ]
    others = [
        {**blank, "kind": "vessel"},
        {**blank, "names": ["Ahmed Ben Ali", "أحمد بن علي"]},
        {**blank, "names": ["𐐀", "\uff5e", "\ue000"]},  # sorted by UTF-16 code units
        {**blank, "birth_dates": ["1971-02"]},
        {**blank, "countries": ["TN", "FR"]},
        {**blank, "genders": ["male"]},
        {**blank, "identifiers": [{"scheme": "iban", "value": "fr76 3000"}]},
        {**blank, "names": [], "identifiers": [{"scheme": "other", "value": "Ⅷ"}]},
        RECORD,
    ]
    yield {"records": alike, "identity": identity_of(blank)}
    yield from ({"records": [one], "identity": identity_of(one)} for one in others)


# Files.


def _says() -> list[dict[str, Any]]:
    lists = ("names", "weak_names", "birth_dates", "countries", "genders", "identifiers", "charges", "links")
    one: dict[str, Any] = {
        "id": "1",
        "kind": "person",
        "colour": "un",
        **{name: [] for name in lists},
        "facts": [],
    }
    one |= {"names": ["Ахмед Бен Али"], "facts": [{"field": "title", "values": ["Dr"]}]}
    two: dict[str, Any] = {
        **one,
        "id": "2",
        "names": ["Bright Star Ltd", "برايت ستار"],
        "weak_names": ["BSL"],
        "kind": "organisation",
    }
    two["identifiers"] = [{"scheme": "imo", "value": "9074729"}]
    two["charges"] = [{"country": "FR", "text": "Corruption", "translation": ""}]
    two["links"] = [{"role": "owner", "id": "1"}]
    return [one, two]


SOURCE = {"name": "un.xml", "sha256": B, "size": 5, "taken": "2026-11-01", "licence": ""}
MORE: dict[str, Any] = {"list": "Al-Qaida", "offences": [], "doubts": []}
FORMS = (
    [[["n", "akhmed", "KMT", "akhmed", "HMT"], ["p", "ben", "PN"], ["n", "ali", "L"]]],
    [[["n", "bright", "PRKT"], ["n", "star", "STR"], ["l", "ltd", "LTT"]], [], [["n", "bsl", "PSL"]]],
)


def _lines() -> list[Any]:
    rows = [
        {"says": says, "from": 0, "line": n + 1, "more": MORE, "forms": forms}
        for n, (says, forms) in enumerate(zip(_says(), FORMS, strict=True))
    ]
    return [head([SOURCE], forms=1), *rows]


def gzipped(data: bytes) -> bytes:
    """With stored blocks, by hand: packers differ in what they write."""
    out = bytearray.fromhex("1f8b08000000000000ff")
    pieces = [data[start : start + 65_535] for start in range(0, len(data), 65_535)] or [b""]
    for n, piece in enumerate(pieces):
        length = len(piece)
        out += bytes([n == len(pieces) - 1])
        out += length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + piece
    return bytes(out + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little"))


def _text_of(lines: Iterable[Any]) -> bytes:
    return b"".join(canonical.stringify(line) + b"\n" for line in lines)


def _changed(at: int, **changed: Any) -> list[Any]:
    lines = copy.deepcopy(_lines())
    lines[at] |= changed
    return lines


def _files() -> Iterator[dict[str, Any]]:
    bad = "bad_shape"
    says = _says()[0]
    lines, records = _lines(), [head(), RECORD, {**RECORD, "kind": "wallet"}]
    yield _entries("two entries", lines)
    yield _entries("entries without forms", [head([SOURCE]), *({**row, "forms": []} for row in lines[1:])])
    yield _entries("an id twice", [lines[0], lines[1], _changed(1, line=9)[1]])
    yield _entries("fewer entries than promised", lines, bad, expected=3)
    yield _entries("more entries than promised", lines, bad, expected=1)
    yield _entries("another version", _changed(0, v=2), "unknown_version")
    yield _entries("a first line that is none", lines[1:], "unknown_version")
    yield _entries("a source that is not there", _changed(1, **{"from": 1}), bad)
    yield _entries("no forms of a weak name", _changed(2, forms=[[], []]), bad)
    yield _entries("forms of one name too many", _changed(1, forms=[[], []]), bad)
    yield _entries("forms where there are none", [head([SOURCE]), *lines[1:]], bad)
    yield _entries("a word without a reading", _changed(1, forms=[[["n"]]]), bad)
    yield _entries("a word with half a reading", _changed(1, forms=[[["n", "ali"]]]), bad)
    yield _entries("a word in no role", _changed(1, forms=[[["x", "ali", "L"]]]), bad)
    yield _entries("a word with eleven readings", _changed(1, forms=[[["n", *["a", ""] * 11]]]), bad)
    yield _entries("a name of seventeen words", _changed(1, forms=[[["n", "a", ""]] * 17]), bad)
    yield _entries("an entry without id", _changed(1, says={**says, "id": ""}), bad)
    yield _entries("an entry of no kind", _changed(1, says={**says, "kind": "ghost"}), bad)
    yield _entries("an entry with nothing to screen", _changed(1, says={**says, "names": []}, forms=[]), bad)
    yield _entries("an entry with a further key", _changed(1, says={**says, "x": 1}), bad)
    yield _records("two records", records)
    yield _records("no records", [head()])
    yield _records("fewer records than promised", records, bad, more=1)
    yield _records("more records than promised", records, bad, more=-1)
    yield _records("records with sources", [head([SOURCE]), RECORD], bad)
    yield _records("a record with an id", [head(), {**RECORD, "id": ""}], bad)
    text = _text_of(records)
    whole = gzipped(text)
    yield _file("records", "nothing", b"", bad)
    yield _file("records", "gzip of nothing", gzipped(b""), bad)
    yield _file("records", "no gzip", text, bad)
    yield _file("records", "gzip that is cut off", whole[:-1], bad)
    yield _file("records", "gzip with another checksum", whole[:-8] + bytes(4) + whole[-4:], bad)
    yield _file("records", "two members", whole + whole, bad)
    yield _file("records", "a last line without an end", gzipped(text[:-1]), bad)
    yield _file("records", "an empty line", gzipped(text + b"\n"), "not_canonical")
    spaced = text.replace(b'"kind":', b'"kind": ')
    yield _file("records", "a line that is not canonical", gzipped(spaced), "not_canonical")


def _entries(name: str, lines: list[Any], code: str | None = None, expected: int = 0) -> dict[str, Any]:
    data = gzipped(_text_of(lines))
    case = _file("entries", name, data, code, expected or len(lines) - 1)
    if code is None:
        found = read_entries([data], case["entries"])
        case["found"] = [[one.says["id"], one.content, one.line, one.forms] for one in found]
    return case


def _records(name: str, lines: list[Any], code: str | None = None, more: int = 0) -> dict[str, Any]:
    data, entries = gzipped(_text_of(lines)), len(lines) - 1 + more
    found = [identity_of(one) for one in read_records([data], entries)] if code is None else None
    return {**_file("records", name, data, code, entries), "found": found}


def _file(
    of: str, name: str, data: bytes, code: str | None, entries: int = 2
) -> dict[str, Any]:  # fmt: skip
    data_b64 = base64.b64encode(data).decode()
    return {"name": name, "of": of, "data_b64": data_b64, "entries": entries, "code": code, "found": None}


# The fold.

FILE: dict[str, Any] = {**ATTACHMENT, "id": "2f" * 16}


def _list(name: str) -> dict[str, Any]:
    return bodies.screening_list(name, "un", SOURCE, "un", entries=2, attachment=ATTACHMENT)


def _decided(listed: str, verdict: str, query: str = A, content: str = B) -> dict[str, Any]:
    said = {"why": "Same passport", "name": "x", "listed_name": "y"}
    return bodies.screening_decision(query=query, listed=listed, content=content, verdict=verdict, **said)


def _record(name: str) -> dict[str, Any]:
    return {**RECORD, "names": [name]}


def _rooms() -> Iterator[dict[str, Any]]:
    mark, other = mark_of(A, "1", B), mark_of(A, "2", B)
    told = bodies.screening_told
    first, second, third = (_record(name) for name in ("Ahmed", "Boris", "Chen"))
    watch = bodies.screening_watch
    yield _room("nothing", [])
    yield _room(
        "other things, and what cannot be read", [None, {"kind": "poll"}, bodies.receipt("read", [A])]
    )
    yield _room("a list is taken again, the other ended", [
        _list("UN"), _list("EU"), _list("UN"),
        bodies.screening_list_end("EU"), bodies.screening_list_end("OFAC"),
    ])  # fmt: skip
    yield _room("a list comes back", [_list("UN"), bodies.screening_list_end("UN"), _list("UN")])
    yield _room("the last decision of a query and a listed record stands", [
        _decided("1", "unsure"), _decided("2", "match"), _decided("1", "no_match", content=C),
        _decided("1", "match", query=C),
    ])  # fmt: skip
    yield _room("names come and go", [
        watch(add=[first, second]), watch(add=[third, first]), watch(drop=[identity_of(second)]),
        watch(drop=[identity_of(first)], add=[first]), watch(drop=[A]),
    ])  # fmt: skip
    yield _room("a file of names", [
        watch(add=[third], entries=2, attachment=ATTACHMENT), watch(entries=2, attachment=FILE),
        watch(drop=[identity_of(first)]),
    ], files={str(ATTACHMENT["id"]): [first, second], str(FILE["id"]): [second, _record("AHMED")]}
    )  # fmt: skip
    yield _room("what was told", [
        watch(add=[first]), told([mark]), told([other, mark], sources=[A[:32]], through=1),
        told([], sources=[B[:32]], through=0, lists_through=2), told([], through=5),
        told([], lists_through=8), told([], lists_through=7), told([], lists_through=3),
    ])  # fmt: skip
    everything = [_list("UN"), _decided("1", "match"), watch(add=[first]), told([mark], sources=[A[:32]])]
    yield _room("in a case room nothing counts", everything, purpose="case")


def _room(
    name: str, said: list[Any], purpose: str = "office", files: dict[str, Any] | None = None
) -> dict[str, Any]:  # fmt: skip
    """seq from 2 on: genesis and members come first."""
    rows = [
        {
            "seq": n + 2,
            "hash": digest(f"{name} {n}").hex(),
            "author": C,
            "time": 1_800_000_000 + n,
            "body": body,
        }
        for n, body in enumerate(said)
    ]
    state = fold_screening(purpose, [Standing(**row) for row in rows])
    expect = {
        "lists": {of: one.hash for of, one in sorted(state.lists.items())},
        "decisions": sorted([*key, one.body["verdict"], one.hash] for key, one in state.decisions.items()),
        "watched": list(watched_of(state.watch, files or {})),
        "marks": sorted(state.marks),
        "sources": sorted(state.sources),
        "through": state.through,
        "lists_through": state.lists_through,
    }
    assert json.loads(json.dumps(rows)) == rows
    return {"name": name, "purpose": purpose, "messages": rows, "files": files or {}, "expect": expect}
