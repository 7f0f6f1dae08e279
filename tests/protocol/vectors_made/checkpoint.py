"""checkpoint.json: one trust, notes that it verifies and notes that it must not."""

import base64
from typing import Any

from repatria.protocol.checkpoint import (
    COSIGNATURE_ED25519,
    add_line,
    cosign,
    note_key_id,
    sign_checkpoint,
)
from repatria.protocol.keys import SigningKey
from repatria.protocol.shapes import b64_text
from tests.protocol.invented import (
    LOG_ED_SEED,
    LOG_MLDSA_SEED,
    ORIGIN,
    T0,
    WITNESS_SEEDS,
    digest,
    root_terms,
)

SIZE, ROOT = 31, digest("tree root")
FIRST, SECOND = WITNESS_SEEDS
DAY = 86_400


def signed(**changed: Any) -> str:
    """A note with the log's two lines only."""
    terms = {
        "origin": ORIGIN,
        "size": SIZE,
        "root": ROOT,
        "ed_seed": LOG_ED_SEED,
        "mldsa_seed": LOG_MLDSA_SEED,
        "time": T0,
        **changed,
    }
    return sign_checkpoint(**terms)


def witnessed(note: str, *names: str, time: int = T0) -> str:
    for name in names:
        note = add_line(note, cosign(note, name, WITNESS_SEEDS[name], time))
    return note


def _line(name: str, data: bytes) -> str:
    return f"— {name} {b64_text(data)}\n"


def _cases() -> list[dict[str, Any]]:
    plain = signed()
    body, lines = plain.split("\n\n")
    log_line, mldsa_line = (line + "\n" for line in lines.splitlines())
    head = body + "\n\n"
    good = witnessed(plain, FIRST)
    public = SigningKey.from_seed(WITNESS_SEEDS[FIRST]).public
    forged = _line(FIRST, note_key_id(FIRST, COSIGNATURE_ED25519, public) + bytes(72))
    other_body = witnessed(signed(size=SIZE + 1), FIRST).split("\n")
    moved = "\n".join([*other_body[:4], *plain.split("\n")[4:]])
    return [
        _case("the log and one witness", good),
        _case("the log and both witnesses", witnessed(plain, FIRST, SECOND), quorum=2),
        _case("no witness, where none is asked", plain, quorum=0),
        _case(
            "lines in another order",
            head + good.split("\n\n")[1].splitlines()[2] + "\n" + mldsa_line + log_line,
        ),
        _case("a line by somebody unknown", good + _line("monitor.example/x", bytes(76))),
        _case("a known witness under an unknown key", good + _line(SECOND, bytes(76))),
        _case("a tree of size 0", witnessed(signed(size=0), FIRST), size=0),
        _case("no witness", plain, "no_quorum"),
        _case("one witness twice", witnessed(plain, FIRST, FIRST), "no_quorum", quorum=2),
        _case("only an unknown witness", plain + _line("monitor.example/x", bytes(76)), "no_quorum"),
        _case("a known witness under an unknown key only", plain + _line(SECOND, bytes(76)), "no_quorum"),
        _case("a forged line of a known witness", plain + forged, "bad_cosignature"),
        _case("a good line and a forged one of the same witness", good + forged, "bad_cosignature"),
        _case("a cosignature of another size", plain + other_body[6] + "\n", "bad_cosignature"),
        _case(
            "a cosignature from 601 s in the future",
            witnessed(plain, FIRST, time=T0 + 601),
            "bad_cosignature",
            now=T0,
        ),
        _case("a cosignature from 600 s in the future", witnessed(plain, FIRST, time=T0 + 600), now=T0),
        _case(
            "a log line from the future", witnessed(signed(time=T0 + 601), FIRST), "bad_cosignature", now=T0
        ),
        _case("old, and nobody asks for freshness", good, now=T0 + 400 * DAY),
        _case("three days old", good, now=T0 + 3 * DAY, max_age=3 * DAY),
        _case(
            "a second more than three days old",
            good,
            "stale_checkpoint",
            now=T0 + 3 * DAY + 1,
            max_age=3 * DAY,
        ),
        _case(
            "old but for a fresh witness",
            witnessed(plain, FIRST, time=T0 + 3 * DAY),
            now=T0 + 6 * DAY,
            max_age=3 * DAY,
        ),
        _case("another log", witnessed(signed(origin="register.example/other"), FIRST), "wrong_log"),
        _case("another log key", witnessed(signed(ed_seed=digest("x")), FIRST), "bad_checkpoint_signature"),
        _case(
            "another ML-DSA key", witnessed(signed(mldsa_seed=digest("x")), FIRST), "bad_checkpoint_signature"
        ),
        _case("no Ed25519 line", head + mldsa_line, "bad_checkpoint_signature", quorum=0),
        _case("no ML-DSA line", head + log_line, "bad_checkpoint_signature", quorum=0),
        _case("another size under the old lines", moved, "bad_checkpoint_signature"),
        _case("an extension line", good.replace("\n\n", "\nextension\n\n"), "bad_checkpoint"),
        _case("a body of two lines", good.replace(f"\n{SIZE}\n", "\n"), "bad_checkpoint"),
        _case("a size with a leading zero", good.replace(f"\n{SIZE}\n", f"\n0{SIZE}\n"), "bad_checkpoint"),
        _case("a negative size", good.replace(f"\n{SIZE}\n", f"\n-{SIZE}\n"), "bad_checkpoint"),
        _case("a root of 31 bytes", good.replace(b64_text(ROOT), b64_text(ROOT[:31])), "bad_checkpoint"),
        _case("no blank line", good.replace("\n\n", "\n"), "bad_checkpoint"),
        _case("no signature line", head, "bad_checkpoint"),
        _case("no end of line at the end", good[:-1], "bad_checkpoint"),
        _case("carriage returns", good.replace("\n", "\r\n"), "bad_checkpoint"),
        _case("a hyphen for the dash", good.replace("— ", "- "), "bad_checkpoint"),
        _case("65 signature lines", good + _line("monitor.example/x", bytes(76)) * 62, "bad_checkpoint"),
        _case("64 signature lines", good + _line("monitor.example/x", bytes(76)) * 61),
        _case("more than 64 KiB", good + _line("monitor.example/x", bytes(50_000)), "bad_checkpoint"),
        _case("nothing", "", "bad_checkpoint"),
        {
            **_case("not UTF-8", good, "bad_checkpoint"),
            "note_b64": base64.b64encode(b"\xff" + good.encode()).decode(),
        },
    ]


def _case(name: str, note: str, code: str | None = None, **changed: Any) -> dict[str, Any]:
    accepted = code is None
    return {
        "name": name,
        "note_b64": base64.b64encode(note.encode()).decode(),
        "now": T0 + 60,
        "max_age": None,
        "quorum": 1,
        "code": code,
        "size": SIZE if accepted else None,
        "root": ROOT.hex() if accepted else None,
        **changed,
    }


def make() -> dict[str, Any]:
    terms = root_terms()
    trust = {
        "origin": ORIGIN,
        "log_ed25519": terms.log_ed25519.hex(),
        "log_mldsa44": terms.log_mldsa44.hex(),
        "witnesses": [{"name": name, "key": key.hex()} for name, key in terms.witnesses],
        "quorum": terms.quorum,
    }
    return {"trust": trust, "cases": _cases()}
