"""What time others say it is. The server's own clock may have jumped, and what it deletes is gone."""

from __future__ import annotations

import base64

from repatria.protocol.directory import Directory
from repatria.protocol.statements import CLOCK_SKEW_SECONDS
from repatria.server.database.transaction import Transaction
from repatria.server.ledger.witnessed import cosigned_lines, published_size

STAMP = slice(4, 12)  # of a cosignature line's octets: key id, then the time (protocol/checkpoint.md)


def time_for_deleting(tx: Transaction, directory: Directory, now: int) -> int:
    """`now` (Unix seconds), but at most ten minutes beyond what others have signed.

    Others: as many witnesses as the root's quorum, by their cosignatures of the newest witnessed checkpoint;
    in a network without witnesses, whoever signed the newest statement.
    """
    return min(now, _attested(tx, directory) + CLOCK_SKEW_SECONDS)


def _attested(tx: Transaction, directory: Directory) -> int:
    trust = directory.trust
    if trust.quorum == 0:
        return directory.newest_time
    size = published_size(tx, trust)
    lines = [] if size is None else cosigned_lines(tx, trust, size)
    times = sorted(map(_time_of, lines), reverse=True)
    return times[trust.quorum - 1] if len(times) >= trust.quorum else 0


def _time_of(line: str) -> int:
    """Of a line that was verified when it was kept."""
    return int.from_bytes(base64.b64decode(line.rsplit(maxsplit=1)[-1])[STAMP], "big")
