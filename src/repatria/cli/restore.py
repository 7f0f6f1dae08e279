"""`repatria restore FOLDER`: put a backup back, and check all of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from repatria.cli.operating import backing_up, read_settings
from repatria.cli.output import progress, say, show, show_json
from repatria.sdk import Blocked, WrongUse
from repatria.sdk.blobs import Progress as Tell
from repatria.server.settings import Settings

if TYPE_CHECKING:
    from repatria.server.inspection import Findings


def run(
    source: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Only check it, in a folder that is dropped afterwards.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Restore into the empty REPATRIA_DATA (and REPATRIA_DATABASE), then check the log, every room's
    chain and every attachment's hash. Exits 5 when anything does not hold."""
    settings = read_settings()
    if not source.is_dir():
        raise WrongUse("bad_backup", str(source))
    with backing_up(), progress() as tell:
        found = _rehearse(source, settings, tell) if verify else _restore(source, settings, tell)
    if as_json:
        show_json(asdict(found))
    else:
        for name, value in asdict(found).items():
            if name != "problems":
                show(f"{name:12} {value}")
    for problem in found.problems:
        say("restore.problem", problem=problem)
    if found.problems:
        raise Blocked("bad_backup", f"{len(found.problems)}")
    say("restore.checked" if verify else "restore.done", path=settings.data)


def _restore(source: Path, settings: Settings, tell: Tell) -> Findings:
    from repatria.server.backup import restore
    from repatria.server.inspection import inspect

    restore(source, settings, tell)
    return inspect(settings, tell)


def _rehearse(source: Path, settings: Settings, tell: Tell) -> Findings:
    """In a folder beside the backup, and on PostgreSQL in a database of its own."""
    from repatria.server.backup import rehearsal_database

    with (
        TemporaryDirectory(dir=source.absolute().parent, prefix=".restore-") as folder,
        rehearsal_database(settings) as database,
    ):
        kept = settings.log_keys if settings.log_keys and settings.log_keys.exists() else None
        changed = {"data": Path(folder), "database": database, "log_keys": kept}
        return _restore(source, replace(settings, **changed), tell)  # type: ignore[arg-type]
