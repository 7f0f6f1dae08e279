"""`repatria register …`: the ceremonies of the register, and looking at it."""

from collections.abc import Callable

import typer

from repatria.cli.register import acts, looking, root

app = typer.Typer(no_args_is_help=True, help="Make, appoint, authorise, end; verify and read the register.")

COMMANDS: dict[str, Callable[..., None]] = {
    "make-key": root.make_key,
    "log-keys": root.log_keys,
    "retire-log-keys": root.retire_log_keys,
    "init": root.init,
    "amend": root.amend,
    "bureau": root.bureau,
    "release": root.release,
    "sign": root.sign,
    "found": root.found,
    "post": root.post,
    "reader-token": root.reader_token,
    "drop-tokens": root.drop_tokens,
    "agency": acts.agency,
    "office": acts.office,
    "nominate": acts.nominate,
    "authorise": acts.authorise,
    "renew": acts.renew,
    "suspend": acts.suspend,
    "revoke": acts.revoke,
    "verify": looking.verify,
    "log": looking.log,
    "enrolments": looking.enrolments,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
