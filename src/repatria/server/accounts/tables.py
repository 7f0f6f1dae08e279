"""Rows of accounts: logins, locks, passkeys, vaults, drafts and challenges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from repatria.server.database.transaction import Row, Transaction
from repatria.server.sessions import note_look


@dataclass(frozen=True, slots=True)
class Account:
    """`verifier` is a hash of the auth secret, which is itself derived and never stored."""

    id: int
    login: str
    key: str
    verifier: bytes


def find_account(tx: Transaction, login: str) -> Account | None:
    row = tx.one("SELECT id, login, key, verifier FROM account WHERE login = :login", login=login)
    return Account(row[0], row[1], row[2], bytes(row[3])) if row else None


def key_is_taken(tx: Transaction, key: str) -> bool:
    return tx.one("SELECT 1 FROM account WHERE key = :key", key=key) is not None


def insert_account(tx: Transaction, values: dict[str, Any]) -> int:
    row = tx.one(
        "INSERT INTO account (login, key, keyset, verifier, name, office, role, country, created)"
        " VALUES (:login, :key, :keyset, :verifier, :name, :office, :role, :country, :created)"
        " RETURNING id",
        **values,
    )
    assert row is not None
    return int(row[0])


def use_invitation_up(tx: Transaction, token: str, now: int) -> None:
    tx.do("UPDATE invitation SET used = :now WHERE token = :token", token=token, now=now)


def insert_lock(tx: Transaction, account: int, type_: str, record: str) -> int:
    row = tx.one(
        "INSERT INTO lock (account, type, record) VALUES (:account, :type, :record) RETURNING id",
        account=account,
        type=type_,
        record=record,
    )
    assert row is not None
    return int(row[0])


def locks(tx: Transaction, account: int) -> list[str]:
    rows = tx.rows("SELECT record FROM lock WHERE account = :account ORDER BY id", account=account)
    return [record for (record,) in rows]


def passphrase_lock(tx: Transaction, login: str) -> str | None:
    row = tx.one(
        "SELECT lock.record FROM lock JOIN account ON account.id = lock.account"
        " WHERE account.login = :login AND lock.type = 'passphrase' ORDER BY lock.id LIMIT 1",
        login=login,
    )
    return row[0] if row else None


def insert_passkey(tx: Transaction, values: dict[str, Any]) -> None:
    tx.do(
        "INSERT INTO passkey (credential, account, lock, public_key, sign_count, created)"
        " VALUES (:credential, :account, :lock, :public_key, :sign_count, :created)",
        **values,
    )


def passkeys(tx: Transaction, login: str) -> list[Row]:
    """`(credential, public key, sign count)` of an account."""
    return tx.rows(
        "SELECT credential, public_key, sign_count FROM passkey"
        " JOIN account ON account.id = passkey.account WHERE account.login = :login"
        " ORDER BY passkey.created, credential",
        login=login,
    )


def count_use(tx: Transaction, credential: str, sign_count: int) -> None:
    tx.do(
        "UPDATE passkey SET sign_count = :count WHERE credential = :credential",
        count=sign_count,
        credential=credential,
    )


def delete_passkey(tx: Transaction, login: str, credential: str) -> bool:
    row = tx.one(
        "SELECT passkey.lock FROM passkey JOIN account ON account.id = passkey.account"
        " WHERE account.login = :login AND credential = :credential",
        login=login,
        credential=credential,
    )
    if row is None:
        return False
    tx.do("DELETE FROM passkey WHERE credential = :credential", credential=credential)
    tx.do("DELETE FROM lock WHERE id = :id", id=row[0])
    return True


def sessions_of(tx: Transaction, key: str, now: int) -> list[Row]:
    return tx.rows(
        "SELECT id, client, address, created, seen, expires FROM session"
        " WHERE key = :key AND expires > :now ORDER BY created, id",
        key=key,
        now=now,
    )


def end_session(tx: Transaction, key: str, session_id: str, now: int) -> int:
    note_look(tx, key, now)
    return tx.do("DELETE FROM session WHERE key = :key AND id = :id", key=key, id=session_id)


def end_sessions(tx: Transaction, key: str, now: int) -> None:
    note_look(tx, key, now)
    tx.do("DELETE FROM session WHERE key = :key", key=key)


def vault(tx: Transaction, key: str) -> tuple[int, bytes] | None:
    row = tx.one("SELECT version, sealed FROM vault WHERE key = :key", key=key)
    return (row[0], bytes(row[1])) if row else None


def begin_vault(tx: Transaction, key: str, sealed: bytes) -> None:
    """Version 1, unless this key has a vault: nobody's is overwritten by who enrols with their key."""
    tx.do(
        "INSERT INTO vault (key, version, sealed) VALUES (:key, 1, :sealed) ON CONFLICT (key) DO NOTHING",
        key=key,
        sealed=sealed,
    )


def keep_vault(tx: Transaction, key: str, version: int, sealed: bytes) -> None:
    tx.do(
        "INSERT INTO vault (key, version, sealed) VALUES (:key, :version, :sealed)"
        " ON CONFLICT (key) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        key=key,
        version=version,
        sealed=sealed,
    )


def drafts(tx: Transaction, key: str) -> list[Row]:
    return tx.rows("SELECT id, version, sealed FROM draft WHERE key = :key ORDER BY id", key=key)


def draft_version(tx: Transaction, key: str, draft: str) -> int:
    row = tx.one("SELECT version FROM draft WHERE key = :key AND id = :id", key=key, id=draft)
    return int(row[0]) if row else 0


def count_drafts(tx: Transaction, key: str) -> int:
    row = tx.one("SELECT count(*) FROM draft WHERE key = :key", key=key)
    return int(row[0]) if row else 0


def keep_draft(tx: Transaction, key: str, draft: str, version: int, sealed: bytes) -> None:
    tx.do(
        "INSERT INTO draft (key, id, version, sealed) VALUES (:key, :id, :version, :sealed)"
        " ON CONFLICT (key, id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        key=key,
        id=draft,
        version=version,
        sealed=sealed,
    )


def delete_draft(tx: Transaction, key: str, draft: str) -> int:
    return tx.do("DELETE FROM draft WHERE key = :key AND id = :id", key=key, id=draft)


def use_challenge(
    tx: Transaction, challenge: bytes, purpose: str, login: str, times: tuple[int, int]
) -> bool:
    """Remember a challenge as used until it expires; False where it was used already.

    `times` is now and when it expires; those of the past are swept.
    """
    tx.do("DELETE FROM challenge WHERE expires <= :now", now=times[0])
    return (
        tx.do(
            "INSERT INTO challenge (challenge, purpose, login, expires)"
            " VALUES (:challenge, :purpose, :login, :expires) ON CONFLICT (challenge) DO NOTHING",
            challenge=challenge,
            purpose=purpose,
            login=login,
            expires=times[1],
        )
        > 0
    )
