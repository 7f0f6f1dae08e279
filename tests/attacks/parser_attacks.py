"""Texts that two readers might take for two different things: both clients refuse, for one reason.

Each is a statement signed by somebody who may issue it (a bureau's head), so that only the reader
stands between it and the directory. `tests/conformance` mutates bytes at random to the same end.
"""

from collections.abc import Callable

from repatria.protocol.envelope import STATEMENT, Envelope, Signature
from tests.attacks import families
from tests.attacks.scenes import next_leaf
from tests.attacks.table import BUREAU, Staged, attack
from tests.protocol.invented import Network

Rewrite = Callable[[bytes], bytes]


def payload_signed(network: Network, payload: bytes) -> bytes:
    """Any bytes at all as a statement's payload, signed by SN's bureau."""
    bureau = network.people["sn bureau"]
    unsigned = Envelope(STATEMENT, payload, {}, ())
    signature = Signature(bureau.keyid, bureau.signing_key.sign(unsigned.pae))
    return Envelope(STATEMENT, payload, {}, (signature,)).wire()


def read_twice(network: Network, rewrite: Rewrite) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    forged = payload_signed(network, rewrite(honest.payload))
    assert payload_signed(network, honest.payload) == honest.wire()
    return next_leaf(network, honest, forged)


def _replaced(old: bytes, new: bytes) -> Rewrite:
    def rewrite(payload: bytes) -> bytes:
        assert old in payload
        return payload.replace(old, new, 1)

    return rewrite


KIND = b'"kind":"office"'


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_key_that_stands_twice(network: Network) -> Staged:
    return read_twice(network, _replaced(KIND, KIND + b',"kind":"revoke"'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_byte_order_mark_before_the_text(network: Network) -> Staged:
    return read_twice(network, lambda payload: b"\xef\xbb\xbf" + payload)


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_space_between_two_tokens(network: Network) -> Staged:
    return read_twice(network, _replaced(KIND, b'"kind": "office"'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_number_with_a_fraction_of_nought(network: Network) -> Staged:
    return read_twice(network, _replaced(b'"v":1', b'"v":1.0'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_number_with_an_exponent(network: Network) -> Staged:
    return read_twice(network, _replaced(b'"v":1', b'"v":1e0'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_number_beyond_what_javascript_counts_exactly(network: Network) -> Staged:
    return read_twice(network, _replaced(b'"v":1,', b'"v":1,"n":9007199254740993,'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_letter_written_as_an_escape(network: Network) -> Staged:
    return read_twice(network, _replaced(KIND, b'"kind":"\\u006fffice"'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def half_of_a_surrogate_pair(network: Network) -> Staged:
    return read_twice(network, _replaced(b'"name":"', b'"name":"\\ud800'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def bytes_that_are_no_utf8(network: Network) -> Staged:
    return read_twice(network, _replaced(b'"name":"', b'"name":"\xc0\xaf'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_key_that_javascript_would_move_to_the_front(network: Network) -> Staged:
    return read_twice(network, _replaced(b'{"v":1', b'{"v":1,"7":"x"'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def a_key_that_reaches_for_the_prototype(network: Network) -> Staged:
    return read_twice(network, _replaced(b'{"v":1', b'{"v":1,"__proto__":{}'))


@attack(families.PARSERS, BUREAU, "not_canonical")
def bytes_after_the_end_of_the_text(network: Network) -> Staged:
    return read_twice(network, lambda payload: payload + b"{}")


@attack(families.PARSERS, BUREAU, "too_deep")
def a_text_nested_deeper_than_either_reader_goes(network: Network) -> Staged:
    deep = b'{"v":1,"n":' + b"[" * 40 + b"]" * 40 + b","
    return read_twice(network, _replaced(b'{"v":1,', deep))


@attack(families.PARSERS, BUREAU, "bad_shape")
def a_truth_value_where_a_number_belongs(network: Network) -> Staged:
    time = f'"time":{network.time + 60}'.encode()
    return read_twice(network, _replaced(time, b'"time":true'))


@attack(families.PARSERS, BUREAU, "bad_shape")
def a_name_that_turns_its_direction_of_writing(network: Network) -> Staged:
    return read_twice(network, _replaced(b'"name":"', b'"name":"\xe2\x80\xae'))


@attack(families.PARSERS, BUREAU, "bad_envelope")
def an_envelope_with_bytes_to_spare(network: Network) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    return next_leaf(network, honest, honest.wire() + b"\0")
