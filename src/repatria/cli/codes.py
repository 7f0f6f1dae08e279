"""Which sentence a code is said with, where it has none of its own.

A code that neither stands here nor has a sentence is said as "that did not work", with the code.
"""

from __future__ import annotations

SAID_TOGETHER: dict[str, tuple[str, ...]] = {
    "stale": ("stale_head", "stale_epoch", "stale_version", "room_exists"),
    "bad_input": (
        "bad_request",
        "bad_shape",
        "bad_json",
        "bad_frames",
        "bad_cursor",
        "bad_origin",
        "bad_host",
        "bad_slice",
        "bad_range",
        "wrong_media_type",
        "method_not_allowed",
        "bad_lock",
        "blob_complete",
        "wrong_author",
        "unknown_checkpoint",
        "unknown_witness",
    ),
    "bad_signature": ("bad_cosignature",),
    "stale_client": ("unknown_kind", "unknown_version"),
    "malformed": (
        "bad_checkpoint",
        "bad_envelope",
        "bad_frame",
        "not_canonical",
        "too_deep",
        "bad_body",
        "bad_heads",
        "bad_history",
        "bad_wraps",
        "bad_clock",
        "bad_keyset",
        "bad_root",
        "bad_officers",
    ),
    "out_of_place": (
        "bad_seq",
        "bad_epoch",
        "bad_proof",
        "replayed_entry",
        "replayed_statement",
        "broken_chain",
        "wrong_room",
        "room_forked",
        "log_went_back",
        "withheld_entry",
        "wrong_receipt",
    ),
    "wrong_person": ("no_seat", "not_a_member", "unknown_issuer", "no_issuer"),
    "wrong_key": (
        "weak_key",
        "wrong_kem",
        "wrong_seeds",
        "cannot_open",
        "cannot_unwrap",
        "wrong_lock",
        "kdf_downgrade",
        "no_key",
    ),
    "blob_mismatch": ("wrong_ciphertext",),
}
SENTENCE_OF = {code: sentence for sentence, codes in SAID_TOGETHER.items() for code in codes}
