"""Every attack of the tables, on both clients: the honest scene is taken, the forged one blocks.

The tables are in `*_attacks.py`: one function an attack, its name the sentence.
"""

import pytest

from tests.attacks import (
    file_attacks,
    leaving_attacks,
    lock_attacks,
    log_attacks,
    register_attacks,
    room_attacks,
    sealing_attacks,
    standing_attacks,
)
from tests.attacks.clients import Client
from tests.attacks.table import ATTACKS, staged

TABLES = (
    register_attacks,
    standing_attacks,
    log_attacks,
    room_attacks,
    leaving_attacks,
    sealing_attacks,
    file_attacks,
    lock_attacks,
)


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_blocked(name: str, client: Client) -> None:
    attack, scenes = staged(name)
    assert client.play(scenes.honest) == "ok"
    assert client.play(scenes.forged) in attack.codes
