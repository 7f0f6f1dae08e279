"""What the network publishes, by real officers on a real server: facts, library, meetings."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from repatria.frameworks.exchange import from_csv, from_json, record_of, to_csv, to_json
from repatria.frameworks.facts import Duration, Fact
from repatria.protocol.canonical import Json
from repatria.reference.library import catalogue
from repatria.reference.meetings import held_meetings
from repatria.sdk import Draft, NewFile, Refused, Retiring, Session, Written, WrongUse, nominee
from repatria.sdk.blobs import SLICE_BYTES
from repatria.sdk.library import blank_record
from repatria.sdk.meeting_calendar import meeting_calendar, moment
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living

pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)


class People(NamedTuple):
    """A Kenyan officer, two of the secretariat, and a Swiss officer."""

    nairobi: Session
    first: Session
    second: Session
    bern: Session

    def sync(self) -> None:
        for session in self:
            session.sync()


@pytest.fixture
def people(with_secretariat: Living) -> People:
    logins = ("wanjiku.kamau", "paivi.laukkanen", "youssef.elidrissi", "chiara.bernasconi")
    return People(*(with_secretariat.session(login) for login in logins))


HOLD = Fact("fiu_hold", "yes", "", "POCAMLA s.44", "", "high", "2026-11")
DAYS = Fact("fiu_hold_days", Duration(5, "working_days", "notice"), "", "POCAMLA s.44", "", "high")


def test_a_fact_is_proposed_by_anybody_and_confirmed_by_its_country(people: People) -> None:
    nairobi, first, _, bern = people
    shipped = bern.frameworks.standings("KE")
    assert shipped["fiu"].state == "to_be_confirmed"
    assert shipped["fiu_hold"].fact != HOLD
    bern.frameworks.propose("KE", [DAYS, HOLD])
    people.sync()
    (offer,) = nairobi.frameworks.offers("ke")
    assert nairobi.publications.to_decide() == [offer]
    assert first.publications.to_decide() == []
    proposed = nairobi.frameworks.standings("ke")["fiu_hold_days"]
    assert [one.fact for one in proposed.proposed] == [DAYS]

    for wrong in (bern, first):
        with pytest.raises(Refused) as refused:
            wrong.publications.publish_offer(offer)
        assert refused.value.code == "no_authority"
    seen = nairobi.publications.position
    nairobi.publications.publish_offer(offer)
    people.sync()
    stands = bern.frameworks.standings("ke")["fiu_hold"]
    assert (stands.state, stands.fact) == ("confirmed", HOLD)
    assert stands.version is not None
    assert stands.version.by == "Wanjiku Kamau"

    # Who began before that, and has not seen it, does not write over it; another fact is not in the way.
    with pytest.raises(Refused) as refused:
        nairobi.frameworks.publish("ke", [HOLD], seen=seen)
    assert refused.value.code == "item_changed"
    nairobi.frameworks.confirm_shipped("ke", ["fiu"], seen=seen)
    nairobi.frameworks.retire("ke", ["fiu_hold"], Retiring("Repealed by Act 4 of 2026."))
    people.sync()
    after = first.frameworks.standings("ke")
    assert (after["fiu"].state, after["fiu_hold"].state) == ("confirmed", "retired")
    assert after["fiu_hold"].earlier[0].fact == HOLD
    assert after["fiu_hold"].version
    assert after["fiu_hold"].version.why == "Repealed by Act 4 of 2026."
    assert [made.document is None for made in first.publications.history("framework", "ke")] == [
        False,
        False,
        True,
    ]
    told = first.frameworks.changes("ke", seen)
    assert [(one.field, one.what, one.version.by) for one in told] == [
        ("fiu_hold", "confirmed", "Wanjiku Kamau"),
        ("fiu_hold_days", "confirmed", "Wanjiku Kamau"),
        ("fiu", "confirmed", "Wanjiku Kamau"),
        ("fiu_hold", "retired", "Wanjiku Kamau"),
    ]
    assert told[0].before == shipped["fiu_hold"].fact
    assert first.frameworks.changes("ke", first.publications.position) == ()


def test_what_is_taken_out_of_one_country_comes_in_as_a_proposal(people: People) -> None:
    nairobi, _, _, bern = people
    nairobi.frameworks.publish("ke", [replace(HOLD, field="spontaneous")], "officers")
    people.sync()
    record = record_of("ke", bern.frameworks.standings("ke"))
    for write, read in ((to_json, from_json), (to_csv, from_csv)):
        assert bern.frameworks.differences(read(write([record]))) == {"ke": ()}
    fiu, spontaneous = (bern.frameworks.standings("ke")[name].fact for name in ("fiu", "spontaneous"))
    assert fiu is not None
    assert spontaneous is not None
    changed = [replace(fiu, source="POCAMLA s.999"), replace(spontaneous, url="https://law.example/44")]
    (differs, other) = bern.frameworks.differences({"ke": changed})["ke"]
    assert (differs.field, differs.stands, differs.file) == ("fiu", fiu, changed[0])
    bern.frameworks.put_anew("ke", [differs.file, other.file])
    people.sync()
    offers = nairobi.frameworks.offers("ke")
    # Whoever could not read the fact before cannot read what is proposed in its place.
    assert {(one.parts, one.access) for one in offers} == {
        (("fiu",), "members"),
        (("spontaneous",), "officers"),
    }


def test_what_is_watched_is_the_same_wherever_one_signs_in(people: People, with_secretariat: Living) -> None:
    bern = people.bern
    elsewhere = people.nairobi.reading.kept()
    draft = bern.drafts.save(Draft(("ke/contact-point",), "Begun", "Not sent yet."))
    bern.reading.watch(["framework/ke", "framework/gb-sct"])
    other = with_secretariat.session("chiara.bernasconi")
    other.reading.change(lambda kept: replace(kept, seen=12))
    other.reading.watch(["framework/gb-sct"], on=False)
    kept = bern.reading.kept()
    assert (kept.watched, kept.seen) == (("framework/ke",), 12)
    assert bern.drafts.all() == [draft], "it rests among the drafts, and is none"
    assert people.nairobi.reading.kept() == elsewhere
    with pytest.raises(WrongUse, match="bad_item"):
        bern.reading.watch(["framework/Kenya"])


class Broken(Exception):
    """The line, in the middle of a file."""


def test_a_document_is_offered_with_its_file_published_by_another_and_retired(
    people: People, tmp_path: Path
) -> None:
    _, first, second, bern = people
    path = tmp_path / "Guide des saisies.txt"
    path.write_text("Le gel précède la confiscation.\n" * 300_000, encoding="utf-8")
    size = path.stat().st_size
    assert size > SLICE_BYTES

    def breaks(name: str, done: int, total: int) -> None:
        raise Broken

    with pytest.raises(Broken):
        bern.library.files.upload(path, progress=breaks)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert bern.connection.get_json(f"/files/{sha256}")["have"] == [0]
    record = {**blank_record("Guide des saisies", "fr"), "topics": ["freezing"]}
    bern.library.offer("guide-des-saisies", record, [NewFile(path, "fr")], access="officers")
    people.sync()

    (offer,) = first.publications.offers("library", "offered")
    assert first.publications.record(offer)["files"][0]["sha256"] == sha256
    with pytest.raises(WrongUse, match="no_such_item"):
        bern.library.get("guide-des-saisies")
    with pytest.raises(Refused, match="no_authority"):
        bern.publications.publish_offer(offer)
    first.publications.publish_offer(offer)
    people.sync()
    entry = people.nairobi.library.get("guide-des-saisies")
    assert (entry.title("ar"), entry.state) == ("Guide des saisies", "published")
    (saved,) = people.nairobi.library.download(entry, tmp_path / "saved")
    assert saved.read_bytes() == path.read_bytes()
    assert people.nairobi.library.files.status(sha256).items == ("library/guide-des-saisies",)
    pages = list(people.nairobi.library.files.pages(sha256))
    assert len(pages) > 50
    assert pages[0].startswith("Le gel précède")

    # What ships stays until something comes in its place; what one offers another publishes.
    shipped = next(iter(catalogue()))
    revised = {**catalogue()[shipped].record, "edition": "3"}
    first.library.offer(shipped, revised)
    people.sync()
    (own,) = first.publications.offers("library", "offered")
    with pytest.raises(Refused, match="same_person"):
        first.publications.publish_offer(own)
    assert bern.library.get(shipped).state == "shipped"
    second.publications.publish_offer(own)
    retire_for(second, bern, "guide-des-saisies", shipped)
    assert bern.library.get(shipped).record["edition"] == "3"
    assert "guide-des-saisies" not in {one.item for one in bern.library.entries()}
    assert bern.publications.record(bern.publications.history("library", "guide-des-saisies")[0])


def retire_for(secretariat: Session, reader: Session, item: str, successor: str) -> None:
    """With a reason that every reader finds, and what to look at instead."""
    publications = secretariat.publications
    with pytest.raises(WrongUse, match="bad_record"):
        publications.retire("library", item, Retiring(""))
    with pytest.raises(Refused, match="bad_shape"):
        publications.retire("library", item, Retiring("x", item))
    publications.retire("library", item, Retiring("La loi a changé.", successor))
    reader.sync()
    gone = reader.publications.retired("library", item)
    assert gone
    assert gone.why
    assert (reader.publications.reason(gone), gone.why.successor) == ("La loi a changé.", successor)
    assert reader.publications.retired("library", successor) is None


def test_a_hit_is_held_against_the_register(people: People) -> None:
    nairobi, first, second, bern = people
    body = [{"language": "en", "text": "The quokka account was frozen by telephone."}]
    bern.library.offer("quokka", {**blank_record("Frozen by telephone", "en"), "body": body})
    people.sync()
    (offer,) = [one for one in first.publications.offers("library", "offered") if one.item == "quokka"]
    landed = first.publications.publish_offer(offer)
    people.sync()
    (hit,) = searched(bern, "quokka", landed.size)
    assert (hit["item"], hit["document"], hit["stands"]) == ("quokka", offer.document, True)
    retired = second.publications.retire("library", "quokka", Retiring("No quokka was frozen."))
    nairobi.sync()
    assert searched(nairobi, "quokka", retired.size) == []
    shipped = nairobi.library.search("puppet masters", shelves=["library"])["hits"][0]
    assert (shipped["document"], shipped["stands"]) == ("", True)


def searched(session: Session, text: str, size: int) -> list[Json]:
    """The hits once the index stands for a register of that size."""
    while True:
        answer = session.library.search(text)
        if answer["position"] >= size:
            return list(answer["hits"])


def test_what_is_no_document_of_the_library_is_refused(people: People, tmp_path: Path) -> None:
    page = tmp_path / "order.pdf"
    page.write_text("<!DOCTYPE html><title>Sign in</title>", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        people.bern.library.offer("order", blank_record("Order", "en"), [NewFile(page, "en")])
    assert refused.value.code == "wrong_type"
    with pytest.raises(WrongUse, match="unknown_type"):
        people.bern.library.files.upload(_exe(tmp_path))
    for size, code in ((0, "empty_file"), (2 << 30, "file_too_large")):
        large = tmp_path / "evidence.pdf"
        with large.open("wb") as file:
            file.truncate(size)  # takes no room, and nobody reads it
        with pytest.raises(WrongUse, match=code):
            people.bern.library.files.upload(large)
    with pytest.raises(WrongUse, match="bad_record"):
        people.bern.library.offer("order", {**blank_record("Order", "en"), "url": "javascript:alert(1)"})
    with pytest.raises(Refused, match="no_offer"):
        people.first.publications.publish(Written("library", "order", blank_record("Order", "en")))
    assert people.bern.publications.offers("library", "offered") == []


def _exe(folder: Path) -> Path:
    path = folder / "tool.exe"
    path.write_bytes(b"MZ")
    return path


def conference(office: str, **changed: object) -> Json:
    held = dict(next(iter(held_meetings().values())))
    return {
        **held,
        "start": "2027-03-27T09:00",
        "end": "2027-03-28T02:30",
        "tz": "Europe/Zurich",
        "office": office,
        "state": "open",
        "capacity": 1,
        **changed,
    }


def test_people_are_nominated_confirmed_and_wait_between_two_offices(people: People) -> None:
    nairobi, first, second, bern = people
    office = first.office
    assert office is not None
    first.publications.publish(Written("meeting", "conference-2027", conference(office)))
    people.sync()
    juma, zawadi, amani = (nominee(f"{name} Test", visa=True) for name in ("Juma", "Zawadi", "Amani"))
    room = nairobi.meetings.nominate("conference-2027", [juma]).room
    assert nairobi.meetings.nominate("conference-2027", [zawadi]).room == room
    people.sync()
    assert bern.meetings.places("conference-2027") == []
    places = second.meetings.places("conference-2027")
    assert [(one.person["name"], one.state, one.office) for one in places] == [
        ("Juma Test", "nominated", nairobi.office), ("Zawadi Test", "nominated", nairobi.office),
    ]  # fmt: skip

    with pytest.raises(WrongUse, match="no_place_left"):
        second.meetings.decide("conference-2027", {juma["id"]: "confirmed", zawadi["id"]: "confirmed"})
    with pytest.raises(WrongUse, match="no_authority"):
        nairobi.meetings.decide("conference-2027", {juma["id"]: "confirmed"})
    second.meetings.decide("conference-2027", {juma["id"]: "confirmed", zawadi["id"]: "waiting"})
    people.sync()
    nairobi.meetings.decide("conference-2027", {juma["id"]: "withdrawn"})
    people.sync()
    assert [one.state for one in first.meetings.places("conference-2027")] == ["withdrawn", "waiting"]
    nairobi.meetings.nominate("conference-2027", [amani])
    first.sync()
    second.meetings.decide("conference-2027", {zawadi["id"]: "confirmed"})
    # Two at one desk gave the last place away at once: nobody else gets one, and one of the two is told.
    first.meetings.decide("conference-2027", {amani["id"]: "confirmed"})
    people.sync()
    with pytest.raises(WrongUse, match="no_place_left"):
        second.meetings.decide("conference-2027", {juma["id"]: "confirmed"})
    second.meetings.decide("conference-2027", {zawadi["id"]: "attended"})
    second.meetings.decide("conference-2027", {amani["id"]: "declined"})
    people.sync()

    # Deleted after registration: nobody is nominated any more, and those who were are still known.
    first.publications.retire("meeting", "conference-2027", Retiring("Published twice."))
    people.sync()
    with pytest.raises(WrongUse, match="no_such_item"):
        nairobi.meetings.nominate("conference-2027", [nominee("Late Test")])
    states = [one.state for one in nairobi.meetings.places("conference-2027")]
    assert states == ["withdrawn", "attended", "declined"]


def test_a_meeting_across_the_change_of_clocks_is_at_its_own_hours() -> None:
    # 02:30 does not exist that night in Zurich: it is the time as much after the change.
    assert moment("2027-03-28T02:30", "Europe/Zurich") == moment("2027-03-28T03:30", "Europe/Zurich")
    assert moment("2026-10-25T02:30", "Europe/Zurich") == 1_792_888_200  # the first of the two
    lines = meeting_calendar([("one", conference("xn/desk"))], now=0, language="en").decode().split("\r\n")
    assert "DTSTART:20270327T080000Z" in lines
    assert "DTEND:20270328T013000Z" in lines
    # Half an hour is skipped on Lord Howe: who meets then ends no sooner than they begin.
    skipped = conference("", start="2027-10-03T02:29", end="2027-10-03T02:30", tz="Australia/Lord_Howe")
    lines = meeting_calendar([("three", skipped)], now=0, language="en").decode().split("\r\n")
    assert {"DTSTART:20271002T155900Z", "DTEND:20271002T155900Z"} <= set(lines)
    months = conference("", start="2026-12", end="2026-12", tz="", state="cancelled")
    lines = meeting_calendar([("two", months)], now=0, language="ar").decode().split("\r\n")
    assert {"DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20270101", "STATUS:CANCELLED"} <= set(lines)
