"""bodies.json: bodies of every kind, held against the clock and the blobs of their entry."""

from typing import Any

from repatria.protocol import bodies, canonical
from repatria.protocol.notices import record_document
from tests.protocol.invented import digest
from tests.protocol.notice_samples.records import silver

OF, OTHER = digest("opening").hex(), digest("other").hex()
ATTACHMENT = {
    "id": "0f" * 16,
    "name": "ordre.pdf",
    "type": "application/pdf",
    "size": 1_000,
    "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "sha256": digest("plain").hex(),
    "ct_sha256": digest("sealed").hex(),
    "ct_len": 1_096,
}
BLOB = {"id": ATTACHMENT["id"], "sha256": ATTACHMENT["ct_sha256"], "len": ATTACHMENT["ct_len"]}
SECOND = {**ATTACHMENT, "id": "1f" * 16}
TLP = "TLP:AMBER"
RECORD: dict[str, Any] = {
    "kind": "person", "names": ["Ахмед"], "birth_dates": ["1971"], "countries": ["RU"], "genders": [],
    "identifiers": [{"scheme": "passport", "value": "A 1234567"}],
}  # fmt: skip
PERSON: dict[str, Any] = {
    "id": "2f" * 16, "key": "", "name": "محمد", "latin": "Mohamed", "title": "Juge",
    "languages": ["ar", "fr"], "role": "speaker", "visa": True,
    "passport": "X 0000001", "notes": "végétarien\narrive la veille",
}  # fmt: skip
DOCUMENT = record_document(silver(), digest("nonce of a record"))


def full_request() -> dict[str, Any]:
    terms = bodies.blank_request("freeze", "flash", "fr/paris")
    person = {"name": "محمد", "latin": "Mohamed", "born": "", "document": "", "nationality": "TN"}
    asset = {
        "type": "bank_account", "identifier": "FR7630006000011234567890189", "holder": "SCI X",
        "place": "Paris", "amount": "1200000", "currency": "EUR", "link": "",
    }  # fmt: skip
    return {**terms, "persons": [person], "assets": [asset], "needed_by": 1_800_100_000}


def valid() -> dict[str, dict[str, Any]]:
    """One body of each kind by its builder."""
    return {
        "message": bodies.message("Bonjour", tlp=TLP, subject="Dossier 12", language="fr"),
        "request": bodies.request(full_request(), tlp=TLP, subject="Gel urgent"),
        "acknowledgement": bodies.acknowledgement(OF, reference="2026/12"),
        "answer": bodies.answer(OF, "frozen", tlp=TLP, text="Fait"),
        "receipt": bodies.receipt("read", [OF, OTHER]),
        "tick": bodies.tick("a1", "done", note="ok"),
        "note": bodies.note("À vérifier", tlp=TLP),
        "handling": bodies.handling(OF, "TLP:RED", tlp=TLP),
        "close": bodies.close(OF, "done", tlp=TLP),
        "notice": bodies.notice(DOCUMENT, tlp=TLP, text="À examiner", language="fr"),
        "hit": bodies.hit(OF, "person", "Entré hier à l'aéroport", tlp=TLP, language="fr"),
        "participation": bodies.participation(
            "meeting", "vienna-2026", [PERSON, {**PERSON, "id": "3f" * 16, "key": OF, "languages": []}],
            tlp=TLP, text="Nos deux délégués", language="fr",
        ),
        "place": bodies.place(OF, [{"id": "2f" * 16, "state": "waiting"}], tlp=TLP),
        "manuscript": bodies.manuscript("library", "guideline-1", {"type": ""}, tlp=TLP, base=OF),
        "screening_list": bodies.screening_list_end("UN"),
        "screening_decision": bodies.screening_decision(
            query=OF, listed="list/UN/6908555", content=OTHER, verdict="no_match", why="Né en 1990",
            name="Ахмед", listed_name="Ahmed",
        ),
        "screening_watch": bodies.screening_watch(add=[RECORD], drop=[OF]),
        "screening_told": bodies.screening_told(["0f" * 16], sources=["1f" * 16], through=7),
    }  # fmt: skip


def _case(name: str, body: dict[str, Any], code: str | None = None, **changed: Any) -> dict[str, Any]:
    known = body.get("kind") in valid()
    clock = bodies.clock_of(body) if known else None
    case: dict[str, Any] = {"name": name, "clock": clock, "blobs": []}
    case |= {"code": code, "known": known if code is None else None, **changed}
    return {**case, "body": canonical.stringify(body).hex()}


def make() -> dict[str, Any]:
    return {"cases": [*_kinds(), *_shapes(), *_screening(), *_publications(), *_attachments(), *_clocks()]}


def _kinds() -> list[dict[str, Any]]:
    newer = {"kind": "poll", "question": "?"}
    cases = [_case(f"a {kind}", body) for kind, body in valid().items()]
    measure = {"authority": "Parquet", "basis": "art. 1", "expires": None, "amount": "", "currency": ""}
    return [
        *cases,
        _case("an answer with a measure", {**valid()["answer"], "measure": measure}),
        _case("a body made by a newer version", newer),
        _case("a newer body beside blobs", newer, blobs=[BLOB]),
        _case("a subject of 300 characters", {**valid()["message"], "subject": "x" * 300}),
        _case("a notice that is published", {**valid()["notice"], "of": OF}),
        _case("a notice with a record of a newer version", {**valid()["notice"], "document": {"v": 2}}),
        _case("a hit of 20,000 characters", {**valid()["hit"], "text": "x" * 20_000}),
    ]


def _shapes() -> list[dict[str, Any]]:
    message, request = valid()["message"], valid()["request"]
    bad = "bad_shape"
    without = {name: item for name, item in message.items() if name != "handling"}
    terms = request["request"]
    return [
        _case("no kind", {"text": "x"}, bad),
        _case("a kind that is a number", {"kind": 1}, bad),
        _case("a further key", {**message, "x": 1}, bad),
        _case("no handling", without, bad),
        _case("a TLP that does not exist", {**message, "handling": {"tlp": "TLP:WHITE"}}, bad),
        _case("a subject of 301 characters", {**message, "subject": "x" * 301}, bad),
        _case("a text of 100,001 characters", {**message, "text": "x" * 100_001}, bad),
        _case("a text that is null", {**message, "text": None}, bad),
        _case("re that is no hash", {**message, "re": "x"}, bad),
        _case("an acknowledgement with handling",
              {**valid()["acknowledgement"], "handling": {"tlp": TLP}}, bad),
        _case("an outcome that does not exist", {**valid()["answer"], "outcome": "maybe"}, bad),
        _case("a receipt of nothing", {**valid()["receipt"], "of": []}, bad),
        _case("a tick in no state", {**valid()["tick"], "state": "almost"}, bad),
        _case("a request of no type", {**request, "request": {**terms, "type": "hello"}}, bad),
        _case("an amount that is a number",
              {**request, "request": {**terms, "assets": [{**terms["assets"][0], "amount": 5}]}}, bad),
        _case("a notice of something that is no hash", {**valid()["notice"], "of": "x"}, bad),
        _case("a notice whose record is a text", {**valid()["notice"], "document": "{}"}, bad),
        _case("a notice whose record is a list", {**valid()["notice"], "document": []}, bad),
        _case("a notice with a text of 20,001 characters", {**valid()["notice"], "text": "x" * 20_001}, bad),
        _case("a hit of nothing", {**valid()["hit"], "of": ""}, bad),
        _case("a hit on something else", {**valid()["hit"], "what": "rumour"}, bad),
        _case("a hit that says nothing", {**valid()["hit"], "text": ""}, bad),
        _case("a hit of 20,001 characters", {**valid()["hit"], "text": "x" * 20_001}, bad),
        _case("a request without authority",
              {**request, "request": {k: v for k, v in terms.items() if k != "authority"}}, bad),
    ]  # fmt: skip


def _screening() -> list[dict[str, Any]]:
    kinds = valid()
    bad = "bad_shape"
    decided, watch, told = (kinds[f"screening_{name}"] for name in ("decision", "watch", "told"))
    source = {"name": "un.xml", "sha256": OTHER, "size": 5, "taken": "2026-11-01", "licence": ""}
    own = {"entries": 3, "attachment": ATTACHMENT}
    taken = bodies.screening_list("UN", "un", source, "un", **own)  # type: ignore[arg-type]
    filed = {**watch, "entries": 2, "attachments": [ATTACHMENT]}
    nothing = {**RECORD, "names": [], "identifiers": []}
    two = [ATTACHMENT, SECOND]
    blobs = [BLOB, {**BLOB, "id": SECOND["id"]}]
    return [
        _case("a list that is taken", taken, blobs=[BLOB]),
        _case("watched names in a file", {**filed, "add": []}, blobs=[BLOB]),
        _case("watched names in a file of none", {**filed, "entries": 0}, bad, blobs=[BLOB]),
        _case("so many watched names, and no file", {**filed, "attachments": []}, bad),
        _case("a list without a file", {**taken, "attachments": []}, bad),
        _case("a list without entries", {**taken, "entries": 0}, bad, blobs=[BLOB]),
        _case("a list from nowhere", {**taken, "source": None}, bad, blobs=[BLOB]),
        _case("an end with entries", {**kinds["screening_list"], "entries": 1}, bad),
        _case("a list without a name", {**taken, "name": ""}, bad, blobs=[BLOB]),
        _case("a list with a name of 61 characters", {**taken, "name": "x" * 61}, bad, blobs=[BLOB]),
        _case("a list in two files", {**taken, "attachments": two}, bad, blobs=blobs),
        _case("a list with handling", {**taken, "handling": {"tlp": TLP}}, bad, blobs=[BLOB]),
        _case("a decision that says why at length", {**decided, "why": "x" * 4_000}),
        _case("a decision without a reason", {**decided, "why": ""}, bad),
        _case("a decision with a reason of 4,001 characters", {**decided, "why": "x" * 4_001}, bad),
        _case("a decision for something else", {**decided, "verdict": "perhaps"}, bad),
        _case("a decision on no query", {**decided, "query": ""}, bad),
        _case("a decision on nothing listed", {**decided, "listed": ""}, bad),
        _case("a watched record without name and number", {**watch, "add": [nothing]}, bad),
        _case("a watched record of no kind", {**watch, "add": [{**RECORD, "kind": "ghost"}]}, bad),
        _case("a watched record with an id", {**watch, "add": [{**RECORD, "id": ""}]}, bad),
        _case("a watched name of 10,001 characters",
              {**watch, "add": [{**RECORD, "names": ["x" * 10_001]}]}, bad),
        _case("1,001 drops", {**watch, "drop": [OF] * 1_001}, bad),
        _case("a drop that is no identity", {**watch, "drop": ["x"]}, bad),
        _case("a mark of another length", {**told, "marks": [OF]}, bad),
        _case("5,000 marks", {**told, "marks": ["0f" * 16] * 5_000}),
        _case("5,001 marks", {**told, "marks": ["0f" * 16] * 5_001}, bad),
        _case("told through a place before the first", {**told, "through": -1}, bad),
        _case("told without a word on lists",
              {name: item for name, item in told.items() if name != "lists_through"}, bad),
    ]  # fmt: skip


def _publications() -> list[dict[str, Any]]:
    kinds = valid()
    nominated, given, written = (kinds[kind] for kind in ("participation", "place", "manuscript"))
    bad = "bad_shape"

    def of(who: str, code: str | None = bad, **own: Any) -> dict[str, Any]:
        return _case(who, {**nominated, "people": [{**PERSON, **own}]}, code)

    states = ("confirmed", "waiting", "declined", "withdrawn", "attended", "absent", "certified")
    each = [{"id": "2f" * 16, "state": state} for state in states]
    return [
        _case("a participation in a course", {**nominated, "shelf": "course"}),
        _case("50 people", {**nominated, "people": [PERSON] * 50}),
        _case("51 people", {**nominated, "people": [PERSON] * 51}, bad),
        _case("nobody", {**nominated, "people": []}, bad),
        _case("a participation in news", {**nominated, "shelf": "news"}, bad),
        _case("a participation in no item", {**nominated, "item": ""}, bad),
        of("somebody of whom nothing is known", None, key="", name="", latin="", title="", role="",
           passport="", notes="", languages=[], visa=False),
        of("somebody with notes of 2,000 characters", None, notes="x" * 2_000),
        of("somebody with notes of 2,001 characters", notes="x" * 2_001),
        of("somebody with a name of two lines", name="a\nb"),
        of("somebody with a name of 301 characters", name="x" * 301),
        of("somebody whose key is no key", key="x"),
        of("somebody who speaks one language twice", languages=["fr", "fr"]),
        of("somebody who speaks 13 languages", languages=[f"a{letter}" for letter in "abcdefghijklm"]),
        of("somebody who may need a visa", visa=""),
        of("somebody of an id of another length", id=OF),
        _case("somebody without a passport's place",
              {**nominated, "people": [{k: v for k, v in PERSON.items() if k != "passport"}]}, bad),
        _case("a place in each state", {**given, "people": each}),
        _case("a place in another state", {**given, "people": [{**each[0], "state": "invited"}]}, bad),
        _case("a place in answer to nothing", {**given, "re": None}, bad),
        _case("a place without handling", {k: v for k, v in given.items() if k != "handling"}, bad),
        _case("a manuscript that revises none", {**written, "base": None}),
        _case("a manuscript of nothing yet", {**written, "record": {}}),
        _case("a manuscript of a framework", {**written, "shelf": "framework", "item": "sn"}),
        _case("a manuscript that is a text", {**written, "record": "# Title"}, bad),
        _case("a manuscript for no shelf", {**written, "shelf": "archive"}, bad),
        _case("a manuscript that revises no entry", {**written, "base": ""}, bad),
    ]  # fmt: skip


def _attachments() -> list[dict[str, Any]]:
    message = valid()["message"]
    one = {**message, "attachments": [ATTACHMENT]}
    two = {**message, "attachments": [SECOND, ATTACHMENT]}
    blobs = [BLOB, {**BLOB, "id": SECOND["id"]}]
    bad = "blob_mismatch"
    return [
        _case("an attachment and its blob", one, blobs=[BLOB]),
        _case("two attachments in another order than the blobs", two, blobs=blobs),
        _case("an attachment that was not signed", one, bad),
        _case("a blob that the body does not name", message, bad, blobs=[BLOB]),
        _case("another ciphertext hash", one, bad, blobs=[{**BLOB, "sha256": OTHER}]),
        _case("another length", one, bad, blobs=[{**BLOB, "len": 1}]),
        _case("another id", one, bad, blobs=[{**BLOB, "id": "2f" * 16}]),
        _case("one attachment twice", {**one, "attachments": [ATTACHMENT] * 2}, bad, blobs=[BLOB]),
        _case("blobs beside a kind without attachments", valid()["receipt"], bad, blobs=[BLOB]),
        _case("an attachment with a short key",
              {**message, "attachments": [{**ATTACHMENT, "key": "AAAA"}]}, "bad_shape", blobs=[BLOB]),
    ]  # fmt: skip


def _clocks() -> list[dict[str, Any]]:
    kinds = valid()
    opened = {"act": "open", "urgency": "flash", "to": "fr/paris"}
    bad = "bad_clock"
    return [
        _case("a request without a clock", kinds["request"], bad, clock=None),
        _case("a request more urgent than signed", kinds["request"], bad,
              clock={**opened, "urgency": "ordinary"}),
        _case("a request to another office than signed", kinds["request"], bad,
              clock={**opened, "to": "br/brasilia"}),
        _case("a message that opens a clock", kinds["message"], bad, clock=opened),
        _case("an acknowledgement of another request", kinds["acknowledgement"], bad,
              clock={"act": "acknowledge", "of": OTHER}),
        _case("an acknowledgement that closes", kinds["acknowledgement"], bad,
              clock={"act": "close", "of": OF}),
        _case("an answer without a clock", kinds["answer"], bad, clock=None),
        _case("a note that answers", kinds["note"], bad, clock={"act": "answer", "of": OF}),
    ]  # fmt: skip
