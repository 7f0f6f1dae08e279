"""`repatria public-pages`: valid, alike in four languages, naming nobody, asking for nothing elsewhere."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from repatria.cli.public_pages import run
from repatria.cli.public_pages.figures import count
from repatria.cli.public_pages.layout import LANGUAGES, defaults
from repatria.cli.public_pages.pages import Ground, make, own_words
from repatria.cli.public_pages.shelves import Public
from repatria.sdk import WrongUse
from tests.protocol.invented import Network, appoint, three_countries
from tests.protocol.notice_samples.making import valid, with_leads
from tests.protocol.publication_samples.records import FULL
from tests.server.shelves import file_named, library_record, news_record, words_of

PDF = "application/pdf"
VOID = {"meta", "link", "br"}
ADDRESSES = ("href", "src", "action", "content", "style")
NAME = "<Réseau> & friends"


def crowded() -> Network:
    """Nine officers of three countries and four of the secretariat; seven notices, two of them green."""
    network = with_leads(three_countries())
    appoint(network, "late", "br/brasilia", "officer")
    for colour in ("silver",) * 5 + ("green",) * 2:
        valid(network, colour=colour)
    valid(network, variant="diffusion")
    return network


def ground(network: Network) -> Ground:
    figures = count(network.directory, network.time)
    return Ground(
        NAME, "ab" * 32, "register.example", len(network.leaves), "cd" * 32, 1, figures, network.time
    )


class Page(HTMLParser):
    """Fails where tags do not close in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1
        assert len(dict(attrs)) == len(attrs), tag
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, wanted: str) -> list[str]:
        return [value for _, name, value in self.attributes if name == wanted]


def test_contact_points_are_counted_and_what_is_small_is_not_told() -> None:
    network = crowded()
    figures = count(network.directory, network.time)
    assert (figures.countries, figures.offices, figures.meetings) == (3, 3, 22)
    assert figures.officers == 5 + 3 + 1
    assert figures.notices == {"silver": 5}
    (published,) = figures.years.values()
    assert published == 7
    few = count(three_countries().directory, network.time - 400 * 86_400)
    assert (few.notices, few.years) == ({}, {})


HOSTILE = "<script>alert(1)</script>\x00\u202e \"'&"
ELSEWHERE = "https://handbook.example/?a=1&b=%22"


def for_everybody() -> list[Public]:
    """Of each shelf; of three files one may be passed on; texts as somebody hostile writes them."""
    pdf, large = file_named(b"%PDF-1", PDF), {**file_named(b"%PDF-2", PDF), "len": 2**28}
    body = [
        {
            "language": "fr",
            "text": f"# {HOSTILE}\n\nTexte\n- news/opened le jour\n- library/none\n- {HOSTILE}",
        }
    ]
    handbook = library_record("Handbook", {**pdf, "name": HOSTILE}, large, body=body)
    closed = {
        **library_record("Closed", file_named(b"%PDF-3", PDF)),
        "licence": "All rights reserved",
        "url": "",
    }
    free = {**handbook, "licence": "CC BY-NC 3.0 IGO", "url": ELSEWHERE, "authors": [HOSTILE]}
    news = {**news_record(HOSTILE, f"{HOSTILE}\nاجتمعت النقاط"), "link": "library/handbook"}
    return [
        Public("library", "handbook", free, 1_700_000_000),
        Public("library", "closed", closed, 1_700_000_001),
        Public(
            "meeting",
            "annual",
            {**FULL["meeting"], "words": words_of(HOSTILE), "city": HOSTILE},
            1_700_000_002,
        ),
        Public("news", "opened", news, 1_700_000_003),
        Public(
            "news", "older", {**news_record("Ältere"), "words": words_of("شيء", language="ar")}, 1_600_000_000
        ),
    ]


@pytest.mark.parametrize("own", [{}, {"security": "mailto:security@network.example"}])
@pytest.mark.parametrize("public", [[], for_everybody()], ids=["nothing public", "some public"])
def test_the_pages_are_valid_name_nobody_and_ask_for_nothing_elsewhere(
    own: dict[str, str], public: list[Public]
) -> None:
    network = crowded()
    made = make(ground(network), own, public)
    files = {path for one in public for path, _ in one.files()}
    assert len(files) == (1 if public else 0)
    assert (".well-known/security.txt" in made) == bool(own)
    posts = [*network.directory.officers.values()]
    hidden = {one.person["name"] for one in posts} | {one.name for one in network.directory.offices.values()}
    for path, text in made.items():
        assert not [name for name in hidden if name in text], path
        if not path.endswith(".html"):
            continue
        page = Page(text)
        assert page.seen["h1"] == page.seen["title"] == page.seen["main"] == 1
        assert not {"script", "img", "iframe", "form", "style"} & set(page.seen)
        away = [value for name in ADDRESSES for value in page.values(name) if "//" in value]
        assert away == ([ELSEWHERE] if path.endswith("library.html") else [])
        assert not set("\x00\u202e") & set(text)
        assert len(page.values("id")) == len(set(page.values("id")))
        for address in page.values("href"):
            assert address == "#main" or address in away or _leads(made, files, path, address), (
                path,
                address,
            )
        assert "&lt;Réseau&gt; &amp; friends" in text


def _leads(made: dict[str, str], files: set[str], path: str, address: str) -> bool:
    """To a file that is made, and to a place that is in it."""
    name, _, place = address.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    return target in files or (target in made and (not place or f'id="{place}"' in made[target]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_public_is_told_in_the_readers_language_or_the_originals(language: str) -> None:
    made = make(ground(crowded()), {}, for_everybody())
    words = defaults()[language]
    library, news = made[f"{language}/library.html"], made[f"{language}/news.html"]
    for shown in (words["licence"], "CC BY-NC 3.0 IGO", words["not_here"], words["shelves"]["library"]):
        assert shown in library
    assert ('<article id="news-older">' in news) == (language == "ar")
    assert ('<article id="news-older" lang="ar">' in news) == (language != "ar")
    assert news.index('id="news-opened"') < news.index('id="news-older"')
    text = made[f"{language}/text-handbook.html"]
    assert '<li dir="auto"><a href="news.html#news-opened">' in text
    assert '<li dir="auto">library/none</li>' in text
    feed = ET.fromstring(made[f"{language}/news.xml"])
    entries = feed.findall("{*}entry")
    assert [one.findtext("{*}updated") for one in entries] == ["2023-11-14T22:13:23Z", "2020-09-13T12:26:40Z"]
    assert len({one.findtext("{*}id") for one in [feed, *entries]}) == 3
    assert "<script>" in str(entries[0].findtext("{*}content"))
    alone = make(ground(crowded()), {}, for_everybody()[2:3])
    assert f"{language}/meetings.html" in alone
    assert not [path for path in alone if "library" in path or "news" in path]


@pytest.mark.parametrize(
    "licence",
    ["", "unknown", "All rights reserved", "not CC BY 4.0", "CC BY 4.0?", "CC BY 4.0 for members", "CC"],
)
def test_a_file_whose_licence_does_not_say_so_stays_with_the_members(licence: str) -> None:
    record = {**library_record("Guide", file_named(b"%PDF-1", PDF)), "licence": licence}
    assert list(Public("library", "guide", record, 0).files()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    words, english = defaults()[language], defaults()["en"]
    assert words.keys() == english.keys()
    for group in ("colours", "shelves", "kinds", "states"):
        assert words[group].keys() == english[group].keys()
    assert [len(words[name]) for name in ("about", "admission", "verify", "contact")] == [3, 5, 2, 2]
    text = make(ground(crowded()), {})[f"{language}/index.html"]
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert words["fewer"].format(floor=5) in text


def test_a_networks_own_words_stand_in_for_what_ships() -> None:
    own = own_words(
        json.dumps({"fr": {"contact": ["Écrire <ici>"]}, "security": "https://network.example/report"})
    )
    made = make(ground(three_countries()), own)
    assert "<p>Écrire &lt;ici&gt;</p>" in made["fr/index.html"]
    assert made[".well-known/security.txt"].startswith("Contact: https://network.example/report\nExpires: 20")
    bad = (
        "[]", "{", '{"de": {}}', '{"fr": []}', '{"fr": {"about": "x"}}', '{"fr": {"about": []}}',
        '{"fr": {"about": [1]}}', '{"fr": {"title": ["x"]}}', '{"security": "javascript:x"}',
        '{"security": "mailto:a\\nExpires: never"}',
    )  # fmt: skip
    for text in bad:
        with pytest.raises(WrongUse, match="bad_words"):
            own_words(text)


def test_a_folder_with_something_else_is_not_made_public(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "minutes.pdf").write_bytes(b"secret")
    with pytest.raises(WrongUse, match="folder_not_empty"):
        run(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["en", "minutes.pdf"]
