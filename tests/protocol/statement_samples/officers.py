"""Step 5: nominating, authorising, renewing; rotating, suspending, revoking."""

from repatria.protocol import statements
from repatria.protocol.statements import MAX_TERM_SECONDS
from tests.protocol.invented import (
    AUDIT,
    STAR,
    Network,
    digest,
    person,
    with_onlookers,
)
from tests.protocol.statement_samples.making import (
    Expect,
    Final,
    authorisation,
    bureau_terms,
    changed,
    nomination_hash,
    renewal,
    rotation,
    sample,
    status,
)

# 5. nominate, authorise, renew.


@sample("an agency head nominates for the agency's office")
def _(n: Network) -> Final:
    return n.nominate("stranger", "sn/dakar")


@sample("a partner is nominated for an office of partners")
def _(n: Network) -> Final:
    with_onlookers(n)
    return n.nominate("stranger", STAR, "partner")


for _office, _role in (
    ("sn/dakar", "partner"),
    ("sn/dakar", "auditor"),
    (STAR, "officer"),
    (STAR, "auditor"),
    (AUDIT, "head"),
    (AUDIT, "partner"),
):

    @sample(f"a nomination as {_role} for {_office} is refused", "wrong_role")
    def _(n: Network, office: str = _office, role: str = _role) -> Final:
        with_onlookers(n)
        return n.nominate("stranger", office, role)


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
