"""Attacks on what hangs on a publication: its files, what a search says of it, and who goes to a meeting."""

import hashlib
from typing import Any

from repatria.protocol import bodies
from repatria.protocol.canonical import Json
from repatria.protocol.entries import Entry
from repatria.protocol.envelope import Envelope
from tests.attacks import families, scenes
from tests.attacks.case import BRASILIA, DAKAR, PARIS, Case
from tests.attacks.forgery import flipped
from tests.attacks.table import MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Network, digest
from tests.protocol.publication_samples import making
from tests.protocol.publication_samples.making import fact, offered, published, retirement

# Another file under an entry. Nothing of it may be left where somebody could open it.

FILE = hashlib.shake_256(digest("a guide")).digest(50_000)


def fetched(content: bytes) -> Scene:
    """A client saves the file that a record names, and the server sends `content`."""
    sha256 = hashlib.sha256(FILE).hexdigest()
    own = {"language": "en", "name": "guide.pdf", "type": "application/pdf"}
    named = {**own, "sha256": sha256, "len": len(FILE)}
    return {"play": "library_file", "named": named, "content": content.hex()}


def sent(forged: bytes) -> Staged:
    return Staged(fetched(FILE), fetched(forged))


@attack(families.PUBLICATION_FILE, SERVER, "blob_mismatch")
def a_server_hands_out_another_file_of_the_same_length(_network: Network) -> Staged:
    return sent(hashlib.shake_256(digest("another guide")).digest(len(FILE)))


@attack(families.PUBLICATION_FILE, SERVER, "blob_mismatch")
def a_server_turns_one_bit_of_a_file_of_the_library(_network: Network) -> Staged:
    return sent(flipped(FILE, 40_000))


@attack(families.PUBLICATION_FILE, SERVER, "blob_mismatch")
def a_server_keeps_back_the_end_of_a_file_of_the_library(_network: Network) -> Staged:
    return sent(FILE[:-1])


@attack(families.PUBLICATION_FILE, SERVER, "blob_mismatch")
def a_server_fills_up_a_cut_file_of_the_library(_network: Network) -> Staged:
    return sent(FILE[:30_000].ljust(len(FILE), b"\0"))


@attack(families.PUBLICATION_FILE, SERVER, "blob_mismatch")
def a_server_sends_an_empty_file_of_the_library(_network: Network) -> Staged:
    return sent(b"")


def told_pages(forged: Json) -> Staged:
    """A client reads on in a file's text: the server's word, but it has an end and is nothing but text."""
    honest: Json = {"pages": 1, "texts": ["One"]}
    return Staged(*({"play": "library_text", "answer": one} for one in (honest, forged)))


@attack(families.PUBLICATION_FILE, SERVER, "bad_answer")
def a_server_says_that_a_file_never_ends(_network: Network) -> Staged:
    return told_pages({"pages": 10**12, "texts": ["One"]})


@attack(families.PUBLICATION_FILE, SERVER, "bad_answer")
def a_server_puts_markup_where_the_text_of_a_page_belongs(_network: Network) -> Staged:
    return told_pages({"pages": 1, "texts": [{"__html": "<script>alert(1)</script>"}]})


# A search that shows as standing what does not stand: the client says of the hit that it is not confirmed.


def hit_of(made: Envelope | None = None, **changed: Any) -> Json:
    """As a truthful server says of a publication, or of what ships, that it was found."""
    value: Json = made.value if made else {"shelf": "library", "item": "star-handbook-2"}
    own = {"part": "", "document": value.get("document", ""), "language": "en", "title": "A title"}
    found = {"published": 1, "access": "members", "type": "", "file": None, "page": None}
    snippet = [["The ", False], ["freezing", True], [" order", False]]
    return {"shelf": value["shelf"], "item": value["item"], **own, **found, "snippet": snippet, **changed}


def found(network: Network, *hits: Json, **changed: Any) -> Scene:
    """A client syncs the register and is told that this was found."""
    counts: Json = {"searched": {"library": 2}, "facets": {"shelves": {"library": len(hits)}}}
    answer = {"position": len(network.leaves), "total": len(hits), **counts, "hits": list(hits), **changed}
    return {**scenes.register(network), "play": "search", "answer": answer}


def shown_as(network: Network, honest: Json, forged: Json) -> Staged:
    return Staged(found(network, honest), found(network, honest, forged))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_an_earlier_version_as_standing(network: Network) -> Staged:
    making.with_publishers(network)
    old, new = published(network), published(network)
    return shown_as(network, hit_of(new), hit_of(old))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_a_retired_item(network: Network) -> Staged:
    making.with_publishers(network)
    stands, gone = published(network, "news"), published(network)
    network.publish(retirement(network))
    return shown_as(network, hit_of(stands), hit_of(gone))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_a_fact_that_was_replaced(network: Network) -> Staged:
    """Another fact of the same publication still stands."""
    making.with_publishers(network)
    both = network.publish(fact(network, "amina", "fiu", "fiu_hold"))
    network.publish(fact(network, "amina", "fiu_hold"))
    return shown_as(network, hit_of(both, part="fiu"), hit_of(both, part="fiu_hold"))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_what_ships_in_place_of_what_was_published(network: Network) -> Staged:
    making.with_publishers(network)
    made = published(network)
    return shown_as(network, hit_of(), hit_of(made, document="", published=0))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_what_ships_of_an_item_that_was_retired(network: Network) -> Staged:
    making.with_publishers(network)
    made = published(network)
    network.publish(retirement(network))
    return shown_as(network, hit_of(), hit_of(made, document="", published=0))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_an_offer_as_published(network: Network) -> Staged:
    making.with_publishers(network)
    stands, waiting = published(network, "news"), offered(network, item="library-2")
    return shown_as(network, hit_of(stands), hit_of(waiting))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_shows_a_document_under_the_name_of_another_item(network: Network) -> Staged:
    making.with_publishers(network)
    one, other = published(network), published(network, item="library-2")
    return shown_as(network, hit_of(one), hit_of(one, item=other.value["item"]))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_invents_news_that_nobody_published(network: Network) -> Staged:
    making.with_publishers(network)
    made = published(network, "news")
    return shown_as(network, hit_of(made), hit_of(made, item="invented", document="", published=0))


@attack(families.PUBLICATION_FOUND, SERVER, "not_confirmed")
def a_search_gives_a_term_of_the_glossary_a_document(network: Network) -> Staged:
    term: Json = {"shelf": "glossary", "item": "asset_recovery", "published": 0}
    return shown_as(network, hit_of(**term), hit_of(**term, document=digest("forged").hex()))


def malformed(network: Network, *, answer: Json | None = None, hit: Json | None = None) -> Staged:
    """An answer, or a hit in it, in which something has another shape than wire.md says."""
    making.with_publishers(network)
    made = hit_of(published(network))
    return Staged(found(network, made), found(network, {**made, **(hit or {})}, **(answer or {})))


@attack(families.PUBLICATION_FOUND, SERVER, "bad_answer")
def a_search_puts_markup_where_pieces_of_text_belong(network: Network) -> Staged:
    return malformed(network, hit={"snippet": [{"__html": "<script>alert(1)</script>"}]})


@attack(families.PUBLICATION_FOUND, SERVER, "bad_answer")
def a_search_names_a_shelf_that_is_no_text(network: Network) -> Staged:
    return malformed(network, hit={"shelf": ["library"]})


@attack(families.PUBLICATION_FOUND, SERVER, "bad_answer")
def a_search_counts_what_is_no_number(network: Network) -> Staged:
    return malformed(network, answer={"searched": {"library": "<b>all</b>"}})


# A place at a meeting. Paris organises it and Dakar sends Nadia and Omar; Brasilia sits in the room too.

MEETING = "paris-2027"
NADIA, OMAR = ("".join(f"{n:02x}" for n in digest(name)[:16]) for name in ("nadia", "omar"))


def person(id_: str) -> Json:
    texts = dict.fromkeys(("key", "latin", "title", "role", "passport", "notes"), "")
    return {"id": id_, "name": "A delegate", "languages": [], "visa": False, **texts}


class Nominated:
    """The case's room, in which Dakar has named both for the meeting."""

    def __init__(self, network: Network, *offices: str) -> None:
        self.case = Case(network)
        self.room = self.case.room
        self.room.seat("amina", *sorted({DAKAR, PARIS, *offices}))
        self.named = self.say("amina", self.participation(NADIA, OMAR))

    @staticmethod
    def participation(*ids: str, item: str = MEETING) -> Json:
        return bodies.participation("meeting", item, [person(id_) for id_ in ids], tlp="TLP:AMBER")

    @staticmethod
    def place(of: Entry, **states: str) -> Json:
        ids = {"nadia": NADIA, "omar": OMAR}
        people = [{"id": ids[name], "state": state} for name, state in states.items()]
        return bodies.place(of.hash, people, tlp="TLP:AMBER")

    def say(self, label: str, body: Json) -> Entry:
        return self.room.add(self.room.message_entry(label, body))

    def next(self, label: str, body: Json) -> Entry:
        """What somebody says next, not yet in the room."""
        return self.room.message_entry(label, body)

    def seen(self, last: Entry, nadia: str, omar: str = "nominated") -> Scene:
        """Claire in Paris opens the room that ends so, and both have to be in these states."""
        people = {NADIA: nadia, OMAR: omar}
        of = {"play": "place", "item": MEETING, "office": "fr/paris", "people": people}
        return {**self.case.shown(last), **of}


@attack(families.PUBLICATION_PLACE, MEMBER, "no_place")
def an_office_gives_its_own_people_a_place(network: Network) -> Staged:
    scene = Nominated(network)
    body = scene.place(scene.named, nadia="confirmed")
    honest, forged = (scene.next(label, body) for label in ("claire", "amina"))
    return Staged(scene.seen(honest, "confirmed"), scene.seen(forged, "confirmed"))


@attack(families.PUBLICATION_PLACE, MEMBER, "no_place")
def an_office_says_that_its_people_attended_and_have_their_certificate(network: Network) -> Staged:
    scene = Nominated(network)
    scene.say("claire", scene.place(scene.named, nadia="confirmed"))
    body = scene.place(scene.named, nadia="certified")
    honest, forged = (scene.next(label, body) for label in ("claire", "amina"))
    return Staged(scene.seen(honest, "certified"), scene.seen(forged, "certified"))


@attack(families.PUBLICATION_PLACE, MEMBER, "no_place")
def a_third_office_withdraws_somebody_elses_delegate(network: Network) -> Staged:
    scene = Nominated(network, BRASILIA)
    scene.say("claire", scene.place(scene.named, nadia="confirmed"))
    body = scene.place(scene.named, nadia="withdrawn")
    honest, forged = (scene.next(label, body) for label in ("amina", "beatriz"))
    return Staged(scene.seen(honest, "withdrawn"), scene.seen(forged, "withdrawn"))


@attack(families.PUBLICATION_PLACE, MEMBER, "no_place")
def a_third_office_names_somebody_elses_delegate_anew(network: Network) -> Staged:
    """So that the delegate would be Brasilia's, and Brasilia's to withdraw."""
    scene = Nominated(network, BRASILIA)
    renamed = scene.say("beatriz", scene.participation(NADIA))
    body = scene.place(renamed, nadia="withdrawn")
    honest, forged = (scene.next(label, body) for label in ("claire", "beatriz"))
    return Staged(scene.seen(honest, "withdrawn"), scene.seen(forged, "withdrawn"))


@attack(families.PUBLICATION_PLACE, MEMBER, "no_place")
def a_place_at_one_meeting_is_counted_for_another(network: Network) -> Staged:
    scene = Nominated(network)
    elsewhere = scene.say("amina", scene.participation(NADIA, OMAR, item="elsewhere-2027"))
    honest = scene.next("claire", scene.place(scene.named, nadia="confirmed"))
    forged = scene.next("claire", scene.place(elsewhere, nadia="confirmed"))
    return Staged(scene.seen(honest, "confirmed"), scene.seen(forged, "confirmed"))


@attack(families.PUBLICATION_PLACE, MEMBER, "no_place")
def an_office_says_again_what_the_organiser_said_before(network: Network) -> Staged:
    """Confirmed, then declined: whom the first favours signs its words again, and nothing comes back."""
    scene = Nominated(network)
    first = scene.place(scene.named, nadia="confirmed")
    scene.say("claire", first)
    scene.say("claire", scene.place(scene.named, nadia="declined"))
    honest, forged = (scene.next(label, first) for label in ("claire", "amina"))
    return Staged(scene.seen(honest, "confirmed"), scene.seen(forged, "confirmed"))


@attack(families.PUBLICATION_PLACE, SERVER, "replayed_entry or bad_seq or broken_chain")
def a_server_plays_an_earlier_place_again(network: Network) -> Staged:
    scene = Nominated(network)
    first = scene.say("claire", scene.place(scene.named, nadia="confirmed"))
    scene.say("claire", scene.place(scene.named, nadia="declined"))
    honest = scene.next("claire", scene.place(scene.named, nadia="confirmed"))
    return Staged(scene.seen(honest, "confirmed"), scene.seen(first, "confirmed"))
