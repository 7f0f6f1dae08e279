"""Rows of feed tokens: one for each key, by its hash alone."""

from __future__ import annotations

from repatria.server.database.transaction import Transaction


def keep(tx: Transaction, token: str, key: str, now: int) -> None:
    """The token with this hash takes the place of the one before."""
    tx.do(
        "INSERT INTO news_token (key, token, created) VALUES (:key, :token, :now)"
        " ON CONFLICT (key) DO UPDATE SET token = excluded.token, created = excluded.created",
        key=key,
        token=token,
        now=now,
    )


def find_key(tx: Transaction, token: str) -> str | None:
    row = tx.one("SELECT key FROM news_token WHERE token = :token", token=token)
    return row[0] if row else None


def since(tx: Transaction, key: str) -> int | None:
    row = tx.one("SELECT created FROM news_token WHERE key = :key", key=key)
    return row[0] if row else None


def delete(tx: Transaction, key: str) -> None:
    tx.do("DELETE FROM news_token WHERE key = :key", key=key)
