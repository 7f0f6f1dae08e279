"""`repatria disclose ROOM SEQ FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import say
from repatria.cli.working import signed_in


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    seq: Annotated[int, typer.Argument(help="Number of the message, as `open` shows it.")],
    target: Annotated[Path, typer.Argument(help="The bundle to write; must not exist.")],
) -> None:
    """Write one message, opened, with its proof; no key and no other message is in it."""
    from repatria.sdk.export import disclose

    with signed_in() as session:
        disclose(session, room, seq, target)
        root = session.register.net
    say("export.done", path=target, root=root)
