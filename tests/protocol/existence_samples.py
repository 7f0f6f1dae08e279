"""Samples of proofs that an entry existed before its author was ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from repatria.protocol.shapes import b64_text
from repatria.protocol.tree import (
    RoomHead,
    heads_leaf,
    heads_order,
    inclusion_proof,
    leaf_hash,
)
from tests.protocol.invented import Chamber, Network, digest, office_with_key, three_countries
from tests.protocol.room_samples.scene import FR, SN

MOUSSA_SEQ, CLAIRE_SEQ, AMINA_SEQ, MOUSSA_AGAIN_SEQ = 2, 3, 4, 5
OTHERS = [RoomHead(digest(f"room {n}").hex(), n, digest(f"head {n}").hex()) for n in range(4)]


@dataclass
class ProofScene:
    """Heads leaves A (room at seq 3) and B (at 4), then moussa is suspended, then C, then he is renewed and
    writes again: what he wrote before needs a proof all the same. D is late, and claire, whose term had
    ended by then, is suspended after it."""

    network: Network
    chamber: Chamber
    heads: dict[str, tuple[int, list[RoomHead]]]  # index, what moved

    @property
    def claire_until(self) -> int:
        officer = self.network.directory.officer(self.network.people["claire"].keyid)
        assert officer is not None
        return officer.until


class Made(NamedTuple):
    seq: int  # of the entry in question
    at: int
    proof: dict[str, Any] | None


@dataclass(frozen=True)
class ExistenceCase:
    name: str
    code: str | None
    make: Callable[[ProofScene], Made]


EXISTENCE: list[ExistenceCase] = []


def scene_with_proofs() -> ProofScene:
    network = three_countries()
    office_with_key(network, "amina", "sn/dakar")
    office_with_key(network, "claire", "fr/paris")
    chamber = Chamber(network, "amina")
    chamber.seat("amina", FR, SN)
    chamber.say("moussa")
    chamber.say("claire")
    scene = ProofScene(network, chamber, {})
    _land(scene, "A", network.time)
    chamber.say("amina")
    _land(scene, "B", network.time)
    network.publish(network.suspend("moussa", "sn bureau"))
    _land(scene, "C", network.time)
    network.publish(network.renew("moussa"))
    chamber.say("moussa")
    _land(scene, "D", scene.claire_until + 120)
    network.publish(network.suspend("claire", "fr bureau"))
    return scene


def _land(scene: ProofScene, name: str, time: int) -> None:
    room = scene.chamber.room
    moved = [*OTHERS, RoomHead(room.id, room.seq, room.head)]
    index = len(scene.network.leaves)
    data = heads_leaf(time, moved)
    scene.network.directory.apply_leaf(index, data)
    scene.network.leaves.append(data)
    scene.heads[name] = (index, moved)


def prove(scene: ProofScene, name: str, **changed: Any) -> dict[str, Any]:
    """The server's answer about the room in the heads leaf of that name."""
    index, moved = scene.heads[name]
    leaves = scene.network.leaves
    ours = moved[-1]
    data = heads_order(moved)
    position = data.index(heads_order([ours])[0])
    hashes = [leaf_hash(item) for item in data]
    proof = {
        "seq": ours.seq,
        "head": ours.head,
        "leaf_index": index,
        "leaf": b64_text(leaves[index]),
        "path": [b64_text(item) for item in inclusion_proof(hashes, position)],
        "position": position,
        "log_path": [b64_text(item) for item in inclusion_proof(list(map(leaf_hash, leaves)), index)],
        "size": len(leaves),
    }
    return {**proof, **changed}


def sample(name: str, code: str | None = None) -> Callable[[Callable[[ProofScene], Made]], None]:
    return lambda make: EXISTENCE.append(ExistenceCase(name, code, make))


def _now(scene: ProofScene) -> int:
    return scene.network.time + 60


@sample("an active author needs no proof")
def _(s: ProofScene) -> Made:
    return Made(AMINA_SEQ, _now(s), None)


@sample("an entry from before a suspension that was lifted is refused without a proof", "unproven_entry")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), None)


@sample("an entry from before a suspension that was lifted passes with a proof from before")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A"))


@sample("a proof of a later head of the room passes")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "B"))


@sample("a proof from after the suspension is refused", "unproven_entry")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "C"))


@sample("what an author writes after the suspension was lifted needs no proof")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_AGAIN_SEQ, _now(s), None)


@sample("an entry of an expired author without a proof is refused", "unproven_entry")
def _(s: ProofScene) -> Made:
    return Made(AMINA_SEQ, s.claire_until, None)


@sample("an entry of an expired author with a proof from before passes")
def _(s: ProofScene) -> Made:
    return Made(AMINA_SEQ, s.claire_until, prove(s, "C"))


@sample("an entry of an expired author with a proof from before passes, though suspended since")
def _(s: ProofScene) -> Made:
    return Made(CLAIRE_SEQ, s.claire_until, prove(s, "C"))


@sample("a proof from 120 s after the term ended is refused", "unproven_entry")
def _(s: ProofScene) -> Made:
    return Made(AMINA_SEQ, s.claire_until, prove(s, "D"))


@sample("a proof from after the term, but before a later suspension, is refused", "unproven_entry")
def _(s: ProofScene) -> Made:
    return Made(CLAIRE_SEQ, s.claire_until, prove(s, "D"))


@sample("a proof of an earlier head than the entry is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    return Made(AMINA_SEQ, s.claire_until, prove(s, "A"))


@sample("a proof of a head that this room never had is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A", head=digest("x").hex()))


@sample("a proof of another room is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    other = OTHERS[3]
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A", seq=other.seq, head=other.head))


@sample("a proof at another position is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    good = prove(s, "A")
    return Made(MOUSSA_SEQ, _now(s), {**good, "position": (good["position"] + 1) % 5})


@sample("a proof with a path cut short is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    good = prove(s, "A")
    return Made(MOUSSA_SEQ, _now(s), {**good, "path": good["path"][:-1]})


@sample("a proof with a heads leaf that is not in the register is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    index, moved = s.heads["A"]
    forged = b64_text(heads_leaf(s.network.time - 10_000, moved))
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A", leaf=forged, leaf_index=index))


@sample("a proof that places a later leaf earlier is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "C", leaf_index=s.heads["A"][0]))


@sample("a proof in a register that is not there yet is refused", "bad_proof")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A", size=len(s.network.leaves) + 1))


@sample("a proof with a statement for a heads leaf is refused", "not_canonical")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A", leaf=b64_text(s.network.leaves[1])))


@sample("a proof of another shape is refused", "bad_shape")
def _(s: ProofScene) -> Made:
    return Made(MOUSSA_SEQ, _now(s), prove(s, "A", more=1))
