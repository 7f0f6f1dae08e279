"""Full text over what stands: follows the register, shows to each what they may read, keeps no question."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest

from repatria.library.table import PAGE_BITS
from repatria.server.children import Line
from repatria.server.search import api
from repatria.server.search.api import Searcher
from tests.library.files import (
    DOCX,
    EPUB,
    ODT,
    PDF,
    PPTX,
    XLSX,
    docx,
    drawn_pdf,
    epub,
    odt,
    paragraph,
    pptx,
    xlsx,
)
from tests.patience import await_that
from tests.protocol.invented import STAR, with_onlookers
from tests.server.network import LiveNetwork
from tests.server.publishing import appoint, with_secretariat
from tests.server.shelves import (
    Item,
    PlainUpload,
    fact,
    file_named,
    library_record,
    news_record,
    words_of,
)


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    with_secretariat(network)
    with_onlookers(network)
    appoint(network, "partner", STAR, "partner")
    return network


def ask(network: LiveNetwork, label: str, text: str, **more: Any) -> dict[str, Any]:
    """The answer of an index that has followed the register up to now."""
    size, found = len(network.leaves), {}

    def followed() -> bool:
        answer = network.client(label).post("/search", json={"text": text, **more})
        assert answer.status_code in (200, 503), answer.text
        found.update(answer.json())
        return bool(found.get("position", -1) >= size)

    await_that(followed, "the index has followed")
    return found


def hits(network: LiveNetwork, label: str, text: str, **more: Any) -> list[str]:
    return [f"{hit['shelf']}/{hit['item']}" for hit in ask(network, label, text, **more)["hits"]]


def test_what_ships_is_found_in_four_languages(staffed: LiveNetwork) -> None:
    answer = ask(staffed, "wanjiru", "asset recovery handbook")
    assert "library/star-handbook-2" in [f"{hit['shelf']}/{hit['item']}" for hit in answer["hits"]]
    assert answer["searched"]["library"] >= 56
    assert {"framework", "glossary", "meeting"} <= set(answer["searched"])
    for term in ("recouvrement d’avoirs", "recuperación de activos", "استرداد الموجودات"):
        assert "glossary/asset_recovery" in hits(staffed, "wanjiru", term, shelves=["glossary"])
    found = ask(staffed, "wanjiru", "gel suisse", shelves=["framework"], filters={"countries": ["CH"]})
    assert found["hits"]
    assert {hit["item"] for hit in found["hits"]} == {"ch"}
    assert all(hit["part"] for hit in found["hits"])


def test_a_publication_is_found_replaced_and_retired(staffed: LiveNetwork) -> None:
    first, second = (f"zw{secrets.token_hex(5)}" for _ in range(2))
    news = Item(staffed, "news", news_record(f"About {first}", "Offices meet."))
    news.publish("kofi")
    found = ask(staffed, "anna", first)
    assert (found["total"], found["hits"][0]["document"]) == (1, news.document)
    assert [piece for piece, is_hit in found["hits"][0]["snippet"] if is_hit] or found["hits"][0]["title"]
    anew = Item(staffed, "news", news_record(f"About {second}"), item=news.named["item"])
    anew.publish("nuru")
    assert (hits(staffed, "anna", first), len(hits(staffed, "anna", second))) == ([], 1)
    anew.retire("nuru")
    assert hits(staffed, "anna", second) == []


def test_each_finds_what_they_may_read(staffed: LiveNetwork) -> None:
    word = f"zw{secrets.token_hex(5)}"
    for access in ("members", "officers", "KE"):
        Item(staffed, "news", news_record(f"{word} for {access}"), access=access).publish("kofi")
    counts = {who: ask(staffed, who, word)["total"] for who in ("partner", "anna", "wanjiru", "nuru")}
    assert counts == {"partner": 1, "anna": 2, "wanjiru": 3, "nuru": 3}
    searched = {who: ask(staffed, who, word)["searched"]["news"] for who in ("partner", "nuru")}
    assert searched["nuru"] - searched["partner"] == 2


def test_an_offer_is_not_found_and_what_is_published_with_it_is(staffed: LiveNetwork) -> None:
    word = f"zw{secrets.token_hex(5)}"
    body = [{"language": "en", "text": f"# One\n\nThe {word} of funds.\n"}]
    item = Item(staffed, "library", library_record("A guideline", body=body))
    offer = item.offer("anna")
    assert hits(staffed, "nuru", word) == []
    item.publish("kofi", offer)
    [hit] = ask(staffed, "anna", word)["hits"]
    assert (word, True) in [tuple(piece) for piece in hit["snippet"]]


def test_a_confirmed_fact_comes_in_the_place_of_what_ships(staffed: LiveNetwork) -> None:
    word = f"zw{secrets.token_hex(5)}"
    shipped = ask(staffed, "anna", "", shelves=["framework"], filters={"countries": ["CH"]}, limit=50)[
        "total"
    ]
    own = {"jurisdiction": "ch", "facts": [fact("fiu", f"MROS {word}")]}
    Item(staffed, "framework", own, item="ch").publish("luca")
    [hit] = ask(staffed, "wanjiru", word)["hits"]
    assert (hit["item"], hit["part"], bool(hit["document"])) == ("ch", "fiu", True)
    now = ask(staffed, "anna", "", shelves=["framework"], filters={"countries": ["CH"]}, limit=50)["total"]
    assert now == shipped


def test_since_languages_and_pages_of_hits(staffed: LiveNetwork) -> None:
    word, since = f"zw{secrets.token_hex(5)}", 0
    for title in ("uno", "dos", "tres"):
        record = {**news_record(""), "words": words_of(f"{word} {title}", language="es")}
        Item(staffed, "news", record).publish("kofi")
        since = since or len(staffed.leaves)
    assert ask(staffed, "anna", word, since=since)["total"] < ask(staffed, "anna", word)["total"] == 3
    assert ask(staffed, "anna", word, languages=["fr"])["total"] == 0
    pages = [hits(staffed, "anna", word, limit=2, offset=offset) for offset in (0, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert len({*pages[0], *pages[1]}) == 3


SAFFRON = "\ufeaf\ufecb\ufed4\ufeae\ufe8d\ufee5"  # za'faran, in the forms that its letters take
# What each holds, the words that find it, and the page that is read there.
FILES: dict[str, tuple[str, bytes, str, str]] = {
    "ar pdf": (
        PDF,
        drawn_pdf([[[(50, "1")]], [[(50, SAFFRON[::-1]), (150, "2026")]]]),
        "الزعفران",
        "2026 زعفران",
    ),
    "ar docx": (DOCX, docx(paragraph("ثمن القَرَنْفُل في بيرن")), "قرنفل", "ثمن القَرَنْفُل في بيرن"),
    "ar epub": (EPUB, epub(["غلاف", "وسفرجل الحديقة"]), "السفرجل", "وسفرجل الحديقة"),
    "ar xlsx": (XLSX, xlsx('<row><c t="s"><v>0</v></c></row>', ["بنفسج"]), "بنفسج", "Returns\nبنفسج"),
    "fr pptx": (PPTX, pptx(["Page de garde", "Des muscades râpées"], ""), "muscade", "Des muscades râpées"),
    "fr odt": (ODT, odt("<text:p>L’œillet séché</text:p>"), "oeillet", "L’œillet séché"),
}


def test_files_in_arabic_and_french_are_read_found_and_opened_at_the_page(staffed: LiveNetwork) -> None:
    named, client = [], staffed.client("anna")
    for name, (media_type, octets, _, _) in FILES.items():
        assert PlainUpload(client, octets, media_type).all().status_code == 200, name
        named.append(file_named(octets, media_type, name[:2]))
    record = library_record("دليل التوابل", *named)
    item = Item(staffed, "library", {**record, "words": words_of("دليل التوابل", language="ar")})
    item.publish("kofi", item.offer("anna"))
    for name, (_, octets, asked, read) in FILES.items():
        [hit] = ask(staffed, "wanjiru", asked, shelves=["library"])["hits"]
        file, page = PlainUpload(staffed.client("wanjiru"), octets), hit["page"]
        assert (hit["item"], hit["file"], hit["language"]) == (item.named["item"], file.sha256, name[:2])
        assert any(is_hit for _, is_hit in hit["snippet"]), name
        pages = file.read("/pages", params={"from": page - 1, "to": page}).json()
        assert pages["texts"] == [read], name


def index_of(network: LiveNetwork) -> Path:
    searcher: Searcher = network.server.house.parts["search"]
    path = searcher._follower.path
    assert path is not None
    return path


def test_one_publication_indexes_itself_alone(staffed: LiveNetwork) -> None:
    ask(staffed, "anna", "")
    before = rows_of(staffed)
    text = "\n\n".join(["The cardamom of funds. " * 40] * 9)  # several pages
    item = Item(staffed, "library", library_record("Spices", body=[{"language": "en", "text": text}]))
    item.publish("kofi", item.offer("anna"))
    assert hits(staffed, "anna", "cardamom") == [f"library/{item.named['item']}"]
    after = rows_of(staffed)
    own = {name: rows - before[name] for name, rows in after.items()}
    assert {name: len(rows) for name, rows in own.items() if name != "page"} == {"item": 1, "words": 1}
    assert len(own["page"]) > 2
    assert {place >> PAGE_BITS for place, *_ in own["page"]} == {ordinal for ordinal, *_ in own["item"]}
    assert all(before[name] <= rows for name, rows in after.items()), "nothing else was written"


def rows_of(network: LiveNetwork) -> dict[str, set[tuple[Any, ...]]]:
    """What the index holds, row by row."""
    with contextlib.closing(sqlite3.connect(f"file:{index_of(network)}?mode=ro", uri=True)) as index:
        return {name: set(index.execute(f"SELECT * FROM {name}")) for name in ("item", "words", "page")}


@pytest.mark.parametrize("damage", [b"", b"not a database, but long enough to be read as one" * 200])
def test_a_missing_or_damaged_index_is_made_anew(fresh_network: LiveNetwork, damage: bytes) -> None:
    network = with_secretariat(fresh_network)
    word = f"zw{secrets.token_hex(5)}"
    Item(network, "news", news_record(word)).publish("kofi")
    assert len(hits(network, "anna", word)) == 1
    path = index_of(network)
    network.server.house.parts["search"].stop()
    for beside in path.parent.glob(f"{path.name}*"):
        beside.unlink()
    if damage:
        path.write_bytes(damage)

    def found() -> bool:
        answer = network.client("anna").post("/search", json={"text": word})
        return answer.status_code == 200 and len(answer.json()["hits"]) == 1

    await_that(found, "the index is made anew")


def test_nothing_of_a_question_is_written(staffed: LiveNetwork, caplog: pytest.LogCaptureFixture) -> None:
    word = f"zw{secrets.token_hex(8)}"
    assert hits(staffed, "anna", f'{word} "{word}" -{word}') == []
    data = staffed.server.settings.data
    for path in (path for path in data.rglob("*") if path.is_file()):
        with contextlib.suppress(FileNotFoundError):
            assert word.encode() not in path.read_bytes(), path.name
    assert word not in caplog.text


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "x" * 501},
        {"text": 1},
        {"text": "", "shelves": ["notices"]},
        {"text": "", "filters": {"years": [2020]}},
        {"text": "", "limit": 51},
        {"text": "", "limit": 0},
        {"text": "", "offset": 1001},
        {"text": "", "more": 1},
    ],
)
def test_other_shapes_are_refused(staffed: LiveNetwork, asked: dict[str, Any]) -> None:
    answer: httpx.Response = staffed.client("anna").post("/search", json=asked)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_shape")


def test_a_question_that_would_take_too_long_is_refused_and_the_next_one_answered(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(staffed, "anna", "")
    searcher: Searcher = staffed.server.house.parts["search"]
    child = searcher._child
    monkeypatch.setattr(api, "QUESTION_SECONDS", 0)
    broad = " ".join(f'"asset recovery {number}" -gel{number}' for number in range(20))
    refused = staffed.client("anna").post("/search", json={"text": broad[:500], "limit": 50})
    assert (refused.status_code, refused.json()["error"]) == (422, "too_broad")
    monkeypatch.undo()
    assert ask(staffed, "anna", broad[:500], limit=50)["total"] >= 0
    assert searcher._child is child, "nothing was ended for it"


def test_whoever_asks_much_waits_for_themselves() -> None:
    line, order = Line(), []

    async def ask(key: str) -> None:
        async with line.turn(key):
            order.append(key)
            await asyncio.sleep(0)

    async def all_at_once() -> None:
        await asyncio.gather(*map(ask, ("much", "much", "much", "little", "other")))

    asyncio.run(all_at_once())
    assert order == ["much", "little", "other", "much", "much"]


@pytest.mark.parametrize("text", ['"', "-", '""', '" - "', "*", "NEAR(", "a AND OR", "^", "\x00", "(" * 400])
def test_no_question_is_too_strange(staffed: LiveNetwork, text: str) -> None:
    assert isinstance(ask(staffed, "anna", text)["total"], int)
