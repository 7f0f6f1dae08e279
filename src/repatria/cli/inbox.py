"""`repatria inbox`."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from repatria.cli.output import clean, show, show_json
from repatria.cli.working import signed_in
from repatria.sdk import Session, Thread


def run(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    unread: Annotated[bool, typer.Option(help="Only threads with something unread.")] = False,
) -> None:
    """Sync, verify, and list the rooms of your office, newest first."""
    with signed_in() as session:
        rows = [_row(session, thread) for thread in session.threads.all()]
    rows = [row for row in rows if row["unread"] or not unread]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        mark = "*" if row["unread"] else " "
        state = f"  [{row['urgency']}: {row['state']}]" if row["state"] else ""
        moment = time.strftime("%d %b %H:%M", time.localtime(int(str(row["time"]))))
        show(f"{mark} {str(row['room'])[:12]}  {moment}  {row['with']}  {clean(str(row['subject']))}{state}")


def _row(session: Session, thread: Thread) -> dict[str, object]:
    others = sorted({one.office for one in thread.messages} | set(_offices(thread)))
    request = thread.requests[-1] if thread.requests else None
    return {
        "room": thread.room,
        "subject": thread.subject,
        "with": ", ".join(office for office in others if office != session.office),
        "time": thread.messages[-1].time,
        "messages": len(thread.messages),
        "unread": len(session.threads.unread(thread)),
        "urgency": request.urgency if request else None,
        "state": request.state if request else None,
        "blocked": [one.hash for one in thread.blocked],
    }


def _offices(thread: Thread) -> list[str]:
    return [member.removeprefix("office:") for member in thread.members if member.startswith("office:")]
