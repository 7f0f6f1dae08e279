"""The tables, as they are after the newest migration. Rows are read and written in plain SQL.

Numbers are BIGINT, times Unix seconds, hashes lower-case hex unless a column is binary.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

hot = MetaData()
desk = MetaData()
# SQLite gives a column its rowid only under the type name INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")


def _number(name: str, **options: object) -> Column[int]:
    return Column(name, Number, nullable=bool(options.pop("nullable", False)), **options)  # type: ignore[arg-type]


def _text(name: str, **options: object) -> Column[str]:
    return Column(name, Text, nullable=bool(options.pop("nullable", False)), **options)  # type: ignore[arg-type]


def _octets(name: str, **options: object) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=bool(options.pop("nullable", False)), **options)  # type: ignore[arg-type]


# One row: the last cursor given out and the number of leaves. Read and written under the group's lock.
Table(
    "counter",
    hot,
    _number("id", primary_key=True, autoincrement=False),
    _number("cursor"),
    _number("leaves"),
)

# The register.
Table(
    "leaf",
    hot,
    _number("idx", primary_key=True, autoincrement=False),
    _octets("data"),
)
Table(
    "checkpoint",
    hot,
    _number("size", primary_key=True, autoincrement=False),
    _text("note"),
    _number("at"),
)
Table(
    "cosignature",
    hot,
    _number("size", primary_key=True, autoincrement=False),
    _text("witness", primary_key=True),
    _text("line"),
)
Table(
    "heads",
    hot,
    _number("leaf", primary_key=True, autoincrement=False),
    _number("position", primary_key=True, autoincrement=False),
    _number("room"),
    _number("seq"),
    _text("head"),
    Index("heads_by_room", "room", "seq"),
)
Table("moved", hot, _number("room", primary_key=True, autoincrement=False))

# Rooms.
Table(
    "member",
    hot,
    _number("id", primary_key=True, autoincrement=True),
    _text("name", unique=True),
)
Table(
    "room",
    hot,
    _number("id", primary_key=True, autoincrement=True),
    _text("hash", unique=True),
    _number("seq"),
    _text("head"),
    _text("state"),
)
Table(
    "seat",
    hot,
    _number("room", primary_key=True, autoincrement=False),
    _number("member", primary_key=True, autoincrement=False),
    _number("since"),
    Index("seat_by_member", "member"),
)
# An entry's id is its cursor.
Table(
    "entry",
    hot,
    _number("id", primary_key=True, autoincrement=False),
    _number("room"),
    _number("seq"),
    _text("hash"),
    _octets("frame"),
    UniqueConstraint("room", "seq", name="entry_place"),
)
# What a member may read, in the order in which it became visible to them.
Table(
    "feed",
    hot,
    _number("member", primary_key=True, autoincrement=False),
    _number("cursor", primary_key=True, autoincrement=False),
    _number("entry"),
    _number("room"),
    sqlite_with_rowid=False,
)

# Accounts.
Table(
    "account",
    hot,
    _number("id", primary_key=True, autoincrement=True),
    _text("login", unique=True),
    _text("key", unique=True),
    _text("keyset"),
    _octets("verifier"),
    _text("name"),
    _text("office", nullable=True),
    _text("role"),
    _text("country"),
    _number("created"),
)
Table(
    "lock",
    hot,
    _number("id", primary_key=True, autoincrement=True),
    _number("account"),
    _text("type"),
    _text("record"),
    Index("lock_by_account", "account"),
)
Table(
    "passkey",
    hot,
    _text("credential", primary_key=True),
    _number("account"),
    _number("lock"),
    _octets("public_key"),
    _number("sign_count"),
    _number("created"),
    Index("passkey_by_account", "account"),
)
Table(
    "session",
    hot,
    _text("id", primary_key=True),
    _text("token", unique=True),
    _text("key"),
    _text("login"),
    _octets("resume"),
    _text("client"),
    _text("address"),
    _number("created"),
    _number("seen"),
    _number("expires"),
    Index("session_by_key", "key"),
)
Table(
    "invitation",
    hot,
    _text("token", primary_key=True),
    _text("country"),
    _text("office", nullable=True),
    _text("role"),
    _text("name"),
    _text("inviter"),
    _number("expires"),
    _number("used", nullable=True),
)
Table(
    "reader",
    hot,
    _text("token", primary_key=True),
    _text("name"),
    _number("created"),
)
# For the feed of news: the token's hash.
Table(
    "news_token",
    hot,
    _text("key", primary_key=True),
    _text("token", unique=True),
    _number("created"),
)

# Attachments.
Table(
    "blob",
    hot,
    _text("id", primary_key=True),
    _text("owner"),
    _number("room", nullable=True),
    _number("attached"),
    _number("len"),
    _text("sha256"),
    _number("complete"),
    _number("created"),
)

# Documents that statements publish, by their hash, and which statement in force names which.
Table(
    "document",
    hot,
    _text("sha256", primary_key=True),
    _text("owner"),
    _number("len"),
    _number("created"),
    _octets("data"),
    Index("document_by_owner", "owner", "created"),
    Index("document_by_created", "created"),
)
Table(
    "naming",
    hot,
    _text("sha256", primary_key=True),
    _text("statement", primary_key=True),
    _number("ends"),
    Index("naming_by_statement", "statement"),
    Index("naming_by_ends", "ends", "statement"),
)

# Files of the library: those that are whole and were looked into, and what each key puts or has put. `blob`
# is the name of an upload's slices. What nobody needs any more is deleted after a while (`files.sweeping`).
Table(
    "file",
    hot,
    _text("sha256", primary_key=True),
    _number("len"),
    _text("type"),
    _text("blob"),
    _number("pages"),
)
Table(
    "upload",
    hot,
    _text("sha256", primary_key=True),
    _text("owner", primary_key=True),
    _text("blob"),
    _number("len"),
    _text("type"),
    _number("done"),
    _number("created"),
    Index("upload_by_owner", "owner"),
)
Table("discarded", hot, _text("blob", primary_key=True), _number("since"))

# Clocks, their alarms, what was escalated, and the mail that says so.
Table(
    "clock",
    hot,
    _text("opening", primary_key=True),
    _number("room"),
    _text("from_office"),
    _text("to_office"),
    _text("urgency"),
    _number("opened"),
    _number("acknowledge_by"),
    _number("answer_by"),
    _number("acknowledged", nullable=True),
    _number("answered", nullable=True),
    _number("closed", nullable=True),
    Index("clock_by_from", "from_office"),
    Index("clock_by_to", "to_office"),
)
Table(
    "alarm",
    hot,
    _text("opening", primary_key=True),
    _text("step", primary_key=True),
    _number("due"),
    Index("alarm_by_due", "due"),
)
Table(
    "escalation",
    hot,
    _text("opening", primary_key=True),
    _text("step", primary_key=True),
    _text("recipient"),
    _number("at"),
)
Table(
    "outbox",
    hot,
    _number("id", primary_key=True, autoincrement=True),
    _text("opening"),
    _text("step"),
    _text("address"),
    _text("language"),
    _number("due"),
    _number("tries"),
    UniqueConstraint("opening", "step", "address", name="outbox_once"),
)
Table(
    "roster",
    hot,
    _text("office", primary_key=True),
    _text("plan"),
)
Table(
    "address",
    hot,
    _text("key", primary_key=True),
    _text("email"),
    _text("remind"),
    _text("language"),
)

# Reminders of ordinary items. One row: the cursor up to which entries were looked through.
Table(
    "watched",
    hot,
    _number("id", primary_key=True, autoincrement=False),
    _number("cursor"),
)
# `office:<id>` or `officer:<key id>` with something new, and when the newest of it came.
Table("unread", hot, _text("member", primary_key=True), _number("newest"))
# When a key signed out last (later looks are in its sessions), and when it was last told by mail.
Table("looked", hot, _text("key", primary_key=True), _number("at"))
Table("told", hot, _text("key", primary_key=True), _number("at"))

# The desk: nothing here is checked inside an append.
Table(
    "vault",
    desk,
    _text("key", primary_key=True),
    _number("version"),
    _octets("sealed"),
)
Table(
    "draft",
    desk,
    _text("key", primary_key=True),
    _text("id", primary_key=True),
    _number("version"),
    _octets("sealed"),
)
Table(
    "slice",
    desk,
    _text("blob", primary_key=True),
    _number("n", primary_key=True, autoincrement=False),
)
# The text of files, each page compressed (zlib).
Table(
    "page",
    desk,
    _text("blob", primary_key=True),
    _number("n", primary_key=True, autoincrement=False),
    _octets("data"),
)
Table(
    "challenge",
    desk,
    _octets("challenge", primary_key=True),
    _text("purpose"),
    _text("login"),
    _number("expires"),
)
