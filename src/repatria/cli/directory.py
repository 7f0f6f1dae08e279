"""`repatria directory [TEXT]`: offices and officers, from the verified register."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from repatria.cli.output import show, show_json
from repatria.cli.working import signed_in
from repatria.protocol.records import Officer
from repatria.sdk import Session
from repatria.sdk.enrol import fingerprint


def run(
    text: Annotated[str, typer.Argument(help="A name, country or office; nothing shows all.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Whom to ask: every officer with their office, its local time, and who vouched for them."""
    with signed_in() as session:
        found = session.register.directory.find(text)
        rows = [_row(session, officer) for officer in sorted(found, key=lambda one: one.office)]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        who = f"{row['latin']} ({row['name']})"
        show(f"{row['office']}  {row['local_time']}  {who}  {row['role']}  {row['state']}")
        show(f"    {row['phone']}  {', '.join(row['languages'])}  {row['fingerprint']}")


def _row(session: Session, officer: Officer) -> dict[str, Any]:
    directory = session.register.directory
    office = directory.offices[officer.office]
    now = session.now()
    return {
        **officer.person,
        "key": officer.keyid,
        "fingerprint": fingerprint(officer.keyid),
        "office": officer.office,
        "role": officer.role,
        "country": officer.country,
        "state": "active" if officer.active(now) else officer.status if now < officer.until else "expired",
        "until": officer.until,
        "local_time": datetime.fromtimestamp(now, ZoneInfo(office.tz)).strftime("%a %H:%M"),
        "chain": [
            {"kind": link.kind, "index": link.index, "hash": link.hash}
            for link in directory.chain(officer.keyid)
        ],
    }
