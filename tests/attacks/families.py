"""The attack families that the protocol must withstand: the list of the design, one line each.

A family is what a reader looks for; `test_claims.py` demands attacks on both clients for every one.
"""

KEY_SUBSTITUTION = "key substitution"
GHOST = "ghost member or wrap"
DIFFERENT_KEYS = "different key to different members"
ROGUE_BUREAU = "rogue, foreign or self-authorising bureau"
SINGLE_ROOT_KEY = "single root key"
DROPPED_REVOCATION = "dropped revocation"
OTHER_NETWORK = "statement from another network"
REPLAY = "replay"
REORDER = "reorder"
MID_DROP = "mid-drop"
TAIL_TRUNCATION = "tail truncation"
FORK = "fork"
ROOM_ROLLBACK = "room rollback"
SPLICE = "cross-room and cross-slot splice"
RESIGNED = "signature stripped and re-signed"
FORWARDING = "surreptitious forwarding"
DOWNGRADE = "version, suite or KDF downgrade"
ENDED_KEY = "revoked or expired key used later"
BACK_DATING = "back-dating"
REMOVED_OFFICER = "removed officer reading or posting later"
CIPHERTEXT = "ciphertext swapped, truncated, slice reordered"
LOG = "log rewritten, split view, rolled back"
PARSERS = "parser differential between the two languages"
FORGED_STATE = "forged receipt, tick, asset state or amount"
OTHER_SEEDS = "another user's wrapped seeds returned"
SILENT_RECOVERY = "recovery contact enrolled silently"
STALE_CLIENT = "stale client bundle"
NOTICE_AUTHORITY = "notice made, examined or ended by the wrong person"
NOTICE_END = "notice that lives on after its end"
NOTICE_RECORD = "another record or picture under a notice"
PUBLICATION_AUTHORITY = "item offered or published by the wrong person"
PUBLICATION_UNSEEN = "item written over unseen, or back after its end"
PUBLICATION_DOCUMENT = "another document under an item"
PUBLICATION_FILE = "another file under an entry of the library"
PUBLICATION_FOUND = "search that shows as standing what does not stand"
PUBLICATION_PLACE = "place at a meeting given or taken by the wrong office"

FAMILIES = (
    KEY_SUBSTITUTION, GHOST, DIFFERENT_KEYS, ROGUE_BUREAU, SINGLE_ROOT_KEY, DROPPED_REVOCATION,
    OTHER_NETWORK, REPLAY, REORDER, MID_DROP, TAIL_TRUNCATION, FORK, ROOM_ROLLBACK, SPLICE, RESIGNED,
    FORWARDING, DOWNGRADE, ENDED_KEY, BACK_DATING, REMOVED_OFFICER, CIPHERTEXT, LOG, PARSERS,
    FORGED_STATE, OTHER_SEEDS, SILENT_RECOVERY, STALE_CLIENT,
    NOTICE_AUTHORITY, NOTICE_END, NOTICE_RECORD,
    PUBLICATION_AUTHORITY, PUBLICATION_UNSEEN, PUBLICATION_DOCUMENT,
    PUBLICATION_FILE, PUBLICATION_FOUND, PUBLICATION_PLACE,
)  # fmt: skip
