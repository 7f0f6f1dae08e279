"""Step 5: office keys, client releases; and heads leaves."""

from repatria.protocol import statements
from repatria.protocol.keys import KemKey
from repatria.protocol.statements import MAX_TERM_SECONDS
from repatria.protocol.tree import heads_leaf
from tests.protocol.invented import (
    Network,
    digest,
)
from tests.protocol.statement_samples.making import HEAD, Expect, Final, changed, release, sample

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
