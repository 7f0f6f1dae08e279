"""Publications that wander: plausible statements by everybody, often refused; alike for a seed."""

import copy
import random
from functools import cache
from typing import Any

from repatria.protocol import statements
from repatria.protocol.envelope import Envelope
from repatria.protocol.publication_states import OFFERED, Offer
from tests.protocol.invented import Network, digest
from tests.protocol.publication_samples.making import base_network

PUBLISHERS = ["lena", "ivo", "kofi"]
NATIONALS = ["amina", "moussa", "diallo", "sn bureau"]
OTHERS = ["omar", "sara", "claire", "pierre", "thea", "paul", "xn bureau", "fr/agrasc head", "stranger"]
SPARE = ["spare 1", "spare 2"]
FACTS = ["fiu", "freeze_days", "ncb"]


@cache
def _base() -> Network:
    network = base_network()
    for label in SPARE:
        network.join(label)
    return network


class PublicationWanderer:
    """Makes statements, which the caller folds."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.network = copy.deepcopy(_base())
        self.spare = list(SPARE)
        self.rotated: dict[str, str] = {}  # whose key is now whose

    def envelope(self) -> Envelope:
        kind = self.dice.choices(["offer", "publication", "answer", "review", "person"], [26, 26, 30, 14, 4])[
            0
        ]
        if kind in ("answer", "review") and not self.network.directory.offers:
            kind = "offer"
        made: Envelope = getattr(self, "say_" + kind)()
        return made

    def _by(self, *likely: str) -> str:
        usual = self.dice.random() < 0.85
        label = self.dice.choice(list(likely) if usual else [*PUBLISHERS, *NATIONALS, *OTHERS])
        return self.rotated.get(label, label)

    def _about(self, shelf: str) -> dict[str, Any]:
        dice, size = self.dice, len(self.network.leaves)
        parts = sorted(dice.sample(FACTS, dice.choice([1, 1, 2]))) if shelf == "framework" else []
        known = [made.named for made in self.network.directory.publications.values() if made.named]
        document = digest(f"wandering {size} {self.network.time}").hex()
        seen = dice.choices([size, size - 1, max(size - 4, 0), 0, size + 1], [60, 14, 14, 8, 4])[0]
        return {
            "shelf": shelf,
            "item": dice.choice(["sn", "sn", "fr"]) if shelf == "framework" else dice.choice(["one", "two"]),
            "parts": parts,
            "document": dice.choice(known) if known and dice.random() < 0.04 else document,
            "access": dice.choice(["members", "officers", "public", "SN"]),
            "seen": seen,
        }

    def say_offer(self) -> Envelope:
        shelf = self.dice.choice(["framework", "library", "library", "course", "news"])
        likely = ["amina", "claire", "omar", "lena", "ivo"]
        return self.network.by(self._by(*likely), statements.offer, **self._about(shelf))

    def say_publication(self) -> Envelope:
        shelf = self.dice.choice(["framework", "framework", "library", "meeting", "news"])
        own = self._about(shelf)
        likely = NATIONALS if shelf == "framework" else PUBLISHERS
        what = self.dice.choices(["publish", "retire", "retire silently"], [70, 22, 8])[0]
        if what == "retire":
            return self.network.by(self._by(*likely), statements.retirement, **self._retiring(own))
        if what == "retire silently":
            own["document"] = None
        return self.network.by(self._by(*likely), statements.publication, **own)

    def _retiring(self, own: dict[str, Any]) -> dict[str, Any]:
        """Mostly with the access of what stands; a successor now and then."""
        dice = self.dice
        stands = self.network.directory.standing(own["shelf"], own["item"], (own["parts"] or [""])[0])
        if stands and dice.random() < 0.8:
            own["access"] = stands.access
        return {
            **own,
            "successor": dice.choice([None, None, "br" if own["shelf"] == "framework" else "three"]),
        }

    def _offer(self) -> Offer:
        known = list(self.network.directory.offers.values())
        waiting = [one for one in known if one.state == OFFERED]
        return self.dice.choice(waiting[-3:] if waiting and self.dice.random() < 0.8 else known[-6:])

    def say_answer(self) -> Envelope:
        """The publication of an offer, as it was made or nearly."""
        offer = self._offer()
        about: dict[str, Any] = {
            "shelf": offer.shelf, "item": offer.item, "parts": list(offer.parts),
            "document": offer.document, "access": offer.access, "seen": offer.seen, "offer": offer.hash,
        }  # fmt: skip
        if self.dice.random() < 0.1:
            about |= self.dice.choice([{"access": "XN"}, {"seen": offer.seen + 1}, {"document": None}])
        if self.dice.random() < 0.03:
            about["offer"] = digest("no offer").hex()
        likely = NATIONALS if offer.shelf == "framework" else PUBLISHERS
        return self.network.by(self._by(*likely), statements.publication, **about)

    def say_review(self) -> Envelope:
        offer, dice = self._offer(), self.dice
        by = next(
            (label for label, who in self.network.people.items() if who.keyid == offer.issue.by), "amina"
        )
        own = {
            "offer": offer.hash if dice.random() < 0.95 else digest("no offer").hex(),
            "outcome": dice.choice(["return", "refuse", "withdraw"]),
            "text": dice.choice(["Why", "Why", "Why", ""]),
        }
        likely = self.rotated.get(by, by)
        return self.network.by(self._by(likely, likely, "lena", "amina"), statements.offer_review, **own)

    def say_person(self) -> Envelope:
        """Somebody's post changes: a key is rotated, suspended, renewed."""
        network, dice = self.network, self.dice
        label = dice.choice(["lena", "ivo", "amina"])
        current = self.rotated.get(label, label)
        what = dice.choice(["rotate", "suspend", "renew", "renew", "renew"])
        if what == "rotate" and self.spare:
            to = self.spare.pop()
            self.rotated[label] = to
            return network.by(current, statements.rotate, keyset=network.people[to].keyset_hash)
        if what == "suspend":
            return network.suspend(current, "sn bureau" if label == "amina" else "xn bureau")
        known = network.directory.officer(network.people[current].keyid)
        return network.renew(current) if known else self.say_offer()
