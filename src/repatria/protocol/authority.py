"""Step 5 of the directory fold (protocol/statements.md): who may say what.

Each rule reads the books, refuses with a ProtocolError, or returns the change to make. Nothing is
written while a rule runs, so a refused statement leaves no trace.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NoReturn

from repatria.protocol import notice_rules, publication_rules
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Keyset, check_kem_key, key_id
from repatria.protocol.posts import roles_of
from repatria.protocol.records import (
    ACTIVE,
    REPLACED,
    REVOKED,
    SUSPENDED,
    VOIDED,
    Agency,
    Books,
    Bureau,
    Head,
    Nomination,
    Office,
    OfficeKey,
    Officer,
    Statement,
    touches,
)
from repatria.protocol.shapes import b64_bytes
from repatria.protocol.statements import MAX_TERM_SECONDS, country_of

Change = Callable[[], None]

VOIDABLE = frozenset({"nominate", "authorise", "renew", "agency", "office"})


def keyset(books: Books, statement: Statement) -> Change:
    """Its keys and `by` were checked with its signature: anyone may publish one."""
    value = statement.value
    keys = Keyset(key_bytes(value["sign"]), key_bytes(value["kem"]))

    def change() -> None:
        books.keysets[statement.hash] = keys
        books.keys[statement.by] = keys
        books.keyset_links.setdefault(statement.by, statement.link)

    return change


def bureau(books: Books, statement: Statement) -> Change:
    value = statement.value
    _demand_root(statement)
    keys = _known_keyset(books, value["keyset"])
    current = books.bureaus.get(value["country"])
    _demand_free(books, keys.keyid, current.head if current else None)
    head = Head(keys.keyid, keys, value["person"], value["country"], None, ACTIVE, statement.link)

    def change() -> None:
        _appoint(books, head, current.head if current else None, statement.index)
        record = Bureau(value["country"], value["name"], head.keyid, statement.index)
        books.bureaus[record.country] = record

    return change


def agency(books: Books, statement: Statement) -> Change:
    value = statement.value
    _demand_bureau(books, statement, value["country"])
    keys = _known_keyset(books, value["keyset"])
    current = books.agencies.get(value["agency"])
    _demand_free(books, keys.keyid, current.head if current else None)
    head = Head(keys.keyid, keys, value["person"], value["country"], value["agency"], ACTIVE, statement.link)

    def change() -> None:
        _appoint(books, head, current.head if current else None, statement.index)
        record = Agency(value["agency"], value["country"], value["name"], head.keyid, statement.index)
        books.agencies[record.agency] = record

    return change


def office(books: Books, statement: Statement) -> Change:
    value = statement.value
    country = country_of(value["office"])
    _demand_bureau(books, statement, country)
    of = books.agencies.get(value["agency"])
    current = books.offices.get(value["office"])
    if of is None or of.country != country:
        _refuse("no such agency in this country")
    if current is not None and current.agency != value["agency"]:
        _refuse("an office stays with its agency")
    record = Office(
        office=value["office"],
        country=country,
        agency=value["agency"],
        name=value["name"],
        tz=value["tz"],
        hours=value["hours"],
        languages=tuple(value["languages"]),
        phone=value["phone"],
        networks=tuple(value["networks"]),
        link=statement.link,
    )
    return partial(books.put_office, record)


def nominate(books: Books, statement: Statement) -> Change:
    value = statement.value
    place = books.offices.get(value["office"])
    head = books.agency_head(place.agency) if place else None
    if place is None or head is None or head.keyid != statement.by:
        _refuse("not by the head in force of the office's agency")
    if value["role"] not in roles_of(place.country):
        raise ProtocolError("wrong_role", f"{value['role']} in {place.country}")
    keys = _known_keyset(books, value["keyset"])
    _demand_free(books, keys.keyid)
    nomination = Nomination(
        keyset=value["keyset"],
        keyid=keys.keyid,
        person=value["person"],
        office=value["office"],
        role=value["role"],
        nominator=statement.by,
        chain=(statement.link, place.link, head.appointment),
    )

    def change() -> None:
        books.nominations[statement.hash] = nomination

    return change


def authorise(books: Books, statement: Statement) -> Change:
    value = statement.value
    nomination = books.nominations.get(value["nomination"])
    if nomination is None or value["nomination"] in books.authorised:
        _refuse("no nomination that waits")
    _demand_bureau(books, statement, country_of(nomination.office))
    if touches(nomination.chain, books.voided):
        _refuse("the nomination was voided")
    if statement.by in (nomination.nominator, nomination.keyid):
        raise ProtocolError("same_person", "nobody both nominates and authorises")
    _check_until(statement)
    _demand_free(books, nomination.keyid)
    officer = Officer(
        keyid=nomination.keyid,
        keyset=books.keys[nomination.keyid],
        person=nomination.person,
        office=nomination.office,
        role=nomination.role,
        country=country_of(nomination.office),
        agency=books.offices[nomination.office].agency,
        status=ACTIVE,
        until=value["until"],
        authorised_at=statement.index,
        ended_at=None,
        chain=(*nomination.chain, statement.link),
    )

    def change() -> None:
        books.authorised.add(value["nomination"])
        books.put_officer(officer, statement.index)

    return change


def renew(books: Books, statement: Statement) -> Change:
    value = statement.value
    officer = books.officers.get(_known_keyset(books, value["keyset"]).keyid)
    if officer is None:
        _refuse("not an officer")
    _demand_bureau(books, statement, officer.country)
    _demand_alive(officer)
    _check_until(statement)
    renewed = replace(
        officer,
        status=ACTIVE,
        until=value["until"],
        ended_at=None,
        chain=(*officer.chain, statement.link),
    )
    return partial(books.put_officer, renewed, statement.index)


def rotate(books: Books, statement: Statement) -> Change:
    keys = _known_keyset(books, statement.value["keyset"])
    officer, head = books.officers.get(statement.by), books.heads.get(statement.by)
    if officer is not None and officer.active(statement.time):
        _demand_free(books, keys.keyid)
        return partial(_rotate_officer, books, officer, keys, statement)
    if head is None or head.status != ACTIVE:
        _refuse("not an active officer nor a head")
    _demand_free(books, keys.keyid)
    return partial(_rotate_head, books, head, keys, statement)


def suspend(books: Books, statement: Statement) -> Change:
    target = _known_keyset(books, statement.value["keyset"]).keyid
    holder = _holder(books, target)
    _demand_over(books, statement, holder)
    _demand_alive(holder)
    return partial(books.end, target, SUSPENDED, statement.index)


def revoke(books: Books, statement: Statement) -> Change:
    value = statement.value
    target = _known_keyset(books, value["keyset"]).keyid
    holder = _holder(books, target)
    if statement.by != target:
        _demand_over(books, statement, holder)
    since = value["since"]
    if since is not None and since > statement.index:
        _refuse("since lies after this statement")

    def change() -> None:
        books.end(target, REVOKED, statement.index)
        if since is not None and isinstance(holder, Head):
            later = {link.hash for link in books.issued.get(target, ()) if link.index >= since}
            books.void(later, statement.index)

    return change


def office_key(books: Books, statement: Statement) -> Change:
    value = statement.value
    place = value["office"]
    if not _active_in(books, statement.by, place, statement.time):
        _refuse("not by an active officer of the office")
    previous = books.office_keys.get(place)
    if value["epoch"] <= (previous[-1].epoch if previous else 0):
        raise ProtocolError("bad_epoch", f"{value['epoch']}")
    if previous and value["room"] != previous[-1].room:
        raise ProtocolError("wrong_room", value["room"])
    officers = value["officers"]
    if not officers or officers != sorted(set(officers)):
        raise ProtocolError("bad_officers", "not sorted, repeated or none")
    if not all(_active_in(books, keyid, place, statement.time) for keyid in officers):
        raise ProtocolError("bad_officers", "not all are active officers of the office")
    if statement.by not in officers:
        # So a key that somebody publishes after their term is stale from the first moment.
        raise ProtocolError("bad_officers", "its publisher is not among those who hold it")
    kem = key_bytes(value["kem"])
    check_kem_key(kem)
    key = OfficeKey(
        kem=kem,
        keyid=key_id(kem),
        epoch=value["epoch"],
        room=value["room"],
        entry=value["entry"],
        officers=tuple(officers),
        index=statement.index,
    )

    def change() -> None:
        books.office_keys.setdefault(place, []).append(key)

    return change


def client_release(books: Books, statement: Statement) -> Change:
    _demand_root(statement)
    value = statement.value
    version, minimum = value["version"], value["minimum"]
    before = books.release
    if minimum > version or (before and (version <= before[0] or minimum < before[1])):
        _refuse("versions only rise, and the minimum is one that exists")

    def change() -> None:
        books.release = (version, minimum, value["manifest"])

    return change


RULES: dict[str, Callable[[Books, Statement], Change]] = {
    "keyset": keyset,
    "bureau": bureau,
    "agency": agency,
    "office": office,
    "nominate": nominate,
    "authorise": authorise,
    "renew": renew,
    "rotate": rotate,
    "suspend": suspend,
    "revoke": revoke,
    "office-key": office_key,
    "client-release": client_release,
    **notice_rules.RULES,
    **publication_rules.RULES,
}


def key_bytes(text: str) -> bytes:
    """Bytes of a base64 field whose shape was checked."""
    data = b64_bytes(text)
    assert data is not None
    return data


def _refuse(detail: str) -> NoReturn:
    raise ProtocolError("no_authority", detail)


def _demand_root(statement: Statement) -> None:
    if statement.by != "root":
        _refuse("only the root quorum")


def _demand_bureau(books: Books, statement: Statement, country: str) -> None:
    head = books.bureau_head(country)
    if head is None or head.keyid != statement.by:
        _refuse(f"not by the bureau head in force of {country}")


def _known_keyset(books: Books, hash_: str) -> Keyset:
    keys = books.keysets.get(hash_)
    if keys is None:
        _refuse("an unknown keyset")
    return keys


def _demand_free(books: Books, keyid: str, holder: str | None = None) -> None:
    """Refuse a key in use, unless it is the `holder` of this very post and not gone from it."""
    if keyid == holder and books.status(keyid) in (ACTIVE, SUSPENDED):
        return
    if books.in_use(keyid):
        raise ProtocolError("key_in_use", keyid)


def _check_until(statement: Statement) -> None:
    until = statement.value["until"]
    if not statement.time < until <= statement.time + MAX_TERM_SECONDS:
        raise ProtocolError("bad_until", f"{until}")


def _holder(books: Books, keyid: str) -> Officer | Head:
    holder = books.officers.get(keyid) or books.heads.get(keyid)
    if holder is None:
        _refuse("not held by an officer or a head")
    return holder


def _demand_over(books: Books, statement: Statement, holder: Officer | Head) -> None:
    """Who may act on whom: root on everybody; bureau and nominating agency on officers."""
    if statement.by == "root":
        return
    if isinstance(holder, Head):
        _refuse("a head answers to the root")
    bureau_head, agency_head = books.bureau_head(holder.country), books.agency_head(holder.agency)
    if statement.by not in {head.keyid for head in (bureau_head, agency_head) if head}:
        _refuse("neither the officer's bureau nor the agency that nominated")


def _demand_alive(holder: Officer | Head) -> None:
    if holder.status == REVOKED:
        raise ProtocolError("key_in_use", "a revoked key never returns")
    if holder.status in (REPLACED, VOIDED):
        _refuse(f"the key is {holder.status}")


def _active_in(books: Books, keyid: str, place: str, time: int) -> bool:
    officer = books.officers.get(keyid)
    return officer is not None and officer.office == place and officer.active(time)


def _appoint(books: Books, head: Head, before: str | None, index: int) -> None:
    """Put a head in office; whoever held the post (and was not revoked) is replaced."""
    if before and before != head.keyid and books.status(before) in (ACTIVE, SUSPENDED):
        books.end(before, REPLACED, index)
    books.put_head(head)


def _rotate_officer(books: Books, old: Officer, keys: Keyset, statement: Statement) -> None:
    new = replace(
        old,
        keyid=keys.keyid,
        keyset=keys,
        authorised_at=statement.index,
        chain=(*old.chain, statement.link),
    )
    books.end(old.keyid, REPLACED, statement.index)
    books.put_officer(new, statement.index)


def _rotate_head(books: Books, old: Head, keys: Keyset, statement: Statement) -> None:
    books.end(old.keyid, REPLACED, statement.index)
    books.put_head(replace(old, keyid=keys.keyid, keyset=keys))
    if old.agency is None:
        record = books.bureaus[old.country]
        books.bureaus[old.country] = replace(record, head=keys.keyid)
    else:
        post = books.agencies[old.agency]
        books.agencies[old.agency] = replace(post, head=keys.keyid)
