"""`repatria notice list | show | check | calendar`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from repatria.cli import reading
from repatria.cli.bodies import asset_word
from repatria.cli.exits import Exit
from repatria.cli.language import spoken
from repatria.cli.notice.options import AsJson, NoticeName, colour_word, word
from repatria.cli.output import local_moment, say, show, show_json, words
from repatria.cli.working import signed_in
from repatria.notices.offences import in_corruption_view
from repatria.protocol.canonical import Json
from repatria.protocol.notice_states import ENDED, SUBMITTED, SUSPENDED, VALID, Notice
from repatria.protocol.statements import COLOURS
from repatria.sdk import Session, Standing, WrongUse
from repatria.sdk.store import write_private

STATES = (SUBMITTED, VALID, SUSPENDED, *sorted(ENDED))
_SUBJECT = ("address", "description", "position", "registration", "jurisdiction")
LABELS = (
    *("born", "birth_place", "nationalities", *_SUBJECT, "document", "offence", "asset"),
    *("action", "basis", "reference", "agency", "contact"),
)
_DOCUMENT = ("type", "number", "country", "expires")
_OFFENCE = ("code", "law", "charge")
_CONTACT = ("name", "phone", "languages")


def listed(
    state: Annotated[list[str] | None, typer.Option(help=", ".join(STATES))] = None,
    colour: Annotated[str, typer.Option(help=", ".join(COLOURS))] = "",
    country: Annotated[str, typer.Option(help="Two letters: who asks.")] = "",
    corruption: Annotated[
        bool, typer.Option("--corruption", help="Only valid ones for corruption-related offences.")
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="Only those whose review is due.")] = False,
    as_json: AsJson = False,
) -> None:
    """List notices, newest first; all that have not ended, if nothing is said."""
    for one in state or ():
        reading.one_of("--state", one, STATES)
    reading.code_of("--colour", colour, COLOURS)
    asker = reading.country_of("--country", country) if country else ""
    wanted = tuple(state) if state else (SUBMITTED, VALID, SUSPENDED)
    with signed_in() as session:
        rows = [
            _row(session, notice)
            for notice in session.notices.all(*wanted)
            if colour in ("", notice.colour)
            and asker in ("", notice.country)
            and (not due or notice.due_for_review(session.now()))
        ]
    if corruption:
        rows = [row for row in rows if _is_about_corruption(row)]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        what = _whom_and_why(row["record"]) if row["record"] else words("notice.sealed")
        show(f"{row['notice'][:12]}  {colour_word(row['colour'])}  {row['country']}  {_state(row)}  {what}")


def _state(row: dict[str, Any]) -> str:
    """With its end, while it has one before it."""
    state = word("states", row["state"])
    if row["state"] in ENDED:
        return state
    return words("notice.state", state=state, until=local_moment(row["until"]))


def _whom_and_why(record: Json) -> str:
    return "  ".join([*record["subject"]["names"][:1], _title(record)])


def _title(record: Json) -> str:
    """In the language spoken where the record has it, else in that of the original."""
    texts = {one["language"]: one["title"] for one in record["texts"]}
    return str(texts.get(spoken(), record["texts"][0]["title"]))


def shown(
    notice: NoticeName,
    pictures: Annotated[
        Path | None, typer.Option(help="Write its checked pictures into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a notice: its record, its reviews, and what became of it."""
    with signed_in() as session:
        found = session.notices.find(notice)
        row = _row(session, found)
        marks = _marks(session, found, row["record"])
        if pictures is not None:
            _save(session, found, pictures)
    if as_json:
        show_json(row)
        return
    for line in (*_lines(row, found), *marks):
        show(line)


def check(notice: NoticeName, as_json: AsJson = False) -> None:
    """Verify before you act: ask the log now what became of a notice. Exit code 8 when it is not valid."""
    with signed_in() as session:
        standing = session.notices.verify_now(session.notices.find(notice))
    if as_json:
        show_json(standing.to_json())
    else:
        _say_standing(standing)
    if standing.state != VALID:
        raise typer.Exit(Exit.NOT_VALID)


def _say_standing(standing: Standing) -> None:
    signed, state = local_moment(standing.signed), word("states", standing.state)
    show(words("notice.standing", state=state, time=signed, position=standing.position))
    if not standing.is_fresh:
        say("notice.not_fresh", time=signed)
    say("notice.lead" if standing.state == VALID else "notice.do_not_act")


def calendar(
    file: Annotated[Path, typer.Argument(help="The .ics file to write.")],
    country: Annotated[str, typer.Option(help="Two letters: who asks.")] = "",
) -> None:
    """Write reviews and ends of valid notices as a calendar."""
    from repatria.notices.calendar import Entry
    from repatria.notices.calendar import calendar as calendar_of

    asker = reading.country_of("--country", country) if country else ""
    with signed_in() as session:
        notices = session.notices
        found = [one for one in notices.all(VALID, SUSPENDED) if asker in ("", one.country)]
        records = [(one, _record(session, one)) for one in found]
        entries = [Entry(one, record["reference"] if record else "") for one, record in records]
        data = calendar_of(entries, now=session.now(), language=spoken())
    write_private(file, data)
    say("notice.calendar", path=file, count=len(entries))


def _record(session: Session, notice: Notice) -> Json | None:
    """None where it is sealed to others, or gone."""
    try:
        return session.notices.record(notice)
    except WrongUse as error:
        if error.code != "no_record":
            raise
        return None


def _row(session: Session, notice: Notice) -> dict[str, Any]:
    now = session.now()
    return {
        "notice": notice.hash,
        "colour": notice.colour,
        "variant": notice.variant,
        "country": notice.country,
        "state": notice.state_at(now),
        "until": notice.until,
        "due_for_review": notice.due_for_review(now),
        "amends": notice.amends,
        "replaced_by": notice.replaced_by,
        "reviews": [
            {"part": one.part, "outcome": one.outcome, "reason": one.reason, "text": one.text}
            for one in notice.reviews
        ],
        "changes": [
            {
                "act": one.act,
                "time": one.issue.time,
                "until": one.until,
                "reason": one.reason,
                "text": one.text,
            }
            for one in notice.changes
        ],
        "record": _record(session, notice),
    }


def _is_about_corruption(row: dict[str, Any]) -> bool:
    record = row["record"]
    if record is None:
        return False
    offences = [(one["code"], one["charge"]) for one in record["offences"]]
    return bool(in_corruption_view(row["colour"], row["state"], offences))


def _lines(row: dict[str, Any], notice: Notice) -> Iterator[str]:
    yield f"{notice.hash}  {colour_word(notice.colour)}  {notice.country}"
    yield _state(row)
    if row["due_for_review"]:
        yield words("notice.due")
    for name in ("amends", "replaced_by"):
        if row[name]:
            yield words(f"notice.{name}", notice=row[name][:12])
    for review in row["reviews"]:
        yield _said(
            words(f"notice.part.{review['part']}"), words(f"notice.outcome.{review['outcome']}"), review
        )
    for change in row["changes"]:
        yield _said(local_moment(change["time"]), words(f"notice.act.{change['act']}"), change)
    record = row["record"]
    if record is None:
        yield words("notice.sealed")
        return
    yield from _record_lines(record)
    yield ""


def _marks(session: Session, notice: Notice, record: Json | None) -> list[str]:
    """What must stand on every copy, for whoever prints it."""
    from repatria.notices.marking import Verified, marking

    if record is None:
        return []
    pin = session.register.pin
    verified = Verified(pin.size, pin.time) if pin else None
    marks = marking(record, notice, verified, printed_at=session.now(), language=spoken())
    return [mark.text for mark in marks]


def _said(where: str, what: str, own: dict[str, Any]) -> str:
    reason = word("reasons", own["reason"]) if own["reason"] else ""
    until = f"→ {local_moment(own['until'])}" if own.get("until") else ""
    return "  ".join(part for part in ("-", where, what, until, reason, own["text"]) if part)


def _record_lines(record: Json) -> Iterator[str]:
    subject = record["subject"]
    yield ""
    yield "  ".join([word("subjects", subject["kind"]), *subject["names"]])
    yield from _labelled("born", [", ".join(subject["born"])])
    yield from _labelled("birth_place", [subject["birth_place"]])
    yield from _labelled("nationalities", [", ".join(subject["nationalities"])])
    for name in _SUBJECT:
        yield from _labelled(name, [subject[name]])
    for document in subject["documents"]:
        yield from _labelled("document", [document[name] for name in _DOCUMENT])
    for text in record["texts"]:
        yield ""
        yield f"[{text['language']}] {text['title']}"
        yield text["facts"]
    yield ""
    for offence in record["offences"]:
        months = offence["penalty_months"]
        penalty = "" if months is None else words("notice.penalty", months=months)
        yield from _labelled("offence", [*(offence[name] for name in _OFFENCE), penalty])
    for asset in record["assets"]:
        yield from _labelled("asset", [_asset_line(asset)])
    yield from _labelled("action", [word("actions", one) for one in record["action"]])
    basis, contact = record["basis"], record["contact"]
    decided = word("bases", basis["kind"]) if basis["kind"] else ""
    yield from _labelled("basis", [decided, *(basis[name] for name in ("authority", "reference", "date"))])
    yield from _labelled("reference", [record["reference"]])
    yield from _labelled("agency", [record["agency"]])
    yield from _labelled("contact", [contact[name] for name in _CONTACT])


def _labelled(name: str, parts: Iterable[str]) -> Iterator[str]:
    """One line with what it is about; none where nothing is said of it."""
    said = _line(parts)
    if said:
        yield f"{words('notice.label.' + name)}: {said}"


def _asset_line(asset: Json) -> str:
    identifiers = (f"{one['scheme']} {one['value']}" for one in asset["identifiers"])
    role = word("holders", asset["holder_role"]) if asset["holder_role"] else ""
    held = f"{asset['holder']} ({role})" if role else asset["holder"]
    amount = f"{asset['amount']} {asset['currency']}".strip()
    return _line(
        [
            asset_word(asset["type"]),
            asset["name"],
            *identifiers,
            asset["description"],
            asset["place"],
            held,
            amount,
            asset["link"],
        ]
    )


def _line(parts: Iterable[str]) -> str:
    return "  ".join(part for part in parts if part)


def _save(session: Session, notice: Notice, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    own = session.notices.record(notice)["pictures"]
    for number, (picture, data) in enumerate(
        zip(own, session.notices.pictures(notice), strict=True), start=1
    ):
        path = folder / f"{notice.hash[:12]}-{number}.{picture['type'].partition('/')[2]}"
        write_private(path, data)
        say("open.saved", path=path)
