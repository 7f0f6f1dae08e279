"""`repatria send`: a letter or a request to one or more offices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import progress, say, show, show_json
from repatria.cli.working import signed_in
from repatria.sdk import Asset, ConcernedPerson, Letter, RequestForm, WrongUse

MANY = "May be repeated."


def run(
    to: Annotated[list[str] | None, typer.Option(help=f"Office, such as ch/contact-point. {MANY}")] = None,
    subject: Annotated[str, typer.Option()] = "",
    text: Annotated[str, typer.Option()] = "",
    body_file: Annotated[Path | None, typer.Option(help="UTF-8 file with the text.")] = None,
    attach: Annotated[list[Path] | None, typer.Option(help=MANY)] = None,
    kind: Annotated[
        str,
        typer.Option(
            help="message, freeze, tracing, pre_mla, spontaneous, confiscation, return, information"
        ),
    ] = "message",
    urgency: Annotated[str, typer.Option(help="flash, urgent, priority, ordinary")] = "ordinary",
    tlp: Annotated[str, typer.Option(help="Handling.")] = "TLP:AMBER",
    language: Annotated[str, typer.Option(help="Two letters.")] = "en",
    offence: Annotated[str, typer.Option(help="Code of offence-codes.csv.")] = "",
    offence_law: Annotated[str, typer.Option(help="The article, in words.")] = "",
    stage: Annotated[str, typer.Option()] = "",
    facts: Annotated[str, typer.Option()] = "",
    measure: Annotated[str, typer.Option(help="What is asked for.")] = "",
    purpose: Annotated[str, typer.Option(help="What the answer will be used for.")] = "",
    authority: Annotated[str, typer.Option(help="Who investigates.")] = "",
    third_parties: Annotated[str, typer.Option()] = "",
    order: Annotated[str, typer.Option(help="The order, if there is one.")] = "",
    needed_by: Annotated[int | None, typer.Option(help="Unix seconds.")] = None,
    formal_by: Annotated[int | None, typer.Option(help="Unix seconds.")] = None,
    person: Annotated[
        list[str] | None, typer.Option(help=f"name|latin|born|document|nationality. {MANY}")
    ] = None,
    asset: Annotated[
        list[str] | None,
        typer.Option(help=f"type|identifier|holder|place|amount|currency|link. {MANY}"),
    ] = None,
    resume: Annotated[str | None, typer.Option(help="Go on with a sending that was cut off.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Seal and send. A sending that is cut off can be resumed where its files stopped."""
    form = None
    if kind != "message":
        form = RequestForm(
            type=kind, urgency=urgency, needed_by=needed_by, offence=offence, offence_law=offence_law,
            stage=stage, facts=facts, measure=measure, formal_by=formal_by, purpose=purpose, order=order,
            authority=authority, third_parties=third_parties,
            persons=tuple(ConcernedPerson(*_parts(row, 5)) for row in person or ()),
            assets=tuple(Asset(*_parts(row, 7)) for row in asset or ()),
        )  # fmt: skip
    said = body_file.read_text(encoding="utf-8") if body_file else text
    letter = Letter(tuple(to or ()), subject, said, tlp, language, form, tuple(attach or ()))
    with signed_in() as session, progress() as tell:
        if resume is None:
            draft = session.mail.draft(letter, tell)
            say("send.draft", id=draft)
        else:
            draft = resume
        sent = session.mail.send_draft(draft, tell)
    if as_json:
        show_json({"room": sent.room, "seq": sent.seq, "hash": sent.hash})
    else:
        show(sent.room)
        say("sent.done", room=sent.room[:12], seq=sent.seq)


def _parts(row: str, most: int) -> list[str]:
    parts = [part.strip() for part in row.split("|")]
    if not parts[0] or len(parts) > most:
        raise WrongUse("bad_fields", f"{row!r}: one to {most} fields, divided by |")
    return parts
