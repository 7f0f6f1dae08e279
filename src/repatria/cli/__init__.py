"""The command line, `repatria`: one file per command, on the public SDK."""

import typer

import repatria

app = typer.Typer(name="repatria", help=repatria.__doc__, no_args_is_help=True)


@app.callback()
def repatria_command() -> None:
    """Sealed mail, case rooms and a vetted directory for asset-recovery contact points."""


def main() -> None:
    """Run the command line; the exit code is the command's."""
    app()
