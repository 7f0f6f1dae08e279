"""`repatria public-pages FOLDER`: what a network says of itself to everybody, as files for any web server."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import say
from repatria.cli.public_pages.figures import count
from repatria.cli.public_pages.layout import LANGUAGES, STYLE
from repatria.cli.public_pages.news_feed import FEED
from repatria.cli.public_pages.pages import SECURITY, Ground, make, own_words
from repatria.cli.public_pages.shelves import PAGES, Public
from repatria.cli.working import signed_in
from repatria.sdk import Session, WrongUse

_IN_A_LANGUAGE = "|".join([*map(re.escape, ("index.html", FEED, *PAGES.values())), r"text-[a-z0-9-]+\.html"])
OURS = re.compile(
    rf"index\.html|{re.escape(STYLE)}|{re.escape(SECURITY)}|({'|'.join(LANGUAGES)})/({_IN_A_LANGUAGE})"
    r"|files/[0-9a-f]{32}\.[a-z0-9]{2,4}"
)


def run(
    folder: Annotated[Path, typer.Argument(help="Where to write; nothing else lies there.")],
    own: Annotated[
        Path | None, typer.Option("--words", help="The network's own words (docs/operate/public-pages.md).")
    ] = None,
) -> None:
    """Write the network's public pages, in four languages: figures, admission, contact, and what is public.

    From the verified register. Small figures are left out; names too, but where a published text has them.
    """
    words = own_words(own.read_text(encoding="utf-8")) if own else {}
    before = _ours(folder)
    with signed_in() as session:
        public = list(_public(session))
        made = make(_ground(session), words, public)
        files = _fetch(session, folder, public)
    for path, text in made.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for path in before - made.keys() - files:  # what was retired since
        (folder / path).unlink()
    say("public_pages.done", path=folder)


def _ours(folder: Path) -> set[str]:
    """What earlier calls left there. Whatever else lies in a folder that is going to be published may not be
    meant for the public."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    strange = sorted(path for path in found if not OURS.fullmatch(path))
    if strange:
        raise WrongUse("folder_not_empty", strange[0])
    return found


def _public(session: Session) -> Iterator[Public]:
    """What stands with access `public`, verified; a document that is none of its shelf is left out."""
    publications = session.publications
    for shelf in PAGES:
        for item in publications.items(shelf):
            stands = publications.standing(shelf, item)
            if stands is None or stands.access != "public":
                continue
            try:
                record = publications.record(stands)
            except WrongUse as error:
                if error.code != "no_record":
                    raise
                continue
            yield Public(shelf, item, record, stands.issue.time)


def _fetch(session: Session, folder: Path, public: Sequence[Public]) -> set[str]:
    """The files that come along, each checked against what was published; what lies there already stays."""
    wanted = {path: named for one in public for path, named in one.files()}
    for path, named in wanted.items():
        target = folder / path
        if target.is_file() and target.stat().st_size == named["len"]:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as new:
            session.library.files.download(dict(named), Path(new), target.name).replace(target)
    return set(wanted)


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
