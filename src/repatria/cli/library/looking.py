"""`repatria library list | search | get`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.language import spoken
from repatria.cli.output import local_moment, progress, say, show, show_json, words
from repatria.cli.publishing import AsJson, ItemName, access_word, code_word, name_of, tell_retired
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.protocol.publication_shapes import SHELVES
from repatria.reference.library import taxonomy
from repatria.sdk import Session
from repatria.sdk.library import Entry

TYPES = tuple(code.code for code in taxonomy()["types"])
TOPICS = tuple(code.code for code in taxonomy()["topics"])


def listed(
    type_: Annotated[str, typer.Option("--type", help="A kind of document, such as guide or treaty.")] = "",
    topic: Annotated[str, typer.Option(help="A topic, such as freezing.")] = "",
    region: Annotated[str, typer.Option(help="A region, such as africa, or a country's two letters.")] = "",
    as_json: AsJson = False,
) -> None:
    """List what stands in the library."""
    reading.code_of("--type", type_, TYPES)
    reading.code_of("--topic", topic, TOPICS)
    with signed_in() as session:
        found = [
            entry
            for entry in session.library.entries()
            if type_ in ("", entry.record["type"])
            and (not topic or topic in entry.record["topics"])
            and (not region or region in entry.record["regions"])
        ]
    if as_json:
        show_json([entry.to_json() for entry in found])
        return
    for entry in found:
        kind = code_word("types", entry.record["type"])
        show(f"{entry.item}  {kind}  {entry.record['year']}  {entry.title(spoken())}")


def search(
    text: Annotated[str, typer.Argument(help='Words in any of the four languages, "a phrase", -without.')],
    shelf: Annotated[
        list[str] | None, typer.Option(help="framework, library, meeting, course, news; may be repeated.")
    ] = None,
    topic: Annotated[str, typer.Option(help="A topic, such as freezing.")] = "",
    limit: Annotated[int, typer.Option(help="At most so many.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Search what the network has published. The server sees what you look for, and keeps none of it."""
    for one in shelf or ():
        reading.one_of("--shelf", one, SHELVES)
    reading.code_of("--topic", topic, TOPICS)
    reading.whole("--limit", limit, 1, 50)
    further: Json = {"limit": limit}
    if shelf:
        further["shelves"] = shelf
    if topic:
        further["filters"] = {"topics": [topic]}
    with signed_in() as session:
        answer = session.library.search(text, **further)
    if as_json:
        show_json(answer)
        return
    for hit in answer["hits"]:
        page = f"  {words('library.page', page=hit['page'])}" if hit["page"] else ""
        show(f"{hit['shelf']}/{hit['item']}  {hit['title']}{page}")
        show(f"    {''.join(f'[{part}]' if marked else part for part, marked in hit['snippet'])}")
        if not hit["stands"]:
            say("library.not_confirmed", item=hit["item"])
    searched = sum(answer["searched"].values())
    say("library.searched", count=answer["total"], items=searched, position=answer["position"])


def get(
    item: ItemName,
    save: Annotated[
        Path | None, typer.Option(help="Folder for its files, each checked against what was published.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show an entry of the library: what it is, where it is, and who published it."""
    with signed_in() as session, progress() as tell:
        tell_retired(session, "library", item, as_json=as_json)
        entry = session.library.get(item)
        saved = session.library.download(entry, save, tell) if save else []
        lines = list(_lines(session, entry))
    if as_json:
        show_json({**entry.to_json(), "saved": [str(path) for path in saved]})
        return
    for line in lines:
        show(line)
    for path in saved:
        say("open.saved", path=path)


def _lines(session: Session, entry: Entry) -> Iterator[str]:
    record, own = entry.record, entry.words(spoken())
    yield f"{own['title']}\n{entry.item}"
    facts = [code_word("types", record["type"]), record["publisher"], record["year"], record["edition"]]
    yield "  ".join(part for part in (*facts, record["identifier"], record["licence"]) if part)
    for group in ("topics", "regions", "audiences", "phases"):
        if record[group]:
            yield ", ".join(code_word(group, code) for code in record[group])
    if record["url"]:
        yield record["url"]
    made = entry.publication
    if made is None:
        yield words("library.shipped")
    else:
        by, time = name_of(session, made.issue.by), local_moment(made.issue.time)
        yield words("library.published", name=by, time=time, access=access_word(made.access))
    for file in record["files"]:
        size, digest = f"{file['len']:,}", file["sha256"][:16]
        yield words("open.attachment", name=file["name"], size=size, sha256=digest)
    if own["text"]:
        yield f"\n{own['text']}"
    for body in record["body"]:
        yield f"\n[{body['language']}]\n{body['text']}"
