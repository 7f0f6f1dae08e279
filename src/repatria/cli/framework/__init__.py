"""`repatria framework …`: what the law of each country allows, fact by fact."""

from collections.abc import Callable

import typer

from repatria.cli.framework import counting, exchanging, following, looking, proposing

app = typer.Typer(no_args_is_help=True, help="Frameworks: what each country's law allows, fact by fact.")

COMMANDS: dict[str, Callable[..., None]] = {
    "show": looking.shown,
    "compare": looking.compared,
    "tonight": looking.tonight,
    "deadline": counting.deadline,
    "offers": proposing.offers,
    "propose": proposing.propose,
    "confirm": proposing.confirm,
    "decline": proposing.decline,
    "retire": proposing.retire,
    "history": following.history,
    "watch": following.watch,
    "links": following.links,
    "export": exchanging.export,
    "import": exchanging.take,
    "schema": exchanging.schema,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
