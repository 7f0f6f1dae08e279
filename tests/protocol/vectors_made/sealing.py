"""sealing.json: Cobblestone-256 with fixed salts, HPKE samples to be opened, padding, slices."""

import hashlib
from typing import Any

from repatria.protocol import sealing
from repatria.protocol.keys import KemKey
from tests.protocol.invented import digest

KEY, CONTEXT, SALT = digest("K"), b"repatria/v1/sample\n", digest("salt")[:24]
LONG = (16_383, 16_384, 16_385, 40_000, 1_048_576)
SEED = digest("kem seed")
NONCE = digest("nonce")


def pattern(length: int) -> bytes:
    """Byte i is i mod 251."""
    return (bytes(range(251)) * (length // 251 + 1))[:length]


def make() -> dict[str, Any]:
    return {
        "seal": _seal(),
        "seal_long": [_long(length) for length in LONG],
        "open": _open(),
        "bucket": [
            [0, 512], [1, 512], [511, 512], [512, 512], [513, 544], [544, 544], [545, 576],
            [1_000, 1_024], [1_024, 1_024], [1_025, 1_088], [16_384, 16_384], [16_385, 17_408],
            [262_180, 270_336], [1_000_000, 1_015_808], [1_073_741_825, 1_107_296_256],
        ],
        "pad": [_pad(json) for json in (b"{}", b'{"kind":"note"}', b'{"a":"' + b"x" * 700 + b'"}')],
        "unpad": _unpad(),
        "slices": [
            {"length": length, "sha256": sealing.blob_hash(pattern(length))}
            for length in (0, 1, 1_048_575, 1_048_576, 1_048_577, 2_500_000)
        ],
    }  # fmt: skip


def _sample(name: str, plain: bytes, context: bytes = CONTEXT) -> dict[str, Any]:
    sealed = sealing.seal(KEY, context, SALT, plain)
    return {
        "name": name,
        "key": KEY.hex(),
        "context": context.hex(),
        "salt": SALT.hex(),
        "plain": plain.hex(),
        "sealed": sealed.hex(),
    }


def _seal() -> list[dict[str, Any]]:
    return [
        _sample("empty", b""),
        _sample("one byte", b"x"),
        _sample("a sentence", "Où est l’argent ?".encode()),
        _sample("no context", b"x", b""),
    ]


def _long(length: int) -> dict[str, Any]:
    sealed = sealing.seal(KEY, CONTEXT, SALT, pattern(length))
    return {
        "name": f"{length} bytes",
        "key": KEY.hex(),
        "context": CONTEXT.hex(),
        "salt": SALT.hex(),
        "length": length,
        "sealed_length": len(sealed),
        "sha256": hashlib.sha256(sealed).hexdigest(),
    }


def _open() -> list[dict[str, Any]]:
    good = sealing.seal(KEY, CONTEXT, SALT, b"sealed")
    whole = sealing.seal(KEY, CONTEXT, SALT, pattern(16_384))
    swapped = sealing.seal(KEY, CONTEXT, SALT, pattern(40_000))
    first, second = swapped[56 : 56 + 16_400], swapped[56 + 16_400 : 56 + 32_800]
    cases: list[tuple[str, bytes, bytes, str | None]] = [
        ("as sealed", CONTEXT, good, None),
        ("a full chunk and an empty last one", CONTEXT, whole, None),
        ("another context", CONTEXT + b"x", good, "cannot_open"),
        ("another salt", CONTEXT, b"\0" + good[1:], "cannot_open"),
        ("another commitment", CONTEXT, good[:24] + bytes(32) + good[56:], "cannot_open"),
        ("a flipped bit", CONTEXT, good[:60] + bytes((good[60] ^ 1,)) + good[61:], "cannot_open"),
        ("a flipped bit in the tag", CONTEXT, good[:-1] + bytes((good[-1] ^ 1,)), "cannot_open"),
        ("cut by one byte", CONTEXT, good[:-1], "cannot_open"),
        ("cut to salt and commitment", CONTEXT, good[:56], "cannot_open"),
        ("cut within the commitment", CONTEXT, good[:40], "cannot_open"),
        ("nothing", CONTEXT, b"", "cannot_open"),
        ("the empty last chunk cut off", CONTEXT, whole[:-16], "cannot_open"),
        ("a byte added", CONTEXT, good + b"\0", "cannot_open"),
        ("chunks swapped", CONTEXT, swapped[:56] + second + first + swapped[56 + 32_800 :],
         "cannot_open"),
        ("the first chunk left out", CONTEXT, swapped[:56] + swapped[56 + 16_400 :], "cannot_open"),
    ]  # fmt: skip
    return [
        {"name": name, "key": KEY.hex(), "context": context.hex(), "sealed": sealed.hex(), "code": code}
        for name, context, sealed, code in cases
    ]


def _pad(json: bytes) -> dict[str, str]:
    return {"json": json.hex(), "nonce": NONCE.hex(), "padded": sealing.pad_body(json, NONCE).hex()}


def _unpad() -> list[dict[str, Any]]:
    good = sealing.pad_body(b'{"kind":"note"}', NONCE)
    spaced = NONCE + (16).to_bytes(4, "big") + b'{"kind": "note"}'
    cases: list[tuple[str, bytes, str | None]] = [
        ("as padded", good, None),
        ("one zero short", good[:-1], "bad_body"),
        ("one zero more", good + b"\0", "bad_body"),
        ("a whole bucket more", good.ljust(544, b"\0"), "bad_body"),
        ("padding that is not zeros", good[:-1] + b"\x01", "bad_body"),
        ("a length beyond the end", good[:32] + b"\xff\xff\xff\xff" + good[36:], "bad_body"),
        ("a length one short", good[:35] + b"\x0e" + good[36:], "bad_body"),
        ("JSON with white space", spaced.ljust(512, b"\0"), "bad_body"),
        ("nothing", b"", "bad_body"),
        ("a nonce only", NONCE, "bad_body"),
    ]
    return [{"name": name, "padded": padded.hex(), "code": code} for name, padded, code in cases]


def make_unwrap() -> list[dict[str, Any]]:
    """Samples that are new at each making: an encapsulation is random."""
    info = b"repatria/v1/wrap\nsample"
    good = sealing.wrap(KemKey(SEED).public, info, KEY)
    other = sealing.wrap(KemKey(digest("another")).public, info, KEY)
    cases: list[tuple[str, bytes, bytes, bytes | None, str | None]] = [
        ("as wrapped", info, good, KEY, None),
        ("an empty plaintext", b"", sealing.wrap(KemKey(SEED).public, b"", b""), b"", None),
        ("another info", info + b"x", good, None, "cannot_unwrap"),
        ("to another key", info, other, None, "cannot_unwrap"),
        ("a flipped bit in enc", info, bytes((good[0] ^ 1,)) + good[1:], None, "cannot_unwrap"),
        ("a flipped bit in ct", info, good[:-1] + bytes((good[-1] ^ 1,)), None, "cannot_unwrap"),
        ("cut by one byte", info, good[:-1], None, "cannot_unwrap"),
        ("cut to enc", info, good[:1120], None, "cannot_unwrap"),
        ("cut within enc", info, good[:1000], None, "cannot_unwrap"),
        ("nothing", info, b"", None, "cannot_unwrap"),
        ("an X25519 part of zeros", info, good[:1088] + bytes(32) + good[1120:], None, "cannot_unwrap"),
    ]
    return [
        {
            "name": name,
            "seed": SEED.hex(),
            "info": info_.hex(),
            "sealed": sealed.hex(),
            "plain": None if plain is None else plain.hex(),
            "code": code,
        }
        for name, info_, sealed, plain, code in cases
    ]
