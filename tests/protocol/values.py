"""Hypothesis strategies for values that canonical JSON can hold, and for bytes near valid ones."""

from hypothesis import strategies as st

# Never integer-like, since they begin with no digit; too short for __proto__.
keys = st.builds(
    str.__add__,
    st.sampled_from("aZ_ -~"),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=6),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
integers = st.integers(-(2**53) + 1, 2**53 - 1)
leaves = st.none() | st.booleans() | integers | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
objects = st.dictionaries(keys, values, max_size=5)


@st.composite
def mutated(draw: st.DrawFn, good: bytes) -> bytes:
    """`good` with a few bytes changed, cut out or put in."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 3))
        data[at : at + cut] = draw(st.binary(max_size=3))
    return bytes(data)
