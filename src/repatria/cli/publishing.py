"""What the commands about publications share: how things are named, and who may read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.language import spoken
from repatria.cli.output import local_moment, say, show, show_json, words
from repatria.protocol.canonical import Json
from repatria.protocol.publication_shapes import is_access, is_item
from repatria.protocol.publication_states import Offer, Publication
from repatria.reference import countries
from repatria.reference.library import taxonomy
from repatria.sdk import Retiring, Session, WrongUse
from repatria.sdk.register import Landed

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Access = Annotated[
    str, typer.Option(help="Who may read it: members, officers, public, or a country's two letters.")
]
ItemName = Annotated[str, typer.Argument(help="The item, as `list` shows it.")]
OfferName = Annotated[str, typer.Argument(help="Offer, or at least the first eight characters of its hash.")]
Why = Annotated[str, typer.Option(help="In words; every member reads it.")]
Reason = Annotated[str, typer.Option(help="Why, in words; whoever could read it reads this too.")]
Successor = Annotated[str, typer.Option(help="The item of the same shelf to look at instead.")]


def access(value: str) -> str:
    if not is_access(value):
        raise WrongUse("bad_choice", f"--access {value!r}: members, officers, public, CH …")
    return value


def item(value: str) -> str:
    if not is_item(value):
        raise WrongUse("bad_item", value)
    return value


def retiring(reason: str, successor: str = "") -> Retiring:
    if not reason.strip():
        raise WrongUse("nothing_said", "--reason")
    return Retiring(reason.strip(), item(successor) if successor else None)


def tell_retired(session: Session, shelf: str, item: str, *, as_json: bool) -> None:
    """Of what was retired: by whom, why, and what to look at instead. Whoever asks for it is told before it
    is not found."""
    made = session.publications.retired(shelf, item)
    if made is None:
        return
    told = _retired(session, made)
    if as_json:
        show_json({"item": item, "retired": told})
        return
    show(words("publishing.retired", name=told["by"], time=local_moment(told["time"])))
    if told["reason"]:
        show(told["reason"])
    if told["successor"]:
        show(words("publishing.see", item=told["successor"]))


def _retired(session: Session, made: Publication) -> Json:
    return {
        "by": name_of(session, made.issue.by),
        "time": made.issue.time,
        "reason": session.publications.reason(made),
        "successor": made.why.successor if made.why else None,
        "hash": made.hash,
        "index": made.issue.index,
    }


def access_word(value: str) -> str:
    """Who may read it, in the language spoken."""
    known = {code.code: code.names[spoken()] for code in taxonomy()["access"]}
    return known.get(value) or country_word(value)


def country_word(code: str) -> str:
    country = countries().get(code)
    return country.names[spoken()] if country else code


def code_word(group: str, code: str) -> str:
    """A code of the library's taxonomy in the language spoken; a country; else the code itself."""
    names: Mapping[str, Mapping[str, str]] = {one.code: one.names for one in taxonomy()[group]}
    return names[code][spoken()] if code in names else country_word(code)


def in_language(of: list[Json]) -> Json:
    """The words in the language spoken where there are any, else the original's."""
    return next((one for one in of if one["language"] == spoken()), of[0])


def tell_landed(landed: Landed, *, as_json: bool, **named: str) -> None:
    if as_json:
        show_json({**named, "hash": landed.hash, "index": landed.index})
        return
    say("register.landed", index=landed.index, hash=landed.hash)


def offer_row(session: Session, of: Offer) -> Json:
    """An offer for programs, with its record where I may read it."""
    try:
        record = session.publications.record(of)
    except WrongUse as error:
        if error.code != "no_record":
            raise
        record = None
    return {
        "offer": of.hash,
        "shelf": of.shelf,
        "item": of.item,
        "parts": list(of.parts),
        "state": of.state,
        "access": of.access,
        "by": name_of(session, of.issue.by),
        "time": of.issue.time,
        "text": of.text,
        "mine": of.issue.by == session.keyid,
        "record": record,
    }


def name_of(session: Session, keyid: str) -> str:
    directory = session.register.directory
    who = directory.officer(keyid) or directory.head(keyid)
    return str(who.person["latin"]) if who else keyid[:12]


def state_word(state: str) -> str:
    return words(f"offer.{state}")


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
