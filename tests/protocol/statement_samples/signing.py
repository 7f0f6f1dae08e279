"""Step 4: signatures, the issuer's standing, and how a root hands over."""

from repatria.protocol import canonical, statements
from repatria.protocol import envelope as envelopes
from repatria.protocol.envelope import Envelope
from repatria.protocol.keys import SigningKey
from tests.protocol.invented import (
    ROOT_KEYS,
    Network,
    digest,
)
from tests.protocol.statement_samples.making import Final, bureau_terms, raw, raw_root, sample, second_root

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


@sample("a root raises k while it keeps its keys")
def _(n: Network) -> Final:
    return second_root(n, ROOT_KEYS, k=3)


@sample("a root that raises k, signed by the old k alone, is refused", "missing_signature")
def _(n: Network) -> Final:
    return second_root(n, ROOT_KEYS[:2], k=3)


@sample("a hand-over with a signature that could be left out is refused", "bad_envelope")
def _(n: Network) -> Final:
    new = [SigningKey.from_seed(digest(f"new root {i}")) for i in range(3)]
    return second_root(n, [*ROOT_KEYS[:2], *new], keys=[key.public for key in new])


@sample("a root that the old keys alone signed is refused", "missing_signature")
def _(n: Network) -> Final:
    keys = [SigningKey.from_seed(digest(f"new root {i}")).public for i in range(3)]
    return second_root(n, ROOT_KEYS[:2], keys=keys)


@sample("a root that the new keys alone signed is refused", "missing_signature")
def _(n: Network) -> Final:
    new = [SigningKey.from_seed(digest(f"new root {i}")) for i in range(3)]
    return second_root(n, new[:2], keys=[key.public for key in new])


@sample("a root by a bureau is refused", "bad_root")
def _(n: Network) -> Final:
    bureau, root = n.people["sn bureau"], second_root(n, ROOT_KEYS[:2]).value
    own = {"by": bureau.keyid, "iprev": n.directory.chain_head(bureau.keyid)}
    return raw({**root, **own}, bureau.signing_key)


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
