"""What the root quorum and the operator do: keys of root holders, drafts, founding, reader tokens.

A root holder's key lies in a file that opens with passphrase and kit, like an officer's lock.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer

from repatria import server as server_package
from repatria.cli import asking
from repatria.cli.operating import read_settings, refusing
from repatria.cli.output import say, show, show_json
from repatria.cli.register.acts import Languages, Latin, Name, Phone, person_of
from repatria.protocol import keys, locks, statements
from repatria.protocol.keys import SigningKey
from repatria.protocol.statements import RootTerms, Stamp
from repatria.sdk import Connection, Register, WrongUse, quorum
from repatria.sdk.connection import decode_b64, encode_b64
from repatria.sdk.enrol import make_lock
from repatria.sdk.errors import blocking
from repatria.sdk.store import MemoryStore, write_private

Draft = Annotated[Path, typer.Argument(help="The draft file.")]


def make_key(
    target: Annotated[Path, typer.Argument(help="The key file to write.")],
    holder: Annotated[str, typer.Option(help="Who holds it: lower-case, like a login.")],
) -> None:
    """As a root holder: make a key; print its public half and the recovery kit, once."""
    if target.exists():
        raise WrongUse("file_exists", str(target))
    seeds, kit = keys.new_seeds(secrets.token_bytes), locks.new_kit(secrets.token_bytes)
    _, lock = make_lock(holder, asking.passphrase(fresh=True), kit, seeds)
    write_private(target, json.dumps(lock, indent=1).encode())
    show(encode_b64(SigningKey.from_seed(seeds.sign).public))
    say("enrol.kit")
    show(locks.kit_code(kit))


def open_key(path: Path) -> SigningKey:
    """A root holder's key, with passphrase and kit."""
    try:
        lock = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise WrongUse("bad_key_file", f"{path}: {error}") from error
    with blocking(path.name):
        kit = locks.parse_kit(asking.kit())
        stretched = locks.stretch(asking.passphrase(), lock["kdf"])
        seeds = locks.open_lock(lock, locks.derive(lock["login"], stretched, kit).unlock)
    return SigningKey.from_seed(seeds.sign)


def log_keys(
    origin: Annotated[str, typer.Argument(help="Name of the log for ever, such as register.example.org")],
) -> None:
    """As operator: prepare the data folder REPATRIA_DATA and print what the root must name."""
    keys = server_package.prepare(read_settings())
    show_json(
        {
            "origin": origin,
            "ed25519": encode_b64(keys.public_ed25519),
            "mldsa44": encode_b64(keys.public_mldsa44),
        }
    )


def init(
    draft: Draft,
    name: Annotated[str, typer.Option(help="Name of the network.")],
    k: Annotated[int, typer.Option(help="How many holders must sign.")],
    key: Annotated[list[str], typer.Option(help="Public key of a holder; repeat for each.")],
    log_file: Annotated[Path, typer.Option("--log-keys", help="What `log-keys` printed.")],
    witness: Annotated[list[str] | None, typer.Option(help="NAME=KEY; repeat for each.")] = None,
    witness_quorum: Annotated[int, typer.Option("--quorum", help="How many must cosign.")] = 0,
) -> None:
    """Draft the first root statement; `sign` it k times, then `found`."""
    log = json.loads(log_file.read_bytes())
    pairs = [row.partition("=") for row in witness or []]
    terms = RootTerms(
        name=name,
        k=k,
        keys=[decode_b64(one) for one in key],
        origin=log["origin"],
        log_ed25519=decode_b64(log["ed25519"]),
        log_mldsa44=decode_b64(log["mldsa44"]),
        witnesses=[(one, decode_b64(public)) for one, _, public in pairs],
        quorum=witness_quorum,
    )
    value = statements.root(Stamp(None, "root", None, int(time.time())), terms)
    _write_new(draft, quorum.draft(value))


def bureau(
    draft: Draft,
    country: Annotated[str, typer.Option(help="Two letters.")],
    title: Annotated[str, typer.Option("--bureau-name", help="What the bureau is called.")],
    key: Annotated[str, typer.Option(help="Key id of its head, whole.")],
    root: Annotated[str, typer.Option(help="Root hash, as on paper.")],
    server: Annotated[str, typer.Option()],
    name: Name,
    latin: Latin = "",
    language: Languages = None,
    phone: Phone = "",
) -> None:
    """Draft the statement that admits a bureau; `sign` it k times, then `post`."""
    register = Register(_reader(server), MemoryStore(), root)
    directory = register.sync()
    keyset = directory.keyset_hash(key)
    if keyset is None:
        raise WrongUse("unknown_key", key)
    value = statements.bureau(
        directory.stamp("root", int(time.time())),
        country=country,
        name=title,
        keyset=keyset,
        person=person_of(name, latin, language, phone, "").to_json(),
    )
    _write_new(draft, quorum.draft(value))


def sign(draft: Draft, key: Annotated[Path, typer.Option(help="Your key file, from make-key.")]) -> None:
    """As a root holder: see what a draft says, and sign it."""
    text = draft.read_text(encoding="utf-8")
    show_json(quorum.read(text))
    signed = quorum.add_signature(text, open_key(key))
    write_private(draft, signed.encode())
    say("register.signed", path=draft)


def found(draft: Draft) -> None:
    """As operator: found the network of REPATRIA_DATA on a signed root; prints the hash for paper."""
    envelope = quorum.complete(draft.read_text(encoding="utf-8"))
    with refusing():
        server_package.found(read_settings(), envelope)
    show(envelope.hash)
    say("register.founded")


def post(
    draft: Draft,
    server: Annotated[str, typer.Option()],
    root: Annotated[str, typer.Option(help="Root hash, as on paper.")],
) -> None:
    """Post a draft that has its signatures."""
    register = Register(_reader(server), MemoryStore(), root)
    landed = register.post(quorum.complete(draft.read_text(encoding="utf-8")))
    register.sync(at_least=landed.index + 1, wait_seconds=60.0)
    say("register.landed", index=landed.index, hash=landed.hash)


def reader_token(name: Annotated[str, typer.Argument(help="For whom: a witness, a monitor.")]) -> None:
    """As operator: a token that reads the register and makes invitations (REPATRIA_READER)."""
    show(server_package.make_reader_token(read_settings(), name))


def _reader(server: str) -> Connection:
    token = os.environ.get("REPATRIA_READER", "")
    return Connection(server, bearer=f"reader:{token}" if token else None)


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise WrongUse("file_exists", str(path))
    path.write_text(text, encoding="utf-8")
    say("register.drafted", path=path)
