"""`repatria public-pages FOLDER`: what a network says of itself to everybody, as files for any web server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import say
from repatria.cli.public_pages.figures import count
from repatria.cli.public_pages.pages import LANGUAGES, SECURITY, STYLE, Ground, make, own_words
from repatria.cli.working import signed_in
from repatria.sdk import Session, WrongUse

OURS = {"index.html", STYLE, SECURITY, *(f"{language}/index.html" for language in LANGUAGES)}


def run(
    folder: Annotated[Path, typer.Argument(help="Where to write; nothing else lies there.")],
    own: Annotated[
        Path | None, typer.Option("--words", help="The network's own words (docs/operate/public-pages.md).")
    ] = None,
) -> None:
    """Write the network's public pages, in four languages: figures, admission, register, contact.

    From the verified register. No name of a person or an office is in them; small figures are left out.
    """
    words = own_words(own.read_text(encoding="utf-8")) if own else {}
    _demand_ours(folder)
    with signed_in() as session:
        made = make(_ground(session), words)
    for path, text in made.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    say("public_pages.done", path=folder)


def _demand_ours(folder: Path) -> None:
    """Whatever else lies in a folder that is going to be published may not be meant for the public."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if found - OURS:
        raise WrongUse("folder_not_empty", sorted(found - OURS)[0])


def _ground(session: Session) -> Ground:
    directory, head = session.register.directory, session.register.head
    now = session.now()
    return Ground(
        name=directory.root.name,
        net=directory.net or "",
        origin=directory.trust.origin,
        size=int(head["size"]),
        root=str(head["root"]),
        witnesses=len(directory.trust.witnesses),
        figures=count(directory, now),
        now=now,
    )
