"""statements.json: the samples of `statement_samples` as logs to be folded."""

import base64
from typing import Any

from tests.protocol.invented import Network
from tests.protocol.statement_samples import CASES, Case, base_network, fork


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def make() -> dict[str, Any]:
    base = base_network()
    roots = [base.directory.root_hash_at(size) for size in range(len(base.leaves) + 1)]
    return {
        "base_b64": [b64(leaf) for leaf in base.leaves],
        "roots": [root.hex() for root in roots if root],
        "cases": [log_case(base, case) for case in CASES],
    }


def log_case(base: Network, case: Case) -> dict[str, Any]:
    """The leaves that a sample adds to `base`, and what the last of them must do."""
    network = fork(base, case.base)
    start = len(network.leaves)
    made = case.make(network)
    final, expect = made if isinstance(made, tuple) else (made, None)
    leaf = final if isinstance(final, bytes) else final.wire()
    return {
        "name": case.name,
        "base": start,
        "leaves_b64": [b64(item) for item in (*network.leaves[start:], leaf)],
        "now": None if case.skew is None else network.time + case.skew,
        "code": case.code,
        "expect": expect,
    }
