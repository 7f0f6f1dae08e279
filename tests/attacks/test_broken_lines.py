"""A server that breaks the line in the middle of a check, so that the check is never made."""

from __future__ import annotations

import pytest

from repatria.sdk.errors import Blocked, Unreachable
from tests.attacks.relay import Answer, Asked, Relay
from tests.attacks.server_lies import LIES, Stage
from tests.attacks.test_lying_about_files import session_of
from tests.attacks.victims import Desk


def no_proofs(asked: Asked) -> Answer | None:
    if not asked.path.endswith("/proof"):
        return None
    return Answer(503, b'{"error": "unavailable", "message": "Later."}')


def test_words_of_a_leaver_are_not_taken_while_the_proof_does_not_come(
    stage: Stage, relay: Relay, desk: Desk
) -> None:
    anna = session_of(desk)
    before = anna.rooms.pins()[stage.room.room.id]
    relay.lie = LIES["it_adds_words_of_a_leaver_to_the_past"].play(stage)
    relay.interception = no_proofs
    for _ in range(2):
        with pytest.raises(Unreachable):
            anna.sync()
        assert anna.rooms.pins()[stage.room.room.id] == before
    relay.interception = lambda _: None
    with pytest.raises(Blocked) as blocked:
        anna.sync()
    assert blocked.value.code in LIES["it_adds_words_of_a_leaver_to_the_past"].codes
    anna.close()
