"""`repatria signin`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import asking
from repatria.cli.output import say
from repatria.cli.reading import root_hash
from repatria.sdk import Profile, Session, WrongUse, default_folder


def run(
    server: Annotated[str, typer.Option(help="Address of the server; known after the first time.")] = "",
    login: Annotated[str, typer.Option(help="Your login; known after the first time.")] = "",
    root: Annotated[str, typer.Option(help="Root hash on paper; needed the first time on a machine.")] = "",
) -> None:
    """Sign in with passphrase and kit (REPATRIA_PASSPHRASE and REPATRIA_KIT, or asked for)."""
    profile = Profile(default_folder())
    with profile.locked():
        facts = profile.facts() if profile.exists() else {}
        if not (server or facts.get("server")) or not (login or facts.get("login")):
            raise WrongUse("first_sign_in", "--server, --login, --root")
        if root:
            root_hash("--root", root)
        if login and facts.get("login", login) != login:
            raise WrongUse("profile_taken", f"{profile.folder}: {facts['login']}")
        session = Session.sign_in(
            server or facts.get("server", ""),
            login or facts.get("login", ""),
            asking.passphrase(),
            asking.kit(),
            root=root or None,
            profile=profile,
        )
        session.save()
        session.close()
    say("signin.done", login=session.login, office=session.office or "-")
