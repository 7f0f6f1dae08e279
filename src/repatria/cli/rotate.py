"""`repatria rotate LINK`: an officer or head passes everything to a new key."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import asking
from repatria.cli.enrol import demand_free, show_kit, write_kit
from repatria.cli.output import say, words
from repatria.cli.working import signed_in
from repatria.sdk import Profile, default_folder, rotate
from repatria.sdk.enrol import Enrolled


def run(
    link: Annotated[str, typer.Argument(help="An invitation of your own, as a newcomer gets one.")],
    login: Annotated[str, typer.Option(help="The login of the new key; it must be another one.")],
    kit_file: Annotated[
        Path | None, typer.Option(help="Also write the kit here (print it, then delete it).")
    ] = None,
) -> None:
    """Pass your post and your rooms to a new key. The old one is of no use afterwards; sign in anew.

    REPATRIA_PASSPHRASE, or what is asked for, is the passphrase of the new key.
    """

    demand_free(kit_file)

    def keep(made: Enrolled) -> None:
        """The old key is given up only when the new kit is on paper."""
        write_kit(made, kit_file)
        show_kit(made)
        if sys.stdin.isatty():
            typer.confirm(words("ask.written_down"), abort=True, err=True)

    with signed_in(then_save=False) as session:
        rotated = rotate(session, link, login=login, passphrase=asking.passphrase(fresh=True), keep=keep)
        rotated.session.close()
        profile = Profile(default_folder())
        profile.clear()
        rotated.enrolled.keep(profile)
    say("rotate.done", login=login, fingerprint=rotated.enrolled.fingerprint)
    for room in rotated.left:
        say("rotate.left", room=room[:12])
