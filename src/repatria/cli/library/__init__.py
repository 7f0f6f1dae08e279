"""`repatria library …`: the network's documents."""

from collections.abc import Callable

import typer

from repatria.cli.library import adding, deciding, links, looking

app = typer.Typer(no_args_is_help=True, help="The library: find, read, offer and publish documents.")

COMMANDS: dict[str, Callable[..., None]] = {
    "list": looking.listed,
    "search": looking.search,
    "get": looking.get,
    "form": adding.form,
    "add": adding.add,
    "offers": deciding.offers,
    "review": deciding.review,
    "retire": deciding.retire,
    "links": links.links,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
