"""Every attack of the tables, on both clients: the honest scene is taken, the forged one blocks.

The tables are in `*_attacks.py`: one function an attack, its name the sentence.
"""

import pytest

from tests.attacks.clients import Client
from tests.attacks.tables import ATTACKS, staged


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_blocked(name: str, client: Client) -> None:
    attack, scenes = staged(name)
    assert scenes.honest != scenes.forged
    assert client.play(scenes.honest) == "ok"
    assert client.play(scenes.forged) in attack.codes
