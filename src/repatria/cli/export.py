"""`repatria export ROOM FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import progress, say
from repatria.cli.working import signed_in


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    target: Annotated[Path, typer.Argument(help="The bundle to write; must not exist.")],
    files: Annotated[bool, typer.Option(help="With the attachments.")] = True,
) -> None:
    """Write the whole room, opened, as a bundle that `repatria verify` checks offline.

    Whoever holds the bundle can read it: keep it as you would keep the papers.
    """
    from repatria.sdk.export import export_room

    with signed_in() as session, progress() as tell:
        export_room(session, room, target, with_files=files, tell=tell)
        root = session.register.net
    say("export.done", path=target, root=root)
