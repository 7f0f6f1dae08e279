"""Both folds take and refuse the same statements and entries, for the same reasons."""

from collections import Counter
from functools import partial

import pytest

from repatria.protocol.directory import Directory
from repatria.protocol.notice_states import Notice
from repatria.protocol.publication_states import Publication
from repatria.protocol.rooms import Room
from tests.conformance.peer import Peer, b64, outcome
from tests.conformance.wandering import RoomWanderer, Wanderer, frame
from tests.protocol.invented import Network, office_with_key, three_countries
from tests.protocol.notice_samples.making import DAY
from tests.protocol.notice_samples.wandering import NoticeWanderer
from tests.protocol.publication_samples.wandering import PublicationWanderer

STATEMENTS = 120
ENTRIES = 60


def fold_leaf(directory: Directory, leaf: bytes) -> dict[str, object]:
    directory.apply_leaf(directory.size, leaf)
    root = directory.root_hash_at(directory.size)
    assert root is not None
    return {"size": directory.size, "root": root.hex()}


@pytest.mark.parametrize("seed", range(12))
def test_wandering_registers(peer: Peer, seed: int) -> None:
    wanderer = Wanderer(seed)
    name = f"register {seed}"
    peer.ask("fold", directory=name, leaves=[b64(leaf) for leaf in wanderer.network.leaves])
    codes = Counter[str]()
    for _ in range(STATEMENTS):
        statement = None if wanderer.dice.random() < 0.03 else wanderer.envelope()
        leaf = wanderer.heads_leaf() if statement is None else statement.wire()
        mine = outcome(partial(fold_leaf, wanderer.directory, leaf))
        theirs = outcome(partial(peer.ask, "fold", directory=name, leaves=[b64(leaf)]))
        assert mine == theirs, statement.value if statement else leaf
        codes[mine[0]] += 1
        if mine[0] == "ok" and statement is not None:
            wanderer.taken(statement)
    assert codes["ok"] > STATEMENTS // 10, codes
    assert len(codes) > 4, codes
    same_knowledge(peer, wanderer, name)


def same_knowledge(peer: Peer, wanderer: Wanderer, name: str) -> None:
    directory, at = wanderer.directory, wanderer.network.time
    keyids = [who.keyid for who in wanderer.everybody().values()]
    theirs = peer.ask("register", directory=name, keyids=keyids, at=at)
    for keyid, status, until, chain_head in theirs["states"]:
        officer, head = directory.officer(keyid), directory.head(keyid)
        standing = directory.status_at(keyid, directory.size)
        # A voided key is free again, so it may have been an officer and become a head, or the reverse.
        known = [each.status for each in (standing, head) if each]
        mine = next((status for status in known if status != "voided"), known[0] if known else None)
        assert mine == status, keyid
        assert directory.chain_head(keyid) == chain_head
        if officer and standing:
            assert officer.until == until
    offices = [
        [
            id_,
            office.name,
            directory.office_key_state(id_, at),
            key.keyid if (key := directory.current_office_key(id_)) else None,
        ]
        for id_, office in sorted(directory.offices.items())
    ]
    assert theirs["offices"] == offices
    officers = [
        [id_, sorted(who.keyid for who in directory.officers_of(id_, at))]
        for id_ in sorted(directory.offices)
    ]
    assert theirs["officers"] == officers
    assert theirs["k"] == directory.root.k
    dice = wanderer.dice
    asked = [
        (dice.choice(keyids), dice.randint(0, directory.size), at + dice.randint(-90, 90) * 86_400)
        for _ in range(300)
    ]
    assert peer.ask("active", directory=name, asked=asked) == [directory.active_at(*one) for one in asked]


@pytest.mark.parametrize("dated_back", [False, True], ids=["in order", "dated back"])
def test_wandering_notices(peer: Peer, dated_back: bool) -> None:
    codes = sum((wander_notices(peer, seed, dated_back=dated_back) for seed in range(6)), Counter[str]())
    assert {"ok", "wrong_state", "no_authority", "same_person", "bad_until"} <= codes.keys(), codes


def wander_notices(peer: Peer, seed: int, *, dated_back: bool) -> Counter[str]:
    wanderer = NoticeWanderer(seed, dated_back=dated_back)
    network, name = wanderer.network, f"notices {seed} {dated_back}"
    peer.ask("fold", directory=name, leaves=[b64(leaf) for leaf in network.leaves])
    codes = Counter[str]()
    for _ in range(100):
        leaf = wanderer.envelope().wire()
        mine = outcome(partial(fold_leaf, network.directory, leaf))
        assert mine == outcome(partial(peer.ask, "fold", directory=name, leaves=[b64(leaf)]))
        codes[mine[0]] += 1
    for at in (network.time, network.time + 30 * DAY, network.time + 3_000 * DAY):
        known = [all_of(notice, at) for notice in network.directory.notices.values()]
        assert peer.ask("notices", directory=name, at=at) == known
    return codes


def all_of(notice: Notice, at: int) -> list[object]:
    issue = notice.issue
    named = [issue.hash, issue.index, issue.by, issue.origin, notice.until]
    clock = [notice.state_at(at), notice.due_for_review(at), notice.runs_out_at]
    reviews = [[review.issue.hash, review.issue.origin] for review in notice.reviews]
    changes = [change.issue.hash for change in notice.changes]
    return [*named, *clock, notice.published, notice.replaced_by, reviews, changes]


def test_wandering_publications(peer: Peer) -> None:
    codes = sum((wander_publications(peer, seed) for seed in range(8)), Counter[str]())
    assert {
        "ok",
        "wrong_state",
        "no_authority",
        "same_person",
        "item_changed",
        "bad_offer",
    } <= codes.keys(), codes


def _why(made: Publication) -> list[str | None] | None:
    return [made.why.document, made.why.successor] if made.why else None


def wander_publications(peer: Peer, seed: int) -> Counter[str]:
    wanderer = PublicationWanderer(seed)
    network, name = wanderer.network, f"publications {seed}"
    directory = network.directory
    peer.ask("fold", directory=name, leaves=[b64(leaf) for leaf in network.leaves])
    codes = Counter[str]()
    for _ in range(100):
        leaf = wanderer.envelope().wire()
        mine = outcome(partial(fold_leaf, directory, leaf))
        assert mine == outcome(partial(peer.ask, "fold", directory=name, leaves=[b64(leaf)]))
        if mine[0] == "ok":
            network.leaves.append(leaf)
        codes[mine[0]] += 1
    theirs = peer.ask("publications", directory=name)
    offers = [
        [one.hash, one.issue.index, one.issue.origin, one.document, one.state]
        for one in directory.offers.values()
    ]
    assert theirs["offers"] == offers
    made = [
        [
            one.hash,
            one.issue.index,
            one.document,
            one.offer,
            _why(one),
        ]
        for one in directory.publications.values()
    ]
    assert theirs["publications"] == made
    places = {
        (one.shelf, one.item, part) for one in directory.publications.values() for part in one.stands_for
    }
    asked = sorted(places | {("framework", "fr", "never"), ("news", "never", "")})
    stands = [found.hash if (found := directory.standing(*place)) else None for place in asked]
    assert peer.ask("standings", directory=name, asked=asked) == stands
    return codes


def grown_network(seed: int) -> Network:
    """Offices with keys, one of them left by an officer, one that somebody joined."""
    network = three_countries()
    office_with_key(network, "amina", "sn/dakar")
    office_with_key(network, "claire", "fr/paris")
    if seed % 2:
        office_with_key(network, "beatriz", "br/brasilia")
    if seed % 3:
        network.publish(network.suspend("moussa", "sn bureau"))
    network.officer("paul", "fr/paris", network.time + 3_600)
    return network


@pytest.mark.parametrize("purpose", ["case", "office"])
def test_wandering_rooms(peer: Peer, purpose: str) -> None:
    codes = sum((wander(peer, seed, purpose) for seed in range(8)), Counter[str]())
    assert codes["ok"] > ENTRIES // 2, codes


def wander(peer: Peer, seed: int, purpose: str) -> Counter[str]:
    network = grown_network(seed)
    name = f"rooms {seed} {purpose}"
    peer.ask("fold", directory=name, leaves=[b64(leaf) for leaf in network.leaves])
    wanderer = RoomWanderer(seed, network, purpose)
    codes = Counter[str]()
    for _ in range(ENTRIES):
        entry = wanderer.entry()
        mine = outcome(partial(wanderer.room.apply, entry, network.directory))
        theirs = outcome(partial(peer.ask, "foldRoom", directory=name, room=name, frames=[frame(entry)]))
        assert mine[0] == theirs[0], entry.value
        codes[mine[0]] += 1
        if mine[0] == "ok":
            same_room(wanderer.room, theirs[1])
            wanderer.taken(entry)
    assert len(codes) > 4, codes
    return codes


def same_room(room: Room, theirs: dict[str, object]) -> None:
    members = [{"id": member.id, "kem": member.kem} for member in room.members]
    mine = {"id": room.id, "seq": room.seq, "head": room.head, "epoch": room.epoch, "members": members}
    assert {key: theirs[key] for key in mine} == mine
