"""The fold of publications: every sample of `publication_samples`; the documents of every shelf."""

from functools import cache

import pytest

from repatria.protocol import publications
from tests.protocol.folding import check_fold
from tests.protocol.invented import Network
from tests.protocol.outcome import outcome
from tests.protocol.publication_samples import CASES, base_network
from tests.protocol.publication_samples.documents import NONCE, Document, documents
from tests.protocol.publication_samples.records import FULL, ITEMS
from tests.protocol.statement_samples import Case


@cache
def base() -> Network:
    return base_network()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fold_lets_pass_and_refuses(case: Case) -> None:
    check_fold(base(), case)


def test_every_code_of_the_page_has_a_sample() -> None:
    codes = {
        "no_authority", "bad_seen", "replayed_document", "unknown_offer", "wrong_state", "no_reason",
        "bad_offer", "same_person", "no_offer", "not_published", "item_changed", "bad_shape",
    }  # fmt: skip
    assert codes <= {case.code for case in CASES}


def test_names_of_samples_are_distinct() -> None:
    for names in ([case.name for case in CASES], [one.name for one in documents()]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", documents(), ids=lambda case: case.name)
def test_a_document_is_read_or_not(case: Document) -> None:
    named = (case.expected, case.shelf, case.item, case.parts)
    code, record = outcome(publications.decode_document, case.whole, *named)
    assert code == case.code
    if code is None:
        assert publications.parts_of(case.shelf, record) == case.parts


@pytest.mark.parametrize("shelf", FULL)
def test_a_record_comes_back_as_it_was_written(shelf: str) -> None:
    item, own = ITEMS[shelf], FULL[shelf]
    data = publications.encode_document(shelf, item, own, NONCE)
    named = publications.document_hash(data), shelf, item, publications.parts_of(shelf, own)
    assert publications.decode_document(data, *named) == own


def test_what_could_not_be_read_is_not_written() -> None:
    facts = FULL["framework"]["facts"]
    unsorted = {"jurisdiction": "sn", "facts": list(reversed(facts))}
    for shelf, item, own, nonce in (
        ("framework", "sn", unsorted, NONCE),
        ("framework", "sn", {"jurisdiction": "sn", "facts": [facts[0], facts[0]]}, NONCE),
        ("framework", "fr", FULL["framework"], NONCE),
        ("news", "news-1", FULL["library"], NONCE),
        ("news", "News", FULL["news"], NONCE),
        ("news", "news-1", FULL["news"], NONCE[:16]),
    ):
        assert outcome(publications.encode_document, shelf, item, own, nonce)[0] == "bad_shape"
