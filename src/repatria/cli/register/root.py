"""What the root quorum and the operator do: keys of root holders, drafts, founding, reader tokens.

A root holder's key lies in a file that opens with passphrase and kit, like an officer's lock.
"""

from __future__ import annotations

import hashlib
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
from repatria.cli.reading import country as country_code
from repatria.cli.reading import read_text, whole
from repatria.cli.register.acts import Languages, Latin, Name, Phone, person_of
from repatria.protocol import keys, locks, statements
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import SigningKey
from repatria.protocol.statements import RootTerms, Stamp
from repatria.sdk import Connection, Register, WrongUse, quorum
from repatria.sdk.connection import decode_b64, encode_b64
from repatria.sdk.enrol import fingerprint, make_lock
from repatria.sdk.errors import Unreachable, blocking
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
        kdf = dict(lock["kdf"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise WrongUse("bad_key_file", f"{path}: {error}") from error
    with blocking(path.name):
        kit = locks.parse_kit(asking.kit())
        stretched = locks.stretch(asking.passphrase(), kdf)
        seeds = locks.open_lock(lock, locks.derive(lock["login"], stretched, kit).unlock)
    return SigningKey.from_seed(seeds.sign)


def log_keys(
    origin: Annotated[str, typer.Argument(help="Name of the log for ever, such as register.example.org")],
    following: Annotated[
        bool, typer.Option("--next", help="Make the keys that come next; the old ones sign until then.")
    ] = False,
) -> None:
    """As operator: prepare the data folder REPATRIA_DATA and print what the root must name."""
    settings = read_settings()
    keys = server_package.prepare_next_log_keys(settings) if following else server_package.prepare(settings)
    show_json(
        {
            "origin": origin,
            "ed25519": encode_b64(keys.public_ed25519),
            "mldsa44": encode_b64(keys.public_mldsa44),
        }
    )


def retire_log_keys() -> None:
    """As operator: drop the log keys of REPATRIA_DATA that the root in force does not name any more."""
    with refusing():
        try:
            dropped = server_package.retire_old_log_keys(read_settings())
        except LookupError as error:
            raise WrongUse("no_log_keys", str(error)) from error
    say("register.retired", count=dropped)


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
    log = _log_keys_of(log_file)
    terms = RootTerms(
        name=name,
        k=k,
        keys=[_public(one) for one in key],
        origin=log["origin"],
        log_ed25519=_public(log["ed25519"]),
        log_mldsa44=_public(log["mldsa44"]),
        witnesses=_witnesses(witness or []),
        quorum=witness_quorum,
    )
    _write_new(draft, _root_draft(Stamp(None, "root", None, int(time.time())), terms))


def amend(
    draft: Draft,
    root: Annotated[str, typer.Option(help="Root hash, as on paper.")],
    server: Annotated[str, typer.Option()],
    name: Annotated[str | None, typer.Option(help="Another name of the network.")] = None,
    k: Annotated[int | None, typer.Option(help="How many holders must sign from now on.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="All holders' keys from now on; repeat.")] = None,
    log_file: Annotated[
        Path | None, typer.Option("--log-keys", help="What `log-keys --next` printed.")
    ] = None,
    witness: Annotated[list[str] | None, typer.Option(help="All witnesses from now on: NAME=KEY.")] = None,
    witness_quorum: Annotated[int | None, typer.Option("--quorum", help="How many must cosign.")] = None,
) -> None:
    """Draft the next root statement: what is not given stays. `sign` it, then `post`.

    It needs as many of the old holders as before, and as many of the new as it says itself.
    """
    directory = Register(_reader(server), MemoryStore(), root).sync()
    now = directory.root
    log = _log_keys_of(log_file) if log_file else None
    terms = RootTerms(
        name=name or now.name,
        k=now.k if k is None else k,
        keys=[_public(one) for one in key] if key else list(now.keys.values()),
        origin=now.origin,
        log_ed25519=_public(log["ed25519"]) if log else now.log_ed25519,
        log_mldsa44=_public(log["mldsa44"]) if log else now.log_mldsa44,
        witnesses=_witnesses(witness) if witness else now.witnesses,
        quorum=now.quorum if witness_quorum is None else witness_quorum,
    )
    stamp = directory.stamp("root", int(time.time()))
    _write_new(draft, _root_draft(stamp, terms, now.seq + 1, now.hash))


def _witnesses(rows: list[str]) -> list[tuple[str, bytes]]:
    pairs = [row.partition("=") for row in rows]
    if wrong := [name for name, divided, public in pairs if not (name and divided and public)]:
        raise WrongUse("bad_witness", f"--witness {', '.join(wrong)}")
    return [(name, _public(public)) for name, _, public in pairs]


def _log_keys_of(path: Path) -> dict[str, str]:
    """The public log keys that `log-keys` printed."""
    try:
        log = json.loads(path.read_bytes())
        return {name: str(log[name]) for name in ("origin", "ed25519", "mldsa44")}
    except (ValueError, LookupError, TypeError) as error:
        raise WrongUse("bad_key_file", f"{path}: {error}") from error


def _public(text: str) -> bytes:
    """A public key as it was typed or pasted."""
    try:
        data = decode_b64(text)
    except Unreachable as error:
        raise WrongUse("bad_public_key", text) from error
    if not data:
        raise WrongUse("bad_public_key", text)
    return data


def _root_draft(stamp: Stamp, terms: RootTerms, seq: int = 0, prev: str | None = None) -> str:
    """Terms that no fold would take are the typist's mistake, and found before the holders sign."""
    if not 2 <= terms.k <= len(terms.keys):
        raise WrongUse("bad_draft", f"k is {terms.k}, of {len(terms.keys)} keys; at least 2 must sign")
    if not 0 <= terms.quorum <= len(terms.witnesses):
        raise WrongUse("bad_draft", f"quorum is {terms.quorum}, of {len(terms.witnesses)} witnesses")
    try:
        return quorum.draft(statements.root(stamp, terms, seq, prev))
    except ProtocolError as error:
        raise WrongUse("bad_draft", f"{error.code}: {error.detail}") from error


def bureau(
    draft: Draft,
    country: Annotated[str, typer.Option(help="Two letters.")],
    title: Annotated[str, typer.Option("--bureau-name", help="What the bureau is called.")],
    key: Annotated[
        str, typer.Option(help="Key id of its head, whole, or the fingerprint that they read to you.")
    ],
    root: Annotated[str, typer.Option(help="Root hash, as on paper.")],
    server: Annotated[str, typer.Option()],
    name: Name,
    latin: Latin = "",
    language: Languages = None,
    phone: Phone = "",
) -> None:
    """Draft the statement that admits a bureau; `sign` it k times, then `post`."""
    country_code("--country", country)
    register = Register(_reader(server), MemoryStore(), root)
    directory = register.sync()
    named = [one for one in directory.keysets if key in (one, fingerprint(one))]
    keyset = directory.keyset_hash(named[0]) if len(named) == 1 else None
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


def release(
    draft: Draft,
    version: Annotated[int, typer.Option(help="Number of the release, higher than the last.")],
    minimum: Annotated[int, typer.Option(help="Clients with a lower number stop.")],
    manifest: Annotated[Path, typer.Option(help="The manifest.json of the built browser client.")],
    root: Annotated[str, typer.Option(help="Root hash, as on paper.")],
    server: Annotated[str, typer.Option()],
) -> None:
    """Draft the statement that names a release of the clients; `sign` it k times, then `post`."""
    whole("--minimum", minimum, 1, version)
    built = hashlib.sha256(manifest.read_bytes()).hexdigest()
    register = Register(_reader(server), MemoryStore(), root)
    stamp = register.sync().stamp("root", int(time.time()))
    value = statements.client_release(stamp, version=version, minimum=minimum, manifest=built)
    _write_new(draft, quorum.draft(value))


def sign(draft: Draft, key: Annotated[Path, typer.Option(help="Your key file, from make-key.")]) -> None:
    """As a root holder: see what a draft says, and sign it."""
    text = read_text(draft)
    show_json(quorum.read(text))
    signed = quorum.add_signature(text, open_key(key))
    write_private(draft, signed.encode())
    say("register.signed", path=draft)


def found(draft: Draft) -> None:
    """As operator: found the network of REPATRIA_DATA on a signed root; prints the hash for paper."""
    envelope = quorum.complete(read_text(draft))
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
    landed = register.post(quorum.complete(read_text(draft)))
    register.sync(at_least=landed.index + 1, wait_seconds=60.0)
    say("register.landed", index=landed.index, hash=landed.hash)


def reader_token(
    name: Annotated[str, typer.Argument(help="For whom: a witness, a monitor, a ceremony.")],
    *,
    ceremony: Annotated[
        bool, typer.Option("--ceremony", help="For the secretariat: may invite heads of bureaus.")
    ] = False,
) -> None:
    """As operator: a token that reads the register and cosigns (REPATRIA_READER)."""
    make = server_package.make_ceremony_token if ceremony else server_package.make_reader_token
    show(make(read_settings(), name))


def drop_tokens(name: Annotated[str, typer.Argument(help="The name that they were made with.")]) -> None:
    """As operator: take away the tokens of a witness, monitor or secretariat. Their invitations end too."""
    say("register.dropped", count=server_package.drop_tokens(read_settings(), name))


def _reader(server: str) -> Connection:
    token = os.environ.get("REPATRIA_READER", "")
    return Connection(server, bearer=f"reader:{token}" if token else None)


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise WrongUse("file_exists", str(path))
    path.write_text(text, encoding="utf-8")
    say("register.drafted", path=path)
