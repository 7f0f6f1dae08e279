"""Bodies (protocol/bodies.md): the typed JSON inside a sealed message, and how each is built.

`check_body` also holds a body against the signed entry around it: attachments and clock.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from repatria.protocol.body_shapes import BODIES
from repatria.protocol.canonical import Json
from repatria.protocol.entries import Entry
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import fields

# Which clock act a kind of body stands with: exactly that one, or none.
_ACTS = {
    "request": "open",
    "acknowledgement": "acknowledge",
    "answer": "answer",
    "close": "close",
}


class Body(NamedTuple):
    """A body that was checked; `known` is False when a newer version made it: show that, whole."""

    kind: str
    value: Json
    known: bool


def check_body(value: Json, entry: Entry) -> Body:
    """Hold a body against its kind and the signed entry that carries it.

    Raises `bad_shape`, `blob_mismatch` or `bad_clock`.
    """
    kind = value.get("kind")
    if type(kind) is not str:
        raise ProtocolError("bad_shape", "kind")
    shape = BODIES.get(kind)
    if shape is None:
        return Body(kind, value, known=False)
    fields(value, shape)
    _check_attachments(value.get("attachments", []), entry.value["blobs"])
    _check_clock(kind, value, entry.value["clock"])
    if kind in {"screening_list", "screening_watch"}:
        _check_file(value)
    return Body(kind, value, known=True)


def _check_file(value: Json) -> None:
    """A file with entries, and a list's with its source; or nothing of them."""
    parts = [bool(value["attachments"]), value["entries"] > 0]
    if "source" in value:
        parts.append(value["source"] is not None)
    if len(set(parts)) != 1:
        raise ProtocolError("bad_shape", "half a file")


def _check_attachments(attachments: Sequence[Json], blobs: Sequence[Json]) -> None:
    if len(attachments) != len(blobs):
        raise ProtocolError("blob_mismatch", "not as many attachments as signed blobs")
    if not attachments:
        return
    named = sorted((item["id"], item["ct_sha256"], item["ct_len"]) for item in attachments)
    if named != sorted((blob["id"], blob["sha256"], blob["len"]) for blob in blobs):
        raise ProtocolError("blob_mismatch", "attachments are not the signed blobs, one to one")


def _check_clock(kind: str, value: Json, clock: Json | None) -> None:
    act = _ACTS.get(kind)
    if act != (clock["act"] if clock else None):
        raise ProtocolError("bad_clock", f"{kind} with another act of the clock")
    if clock is None:
        return
    if act == "open":
        request = value["request"]
        right = (request["urgency"], request["to"]) == (clock["urgency"], clock["to"])
    else:
        right = value["re"] == clock["of"]
    if not right:
        raise ProtocolError("bad_clock", "the body says another thing than the signed clock")


def clock_of(value: Json) -> Json | None:
    """The clock act that the entry around this body must carry."""
    act = _ACTS.get(value["kind"])
    if act is None:
        return None
    if act == "open":
        request = value["request"]
        return {"act": act, "urgency": request["urgency"], "to": request["to"]}
    return {"act": act, "of": value["re"]}


def blobs_of(value: Json) -> list[Json]:
    """The `blobs` that the entry around this body must carry."""
    return [
        {"id": item["id"], "sha256": item["ct_sha256"], "len": item["ct_len"]}
        for item in value.get("attachments", [])
    ]


def message(
    text: str,
    *,
    tlp: str,
    subject: str = "",
    re: str | None = None,
    attachments: Sequence[Json] = (),
    language: str = "",
) -> Json:
    own = {"subject": subject, "text": text, "re": re, "attachments": list(attachments)}
    return _body("message", tlp, **own, language=language)


def request(
    terms: Json,
    *,
    tlp: str,
    subject: str,
    text: str = "",
    attachments: Sequence[Json] = (),
    language: str = "",
) -> Json:
    """`terms` is the whole request object; `blank_request` gives one to fill in."""
    own = {"request": terms, "subject": subject, "text": text, "attachments": list(attachments)}
    return _body("request", tlp, **own, language=language)


def blank_request(type_: str, urgency: str, to: str) -> Json:
    """A request whose every text is empty."""
    texts = ("offence", "offence_law", "stage", "facts", "measure", "purpose", "order")
    return {
        "type": type_,
        "urgency": urgency,
        "to": to,
        "needed_by": None,
        "formal_by": None,
        "persons": [],
        "assets": [],
        "contact": {"name": "", "phone": "", "languages": ""},
        **dict.fromkeys((*texts, "authority", "third_parties"), ""),
    }


def acknowledgement(re: str, *, text: str = "", reference: str = "") -> Json:
    return _body("acknowledgement", None, re=re, text=text, reference=reference)


def answer(  # noqa: PLR0913 - a form with these lines
    re: str,
    outcome: str,
    *,
    tlp: str,
    text: str = "",
    reason: str = "",
    attachments: Sequence[Json] = (),
    measure: Json | None = None,
) -> Json:
    own = {"re": re, "outcome": outcome, "reason": reason, "text": text}
    return _body("answer", tlp, **own, attachments=list(attachments), measure=measure)


def receipt(what: str, of: Sequence[str]) -> Json:
    return _body("receipt", None, what=what, of=list(of))


def tick(
    action: str, state: str, *, note: str = "", owner: str = "", attachments: Sequence[Json] = ()
) -> Json:
    own = {"action": action, "state": state, "note": note, "owner": owner}
    return _body("tick", None, **own, attachments=list(attachments))


def note(text: str, *, tlp: str, attachments: Sequence[Json] = ()) -> Json:
    return _body("note", tlp, text=text, attachments=list(attachments))


def handling(of: str, new_tlp: str, *, tlp: str) -> Json:
    return _body("handling", tlp, of=of, tlp=new_tlp)


def close(re: str, outcome: str, *, tlp: str, text: str = "") -> Json:
    return _body("close", tlp, re=re, outcome=outcome, text=text)


def notice(
    document: Json,
    *,
    tlp: str,
    of: str = "",
    text: str = "",
    attachments: Sequence[Json] = (),
    language: str = "",
) -> Json:
    """`document` as `notices.record_document` gives it; `of` is empty while it is a draft."""
    own = {"of": of, "document": document, "text": text, "attachments": list(attachments)}
    return _body("notice", tlp, **own, language=language)


def hit(
    of: str, what: str, text: str, *, tlp: str, attachments: Sequence[Json] = (), language: str = ""
) -> Json:
    own = {"of": of, "what": what, "text": text, "attachments": list(attachments)}
    return _body("hit", tlp, **own, language=language)


def participation(  # noqa: PLR0913 - a form with these lines
    shelf: str,
    item: str,
    people: Sequence[Json],
    *,
    tlp: str,
    text: str = "",
    attachments: Sequence[Json] = (),
    language: str = "",
) -> Json:
    """Nominate people for a meeting or a course; an `id` names one person for all time."""
    own = {"shelf": shelf, "item": item, "people": list(people), "text": text}
    return _body("participation", tlp, **own, attachments=list(attachments), language=language)


def place(
    re: str,
    people: Sequence[Json],
    *,
    tlp: str,
    text: str = "",
    attachments: Sequence[Json] = (),
    language: str = "",
) -> Json:
    """What became of people whom the entry `re` nominated: `{"id", "state"}` each."""
    own = {"re": re, "people": list(people), "text": text, "attachments": list(attachments)}
    return _body("place", tlp, **own, language=language)


def manuscript(  # noqa: PLR0913 - a form with these lines
    shelf: str,
    item: str,
    record: Json,
    *,
    tlp: str,
    base: str | None = None,
    text: str = "",
    attachments: Sequence[Json] = (),
    language: str = "",
) -> Json:
    """A record that is being written together; `base` is the entry of the manuscript that it revises."""
    own = {"shelf": shelf, "item": item, "record": record, "base": base, "text": text}
    return _body("manuscript", tlp, **own, attachments=list(attachments), language=language)


def screening_list(
    name: str, format_: str, source: Json, licence: str, *, entries: int, attachment: Json
) -> Json:
    """Take a list: `attachment` is a file of entries (screening.md)."""
    own = {"format": format_, "source": source, "licence": licence, "entries": entries}
    return _body("screening_list", None, name=name, **own, attachments=[attachment])


def screening_list_end(name: str) -> Json:
    own = {"format": "", "source": None, "licence": "", "entries": 0}
    return _body("screening_list", None, name=name, **own, attachments=[])


def screening_decision(  # noqa: PLR0913 - a form with these lines
    *, query: str, listed: str, content: str, verdict: str, why: str, name: str, listed_name: str
) -> Json:
    own = {"query": query, "listed": listed, "content": content, "verdict": verdict, "why": why}
    return _body("screening_decision", None, **own, name=name, listed_name=listed_name)


def screening_watch(
    *, add: Sequence[Json] = (), drop: Sequence[str] = (), entries: int = 0, attachment: Json | None = None
) -> Json:
    """`attachment` is a file of so many records (screening.md)."""
    attachments = [] if attachment is None else [attachment]
    own = {"add": list(add), "drop": list(drop), "entries": entries, "attachments": attachments}
    return _body("screening_watch", None, **own)


def screening_told(
    marks: Sequence[str] = (), *, sources: Sequence[str] = (), through: int = 0, lists_through: int = 0
) -> Json:
    own = {"marks": list(marks), "sources": list(sources), "through": through}
    return _body("screening_told", None, **own, lists_through=lists_through)


def _body(kind: str, handling_tlp: str | None, **own: Any) -> Json:
    value: Json = {"kind": kind}
    if handling_tlp is not None:
        value["handling"] = {"tlp": handling_tlp}
    value.update(own)
    fields(value, BODIES[kind])
    return value
