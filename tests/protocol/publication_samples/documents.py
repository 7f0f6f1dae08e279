"""Documents of every shelf (protocol/publications.md): those that are read, and those that are not."""

import copy
from typing import Any, NamedTuple

from repatria.protocol import canonical, publications
from repatria.protocol.shapes import b64_text
from tests.protocol.invented import digest
from tests.protocol.publication_samples.changes import READ, REFUSED, Change, put
from tests.protocol.publication_samples.records import FULL, ITEMS, Json

NONCE = digest("nonce of a publication")

# Stands for so many letters x: documents with it are written down short.
FILL = "@fill@"


class Document(NamedTuple):
    """Bytes held against what names them: `code` when they must not be read.

    The bytes are `data`, in which `FILL` stands for `fill` letters x.
    """

    name: str
    data: bytes
    fill: int
    expected: str
    shelf: str
    item: str
    parts: list[str]
    code: str | None

    @property
    def whole(self) -> bytes:
        return filled(self.data, self.fill)


def filled(data: bytes, fill: int) -> bytes:
    return data.replace(FILL.encode(), b"x" * fill)


def documents() -> list[Document]:
    right = [_document(f"a {shelf}", shelf, FULL[shelf]) for shelf in FULL]
    read = [_changed(name, *case) for name, case in READ.items()]
    refused = [_changed(name, *case, code="bad_shape") for name, case in REFUSED.items()]
    return [
        *right,
        *read,
        *refused,
        *_reasons(),
        *_big(),
        *_other_bytes(),
        *_other_names(),
        *_other_wrapping(),
    ]


def _reasons() -> list[Document]:
    """Why an item was retired, in the place of the record of a shelf."""
    cases: dict[str, tuple[Any, int, str | None]] = {
        "a reason": ("Abrogée.\nVoir la loi de 2026.", 0, None),
        "a reason of 2,000 characters": (FILL, 2_000, None),
        "a reason of 2,001 characters": (FILL, 2_001, "bad_shape"),
        "an empty reason": ("", 0, "bad_shape"),
        "a reason that is a list": (["x"], 0, "bad_shape"),
    }
    made = []
    for name, (reason, fill, code) in cases.items():
        data = canonical.stringify({"v": 1, "nonce": b64_text(NONCE), "record": {"reason": reason}})
        hash_ = publications.document_hash(filled(data, fill))
        made.append(Document(name, data, fill, hash_, publications.RETIREMENT, "library-1", [], code))
    right = made[0]
    return [
        *made,
        right._replace(name="a reason on the shelf library", shelf="library", code="bad_shape"),
        _document("", "news", FULL["news"])._replace(
            name="a record in the place of a reason", shelf=publications.RETIREMENT, code="bad_shape"
        ),
        right._replace(name="why facts were retired", item="sn", parts=["fiu", "freeze_days"]),
    ]


def _document(name: str, shelf: str, own: Json, code: str | None = None, fill: int = 0) -> Document:
    data = canonical.stringify({"v": 1, "nonce": b64_text(NONCE), "record": own})
    facts = own.get("facts") if shelf == "framework" else []
    parts = [fact["field"] for fact in facts] if isinstance(facts, list) else []
    expected = publications.document_hash(filled(data, fill))
    return Document(name, data, fill, expected, shelf, ITEMS[shelf], parts, code)


def _changed(name: str, shelf: str, change: Change, code: str | None = None) -> Document:
    own = copy.deepcopy(FULL[shelf])
    change(own)
    return _document(name, shelf, own, code)


def _big() -> list[Document]:
    """At and over the limits of long texts, and of the whole."""
    made = []
    for name, shelf, path, most in (
        ("an abstract", "library", ("words", 0, "text"), 100_000),
        ("a guideline", "library", ("body", 0, "text"), 200_000),
        ("a fact's text", "framework", ("facts", 0, "text"), 100_000),
        ("a fact's value", "framework", ("facts", 0, "value"), 2_000),
        ("a fact's source", "framework", ("facts", 0, "source"), 1_000),
        ("a meeting's source", "meeting", ("source",), 1_000),
    ):
        own = copy.deepcopy(FULL[shelf])
        put(*path, to=FILL)(own)
        made.append(_document(f"{name} of {most} characters", shelf, own, None, most))
        made.append(_document(f"{name} of {most + 1} characters", shelf, own, "bad_shape", most + 1))
    return [*made, *(_whole(size, code) for size, code in ((0, None), (1, "too_large")))]


def _whole(over: int, code: str | None) -> Document:
    """A library's document of exactly the most bytes there may be, and so many more."""
    own = copy.deepcopy(FULL["library"])
    languages = ("fr", "ar", "en", "es", "pt", "ru")
    own["body"] = [{"language": language, "text": FILL} for language in languages]
    empty = len(_document("", "library", own, None, 0).whole)
    fill, rest = divmod(publications.MAX_DOCUMENT_BYTES - empty, len(languages))
    own["licence"] += "y" * (rest + over)
    made = _document(f"a document of {over} bytes too many", "library", own, code, fill)
    assert len(made.whole) == publications.MAX_DOCUMENT_BYTES + over
    return made


def _other_bytes() -> list[Document]:
    named = _document("", "news", FULL["news"])
    edited = _document("", "news", {**FULL["news"], "pinned": True})
    cases = {
        "a document edited after it was signed": edited.data,
        "a document cut short": named.data[:-1],
        "a document with a byte after it": named.data + b"\n",
        "no document": b"",
    }
    return [named._replace(name=name, data=data, code="wrong_record") for name, data in cases.items()]


def _other_names() -> list[Document]:
    """Right documents, held against another statement."""
    facts, guide = _document("", "framework", FULL["framework"]), _document("", "library", FULL["library"])
    bad = "bad_shape"
    return [
        facts._replace(name="facts of another country than was said", item="fr", code=bad),
        facts._replace(name="more facts than were said", parts=facts.parts[:-1], code=bad),
        facts._replace(name="fewer facts than were said", parts=[*facts.parts, "other"], code=bad),
        facts._replace(name="other facts than were said", parts=["fic", *facts.parts[1:]], code=bad),
        facts._replace(name="a framework on the shelf library", shelf="library", parts=[], code=bad),
        guide._replace(name="a library's record on the shelf news", shelf="news", code=bad),
        guide._replace(name="a library's record as another item", item="library-2"),
    ]


def _other_wrapping() -> list[Document]:
    right = {"v": 1, "nonce": b64_text(NONCE), "record": FULL["news"]}
    cases: dict[str, tuple[Any, str]] = {
        "a document of another version": ({**right, "v": 2}, "bad_shape"),
        "a document without a nonce": ({"v": 1, "record": FULL["news"]}, "bad_shape"),
        "a document with a short nonce": ({**right, "nonce": b64_text(NONCE[:16])}, "bad_shape"),
        "a document with a further key": ({**right, "author": "x"}, "bad_shape"),
        "a document whose record is a list": ({**right, "record": []}, "bad_shape"),
    }
    made = []
    for name, (value, code) in cases.items():
        data = canonical.stringify(value)
        hash_ = publications.document_hash(data)
        made.append(Document(name, data, 0, hash_, "news", "news-1", [], code))
    spaced = canonical.stringify(right).replace(b'"v":1', b'"v": 1')
    hash_ = publications.document_hash(spaced)
    return [
        *made,
        Document("a document spelt otherwise", spaced, 0, hash_, "news", "news-1", [], "not_canonical"),
    ]
