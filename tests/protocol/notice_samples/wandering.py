"""Notices that wander: plausible statements by everybody, in any order, often refused; alike for a seed."""

import copy
import random
from functools import cache
from typing import Any

from repatria.protocol import statements
from repatria.protocol.envelope import Envelope
from tests.protocol.invented import Network, digest
from tests.protocol.notice_samples.making import DAY, LONGEST, REVIEW, SUSPENSION, base_network

LEADS = ["wanjiru", "diallo", "sn bureau", "pierre", "nuru"]
REVIEWERS = ["lena", "ivo", "kofi", "nuru"]
OTHERS = ["amina", "thea", "xn bureau", "stranger"]
SPARE = ["spare 1", "spare 2"]


@cache
def _base() -> Network:
    network = base_network()
    for label in SPARE:
        network.join(label)
    return network


class NoticeWanderer:
    """Makes statements, which the caller folds. With `dated_back` some are older than those before them."""

    def __init__(self, seed: int, *, dated_back: bool) -> None:
        self.dice = random.Random(seed)
        self.network = copy.deepcopy(_base())
        self.spare = list(SPARE)
        self.rotated: dict[str, str] = {}  # whose key is now whose
        steps = [60] * 24 + [3_600, DAY, 10 * DAY]
        self.steps = [*steps, *([-600, -300] if dated_back else [])]

    def envelope(self) -> Envelope:
        network, dice = self.network, self.dice
        network.time += dice.choice(self.steps) - 60
        kind = dice.choices(["notice", "review", "change", "person"], [14, 46, 34, 6])[0]
        if not network.directory.notices:
            kind = "notice"
        made: Envelope = getattr(self, "say_" + kind)()
        return made

    def _by(self, *likely: str) -> str:
        usual = self.dice.random() < 0.9
        label = self.dice.choice(list(likely) if usual else [*LEADS, *REVIEWERS, *OTHERS])
        return self.rotated.get(label, label)

    def _notice(self, *states: str) -> str:
        """One of the newest, more often in one of these states than not; now and then none at all."""
        known = list(self.network.directory.notices.values())
        fitting = [notice for notice in known if notice.state_at(self.network.time + 60) in states]
        if self.dice.random() < 0.02:
            return digest("no notice").hex()
        return self.dice.choice(fitting[-4:] if fitting and self.dice.random() < 0.8 else known[-6:]).hash

    def say_notice(self) -> Envelope:
        dice, now = self.dice, self.network.time + 60
        label = dice.choice(LEADS)
        country = {"pierre": "FR", "nuru": "XN"}.get(label, "SN")
        own: dict[str, Any] = {
            "country": country if dice.random() < 0.95 else "FR",
            "colour": dice.choice(["silver", "silver", "silver", "red"]),
            "variant": dice.choice(["notice", "notice", "notice", "diffusion"]),
            "record": digest(f"wandering {len(self.network.leaves)} {now}").hex(),
            "until": now + dice.choice([DAY, 30 * DAY, 100 * DAY, 200 * DAY, LONGEST, LONGEST + 1, 0]),
            "amends": None,
        }
        known = list(self.network.directory.notices.values())
        if known and dice.random() < 0.3:
            other = self.network.directory.notice(self._notice("valid", "suspended")) or known[0]
            own["colour"], own["variant"] = dice.choice([(other.colour, other.variant), ("silver", "notice")])
            own["amends"] = other.hash
            own["until"] = dice.choice([other.until, other.until, other.until - 60, other.until + 1])
        if known and dice.random() < 0.03:
            own["record"] = dice.choice(known).record
        return self.network.by(self.rotated.get(label, label), statements.notice, **own)

    def say_review(self) -> Envelope:
        own = {
            "notice": self._notice("submitted"),
            "part": self.dice.choice(["completeness", "constitution"]),
            "outcome": self.dice.choice(["pass"] * 10 + ["return", "refuse"]),
            "reason": self.dice.choice(["", "ART3"]),
        }
        return self.network.by(self._by(*REVIEWERS), statements.notice_review, **own)

    def say_change(self) -> Envelope:
        dice, now = self.dice, self.network.time + 60
        acts = ["suspend", "suspend", "reinstate", "withdraw", "cancel", "renew", "renew", "redress"]
        act = dice.choice(acts)
        hash_ = self._notice("suspended" if act == "reinstate" else "valid")
        notice = self.network.directory.notice(hash_)
        end = notice.until if notice else now
        until: int | None = None
        if act == "suspend":
            until = now + dice.choice([60, DAY, 10 * DAY, SUSPENSION, SUSPENSION + 1])
        elif act == "renew":
            until = dice.choice([end + DAY, end + REVIEW, now + LONGEST, now + LONGEST + 1, end])
        if dice.random() < 0.03:
            until = dice.choice([None, now + DAY])
        own = {
            "notice": hash_,
            "act": act,
            "until": until,
            "reason": dice.choice(["CCF_DECISION", "CCF_DECISION", ""]),
            "text": dice.choice(["Said why", "Said why", "Said why", ""]),
        }
        return self.network.by(self._by(*LEADS, *REVIEWERS), statements.notice_change, **own)

    def say_person(self) -> Envelope:
        """Somebody's post changes: a key is rotated, suspended, renewed."""
        network, dice = self.network, self.dice
        label = dice.choice(["lena", "ivo", "kofi", "wanjiru", "diallo"])
        current = self.rotated.get(label, label)
        what = dice.choice(["rotate", "suspend", "renew", "renew", "renew", "renew"])
        if what == "rotate" and self.spare:
            to = self.spare.pop()
            self.rotated[label] = to
            return network.by(current, statements.rotate, keyset=network.people[to].keyset_hash)
        bureau = "xn bureau" if label in REVIEWERS else "sn bureau"
        if what == "suspend":
            return network.suspend(current, bureau)
        known = network.directory.officer(network.people[current].keyid)
        return network.renew(current) if known else self.say_review()
