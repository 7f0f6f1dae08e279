"""How a sample is written down and made: the base network, forks of it, statements made wrong."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from repatria.protocol import envelope as envelopes
from repatria.protocol import statements
from repatria.protocol.envelope import Envelope, Signature
from repatria.protocol.keys import SigningKey
from repatria.protocol.statements import Stamp
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
    """The same network again; folded anew from the first `size` leaves of `base` when one is given."""
    if size is None:
        return copy.deepcopy(base)
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


def bureau_terms(n: Network, country: str, label: str = "stranger") -> dict[str, Any]:
    return {
        "country": country,
        "name": f"Bureau of {country}",
        "keyset": n.people[label].keyset_hash,
        "person": person("Somebody"),
    }


def authorisation(n: Network, by: str = "sn bureau", after: int = 1_000_000) -> Envelope:
    return n.by(by, statements.authorise, nomination=nomination_hash(n), until=n.time + 60 + after)


def renewal(n: Network, label: str, by: str = "sn bureau") -> Envelope:
    own = {"keyset": n.people[label].keyset_hash, "until": n.time + 2_000_000}
    return n.by(by, statements.renew, **own)


def rotation(n: Network, label: str, to: str = "stranger") -> Envelope:
    return n.by(label, statements.rotate, keyset=n.people[to].keyset_hash)


def release(n: Network, version: int, minimum: int) -> Envelope:
    manifest = digest("bundle").hex()
    return n.by_root(statements.client_release, version=version, minimum=minimum, manifest=manifest)
