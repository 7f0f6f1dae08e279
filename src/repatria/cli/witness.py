"""`repatria witness`: recompute the register and cosign it, from another machine."""

from __future__ import annotations

import os
import secrets
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import say, show
from repatria.cli.reading import read_text, root_hash, whole
from repatria.protocol.keys import SigningKey
from repatria.sdk import Connection, WrongUse
from repatria.sdk.connection import encode_b64
from repatria.sdk.store import write_private
from repatria.sdk.witness import Witness


def run(
    folder: Annotated[Path, typer.Argument(help="Folder of this witness: its key and its memory.")],
    name: Annotated[str, typer.Option(help="Its name in the root statement.")],
    server: Annotated[str, typer.Option(help="Address of the server.")] = "",
    root: Annotated[str, typer.Option(help="Root hash, as on paper.")] = "",
    make_key: Annotated[bool, typer.Option(help="Make the key and print its public half.")] = False,
    once: Annotated[bool, typer.Option(help="One round, then stop.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between rounds.")] = 5.0,
) -> None:
    """Cosign checkpoints whose every leaf was fetched and folded here.

    The reader token comes from REPATRIA_READER (made with `repatria register reader-token`).
    """
    key_file = folder / "witness.key"
    if make_key:
        _make(key_file)
        return
    if not key_file.exists():
        raise WrongUse("no_witness_key", f"{key_file}: use --make-key first")
    root_hash("--root", root)
    whole("--every", every, 1, 24 * 3600)
    connection = Connection(server, bearer=f"reader:{os.environ.get('REPATRIA_READER', '')}")
    seed = _read_seed(key_file)
    witness = Witness(connection, folder / "state", name=name, seed=seed, net=root)
    if once:
        size = witness.once()
        say("witness.once", size=size if size is not None else "-")
        return
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    witness.run(stop, every_seconds=every, say=lambda line: say("witness.line", line=line))


def _read_seed(key_file: Path) -> bytes:
    try:
        seed = bytes.fromhex(read_text(key_file).strip())
    except ValueError as error:
        raise WrongUse("bad_key_file", str(key_file)) from error
    if len(seed) != 32:
        raise WrongUse("bad_key_file", str(key_file))
    return seed


def _make(key_file: Path) -> None:
    if key_file.exists():
        raise WrongUse("key_exists", str(key_file))
    seed = secrets.token_bytes(32)
    write_private(key_file, seed.hex().encode())
    show(encode_b64(SigningKey.from_seed(seed).public))
