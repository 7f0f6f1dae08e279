"""POST /rooms and /rooms/{room}/entries."""

from tests.server.network import LiveChamber, LiveNetwork, sync_all


def test_a_request_travels_from_nairobi_to_bern(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ch/bern", "office:ke/nairobi")
    sent = chamber.say("wanjiru", "Please freeze")
    items = sync_all(network.client("anna"))
    mine = [item for item in items if item.room == chamber.room.id]
    assert [item.seq for item in mine] == [0, 1, 2]
    assert chamber.entries[2].hash == sent.hash
