"""`repatria send`: a letter or a request to one or more offices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.exits import Exit
from repatria.cli.judging import findings_json, findings_of, say_findings
from repatria.cli.language import spoken
from repatria.cli.output import progress, say, show, show_json
from repatria.cli.reading import language as language_code
from repatria.cli.reading import office, one_of, said
from repatria.cli.request_form import FREEZE, FormOptions, fill_in, lay_over, read_form, subject_of
from repatria.cli.working import signed_in
from repatria.sdk import Draft, Letter, RequestForm, Sent, Session, WrongUse
from repatria.sdk.blobs import Progress
from repatria.sdk.draft_forms import draft_of, letter_of
from repatria.sdk.letters import REQUEST_TYPES, TLP

MESSAGE = "message"
HANDLING = "TLP:AMBER+STRICT"  # as in the browser


def run(
    to: Annotated[
        list[str] | None, typer.Option(help="Office, such as ch/contact-point. May be repeated.")
    ] = None,
    subject: Annotated[str, typer.Option(help="A freeze request gets one of its own.")] = "",
    text: Annotated[str, typer.Option(help="What you say.")] = "",
    body_file: Annotated[
        Path | None, typer.Option(help="Or a UTF-8 file with it; - reads standard input.")
    ] = None,
    attach: Annotated[list[Path] | None, typer.Option(help="A file; may be repeated.")] = None,
    kind: Annotated[
        str,
        typer.Option(
            help="message, freeze, tracing, pre_mla, spontaneous, confiscation, return, information"
        ),
    ] = "",
    urgency: Annotated[
        str, typer.Option(help="flash, urgent, priority, ordinary; a freeze is urgent if nothing is said.")
    ] = "",
    tlp: Annotated[
        str,
        typer.Option(
            help="Handling: TLP:RED, TLP:AMBER+STRICT (if nothing is said), TLP:AMBER, TLP:GREEN, TLP:CLEAR."
        ),
    ] = "",
    language: Annotated[
        str, typer.Option(help="Language of the text, two letters; else the one spoken here.")
    ] = "",
    offence: Annotated[str, typer.Option(help="Code of offence-codes.csv, such as UNCAC-17.")] = "",
    offence_law: Annotated[str, typer.Option(help="The article and its maximum penalty, in words.")] = "",
    stage: Annotated[
        str,
        typer.Option(
            help="intelligence, preliminary, investigation, charged, trial, final_judgment, ncb, civil, "
            "administrative"
        ),
    ] = "",
    facts: Annotated[str, typer.Option(help="What happened, and why it is urgent.")] = "",
    measure: Annotated[str, typer.Option(help="What is asked for.")] = "",
    purpose: Annotated[str, typer.Option(help="What the answer will be used for.")] = "",
    authority: Annotated[str, typer.Option(help="Who investigates, if it is not your office.")] = "",
    third_parties: Annotated[str, typer.Option(help="Who else may have rights in the asset.")] = "",
    order: Annotated[str, typer.Option(help="The order, if there is one.")] = "",
    needed_by: Annotated[
        str,
        typer.Option(help="When the money could leave: 2026-11-24T18:00+03:00, +20h, +9d, or Unix seconds."),
    ] = "",
    formal_by: Annotated[str, typer.Option(help="When the formal request will follow; the same forms.")] = "",
    contact_name: Annotated[
        str, typer.Option(help="Who can be called; else you, as the register has you.")
    ] = "",
    contact_phone: Annotated[str, typer.Option(help="A number that is answered at night.")] = "",
    person: Annotated[
        list[str] | None, typer.Option(help="name|latin|born|document|nationality. May be repeated.")
    ] = None,
    asset: Annotated[
        list[str] | None,
        typer.Option(help="type|identifier|holder|place|amount|currency|link. May be repeated."),
    ] = None,
    request_file: Annotated[
        Path | None, typer.Option(help="JSON with the request's fields; options are laid over it.")
    ] = None,
    draft: Annotated[str, typer.Option(help="Go on with a draft; options are laid over it.")] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep it as a draft, here and in the browser; send nothing.")
    ] = False,
    resume: Annotated[str, typer.Option(help="Go on with a sending that was cut off.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Seal and send. A freeze request that lacks what the other side needs is kept as a draft (exit code 7).

    A sending that is cut off can be resumed where its files stopped.
    """
    options = FormOptions(
        {
            "type": kind if kind != MESSAGE else "", "urgency": urgency, "offence": offence,
            "offence_law": offence_law, "stage": stage, "facts": facts, "measure": measure,
            "purpose": purpose, "authority": authority, "third_parties": third_parties, "order": order,
            "contact_name": contact_name, "contact_phone": contact_phone,
        },
        {"needed_by": needed_by, "formal_by": formal_by}, person or (), asset or (),
    )  # fmt: skip
    if kind:
        one_of("--kind", kind, (MESSAGE, *REQUEST_TYPES))
    said_now = Letter(
        tuple(office("--to", one) for one in to or ()), subject, said(text, body_file),
        one_of("--tlp", tlp or HANDLING, TLP), language_code("--language", language or spoken()),
        None, tuple(attach or ()),
    )  # fmt: skip
    with signed_in() as session, progress() as tell:
        if resume:
            tell_sent(session.mail.send_draft(resume, tell), as_json=as_json)
            return
        before = session.drafts.find(draft) if draft else None
        letter = (
            letter_of(before, said_now.files) if before else replace(said_now, to=(), subject="", text="")
        )
        letter = replace(
            letter,
            to=said_now.to or letter.to,
            subject=subject or letter.subject,
            text=said_now.text or letter.text,
            tlp=tlp or letter.tlp,
            language=language or letter.language or spoken(),
        )
        form = _base(letter.request, request_file, options, kind, session.now())
        letter = replace(letter, request=form and lay_over(form, options, session.now()))
        finish(session, letter, before, tell, keep=keep, as_json=as_json)


def _base(
    drafted: RequestForm | None, path: Path | None, options: FormOptions, kind: str, now: int
) -> RequestForm | None:
    """The form that options are laid over; None for a plain message."""
    if kind == MESSAGE:
        return None
    form = read_form(path, now) if path is not None else drafted
    if form is not None or not kind:
        if form is None and any(
            (*options.texts.values(), *options.moments.values(), *options.persons, *options.assets)
        ):
            raise WrongUse("no_kind", "--kind")
        return form
    return RequestForm(kind, "urgent" if kind == FREEZE else "ordinary")


def finish(
    session: Session, letter: Letter, draft: Draft | None, tell: Progress, *, keep: bool, as_json: bool
) -> None:
    """Keep it, or judge and send it. Raises typer.Exit (INCOMPLETE) when the gate holds it back."""
    if letter.request is not None and letter.request.type == FREEZE:
        letter = replace(letter, request=fill_in(letter.request, letter.language, session))
    if keep:
        say("drafts.kept", id=_keep(session, letter, draft))
        return
    findings = findings_of(letter, session)
    say_findings(findings)
    if any(one.level == "red" for one in findings):
        kept = _keep(session, letter, draft)
        if as_json:
            show_json({"draft": kept, **{name: findings_json(findings, level) for name, level in LEVELS}})
        say("send.held_back", id=kept)
        raise typer.Exit(Exit.INCOMPLETE)
    tell_sent(_send(session, letter, tell), as_json=as_json)
    if draft is not None:
        session.drafts.delete(draft)


LEVELS = (("missing", "red"), ("advice", "amber"))


def _send(session: Session, letter: Letter, tell: Progress) -> Sent:
    form = letter.request
    if not letter.text.strip() and not letter.files and (form is None or not form.facts.strip()):
        raise WrongUse("nothing_said", "--text, --body-file")
    for one in letter.to:
        if one not in session.register.directory.offices:
            raise WrongUse("unknown_office", one)
    if not letter.subject.strip() and form is not None and form.type == FREEZE:
        letter = replace(letter, subject=subject_of(form, letter.language))
    kept = session.mail.draft(letter, tell)
    say("send.draft", id=kept)
    return session.mail.send_draft(kept, tell)


def _keep(session: Session, letter: Letter, draft: Draft | None) -> str:
    """As a draft on the server, sealed, which the browser has too; the beginning of its id."""
    if letter.files:
        say("drafts.no_files")
    return session.drafts.save(draft_of(letter, draft)).id[:8]


def tell_sent(sent: Sent, *, as_json: bool) -> None:
    if as_json:
        show_json({"room": sent.room, "seq": sent.seq, "hash": sent.hash})
        return
    show(sent.room)
    say("sent.done", room=sent.room[:12], seq=sent.seq)
