"""What may be changed in a record of each shelf so that it is read still, and what not."""

from collections.abc import Callable
from typing import Any

from tests.protocol.invented import digest
from tests.protocol.publication_samples.records import CHOICE, DURATION, Json

Change = Callable[[Json], Any]


def _at(record: Json, path: tuple[str | int, ...]) -> Any:
    place: Any = record
    for step in path:
        place = place[step]
    return place


def put(*path: str | int, to: Any) -> Change:
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
    "a value with a line break and a direction mark": ("framework", put(*VALUE, to="\u200fنص\n")),
    "a value of nothing": ("framework", put(*VALUE, to="")),
    "a value of 60 texts": ("framework", put(*VALUE, to=["x"] * 60)),
    "a value of a text of 300 characters": ("framework", put(*VALUE, to=["x" * 300])),
    "a value of no texts": ("framework", put(*VALUE, to=[])),
    "a duration of no time": ("framework", put(*VALUE, to={**DURATION, "n": 0, "max": 0})),
    "a fact unverified with a source": ("framework", put(*FACTS, "certainty", to="unverified")),
    "a url of 500 characters": ("framework", put(*FACTS, "url", to="https://" + "x" * 492)),
    "a title of 300 characters": ("news", put("words", 0, "title", to="x" * 300)),
    "a title of 150 characters beyond the first plane": (
        "news", put("words", 0, "title", to="\U0001e900" * 150)),
    "12 languages": ("news", _times("words", 12, "language")),
    "30 topics": ("library", put("topics", to=["x" * 40] * 30)),
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
    "a meeting that begins on a day and ends in its month": ("meeting", put("end", to="2026-10")),
    "a meeting that begins in the month of its last day": ("meeting", put("start", to="2026-10")),
    "a meeting that ends when it begins": (
        "meeting", lambda record: record.update(start="2026-10-25T02:30", end="2026-10-25T02:30")),
    "a meeting on a leap day": (
        "meeting", lambda record: record.update(start="2028-02-29", end="2028-02-29T23:59")),
    "a meeting without limits": (
        "meeting", lambda record: record.update(capacity=None, register_by=None, number=None)),
    "a meeting of nobody": ("meeting", put("capacity", to=0)),
    "a meeting without decisions": ("meeting", put("decisions", to=[])),
    "a meeting nowhere known": (
        "meeting", lambda record: record.update(country="", city="", office="", organisers=[])),
    "a course without a quiz": ("course", lambda record: [m.update(quiz=[]) for m in record["modules"]]),
    "a question with several right choices": (
        "course", put("modules", 0, "quiz", 0, "choices", to=[CHOICE, CHOICE, {**CHOICE, "right": False}])),
    "a module and a question of one id": ("course", put("modules", 0, "id", to="q-1")),
    "news that point nowhere": ("news", put("link", to="")),
    "news that point to a framework": ("news", put("link", to="framework/gb-sct")),
}  # fmt: skip

REFUSED: dict[str, Case] = {
    # framework
    "a framework of no country": ("framework", put("jurisdiction", to="senegal")),
    "no facts": ("framework", put("facts", to=[])),
    "121 facts": ("framework", _times("facts", 121, "field")),
    "a framework with a further key": ("framework", put("status", to="draft")),
    "a fact without a url": ("framework", _drop(*FACTS, "url")),
    "a fact with a further key": ("framework", put(*FACTS, "basis", to="K")),
    "a fact of another name": ("framework", put(*FACTS, "field", to="F")),
    "a value that is a number": ("framework", put(*VALUE, to=3)),
    "a value that is true": ("framework", put(*VALUE, to=True)),
    "a value of 61 texts": ("framework", put(*VALUE, to=["x"] * 61)),
    "a value of a text of 301 characters": ("framework", put(*VALUE, to=["x" * 301])),
    "a value of lists": ("framework", put(*VALUE, to=[["x"]])),
    "a duration in weeks": ("framework", put(*VALUE, to={**DURATION, "unit": "weeks"})),
    "a duration in words": ("framework", put(*VALUE, to={**DURATION, "n": "3"})),
    "a duration before now": ("framework", put(*VALUE, to={**DURATION, "n": -1})),
    "a duration that begins on two lines": ("framework", put(*VALUE, to={**DURATION, "from": "a\nb"})),
    "a duration perhaps extendable": ("framework", put(*VALUE, to={**DURATION, "extendable": 1})),
    "a duration without a limit's place": (
        "framework", put(*VALUE, to={k: v for k, v in DURATION.items() if k != "max"})),
    "a fact without a source that is certain": ("framework", put(*FACTS, "source", to="")),
    "a fact of another certainty": ("framework", put(*FACTS, "certainty", to="sure")),
    "a fact of no day": ("framework", put(*FACTS, "as_of", to="2026-02-30")),
    "a fact reviewed some day": ("framework", put(*FACTS, "review", to="soon")),
    "a url that is a script": ("framework", put(*FACTS, "url", to="javascript:alert(1)")),
    "a url in capitals": ("framework", put(*FACTS, "url", to="HTTPS://example.sn")),
    "a url without its scheme": ("framework", put(*FACTS, "url", to="www.example.sn")),
    "a url of two lines": ("framework", put(*FACTS, "url", to="https://x\ny")),
    "a url of 501 characters": ("framework", put(*FACTS, "url", to="https://" + "x" * 493)),
    # words
    "no words": ("news", put("words", to=[])),
    "13 languages": ("news", _times("words", 13, "language")),
    "two words in one language": ("news", _times("words", 2)),
    "a language of three letters": ("news", put("words", 0, "language", to="fra")),
    "an empty title": ("news", put("words", 0, "title", to="")),
    "a title of 301 characters": ("news", put("words", 0, "title", to="x" * 301)),
    "a title with a bidirectional control": ("news", put("words", 0, "title", to="x\u202ey")),
    "a title of two lines": ("news", put("words", 0, "title", to="x\ny")),
    "words without a text": ("news", _drop("words", 0, "text")),
    # library
    "a type in capitals": ("library", put("type", to="Handbook")),
    "no type": ("library", put("type", to="")),
    "a type that is a country": ("library", put("type", to="SN")),
    "a code of 41 characters": ("library", put("topics", to=["x" * 41])),
    "31 topics": ("library", put("topics", to=["x"] * 31)),
    "a topic that is a country": ("library", put("topics", to=["SN"])),
    "a region of three capitals": ("library", put("regions", to=["SEN"])),
    "51 authors": ("library", put("authors", to=["x"] * 51)),
    "a year that is a number": ("library", put("year", to=2021)),
    "a library's entry that is unverified": ("library", put("certainty", to="unverified")),
    "what supersedes on another shelf": ("library", put("supersedes", to="news/x")),
    "25 files": ("library", _times("files", 25, "sha256")),
    "one file twice": ("library", _times("files", 2)),
    "a file of no bytes": ("library", put("files", 0, "len", to=0)),
    "a file of 268,435,457 bytes": ("library", put("files", 0, "len", to=268_435_457)),
    "a file of no type": ("library", put("files", 0, "type", to="pdf")),
    "a file of a type in capitals": ("library", put("files", 0, "type", to="Application/PDF")),
    "a file of a type with parameters": ("library", put("files", 0, "type", to="text/plain; charset=utf-8")),
    "a file of a type of 101 characters": ("library", put("files", 0, "type", to="text/" + "x" * 96)),
    "a file without a hash": ("library", put("files", 0, "sha256", to="")),
    "a file in no language": ("library", put("files", 0, "language", to="")),
    "a body in one language twice": ("library", _times("body", 2)),
    "a body of 13 languages": ("library", _times("body", 13, "language")),
    # meeting
    "a meeting of another kind": ("meeting", put("kind", to="party")),
    "a meeting in another state": ("meeting", put("state", to="postponed")),
    "a meeting in a year": ("meeting", put("start", to="2026")),
    "a meeting on no date": ("meeting", put("start", to="")),
    "a meeting on a day that does not exist": ("meeting", put("end", to="2026-11-31")),
    "a meeting at 24:00": ("meeting", put("end", to="2026-10-26T24:00")),
    "a meeting at a time with seconds": ("meeting", put("end", to="2026-10-26T12:00:00")),
    "a meeting at a time with an offset": ("meeting", put("end", to="2026-10-26T12:00Z")),
    "a meeting at a time of a month": ("meeting", put("end", to="2026-10T12:00")),
    "a meeting that ends before it begins": ("meeting", put("end", to="2026-10-23")),
    "a meeting that ends the month before": ("meeting", put("end", to="2026-09")),
    "a meeting that ends the minute before": (
        "meeting", lambda record: record.update(start="2026-10-25T02:30", end="2026-10-25T02:29")),
    "a time of day without a time zone": (
        "meeting", lambda record: record.update(tz="", programme=[], start="2026-10-24T09:00")),
    "a programme's time of day without a time zone": ("meeting", put("tz", to="")),
    "a programme's item that ends before it begins": (
        "meeting", put("programme", 0, "end", to="2026-10-25T01:29")),
    "a programme's item without words": ("meeting", put("programme", 0, "words", to=[])),
    "a time zone with a space": ("meeting", put("tz", to="Europe/ Vienna")),
    "a meeting in a country in words": ("meeting", put("country", to="Austria")),
    "a meeting at an office without a country": ("meeting", put("office", to="desk")),
    "a capacity below nothing": ("meeting", put("capacity", to=-1)),
    "a capacity that is a fraction in words": ("meeting", put("capacity", to="100")),
    "a meeting's document that is a hash in capitals": ("meeting", put("documents", to=["A"])),
    "201 documents": ("meeting", put("documents", to=["x"] * 201)),
    "301 items of a programme": (
        "meeting", _times("programme", 301, words=[{"language": "en", "title": "x", "text": ""}])),
    "decisions that are a text": ("meeting", put("decisions", to="none")),
    "decisions in one language twice": (
        "meeting", lambda record: record.update(decisions=record["decisions"][:1] * 2)),
    # course
    "a course of no modules": ("course", put("modules", to=[])),
    "61 modules": ("course", _times("modules", 61, "id", quiz=[])),
    "two modules of one id": ("course", put("modules", 1, "id", to="m-1")),
    "two questions of one id": ("course", put("modules", 1, "quiz", 0, "id", to="q-1")),
    "a question of one choice": ("course", put("modules", 0, "quiz", 0, "choices", to=[CHOICE])),
    "a question of 9 choices": (
        "course", put("modules", 0, "quiz", 0, "choices", to=[CHOICE] * 8 + [{**CHOICE, "right": False}])),
    "a question without a wrong choice": (
        "course", put("modules", 0, "quiz", 0, "choices", to=[CHOICE, CHOICE])),
    "a question without a right choice": (
        "course", put("modules", 0, "quiz", 0, "choices", 0, "right", to=False)),
    "a choice that is perhaps right": ("course", put("modules", 0, "quiz", 0, "choices", 0, "right", to=1)),
    "a course to be passed with 101 per cent": ("course", put("pass_percent", to=101)),
    "a course of half an hour in words": ("course", put("hours", to="0.5")),
    # news
    "news that point outside": ("news", put("link", to="https://example.org")),
    "news that point to no shelf": ("news", put("link", to="archive/x")),
    "news that point to a framework of no country": ("news", put("link", to="framework/senegal")),
    "news that point to a shelf": ("news", put("link", to="library/")),
    "news pinned perhaps": ("news", put("pinned", to="yes")),
    "news without a link's place": ("news", _drop("link")),
}  # fmt: skip
