"""HTTP for the feed of news: a token is made and taken away in a session, and reads the news alone."""

from __future__ import annotations

from repatria.server.answers import Answer, answer_json
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.news import tables
from repatria.server.news.rss import Channel, feed
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session, hash_token, new_token
from repatria.server.standing import find_standing
from repatria.server.verbs import Call, Relation, Verb, Who

LANGUAGES = ("en", "fr", "es", "ar")


def install(house: Installation) -> None:
    """Nothing to set up."""


def _key(call: Call) -> str:
    assert isinstance(call.caller, Session)
    return call.caller.key


async def make_token(call: Call) -> Answer:
    """Shown once; a new one takes the place of the one before."""
    key, token, now = _key(call), new_token(), call.house.now()
    await call.house.database.hot.change(lambda tx: tables.keep(tx, hash_token(token), key, now))
    return answer_json({"token": token}, 201)


async def show_token(call: Call) -> Answer:
    key = _key(call)
    return answer_json({"since": await call.house.database.read(lambda tx: tables.since(tx, key))})


async def drop_token(call: Call) -> Answer:
    key = _key(call)
    await call.house.database.hot.change(lambda tx: tables.delete(tx, key))
    return Answer()


async def read_feed(call: Call) -> Answer:
    """Raises Refusal (`not_found`): an unknown token, and one whose owner is no member any more."""
    house, language = call.house, call.path["language"]
    directory, now, token = house.register.directory, house.now(), hash_token(call.path["token"])

    def read(tx: Transaction) -> bytes:
        key = tables.find_key(tx, token)
        standing = find_standing(directory, key, now) if key is not None else None
        if key is None or standing is None or standing.kind == "waiting" or language not in LANGUAGES:
            raise Refusal("not_found")
        channel = Channel(directory.root.name, house.settings.origin, language)
        return feed(tx, directory, channel, key, now)

    data = await house.database.read(read)
    return Answer(200, data, b"application/rss+xml; charset=utf-8")


def verbs() -> tuple[Verb, ...]:
    member, own = Who.MEMBER, Relation.OWN
    return (
        Verb("GET", "/me/feed", show_token, "Since when I have a token for the feed.", member, own),
        Verb("PUT", "/me/feed", make_token, "A new token for the feed of news.", member, own),
        Verb("DELETE", "/me/feed", drop_token, "Take the token away.", member, own),
        Verb(
            "GET",
            "/feeds/{token}/{language}/news.rss",
            read_feed,
            "The news that the token's owner may read.",
            Who.ANYONE,
        ),
    )
