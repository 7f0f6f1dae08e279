"""`repatria invite`: by an agency's or bureau's head, or with a reader token."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import show
from repatria.cli.working import signed_in
from repatria.sdk.enrol import invite


def run(
    name: Annotated[str, typer.Argument(help="Whom you invite.")],
    country: Annotated[str, typer.Option(help="Two letters.")],
    role: Annotated[str, typer.Option(help="officer, deputy, head, auditor, partner; agency or bureau")],
    office: Annotated[str | None, typer.Option(help="None for an agency's or bureau's head.")] = None,
) -> None:
    """Print a single-use link for a newcomer; give it to the person, not to a mailbox you do not know."""
    with signed_in(sync=False) as session:
        made = invite(session.connection, country=country, office=office, role=role, name=name)
    show(made.link)
