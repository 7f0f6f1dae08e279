"""What a stranger may type wrong: said in a sentence with its code, never a traceback, nothing done.

In this process and without a server: what is refused here is refused before anybody is asked anything.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import repatria.cli
from repatria.cli.exits import Exit
from repatria.cli.language import ENGLISH, catalogue, speak
from repatria.cli.reading import email
from repatria.sdk import WrongUse

ROOT = "0" * 64
REGISTER_OFFICE = ("register", "office", "ke/desk", "--agency", "ke/assets", "--name", "X", "--phone", "1")
ADDRESSES = json.loads((Path(__file__).parents[1] / "server/mail_addresses.json").read_text())
NOMINATE = ("register", "nominate", "ab" * 32, "--name", "X", "--office")
INVITE = ("invite", "Amina", "--country")


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    """Exit code, and what was said."""
    monkeypatch.setattr(sys, "argv", ["repatria", *arguments])
    try:
        with pytest.raises(SystemExit) as ended:
            repatria.cli.main()
    finally:
        speak(ENGLISH)
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.fixture(autouse=True)
def nobody_is_signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPATRIA_PROFILE", str(tmp_path / "profile"))
    for name in ("REPATRIA_READER", "REPATRIA_PASSPHRASE", "REPATRIA_KIT", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "latin1.txt").write_bytes(b"caf\xe9")
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.json").write_text("{}")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("address", [*ADDRESSES["accept"], ""])
def test_an_address_that_the_server_takes_is_one(address: str) -> None:
    assert email("--email", address) == address


@pytest.mark.parametrize("address", ADDRESSES["reject"])
def test_an_address_that_the_server_refuses_is_none(address: str) -> None:
    with pytest.raises(WrongUse, match="bad_email"):
        email("--email", address)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (("reply", "room", "--body-file", "latin1.txt"), "not_utf8", "latin1.txt: 3"),
        (("reply", "room", "--body-file", "missing.txt"), "no_such_file", "missing.txt"),
        (("reply", "room", "--body-file", "folder"), "bad_file", "folder"),
        (("reply", "room", "--text", "a", "--body-file", "latin1.txt"), "text_twice", "--body-file"),
        (("reply", "room", "--text", " "), "nothing_said", "--text"),
        (("reply", "room", "--text", "caf\udce9"), "no_text", "caf?"),
        (("reply", "room", "--text", "x", "--tlp", "RED"), "bad_choice", "TLP:RED"),
        (("reply", "room", "--text", "x", "--language", "english"), "bad_language", "english"),
        (("send", "--to", "Kenya", "--text", "x"), "bad_office", "Kenya"),
        (("send", "--kind", "freez"), "bad_choice", "freeze"),
        (("send", "--body-file", "latin1.txt"), "not_utf8", "latin1.txt"),
        (("answer", "room", "maybe"), "bad_choice", "not_possible"),
        (("answer", "room", "refused"), "bad_choice", "no_dual_criminality"),
        (("close", "room", ""), "nothing_said", "OUTCOME"),
        (("tick", "room", "A99"), "bad_choice", "A01"),
        (("tick", "room", "A01", "--state", "finished"), "bad_choice", "not_applicable"),
        (("tick", "room", "A01", "--state", "not_applicable"), "no_reason", "--note"),
        (("handling", "room", "RED"), "bad_choice", "TLP:RED"),
        (("members", "room", "--bring-in", "France"), "bad_office", "--bring-in"),
        (("notify", "--email", "nonsense"), "bad_email", "nonsense"),
        (("notify", "--email", "a..b@x"), "bad_email", "a..b@x"),
        (("notify", "--remind", "hourly"), "bad_choice", "always"),
        (("notify", "--mail-language", "de"), "bad_choice", "fr"),
        ((*INVITE, "KEN", "--role", "officer", "--office", "ke/contact-point"), "bad_country", "KEN"),
        ((*INVITE, "KE", "--role", "boss", "--office", "ke/contact-point"), "bad_choice", "deputy"),
        ((*INVITE, "KE", "--role", "officer"), "office_of_role", "officer"),
        ((*INVITE, "KE", "--role", "bureau", "--office", "ke/contact-point"), "office_of_role", "bureau"),
        (("signin",), "first_sign_in", "--server"),
        (
            ("signin", "--server", "https://x.example", "--login", "amina", "--root", "zz"),
            "bad_root_hash",
            "zz",
        ),
        (("rotate", "no-link", "--login", "amina"), "no_profile", ""),
        (("witness", "folder", "--name", "w", "--root", ROOT), "no_witness_key", "--make-key"),
        (("register", "sign", "latin1.txt", "--key", "a.key"), "not_utf8", "latin1.txt"),
        (("register", "sign", "empty.json", "--key", "a.key"), "bad_draft", ""),
        (("register", "found", "latin1.txt"), "not_utf8", "latin1.txt"),
        ((*NOMINATE, "Kenya"), "bad_office", "Kenya"),
        ((*NOMINATE, "ke/contact-point", "--role", "boss"), "bad_choice", "deputy"),
        ((*NOMINATE, "ke/contact-point", "--language", "english"), "bad_language", "english"),
        (("register", "authorise", ROOT, "--days", "9999"), "bad_number", "1-397"),
        ((*REGISTER_OFFICE, "--tz", "Nowhere"), "bad_zone", "Nowhere"),
        ((*REGISTER_OFFICE, "--tz", "Africa/Nairobi", "--days", "Monday"), "bad_choice", "Monday"),
        ((*REGISTER_OFFICE, "--tz", "Africa/Nairobi", "--from", "8"), "bad_hour", "'8'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_mistake_is_said(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    arguments: tuple[str, ...],
    code: str,
    named: str,
) -> None:
    ended, said = run(capsys, monkeypatch, "--language", language, *arguments)
    assert ended == (Exit.NOT_SIGNED_IN if code == "no_profile" else Exit.USAGE), said
    assert f"{catalogue(language)[f'error.{code}']} [{code}]" in said
    assert named in said


def test_a_text_comes_from_standard_input_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9")))
    ended, said = run(capsys, monkeypatch, "reply", "room", "--body-file", "-")
    assert (ended, "[not_utf8] -: 3" in said) == (Exit.USAGE, True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("café".encode())))
    ended, said = run(capsys, monkeypatch, "reply", "room", "--body-file", "-")
    assert (ended, "[no_profile]" in said) == (Exit.NOT_SIGNED_IN, True)  # the text was taken


def test_a_newcomer_with_a_profile_of_somebody_else_is_told_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "profile").mkdir()
    kept = tmp_path / "profile" / "profile.json"
    kept.write_text('{"server": "https://x.example", "login": "wanjiku", "key": "", "net": ""}')
    before = kept.read_text()
    link = f"https://x.example/#/enrol/token/{ROOT}"
    for arguments in (("enrol", link, "--login", "amina"), ("signin", "--login", "amina")):
        ended, said = run(capsys, monkeypatch, *arguments)
        assert (ended, "[profile_taken]" in said, "wanjiku" in said) == (Exit.USAGE, True, True)
    assert kept.read_text() == before
