"""notices.json: the samples of `notice_samples` as logs to be folded, and documents to be read."""

from typing import Any

from repatria.protocol.notices import record_hash
from tests.protocol.invented import digest
from tests.protocol.notice_samples import CASES, base_network
from tests.protocol.notice_samples.records import documents
from tests.protocol.vectors_made.statements import b64, log_case


def make() -> dict[str, Any]:
    base = base_network()
    return {
        "base_b64": [b64(leaf) for leaf in base.leaves],
        "cases": [log_case(base, case) for case in CASES],
        "records": [
            {"name": name, "document_b64": b64(data), "record": expected, "code": code}
            for name, data, expected, code in documents()
        ],
        "pictures": _pictures(),
    }


def _pictures() -> list[dict[str, Any]]:
    data = b"\xff\xd8\xff" + digest("a picture")
    right = {"data_b64": b64(data), "len": len(data), "sha256": record_hash(data)}
    longer = data + b"\0"
    exchanged = b"\xff\xd8\xff" + digest("another face")
    return [
        {"name": "a picture", **right, "code": None},
        {"name": "a picture exchanged", **right, "data_b64": b64(exchanged), "code": "wrong_picture"},
        {
            "name": "a picture with a byte after it",
            **right,
            "data_b64": b64(longer),
            "code": "wrong_picture",
        },
        {"name": "a picture of another length", **right, "len": len(data) + 1, "code": "wrong_picture"},
        {"name": "no picture", **right, "data_b64": "", "code": "wrong_picture"},
    ]
