"""`repatria news …`: what is new, told by the secretariat in up to four languages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated

import typer

from repatria.cli import feed, publishing, reading
from repatria.cli.language import spoken
from repatria.cli.output import local_moment, show, show_json
from repatria.cli.publishing import (
    Access,
    AsJson,
    ItemName,
    Reason,
    Successor,
    in_language,
    name_of,
    tell_landed,
)
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.sdk import Written, WrongUse

app = typer.Typer(no_args_is_help=True, help="News of the network.")


def listed(as_json: AsJson = False) -> None:
    """List the news, the pinned and the newest first."""
    with signed_in() as session:
        rows: list[Json] = []
        for item in session.publications.items("news"):
            made = session.publications.standing("news", item)
            if made is None or not session.publications.may_read(made):
                continue
            record = session.publications.record(made)
            by = name_of(session, made.issue.by)
            rows.append({"item": item, "time": made.issue.time, "by": by, "record": record})
    rows.sort(key=lambda row: (row["record"]["pinned"], row["time"]), reverse=True)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        own = in_language(row["record"]["words"])
        pinned = "* " if row["record"]["pinned"] else ""
        show(f"{pinned}{local_moment(row['time'])}  {own['title']}  ({row['item']})")
        for line in (own["text"], row["record"]["link"]):
            if line:
                show(f"    {line}")


def publish(
    title: Annotated[list[str], typer.Option(help="fr:Title, one for each language; the original first.")],
    text: Annotated[list[str] | None, typer.Option(help="fr:Text, where there is one.")] = None,
    link: Annotated[str, typer.Option(help="What it is about: library/ITEM, meeting/ITEM …")] = "",
    pinned: Annotated[bool, typer.Option("--pinned", help="It stays on top.")] = False,
    item: Annotated[
        str, typer.Option(help="Its name for ever; that of an entry that is there makes a new version of it.")
    ] = "",
    access: Access = "members",
    as_json: AsJson = False,
) -> None:
    """Publish news, for the secretariat."""
    texts = dict(_worded("--text", one) for one in text or ())
    words = [
        {"language": language, "title": said, "text": texts.get(language, "")}
        for language, said in (_worded("--title", one) for one in title)
    ]
    name = publishing.item(item) if item else f"news-{secrets.token_hex(6)}"
    own = {"words": words, "link": link, "pinned": pinned}
    written = Written("news", name, own, publishing.access(access))
    with signed_in() as session:
        landed = session.publications.publish(written)
    tell_landed(landed, as_json=as_json, item=name)


def retire(item: ItemName, reason: Reason, successor: Successor = "", as_json: AsJson = False) -> None:
    """Take news off the shelf, for the secretariat; they stay in the history."""
    why = publishing.retiring(reason, successor)
    with signed_in() as session:
        landed = session.publications.retire("news", item, why)
    tell_landed(landed, as_json=as_json)


def _worded(option: str, said: str) -> tuple[str, str]:
    """`fr:Titre`; without a language the one spoken here."""
    language, colon, rest = said.partition(":")
    if colon and len(language) == 2 and language.isalpha():
        return reading.language(option, language), rest.strip()
    if not said.strip():
        raise WrongUse("nothing_said", option)
    return spoken(), said


COMMANDS: dict[str, Callable[..., None]] = {"list": listed, "publish": publish, "retire": retire}

for name, command in COMMANDS.items():
    app.command(name)(command)

app.add_typer(feed.app, name="feed")
