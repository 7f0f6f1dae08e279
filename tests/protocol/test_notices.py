"""The fold of notices: every sample of `notice_samples`, and what a refusal must not change; the record."""

from functools import cache

import pytest

from repatria.protocol import notice_states, notices
from repatria.protocol.errors import ProtocolError
from repatria.protocol.notice_states import Notice
from tests.protocol.folding import check_fold
from tests.protocol.invented import Network
from tests.protocol.notice_samples import CASES, base_network
from tests.protocol.notice_samples.records import NONCE, Document, documents, silver
from tests.protocol.notice_samples.wandering import NoticeWanderer
from tests.protocol.outcome import outcome
from tests.protocol.statement_samples import Case


@cache
def base() -> Network:
    return base_network()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fold_lets_pass_and_refuses(case: Case) -> None:
    check_fold(base(), case)


def test_every_code_of_the_page_has_a_sample() -> None:
    codes = {
        "no_authority", "unknown_notice", "wrong_state", "bad_until", "replayed_record", "bad_amendment",
        "same_person", "no_reason", "too_early",
    }  # fmt: skip
    assert codes <= {case.code for case in CASES}
    assert {"wrong_record", "too_large", "bad_shape"} <= {one.code for one in documents()}


def test_names_of_samples_are_distinct() -> None:
    for names in ([case.name for case in CASES], [one.name for one in documents()]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", documents(), ids=lambda case: case.name)
def test_a_document_is_read_or_not(case: Document) -> None:
    if case.code is None:
        assert notices.record_hash(case.data) == case.expected
        assert notices.decode_record(case.data, case.expected)["texts"]
        return
    with pytest.raises(ProtocolError) as refused:
        notices.decode_record(case.data, case.expected)
    assert refused.value.code == case.code


def test_a_record_comes_back_as_it_was_written() -> None:
    data = notices.encode_record(silver(), NONCE)
    assert notices.decode_record(data, notices.record_hash(data)) == silver()
    document = notices.record_document(silver(), NONCE)
    assert notices.open_document(document, notices.record_hash(data)) == silver()


def test_what_could_not_be_read_is_not_written() -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        notices.encode_record({**silver(), "colour": "silver"}, NONCE)
    with pytest.raises(ProtocolError, match="bad_shape"):
        notices.encode_record(silver(), NONCE[:16])


@pytest.mark.parametrize("dated_back", [False, True], ids=["in order", "dated back"])
def test_no_sequence_of_acts_leaves_an_ended_state_or_publishes_alone(dated_back: bool) -> None:
    ends = [wander(seed, dated_back=dated_back) for seed in range(10)]
    assert {state for ended in ends for state in ended.values()} == notice_states.ENDED


def wander(seed: int, *, dated_back: bool) -> dict[str, str]:
    """How each notice ended of which one did, by its hash."""
    wanderer = NoticeWanderer(seed, dated_back=dated_back)
    directory = wanderer.network.directory
    ended: dict[str, str] = {}
    for _ in range(120):
        made = wanderer.envelope()
        if outcome(directory.apply, directory.size, made)[0] is None:
            wanderer.network.leaves.append(made.wire())
        for notice in directory.notices.values():
            # Where a statement may be dated back, an end counts once a statement about the notice has met it.
            state = notice.state_at(notice.last_time if dated_back else wanderer.network.time)
            assert ended.get(notice.hash, state) == state, seed
            if state in notice_states.ENDED:
                ended[notice.hash] = state
            if notice.published is not None:
                check_publication(notice)
    return ended


def check_publication(notice: Notice) -> None:
    """Two passes, of both parts, by two of the secretariat, and neither by who issued the notice."""
    passes = [review for review in notice.reviews if review.outcome == "pass"]
    assert sorted(review.part for review in passes) == ["completeness", "constitution"]
    issues = [notice.issue, *(review.issue for review in passes)]
    assert len({issue.by for issue in issues}) == 3
    assert len({issue.origin for issue in issues}) == 3
    assert notice.published == max(review.issue.index for review in passes)
