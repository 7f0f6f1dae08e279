"""The checklist of an urgent request and changes of handling, written and read by both sides."""

from pathlib import Path

import pytest

from repatria.sdk import Reply, Tick
from repatria.sdk.errors import WrongUse
from tests.sdk.living import Living
from tests.sdk.test_journey import freeze


def test_ticks_with_proof_reach_the_other_side_and_the_last_one_stands(
    living: Living, tmp_path: Path
) -> None:
    proof = tmp_path / "hold.pdf"
    proof.write_bytes(b"held until Wednesday")
    nairobi = living.session("wanjiku.kamau")
    room = nairobi.mail.send(freeze()).room
    bern = living.session("loic.perrenoud")
    bern.mail.tick(room, Tick("A06", "doing"))
    bern.mail.tick(room, Tick("A06", "done", "Held.", owner=bern.keyid, files=(proof,)))
    nairobi.sync()
    tick = nairobi.threads.read(room).ticks()["A06"]
    assert tick.body is not None
    assert (tick.body["state"], tick.body["note"], tick.office) == ("done", "Held.", "ch/contact-point")
    saved = nairobi.mail.save(room, tick.attachments[0], tmp_path / "saved")
    assert saved.read_bytes() == proof.read_bytes()
    with pytest.raises(WrongUse):
        bern.mail.tick(room, Tick("A06", "perhaps"))


def test_handling_is_raised_by_the_other_side_and_lowered_by_the_author_only(living: Living) -> None:
    nairobi = living.session("wanjiku.kamau")
    sent = nairobi.mail.send(freeze())
    bern = living.session("loic.perrenoud")
    bern.mail.change_handling(sent.room, sent.hash, "TLP:RED")
    with pytest.raises(WrongUse):
        bern.mail.change_handling(sent.room, sent.hash, "TLP:AMBER")
    nairobi.sync()
    assert nairobi.threads.read(sent.room).handlings.codes[sent.hash] == "TLP:RED"
    with pytest.raises(WrongUse):  # a reply is at least as strict as the thread is now
        nairobi.mail.reply(sent.room, Reply("Thanks.", tlp="TLP:AMBER+STRICT"))
    nairobi.mail.change_handling(sent.room, sent.hash, "TLP:AMBER")
    bern.sync()
    assert bern.threads.read(sent.room).handlings.codes[sent.hash] == "TLP:AMBER"
