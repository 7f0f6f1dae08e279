"""Step 5: keysets, bureaus, agencies, offices."""

from repatria.protocol import statements
from repatria.protocol.keys import Keyset, SigningKey
from tests.protocol.invented import (
    Network,
    digest,
)
from tests.protocol.statement_samples.making import Expect, Final, bureau_terms, raw, sample

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
