"""`repatria notice …`: notices and diffusions, from a bureau's draft to their end."""

from collections.abc import Callable

import typer

from repatria.cli.notice import deciding, drafting, looking, telling

app = typer.Typer(no_args_is_help=True, help="Notices: look, draft, review, change, and report a hit.")

COMMANDS: dict[str, Callable[..., None]] = {
    "list": looking.listed,
    "show": looking.shown,
    "check": looking.check,
    "calendar": looking.calendar,
    "form": drafting.form,
    "submit": drafting.submit,
    "send": telling.send,
    "hit": telling.hit,
    "review": deciding.review,
    "suspend": deciding.suspend,
    "reinstate": deciding.reinstate,
    "withdraw": deciding.withdraw,
    "cancel": deciding.cancel,
    "renew": deciding.renew,
    "redress": deciding.redress,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
