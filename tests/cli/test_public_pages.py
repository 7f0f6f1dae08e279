"""`repatria public-pages`: valid, alike in four languages, naming nobody, asking for nothing elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from repatria.cli.public_pages import run
from repatria.cli.public_pages.figures import count
from repatria.cli.public_pages.pages import LANGUAGES, Ground, defaults, make, own_words
from repatria.sdk import WrongUse
from tests.protocol.invented import Network, appoint, three_countries
from tests.protocol.notice_samples.making import valid, with_leads

VOID = {"meta", "link"}
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


@pytest.mark.parametrize("own", [{}, {"security": "mailto:security@network.example"}])
def test_the_pages_are_valid_name_nobody_and_ask_for_nothing_elsewhere(own: dict[str, str]) -> None:
    network = crowded()
    made = make(ground(network), own)
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
        assert not [value for name in ADDRESSES for value in page.values(name) if "//" in value]
        assert len(page.values("id")) == len(set(page.values("id")))
        for address in page.values("href"):
            target = address if "/" not in path else address.removeprefix("../")
            assert address == "#main" or target in made, (path, address)
        assert "&lt;Réseau&gt; &amp; friends" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    words, english = defaults()[language], defaults()["en"]
    assert words.keys() == english.keys()
    assert words["colours"].keys() == english["colours"].keys()
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
