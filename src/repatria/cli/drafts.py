"""`repatria drafts …`: what is being written, here and in the browser, sealed for its officer alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from repatria.cli.output import clean, progress, say, show, show_json, words
from repatria.cli.send import finish, tell_sent
from repatria.cli.working import signed_in
from repatria.sdk import Draft, Reply, Sent, Session, WrongUse
from repatria.sdk.blobs import Progress
from repatria.sdk.draft_forms import answer_of, letter_of

app = typer.Typer(no_args_is_help=True, help="Letters and replies that were not sent yet.")
Id = Annotated[str, typer.Argument(help="Draft, or the beginning of its id.")]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]


def listed(as_json: Json = False) -> None:
    """List drafts, and sendings that were cut off. `repatria send --keep` makes one."""
    with signed_in(sync=False) as session:
        rows = [_row(draft) for draft in session.drafts.all()]
        cut_off = session.mail.drafts() if session.office else []
    rows += [{"id": id_, "kind": "cut_off", "to": [], "subject": "", "files": []} for id_ in cut_off]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        where = ", ".join(row["to"]) or str(row.get("room") or "")[:12]
        kind = words(f"drafts.{row['kind']}")
        show(f"{row['id'][:8]}  {kind}  {where}  {clean(row['subject'])}")


def send(
    draft: Id,
    attach: Annotated[list[Path] | None, typer.Option(help="A file; may be repeated.")] = None,
    without_files: Annotated[
        bool, typer.Option("--without-files", help="Leave out the attachments that wait on another machine.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Send a draft, with the gate of `send`; then it is gone."""
    files = tuple(attach or ())
    with signed_in() as session, progress() as tell:
        found = session.drafts.find(draft)
        if found.files and not without_files and not files:
            raise WrongUse("files_elsewhere", ", ".join(str(one["name"]) for one in found.files))
        if found.room is None:
            finish(session, letter_of(found, files), found, tell, keep=False, as_json=as_json)
            return
        sent = _reply(session, found, files, tell)
        session.drafts.delete(found)
        tell_sent(sent, as_json=as_json)


def discard(draft: Id) -> None:
    """Throw a draft away, or a sending that was cut off; nobody ever saw it."""
    with signed_in(sync=False) as session:
        if session.office and draft in session.mail.drafts():
            session.mail.discard(draft)
        else:
            session.drafts.delete(session.drafts.find(draft))
    say("drafts.discarded", id=draft)


def _row(draft: Draft) -> dict[str, Any]:
    kind = "reply" if draft.room else "request" if draft.request else "letter"
    names = [str(one["name"]) for one in draft.files]
    return {"id": draft.id, "kind": kind, **draft.to_json(), "files": names}


def _reply(session: Session, draft: Draft, files: tuple[Path, ...], tell: Progress) -> Sent:
    assert draft.room is not None
    answer = answer_of(draft, files)
    if answer is not None:
        of = session.threads.read(draft.room).request().of
        return session.mail.answer(draft.room, of, answer, tell)
    if not draft.body.strip() and not files:
        raise WrongUse("nothing_said", draft.id[:8])
    return session.mail.reply(draft.room, Reply(draft.body, "", draft.handling, files=files), tell)


COMMANDS: dict[str, Callable[..., None]] = {"list": listed, "send": send, "discard": discard}
for name, command in COMMANDS.items():
    app.command(name)(command)
