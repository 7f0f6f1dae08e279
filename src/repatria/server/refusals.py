"""What a request can be refused with: one code, one status, one sentence each.

The codes of the folds come from the protocol and pass through unchanged (409, or 400 where the
bytes themselves are wrong).
"""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request could not be read."),
    "bad_shape": (400, "A field is missing, unknown or of the wrong type."),
    "bad_json": (400, "The body is not JSON in UTF-8, or repeats a key."),
    "bad_frames": (400, "The body is not a sequence of frames."),
    "bad_cursor": (400, "The cursor or range is not a number in its bounds."),
    "bad_origin": (403, "The request comes from another site."),
    "bad_host": (400, "This server does not answer to that host name."),
    "forbidden": (403, "Your post does not allow this."),
    "wrong_role": (409, "Partners belong to offices of XP, auditors to offices of XA, and nobody else does."),
    "not_found": (404, "There is nothing here for you."),
    "method_not_allowed": (405, "This address does not take that method."),
    "no_session": (401, "Sign in first."),
    "session_ended": (401, "The session has ended. Sign in again."),
    "bad_sign_in": (401, "Login, passphrase or recovery kit do not match."),
    "bad_passkey": (401, "The passkey did not match."),
    "bad_invitation": (404, "The invitation is unknown, used or out of date."),
    "login_taken": (409, "This login is taken."),
    "bad_login": (400, "The login has the wrong form."),
    "bad_lock": (400, "The lock record has the wrong form or names another key."),
    "too_many_kept": (409, "There are too many of these already."),
    "stale_version": (409, "A newer version is there already."),
    "stale_head": (409, "The room moved on. Fetch, check and sign again."),
    "wrong_author": (409, "The entry is signed by another officer than the one signed in."),
    "room_exists": (409, "The room is there already."),
    "wrong_ciphertext": (409, "The sealed body does not match the signed entry."),
    "blob_missing": (409, "An attachment is not completely uploaded."),
    "blob_mismatch": (409, "The attachment's octets do not match its hash."),
    "blob_exists": (409, "An attachment of this name is there with other properties."),
    "blob_complete": (409, "The attachment is complete and cannot change."),
    "document_mismatch": (409, "The document's octets do not match its hash."),
    "missing_document": (409, "The document, or a picture that it names, is not here yet. Put it first."),
    "missing_file": (409, "A file that the document names is not here, or not yours to name. Put it first."),
    "wrong_type": (409, "The file is not of the type that was said."),
    "encrypted_file": (409, "The file is encrypted. Put one that everybody can open."),
    "has_macros": (409, "The file has macros. Put one without."),
    "unreadable_file": (409, "The file cannot be read. Put it in another form."),
    "bad_slice": (400, "The slice's number, length or hash is wrong."),
    "bad_range": (416, "The range lies outside the content."),
    "bad_time": (409, "The time lies more than ten minutes from the server's."),
    "bad_duty": (400, "The roster names someone who is no officer of the office."),
    "not_founded": (409, "The network has no root statement yet."),
    "wrong_log": (409, "That is not this server's log, or not the register as it was."),
    "founded": (409, "The network has its root statement already."),
    "bad_checkpoint": (400, "The note is not a checkpoint of this log."),
    "unknown_checkpoint": (409, "No checkpoint of that size and root was published."),
    "unknown_witness": (409, "No cosignature of a witness that the root names."),
    "too_large": (413, "The body is larger than this address takes."),
    "too_slow": (408, "The body took too long to arrive."),
    "wrong_media_type": (415, "The body's media type is wrong."),
    "too_many": (429, "Too many requests. Wait, then try again."),
    "too_broad": (422, "This takes the server too long. Ask with fewer words."),
    "disk_full": (507, "The server's disk is full. Nothing was written."),
    "unavailable": (503, "The database does not answer. Nothing was written."),
    "internal": (500, "The server failed. Nothing can be said about what was written."),
}

# Codes of the protocol that say that the bytes are wrong, whatever the state of the network.
MALFORMED = frozenset(
    {"not_canonical", "too_deep", "bad_envelope", "unknown_version", "bad_frame", "unknown_kind"}
)


class Refusal(Exception):
    """A request that is not carried out. Carries the stable code and what the client may need."""

    def __init__(self, code: str, /, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail: dict[str, Any] = detail

    @property
    def status(self) -> int:
        known = SENTENCES.get(self.code)
        return known[0] if known else (400 if self.code in MALFORMED else 409)

    @property
    def sentence(self) -> str:
        known = SENTENCES.get(self.code)
        return known[1] if known else f"The protocol refuses this ({self.code})."
