"""The fold of publications: every sample of `publication_samples`; the documents of every shelf."""

from functools import cache

import pytest

from repatria.protocol import publications
from repatria.protocol.directory import Directory
from repatria.protocol.publication_states import Publication
from tests.protocol.folding import check_fold
from tests.protocol.invented import Network
from tests.protocol.outcome import outcome
from tests.protocol.publication_samples import CASES, base_network
from tests.protocol.publication_samples.documents import NONCE, Document, documents
from tests.protocol.publication_samples.records import FULL, ITEMS
from tests.protocol.publication_samples.wandering import PublicationWanderer
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
        "bad_access",
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
        parts = [] if case.shelf == publications.RETIREMENT else case.parts
        assert publications.parts_of(case.shelf, record) == parts


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


def test_no_sequence_of_acts_publishes_alone_or_over_what_was_not_seen() -> None:
    codes: set[str | None] = set()
    for seed in range(10):
        wanderer = PublicationWanderer(seed)
        directory = wanderer.network.directory
        for _ in range(120):
            made = wanderer.envelope()
            code = outcome(directory.apply, directory.size, made)[0]
            codes.add(code)
            if code is None:
                wanderer.network.leaves.append(made.wire())
        for shelf, item in {(one.shelf, one.item) for one in directory.publications.values()}:
            check_history(directory, directory.history(shelf, item))
        documents = [one.named for one in directory.publications.values() if one.named]
        assert len(set(documents)) == len(documents)
    expected = {"no_authority", "bad_seen", "replayed_document", "unknown_offer", "wrong_state", "no_reason"}
    expected |= {"bad_offer", "same_person", "no_offer", "not_published", "item_changed", "bad_access"}
    assert codes >= expected | {None}


def check_history(directory: Directory, made: tuple[Publication, ...]) -> None:
    """Whoever replaced something had seen it; members learn only from what two people stand behind."""
    stands: dict[str, Publication] = {}
    for one in made:
        for part in one.stands_for:
            assert part not in stands or stands[part].issue.index < one.seen
            assert one.why is None or stands[part].access == one.access
            stands[part] = one
        if one.shelf in ("library", "course") and one.document is not None:
            offer = directory.offers[one.offer or ""]
            assert not offer.issue.same_person(one.issue)
            assert (offer.document, offer.access) == (one.document, one.access)
    for part, one in stands.items():
        assert directory.standing(one.shelf, one.item, part) == one
