"""Statements that publish documents: what must be here before one lands, who reads it then, and how long.

Stands below the capabilities: the register asks inside its own transaction, `documents` and `files` serve the
same rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from repatria.protocol import publications as protocol
from repatria.protocol.access import may_read
from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.envelope import Envelope
from repatria.protocol.notices import decode_record
from repatria.protocol.posts import is_contact_point
from repatria.protocol.publication_states import OFFERED, PUBLISHED
from repatria.server import kept
from repatria.server.database.transaction import Transaction
from repatria.server.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Publication:
    """What a statement makes readable: its hash (a notice's where a review publishes that), and the hashes of
    its document and of what this names."""

    statement: str
    documents: tuple[str, ...]
    ends: bool  # whether there comes a time when they are nobody's any more


def demanded_by(tx: Transaction, directory: Directory, envelope: Envelope, now: int) -> Publication | None:
    """What this statement would name; None where that is nothing.

    Raises Refusal (`missing_document`, `missing_file`), ProtocolError (`bad_shape`, `wrong_record` and
    what else a document is refused with).
    """
    match envelope.value.get("kind"):
        case "notice-review":
            return _by_review(tx, directory, envelope)
        case "offer" | "publication" | "retirement":
            return _by_item(tx, directory, envelope, now)
        case _:
            return None


def _by_review(tx: Transaction, directory: Directory, envelope: Envelope) -> Publication | None:
    value = envelope.value
    if value.get("outcome") != "pass":
        return None
    notice = directory.notice(str(value.get("notice")))
    if (
        notice is None
        or notice.variant != "notice"
        or not notice.would_be_published_by(str(value.get("part")))
    ):
        return None
    data = _octets(tx, notice.record)
    pictures = {one["sha256"]: one["len"] for one in decode_record(data, notice.record)["pictures"]}
    for sha256, length in pictures.items():
        found = kept.find(tx, sha256)
        if found is None or found.length != length:
            raise Refusal("missing_document", sha256=sha256)
    return Publication(notice.hash, (notice.record, *pictures), ends=True)


def _octets(tx: Transaction, sha256: str) -> bytes:
    data = kept.octets(tx, sha256)
    if data is None:
        raise Refusal("missing_document", sha256=sha256)
    return data


def _by_item(tx: Transaction, directory: Directory, envelope: Envelope, now: int) -> Publication | None:
    """The statement's own shape has been checked: see `register.actions`."""
    value = envelope.value
    document = value["document"]
    if document is None:
        return None
    data = _octets(tx, document)
    shelf = protocol.RETIREMENT if value["kind"] == "retirement" else value["shelf"]
    record = protocol.decode_document(data, document, shelf, value["item"], value["parts"])
    files = protocol.files_of(shelf, record)
    for one in files:
        _demand_file(tx, directory, one, value["by"], now)
    hashes = (document, *(one["sha256"] for one in files))
    return Publication(envelope.hash, hashes, ends=value["kind"] == "offer")


def _demand_file(tx: Transaction, directory: Directory, named: Json, by: str, now: int) -> None:
    """Whoever names a file may read it already: nobody gets at a file by its hash alone."""
    file = kept.find_file(tx, named["sha256"])
    if (
        file is None
        or file.length != named["len"]
        or not is_of_type(file.type, named["type"])
        or not may_read_file(tx, directory, file.sha256, by, now)
    ):
        raise Refusal("missing_file", sha256=named["sha256"])


def is_of_type(found: str, named: str) -> bool:
    """Plain text, Markdown and CSV cannot be told apart by their octets."""
    return found == named or (found.startswith("text/") and named.startswith("text/"))


# Who reads what a statement names, and how long it is kept.


def is_open_to(directory: Directory, statement: str, key: str, now: int) -> bool:
    """Whether this member may read what the statement names."""
    if (notice := directory.notice(statement)) is not None:
        return notice.state_at(now) in ("valid", "suspended") and is_contact_point(directory, key, now)
    offer, publication = directory.offer(statement), directory.publications.get(statement)
    document = offer.document if offer else publication.named if publication else None
    return document is not None and may_read(directory, document, key, now)


def is_kept(directory: Directory, statement: str, now: int) -> bool:
    """Whether what the statement names must stay: a notice in force, an open offer, and every publication, as
    what was replaced or retired is history."""
    if (notice := directory.notice(statement)) is not None:
        return notice.state_at(now) in ("valid", "suspended")
    if (offer := directory.offer(statement)) is not None:
        return offer.state == OFFERED
    return directory.publications.get(statement) is not None


def unname(tx: Transaction, directory: Directory, statement: str, now: int) -> None:
    """The statement has ended: what it alone named is gone. The files of an offer are its author's for a day,
    who may offer them anew."""
    offer = directory.offer(statement)
    if offer is not None and offer.state != PUBLISHED:
        kept.give_back(tx, statement, offer.issue.by, now)
    kept.unname(tx, statement)


def may_read_file(tx: Transaction, directory: Directory, sha256: str, key: str, now: int) -> bool:
    return kept.has_put(tx, sha256, key) or any(
        is_open_to(directory, statement, key, now) for statement in kept.naming(tx, sha256)
    )


def items_of_file(tx: Transaction, directory: Directory, sha256: str, key: str, now: int) -> list[str]:
    """`shelf/item` of those that name the file and that this key may read, sorted."""
    found = set()
    for statement in kept.naming(tx, sha256):
        item = directory.offer(statement) or directory.publications.get(statement)
        if item is not None and is_open_to(directory, statement, key, now):
            found.add(f"{item.shelf}/{item.item}")
    return sorted(found)
