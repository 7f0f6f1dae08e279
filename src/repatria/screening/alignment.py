"""Which words of two names belong together: many pairs of names at once, in arrays.

Owns the analysed name as numbers (`Units`) and the alignment. A unit is a word, or two or three neighbours
written as one, so that "van der Bilt" meets "Vanderbilt". Pairs of units are taken greedily, the heaviest
agreement first, without regard to order; how far the order differs is counted beside it. Weighs nothing:
score.py does.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening.lexicon import NO_WORD, Lexicon, Relations
from repatria.screening.outlines import Worths
from repatria.screening.records import Kind
from repatria.screening.shelf import ListedName
from repatria.screening.tokens import NameTokens, Role, acronym
from repatria.screening.weighing import (
    CODED,
    HEAVY,
    JOINT,
    LATIN,
    MOST_WORDS,
    forms_in,
    letters_of,
    numbers_in,
)

# Neighbours that may be one word on the other side.
MOST_GLUED: Final = 3
# Two names of which less than this share could be explained on either side are not looked at closer.
LEAST_REACH: Final = 0.4

THING: Final = 1
SHIP: Final = 2
_THINGS: Final = {Kind.PERSON: 0, Kind.VESSEL: SHIP}

Floats = NDArray[np.float32]


class Units(NamedTuple):
    """A name as numbers.

    text: as it was given. words: lexicon numbers, single words first, of things the acronym last; covers:
    which words, as bits; mass: nats. heavy: words that weigh as names do. numbers: the numbers in it.
    script: 1 for Latin letters, 0 for others. thing: 0 where it is a person's, SHIP or else THING.
    forms: its legal forms, as codes.
    """

    text: str
    kind: Kind
    words: list[int]
    covers: tuple[int, ...]
    mass: list[float]
    singles: int
    latin: str
    heavy: int
    numbers: frozenset[str]
    script: int
    thing: int
    forms: frozenset[str]


class Alignment(NamedTuple):
    """What was aligned in each of P pairs, in at most S steps: all arrays are P x S unless said otherwise.

    left, right: the units, -1 where a pair has fewer. left_place, right_place: their first words.
    left_mass, right_mass: what they weigh, 0 there.
    left_total, right_total: P, what the whole names weigh.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    left_place: NDArray[np.int64]
    right_place: NDArray[np.int64]
    left_mass: Floats
    right_mass: Floats
    worth: Worths
    relation: Relations
    left_total: Floats
    right_total: Floats


def units_of(name: NameTokens, lexicon: Lexicon) -> Units:
    """A name's words and joined neighbours as numbers."""
    words = name.tokens[:MOST_WORDS]
    letters = " ".join([each for word in words if (each := letters_of(word))])
    return _units(name.original, name.kind, [lexicon.number(word) for word in words], letters, lexicon)


def units_listed(name: ListedName, kind: Kind, numbers: Mapping[int, int], lexicon: Lexicon) -> Units:
    """The same of a listed name. numbers: what the lexicon calls each place of its shelf."""
    words = [numbers[place] for place in name.places[:MOST_WORDS]]
    return _units(name.text, kind, words, name.letters, lexicon)


def _units(text: str, kind: Kind, words: list[int], letters: str, lexicon: Lexicon) -> Units:
    person = kind is Kind.PERSON
    masses, traits = lexicon.masses[person], [lexicon.traits[word] for word in words]
    mass = [masses[word] for word in words]
    joined, covers = _joined(tuple([each & JOINT for each in traits]), person=person)
    ids = words + [lexicon.glue(tuple([words[at] for at in places])) for places in joined]
    mass += [sum([mass[at] for at in places]) for places in joined]
    numbers = forms = _NOTHING
    coded = [lexicon.word(word) for word, each in zip(words, traits, strict=True) if each & CODED]
    if coded:
        numbers, forms = (_NOTHING.union(*map(codes, coded)) for codes in (numbers_in, forms_in))
    if not person:
        tokens = [lexicon.word(word) for word in words]
        if short := acronym(tokens):
            named = [at for at, word in enumerate(tokens) if word.role is Role.NAME]
            ids.append(lexicon.number(short))
            covers = (*covers, sum(1 << at for at in named))
            mass.append(sum(mass[at] for at in named))
    heavy = HEAVY[person]
    return Units(
        text,
        kind,
        ids,
        covers,
        mass,
        len(words),
        letters,
        len([each for each in traits if each & heavy]),
        numbers,
        int(bool(words) and bool(traits[0] & LATIN)),
        _THINGS.get(kind, THING),
        forms,
    )


@lru_cache(maxsize=10_000)
def _joined(joints: tuple[int, ...], *, person: bool) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
    """Which places of a name may be written as one word, and what each word and each of these covers."""
    joined = [
        tuple(range(at, at + size))
        for size in range(2, MOST_GLUED + 1)
        for at in range(len(joints) - size + 1)
        if joints[at] and joints[at : at + size] == joints[at : at + 1] * size
    ]
    if person and len(joints) > 2:  # "IvanPetrov" for Ivan Sergeyevich Petrov
        joined.append((0, len(joints) - 1))
    single = [(at,) for at in range(len(joints))]
    return joined, tuple(sum(1 << at for at in places) for places in (*single, *joined))


_NOTHING: Final = frozenset[str]()


def align(
    left: Sequence[Units], right: Sequence[Units], pairs: NDArray[np.int64], lexicon: Lexicon
) -> Alignment:
    """Align the names of each pair. `pairs` is P x 2: places in `left` and in `right`."""
    ours, theirs = _stacked(left), _stacked(right)
    here, there = pairs[:, 0], pairs[:, 1]
    worth, relation = _compared(ours, theirs, here, there, lexicon)
    masses = ours.mass[here][:, :, None] + theirs.mass[there][:, None, :]
    steps = _taken(worth * masses, ours.covers[here], theirs.covers[there], min(ours.longest, theirs.longest))
    return _alignment(steps, worth, relation, (ours, theirs), (here, there))


class _Stack(NamedTuple):
    words: NDArray[np.int64]
    covers: NDArray[np.int64]
    mass: Floats
    single: NDArray[np.bool_]
    total: Floats
    longest: int


def _stacked(names: Sequence[Units]) -> _Stack:
    sizes = np.array([len(name.words) for name in names], dtype=np.int64)
    singles = np.array([name.singles for name in names], dtype=np.int64)
    places = np.arange(max(sizes.max(initial=0), 1))
    there, single = places < sizes[:, None], places < singles[:, None]
    words, covers = np.zeros(there.shape, dtype=np.int64), np.zeros(there.shape, dtype=np.int64)
    mass = np.zeros(there.shape, dtype=np.float32)
    words[there] = list(chain.from_iterable(name.words for name in names))
    covers[there] = list(chain.from_iterable(name.covers for name in names))
    mass[there] = list(chain.from_iterable(name.mass for name in names))
    total = np.where(single, mass, 0).sum(axis=1, dtype=np.float32)
    return _Stack(words, covers, mass, single, total, int(singles.max(initial=0)))


def _compared(
    ours: _Stack, theirs: _Stack, here: NDArray[np.int64], there: NDArray[np.int64], lexicon: Lexicon
) -> tuple[Worths, Relations]:
    """Every unit beside every other, but not two joined ones: their parts are compared already."""
    left, right = ours.words[here], theirs.words[there]
    one, other = ours.single[here], theirs.single[there]
    shape = (len(here), left.shape[1], right.shape[1])
    worth, bounds = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    relation = np.zeros(shape, dtype=np.uint8)
    # Most names are short: looking only where two words meet is a tenth of looking everywhere.
    meet = (left != NO_WORD)[:, :, None] & (right != NO_WORD)[:, None, :]
    cells = np.flatnonzero(meet & (one[:, :, None] | other[:, None, :]))
    pair, cell = np.divmod(cells, shape[1] * shape[2])
    at_left, at_right = pair * shape[1] + cell // shape[2], pair * shape[2] + cell % shape[2]
    left, right = left.ravel().take(at_left), right.ravel().take(at_right)
    joined = ~(one.ravel().take(at_left) & other.ravel().take(at_right))
    most = lexicon.bounds(left, right, joined=joined)
    bounds.reshape(-1)[cells] = most
    hopeless = (_reach(bounds, ours, here) < LEAST_REACH) & (
        _reach(bounds.transpose(0, 2, 1), theirs, there) < LEAST_REACH
    )
    open_cells = np.flatnonzero((most > 0) & ~hopeless.take(pair))
    found, how = lexicon.compare(left[open_cells], right[open_cells], joined=joined[open_cells])
    worth.reshape(-1)[cells[open_cells]] = found
    relation.reshape(-1)[cells[open_cells]] = how
    return worth, relation


def _reach(bounds: Worths, names: _Stack, which: NDArray[np.int64]) -> Floats:
    """The largest share of each name that could be explained; joined units lend theirs to their words."""
    best = bounds.max(axis=2)
    width = int(names.longest)
    bits = np.int64(1) << np.arange(width)
    covers = (names.covers[which][:, :, None] & bits) != 0
    reached = np.where(covers, best[:, :, None], 0).max(axis=1)
    share: Floats = (reached * names.mass[which][:, :width]).sum(axis=1) / np.maximum(
        names.total[which], 1e-6
    )
    return share


def _taken(
    gain: Floats, left_covers: NDArray[np.int64], right_covers: NDArray[np.int64], steps: int
) -> NDArray[np.int64]:
    """The cells taken in each pair, P x S, -1 when nothing is left: each time the heaviest agreement."""
    pairs, width = gain.shape[0], gain.shape[2]
    taken = np.full((pairs, steps), -1, dtype=np.int64)
    rows = np.arange(pairs)
    for step in range(steps):
        best = gain.reshape(pairs, -1).argmax(axis=1)
        one, other = best // width, best % width
        got = gain[rows, one, other] > 0
        if not got.any():
            return taken[:, : max(step, 1)]
        taken[got, step] = best[got]
        clash = (left_covers & left_covers[rows, one][:, None]) != 0
        gain[clash & got[:, None]] = 0
        clash = (right_covers & right_covers[rows, other][:, None]) != 0
        gain.transpose(0, 2, 1)[clash & got[:, None]] = 0
    return taken


def _alignment(
    taken: NDArray[np.int64],
    worth: Worths,
    relation: Relations,
    stacks: tuple[_Stack, _Stack],
    sides: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> Alignment:
    got = taken >= 0
    rows = np.arange(taken.shape[0])[:, None]
    one, other = taken // worth.shape[2], taken % worth.shape[2]
    one, other = np.where(got, one, 0), np.where(got, other, 0)
    (ours, theirs), (here, there) = stacks, sides
    return Alignment(
        np.where(got, one, -1),
        np.where(got, other, -1),
        _first_word(ours.covers[here[:, None], one]),
        _first_word(theirs.covers[there[:, None], other]),
        np.where(got, ours.mass[here[:, None], one], 0).astype(np.float32),
        np.where(got, theirs.mass[there[:, None], other], 0).astype(np.float32),
        np.where(got, worth[rows, one, other], 0).astype(np.float32),
        np.where(got, relation[rows, one, other], 0).astype(np.uint8),
        ours.total[here],
        theirs.total[there],
    )


def _first_word(covers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of the lowest bit."""
    place: NDArray[np.int64] = np.log2(np.maximum(covers & -covers, 1)).astype(np.int64)
    return place


def words_covered(name: Units, unit: int) -> list[int]:
    """The places of a unit's words in its name."""
    covers = name.covers[unit]
    return [place for place in range(name.singles) if covers >> place & 1]
