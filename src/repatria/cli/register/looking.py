"""Reading the register: verify it whole, list its statements, see who waits."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from repatria.cli.output import say, show, show_json
from repatria.cli.working import signed_in
from repatria.protocol import envelope, tree
from repatria.sdk.enrol import fingerprint

Json = Annotated[bool, typer.Option("--json", help="For programs.")]


def verify(as_json: Json = False) -> None:
    """Fold every statement, check log and witnesses; exits 5 when anything does not hold."""
    with signed_in() as session:
        directory, head = session.register.directory, session.register.head
        found = {
            "net": directory.net,
            "name": directory.root.name,
            "size": head["size"],
            "root": head["root"],
            "quorum": f"{directory.root.quorum} of {len(directory.root.witnesses)}",
        }
    if as_json:
        show_json(found)
        return
    for name, value in found.items():
        show(f"{name:7} {value}")
    say("register.verified")


def log(
    last: Annotated[int, typer.Option(help="Only so many; 0 shows all.")] = 20, as_json: Json = False
) -> None:
    """The newest statements, each verified."""
    with signed_in() as session:
        rows = [_leaf(index, data) for index, data in enumerate(session.register.leaves)]
    rows = rows[-last:] if last else rows
    if as_json:
        show_json(rows)
        return
    for row in rows:
        moment = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(row["time"]))
        show(f"{row['index']:6}  {moment}  {row['kind']:14} {str(row['by'])[:16]}  {row['hash']}")


def _leaf(index: int, data: bytes) -> dict[str, Any]:
    if data[:1] == b"{":
        heads = tree.parse_heads_leaf(data)
        return {"index": index, "kind": "heads", "by": "log", "time": heads["time"], "hash": heads["root"]}
    read = envelope.decode(data)
    kept = {name: read.value[name] for name in ("kind", "by", "time")}
    return {"index": index, **kept, "hash": read.hash}


def enrolments(as_json: Json = False) -> None:
    """Who has enrolled on an invitation of your country and is not nominated yet."""
    with signed_in(sync=False) as session:
        rows = session.connection.get_json("/enrolments")
    rows = [{**row, "fingerprint": fingerprint(row["key"])} for row in rows]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        show(f"{row['key']}  {row['fingerprint']}  {row['role']}  {row['office'] or '-'}  {row['name']}")
