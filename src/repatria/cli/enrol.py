"""`repatria enrol LINK`: keys and recovery kit of a newcomer, made here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import asking
from repatria.cli.output import say, show
from repatria.sdk import Profile, default_folder
from repatria.sdk.enrol import demand_net, enrol, parse_link


def run(
    link: Annotated[str, typer.Argument(help="The invitation link, https://…/#/enrol/…")],
    login: Annotated[str, typer.Option(help="The login you want.")],
    root: Annotated[
        str, typer.Option(help="Root hash of the network, as on paper; needed where the link has none.")
    ] = "",
    kit_file: Annotated[
        Path | None, typer.Option(help="Also write the kit here (print it, then delete it).")
    ] = None,
) -> None:
    """Make keys on this machine, publish their public halves, print the recovery kit once."""
    parsed = parse_link(link)
    net = demand_net(parsed, root or None)
    made = enrol(parsed.server, parsed.token, login=login, passphrase=asking.passphrase(fresh=True), root=net)
    profile = Profile(default_folder())
    with profile.locked():
        made.keep(profile)
    if kit_file is not None:
        kit_file.touch(mode=0o600, exist_ok=False)
        kit_file.write_text(f"{made.kit}\n")
    say("enrol.done", office=made.office or "-", role=made.role)
    say("enrol.fingerprint", fingerprint=made.fingerprint)
    say("enrol.kit")
    show(made.kit)
