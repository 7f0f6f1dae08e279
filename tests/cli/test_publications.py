"""By command: a fact, a document, a meeting and news, from their author to whoever reads them."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest

from repatria import cli
from repatria.cli.exits import Exit
from repatria.sdk.collections import collected
from tests.cli.test_journey import Desk, Ran
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living
from tests.sdk.test_links import gazette

pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)


class QuickDesk(Desk):
    """A desk whose commands run in this process: what starting one does is tested elsewhere."""

    def run(self, *arguments: str | Path) -> Ran:
        argv = ["repatria", *map(str, arguments)]
        said, told = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "argv", argv),
            redirect_stdout(said),
            redirect_stderr(told),
            pytest.raises(SystemExit) as ended,
        ):
            cli.main()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Ran(argv, code or 0, said.getvalue(), told.getvalue())


@pytest.fixture(scope="module")
def desks(with_secretariat: Living, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    logins = {"nairobi": "wanjiku.kamau", "bern": "loic.perrenoud", "secretariat": "paivi.laukkanen"}
    folder = tmp_path_factory.mktemp("profiles")
    made: dict[str, Desk] = {
        place: QuickDesk(with_secretariat, folder, login) for place, login in logins.items()
    }
    for desk in made.values():
        desk.sign_in()
    return made


def test_frameworks_are_compared_counted_proposed_and_confirmed(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    nairobi, bern = desks["nairobi"], desks["bern"]
    compared = json.loads(bern.ok("framework", "compare", "CH", "KE", "--json"))
    assert compared["jurisdictions"] == ["ch", "ke"]
    assert {"fiu", "central_authority"} <= {row["field"] for row in compared["facts"]}
    made = json.loads(
        bern.ok(
            "framework", "propose", "KE", "fiu_hold_days", "5", "--unit", "working_days",
            "--begins", "notice", "--source", "POCAMLA s.44(2)", "--json",
        )
    )  # fmt: skip
    refused = bern.run("framework", "confirm", "KE", made["hash"][:12])
    assert (refused.returncode, "[no_authority]" in refused.stderr) == (Exit.REFUSED, True)
    nairobi.ok("framework", "confirm", "KE", made["hash"][:12])
    shown = bern.ok("framework", "show", "KE", "--field", "fiu_hold_days")
    assert "5 working days, from: notice" in shown
    assert "confirmed: Wanjiku Kamau" in shown

    # Friday evening in Nairobi, with a holiday in between: five working days later.
    counted = json.loads(
        bern.ok(
            "framework", "deadline", "KE", "fiu_hold_days", "--from", "2026-12-18T18:00+03:00",
            "--closed", "2026-12-25", "--json",
        )
    )  # fmt: skip
    assert (counted["day"], counted["time_zone"]) == ("2026-12-28", "Africa/Nairobi")
    plan = tmp_path / "duty.json"
    plan.write_text('{"roster": [], "absences": [], "closed": ["2026-12-21"]}', encoding="utf-8")
    nairobi.ok("duty", "--set-roster", plan)
    counted = json.loads(
        bern.ok("framework", "deadline", "KE", "fiu_hold_days", "--from", "2026-12-18T18:00", "--json")
    )
    assert (counted["day"], counted["closed"]) == ("2026-12-28", ["2026-12-21"]), "as the office there says"
    assert counted["from"] == 1_797_606_000, "by the clocks there, 15:00 UTC"
    night = json.loads(bern.ok("framework", "tonight", "KE", "--json"))
    assert night[0]["doors"]["fiu_hold"]["span"]["n"] == 5
    assert night[0]["languages"] == ["en"]
    assert "English" in bern.ok("framework", "tonight", "KE")


def test_a_framework_is_taken_along_watched_and_brought_back(desks: dict[str, Desk], tmp_path: Path) -> None:
    nairobi, bern = desks["nairobi"], desks["bern"]
    nairobi.ok(
        "framework", "propose", "KE", "fiu_hold_days", "5", "--unit", "working_days",
        "--source", "POCAMLA s.44(2)", "--confirm",
    )  # fmt: skip
    table, back = tmp_path / "ke.csv", tmp_path / "back.json"
    bern.ok("framework", "export", table, "KE")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["field"]: row for row in csv.DictReader(file)}
    assert (rows["fiu_hold_days"]["value"], rows["fiu_hold_days"]["state"]) == ("5", "confirmed")
    (taken,) = json.loads(bern.ok("framework", "import", table, "--dry-run", "--json"))
    assert taken == {"jurisdiction": "ke", "facts": [], "statements": []}
    assert "Watched: KE" in bern.run("framework", "watch", "KE").stderr
    bern.ok("framework", "export", back, "KE")
    changed = back.read_text(encoding="utf-8").replace("s.44(2)", "s.44(3)")
    back.write_text(changed, encoding="utf-8")
    (taken,) = json.loads(nairobi.ok("framework", "import", back, "--confirm", "--json"))
    assert [one["field"] for one in taken["facts"]] == ["fiu_hold_days"]
    assert taken["facts"][0]["before"]["source"] == "POCAMLA s.44(2)"
    told = json.loads(bern.ok("framework", "watch", "--json"))
    (change,) = told["changes"]
    assert (change["field"], change["what"]) == ("fiu_hold_days", "confirmed")
    assert change["after"]["source"] == "POCAMLA s.44(3)"
    again = bern.run("framework", "watch")
    assert (again.stdout, "Nothing has changed" in again.stderr) == ("", True), "told once"
    versions = json.loads(bern.ok("framework", "history", "KE", "--json"))["fiu_hold_days"]
    assert [one["fact"]["source"] for one in versions[:2]] == ["POCAMLA s.44(3)", "POCAMLA s.44(2)"]
    assert versions[1]["until"] == versions[0]["at"]
    assert "until" in bern.ok("framework", "history", "KE", "fiu_hold_days")
    assert "POCAMLA s.44(3)" in bern.ok("framework", "show", "ke", "--field", "fiu_hold_days")
    assert json.loads(bern.ok("framework", "schema"))["title"]
    back.write_text('[{"jurisdiction": "kenya", "facts": []}]', encoding="utf-8")
    wrong = bern.run("framework", "import", back)
    assert (wrong.returncode, "[bad_exchange]" in wrong.stderr) == (Exit.USAGE, True)


def test_a_statute_that_moved_is_found_and_proposed(desks: dict[str, Desk]) -> None:
    nairobi, bern = desks["nairobi"], desks["bern"]
    with gazette() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        for fact, path in (("ncb", "/moved"), ("extended", "/gone"), ("sharing", "/act")):
            nairobi.ok(
                "framework", "propose", "KE", fact, "yes", "--source", "POCAMLA", "--url", base + path,
                "--confirm",
            )  # fmt: skip
        # What others wrote there makes nobody's machine talk to its own network.
        rows = json.loads(bern.ok("framework", "links", "KE", "--json"))
        assert {row["state"] for row in rows} == {"not_asked"}
        rows = json.loads(bern.ok("framework", "links", "KE", "--inside", "--json"))
        assert {row["part"]: row["state"] for row in rows} == {
            "extended": "gone", "ncb": "moved", "sharing": "ok",
        }  # fmt: skip
        told = bern.run("framework", "links", "KE", "--inside", "--propose")
        assert f"moved (200)  Kenya  ncb  {base}/moved\n    → {base}/new?sr=955" in told.stdout
        assert "/act" not in told.stdout
    (row,) = json.loads(bern.ok("framework", "offers", "KE", "--json"))
    (proposed,) = row["record"]["facts"]
    assert (proposed["field"], proposed["value"], proposed["url"]) == ("ncb", "yes", f"{base}/new?sr=955")


def test_a_document_is_added_reviewed_and_saved(desks: dict[str, Desk], tmp_path: Path) -> None:
    bern, secretariat = desks["bern"], desks["secretariat"]
    path = tmp_path / "Freezing within hours.md"
    path.write_text("# Freezing\n\nAsk by telephone first.\n", encoding="utf-8")
    made = json.loads(bern.ok("library", "add", path, "--topic", "freezing", "--type", "guide", "--json"))
    item, offer = made["item"], made["hash"][:12]
    assert item.startswith("freezing-within-hours-")
    assert "[no_such_item]" in desks["nairobi"].run("library", "get", item).stderr
    returned = secretariat.run("library", "review", offer, "return")
    assert (returned.returncode, "[no_reason]" in returned.stderr) == (Exit.REFUSED, True)
    assert bern.run("library", "review", offer, "publish").returncode == Exit.REFUSED
    (row,) = json.loads(secretariat.ok("library", "offers", "--json"))
    assert (row["item"], row["state"], row["mine"]) == (item, "offered", False)
    secretariat.ok("library", "review", offer, "publish")
    got = json.loads(desks["nairobi"].ok("library", "get", item, "--save", tmp_path / "saved", "--json"))
    assert [Path(one).read_bytes() for one in got["saved"]] == [path.read_bytes()]
    assert item in desks["nairobi"].ok("library", "list", "--topic", "freezing")
    twice = desks["nairobi"].run("library", "add", path, "--topic", "freezing", "--type", "guide")
    assert f"this very file already: library/{item}" in twice.stderr
    assert json.loads(bern.ok("library", "links", item, "--json")) == [], "it has no link"

    # Found by its text, at its page; the server's word is held against the register.
    found = json.loads(bern.ok("library", "search", "telephone first", "--shelf", "library", "--json"))
    [hit] = [one for one in found["hits"] if one["item"] == item]
    assert (hit["page"], hit["stands"], hit["document"] != "") == (1, True, True)
    shown = bern.ok("library", "search", "telephone first", "--topic", "freezing", "--limit", "1")
    assert shown.startswith(f"library/{item}  Freezing within hours  ")
    assert "[telephone first]" in shown
    assert bern.ok("library", "search", "zebrano-nowhere") == ""
    assert bern.run("library", "search", "x", "--shelf", "notices").returncode == Exit.USAGE

    # A revision keeps its name, and what was saved can be offered again as it is.
    record = tmp_path / "record.json"
    record.write_text(json.dumps(got["record"]), encoding="utf-8")
    again = ("library", "add", "--record", record, "--item", item, "--year", "2026", "--json")
    anew = json.loads(bern.ok(*again))
    assert anew["item"] == item
    secretariat.ok("library", "review", anew["hash"][:12], "publish")
    after = json.loads(bern.ok("library", "get", item, "--json"))["record"]
    assert after == {**got["record"], "year": "2026"}

    # Whoever looks for what was retired is told why, and where to look instead.
    gone = ("library", "retire", item, "--successor", "star-handbook-2", "--reason")
    unsaid = secretariat.run(*gone, " ")
    assert (unsaid.returncode, "[nothing_said]" in unsaid.stderr) == (Exit.USAGE, True)
    secretariat.ok(*gone, "The handbook says more.")
    asked = bern.run("library", "get", item)
    assert "The handbook says more.\nSee instead: star-handbook-2" in asked.stdout
    assert (asked.returncode, "[no_such_item]" in asked.stderr) == (Exit.USAGE, True)


def test_a_collection_names_items_for_all(desks: dict[str, Desk]) -> None:
    bern, secretariat = desks["bern"], desks["secretariat"]
    wrong = bern.run("library", "add", "--title", "Mine", "--collect", "the handbook")
    assert (wrong.returncode, "[bad_item]" in wrong.stderr) == (Exit.USAGE, True)
    keys = ["library/star-handbook-2", "framework/ch"]
    named = [part for key in keys for part in ("--collect", key)]
    made = json.loads(bern.ok("library", "add", "--title", "Begin here", *named, "--json"))
    secretariat.ok("library", "review", made["hash"][:12], "publish")
    record = json.loads(desks["nairobi"].ok("library", "get", made["item"], "--json"))["record"]
    assert (record["type"], list(collected(record))) == ("collection", keys)


def test_public_pages_are_made_of_what_was_published_for_everybody_and_made_anew(
    desks: dict[str, Desk], with_secretariat: Living, tmp_path: Path
) -> None:
    bern, secretariat, folder = desks["bern"], desks["secretariat"], tmp_path / "public"
    path = tmp_path / "Return.md"
    path.write_text("# Return\n", encoding="utf-8")
    for title, licence in (("Free to all", "CC BY 4.0"), ("To look at", "")):
        about = ("--title", title, "--licence", licence, "--access", "public", "--json")
        made = json.loads(bern.ok("library", "add", path, *about))
        secretariat.ok("library", "review", made["hash"][:12], "publish")
        path.write_text("# Another\n", encoding="utf-8")
    news = ("news", "publish", "--item", "opened", "--title")
    secretariat.ok(*news, "en:We have <opened>", "--access", "public")
    secretariat.ok("news", "publish", "--title", "en:Among ourselves")
    bern.ok("public-pages", folder)
    listed = (folder / "en" / "library.html").read_text(encoding="utf-8")
    assert ("Free to all" in listed, "To look at" in listed) == (True, True)
    (file,) = folder.glob("files/*")
    assert file.read_bytes() == b"# Return\n"
    assert f"../files/{file.name}" in listed
    told = (folder / "ar" / "news.html").read_text(encoding="utf-8")
    assert ("We have &lt;opened&gt;" in told, "Among ourselves" in told) == (True, False)
    first = (folder / "ar" / "index.html").read_text(encoding="utf-8")
    assert with_secretariat.keys.net in first
    assert not [page for page in folder.rglob("*.html") if "Perrenoud" in page.read_text(encoding="utf-8")]

    secretariat.ok(*news, "en:Opened", "--access", "members")
    bern.ok("public-pages", folder)
    assert list(folder.rglob("news*")) == []
    assert file.exists()


def test_a_reader_of_feeds_follows_the_news_until_it_is_taken_away(desks: dict[str, Desk]) -> None:
    secretariat, bern = desks["secretariat"], desks["bern"]
    secretariat.ok("news", "publish", "--title", "en:Open doors", "--title", "fr:Portes ouvertes")
    assert json.loads(bern.ok("news", "feed", "show", "--json")) == {"since": None}
    address = json.loads(bern.ok("news", "feed", "make", "--json"))["address"]
    assert "Open doors" in fetched(address)
    assert "Portes ouvertes" in fetched(address.replace("/en/news.rss", "/fr/news.rss"))
    assert json.loads(bern.ok("news", "feed", "show", "--json"))["since"] > 0
    second = bern.ok("news", "feed", "make").splitlines()[0]
    assert (fetched(address), "Open doors" in fetched(second)) == ("404", True)
    bern.ok("news", "feed", "revoke")
    assert fetched(second) == "404"


def fetched(address: str) -> str:
    """Without a session, as a reader of feeds does."""
    answer = httpx.get(address)
    return answer.text if answer.status_code == httpx.codes.OK else str(answer.status_code)


def test_people_go_to_a_meeting_and_news_tell_of_it(desks: dict[str, Desk], tmp_path: Path) -> None:
    nairobi, secretariat = desks["nairobi"], desks["secretariat"]
    record = json.loads(secretariat.ok("meeting", "form"))
    record["words"][0]["title"] = "Workshop"
    record |= {
        "start": "2027-06-01T09:00", "end": "2027-06-02T17:00", "tz": "Africa/Nairobi", "state": "open",
        "capacity": 1, "office": office_of(secretariat),
    }  # fmt: skip
    filled = tmp_path / "meeting.json"
    filled.write_text(json.dumps(record), encoding="utf-8")
    secretariat.ok("meeting", "publish", "workshop-2027", filled)
    assert "Workshop" in nairobi.ok("meeting", "list", "--upcoming")
    told = nairobi.run("meeting", "ics", tmp_path / "all.ics", "workshop-2027").stderr
    assert "1 meeting." in told
    assert "DTSTART:20270601T060000Z" in (tmp_path / "all.ics").read_text(encoding="utf-8")
    nairobi.ok("meeting", "nominate", "workshop-2027", "--person", "Juma Test|||delegate|sw, en", "--visa")
    (place,) = json.loads(secretariat.ok("meeting", "places", "workshop-2027", "--json"))
    assert (place["person"]["name"], place["person"]["languages"]) == ("Juma Test", ["sw", "en"])
    secretariat.ok("meeting", "place", "workshop-2027", place["id"][:12], "confirmed")
    assert "confirmed  Juma Test" in nairobi.ok("meeting", "places", "workshop-2027")

    secretariat.ok(
        "news", "publish", "--title", "fr:Atelier", "--title", "en:Workshop", "--link",
        "meeting/workshop-2027", "--pinned",
    )  # fmt: skip
    listed = json.loads(nairobi.ok("news", "list", "--json"))
    assert ["Atelier", "Workshop"] in [[one["title"] for one in news["record"]["words"]] for news in listed]
    assert nairobi.run("news", "publish", "--title", "en:Mine").returncode == Exit.REFUSED


def office_of(desk: Desk) -> str:
    rows = json.loads(desk.ok("directory", "laukkanen", "--json"))
    return str(rows[0]["office"])
