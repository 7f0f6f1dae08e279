"""`repatria verify BUNDLE --root HASH`: offline."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.bodies import kind_of
from repatria.cli.output import say, show, show_json, words
from repatria.sdk.verify import Report, verify_bundle


def run(
    bundle: Annotated[Path, typer.Argument(help="What `export` or `disclose` wrote.")],
    root: Annotated[str, typer.Option(help="Root hash of the network, from paper.")],
    save: Annotated[Path | None, typer.Option(help="Folder for texts and attachments.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Check a bundle without any server and any key; exits 5 when anything does not hold."""
    report = verify_bundle(bundle, root, save=save)
    if as_json:
        show_json(report.to_json())
        return
    _show(report)
    say("verify.done", count=report.size, time=_moment(report.proven_time))


def _show(report: Report) -> None:
    show(words("verify.network", name=report.network, net=report.net))
    show(words("verify.room", room=report.room))
    for message in report.messages:
        who = f"{message.name} ({message.office})"
        shown = words("verify.opened" if message.body is not None else "verify.sealed")
        show(f"#{message.seq}  {who}  {_moment(message.time)}  {kind_of(message.kind)}  {shown}")
        for link in message.chain:
            show(words("verify.link", kind=link.kind, index=link.index, hash=link.hash))
    for name in report.files:
        show(f"+ {name}")


def _moment(seconds: int | None) -> str:
    if seconds is None:
        return "-"
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))
