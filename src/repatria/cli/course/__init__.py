"""`repatria course …`: training courses and their certificates."""

from collections.abc import Callable

import typer

from repatria.cli.course import certifying, learning, looking, publishing

app = typer.Typer(no_args_is_help=True, help="Courses: read, answer, be certified, offer and publish.")

COMMANDS: dict[str, Callable[..., None]] = {
    "list": looking.listed,
    "get": looking.get,
    "answer": learning.answer,
    "apply": certifying.apply,
    "places": certifying.places,
    "certify": certifying.certify,
    "decline": certifying.decline,
    "form": publishing.form,
    "offer": publishing.offer,
    "publish": publishing.publish,
    "retire": publishing.retire,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
