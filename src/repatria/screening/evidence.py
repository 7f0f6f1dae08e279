"""What an alignment says, in a few numbers for the model: the reasons added up.

Owns the columns and their meaning. All are between 0 and about 1 except those in nats (rarity), which are
capped. The model's coefficients (model.json) name these columns.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.screening.alignment import SHIP, Alignment, Floats, Units
from repatria.screening.relation import Relation, likeness_of_letters
from repatria.screening.weighing import LIGHT

COLUMNS: Final = (
    "agreed_less",  # share of the name less explained, by worth
    "agreed_more",
    "agreed_nats",  # rarity of what agrees
    "conflict_nats",  # rarity of what is left over on both sides
    "conflict_share",
    "extra_query",  # share left over
    "extra_listed",
    "extra_nats",  # left over on one side only
    "weakest",  # worth of the weakest aligned name
    "letters",  # likeness of the two names as wholes, the better of two orders
    "disorder",  # share of aligned pairs that stand in another order
    "numbers",  # 1 when both have numbers and they differ, 0.5 when one has them
    "words",  # aligned words, of five
    "across",  # 1 when the names are of two scripts
    *(relation.name.lower() for relation in Relation if relation is not Relation.NONE),
    "forms",  # 1 when both have legal forms and none in common
    "things",  # 1 when neither name is a person's
    "ships",  # 1 when one is a ship's
)
FORMS: Final = COLUMNS.index("forms")
THINGS: Final = COLUMNS.index("things")
MOST_NATS: Final = 40.0


def evidence(
    aligned: Alignment, left: Sequence[Units], right: Sequence[Units], pairs: NDArray[np.int64]
) -> Floats:
    """One row of COLUMNS for each pair; `letters`, the one that costs, is 0 until `add_letters`."""
    got = aligned.left >= 0
    ours, theirs = aligned.left_total, aligned.right_total
    our_share = (aligned.left_mass * aligned.worth).sum(axis=1) / np.maximum(ours, 1e-6)
    their_share = (aligned.right_mass * aligned.worth).sum(axis=1) / np.maximum(theirs, 1e-6)
    our_rest = np.maximum(ours - aligned.left_mass.sum(axis=1), 0)
    their_rest = np.maximum(theirs - aligned.right_mass.sum(axis=1), 0)
    mass = (aligned.left_mass + aligned.right_mass) / 2
    out = np.zeros((len(pairs), len(COLUMNS)), dtype=np.float32)
    out[:, 0] = np.minimum(our_share, their_share)
    out[:, 1] = np.maximum(our_share, their_share)
    out[:, 2] = np.minimum((mass * aligned.worth).sum(axis=1), MOST_NATS)
    out[:, 3] = np.minimum(np.minimum(our_rest, their_rest), MOST_NATS)
    out[:, 5] = our_rest / np.maximum(ours, 1e-6)
    out[:, 6] = their_rest / np.maximum(theirs, 1e-6)
    out[:, 4] = np.minimum(out[:, 5], out[:, 6])
    out[:, 7] = np.minimum(np.abs(our_rest - their_rest), MOST_NATS)
    out[:, 8] = np.where(got & (mass > LIGHT), aligned.worth, 1.0).min(axis=1, initial=1.0)
    out[:, 10] = _disorder(aligned, got)
    out[:, 12] = np.minimum((got & (mass > LIGHT)).sum(axis=1) / 5, 1.0)
    out[:, 14:FORMS] = _by_relation(aligned, mass.astype(np.float32))
    out[:, 13] = _column(left, pairs[:, 0], "script") != _column(right, pairs[:, 1], "script")
    one, other = _column(left, pairs[:, 0], "thing"), _column(right, pairs[:, 1], "thing")
    out[:, THINGS] = (one > 0) & (other > 0)
    out[:, THINGS + 1] = np.maximum(one, other) == SHIP
    _add_numbers(out, left, right, pairs)
    _add_forms(out, left, right, pairs)
    return out


def _by_relation(aligned: Alignment, mass: Floats) -> Floats:
    """The share of both names that each relation explains, P x relations without NONE."""
    pairs, kinds = len(mass), len(Relation)
    cells = aligned.relation + kinds * np.arange(pairs)[:, None]
    found = np.bincount(cells.ravel(), mass.ravel(), pairs * kinds).reshape(pairs, kinds)[:, 1:]
    total = np.maximum(aligned.left_total + aligned.right_total, 1e-6)
    share: Floats = (2 * found / total[:, None]).astype(np.float32)
    return share


def _column(names: Sequence[Units], which: NDArray[np.int64], field: str) -> NDArray[np.int64]:
    return np.array([getattr(name, field) for name in names], dtype=np.int64)[which]


def _disorder(aligned: Alignment, got: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Share of the pairs of aligned units that stand in another order in the two names."""
    both = got[:, :, None] & got[:, None, :]
    turns = np.sign(aligned.left_place[:, :, None] - aligned.left_place[:, None, :])
    turned = turns * np.sign(aligned.right_place[:, :, None] - aligned.right_place[:, None, :]) < 0
    possible = np.maximum(both.sum(axis=(1, 2)) - got.sum(axis=1), 1)
    share: NDArray[np.float64] = (turned & both).sum(axis=(1, 2)) / possible
    return share


def _add_numbers(
    out: Floats, left: Sequence[Units], right: Sequence[Units], pairs: NDArray[np.int64]
) -> None:
    ours = np.array([bool(name.numbers) for name in left], dtype=np.bool_)[pairs[:, 0]]
    theirs = np.array([bool(name.numbers) for name in right], dtype=np.bool_)[pairs[:, 1]]
    for row in np.flatnonzero(ours | theirs).tolist():
        mine, yours = left[pairs[row, 0]].numbers, right[pairs[row, 1]].numbers
        if mine != yours:
            out[row, 11] = 1.0 if mine and yours else 0.5


def _add_forms(out: Floats, left: Sequence[Units], right: Sequence[Units], pairs: NDArray[np.int64]) -> None:
    ours = np.array([bool(name.forms) for name in left], dtype=np.bool_)[pairs[:, 0]]
    theirs = np.array([bool(name.forms) for name in right], dtype=np.bool_)[pairs[:, 1]]
    for row in np.flatnonzero(ours & theirs).tolist():
        out[row, FORMS] = left[pairs[row, 0]].forms.isdisjoint(right[pairs[row, 1]].forms)


def add_letters(out: Floats, rows: NDArray[np.intp], pairs: Sequence[tuple[Units, Units]]) -> None:
    """Fill `letters` in some rows: how alike the two names are as wholes, in written or in sorted order."""
    for row, (one, other) in zip(rows.tolist(), pairs, strict=True):
        out[row, LETTERS] = _letters(one.latin, other.latin)


LETTERS: Final = COLUMNS.index("letters")


def _letters(one: str, other: str) -> float:
    first = likeness_of_letters(one.replace(" ", ""), other.replace(" ", ""))
    if first == 1.0:
        return first
    return max(first, likeness_of_letters(_sorted(one), _sorted(other)))


def _sorted(name: str) -> str:
    return "".join(sorted(name.split(" ")))
