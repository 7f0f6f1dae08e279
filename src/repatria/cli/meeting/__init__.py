"""`repatria meeting …`: meetings, and who goes there."""

from collections.abc import Callable

import typer

from repatria.cli.meeting import attending, looking, publishing

app = typer.Typer(no_args_is_help=True, help="Meetings: look, put them into a calendar, nominate people.")

COMMANDS: dict[str, Callable[..., None]] = {
    "list": looking.listed,
    "show": looking.shown,
    "ics": looking.ics,
    "nominate": attending.nominate,
    "places": attending.places,
    "place": attending.place,
    "form": publishing.form,
    "publish": publishing.publish,
    "retire": publishing.retire,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
