"""Collections: documents of the library whose own text names items, for everybody.

The rule is in protocol/publications.md, **library**. Reading lists are something else: one person's, sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from repatria.protocol.canonical import Json
from repatria.sdk.errors import WrongUse

TYPE = "collection"
_KEY = "(?:framework|library|meeting|course|news)/[a-z0-9][a-z0-9-]{0,62}"
_NAMED = re.compile(f"^- ({_KEY})(?:[ \t]|$)", re.MULTILINE)


def collected(record: Json) -> tuple[str, ...]:
    """The items, `shelf/item`, that the original's text names, in its order, each once."""
    original = record["words"][0]["language"]
    texts = {one["language"]: one["text"] for one in reversed(record["body"])}
    text = texts.get(original) or next(reversed(texts.values()), "")
    return tuple(dict.fromkeys(_NAMED.findall(text)))


def collection_text(keys: Iterable[str]) -> str:
    """A text that names these. Raises WrongUse (`bad_item`)."""
    keys = list(keys)
    for key in keys:
        if re.fullmatch(_KEY, key) is None:
            raise WrongUse("bad_item", key)
    return "\n".join(f"- {key}" for key in keys)
