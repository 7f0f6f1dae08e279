"""`repatria library form | add`: offering a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import publishing, reading
from repatria.cli.language import spoken
from repatria.cli.library.looking import TOPICS, TYPES
from repatria.cli.output import progress, say, show_json
from repatria.cli.publishing import Access, AsJson, tell_landed
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.sdk import NewFile
from repatria.sdk.collections import TYPE as COLLECTION
from repatria.sdk.collections import collection_text
from repatria.sdk.library import blank_record, new_item


def form() -> None:
    """Print an empty record to fill in (JSON; the fields of protocol/publications.md)."""
    show_json(blank_record("…", spoken()))


def add(
    file: Annotated[
        list[Path] | None, typer.Argument(help="PDF, DOCX, slides, text, pictures, film; none: a link alone.")
    ] = None,
    title: Annotated[str, typer.Option(help="What it is called; else as the first file.")] = "",
    abstract: Annotated[str, typer.Option(help="What it is about, in your own words.")] = "",
    language: Annotated[
        str, typer.Option(help="Language of the text, two letters; else the one spoken here.")
    ] = "",
    type_: Annotated[str, typer.Option("--type", help="A kind of document, such as guide or treaty.")] = "",
    topic: Annotated[
        list[str] | None, typer.Option(help="A topic, such as freezing; may be repeated.")
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option(help="A region, or a country's two letters; may be repeated.")
    ] = None,
    publisher: Annotated[str, typer.Option(help="Who published it first.")] = "",
    year: Annotated[str, typer.Option(help="When.")] = "",
    licence: Annotated[str, typer.Option(help="Under which licence it may be passed on.")] = "",
    url: Annotated[str, typer.Option(help="Where it can be found: https://…")] = "",
    collect: Annotated[
        list[str] | None, typer.Option(help="An item of a collection: library/ITEM …; may be repeated.")
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(help="JSON as `form` prints it; options are laid over it."),
    ] = None,
    item: Annotated[
        str, typer.Option(help="Its name for ever; that of an entry that is there makes a new version of it.")
    ] = "",
    access: Access = "members",
    as_json: AsJson = False,
) -> None:
    """Offer a document to the library; somebody else publishes it. Cut off, the same command goes on."""
    paths = file or []
    language = reading.language("--language", language) if language else spoken()
    reading.code_of("--type", type_, TYPES)
    for one in topic or ():
        reading.code_of("--topic", one, TOPICS)
    publishing.access(access)
    own = reading.read_object(record) if record else blank_record(title or _title(paths), language)
    own |= {
        name: value
        for name, value in {
            "type": type_, "topics": topic, "regions": region, "publisher": publisher, "year": year,
            "licence": licence, "url": url,
        }.items()
        if value
    }  # fmt: skip
    _put_words(own, title, abstract)
    if collect:
        own |= {"type": COLLECTION, "body": [{"language": language, "text": collection_text(collect)}]}
    name = publishing.item(item) if item else new_item(own["words"][0]["title"])
    with signed_in() as session, progress() as tell:
        files = [NewFile(path, language) for path in paths]
        sent = [session.library.files.upload(one.path, progress=tell) for one in files]
        if there := {key for one in sent for key in one.items} - {f"library/{name}"}:
            say("library.already_there", items=", ".join(sorted(there)))
        landed = session.library.offer(name, own, files, access=access, progress=tell)
    tell_landed(landed, as_json=as_json, item=name)


def _title(paths: list[Path]) -> str:
    return paths[0].stem if paths else "…"


def _put_words(own: Json, title: str, abstract: str) -> None:
    words = own.get("words")
    if not isinstance(words, list) or not words or not isinstance(words[0], dict):
        return  # refused for its shape, with the field's name
    words[0] |= {key: value for key, value in (("title", title), ("text", abstract)) if value}
