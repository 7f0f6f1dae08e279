"""Attacks on notices: who makes, examines and ends one, what is shown under its name, and its end."""

from collections.abc import Mapping
from typing import Any

from repatria.protocol import notices
from repatria.protocol.envelope import Envelope
from repatria.protocol.shapes import b64_text
from tests.attacks import families, scenes
from tests.attacks.log_attacks import pin_of
from tests.attacks.scenes import next_leaf
from tests.attacks.table import BUREAU, MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Network, digest
from tests.protocol.notice_samples import making
from tests.protocol.notice_samples.making import DAY, act, review, submit, submitted, suspend, valid
from tests.protocol.notice_samples.records import silver
from tests.protocol.statement_samples.making import rotation

REVIEWER = "captured reviewer: keys of an officer of the secretariat, and the server's help"
LEAD = "captured lead: keys of a country's lead, and the server's help"
FACE = b"\xff\xd8\xff" + digest("the person who is sought")
OTHER_FACE = b"\xff\xd8\xff" + digest("somebody else")


# Made, examined or ended by the wrong person.


@attack(families.NOTICE_AUTHORITY, MEMBER, "no_authority")
def an_officer_who_leads_nothing_issues_a_notice(network: Network) -> Staged:
    making.with_leads(network)
    return next_leaf(network, submit(network), submit(network, "amina"))


@attack(families.NOTICE_AUTHORITY, LEAD, "no_authority")
def a_lead_issues_a_notice_in_the_name_of_another_country(network: Network) -> Staged:
    making.with_leads(network)
    return next_leaf(network, submit(network), submit(network, "pierre"))


@attack(families.NOTICE_AUTHORITY, REVIEWER, "no_authority")
def the_secretariat_issues_a_notice_in_a_countrys_name(network: Network) -> Staged:
    making.with_leads(network)
    return next_leaf(network, submit(network), submit(network, "nuru"))


@attack(families.NOTICE_AUTHORITY, REVIEWER, "same_person")
def one_reviewer_passes_both_parts(network: Network) -> Staged:
    making.with_leads(network)
    notice = submitted(network)
    network.publish(review(network, notice, "lena", "completeness"))
    honest = review(network, notice, "ivo", "constitution")
    return next_leaf(network, honest, review(network, notice, "lena", "constitution"))


@attack(families.NOTICE_AUTHORITY, REVIEWER, "same_person")
def one_reviewer_passes_both_parts_with_a_rotated_key(network: Network) -> Staged:
    making.with_leads(network)
    notice = submitted(network)
    network.publish(review(network, notice, "lena", "completeness"))
    network.publish(rotation(network, "lena"))
    honest = review(network, notice, "ivo", "constitution")
    return next_leaf(network, honest, review(network, notice, "stranger", "constitution"))


@attack(families.NOTICE_AUTHORITY, BUREAU, "no_authority")
def a_bureau_examines_its_own_notice(network: Network) -> Staged:
    making.with_leads(network)
    notice = submitted(network, "sn bureau")
    honest = review(network, notice, "lena", "completeness")
    return next_leaf(network, honest, review(network, notice, "sn bureau", "completeness"))


@attack(families.NOTICE_AUTHORITY, BUREAU, "no_authority")
def the_secretariats_bureau_examines_with_the_key_that_makes_its_officers(network: Network) -> Staged:
    making.with_leads(network)
    notice = submitted(network)
    honest = review(network, notice, "lena", "completeness")
    return next_leaf(network, honest, review(network, notice, "xn bureau", "completeness"))


@attack(families.NOTICE_AUTHORITY, REVIEWER, "no_authority")
def a_reviewer_whose_term_is_over_examines_a_notice(network: Network) -> Staged:
    making.with_leads(network)
    notice = submitted(network, days=600)
    lena = network.directory.officer(network.people["lena"].keyid)
    assert lena is not None
    network.publish(network.renew("ivo", lena.until + DAY))
    making.at(network, lena.until + 60)
    honest = review(network, notice, "ivo", "completeness")
    return next_leaf(network, honest, review(network, notice, "lena", "completeness"))


@attack(families.NOTICE_AUTHORITY, REVIEWER, "issuer_suspended")
def a_suspended_reviewer_examines_a_notice(network: Network) -> Staged:
    making.with_leads(network)
    notice = submitted(network)
    network.publish(network.suspend("lena", "xn bureau"))
    honest = review(network, notice, "ivo", "completeness")
    return next_leaf(network, honest, review(network, notice, "lena", "completeness"))


@attack(families.NOTICE_AUTHORITY, LEAD, "no_authority")
def a_lead_of_another_country_withdraws_a_notice(network: Network) -> Staged:
    making.with_leads(network)
    notice = valid(network)
    honest = act(network, notice, "diallo", "withdraw")
    return next_leaf(network, honest, act(network, notice, "pierre", "withdraw"))


@attack(families.NOTICE_AUTHORITY, LEAD, "no_authority")
def a_lead_lifts_the_suspension_of_the_countrys_own_notice(network: Network) -> Staged:
    making.with_leads(network)
    notice = making.suspended(network)
    honest = act(network, notice, "nuru", "reinstate")
    return next_leaf(network, honest, act(network, notice, "wanjiru", "reinstate"))


@attack(families.NOTICE_AUTHORITY, LEAD, "bad_amendment")
def a_lead_amends_another_countrys_notice_away(network: Network) -> Staged:
    making.with_leads(network)
    notice = valid(network)
    own = {"amends": notice.hash, "until": notice.value["until"]}
    return next_leaf(network, submit(network, **own), submit(network, "pierre", country="FR", **own))


@attack(families.NOTICE_AUTHORITY, LEAD, "bad_amendment")
def a_lead_makes_a_red_notice_of_a_green_one(network: Network) -> Staged:
    making.with_leads(network)
    notice = valid(network, colour="green")
    own = {"amends": notice.hash, "until": notice.value["until"]}
    return next_leaf(network, submit(network, colour="green", **own), submit(network, colour="red", **own))


@attack(families.NOTICE_AUTHORITY, LEAD, "bad_until")
def a_lead_makes_a_notice_last_longer_by_amending_it(network: Network) -> Staged:
    making.with_leads(network)
    notice = valid(network)
    until = notice.value["until"]
    honest = submit(network, amends=notice.hash, until=until)
    return next_leaf(network, honest, submit(network, amends=notice.hash, until=until + DAY))


# Living on after its end.


@attack(families.NOTICE_END, LEAD, "wrong_state")
def a_lead_renews_a_notice_that_was_cancelled(network: Network) -> Staged:
    making.with_leads(network)
    doubted, sound = valid(network), valid(network)
    network.publish(act(network, doubted, "nuru", "cancel", reason="ART3"))
    making.at(network, doubted.value["until"] - DAY)
    honest, forged = (
        act(network, notice, "wanjiru", "renew", until=network.time + 300 * DAY, text="Needed")
        for notice in (sound, doubted)
    )
    return next_leaf(network, honest, forged)


@attack(families.NOTICE_END, LEAD, "wrong_state")
def a_lead_renews_a_notice_by_a_date_before_its_end(network: Network) -> Staged:
    """A note of the secretariat has found it expired; the server keeps the late renewal for the lead."""
    making.with_leads(network)
    short, long = valid(network, days=30), valid(network, days=31)
    making.at(network, short.value["until"])
    network.publish(act(network, short, "nuru", "redress", text="It has ended"))
    making.at(network, short.value["until"] - 600)
    honest, forged = (
        act(network, notice, "wanjiru", "renew", until=network.time + 300 * DAY, text="Needed")
        for notice in (long, short)
    )
    return next_leaf(network, honest, forged)


@attack(families.NOTICE_END, REVIEWER, "wrong_state")
def a_reviewer_lifts_a_suspension_that_has_run_out(network: Network) -> Staged:
    making.with_leads(network)
    first, second = valid(network), valid(network)
    network.publish(suspend(network, first, seconds=DAY))
    network.publish(suspend(network, second, seconds=2 * DAY))
    making.at(network, network.directory.notices[first.hash].runs_out_at)
    honest = act(network, second, "lena", "reinstate")
    return next_leaf(network, honest, act(network, first, "lena", "reinstate"))


@attack(families.NOTICE_END, LEAD, "wrong_state")
def of_two_amendments_of_one_notice_both_are_published(network: Network) -> Staged:
    making.with_leads(network)
    notice = valid(network)
    own = {"amends": notice.hash, "until": notice.value["until"]}
    left, right = submitted(network, **own), submitted(network, "diallo", **own)
    for each in (left, right):
        network.publish(review(network, each, "lena", "completeness"))
    honest = network.publish(review(network, left, "ivo", "constitution"))
    forged = review(network, right, "ivo", "constitution")
    before = network.leaves[:-1]
    return Staged(scenes.register(network, honest, leaves=before), scenes.register(network, forged))


@attack(families.NOTICE_END, SERVER, "replayed_statement")
def a_server_replays_the_lifting_of_an_earlier_suspension(network: Network) -> Staged:
    making.with_leads(network)
    notice = making.suspended(network)
    lifted = network.publish(act(network, notice, "nuru", "reinstate"))
    network.publish(suspend(network, notice))
    honest = act(network, notice, "nuru", "reinstate")
    return next_leaf(network, honest, lifted)


@attack(families.NOTICE_END, SERVER, "broken_chain")
def a_server_leaves_out_a_withdrawal(network: Network) -> Staged:
    making.with_leads(network)
    notice = valid(network)
    withdrawal = network.publish(act(network, notice, "wanjiru", "withdraw"))
    network.publish(submit(network))
    left = [leaf for leaf in network.leaves if leaf != withdrawal.wire()]
    return Staged(scenes.register(network), scenes.register(network, leaves=left))


@attack(families.NOTICE_END, SERVER, "rolled_back")
def a_withdrawal_is_hidden_by_showing_the_register_before_it(network: Network) -> Staged:
    """Which this client, or another of the same officer's, has seen already."""
    making.with_leads(network)
    notice = valid(network)
    before = list(network.leaves)
    network.publish(act(network, notice, "wanjiru", "withdraw"))
    pin = pin_of(network.leaves)
    return Staged(
        {**scenes.register(network), "pin": pin}, {**scenes.register(network, leaves=before), "pin": pin}
    )


@attack(families.NOTICE_END, SERVER, "stale_checkpoint")
def a_withdrawal_is_hidden_under_an_old_checkpoint(network: Network) -> Staged:
    """From a client that has never seen it: the checkpoint grows old."""
    making.with_leads(network)
    notice = valid(network)
    before = list(network.leaves)
    hidden = scenes.register(network, leaves=before)
    network.time += 4 * DAY
    network.publish(act(network, notice, "wanjiru", "withdraw"))
    return Staged(scenes.register(network), {**hidden, "now": network.time})


# Another record under its name.


def record(*faces: bytes, **changed: Any) -> dict[str, Any]:
    pictures = [
        {"sha256": notices.record_hash(face), "len": len(face), "type": "image/jpeg", "caption": ""}
        for face in faces
    ]
    return {**silver(), "pictures": pictures, **changed}


def published(network: Network, data: bytes, **own: Any) -> Envelope:
    return valid(network, record=notices.record_hash(data), **own)


def shown(network: Network, notice: Envelope, data: bytes, *faces: bytes) -> Scene:
    """A client syncs the register and opens what the server, or a member, hands it as that notice's record.

    `faces` come in the order of the record's pictures.
    """
    document: Mapping[str, Any] = {"notice": notice.hash, "document": data.hex()}
    return {
        **scenes.register(network),
        **document,
        "play": "record",
        "pictures": [face.hex() for face in faces],
    }


@attack(families.NOTICE_RECORD, SERVER, "wrong_record")
def a_server_hands_out_the_record_of_another_notice(network: Network) -> Staged:
    making.with_leads(network)
    one, other = (notices.encode_record(record(), digest(name)) for name in ("one", "other"))
    notice = published(network, one)
    published(network, other, label="diallo")
    return Staged(shown(network, notice, one), shown(network, notice, other))


@attack(families.NOTICE_RECORD, SERVER, "wrong_record")
def a_server_edits_a_record_after_it_was_signed(network: Network) -> Staged:
    making.with_leads(network)
    data = notices.encode_record(record(), digest("nonce"))
    edited = notices.encode_record(record(action=["arrest"]), digest("nonce"))
    notice = published(network, data)
    return Staged(shown(network, notice, data), shown(network, notice, edited))


@attack(families.NOTICE_RECORD, SERVER, "wrong_picture")
def a_server_exchanges_the_picture_of_who_is_sought(network: Network) -> Staged:
    making.with_leads(network)
    data = notices.encode_record(record(FACE), digest("nonce"))
    notice = published(network, data)
    return Staged(shown(network, notice, data, FACE), shown(network, notice, data, OTHER_FACE))


@attack(families.NOTICE_RECORD, SERVER, "wrong_record")
def a_server_exchanges_a_picture_and_its_hash_in_the_record(network: Network) -> Staged:
    making.with_leads(network)
    data = notices.encode_record(record(FACE), digest("nonce"))
    other = notices.encode_record(record(OTHER_FACE), digest("nonce"))
    notice = published(network, data)
    return Staged(shown(network, notice, data, FACE), shown(network, notice, other, OTHER_FACE))


@attack(families.NOTICE_RECORD, MEMBER, "wrong_record")
def a_member_sends_a_record_on_under_a_notice_that_is_not_its_own(network: Network) -> Staged:
    """A diffusion is handed on in rooms: whoever does so may try to let a red one seem a green one."""
    making.with_leads(network)
    data = notices.encode_record(record(), digest("green"))
    red = notices.encode_record(record(action=["arrest"]), digest("red"))
    notice = published(network, data, colour="green", variant="diffusion")
    published(network, red, label="diallo", colour="red", variant="diffusion")
    return Staged(shown(network, notice, data), shown(network, notice, red))


@attack(families.NOTICE_RECORD, LEAD, "replayed_record")
def a_lead_puts_a_published_record_under_a_second_notice(network: Network) -> Staged:
    making.with_leads(network)
    data = notices.encode_record(record(), digest("nonce"))
    published(network, data)
    honest = submit(network, "pierre", country="FR")
    forged = submit(network, "pierre", country="FR", record=notices.record_hash(data))
    return next_leaf(network, honest, forged)


@attack(families.NOTICE_RECORD, LEAD, "bad_shape")
def a_lead_hides_words_in_a_record_that_no_screen_shows(network: Network) -> Staged:
    making.with_leads(network)
    plain, hidden = (
        notices.document_bytes({"v": 1, "nonce": b64_text(digest("nonce")), "record": own})
        for own in (record(), {**record(), "remark": "for the third reader"})
    )
    return Staged(
        shown(network, published(network, plain), plain),
        shown(network, published(network, hidden), hidden),
    )
