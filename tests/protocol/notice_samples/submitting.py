"""The statement `notice`: its shape, who may make it, how long it lasts, what it amends."""

from typing import Any

from repatria.protocol import statements
from tests.protocol.invented import Network, digest
from tests.protocol.notice_samples.making import (
    ALIVE,
    CASES,
    DAY,
    ENDED,
    LONGEST,
    act,
    at,
    in_state,
    review,
    sample,
    says,
    submit,
    submitted,
    suspend,
    suspended,
    valid,
)
from tests.protocol.statement_samples.making import Case, Expect, Final, changed, raw, rotation


@sample("a lead submits a notice: it waits for its reviews")
def _(n: Network) -> tuple[Final, Expect]:
    made = submit(n)
    return made, says((made, n.time, "submitted"), published={made.hash: None})


@sample("a deputy of an office of the country is a lead")
def _(n: Network) -> Final:
    return submit(n, "diallo")


@sample("the bureau's head is a lead")
def _(n: Network) -> Final:
    return submit(n, "sn bureau")


@sample("a notice by an officer who leads nothing is refused", "no_authority")
def _(n: Network) -> Final:
    return submit(n, "amina")


@sample("a notice by the head of an agency is refused", "no_authority")
def _(n: Network) -> Final:
    return submit(n, "sn/onrac head")


@sample("a notice by the head of the partners is refused", "no_authority")
def _(n: Network) -> Final:
    return submit(n, "xp bureau", country="XP")


@sample("a notice by somebody without a post is refused", "no_authority")
def _(n: Network) -> Final:
    return submit(n, "stranger")


@sample("a notice for another country than the lead's is refused", "no_authority")
def _(n: Network) -> Final:
    return submit(n, country="FR")


@sample("a notice for a country that is no member is refused", "no_authority")
def _(n: Network) -> Final:
    return submit(n, country="ZZ")


@sample("a notice by the secretariat for a member is refused: each country speaks for itself", "no_authority")
def _(n: Network) -> Final:
    return submit(n, "nuru")


@sample("the secretariat submits a notice of its own")
def _(n: Network) -> Final:
    return submit(n, "nuru", country="XN", colour="un")


@sample("a notice by the root is refused", "no_authority")
def _(n: Network) -> Final:
    value = submit(n).value
    own = {name: value[name] for name in ("country", "colour", "variant", "record", "until", "amends")}
    return n.by_root(statements.notice, **own)


@sample("a notice by a lead whose term is over is refused", "no_authority")
def _(n: Network) -> Final:
    officer = n.directory.officer(n.people["wanjiru"].keyid)
    assert officer is not None
    at(n, officer.until)
    return submit(n)


@sample("a notice by a lead in the last second of the term passes")
def _(n: Network) -> Final:
    officer = n.directory.officer(n.people["wanjiru"].keyid)
    assert officer is not None
    at(n, officer.until - 1)
    return submit(n)


@sample("a notice by a suspended lead is refused", "issuer_suspended")
def _(n: Network) -> Final:
    n.publish(n.suspend("wanjiru", "sn bureau"))
    return submit(n)


@sample("a notice by a revoked lead is refused", "issuer_revoked")
def _(n: Network) -> Final:
    n.publish(n.revoke("wanjiru", "sn bureau"))
    return submit(n)


@sample("a lead with a rotated key is a lead still")
def _(n: Network) -> Final:
    n.publish(rotation(n, "wanjiru"))
    return submit(n, "stranger")


@sample("a notice that lasts 1,827 days passes")
def _(n: Network) -> Final:
    return submit(n, until=n.time + 60 + LONGEST)


@sample("a notice that lasts a second more is refused", "bad_until")
def _(n: Network) -> Final:
    return submit(n, until=n.time + 60 + LONGEST + 1)


@sample("a notice that ends when it is signed is refused", "bad_until")
def _(n: Network) -> Final:
    return submit(n, until=n.time + 60)


@sample("a notice that lasts one second passes")
def _(n: Network) -> tuple[Final, Expect]:
    made = submit(n, until=n.time + 61)
    return made, says((made, n.time, "submitted"), (made, n.time + 1, "expired"))


@sample("a record that an earlier notice names is refused", "replayed_record")
def _(n: Network) -> Final:
    first = submitted(n)
    return submit(n, record=first.value["record"])


@sample("a record under another country's notice is refused", "replayed_record")
def _(n: Network) -> Final:
    first = valid(n)
    return submit(n, "pierre", country="FR", record=first.value["record"])


@sample("a record of a notice that was returned is refused: it is made anew", "replayed_record")
def _(n: Network) -> Final:
    first = in_state(n, "returned")
    return submit(n, record=first.value["record"])


# The shape.

REFUSED: dict[str, dict[str, Any]] = {
    "a colour that does not exist": {"colour": "pink"},
    "a variant that does not exist": {"variant": "letter"},
    "a country in small letters": {"country": "sn"},
    "a record that is no hash": {"record": "AB" * 32},
    "an end that is null": {"until": None},
    "an amended notice that is no hash": {"amends": ""},
    "a further key": {"title": "Silver"},
}


def _shape(name: str, own: dict[str, Any]) -> None:
    def make(n: Network) -> Final:
        return changed(submit(n), n.people["wanjiru"].signing_key, **own)

    CASES.append(Case(f"a notice with {name} is refused", "bad_shape", make))


for _name, _own in REFUSED.items():
    _shape(_name, _own)


@sample("a notice that lacks a key is refused", "bad_shape")
def _(n: Network) -> Final:
    value = {name: item for name, item in submit(n).value.items() if name != "amends"}
    return raw(value, n.people["wanjiru"].signing_key)


# Amendments.


def _amendment(state: str, code: str | None) -> None:
    def make(n: Network) -> Final:
        first = in_state(n, state)
        return submit(n, amends=first.hash, until=n.time + 61)

    verdict = "passes" if code is None else "is refused"
    CASES.append(Case(f"an amendment of a notice that is {state} {verdict}", code, make))


for _state in (*ALIVE, *ENDED):
    _amendment(_state, None if _state in ("valid", "suspended") else "wrong_state")


@sample("an amendment of no notice is refused", "unknown_notice")
def _(n: Network) -> Final:
    return submit(n, amends=digest("nothing").hex())


@sample("an amendment of a statement that is no notice is refused", "unknown_notice")
def _(n: Network) -> Final:
    first = submitted(n)
    made = n.publish(review(n, first, "lena", "completeness"))
    return submit(n, amends=made.hash)


@sample("an amendment of another country's notice is refused", "bad_amendment")
def _(n: Network) -> Final:
    first = valid(n)
    return submit(n, "pierre", country="FR", amends=first.hash, until=first.value["until"])


@sample("an amendment in another colour is refused", "bad_amendment")
def _(n: Network) -> Final:
    first = valid(n)
    return submit(n, colour="red", amends=first.hash, until=first.value["until"])


@sample("an amendment that makes a diffusion of a notice is refused", "bad_amendment")
def _(n: Network) -> Final:
    first = valid(n)
    return submit(n, variant="diffusion", amends=first.hash, until=first.value["until"])


@sample("an amendment that makes a notice of a diffusion is refused", "bad_amendment")
def _(n: Network) -> Final:
    first = valid(n, variant="diffusion")
    return submit(n, amends=first.hash, until=first.value["until"])


@sample("an amendment that lasts as long as what it amends passes")
def _(n: Network) -> Final:
    first = valid(n)
    return submit(n, amends=first.hash, until=first.value["until"])


@sample("an amendment that lasts a second longer is refused", "bad_until")
def _(n: Network) -> Final:
    first = valid(n)
    return submit(n, amends=first.hash, until=first.value["until"] + 1)


@sample("an amended notice stays valid until the amendment is published, and is replaced then")
def _(n: Network) -> tuple[Final, Expect]:
    first = valid(n)
    second = submitted(n, amends=first.hash, until=first.value["until"])
    n.publish(review(n, second, "lena", "constitution"))
    assert n.directory.notices[first.hash].state == "valid"
    made = review(n, second, "nuru", "completeness")
    expect = says((first, n.time, "replaced"), (second, n.time, "valid"))
    return made, {**expect, "replaced_by": {first.hash: second.hash, second.hash: None}}


@sample("of two amendments of one notice the second is not published", "wrong_state")
def _(n: Network) -> Final:
    first = valid(n)
    own = {"amends": first.hash, "until": first.value["until"]}
    left, right = submitted(n, **own), submitted(n, "diallo", **own)
    for one in (left, right):
        n.publish(review(n, one, "lena", "completeness"))
    n.publish(review(n, left, "ivo", "constitution"))
    return review(n, right, "ivo", "constitution")


@sample("an amendment of a suspended notice replaces it: it is valid again, in other words")
def _(n: Network) -> tuple[Final, Expect]:
    first = suspended(n)
    second = submitted(n, amends=first.hash, until=first.value["until"])
    n.publish(review(n, second, "lena", "constitution"))
    made = review(n, second, "ivo", "completeness")
    return made, says((first, n.time, "replaced"), (second, n.time, "valid"))


@sample("an amendment is not published when what it amends was withdrawn meanwhile", "wrong_state")
def _(n: Network) -> Final:
    first = valid(n)
    second = submitted(n, amends=first.hash, until=first.value["until"])
    n.publish(review(n, second, "lena", "constitution"))
    n.publish(act(n, first, "wanjiru", "withdraw"))
    return review(n, second, "ivo", "completeness")


@sample("an amendment is not published when the suspension of what it amends has run out", "wrong_state")
def _(n: Network) -> Final:
    first = valid(n)
    second = submitted(n, amends=first.hash, until=first.value["until"])
    n.publish(review(n, second, "lena", "constitution"))
    ends = n.publish(suspend(n, first, seconds=DAY)).value["until"]
    at(n, ends)
    return review(n, second, "ivo", "completeness")


@sample("the first pass of an amendment does not ask after what it amends")
def _(n: Network) -> Final:
    first = valid(n)
    second = submitted(n, amends=first.hash, until=first.value["until"])
    n.publish(act(n, first, "wanjiru", "withdraw"))
    return review(n, second, "ivo", "completeness")
