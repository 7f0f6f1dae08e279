"""Words of two names: which are put together, by which relation, and that cheap bounds never hide one."""

import numpy as np
import pytest

from repatria.screening.alignment import Units, align, units_of, words_covered
from repatria.screening.lexicon import Lexicon
from repatria.screening.outlines import LEAST_JOINED
from repatria.screening.records import Kind
from repatria.screening.relation import NOTHING, Relation, likeness_of_letters, relate
from repatria.screening.tokens import Token, name_tokens
from tests.screening.frozen import cases


def aligned(one: str, other: str, kind: Kind = Kind.PERSON) -> set[tuple[str, str, Relation]]:
    """The pairs of words that are put together, each side's words joined by a space."""
    lexicon = Lexicon()
    ours, theirs = (units_of(name_tokens(name, kind), lexicon) for name in (one, other))

    def covered(name: Units, unit: int) -> str:
        return " ".join(lexicon.word(name.words[place]).latin for place in words_covered(name, unit))

    found = align([ours], [theirs], np.array([[0, 0]]), lexicon)
    return {
        (
            covered(ours, int(found.left[0, step])),
            covered(theirs, int(found.right[0, step])),
            Relation(int(found.relation[0, step])),
        )
        for step in range(found.left.shape[1])
        if found.left[0, step] >= 0
    }


def word(name: str) -> Token:
    return name_tokens(name, Kind.PERSON).tokens[0]


def test_order_of_a_persons_names_does_not_matter() -> None:
    pairs = {("leonora", "leonora", Relation.EXACT), ("marchetti", "marchetti", Relation.EXACT)}
    assert aligned("Leonora Marchetti", "Marchetti Leonora") == pairs


def test_neighbours_are_one_word_where_the_other_side_writes_them_so() -> None:
    assert aligned("Leonora Mar Chetti", "Leonora Marchetti") == {
        ("leonora", "leonora", Relation.EXACT), ("mar chetti", "marchetti", Relation.EXACT)
    }  # fmt: skip


def test_first_and_last_name_are_one_word_over_a_middle_name() -> None:
    found = aligned("LeonoraMarchetti", "Leonora Beatrice Marchetti")
    assert ("leonoramarchetti", "leonora marchetti", Relation.EXACT) in found


def test_letter_beside_a_word_is_an_initial_not_a_part_of_the_word() -> None:
    found = aligned("L Marchetti", "Leonora Marchetti")
    assert found == {("l", "leonora", Relation.INITIAL), ("marchetti", "marchetti", Relation.EXACT)}


def test_one_word_is_not_used_twice() -> None:
    assert len(aligned("Maria Maria Castellani", "Maria Castellani")) == 2


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("marchetti", "marchetti", Relation.EXACT),
        ("Márchetti", "marchetti", Relation.EXACT),
        ("vasilevksa", "vasilevska", Relation.EDIT_SLIGHT),
        ("Белозеров", "belozerov", Relation.ROMANISED),
        ("marchetti", "okonjo", Relation.NONE),
    ],
)
def test_words_relate(one: str, other: str, relation: Relation) -> None:
    assert relate(word(one), word(other)).relation is relation
    assert relate(word(one), word(other)) == relate(word(other), word(one))


def test_neighbouring_letters_exchanged_are_one_slip() -> None:
    assert likeness_of_letters("vasilevksa", "vasilevska") == likeness_of_letters("vasilevsja", "vasilevska")
    assert likeness_of_letters("", "") == 0.0


def test_bound_never_hides_what_relate_finds() -> None:
    """Over every pair of words in the cases. Of consonants that are nearly equal some may be dismissed."""
    words = list({token for case in cases() for side in (case.query, case.listed)
                  for token in name_tokens(side.names[0], side.kind).tokens})  # fmt: skip
    lexicon = Lexicon()
    numbers = np.array([lexicon.number(each) for each in words])
    left, right = (grid.ravel() for grid in np.meshgrid(numbers, numbers))
    bounds = lexicon.bounds(left, right, joined=np.zeros(left.shape, dtype=np.bool_))
    hidden = [
        (one, other)
        for one, other, bound in zip(left.tolist(), right.tolist(), bounds.tolist(), strict=True)
        if (found := relate(lexicon.word(one), lexicon.word(other))).relation is not Relation.SKELETON_NEAR
        and bound < found.worth - 0.101
    ]
    assert hidden == []


def test_outlines_never_dismiss_what_relate_finds() -> None:
    """Over every word of the cases beside every other, and beside neighbours written as one word."""
    names = [name_tokens(side.names[0], side.kind) for case in cases() for side in (case.query, case.listed)]
    lexicon = Lexicon()
    single = list({lexicon.number(token) for name in names for token in name.tokens})
    joined = [number for name in names for number in units_of(name, lexicon).words if number not in single]
    for others, are_joined in ((single, False), (list(dict.fromkeys(joined)), True)):
        left, right = (grid.ravel() for grid in np.meshgrid(single, others))
        flags = np.full(left.shape, are_joined)
        open_pairs = np.flatnonzero(lexicon.bounds(left, right, joined=flags) > 0)
        left, right = left[open_pairs], right[open_pairs]
        worth, relation = lexicon.compare(left, right, joined=flags[open_pairs])
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        found = [relate(lexicon.word(one), lexicon.word(other)) for one, other in pairs]
        kept = [each if not are_joined or each.worth >= LEAST_JOINED else NOTHING for each in found]
        assert worth.tolist() == pytest.approx([each.worth for each in kept])
        assert relation.tolist() == [each.relation for each in kept]
