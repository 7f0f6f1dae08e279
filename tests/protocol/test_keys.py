"""Keys against the standards' own numbers, and the weak-key lists against arithmetic."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from repatria.protocol import keys
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import SMALL_ORDER_U, SMALL_ORDER_Y, KemKey, SigningKey
from tests.protocol.invented import digest

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P  # RFC 8032 §5.1

# RFC 8032 §7.1, TEST 1, 2, 3: seed, public key, message, signature.
RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
        "6bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d"
        "8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6"
        "594a7c15e9716ed28dc027beceea1ec40a",
    ),
]

# draft-connolly-cfrg-xwing-kem, appendix C: seed, and the SHA-256 of the public key given there.
XWING = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb",
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "c42ba5f8430d7d2c83739338203819f090e8303ce9c8b02107c272bfa5376916",
    ),
    (
        "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
        "6b080d6b84f095342092fa7a22423e58bd681397ad0ef00eac92bd254db4fa95",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC8032)
def test_signatures_are_those_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    key = SigningKey.from_seed(bytes.fromhex(seed))
    assert key.public.hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature


@pytest.mark.parametrize(("seed", "sha256"), XWING)
def test_kem_keys_are_those_of_the_xwing_draft(seed: str, sha256: str) -> None:
    public = KemKey.from_seed(bytes.fromhex(seed)).public
    assert len(public) == 1216
    assert hashlib.sha256(public).hexdigest() == sha256


def sqrt(value: int) -> int | None:
    """A square root mod p, RFC 8032 §5.1.3 step 3."""
    root = pow(value, (P + 3) // 8, P)
    if root * root % P == value % P:
        return root
    root = root * pow(2, (P - 1) // 4, P) % P
    return root if root * root % P == value % P else None


def double(point: tuple[int, int]) -> tuple[int, int]:
    """The addition law of edwards25519, RFC 8032 §5.1.4, in affine coordinates."""
    x, y = point
    product = D * x * x * y * y
    doubled_x = 2 * x * y * pow(1 + product, -1, P) % P
    return doubled_x, (y * y + x * x) * pow(1 - product, -1, P) % P


def order_divides_8(y: int) -> bool:
    x = sqrt((y * y - 1) * pow(D * y * y + 1, -1, P))
    return x is not None and double(double(double((x, y)))) == (0, 1)


def test_the_listed_points_have_order_8_at_most() -> None:
    assert len(SMALL_ORDER_Y) == 5
    assert all(order_divides_8(y) for y in SMALL_ORDER_Y)
    assert not order_divides_8(4 * pow(5, -1, P) % P)  # the base point


def test_no_point_of_small_order_is_missing() -> None:
    # Order 8: doubling gives order 4, where y = 0; so y² = -x², and the curve leaves four y.
    roots = {y for y in SMALL_ORDER_Y if y not in (0, 1, P - 1)}
    assert {(-y) % P for y in roots} == roots
    for y in roots:
        assert (D * pow(y, 4, P) + 2 * y * y - 1) % P == 0
    # -x² + y² = 1 + dx²y² with x² = -y² is d·y⁴ + 2y² - 1 = 0: two y², of which one is a square.
    product = (-1) * pow(D, -1, P) % P
    (y,) = {min(roots)}
    other = product * pow(y * y, -1, P) % P
    assert sqrt(other) is None


def test_x25519_with_the_listed_points_gives_zeros() -> None:
    private = X25519PrivateKey.from_private_bytes(digest("x25519"))
    for u in SMALL_ORDER_U:
        public = X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))
        with pytest.raises(ValueError, match="shared"):
            private.exchange(public)


def test_a_small_order_key_would_verify_what_nobody_signed() -> None:
    """Why such keys are refused: with the identity as key, R = [S]B holds for every message."""
    identity = b"\x01" + bytes(31)
    Ed25519PublicKey.from_public_bytes(identity).verify(identity + bytes(32), b"anything")
    with pytest.raises(ProtocolError, match="weak_key"):
        keys.check_sign_key(identity)


def test_lengths_keep_key_ids_apart() -> None:
    seeds = keys.new_seeds(lambda count: digest("seeds")[:count])
    ids = {seeds.keyset.keyid, keys.key_id(seeds.keyset.kem), keys.key_id(seeds.keyset.sign)}
    assert len(ids) == 3


def test_hkdf_is_that_of_rfc_5869() -> None:
    # RFC 5869, A.3: salt and info empty, 32 of the 42 bytes.
    okm = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert keys.hkdf(b"\x0b" * 22, b"").hex() == okm


def test_a_fingerprint_is_four_groups_of_five() -> None:
    text = keys.fingerprint("f" * 25 + "0" * 39)
    assert text == "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ"
    assert keys.fingerprint("0" * 24 + "1" + "f" * 39) == "00000-00000-00000-00001"
