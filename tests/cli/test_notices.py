"""By command: a notice from the form to its withdrawal, by both countries and the secretariat."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.cli.language import catalogue
from repatria.cli.output import local_moment
from repatria.demo.pictures import silhouette
from repatria.notices.blank import blank_asset
from repatria.protocol.notice_states import REVIEW_SECONDS
from tests.cli.test_journey import Desk
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living

pytestmark = pytest.mark.timeout(12 * PATIENCE_SECONDS)  # every command is a process of its own


@pytest.fixture
def desks(with_secretariat: Living, tmp_path: Path) -> dict[str, Desk]:
    logins = {
        "nairobi": "wanjiku.kamau",
        "bern": "loic.perrenoud",
        "completing": "paivi.laukkanen",
        "examining": "youssef.elidrissi",
    }
    made = {place: Desk(with_secretariat, tmp_path, login) for place, login in logins.items()}
    for desk in made.values():
        desk.sign_in()
    return made


def filled_in(desk: Desk, path: Path) -> Path:
    """The form that `notice form` prints, with what a silver notice needs."""
    record = json.loads(desk.ok("notice", "form", "--colour", "silver"))
    record["reference"] = "ARA-17"
    record["agency"] = "Assets recovery directorate"
    record["texts"] = [{"language": "en", "title": "Road fund", "facts": "The road fund was diverted."}]
    record["subject"] |= {
        "names": ["Amos Test", "Амос Тест"],
        "sex": "M",
        "born": ["1961-04-02"],
        "nationalities": ["KE"],
        "description": "Former head of the road fund",
    }
    record["offences"] = [
        {"code": "UNCAC-17", "law": "Penal Code", "charge": "Embezzlement", "penalty_months": 120}
    ]
    record["basis"] |= {
        "kind": "court_order", "authority": "High Court", "reference": "HC-9", "date": "2026-10-01"
    }  # fmt: skip
    record["assets"] = [
        {
            **blank_asset(),
            "type": "bank_account",
            "name": "The agent's account",
            "identifiers": [{"scheme": "iban", "value": "CH9300762011623852957"}],
            "holder": "Lighthouse Ltd",
            "holder_role": "nominee",
            "link": "Paid from the fund",
        }
    ]
    record["action"] = ["locate", "identify"]
    record["contact"] = {"name": "Duty officer", "phone": "+999 1", "languages": "en"}
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_an_empty_form_is_held_back_and_what_is_missing_is_listed(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text(desks["nairobi"].ok("notice", "form"), encoding="utf-8")
    ran = desks["nairobi"].run("notice", "submit", empty, "--until", "+365d")
    assert ran.returncode == Exit.INCOMPLETE
    assert "texts.0.title" in ran.stderr
    wrong = filled_in(desks["nairobi"], tmp_path / "wrong.json")
    wrong.write_text(
        wrong.read_text(encoding="utf-8").replace('"conditions"', '"conditons"'), encoding="utf-8"
    )
    ran = desks["nairobi"].run("notice", "submit", wrong, "--until", "+365d")
    assert (ran.returncode, "bad_record" in ran.stderr) == (Exit.USAGE, True)


def test_a_notice_goes_from_the_form_to_its_withdrawal(desks: dict[str, Desk], tmp_path: Path) -> None:
    nairobi, bern = desks["nairobi"], desks["bern"]
    picture = tmp_path / "Amos.png"
    picture.write_bytes(silhouette("Amos"))
    record = filled_in(nairobi, tmp_path / "record.json")
    made = json.loads(
        nairobi.ok("notice", "submit", record, "--until", "+365d", "--picture", picture, "--json")
    )
    notice = made["notice"][:12]

    (row,) = json.loads(bern.ok("notice", "list", "--json"))
    assert (row["state"], row["record"]) == ("submitted", None)
    desks["completing"].ok("notice", "review", notice, "completeness", "pass")
    alone = desks["completing"].run("notice", "review", notice, "constitution", "pass")
    assert (alone.returncode, "same_person" in alone.stderr) == (Exit.REFUSED, True)
    desks["examining"].ok("notice", "review", notice, "constitution", "pass")

    shown = bern.ok("notice", "show", notice, "--pictures", tmp_path / "seen")
    assert "Амос Тест" in shown
    for part in (
        "The agent's account",
        "Lighthouse Ltd (nominee)",
        "Legal basis: court order  High Court  HC-9",
        "Own file number: ARA-17",
        "Duty officer",
    ):
        assert part in shown
    assert [path.read_bytes() for path in (tmp_path / "seen").iterdir()] == [picture.read_bytes()]
    (row,) = json.loads(bern.ok("notice", "list", "--corruption", "--json"))
    assert row["notice"] == made["notice"]
    assert f"valid, until {local_moment(row['until'])}" in bern.ok("notice", "list")
    standing = json.loads(bern.ok("notice", "check", notice, "--json"))
    assert (standing["state"], standing["fresh"]) == ("valid", True)
    bern.ok("notice", "calendar", tmp_path / "notices.ics")
    assert "BEGIN:VEVENT" in (tmp_path / "notices.ics").read_text(encoding="utf-8")
    hit = json.loads(bern.ok("notice", "hit", notice, "asset", "--text", "An account here.", "--json"))
    opened = nairobi.ok("open", hit["room"], "--no-receipt")
    assert "An account here." in opened
    assert f"{notice}  asset" in opened
    (line,) = [row for row in nairobi.ok("inbox").splitlines() if hit["room"][:12] in row]
    assert line.endswith(str(catalogue("en")["kind.hit"]))

    soon = nairobi.run("notice", "renew", notice, "--until", "+700d", "--text", "The account is still open.")
    assert soon.returncode == Exit.REFUSED
    not_before = str(catalogue("en")["refused.not_before"]).format(
        time=local_moment(row["until"] - REVIEW_SECONDS)
    )
    assert soon.stderr.strip() == f"{catalogue('en')['error.too_early']} [too_early] {not_before}"

    later = ("notice", "submit", record, "--until", "+364d", "--amends", notice, "--json")
    addendum = json.loads(nairobi.ok(*later))["notice"]
    assert f"amends {notice}" in nairobi.ok("notice", "show", addendum).splitlines()

    nairobi.ok("notice", "withdraw", notice, "--text", "The account is found.")
    ended = bern.run("notice", "check", notice, "--json")
    assert (ended.returncode, json.loads(ended.stdout)["state"]) == (Exit.NOT_VALID, "withdrawn")
    assert json.loads(bern.ok("notice", "show", notice, "--json"))["record"] is None
    assert "until" not in bern.ok("notice", "show", notice).splitlines()[1]
