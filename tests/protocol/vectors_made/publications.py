"""publications.json: the samples of `publication_samples` as logs to be folded, and documents to be read."""

from typing import Any

from tests.protocol.publication_samples import CASES, base_network
from tests.protocol.publication_samples.documents import FILL, Document, documents
from tests.protocol.vectors_made.statements import b64, log_case


def make() -> dict[str, Any]:
    base = base_network()
    return {
        "base_b64": [b64(leaf) for leaf in base.leaves],
        "cases": [log_case(base, case) for case in CASES],
        "documents": [_document(one) for one in documents()],
    }


def _document(one: Document) -> dict[str, Any]:
    """The bytes are the pieces, with `fill` letters x between each two of them."""
    return {
        "name": one.name,
        "pieces_b64": [b64(piece) for piece in one.data.split(FILL.encode())],
        "fill": one.fill,
        "document": one.expected,
        "shelf": one.shelf,
        "item": one.item,
        "parts": one.parts,
        "code": one.code,
    }
