"""Documents of every shelf (protocol/publications.md): those that are read, and those that are not."""

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from repatria.protocol import canonical, publications
from repatria.protocol.shapes import b64_text
from tests.protocol.invented import digest

NONCE = digest("nonce of a publication")
Json = dict[str, Any]
Change = Callable[[Json], Any]

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


def words(title: str = "Titre", text: str = "Premier alinéa.\nSecond alinéa.") -> list[Json]:
    return [
        {"language": "fr", "title": title, "text": text},
        {"language": "ar", "title": "عنوان", "text": ""},
    ]


DURATION: Json = {"n": 72, "unit": "hours", "from": "reception", "extendable": True, "max": None}
FACT: Json = {
    "field": "fiu",
    "value": "CENTIF",
    "text": "Cellule nationale\nau ministère",
    "source": "Loi 2018-03, art. 59",
    "url": "https://example.sn/loi-2018-03#art59",
    "certainty": "high",
    "as_of": "2026-11",
    "review": "2027-11-01",
}
FILE: Json = {
    "language": "fr",
    "name": "Guide (2ᵉ éd.).pdf",
    "type": "application/pdf",
    "sha256": digest("a guide").hex(),
    "len": 268_435_456,
}
SESSION: Json = {
    "start": "2026-10-25T01:30",
    "end": "2026-10-25T03:00",
    "place": "Salle A",
    "speakers": ["محمد", "Amina"],
    "words": words("Ouverture"),
}
CHOICE: Json = {"right": True, "words": words("Oui")}
QUESTION: Json = {
    "id": "q-1",
    "words": words("Qui gèle ?"),
    "choices": [CHOICE, {**CHOICE, "right": False}],
}
MODULE: Json = {"id": "m-1", "words": words(), "documents": ["star-handbook-2"], "quiz": [QUESTION]}

FULL: dict[str, Json] = {
    "framework": {
        "jurisdiction": "sn",
        "facts": [
            FACT,
            {**FACT, "field": "fiu_hold_days", "value": DURATION, "source": "", "certainty": "unverified"},
            {**FACT, "field": "languages", "value": ["fr", "wo"], "url": "", "as_of": "", "review": ""},
            {**FACT, "field": "ncb", "value": None},
        ],
    },
    "library": {
        "type": "handbook",
        "topics": ["tracing", "non-conviction"],
        "regions": ["global", "SN"],
        "audiences": ["prosecutors"],
        "phases": ["freezing"],
        "publisher": "StAR",
        "authors": ["A. Auteur"],
        "year": "2021",
        "edition": "2",
        "identifier": "ISBN 978-1-4648-1616-1",
        "url": "http://example.org/guide",
        "licence": "CC BY 3.0 IGO",
        "certainty": "medium",
        "supersedes": "star-handbook-1",
        "review": "2028",
        "words": words(),
        "files": [FILE, {**FILE, "sha256": digest("a guide as text").hex(), "len": 1}],
        "body": [{"language": "en", "text": "# Title\n\n- one\n"}, {"language": "ar", "text": "نص"}],
    },
    "meeting": {
        "kind": "conference",
        "series": "Global Focal Point conference",
        "number": 9,
        "words": words(),
        "start": "2026-10-24",
        "end": "2026-10-26",
        "tz": "Europe/Vienna",
        "city": "Vienne",
        "country": "AT",
        "host": "Ministère",
        "organisers": ["INTERPOL"],
        "office": "xn/desk",
        "state": "open",
        "capacity": 150,
        "register_by": 1_790_000_000,
        "programme": [SESSION],
        "documents": ["star-handbook-2"],
        "decisions": words("Décisions"),
        "participants": None,
        "countries": None,
        "certainty": "high",
        "source": "Lettre d'invitation",
    },
    "course": {
        "words": words(),
        "hours": 6,
        "pass_percent": 80,
        "office": "xn/desk",
        "modules": [MODULE, {**MODULE, "id": "m-2", "quiz": [{**QUESTION, "id": "q-2"}]}],
    },
    "news": {"words": words(), "link": "meeting/vienna-2026", "pinned": False},
}
ITEMS = {"framework": "sn", **{shelf: f"{shelf}-1" for shelf in ("library", "meeting", "course", "news")}}


def documents() -> list[Document]:
    right = [_document(f"a {shelf}", shelf, FULL[shelf]) for shelf in FULL]
    read = [_changed(name, *case) for name, case in READ.items()]
    refused = [_changed(name, *case, code="bad_shape") for name, case in REFUSED.items()]
    return [*right, *read, *refused, *_big(), *_other_bytes(), *_other_names(), *_other_wrapping()]


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
        _put(*path, to=FILL)(own)
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


def _at(record: Json, path: tuple[str | int, ...]) -> Any:
    place: Any = record
    for step in path:
        place = place[step]
    return place


def _put(*path: str | int, to: Any) -> Change:
    def change(record: Json) -> None:
        _at(record, path[:-1])[path[-1]] = to

    return change


def _drop(*path: str | int) -> Change:
    def change(record: Json) -> None:
        del _at(record, path[:-1])[path[-1]]

    return change


def _times(list_: str, number: int, key: str = "", **own: Any) -> Change:
    """So many of the first element of a list, told apart by `key`."""

    def change(record: Json) -> None:
        first = {**record[list_][0], **own}
        record[list_] = [{**first, **({key: _name(key, n)} if key else {})} for n in range(number)]

    return change


def _name(key: str, n: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = {
        "language": letters[n // 26] + letters[n % 26],
        "sha256": digest(f"file {n}").hex(),
        "field": f"f{n:03}",
    }
    return names.get(key, f"{key}-{n}")


FACTS, VALUE = ("facts", 0), ("facts", 0, "value")
Case = tuple[str, Change]

READ: dict[str, Case] = {
    "a value with a line break and a direction mark": ("framework", _put(*VALUE, to="\u200fنص\n")),
    "a value of nothing": ("framework", _put(*VALUE, to="")),
    "a value of 60 texts": ("framework", _put(*VALUE, to=["x"] * 60)),
    "a value of a text of 300 characters": ("framework", _put(*VALUE, to=["x" * 300])),
    "a value of no texts": ("framework", _put(*VALUE, to=[])),
    "a duration of no time": ("framework", _put(*VALUE, to={**DURATION, "n": 0, "max": 0})),
    "a fact unverified with a source": ("framework", _put(*FACTS, "certainty", to="unverified")),
    "a url of 500 characters": ("framework", _put(*FACTS, "url", to="https://" + "x" * 492)),
    "a title of 300 characters": ("news", _put("words", 0, "title", to="x" * 300)),
    "a title of 150 characters beyond the first plane": (
        "news", _put("words", 0, "title", to="\U0001e900" * 150)),
    "12 languages": ("news", _times("words", 12, "language")),
    "30 topics": ("library", _put("topics", to=["x" * 40] * 30)),
    "an entry of which little is known": (
        "library",
        lambda record: record.update(
            {key: [] for key in ("topics", "regions", "audiences", "phases", "authors", "files", "body")}
            | dict.fromkeys(("publisher", "year", "url", "supersedes", "review", "licence"), "")
        ),
    ),
    "24 files in one language": ("library", _times("files", 24, "sha256")),
    "a body of 12 languages": ("library", _times("body", 12, "language")),
    "a meeting in a month": (
        "meeting", lambda record: record.update(start="2026-10", end="2026-10", tz="", programme=[])),
    "a meeting that begins on a day and ends in its month": ("meeting", _put("end", to="2026-10")),
    "a meeting that begins in the month of its last day": ("meeting", _put("start", to="2026-10")),
    "a meeting that ends when it begins": (
        "meeting", lambda record: record.update(start="2026-10-25T02:30", end="2026-10-25T02:30")),
    "a meeting on a leap day": (
        "meeting", lambda record: record.update(start="2028-02-29", end="2028-02-29T23:59")),
    "a meeting without limits": (
        "meeting", lambda record: record.update(capacity=None, register_by=None, number=None)),
    "a meeting of nobody": ("meeting", _put("capacity", to=0)),
    "a meeting without decisions": ("meeting", _put("decisions", to=[])),
    "a meeting nowhere known": (
        "meeting", lambda record: record.update(country="", city="", office="", organisers=[])),
    "a course without a quiz": ("course", lambda record: [m.update(quiz=[]) for m in record["modules"]]),
    "a question with several right choices": (
        "course", _put("modules", 0, "quiz", 0, "choices", to=[CHOICE, CHOICE, {**CHOICE, "right": False}])),
    "a module and a question of one id": ("course", _put("modules", 0, "id", to="q-1")),
    "news that point nowhere": ("news", _put("link", to="")),
    "news that point to a framework": ("news", _put("link", to="framework/gb-sct")),
}  # fmt: skip

REFUSED: dict[str, Case] = {
    # framework
    "a framework of no country": ("framework", _put("jurisdiction", to="senegal")),
    "no facts": ("framework", _put("facts", to=[])),
    "121 facts": ("framework", _times("facts", 121, "field")),
    "a framework with a further key": ("framework", _put("status", to="draft")),
    "a fact without a url": ("framework", _drop(*FACTS, "url")),
    "a fact with a further key": ("framework", _put(*FACTS, "basis", to="K")),
    "a fact of another name": ("framework", _put(*FACTS, "field", to="F")),
    "a value that is a number": ("framework", _put(*VALUE, to=3)),
    "a value that is true": ("framework", _put(*VALUE, to=True)),
    "a value of 61 texts": ("framework", _put(*VALUE, to=["x"] * 61)),
    "a value of a text of 301 characters": ("framework", _put(*VALUE, to=["x" * 301])),
    "a value of lists": ("framework", _put(*VALUE, to=[["x"]])),
    "a duration in weeks": ("framework", _put(*VALUE, to={**DURATION, "unit": "weeks"})),
    "a duration in words": ("framework", _put(*VALUE, to={**DURATION, "n": "3"})),
    "a duration before now": ("framework", _put(*VALUE, to={**DURATION, "n": -1})),
    "a duration that begins on two lines": ("framework", _put(*VALUE, to={**DURATION, "from": "a\nb"})),
    "a duration perhaps extendable": ("framework", _put(*VALUE, to={**DURATION, "extendable": 1})),
    "a duration without a limit's place": (
        "framework", _put(*VALUE, to={k: v for k, v in DURATION.items() if k != "max"})),
    "a fact without a source that is certain": ("framework", _put(*FACTS, "source", to="")),
    "a fact of another certainty": ("framework", _put(*FACTS, "certainty", to="sure")),
    "a fact of no day": ("framework", _put(*FACTS, "as_of", to="2026-02-30")),
    "a fact reviewed some day": ("framework", _put(*FACTS, "review", to="soon")),
    "a url that is a script": ("framework", _put(*FACTS, "url", to="javascript:alert(1)")),
    "a url in capitals": ("framework", _put(*FACTS, "url", to="HTTPS://example.sn")),
    "a url without its scheme": ("framework", _put(*FACTS, "url", to="www.example.sn")),
    "a url of two lines": ("framework", _put(*FACTS, "url", to="https://x\ny")),
    "a url of 501 characters": ("framework", _put(*FACTS, "url", to="https://" + "x" * 493)),
    # words
    "no words": ("news", _put("words", to=[])),
    "13 languages": ("news", _times("words", 13, "language")),
    "two words in one language": ("news", _times("words", 2)),
    "a language of three letters": ("news", _put("words", 0, "language", to="fra")),
    "an empty title": ("news", _put("words", 0, "title", to="")),
    "a title of 301 characters": ("news", _put("words", 0, "title", to="x" * 301)),
    "a title with a bidirectional control": ("news", _put("words", 0, "title", to="x\u202ey")),
    "a title of two lines": ("news", _put("words", 0, "title", to="x\ny")),
    "words without a text": ("news", _drop("words", 0, "text")),
    # library
    "a type in capitals": ("library", _put("type", to="Handbook")),
    "no type": ("library", _put("type", to="")),
    "a type that is a country": ("library", _put("type", to="SN")),
    "a code of 41 characters": ("library", _put("topics", to=["x" * 41])),
    "31 topics": ("library", _put("topics", to=["x"] * 31)),
    "a topic that is a country": ("library", _put("topics", to=["SN"])),
    "a region of three capitals": ("library", _put("regions", to=["SEN"])),
    "51 authors": ("library", _put("authors", to=["x"] * 51)),
    "a year that is a number": ("library", _put("year", to=2021)),
    "a library's entry that is unverified": ("library", _put("certainty", to="unverified")),
    "what supersedes on another shelf": ("library", _put("supersedes", to="news/x")),
    "25 files": ("library", _times("files", 25, "sha256")),
    "one file twice": ("library", _times("files", 2)),
    "a file of no bytes": ("library", _put("files", 0, "len", to=0)),
    "a file of 268,435,457 bytes": ("library", _put("files", 0, "len", to=268_435_457)),
    "a file of no type": ("library", _put("files", 0, "type", to="pdf")),
    "a file of a type in capitals": ("library", _put("files", 0, "type", to="Application/PDF")),
    "a file of a type with parameters": ("library", _put("files", 0, "type", to="text/plain; charset=utf-8")),
    "a file of a type of 101 characters": ("library", _put("files", 0, "type", to="text/" + "x" * 96)),
    "a file without a hash": ("library", _put("files", 0, "sha256", to="")),
    "a file in no language": ("library", _put("files", 0, "language", to="")),
    "a body in one language twice": ("library", _times("body", 2)),
    "a body of 13 languages": ("library", _times("body", 13, "language")),
    # meeting
    "a meeting of another kind": ("meeting", _put("kind", to="party")),
    "a meeting in another state": ("meeting", _put("state", to="postponed")),
    "a meeting in a year": ("meeting", _put("start", to="2026")),
    "a meeting on no date": ("meeting", _put("start", to="")),
    "a meeting on a day that does not exist": ("meeting", _put("end", to="2026-11-31")),
    "a meeting at 24:00": ("meeting", _put("end", to="2026-10-26T24:00")),
    "a meeting at a time with seconds": ("meeting", _put("end", to="2026-10-26T12:00:00")),
    "a meeting at a time with an offset": ("meeting", _put("end", to="2026-10-26T12:00Z")),
    "a meeting at a time of a month": ("meeting", _put("end", to="2026-10T12:00")),
    "a meeting that ends before it begins": ("meeting", _put("end", to="2026-10-23")),
    "a meeting that ends the month before": ("meeting", _put("end", to="2026-09")),
    "a meeting that ends the minute before": (
        "meeting", lambda record: record.update(start="2026-10-25T02:30", end="2026-10-25T02:29")),
    "a time of day without a time zone": (
        "meeting", lambda record: record.update(tz="", programme=[], start="2026-10-24T09:00")),
    "a programme's time of day without a time zone": ("meeting", _put("tz", to="")),
    "a programme's item that ends before it begins": (
        "meeting", _put("programme", 0, "end", to="2026-10-25T01:29")),
    "a programme's item without words": ("meeting", _put("programme", 0, "words", to=[])),
    "a time zone with a space": ("meeting", _put("tz", to="Europe/ Vienna")),
    "a meeting in a country in words": ("meeting", _put("country", to="Austria")),
    "a meeting at an office without a country": ("meeting", _put("office", to="desk")),
    "a capacity below nothing": ("meeting", _put("capacity", to=-1)),
    "a capacity that is a fraction in words": ("meeting", _put("capacity", to="100")),
    "a meeting's document that is a hash in capitals": ("meeting", _put("documents", to=["A"])),
    "201 documents": ("meeting", _put("documents", to=["x"] * 201)),
    "301 items of a programme": (
        "meeting", _times("programme", 301, words=[{"language": "en", "title": "x", "text": ""}])),
    "decisions that are a text": ("meeting", _put("decisions", to="none")),
    "decisions in one language twice": (
        "meeting", lambda record: record.update(decisions=record["decisions"][:1] * 2)),
    # course
    "a course of no modules": ("course", _put("modules", to=[])),
    "61 modules": ("course", _times("modules", 61, "id", quiz=[])),
    "two modules of one id": ("course", _put("modules", 1, "id", to="m-1")),
    "two questions of one id": ("course", _put("modules", 1, "quiz", 0, "id", to="q-1")),
    "a question of one choice": ("course", _put("modules", 0, "quiz", 0, "choices", to=[CHOICE])),
    "a question of 9 choices": (
        "course", _put("modules", 0, "quiz", 0, "choices", to=[CHOICE] * 8 + [{**CHOICE, "right": False}])),
    "a question without a wrong choice": (
        "course", _put("modules", 0, "quiz", 0, "choices", to=[CHOICE, CHOICE])),
    "a question without a right choice": (
        "course", _put("modules", 0, "quiz", 0, "choices", 0, "right", to=False)),
    "a choice that is perhaps right": ("course", _put("modules", 0, "quiz", 0, "choices", 0, "right", to=1)),
    "a course to be passed with 101 per cent": ("course", _put("pass_percent", to=101)),
    "a course of half an hour in words": ("course", _put("hours", to="0.5")),
    # news
    "news that point outside": ("news", _put("link", to="https://example.org")),
    "news that point to no shelf": ("news", _put("link", to="archive/x")),
    "news that point to a framework of no country": ("news", _put("link", to="framework/senegal")),
    "news that point to a shelf": ("news", _put("link", to="library/")),
    "news pinned perhaps": ("news", _put("pinned", to="yes")),
    "news without a link's place": ("news", _drop("link")),
}  # fmt: skip
