"""Steps 1 to 3: shape, network, the first root; replay; the issuer's chain."""

import json

from repatria.protocol import envelope as envelopes
from repatria.protocol import statements
from repatria.protocol.envelope import Envelope, Signature
from repatria.protocol.keys import SigningKey
from repatria.protocol.shapes import b64_text
from repatria.protocol.tree import heads_leaf
from tests.protocol.invented import (
    T0,
    Network,
    digest,
    person,
)
from tests.protocol.statement_samples.making import (
    HEAD,
    Final,
    changed,
    first_root,
    raw,
    raw_root,
    resigned,
    sample,
)

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


@sample("a root with a witness key under two names is refused: it would count twice", "bad_root", base=0)
def _(_n: Network) -> Final:
    value = first_root().value
    twice = {**value["witnesses"][0], "name": "witness.example/again"}
    return raw_root({**value, "witnesses": [*value["witnesses"], twice]})


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
    return changed(made, n.people["amina"].signing_key, kind="meeting")


@sample("a statement whose kind is no text is refused", "bad_shape")
def _(n: Network) -> Final:
    made = n.by("amina", statements.rotate, keyset=n.people["stranger"].keyset_hash)
    return changed(made, n.people["amina"].signing_key, kind=["rotate"])


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
