"""`repatria invite`: by an agency's or bureau's head, or with the token of a ceremony."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from repatria.cli.output import say, show
from repatria.cli.reading import country as country_code
from repatria.cli.reading import office as office_id
from repatria.cli.reading import one_of
from repatria.cli.working import signed_in
from repatria.protocol.statements import ROLES
from repatria.sdk import Connection, WrongUse
from repatria.sdk.enrol import Invitation, invite

HEADS = ("agency", "bureau")


def run(
    name: Annotated[str, typer.Argument(help="Whom you invite.")],
    country: Annotated[str, typer.Option(help="Two letters.")],
    role: Annotated[str, typer.Option(help="officer, deputy, head, auditor, partner; agency or bureau")],
    office: Annotated[str | None, typer.Option(help="None for an agency's or bureau's head.")] = None,
    server: Annotated[str, typer.Option(help="With a token: address of the server.")] = "",
    root: Annotated[str, typer.Option(help="With a token: root hash on paper.")] = "",
) -> None:
    """Print a single-use link for a newcomer; give it to the person, not to a mailbox you do not know.

    The secretariat invites heads of bureaus with REPATRIA_READER instead of a session: `--server` and
    `--root` too.
    """

    country_code("--country", country)
    one_of("--role", role, (*ROLES, *HEADS))
    if office is not None:
        office_id("--office", office)
    if (office is None) != (role in HEADS):
        raise WrongUse("office_of_role", f"--role {role}")
    if not name.strip():
        raise WrongUse("nothing_said", "NAME")

    def make(connection: Connection, net: str) -> Invitation:
        return invite(connection, country=country, office=office, role=role, name=name, net=net)

    token = os.environ.get("REPATRIA_READER")
    if token is not None:
        if not server or not root:
            raise WrongUse("no_anchor", "a reader token needs --server and --root")
        with Connection(server, bearer=f"reader:{token}") as connection:
            made, net = make(connection, root), root
    else:
        with signed_in(sync=False) as session:
            net = session.register.net or ""  # as this profile verified it
            made = make(session.connection, net)
    say("invite.compare", net=net)
    show(made.link)
