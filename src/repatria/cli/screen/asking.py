"""`repatria screen NAME`: how a query is written, and its ranked leads."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.output import show_json
from repatria.cli.screen.explaining import AsJson, say_what_is_missing, show_leads
from repatria.cli.working import signed_in
from repatria.notices.importing.cleaning import can_be_compared, find_date
from repatria.screening.forms import form_of
from repatria.screening.records import LISTED_KINDS, Identifier, Kind, Subject
from repatria.sdk import WrongUse
from repatria.sdk.screening import threshold_of

KINDS = tuple(kind.value for kind in LISTED_KINDS)
GENDERS = ("female", "male", "other")
SCHEMES = (
    "iban", "account", "bic", "lei", "isin", "imo", "mmsi", "vin", "plate", "tail", "wallet", "passport",
    "id_card", "tax", "register", "other",
)  # fmt: skip

Name = Annotated[str, typer.Argument(help="The name, in any script; empty quotes to ask by a number alone.")]
Also = Annotated[list[str] | None, typer.Option(help="Another name of the same; may be repeated.")]
OfKind = Annotated[str, typer.Option("--kind", help=", ".join(KINDS))]
AnyKind = Annotated[str, typer.Option("--kind", help="Without it, of any kind. " + ", ".join(KINDS))]
Born = Annotated[list[str] | None, typer.Option(help="1961, 1961-04 or 1961-04-02; may be repeated.")]
Country = Annotated[
    list[str] | None, typer.Option(help="Nationality or place of registration; may be repeated.")
]
Gender = Annotated[str, typer.Option(help=", ".join(GENDERS))]
Document = Annotated[
    list[str] | None, typer.Option(help="A number as SCHEME:VALUE, like passport:A1234567; may be repeated.")
]
Limit = Annotated[int, typer.Option(help="At most so many leads.")]
Least = Annotated[float | None, typer.Option("--threshold", help="From which score on, 0 to 1.")]


def by_name(
    name: Name,
    also: Also = None,
    kind: AnyKind = "",
    born: Born = None,
    country: Country = None,
    gender: Gender = "",
    document: Document = None,
    limit: Limit = 10,
    threshold: Least = None,
    as_json: AsJson = False,
) -> None:
    """Screen one name or record. Nothing that you ask leaves this machine.

    A hit is a lead, never an action.
    """
    query = query_of([name, *(also or ())], kind, born, country, gender, document)
    least = checked(limit, threshold)
    with signed_in() as session:
        say_what_is_missing(session)
        leads = session.screening.screen(query, limit=limit, threshold=least)
        listed = len(session.screening.listed())
    if as_json:
        rows = [lead.to_json() for lead in leads]
        show_json({"query": form_of(query), "listed": listed, "threshold": least, "leads": rows})
        return
    show_leads([lead.to_json() for lead in leads], listed, least)


def checked(limit: int, threshold: float | None) -> float:
    """The threshold to use. Raises WrongUse (`bad_number`)."""
    reading.whole("--limit", limit, 1, 200)
    if threshold is None:
        return threshold_of().value
    reading.whole("--threshold", threshold, 0, 1)
    return threshold


def query_of(
    names: list[str],
    kind: str,
    born: list[str] | None,
    countries: list[str] | None,
    gender: str,
    documents: list[str] | None,
) -> Subject:
    """`kind` empty: any. Raises WrongUse (`nothing_asked`, `bad_choice`, `bad_date`, `bad_country`)."""
    if kind:
        reading.one_of("--kind", kind, KINDS)
    reading.code_of("--gender", gender, GENDERS)
    query = Subject(
        id="",
        kind=Kind(kind or Kind.ANY),
        names=tuple(name.strip() for name in names if can_be_compared(name)),
        birth_dates=tuple(_date(one) for one in born or ()),
        countries=tuple(reading.country_of("--country", one) for one in countries or ()),
        genders=(gender,) if gender else (),
        identifiers=tuple(_number(one) for one in documents or ()),
    )
    if not query.names and not query.identifiers:
        raise WrongUse("nothing_asked", "NAME, --document")
    return query


def _date(text: str) -> str:
    found = find_date(text)
    if found is None:
        raise WrongUse("bad_date", f"--born {text!r}")
    return found


def _number(text: str) -> Identifier:
    scheme, _, value = text.partition(":")
    reading.one_of("--document", scheme, SCHEMES)
    if not value.strip():
        raise WrongUse("bad_choice", f"--document {text!r}: SCHEME:VALUE")
    return Identifier(scheme, value.strip())
