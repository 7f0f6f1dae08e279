"""The samples of protocol/statements.md: for every rule of the directory fold, what it lets pass
and what it must refuse. `vectors_made.py` writes them down; `test_directory.py` runs each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from repatria.protocol import canonical, statements
from repatria.protocol import envelope as envelopes
from repatria.protocol.envelope import Envelope, Signature
from repatria.protocol.keys import KemKey, Keyset, SigningKey
from repatria.protocol.shapes import b64_text
from repatria.protocol.statements import MAX_TERM_SECONDS, Stamp
from repatria.protocol.tree import RoomHead, heads_leaf
from tests.protocol.invented import (
    ROOT_KEYS,
    T0,
    Network,
    Someone,
    digest,
    person,
    root_terms,
    three_countries,
)

Expect = dict[str, Any]
Final = Envelope | bytes


@dataclass(frozen=True)
class Case:
    """`make` publishes what comes before and returns the leaf in question."""

    name: str
    code: str | None
    make: Callable[[Network], Final | tuple[Final, Expect]]
    base: int | None = None  # how many leaves of the base; None: all
    skew: int | None = None  # reader's clock minus network time; None: no clock


CASES: list[Case] = []


def sample(
    name: str, code: str | None = None, *, base: int | None = None, skew: int | None = None
) -> Callable[[Callable[[Network], Any]], Callable[[Network], Any]]:
    def register(make: Callable[[Network], Any]) -> Callable[[Network], Any]:
        CASES.append(Case(name, code, make, base, skew))
        return make

    return register


def base_network() -> Network:
    """Three countries, the key of sn/dakar, a nomination that waits, and a heads leaf."""
    network = three_countries()
    network.publish(network.office_key("amina", "sn/dakar"))
    network.join("fatou")
    network.publish(network.nominate("fatou", "sn/dakar"))
    network.join("stranger")
    network.publish_leaf(heads_leaf(network.time, [HEAD]))
    return network


def fork(base: Network, size: int | None = None) -> Network:
    """The same network again, folded anew from the first `size` leaves of `base`."""
    network = Network()
    for leaf in base.leaves[:size]:
        network.directory.apply_leaf(len(network.leaves), leaf)
        network.leaves.append(leaf)
    network.time = base.time
    for label, who in base.people.items():
        network.people[label] = again = Someone(label)
        again.keyset_hash = who.keyset_hash
    return network


HEAD = RoomHead(digest("room").hex(), 3, digest("head").hex())


def nomination_hash(network: Network) -> str:
    return next(
        envelope.hash
        for envelope in map(envelopes.decode, (leaf for leaf in network.leaves if leaf[0] == 1))
        if envelope.value["kind"] == "nominate"
        and envelope.value["keyset"] == network.people["fatou"].keyset_hash
    )


def changed(envelope: Envelope, key: SigningKey, **own: Any) -> Envelope:
    """The same statement with other fields, signed again by `key`."""
    return envelopes.sign(envelope.type, {**envelope.value, **own}, [key])


def resigned(envelope: Envelope, *signatures: Signature) -> Envelope:
    return Envelope(envelope.type, envelope.payload, envelope.value, tuple(sorted(signatures)))


def raw(value: Any, key: SigningKey) -> Envelope:
    """Signed without asking what the fold will say."""
    return envelopes.sign(envelopes.STATEMENT, value, [key])


def first_root(**terms: Any) -> Envelope:
    return raw_root(statements.root(Stamp(None, "root", None, T0), root_terms(**terms)))


def raw_root(value: Any, keys: tuple[int, ...] = (0, 1)) -> Envelope:
    return envelopes.sign(envelopes.STATEMENT, value, [ROOT_KEYS[n] for n in keys])


def second_root(n: Network, signers: list[SigningKey], seq: int = 1, **terms: Any) -> Envelope:
    value = statements.root(n.stamp("root"), root_terms(**terms), seq, n.directory.root.hash)
    return envelopes.sign(envelopes.STATEMENT, value, signers)


def status(n: Network, **people: str) -> Expect:
    """Expect these people (labels with _ for space) to have this status."""
    found = {}
    for label, expected in people.items():
        keyid = n.people[label].keyid
        officer = n.directory.officer(keyid)
        until, office = (officer.until, officer.office) if officer else (0, "")
        found[keyid] = [expected, until, office]
    return {"status": found}


# 1. Shape, network, the first root.


@sample("the first root founds the network", base=0)
def _(_n: Network) -> Final:
    return first_root()


@sample("a first leaf that is a keyset is refused", "bad_root", base=0)
def _(n: Network) -> Final:
    return n.by("amina", statements.keyset, keys=n.someone("amina").keyset)


@sample("a first leaf that is a heads leaf is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    return heads_leaf(T0, [HEAD])


@sample("a first root that names a network is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    return raw_root({**first_root().value, "net": digest("another").hex()})


@sample("a first root with seq 1 is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    return raw_root({**first_root().value, "seq": 1, "prev": digest("x").hex()})


@sample("a root with k 1 is refused: an action of the root needs two people", "bad_root", base=0)
def _(_n: Network) -> Final:
    return raw_root({**first_root().value, "k": 1}, keys=(0,))


@sample("a root that asks for more signatures than it has keys is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    return raw_root({**first_root().value, "k": 4}, keys=(0, 1, 2))


@sample("a root with a key twice is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    value = first_root().value
    return raw_root({**value, "keys": [value["keys"][0], *value["keys"][:2]]})


@sample("a root whose quorum exceeds its witnesses is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    return raw_root({**first_root().value, "quorum": 3})


@sample("a root with two witnesses of one name is refused", "bad_root", base=0)
def _(_n: Network) -> Final:
    value = first_root().value
    return raw_root({**value, "witnesses": [value["witnesses"][0]] * 2})


@sample("a root with a small-order key is refused", "weak_key", base=0)
def _(_n: Network) -> Final:
    value = first_root().value
    return raw_root({**value, "keys": [*value["keys"][:2], b64_text(b"\x01" + bytes(31))]})


@sample("a root with a small-order witness key is refused", "weak_key", base=0)
def _(_n: Network) -> Final:
    value = first_root().value
    weak = {"name": "witness.example/weak", "key": b64_text(bytes(32))}
    return raw_root({**value, "witnesses": [*value["witnesses"], weak]})


@sample("a first root signed by one of its keys is refused", "missing_signature", base=0)
def _(_n: Network) -> Final:
    return raw_root(first_root().value, keys=(2,))


@sample("a first root signed by more than k of its keys is refused", "bad_envelope", base=0)
def _(_n: Network) -> Final:
    return raw_root(first_root().value, keys=(0, 1, 2))


@sample("a second root with seq 0 is refused", "bad_root")
def _(_n: Network) -> Final:
    return first_root(name="Another network")


@sample("a statement of another network is refused", "wrong_network")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return changed(made, n.people["amina"].signing_key, net=digest("another").hex())


@sample("a statement of no network is refused", "wrong_network")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return changed(made, n.people["amina"].signing_key, net=None)


@sample("a statement of unknown kind is refused", "unknown_kind")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return changed(made, n.people["amina"].signing_key, kind="notice")


@sample("a statement with a further key is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return changed(made, n.people["amina"].signing_key, note="")


@sample("a statement that lacks a key is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    value = {name: item for name, item in made.value.items() if name != "keyset"}
    return raw(value, n.people["amina"].signing_key)


@sample("a time that is a text is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return changed(made, n.people["amina"].signing_key, time="1800000000")


@sample("a statement of version 2 is refused", "unknown_version")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    key = n.people["amina"].signing_key
    payload = made.payload.replace(b'"v":1', b'"v":2')
    unsigned = Envelope(made.type, payload, json.loads(payload), ())
    return resigned(unsigned, Signature(key.keyid, key.sign(unsigned.pae))).wire()


@sample("an entry in the register is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return envelopes.sign(envelopes.ENTRY, made.value, [n.people["amina"].signing_key])


@sample("a leaf of another sort is refused", "bad_envelope")
def _(_n: Network) -> Final:
    return b"\x02"


@sample("a name with a bidirectional control is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar")
    name = {**person("Stranger"), "name": "Str\u202eegnar"}
    return changed(made, n.people["sn/onrac head"].signing_key, person=name)


@sample("a name of 201 characters is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar")
    name = {**person("Stranger"), "name": "x" * 201}
    return changed(made, n.people["sn/onrac head"].signing_key, person=name)


@sample("an empty name is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar")
    return changed(made, n.people["sn/onrac head"].signing_key, person={**person("Stranger"), "name": ""})


@sample("a name of 100 characters beyond the first plane passes: 200 code units")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar")
    name = {**person("Stranger"), "name": "\U0001e900" * 100}
    return changed(made, n.people["sn/onrac head"].signing_key, person=name)


@sample("an agency id of another country is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.agency_statement("sn/second", n.people["stranger"])
    return changed(made, n.people["sn bureau"].signing_key, agency="fr/second")


@sample("an office id of another country than its agency's is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.office_statement("sn/thies", "sn/onrac")
    return changed(made, n.people["sn bureau"].signing_key, office="fr/thies")


@sample("a role that does not exist is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar")
    return changed(made, n.people["sn/onrac head"].signing_key, role="minister")


@sample("a statement from 601 s in the future of the reader is refused", "bad_time", skew=-601)
def _(n: Network) -> Final:
    return n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)


@sample("a statement from 600 s in the future of the reader passes", skew=-600)
def _(n: Network) -> Final:
    return n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)


@sample("an old statement passes: position counts, not time", skew=10_000_000)
def _(n: Network) -> Final:
    return n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)


# 2 and 3. Replay, the issuer's chain.


@sample("a statement that is already a leaf is refused", "replayed_statement")
def _(n: Network) -> Final:
    return n.leaves[-2]


@sample("a statement with its signature stripped and made anew is still the same one", "replayed_statement")
def _(n: Network) -> Final:
    made = n.publish(n.suspend("moussa", "sn bureau"))
    return raw(made.value, SigningKey(digest("forger"), n.people["stranger"].keyid))


@sample("a first statement that claims one before it is refused", "broken_chain")
def _(n: Network) -> Final:
    made = n.by("new", statements.keyset, keys=n.someone("new").keyset)
    return changed(made, n.people["new"].signing_key, iprev=digest("x").hex())


@sample("a statement that skips its issuer's last one is refused: nothing can be dropped", "broken_chain")
def _(n: Network) -> Final:
    before = n.directory.chain_head(n.people["sn bureau"].keyid)
    n.publish(n.suspend("moussa", "sn bureau"))
    made = n.suspend("amina", "sn bureau")
    return changed(made, n.people["sn bureau"].signing_key, iprev=before)


@sample("a statement without iprev by an issuer who has spoken is refused", "broken_chain")
def _(n: Network) -> Final:
    made = n.suspend("amina", "sn bureau")
    return changed(made, n.people["sn bureau"].signing_key, iprev=None)


# 4. Signatures and the issuer's standing.


@sample("a statement whose signature is another's is refused", "bad_signature")
def _(n: Network) -> Final:
    made = n.suspend("amina", "sn bureau")
    forger = SigningKey(n.people["stranger"].seeds.sign, n.people["sn bureau"].keyid)
    return raw(made.value, forger)


@sample("a statement signed by another key than its issuer's is refused", "missing_signature")
def _(n: Network) -> Final:
    return raw(n.suspend("amina", "sn bureau").value, n.people["stranger"].signing_key)


@sample("a statement with a superfluous signature is refused", "bad_envelope")
def _(n: Network) -> Final:
    made = n.suspend("amina", "sn bureau")
    keys = [n.people["sn bureau"].signing_key, n.people["stranger"].signing_key]
    return envelopes.sign(envelopes.STATEMENT, made.value, keys)


@sample("a changed payload under an old signature is refused", "bad_signature")
def _(n: Network) -> Final:
    made = n.suspend("amina", "sn bureau")
    other = {**made.value, "keyset": n.people["moussa"].keyset_hash}
    return Envelope(made.type, canonical.stringify(other), other, made.signatures)


@sample("a statement by a key that nobody published is refused", "unknown_issuer")
def _(n: Network) -> Final:
    return n.by("nobody", statements.rotate, keyset=n.people["stranger"].keyset_hash)


@sample("a bureau signed by a single root key is refused", "missing_signature")
def _(n: Network) -> Final:
    return n.by_root(statements.bureau, keys=(0,), **bureau_terms(n, "DE"))


@sample("a bureau signed by three root keys of two is refused", "bad_envelope")
def _(n: Network) -> Final:
    return n.by_root(statements.bureau, keys=(0, 1, 2), **bureau_terms(n, "DE"))


@sample("a bureau signed by two root keys, one of them forged, is refused", "bad_signature")
def _(n: Network) -> Final:
    made = n.by_root(statements.bureau, **bureau_terms(n, "DE"))
    forged = SigningKey(digest("forger"), ROOT_KEYS[1].keyid)
    return envelopes.sign(envelopes.STATEMENT, made.value, [ROOT_KEYS[0], forged])


@sample("a bureau signed by a root key and a stranger is refused", "missing_signature")
def _(n: Network) -> Final:
    made = n.by_root(statements.bureau, **bureau_terms(n, "DE"))
    keys = [ROOT_KEYS[0], n.people["stranger"].signing_key]
    return envelopes.sign(envelopes.STATEMENT, made.value, keys)


@sample("a bureau with the quorum and a stranger's signature is refused", "bad_envelope")
def _(n: Network) -> Final:
    made = n.by_root(statements.bureau, **bureau_terms(n, "DE"))
    keys = [*ROOT_KEYS[:2], n.people["stranger"].signing_key]
    return envelopes.sign(envelopes.STATEMENT, made.value, keys)


@sample("a revoked head issues nothing", "issuer_revoked")
def _(n: Network) -> Final:
    n.publish(n.revoke("sn bureau", "root"))
    return n.suspend("amina", "sn bureau")


@sample("a suspended head issues nothing", "issuer_suspended")
def _(n: Network) -> Final:
    n.publish(n.suspend("sn bureau", "root"))
    return n.suspend("amina", "sn bureau")


@sample("a replaced head issues nothing", "issuer_replaced")
def _(n: Network) -> Final:
    n.publish(n.by_root(statements.bureau, **bureau_terms(n, "SN")))
    return n.suspend("amina", "sn bureau")


@sample("a suspended officer cannot revoke itself", "issuer_suspended")
def _(n: Network) -> Final:
    n.publish(n.suspend("amina", "sn bureau"))
    return n.revoke("amina", "amina")


@sample("revoking oneself is a last statement", "issuer_revoked")
def _(n: Network) -> Final:
    n.publish(n.revoke("amina", "amina"))
    return n.by("amina", statements.keyset, keys=n.people["amina"].keyset)


# Root rotation.


@sample("a root hands over to other keys, signed by both sides")
def _(n: Network) -> Final:
    new = [SigningKey.from_seed(digest(f"new root {i}")) for i in range(3)]
    keys = [key.public for key in new]
    return second_root(n, [*ROOT_KEYS[1:], *new[:2]], keys=keys)


@sample("a root keeps its keys: a key in both counts for both")
def _(n: Network) -> Final:
    return second_root(n, ROOT_KEYS[:2], name="A new name")


@sample("a root that the old keys alone signed is refused", "missing_signature")
def _(n: Network) -> Final:
    keys = [SigningKey.from_seed(digest(f"new root {i}")).public for i in range(3)]
    return second_root(n, ROOT_KEYS[:2], keys=keys)


@sample("a root that the new keys alone signed is refused", "missing_signature")
def _(n: Network) -> Final:
    new = [SigningKey.from_seed(digest(f"new root {i}")) for i in range(3)]
    return second_root(n, new[:2], keys=[key.public for key in new])


@sample("a root that skips a number is refused", "bad_root")
def _(n: Network) -> Final:
    return second_root(n, ROOT_KEYS[:2], seq=2)


@sample("a root whose prev is not the root in force is refused", "bad_root")
def _(n: Network) -> Final:
    value = second_root(n, ROOT_KEYS[:2]).value
    return raw_root({**value, "prev": digest("x").hex()})


@sample("a root that moves to another log is refused", "bad_root")
def _(n: Network) -> Final:
    return second_root(n, ROOT_KEYS[:2], origin="register.example/another")


@sample("after a hand-over the old root keys found no bureau", "missing_signature")
def _(n: Network) -> Final:
    new = [SigningKey.from_seed(digest(f"new root {i}")) for i in range(3)]
    n.publish(second_root(n, [*ROOT_KEYS[:2], *new[:2]], keys=[key.public for key in new]))
    return n.by_root(statements.bureau, **bureau_terms(n, "DE"))


# 5. keyset, bureau, agency, office.


@sample("anyone may publish a keyset")
def _(n: Network) -> Final:
    return n.by("new", statements.keyset, keys=n.someone("new").keyset)


@sample("a keyset under another's key id is refused", "bad_keyset")
def _(n: Network) -> Final:
    mine, other = n.someone("new"), n.someone("other")
    made = n.by("new", statements.keyset, keys=mine.keyset)
    return raw({**made.value, "by": other.keyid}, SigningKey(mine.seeds.sign, other.keyid))


@sample("a keyset with a small-order signing key is refused", "weak_key")
def _(n: Network) -> Final:
    keys = Keyset(b"\xec" + b"\xff" * 30 + b"\x7f", n.someone("new").keyset.kem)
    signer = SigningKey(digest("forger"), keys.keyid)
    return raw(statements.keyset(n.stamp(keys.keyid), keys), signer)


@sample("a keyset with a non-canonical signing key is refused", "weak_key")
def _(n: Network) -> Final:
    keys = Keyset(b"\xf0" + b"\xff" * 30 + b"\x7f", n.someone("new").keyset.kem)
    signer = SigningKey(digest("forger"), keys.keyid)
    return raw(statements.keyset(n.stamp(keys.keyid), keys), signer)


@sample("a keyset with an ML-KEM coefficient of q or more is refused", "weak_key")
def _(n: Network) -> Final:
    who = n.someone("new")
    keys = Keyset(who.keyset.sign, b"\xff\xff\xff" + who.keyset.kem[3:])
    signer = SigningKey(who.seeds.sign, keys.keyid)
    return raw(statements.keyset(n.stamp(keys.keyid), keys), signer)


def bureau_terms(n: Network, country: str, label: str = "stranger") -> dict[str, Any]:
    return {
        "country": country,
        "name": f"Bureau of {country}",
        "keyset": n.people[label].keyset_hash,
        "person": person("Somebody"),
    }


@sample("the root quorum names a bureau")
def _(n: Network) -> Final:
    return n.by_root(statements.bureau, **bureau_terms(n, "DE"))


@sample("a bureau that authorises itself is refused", "no_authority")
def _(n: Network) -> Final:
    return n.by("stranger", statements.bureau, **bureau_terms(n, "DE"))


@sample("a bureau named by another bureau is refused", "no_authority")
def _(n: Network) -> Final:
    return n.by("fr bureau", statements.bureau, **bureau_terms(n, "DE"))


@sample("a bureau with an unknown keyset is refused", "no_authority")
def _(n: Network) -> Final:
    terms = bureau_terms(n, "DE")
    return n.by_root(statements.bureau, **{**terms, "keyset": digest("x").hex()})


@sample("a bureau whose head heads another bureau is refused", "key_in_use")
def _(n: Network) -> Final:
    return n.by_root(statements.bureau, **bureau_terms(n, "DE", "fr bureau"))


@sample("a bureau whose head is an officer is refused", "key_in_use")
def _(n: Network) -> Final:
    return n.by_root(statements.bureau, **bureau_terms(n, "DE", "amina"))


@sample("a second bureau statement replaces the head")
def _(n: Network) -> tuple[Final, Expect]:
    made = n.by_root(statements.bureau, **bureau_terms(n, "SN"))
    heads = {n.people["sn bureau"].keyid: "replaced", n.people["stranger"].keyid: "active"}
    return made, {"heads": heads}


@sample("a bureau statement for the same head is an update")
def _(n: Network) -> tuple[Final, Expect]:
    made = n.by_root(statements.bureau, **bureau_terms(n, "SN", "sn bureau"))
    return made, {"heads": {n.people["sn bureau"].keyid: "active"}}


@sample("a replaced head's key is never used again", "key_in_use")
def _(n: Network) -> Final:
    n.publish(n.by_root(statements.bureau, **bureau_terms(n, "SN")))
    return n.by_root(statements.bureau, **bureau_terms(n, "SN", "sn bureau"))


@sample("a bureau names an agency of its country")
def _(n: Network) -> Final:
    return n.agency_statement("sn/second", n.people["stranger"])


@sample("an agency named by the bureau of another country is refused", "no_authority")
def _(n: Network) -> Final:
    made = n.agency_statement("sn/second", n.people["stranger"]).value
    own = {name: made[name] for name in ("agency", "name", "keyset", "person")}
    return n.by("fr bureau", statements.agency, **own)


@sample("an agency headed by the bureau's own key is refused", "key_in_use")
def _(n: Network) -> Final:
    return n.agency_statement("sn/second", n.people["sn bureau"])


@sample("an agency named by the root is refused: only its country may", "no_authority")
def _(n: Network) -> Final:
    made = n.agency_statement("sn/second", n.people["stranger"]).value
    own = {name: made[name] for name in ("agency", "name", "keyset", "person")}
    return n.by_root(statements.agency, **own)


@sample("an office of an agency that does not exist is refused", "no_authority")
def _(n: Network) -> Final:
    return n.office_statement("sn/thies", "sn/second")


@sample("an office by the agency head is refused: it is the bureau's to make", "no_authority")
def _(n: Network) -> Final:
    made = n.office_statement("sn/thies", "sn/onrac").value
    skip = ("v", "net", "kind", "by", "iprev", "time")
    own = {name: item for name, item in made.items() if name not in skip}
    return n.by("sn/onrac head", statements.office, **own)


@sample("a second office statement updates the record")
def _(n: Network) -> Final:
    return n.office_statement("sn/dakar", "sn/onrac", phone="+221 33 111 11 11")


@sample("an office cannot move to another agency", "no_authority")
def _(n: Network) -> Final:
    n.publish(n.agency_statement("sn/second", n.people["stranger"]))
    return n.office_statement("sn/dakar", "sn/second")


# 5. nominate, authorise, renew.


@sample("an agency head nominates for the agency's office")
def _(n: Network) -> Final:
    return n.nominate("stranger", "sn/dakar")


@sample("a nomination for another agency's office is refused", "no_authority")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar").value
    own = {name: made[name] for name in ("keyset", "person", "role")}
    return n.by("fr/agrasc head", statements.nominate, office="sn/dakar", **own)


@sample("a nomination by the bureau is refused: nobody both nominates and authorises", "no_authority")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar").value
    own = {name: made[name] for name in ("keyset", "person", "role")}
    return n.by("sn bureau", statements.nominate, office="sn/dakar", **own)


@sample("a nomination for an office that does not exist is refused", "no_authority")
def _(n: Network) -> Final:
    made = n.nominate("stranger", "sn/dakar")
    return changed(made, n.people["sn/onrac head"].signing_key, office="sn/thies")


@sample("a nomination of an active officer is refused", "key_in_use")
def _(n: Network) -> Final:
    return n.nominate("amina", "sn/dakar")


@sample("a nomination of the head's own key is refused", "key_in_use")
def _(n: Network) -> Final:
    return n.nominate("sn/onrac head", "sn/dakar")


@sample("a nomination of a revoked key is refused", "key_in_use")
def _(n: Network) -> Final:
    n.publish(n.revoke("amina", "sn bureau"))
    return n.nominate("amina", "sn/dakar")


@sample("a key with two waiting nominations is authorised once", "key_in_use")
def _(n: Network) -> Final:
    second = n.publish(n.nominate("fatou", "sn/dakar", "deputy"))
    n.publish(n.authorise(second, "sn/dakar"))
    return n.by(
        "sn bureau",
        statements.authorise,
        nomination=nomination_hash(n),
        until=n.time + 1_000,
    )


@sample("a bureau authorises a nomination and the officer is active")
def _(n: Network) -> tuple[Final, Expect]:
    made = authorisation(n)
    fatou = n.people["fatou"].keyid
    size = len(n.leaves)
    active = [
        [fatou, size, made.value["time"], None],
        [fatou, size + 1, made.value["time"], "sn/dakar"],
        [fatou, size + 1, made.value["until"], None],
    ]
    standing = {fatou: ["active", made.value["until"], "sn/dakar"]}
    return made, {"status": standing, "active": active}


def authorisation(n: Network, by: str = "sn bureau", after: int = 1_000_000) -> Envelope:
    return n.by(by, statements.authorise, nomination=nomination_hash(n), until=n.time + 60 + after)


@sample("an authorisation by another country's bureau is refused", "no_authority")
def _(n: Network) -> Final:
    return authorisation(n, "fr bureau")


@sample("an authorisation by the nominating head is refused", "no_authority")
def _(n: Network) -> Final:
    return authorisation(n, "sn/onrac head")


@sample("an authorisation of no nomination is refused", "no_authority")
def _(n: Network) -> Final:
    own = {"nomination": digest("x").hex(), "until": n.time + 1_000}
    return n.by("sn bureau", statements.authorise, **own)


@sample("a nomination is authorised once", "no_authority")
def _(n: Network) -> Final:
    n.publish(authorisation(n))
    return authorisation(n)


@sample("a bureau head who was nominated before cannot authorise itself", "same_person")
def _(n: Network) -> Final:
    n.publish(n.by_root(statements.bureau, **bureau_terms(n, "SN", "fatou")))
    return authorisation(n, "fatou")


@sample("an authorisation for 397 days passes")
def _(n: Network) -> Final:
    return authorisation(n, after=MAX_TERM_SECONDS)


@sample("an authorisation for longer than 397 days is refused", "bad_until")
def _(n: Network) -> Final:
    return authorisation(n, after=MAX_TERM_SECONDS + 1)


@sample("an authorisation that ends when it begins is refused", "bad_until")
def _(n: Network) -> Final:
    return authorisation(n, after=0)


def renewal(n: Network, label: str, by: str = "sn bureau") -> Envelope:
    own = {"keyset": n.people[label].keyset_hash, "until": n.time + 2_000_000}
    return n.by(by, statements.renew, **own)


@sample("a renewal makes a suspended officer active again")
def _(n: Network) -> tuple[Final, Expect]:
    n.publish(n.suspend("amina", "sn bureau"))
    made = renewal(n, "amina")
    return made, {"status": {n.people["amina"].keyid: ["active", made.value["until"], "sn/dakar"]}}


@sample("a renewal of a revoked officer is refused", "key_in_use")
def _(n: Network) -> Final:
    n.publish(n.revoke("amina", "sn bureau"))
    return renewal(n, "amina")


@sample("a renewal by another country's bureau is refused", "no_authority")
def _(n: Network) -> Final:
    return renewal(n, "amina", "fr bureau")


@sample("a renewal of a key that is no officer's is refused", "no_authority")
def _(n: Network) -> Final:
    return renewal(n, "stranger")


@sample("a renewal beyond 397 days is refused", "bad_until")
def _(n: Network) -> Final:
    made = renewal(n, "amina")
    until = made.value["time"] + MAX_TERM_SECONDS + 1
    return changed(made, n.people["sn bureau"].signing_key, until=until)


# 5. rotate, suspend, revoke.


def rotation(n: Network, label: str, to: str = "stranger") -> Envelope:
    return n.by(label, statements.rotate, keyset=n.people[to].keyset_hash)


@sample("an officer passes the post to a new key")
def _(n: Network) -> tuple[Final, Expect]:
    made = rotation(n, "amina")
    old, new = n.people["amina"].keyid, n.people["stranger"].keyid
    officer = n.directory.officer(old)
    assert officer
    standing = {
        old: ["replaced", officer.until, "sn/dakar"],
        new: ["active", officer.until, "sn/dakar"],
    }
    states = [["sn/dakar", n.time, "stale"]]
    return made, {"status": standing, "key_states": states}


@sample("a head passes the post to a new key, which then acts")
def _(n: Network) -> Final:
    n.publish(rotation(n, "sn bureau"))
    return n.suspend("amina", "stranger")


@sample("a rotated key issues nothing", "issuer_replaced")
def _(n: Network) -> Final:
    n.publish(rotation(n, "amina"))
    return n.by("amina", statements.keyset, keys=n.people["amina"].keyset)


@sample("a rotation to a key in use is refused", "key_in_use")
def _(n: Network) -> Final:
    return rotation(n, "amina", "moussa")


@sample("a rotation to an unknown keyset is refused", "no_authority")
def _(n: Network) -> Final:
    return n.by("amina", statements.rotate, keyset=digest("x").hex())


@sample("a rotation by somebody without a post is refused", "no_authority")
def _(n: Network) -> Final:
    return rotation(n, "stranger", "fatou")


@sample("a rotation by an expired officer is refused", "no_authority")
def _(n: Network) -> Final:
    made = rotation(n, "amina")
    return changed(made, n.people["amina"].signing_key, time=n.time + MAX_TERM_SECONDS)


@sample("the bureau suspends its officer, and the office's key is stale")
def _(n: Network) -> tuple[Final, Expect]:
    made = n.suspend("moussa", "sn bureau")
    expect = status(n, moussa="suspended")
    return made, {**expect, "key_states": [["sn/dakar", n.time, "stale"]]}


@sample("the nominating agency's head suspends its officer")
def _(n: Network) -> tuple[Final, Expect]:
    return n.suspend("moussa", "sn/onrac head"), status(n, moussa="suspended")


@sample("the root revokes an officer")
def _(n: Network) -> tuple[Final, Expect]:
    return n.revoke("moussa", "root"), status(n, moussa="revoked")


@sample("an officer revokes itself")
def _(n: Network) -> tuple[Final, Expect]:
    return n.revoke("moussa", "moussa"), status(n, moussa="revoked")


@sample("a suspension by another country's bureau is refused", "no_authority")
def _(n: Network) -> Final:
    return n.suspend("moussa", "fr bureau")


@sample("a suspension by a colleague is refused", "no_authority")
def _(n: Network) -> Final:
    return n.suspend("moussa", "amina")


@sample("a suspension of oneself is refused", "no_authority")
def _(n: Network) -> Final:
    return n.suspend("moussa", "moussa")


@sample("a suspension of an agency's head by the bureau is refused: heads answer to the root", "no_authority")
def _(n: Network) -> Final:
    return n.suspend("sn/onrac head", "sn bureau")


@sample("a suspension of a key without a post is refused", "no_authority")
def _(n: Network) -> Final:
    return n.suspend("stranger", "sn bureau")


@sample("a suspension of a revoked key is refused: it never returns", "key_in_use")
def _(n: Network) -> Final:
    n.publish(n.revoke("moussa", "sn bureau"))
    return n.suspend("moussa", "sn bureau")


@sample("a revocation since a leaf that is not yet there is refused", "no_authority")
def _(n: Network) -> Final:
    return n.revoke("moussa", "sn bureau", since=len(n.leaves) + 1)


@sample("a captured bureau's statements since then are voided, and only its own country's")
def _(n: Network) -> tuple[Final, Expect]:
    p = len(n.leaves)
    n.publish(authorisation(n))
    made = n.revoke("sn bureau", "root", since=p)
    expect = status(n, fatou="voided", amina="active", claire="active")
    return made, {**expect, "heads": {n.people["sn bureau"].keyid: "revoked"}}


@sample("a key that revoked itself can still be voided by the root")
def _(n: Network) -> tuple[Final, Expect]:
    p = len(n.leaves)
    n.publish(authorisation(n))
    n.publish(n.revoke("sn bureau", "sn bureau"))
    return n.revoke("sn bureau", "root", since=p), status(n, fatou="voided", amina="active")


@sample("what a voided agency head nominated is voided too")
def _(n: Network) -> tuple[Final, Expect]:
    p = len(n.leaves)
    n.publish(n.agency_statement("sn/second", n.people["stranger"]))
    n.publish(n.office_statement("sn/thies", "sn/second"))
    n.join("late")
    own = {"keyset": n.people["late"].keyset_hash, "person": person("Late"), "role": "officer"}
    nomination = n.publish(n.by("stranger", statements.nominate, office="sn/thies", **own))
    n.publish(n.authorise(nomination, "sn/thies"))
    made = n.revoke("sn bureau", "root", since=p)
    heads = {n.people["stranger"].keyid: "voided", n.people["sn/onrac head"].keyid: "active"}
    return made, {**status(n, late="voided", amina="active"), "heads": heads}


@sample("a nomination by a captured agency head cannot be authorised after it is voided", "no_authority")
def _(n: Network) -> Final:
    n.publish(n.revoke("sn/onrac head", "root", since=0))
    return authorisation(n)


@sample("a voided officer's key may be nominated and authorised anew")
def _(n: Network) -> tuple[Final, Expect]:
    p = len(n.leaves)
    n.publish(authorisation(n))
    n.publish(n.revoke("sn bureau", "root", since=p))
    n.publish(n.by_root(statements.bureau, **bureau_terms(n, "SN")))
    nomination = n.publish(n.nominate("fatou", "sn/dakar"))
    own = {"nomination": nomination.hash, "until": n.time + 1_000_000}
    made = n.by("stranger", statements.authorise, **own)
    standing = ["active", made.value["until"], "sn/dakar"]
    return made, {"status": {n.people["fatou"].keyid: standing}}


# 5. office-key, client-release, heads leaves.


@sample("an office key with every active officer is current")
def _(n: Network) -> tuple[Final, Expect]:
    made = n.office_key("amina", "sn/dakar", 2)
    return made, {"key_states": [["sn/dakar", n.time, "current"], ["fr/paris", n.time, "none"]]}


@sample("an office key that lacks an officer is incomplete")
def _(n: Network) -> tuple[Final, Expect]:
    made = n.office_key("amina", "sn/dakar", 2, officers=[n.people["amina"].keyid])
    return made, {"key_states": [["sn/dakar", n.time, "incomplete"]]}


@sample("an office key is stale by the clock once a holder expires")
def _(n: Network) -> tuple[Final, Expect]:
    made = n.office_key("amina", "sn/dakar", 2)
    return made, {"key_states": [["sn/dakar", n.time + MAX_TERM_SECONDS, "stale"]]}


@sample("an office key may skip an epoch")
def _(n: Network) -> Final:
    return n.office_key("amina", "sn/dakar", 5)


@sample("an office key of an epoch that was is refused", "bad_epoch")
def _(n: Network) -> Final:
    return n.office_key("amina", "sn/dakar", 1)


@sample("an office key of another room is refused", "wrong_room")
def _(n: Network) -> Final:
    return n.office_key("amina", "sn/dakar", 2, room=digest("another room").hex())


@sample("an office key by an officer of another office is refused", "no_authority")
def _(n: Network) -> Final:
    return n.office_key("claire", "sn/dakar", 2)


@sample("an office key by an expired officer is refused", "no_authority")
def _(n: Network) -> Final:
    made = n.office_key("amina", "sn/dakar", 2)
    return changed(made, n.people["amina"].signing_key, time=n.time + MAX_TERM_SECONDS)


@sample("an office key held by an officer of another office is refused", "bad_officers")
def _(n: Network) -> Final:
    people = [n.people["amina"].keyid, n.people["claire"].keyid]
    return n.office_key("amina", "sn/dakar", 2, officers=people)


@sample("an office key held by a suspended officer is refused", "bad_officers")
def _(n: Network) -> Final:
    n.publish(n.suspend("moussa", "sn bureau"))
    people = [n.people["amina"].keyid, n.people["moussa"].keyid]
    return n.office_key("amina", "sn/dakar", 2, officers=people)


@sample("an office key whose officers are not sorted is refused", "bad_officers")
def _(n: Network) -> Final:
    made = n.office_key("amina", "sn/dakar", 2)
    unsorted = list(reversed(made.value["officers"]))
    return changed(made, n.people["amina"].signing_key, officers=unsorted)


@sample("an office key with an officer twice is refused", "bad_officers")
def _(n: Network) -> Final:
    return n.office_key("amina", "sn/dakar", 2, officers=[n.people["amina"].keyid] * 2)


@sample("an office key for nobody is refused", "bad_officers")
def _(n: Network) -> Final:
    return n.office_key("amina", "sn/dakar", 2, officers=[])


@sample("an office key that nobody could seal to is refused", "weak_key")
def _(n: Network) -> Final:
    kem = KemKey.from_seed(digest("kem")).public
    return n.office_key("amina", "sn/dakar", 2, kem=kem[:1184] + bytes(32))


def release(n: Network, version: int, minimum: int) -> Envelope:
    manifest = digest("bundle").hex()
    return n.by_root(statements.client_release, version=version, minimum=minimum, manifest=manifest)


@sample("a client release by the root passes")
def _(n: Network) -> Final:
    return release(n, 3, 2)


@sample("a client release of a version that was is refused", "no_authority")
def _(n: Network) -> Final:
    n.publish(release(n, 3, 2))
    return release(n, 3, 2)


@sample("a client release that lowers the minimum is refused", "no_authority")
def _(n: Network) -> Final:
    n.publish(release(n, 3, 2))
    return release(n, 4, 1)


@sample("a client release whose minimum does not exist is refused", "no_authority")
def _(n: Network) -> Final:
    return release(n, 3, 4)


@sample("a client release by a bureau is refused", "no_authority")
def _(n: Network) -> Final:
    own = {"version": 1, "minimum": 1, "manifest": digest("bundle").hex()}
    return n.by("sn bureau", statements.client_release, **own)


@sample("a heads leaf of the same time passes")
def _(n: Network) -> Final:
    return heads_leaf(n.time, [HEAD])


@sample("a heads leaf whose time goes back is refused", "bad_heads")
def _(n: Network) -> Final:
    return heads_leaf(n.time - 1, [HEAD])


@sample("a heads leaf of no room is refused", "bad_heads")
def _(n: Network) -> Final:
    return heads_leaf(n.time, [HEAD]).replace(b'"count":1', b'"count":0')


@sample("a heads leaf with a further key is refused", "bad_heads")
def _(n: Network) -> Final:
    return heads_leaf(n.time, [HEAD])[:-1] + b',"x":1}'


@sample("a heads leaf that is not canonical is refused", "not_canonical")
def _(n: Network) -> Final:
    return heads_leaf(n.time, [HEAD])[:-1] + b" }"
