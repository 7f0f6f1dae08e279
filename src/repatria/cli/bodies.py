"""What a message says, line by line, in the reader's language: requests, answers, receipts, ticks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from repatria import reference
from repatria.cli.language import catalogue, spoken
from repatria.cli.output import local_moment, words
from repatria.sdk.threads import notice_title

Body = Mapping[str, Any]
Lines = Iterator[str]

_PERSON = ("latin", "born", "document", "nationality")
_ASSET = ("identifier", "holder", "place")
_TEXTS = ("facts", "measure", "order", "third_parties", "authority", "purpose")


def lines_of(body: Body, tlp: str | None) -> Lines:
    """Everything that the body says, but for its attachments. `tlp` is its handling as it stands now."""
    if tlp is not None:
        yield tlp
    yield from SAID.get(str(body["kind"]), lambda _: iter(()))(body)
    yield from str(body.get("text", "")).splitlines()


def _request(body: Body) -> Lines:
    form = body["request"]
    yield f"{_coded('request.kind', form['type'])}  {_coded('urgency', form['urgency'])}"
    yield from _labelled("form.needed_by", _moment(form["needed_by"]))
    for asset in form["assets"]:
        yield from _asset(asset)
    for person in form["persons"]:
        rest = "  ".join(person[name] for name in _PERSON if person[name])
        yield from _labelled("form.person", f"{person['name']}  {rest}".strip())
    yield from _labelled("form.offence", _offence(form["offence"]))
    yield from _labelled("form.offence_law", form["offence_law"])
    yield from _labelled("form.stage", _coded("stage", form["stage"]))
    for name in _TEXTS:
        yield from _labelled(f"form.{name}", form[name])
    yield from _labelled("form.formal_by", _moment(form["formal_by"]))
    contact = form["contact"]
    said = (contact["name"], contact["phone"], contact["languages"])
    yield from _labelled("form.contact", "  ".join(text for text in said if text))


def _asset(asset: Body) -> Lines:
    rest = "  ".join(asset[name] for name in _ASSET if asset[name])
    yield from _labelled("form.asset", f"{_coded('asset', asset['type'])}  {rest}")
    yield from _labelled("form.amount", f"{asset['amount']} {asset['currency']}".strip())
    yield from _labelled("form.link", _coded("link", asset["link"]))


def _answer(body: Body) -> Lines:
    yield "  ".join(filter(None, (_coded("outcome", body["outcome"]), _coded("reason", body["reason"]))))
    measure = body["measure"]
    if measure is None:
        return
    yield from _labelled("measure.authority", measure["authority"])
    yield from _labelled("measure.basis", measure["basis"])
    yield from _labelled("measure.amount", f"{measure['amount']} {measure['currency']}".strip())
    yield from _labelled("measure.expires", _moment(measure["expires"]))


def _acknowledgement(body: Body) -> Lines:
    yield from _labelled("open.reference", body["reference"])


def _close(body: Body) -> Lines:
    yield _coded("outcome", body["outcome"])


def _handling(body: Body) -> Lines:
    yield f"{body['of'][:12]} > {body['tlp']}"


def _tick(body: Body) -> Lines:
    yield f"{body['action']}  {_coded('checklist', body['state'])}  {_coded('action', body['action'])}"
    yield from body["note"].splitlines()


def _notice(body: Body) -> Lines:
    yield "  ".join(filter(None, (body["of"][:12], notice_title(body["document"]))))


def _hit(body: Body) -> Lines:
    yield f"{body['of'][:12]}  {body['what']}"


def _receipt(body: Body) -> Lines:
    yield f"{_coded('receipt', body['what'])}  {'  '.join(of[:12] for of in body['of'])}"


SAID = {
    "request": _request,
    "answer": _answer,
    "acknowledgement": _acknowledgement,
    "close": _close,
    "handling": _handling,
    "tick": _tick,
    "receipt": _receipt,
    "notice": _notice,
    "hit": _hit,
}


def kind_of(kind: str) -> str:
    return _coded("kind", kind)


def asset_word(code: str) -> str:
    return _coded("asset", code)


def _labelled(key: str, text: str) -> Lines:
    """Nothing for what was left empty; a text of several lines goes on below its label."""
    first, *rest = text.splitlines() or [""]
    if first:
        label = words(key)
        yield (
            f"{label} {first}"
            if label.endswith(("?", "\u061f"))
            else words("open.field", label=label, text=first)
        )
    yield from (f"   {line}" for line in rest)


def _coded(group: str, code: str) -> str:
    """The word for a code; a code of a newer program is shown as it is."""
    key = f"{group}.{code}"
    return words(key) if key in catalogue(spoken()) else code


def _offence(code: str) -> str:
    found = reference.offence_codes().get(code)
    return f"{found.labels[spoken()]} ({code})" if found else code


def _moment(seconds: int | None) -> str:
    return "" if seconds is None else local_moment(seconds)
