"""What an office shares about screening, in its own room (protocol/screening.md): digests and fold. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from repatria.protocol.canonical import Json, stringify_known
from repatria.protocol.shapes import Shape, hash_hex, integer, list_of, one_of, record, string

OFFICE = "office"  # the purpose of an office's own room (rooms.md)
SUBJECT_KINDS = (
    "person", "organisation", "vessel", "vehicle", "aircraft", "account", "wallet", "property", "security",
)  # fmt: skip
SAID = string(0, 10_000)
_record = record(
    {
        "kind": one_of(*SUBJECT_KINDS),
        **dict.fromkeys(("names", "birth_dates", "countries", "genders"), list_of(SAID)),
        "identifiers": list_of(record({"scheme": SAID, "value": SAID})),
    }
)
SOURCE: Shape = {
    **dict.fromkeys(("name", "taken", "licence"), string()),
    "sha256": hash_hex,
    "size": integer(),
}
_SPACE = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_LOWER = str.maketrans({"ς": "σ", "ß": "ss"})
LISTS = ("names", "birth_dates")  # of a record, folded
CODES = ("countries", "genders")  # as they are


# Records and their digests.


def subject_record(value: Any) -> bool:
    """What is asked about or listed, as the screening takes it (screening.md)."""
    return _record(value) and bool(value["names"] or value["identifiers"])


def well_formed(text: str) -> str:
    """Without lone surrogates; each becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fold(text: str) -> str:
    """Letter case, width and spacing make no other query."""
    compatible = unicodedata.normalize("NFKC", well_formed(text))
    lower = "".join(character.lower() for character in compatible)  # by itself: a sigma has no neighbours
    cased = unicodedata.normalize("NFKC", lower.translate(_LOWER))
    return " ".join(word for word in _SPACE.split(cased) if word)


def identity_of(query: Json) -> str:
    """The same for whoever asks the same, in whatever order and letter case."""
    said = {
        "kind": query["kind"],
        **{name: _in_order(fold(one) for one in query[name]) for name in LISTS},
        **{name: _in_order(well_formed(one) for one in query[name]) for name in CODES},
        "identifiers": _in_order(
            f"{well_formed(one['scheme'])} {fold(one['value'])}" for one in query["identifiers"]
        ),
    }
    return _digest("screening-query", said)


def content_of(says: Json) -> str:
    """Of what an entry of a list says (`says`, its keys as they stand).

    In a notice the content is the notice's hash.
    """
    return _digest("screening-content", says)


def mark_of(query: str, listed: str, content: str) -> str:
    """What `screening_told` names a lead by."""
    return _digest("screening-mark", {"query": query, "listed": listed, "content": content})[:32]


def source_of(hash_: str) -> str:
    """Of a notice's hash, or of the entry that took a list."""
    return hash_[:32]


def listed_id(list_name: str, id_: str) -> str:
    return f"list/{list_name}/{id_}"


def _digest(label: str, value: Json) -> str:
    """Of values with the keys of the page and well-formed texts, which nobody needs to check again."""
    return hashlib.sha256(f"repatria/v1/{label}\n".encode() + stringify_known(value)).hexdigest()


def _in_order(texts: Iterable[str]) -> list[str]:
    """Without repetitions, by UTF-16 code units."""
    return sorted(set(texts), key=lambda text: text.encode("utf-16-be"))


# The fold.


@dataclass(frozen=True, slots=True)
class Standing:
    """A body of the office's room, checked, and whose word it is; None: it cannot be read."""

    seq: int
    hash: str
    author: str
    time: int
    body: Any


@dataclass(slots=True)
class OfficeScreening:
    """lists: by name. decisions: by (query, listed). watch: the steps of `watched_of`, in order."""

    lists: dict[str, Standing] = field(default_factory=dict)
    decisions: dict[tuple[str, str], Standing] = field(default_factory=dict)
    watch: list[Standing] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    through: int = 0
    lists_through: int = 0


def fold_screening(purpose: str, messages: Iterable[Standing]) -> OfficeScreening:
    """All messages of a room, in its order; in a room that is no office's they mean nothing."""
    state = OfficeScreening()
    for said in messages if purpose == OFFICE else ():
        take = _TAKE.get(said.body["kind"]) if said.body else None
        if take is not None:  # other things are said in an office's room too
            take(state, said)
    return state


def _take_list(state: OfficeScreening, said: Standing) -> None:
    state.lists.pop(said.body["name"], None)
    if said.body["attachments"]:
        state.lists[said.body["name"]] = said


def _take_decision(state: OfficeScreening, said: Standing) -> None:
    state.decisions[said.body["query"], said.body["listed"]] = said


def _take_watch(state: OfficeScreening, said: Standing) -> None:
    state.watch.append(said)


def _take_told(state: OfficeScreening, said: Standing) -> None:
    state.marks.update(said.body["marks"])
    state.sources.update(said.body["sources"])
    for name in ("through", "lists_through"):
        if said.body[name] < said.seq:
            setattr(state, name, max(getattr(state, name), said.body[name]))


_TAKE = {
    "screening_list": _take_list,
    "screening_decision": _take_decision,
    "screening_watch": _take_watch,
    "screening_told": _take_told,
}


def watched_of(steps: Iterable[Standing], files: Mapping[str, Sequence[Json]]) -> dict[str, Json]:
    """Who is watched, by identity, in the order in which they came.

    files: by attachment id, the records of each that the steps name.
    """
    found: dict[str, Json] = {}
    for step in steps:
        for identity in step.body["drop"]:
            found.pop(identity, None)
        kept = (row for one in step.body["attachments"] for row in files.get(one["id"], ()))
        for row in (*step.body["add"], *kept):
            found.setdefault(identity_of(row), row)
    return found
