"""`repatria inbox`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from repatria.cli.bodies import kind_of
from repatria.cli.output import clean, local_moment, say, show, show_json, words
from repatria.cli.working import signed_in
from repatria.sdk import Message, Session, Thread, live


def run(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    unread: Annotated[bool, typer.Option(help="Only threads with something unread.")] = False,
    follow: Annotated[
        bool, typer.Option(help="Stay, and show each message as it arrives; with --json an object a line.")
    ] = False,
) -> None:
    """Sync, verify, and list the rooms of your office, newest first."""
    if follow:
        _follow(as_json=as_json)
        return
    with signed_in() as session:
        rows = [_row(session, thread) for thread in session.threads.all()]
        due = bool(session.watch.due())
    if due:
        say("inbox.watch_due")
    rows = [row for row in rows if row["unread"] or not unread]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        mark = "*" if row["unread"] else " "
        state = f"  [{_word('urgency', row)}: {_word('state', row)}]" if row["state"] else ""
        moment = local_moment(int(str(row["time"])))
        show(f"{mark} {str(row['room'])[:12]}  {moment}  {row['with']}  {_called(row)}{state}")


def _follow(*, as_json: bool) -> None:
    """Until interrupted, or until the session has idled out. Between two arrivals the profile is free for
    other commands, so each arrival is verified by a session of its own.
    """
    with signed_in() as session:
        seen = _ends(session)
        connection = session.another_connection()
    say("inbox.following")
    try:
        for _ in live.cursors(connection):
            with signed_in() as session:
                fresh, seen = session.threads.since(seen), _ends(session)
            for message in fresh:
                _show_arrival(message, as_json=as_json)
    except KeyboardInterrupt:
        return
    finally:
        connection.close()


def _ends(session: Session) -> dict[str, int]:
    """The last entry of every room, as far as it was shown."""
    return {room: seq for room, (seq, _) in session.rooms.pins().items()}


def _show_arrival(message: Message, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(message.to_json(), ensure_ascii=False), flush=True)
        return
    moment = local_moment(message.time)
    what = message.problem or (message.body or {}).get("subject") or kind_of(message.kind)
    show(f"{message.room[:12]}  {moment}  {message.name} ({message.office})  {what}")


def _word(kind: str, row: dict[str, object]) -> str:
    """What programs read as a code, for people."""
    return words(f"{kind}.{row[kind]}")


def _row(session: Session, thread: Thread) -> dict[str, object]:
    others = sorted({one.office for one in thread.messages} | set(_offices(thread)))
    request = thread.requests[-1] if thread.requests else None
    return {
        "room": thread.room,
        "subject": thread.subject,
        "kind": thread.messages[0].kind,
        "with": ", ".join(office for office in others if office != session.office),
        "time": thread.messages[-1].time,
        "messages": len(thread.messages),
        "unread": len(session.threads.unread(thread)),
        "urgency": request.urgency if request else None,
        "state": request.state if request else None,
        "blocked": [one.hash for one in thread.blocked],
    }


def _called(row: dict[str, object]) -> str:
    """A hit has no subject: it says what it is."""
    return clean(str(row["subject"])) or kind_of(str(row["kind"]))


def _offices(thread: Thread) -> list[str]:
    return [member.removeprefix("office:") for member in thread.members if member.startswith("office:")]
