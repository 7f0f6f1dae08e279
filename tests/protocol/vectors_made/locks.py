"""locks.json: kit codes, derivations, records, vaults and drafts."""

from typing import Any

from repatria.protocol import canonical, locks
from repatria.protocol.lock_records import auth_verifier, kdf_offer, prf_input
from repatria.protocol.locks import DraftName
from repatria.protocol.sealing import seal
from repatria.protocol.shapes import b64_text
from tests.protocol.invented import Someone, digest, random_from

AMINA, MOUSSA = Someone("amina"), Someone("moussa")
LOGIN = "amina.diop"
KITS = (digest(f"kit {n}")[:16] for n in range(100))
KIT = next(kit for kit in KITS if "1" in locks.kit_code(kit))
UNLOCK = digest("unlock")
SALT = digest("lock salt")[:24]
KDF = kdf_offer(digest("kdf salt")[:16])


def make() -> dict[str, Any]:
    kits = [KIT, bytes(16), b"\xff" * 16]
    return {
        "kits": [{"kit": kit.hex(), "code": locks.kit_code(kit)} for kit in kits],
        "kits_read": _kits_read(),
        "derive": [
            # One passphrase as typed on two keyboards: composed, and with a combining accent.
            _derive("la clé du coffre"),
            _derive("la cle\u0301 du coffre"),
            _derive("كلمة السر الطويلة"),
        ],
        "kdf": _kdf(),
        "passkey": [_passkey()],
        "make": [_make("passphrase"), _make("passkey")],
        "open": _open(),
        "vault": [_vault()],
        "vault_open": _vault_open(),
        "device": [_device()],
        "draft": [_draft()],
    }


def _kits_read() -> list[dict[str, Any]]:
    code = locks.kit_code(KIT)
    zeros = locks.kit_code(bytes(16))
    loose = zeros.replace("0", "o").replace("-", " ")
    at = next(n for n in range(29) if code[n] != code[n + 1] and "-" not in code[n : n + 2])
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    last = "0" if code[-1] != "0" else "1"
    good = [(code, KIT), (code.lower(), KIT), (code.replace("-", ""), KIT), (loose, bytes(16))]
    good += [(f"  {code.replace('1', 'l')} ", KIT), (code.replace("1", "I"), KIT)]
    bad = ["", code[:-1], code + "0", code[:-1] + last, swapped, code.replace(code[0], "U", 1)]
    bad += [code.replace(code[0], "é", 1), code.replace("-", "_"), "ı" * 30, code.replace("-", "\t")]
    return [
        *({"text": text, "kit": kit.hex(), "code": None} for text, kit in good),
        *({"text": text, "kit": None, "code": "bad_kit"} for text in bad),
    ]


def _derive(passphrase: str) -> dict[str, Any]:
    stretched = locks.stretch(passphrase, KDF)
    derived = locks.derive(LOGIN, stretched, KIT)
    return {
        "passphrase": passphrase,
        "kdf": KDF,
        "login": LOGIN,
        "kit": KIT.hex(),
        "stretched": stretched.hex(),
        "auth": derived.auth.hex(),
        "unlock": derived.unlock.hex(),
        "verifier": auth_verifier(derived.auth).hex(),
    }


def _kdf() -> list[dict[str, Any]]:
    low = "kdf_downgrade"
    cases: list[tuple[dict[str, Any], str | None]] = [
        (KDF, None),
        ({**KDF, "m": 1_048_576, "t": 10, "p": 4}, None),
        ({**KDF, "m": 131_071}, low),
        ({**KDF, "t": 2}, low),
        ({**KDF, "p": 0}, low),
        ({**KDF, "m": 1_048_577}, low),
        ({**KDF, "t": 11}, low),
        ({**KDF, "p": 5}, low),
        ({**KDF, "alg": "argon2i"}, "bad_shape"),
        ({**KDF, "alg": "scrypt"}, "bad_shape"),
        ({**KDF, "salt": "AAAA"}, "bad_shape"),
        ({**KDF, "m": -1}, "bad_shape"),
        ({**KDF, "x": 1}, "bad_shape"),
    ]
    return [{"kdf": kdf, "code": code} for kdf, code in cases]


def _passkey() -> dict[str, str]:
    output = digest("prf")
    return {
        "login": LOGIN,
        "prf_input": prf_input(LOGIN).hex(),
        "prf_output": output.hex(),
        "unlock": locks.passkey_unlock(LOGIN, output).hex(),
    }


def _record(who: Someone, type_: str) -> dict[str, Any]:
    own: dict[str, Any] = {"kdf": KDF, "credential": None}
    if type_ == "passkey":
        own = {"kdf": None, "credential": digest("credential")}
    return locks.make_lock(who.seeds, LOGIN, UNLOCK, SALT, **own)


def _make(type_: str) -> dict[str, Any]:
    record = _record(AMINA, type_)
    return {
        "sign_seed": AMINA.seeds.sign.hex(),
        "kem_seed": AMINA.seeds.kem.hex(),
        "login": LOGIN,
        "unlock": UNLOCK.hex(),
        "salt": SALT.hex(),
        "kdf": record["kdf"],
        "credential": None if record["credential"] is None else digest("credential").hex(),
        "record": canonical.stringify(record).hex(),
    }


def _open() -> list[dict[str, Any]]:
    record = _record(AMINA, "passphrase")
    other = _record(MOUSSA, "passphrase")
    # The seeds of moussa under the context of amina's key: what a server could only do with UNLOCK.
    forged = {**other, "key": AMINA.keyid, "sealed": _resealed(other)}
    cases: list[tuple[str, dict[str, Any], bytes, str | None]] = [
        ("one's own", record, UNLOCK, None),
        ("with a passkey", _record(AMINA, "passkey"), UNLOCK, None),
        ("another passphrase or kit", record, digest("x"), "cannot_open"),
        ("another user's seeds under this key id", {**other, "key": AMINA.keyid}, UNLOCK, "cannot_open"),
        ("another user's seeds sealed for this key id", forged, UNLOCK, "wrong_seeds"),
        ("another login", {**record, "login": "moussa"}, UNLOCK, "cannot_open"),
        ("a passphrase's seal as a passkey's",
         {**record, "type": "passkey", "kdf": None, "credential": "AAAA"}, UNLOCK, "cannot_open"),
        ("a cheap kdf", {**record, "kdf": {**KDF, "m": 1_024}}, UNLOCK, "kdf_downgrade"),
        ("a passphrase without kdf", {**record, "kdf": None}, UNLOCK, "bad_shape"),
        ("a login in capitals", {**record, "login": "Amina"}, UNLOCK, "bad_shape"),
        ("version 2", {**record, "v": 2}, UNLOCK, "bad_shape"),
        ("a further key", {**record, "x": 1}, UNLOCK, "bad_shape"),
    ]  # fmt: skip
    return [
        {"name": name, "record": canonical.stringify(value).hex(), "unlock": unlock.hex(), "code": code}
        for name, value, unlock, code in cases
    ]


def _resealed(record: dict[str, Any]) -> str:
    context = f"repatria/v1/lock\n{record['type']}\n{LOGIN}\n{AMINA.keyid}".encode()
    return b64_text(seal(UNLOCK, context, SALT, MOUSSA.seeds.sign + MOUSSA.seeds.kem))


VAULT = {
    "v": 1,
    "kind": "vault",
    "version": 3,
    "pin": {"size": 31, "root": digest("root").hex()},
    "rooms": [{"room": digest("room").hex(), "seq": 4, "head": digest("head").hex()}],
    "settings": {"language": "fr"},
}


def _vault() -> dict[str, Any]:
    sealed = locks.seal_vault(AMINA.seeds.kem, AMINA.keyid, VAULT, SALT)
    return {
        "kem_seed": AMINA.seeds.kem.hex(),
        "keyid": AMINA.keyid,
        "vault": canonical.stringify(VAULT).hex(),
        "salt": SALT.hex(),
        "sealed": sealed.hex(),
    }


def _vault_open() -> list[dict[str, Any]]:
    sealed = locks.seal_vault(AMINA.seeds.kem, AMINA.keyid, VAULT, SALT).hex()
    good = {
        "kem_seed": AMINA.seeds.kem.hex(), "keyid": AMINA.keyid, "version": 3, "seen": 3,
        "sealed": sealed, "code": None,
    }  # fmt: skip
    return [
        {"name": "as sealed", **good},
        {"name": "an older one than seen", **good, "seen": 4, "code": "rolled_back"},
        {"name": "none at all", **good, "version": 0, "seen": 0, "sealed": "", "code": "rolled_back"},
        {"name": "under another version", **good, "version": 4, "code": "cannot_open"},
        {"name": "another user's", **good, "keyid": MOUSSA.keyid, "code": "cannot_open"},
        {"name": "another seed", **good, "kem_seed": MOUSSA.seeds.kem.hex(), "code": "cannot_open"},
    ]


def _device() -> dict[str, str]:
    d, resume = digest("d"), digest("resume")
    return {
        "d": d.hex(),
        "resume": resume.hex(),
        "kem_seed": AMINA.seeds.kem.hex(),
        "login": LOGIN,
        "device": locks.device_key(d, resume, LOGIN).hex(),
        "local": locks.local_key(d, AMINA.seeds.kem, LOGIN).hex(),
    }


def _draft() -> dict[str, Any]:
    name = DraftName(AMINA.keyid, "7b1d", 2)
    body = {"to": "fr/paris", "text": "À finir"}
    sealed = locks.seal_draft(AMINA.seeds.kem, name, body, random_from("draft"))
    return {
        "kem_seed": AMINA.seeds.kem.hex(),
        **name._asdict(),
        "sealed": sealed.hex(),
        "body": canonical.stringify(body).hex(),
    }
