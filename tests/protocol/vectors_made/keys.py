"""keys.json: seeds to keys to ids, and public keys that must be refused."""

from typing import Any

from repatria.protocol.keys import KemKey, SigningKey, fingerprint, key_id, office_kem_seed
from tests.protocol.invented import Someone, digest

# RFC 8032 §7.1, TEST 1 to 3; draft-connolly-cfrg-xwing-kem, appendix C: the seeds.
RFC8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
]
XWING_SEEDS = [
    "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
    "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
    "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
]
_P = 2**255 - 19
_ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)


def _y(value: int, sign: int = 0) -> str:
    return (value | sign << 255).to_bytes(32, "little").hex()


def weak_sign_keys() -> list[str]:
    """Every encoding of the eight points of small order, and encodings with y ≥ p."""
    low = [_y(y, sign) for y in (0, 1, _P - 1) for sign in (0, 1)]
    eight = [text for low_text in _ORDER_8 for text in (low_text, _with_sign(low_text))]
    high = [_y(_P + more, sign) for more in (0, 1, 2, 18) for sign in (0, 1)]
    return [*low, *eight, *high]


def _with_sign(text: str) -> str:
    data = bytes.fromhex(text)
    return (data[:31] + bytes((data[31] | 0x80,))).hex()


def make() -> dict[str, Any]:
    return {
        "rfc8032": [_signed(seed, message) for seed, message in RFC8032],
        "xwing": [{"seed": seed, "public": KemKey(bytes.fromhex(seed)).public.hex()} for seed in XWING_SEEDS],
        "keysets": [_keyset(label) for label in ("amina", "moussa")],
        "office": [
            {"key": key, "room": room, "epoch": epoch, "seed": _office_seed(key, room, epoch)}
            for key, room, epoch in (
                (digest("K").hex(), digest("room").hex(), 1),
                (digest("K").hex(), digest("room").hex(), 12),
            )
        ],
        "weak_sign": [
            *({"public": public, "code": "weak_key"} for public in weak_sign_keys()),
            {"public": Someone("amina").keyset.sign.hex(), "code": None},
            {"public": _y(3), "code": None},
            {"public": _y(_P - 2, 1), "code": None},
        ],
        "weak_kem": _weak_kem(),
    }


def _signed(seed: str, message: str) -> dict[str, str]:
    key = SigningKey.from_seed(bytes.fromhex(seed))
    signature = key.sign(bytes.fromhex(message)).hex()
    return {"seed": seed, "public": key.public.hex(), "message": message, "signature": signature}


def _keyset(label: str) -> dict[str, str]:
    who = Someone(label)
    return {
        "sign_seed": who.seeds.sign.hex(),
        "kem_seed": who.seeds.kem.hex(),
        "sign": who.keyset.sign.hex(),
        "kem": who.keyset.kem.hex(),
        "keyid": who.keyid,
        "kem_keyid": key_id(who.keyset.kem),
        "sign_keyid": key_id(who.keyset.sign),
        "fingerprint": fingerprint(who.keyid),
    }


def _office_seed(key: str, room: str, epoch: int) -> str:
    return office_kem_seed(bytes.fromhex(key), room, epoch).hex()


def _weak_kem() -> list[dict[str, Any]]:
    good = KemKey(digest("kem")).public
    # Twelve-bit coefficients, little-endian, two in three bytes (FIPS 203 §4.2.1).
    q_first = b"\x01\x0d" + good[2:3]
    q_first = q_first[:1] + bytes((0x0D | good[1] & 0xF0,)) + good[2:3]
    cases: list[tuple[str, bytes, str | None]] = [
        ("a key from a seed", good, None),
        ("the first coefficient is q", q_first + good[3:], "weak_key"),
        ("the first coefficient is q - 1", b"\x00" + q_first[1:] + good[3:], None),
        ("the last coefficient is 4095", good[:1150] + bytes((good[1150] | 0xF0, 0xFF)) + good[1152:],
         "weak_key"),
        ("one byte short", good[:-1], "weak_key"),
        ("one byte long", good + b"\0", "weak_key"),
        ("empty", b"", "weak_key"),
        *((f"X25519 part {name}", good[:1184] + bytes.fromhex(text), "weak_key")
          for name, text in _weak_u()),
        ("X25519 part 9", good[:1184] + (9).to_bytes(32, "little"), None),
    ]  # fmt: skip
    return [{"name": name, "public": public.hex(), "code": code} for name, public, code in cases]


def _weak_u() -> list[tuple[str, str]]:
    """The points of https://cr.yp.to/ecdh.html ("validate"), and one with the masked bit set."""
    order_8 = [
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    ]
    plain = [_y(u) for u in (0, 1, _P - 1, _P, _P + 1, _P + 18)]
    return [(text[:8], text) for text in (*plain, *order_8, _y(1, 1))]
