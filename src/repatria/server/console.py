"""What the operator does on the data folder itself, with or without a server running.

Each call opens the database, makes one change through the same writer, and closes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from repatria.protocol.envelope import Envelope
from repatria.server.database.transaction import Transaction
from repatria.server.database.writer import Change
from repatria.server.installation import Installation
from repatria.server.ledger.log_keys import (
    LogKeys,
    create_log_keys,
    make_next_log_keys,
    retire_log_keys,
)
from repatria.server.sessions import CEREMONY_PREFIX, hash_token, new_token
from repatria.server.settings import Settings


@contextmanager
def _open(settings: Settings) -> Iterator[Installation]:
    house = Installation(settings)
    house.database.start()
    try:
        yield house
    finally:
        house.database.stop()


def _change(settings: Settings, act: Callable[[Installation, Transaction], Any]) -> Any:
    with _open(settings) as house:
        return house.database.hot.run_blocking(Change(lambda tx: act(house, tx)))


def prepare(settings: Settings) -> LogKeys:
    """Make the data folder, the tables and the log's keys; returns the keys for the root."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _open(settings):
        return create_log_keys(settings.log_key_file)


def prepare_next_log_keys(settings: Settings) -> LogKeys:
    """The pair that a new root statement can name; it signs nothing before that has landed.

    Raises FileNotFoundError where no pair is in force: nothing could sign the log until then.
    """
    return make_next_log_keys(settings.log_key_file)


def retire_old_log_keys(settings: Settings) -> int:
    """Drop the pairs that the root in force does not name; returns how many.

    Raises Refusal (`not_founded`) and LookupError, where the pair in force is not in the file.
    """

    def in_force(house: Installation, _: Transaction) -> tuple[bytes, bytes]:
        trust = house.register.trust
        return trust.log_ed25519, trust.log_mldsa44

    return retire_log_keys(settings.log_key_file, _change(settings, in_force))


def found(settings: Settings, root: Envelope) -> None:
    """Put the first root statement. Raises Refusal (`founded`, `wrong_log`) or ProtocolError."""
    _change(settings, lambda house, tx: house.group.register.found(tx, root))


def make_reader_token(settings: Settings, name: str) -> str:
    """A token for a witness or a monitor, to be sent as `Bearer reader:<token>`. It reads and cosigns."""
    return _keep_token(settings, name, new_token())


def make_ceremony_token(settings: Settings, name: str) -> str:
    """A token of the secretariat: as a reader's, and it invites heads of bureaus and lists who enrolled."""
    return _keep_token(settings, name, CEREMONY_PREFIX + new_token())


def _keep_token(settings: Settings, name: str, token: str) -> str:
    def act(house: Installation, tx: Transaction) -> None:
        tx.do(
            "INSERT INTO reader (token, name, created) VALUES (:token, :name, :now)",
            token=hash_token(token),
            name=name,
            now=house.now(),
        )

    _change(settings, act)
    return token


def drop_tokens(settings: Settings, name: str) -> int:
    """Take all tokens of this name away, readers' and ceremonies'; returns how many there were.

    They count no more from the next request on, and what they invited is void.
    """
    dropped: int = _change(settings, lambda _, tx: tx.do("DELETE FROM reader WHERE name = :name", name=name))
    return dropped
