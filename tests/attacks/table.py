"""What an attack is: a sentence, its family, who plays it with which powers, and how it must end.

An attack stages two scenes from one set-up: the honest one, which both clients must take, and the
forged one, which both must refuse with the same code. So a refusal never passes for a wrong reason.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.protocol.invented import Network, three_countries

Scene = dict[str, Any]  # JSON: `play` names what the client is asked to do with the rest

SERVER = "server: holds the log keys, answers anything"
MEMBER = "member: an officer with their own keys, and the server's help"
BUREAU = "captured bureau: a bureau head's keys, and the server's help"
ROOT_KEY = "one root key of the three, and the server's help"
THIEF = "thief: what lies on a disk or a server"


class Staged(NamedTuple):
    honest: Scene
    forged: Scene


class Attack(NamedTuple):
    name: str
    family: str
    attacker: str
    code: str
    stage: Callable[[Network], Staged]

    @property
    def codes(self) -> list[str]:
        """Nearly always one; two where the pages let a client look at two things in either order."""
        return self.code.split(" or ")


ATTACKS: dict[str, Attack] = {}

Stage = Callable[[Network], Staged]


def attack(family: str, attacker: str, code: str) -> Callable[[Stage], Stage]:
    """File a stage under its own name, which is the sentence; `code` is how both clients block."""

    def file(stage: Stage) -> Stage:
        name = stage.__name__
        if name in ATTACKS:
            raise ValueError(f"two attacks are called {name}")
        ATTACKS[name] = Attack(name, family, attacker, code, stage)
        return stage

    return file


def staged(name: str) -> tuple[Attack, Staged]:
    """The attack of that name on a network of its own."""
    found = ATTACKS[name]
    return found, found.stage(three_countries())
