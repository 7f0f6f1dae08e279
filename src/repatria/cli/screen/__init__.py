"""`repatria screen …`: names and records against valid notices and own lists, all on this machine."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from repatria.cli.screen import asking, bulk, deciding, watching


class ByName(TyperGroup):
    """What is no command is a name: `repatria screen "NAME"` is `repatria screen name "NAME"`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["name", *args]
        found: list[str] = super().parse_args(ctx, args)
        return found


app = typer.Typer(
    cls=ByName,
    no_args_is_help=True,
    help="Names against valid notices and your own lists, on this machine: `repatria screen NAME`.",
)

COMMANDS: dict[str, Callable[..., None]] = {
    "name": asking.by_name,
    "file": bulk.file,
    "decide": deciding.decide,
    "decisions": deciding.decisions,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(watching.app, name="watch")
