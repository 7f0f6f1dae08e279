"""The command line, `repatria`: one file per command, on the public SDK.

Exit codes are in docs/cli.md; every sentence that a command says of its own is in `locales/`.
"""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

import repatria
from repatria.cli.ack import run as ack
from repatria.cli.answer import run as answer
from repatria.cli.backup import run as backup
from repatria.cli.checklist import checklist, tick
from repatria.cli.close import run as close
from repatria.cli.course import app as course
from repatria.cli.demo import run as demo
from repatria.cli.directory import run as directory
from repatria.cli.disclose import run as disclose
from repatria.cli.doctor import run as doctor
from repatria.cli.drafts import app as drafts
from repatria.cli.duty import run as duty
from repatria.cli.enrol import run as enrol
from repatria.cli.exits import Exit, exit_code_of
from repatria.cli.export import run as export
from repatria.cli.framework import app as framework
from repatria.cli.handling import run as handling
from repatria.cli.helping import translate
from repatria.cli.inbox import run as inbox
from repatria.cli.invite import run as invite
from repatria.cli.language import choose, speak
from repatria.cli.library import app as library
from repatria.cli.lists import app as lists
from repatria.cli.meeting import app as meeting
from repatria.cli.members import run as members
from repatria.cli.news import app as news
from repatria.cli.notice import app as notice
from repatria.cli.notify import run as notify
from repatria.cli.open_ import run as open_room
from repatria.cli.output import complain, complain_of_use, file_trouble
from repatria.cli.public_pages import run as public_pages
from repatria.cli.reading import demand_text
from repatria.cli.register import app as register
from repatria.cli.reply import run as reply
from repatria.cli.restore import run as restore
from repatria.cli.rotate import run as rotate
from repatria.cli.screen import app as screen
from repatria.cli.send import run as send
from repatria.cli.serve import run as serve
from repatria.cli.signin import run as signin
from repatria.cli.signout import run as signout
from repatria.cli.verify import run as verify
from repatria.cli.witness import run as witness
from repatria.sdk.errors import RepatriaError

app = typer.Typer(
    name="repatria",
    help=repatria.__doc__,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "serve": serve,
    "demo": demo,
    "doctor": doctor,
    "backup": backup,
    "restore": restore,
    "invite": invite,
    "enrol": enrol,
    "signin": signin,
    "signout": signout,
    "rotate": rotate,
    "send": send,
    "reply": reply,
    "inbox": inbox,
    "open": open_room,
    "ack": ack,
    "answer": answer,
    "close": close,
    "checklist": checklist,
    "tick": tick,
    "handling": handling,
    "members": members,
    "export": export,
    "disclose": disclose,
    "verify": verify,
    "witness": witness,
    "duty": duty,
    "notify": notify,
    "directory": directory,
    "public-pages": public_pages,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(course, name="course")
app.add_typer(drafts, name="drafts")
app.add_typer(framework, name="framework")
app.add_typer(library, name="library")
app.add_typer(lists, name="lists")
app.add_typer(meeting, name="meeting")
app.add_typer(news, name="news")
app.add_typer(notice, name="notice")
app.add_typer(register, name="register")
app.add_typer(screen, name="screen")


@app.callback()
def repatria_command(
    language: Annotated[
        str, typer.Option(help="en, fr, es or ar; else as LC_ALL, LC_MESSAGES or LANG say.")
    ] = "",
) -> None:
    """Sealed mail, case rooms and a vetted directory for asset-recovery contact points."""


def main() -> None:
    """Run the command line; the exit code is the command's (docs/cli.md)."""
    try:
        speak(choose(sys.argv[1:]))
        demand_text(sys.argv[1:])
        command = typer.main.get_command(app)
        translate(command)
        sys.exit(command(standalone_mode=False))
    except RepatriaError as error:
        complain(error)
        sys.exit(exit_code_of(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read it has seen enough
        sys.exit(Exit.UNEXPECTED)
    except OSError as error:
        if error.filename is None:
            raise
        complain(file_trouble(error))
        sys.exit(Exit.USAGE)
    except typer.TyperException as error:
        complain_of_use(error)
        sys.exit(Exit.USAGE)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(Exit.UNEXPECTED)
