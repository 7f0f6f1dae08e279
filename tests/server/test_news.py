"""The feed of news: a token that reads nothing else, in the language asked, while its owner is a member."""

from __future__ import annotations

import logging
from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.server.network import LiveNetwork
from tests.server.publishing import with_secretariat
from tests.server.shelves import Item, news_record


@pytest.fixture
def staffed(fresh_network: LiveNetwork) -> LiveNetwork:
    return with_secretariat(fresh_network)


def feed(network: LiveNetwork, token: str, language: str = "en") -> httpx.Response:
    return network.server.client().get(f"/feeds/{token}/{language}/news.rss")


def titles(network: LiveNetwork, token: str, language: str = "en") -> list[str | None]:
    answer = feed(network, token, language)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/rss+xml")
    return [one.text for one in ET.fromstring(answer.content).iterfind("channel/item/title")]


def test_a_member_reads_the_news_by_a_token_until_it_ends(
    staffed: LiveNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "repatria")
    french = {"language": "fr", "title": "Réunion <à> Vienne & ailleurs", "text": "\x07"}
    record = news_record("Vienna")
    Item(staffed, "news", {**record, "words": [*record["words"], french]}).publish("kofi")
    Item(staffed, "news", news_record("For Kenya"), access="KE").publish("kofi")
    gone = Item(staffed, "news", news_record("Retired"))
    gone.publish("nuru")
    gone.retire("nuru")
    anna, wanjiru = staffed.client("anna"), staffed.client("wanjiru")
    assert anna.get("/me/feed").json() == {"since": None}
    token, kenyan = (client.put("/me/feed").json()["token"] for client in (anna, wanjiru))
    assert anna.get("/me/feed").json() == {"since": staffed.time}
    assert (titles(staffed, token), titles(staffed, kenyan)) == (["Vienna"], ["For Kenya", "Vienna"])
    assert titles(staffed, token, "fr") == ["Réunion <à> Vienne & ailleurs"]
    assert titles(staffed, token, "ar") == ["Vienna"]
    bearer = staffed.server.client(token)
    assert bearer.get("/session").json()["error"] == "session_ended"
    second = anna.put("/me/feed").json()["token"]
    assert (feed(staffed, token).status_code, feed(staffed, second).status_code) == (404, 200)
    assert feed(staffed, second, "de").status_code == feed(staffed, "x").status_code == 404
    assert anna.delete("/me/feed").status_code == 204
    assert feed(staffed, second).status_code == 404
    staffed.publish(staffed.revoke("wanjiru", "ke bureau"))
    assert feed(staffed, kenyan).json()["error"] == "not_found"
    # Whoever reads the log or the disk has no token: the one names the route, the other its hash.
    told = [str(vars(record)) for record in caplog.records]
    assert any("/feeds/{token}" in line for line in told)
    kept = [path.read_bytes() for path in staffed.server.settings.data.rglob("*") if path.is_file()]
    for one in (token, second, kenyan):
        assert not any(one in line for line in told)
        assert not any(one.encode() in octets for octets in kept)
