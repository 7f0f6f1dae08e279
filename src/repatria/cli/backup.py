"""`repatria backup FOLDER`: a copy of everything that matters, while the server runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.operating import backing_up, read_settings
from repatria.cli.output import progress, say


def run(
    target: Annotated[Path, typer.Argument(help="The folder to write; must not exist.")],
    log_keys: Annotated[bool, typer.Option(help="With the log's keys: whoever has them can sign.")] = True,
) -> None:
    """Copy database, attachments and log keys of REPATRIA_DATA into a new folder, consistently.

    The server may run and be written to. Encrypt the folder before it leaves the machine.
    """
    from repatria.server.backup import make_backup

    settings = read_settings()
    with backing_up(), progress() as tell:
        made = make_backup(settings, target, tell, with_log_keys=log_keys)
    say("backup.done", path=target, count=made["attachments"]["count"])
    if not made["attachments"]["here"]:
        say("backup.elsewhere")
