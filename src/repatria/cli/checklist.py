"""`repatria checklist ROOM` and `repatria tick ROOM ACTION`: the first 24 hours of an urgent request."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from repatria import reference
from repatria.cli.output import local_moment, progress, say, show, show_json, words
from repatria.cli.reading import one_of
from repatria.cli.register.acts import find_key
from repatria.cli.working import signed_in
from repatria.sdk import Session, Thread, Tick, WrongUse
from repatria.sdk.letters import TICK_STATES

HOUR_SECONDS = 3600
URGENT = ("flash", "urgent")

Room = Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")]


def checklist(
    room: Room, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """Show how far the 24-hour checklist of a room is; everybody in the room works on the same one."""
    with signed_in() as session:
        thread = session.threads.read(room)
        rows = [_row(session, thread, action) for action in reference.checklist()["actions"]]
    if as_json:
        show_json(rows)
        return
    started = _started(thread)
    applicable = [row for row in rows if row["state"] != "not_applicable"]
    done = sum(row["state"] == "done" for row in applicable)
    show(words("checklist.progress", done=done, total=len(applicable), time=local_moment(started)))
    for row in rows:
        mark = "!" if row["critical"] else " "
        state, title = words(f"checklist.{row['state']}"), words(f"action.{row['action']}")
        show(f"{row['action']} {mark} {state:14} {title}")
        if row["by"]:
            show(f"       {row['by']}, {local_moment(row['time'])}  {row['note']}")


def tick(
    room: Room,
    action: Annotated[str, typer.Argument(help="Action, such as A07; `repatria checklist ROOM` lists them.")],
    state: Annotated[str, typer.Option(help="open, doing, done, not_applicable")] = "done",
    note: Annotated[
        str, typer.Option(help="A word on it; why, where a critical action does not apply.")
    ] = "",
    owner: Annotated[str, typer.Option(help="Key id of the officer who does it.")] = "",
    attach: Annotated[list[Path] | None, typer.Option(help="A file that proves it; may be repeated.")] = None,
) -> None:
    """Say how far an action of the 24-hour checklist is: a signed entry of the room."""
    one_of("--state", state, TICK_STATES)
    actions = {one["id"]: one for one in reference.checklist()["actions"]}
    one_of("ACTION", action.upper(), actions)
    if state == "not_applicable" and actions[action.upper()]["critical"] and not note.strip():
        raise WrongUse("no_reason", "--note")
    with signed_in() as session, progress() as tell:
        keyid = find_key(session, owner) if owner else ""
        said = Tick(action.upper(), state, note, keyid, tuple(attach or ()))
        sent = session.mail.tick(room, said, tell)
    say("sent.done", room=sent.room[:12], seq=sent.seq)


def _row(session: Session, thread: Thread, action: dict[str, Any]) -> dict[str, Any]:
    said = thread.ticks().get(action["id"])
    body = (said.body if said is not None else None) or {}
    owner = session.register.directory.officer(str(body.get("owner", "")))
    return {
        "action": action["id"],
        "title": action["action"],
        "critical": action["critical"],
        "due": _started(thread) + int(action["to_h"] * HOUR_SECONDS),
        "state": body.get("state", "open"),
        "note": body.get("note", ""),
        "owner": str(owner.person["latin"]) if owner else "",
        "by": said.name if said is not None else "",
        "time": said.time if said is not None else None,
    }


def _started(thread: Thread) -> int:
    """T+0: the first urgent request, else the first tick, else the room's first message."""
    urgent = [one.opened for one in thread.requests if one.urgency in URGENT]
    ticked = [one.time for one in thread.messages if one.kind == "tick"]
    return (urgent or ticked or [one.time for one in thread.messages])[0]
