"""`repatria enrol LINK`: keys and recovery kit of a newcomer, made here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import asking
from repatria.cli.output import say, show
from repatria.sdk import Profile, WrongUse, default_folder
from repatria.sdk.enrol import Enrolled, demand_login, demand_net, enrol, parse_link


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
    demand_login(login)
    demand_free(kit_file)
    profile = Profile(default_folder())
    if profile.exists():
        raise WrongUse("profile_taken", f"{profile.folder}: {profile.facts()['login']}")
    made = enrol(parsed.server, parsed.token, login=login, passphrase=asking.passphrase(fresh=True), root=net)
    show_kit(made)
    write_kit(made, kit_file)
    with profile.locked():
        made.keep(profile)
    say(f"enrol.{_post(made)}", office=made.office or "-", role=made.role)
    say(f"enrol.fingerprint_{_post(made)}", fingerprint=made.fingerprint)


def show_kit(made: Enrolled) -> None:
    """First of all: whatever fails afterwards, the kit was seen."""
    say("enrol.kit")
    show(made.kit)


def demand_free(kit_file: Path | None) -> None:
    """Raises WrongUse before a key is made that could not be kept."""
    if kit_file is None:
        return
    if kit_file.exists():
        raise WrongUse("file_exists", str(kit_file))
    if not os.access(kit_file.absolute().parent, os.W_OK):
        raise WrongUse("bad_file", str(kit_file))


def write_kit(made: Enrolled, kit_file: Path | None) -> None:
    if kit_file is not None:
        kit_file.touch(mode=0o600, exist_ok=False)
        kit_file.write_text(f"{made.kit}\n")


def _post(made: Enrolled) -> str:
    """Who compares the fingerprint, and what comes next, differs with the post."""
    return made.role if made.role in ("bureau", "agency") else "officer"
