"""The figures of the big library, at a size that takes seconds."""

from pathlib import Path

import pytest

from bench.library import big, pace
from bench.library.asking import questions
from repatria.library.index import IndexReader
from repatria.library.items import Question


def test_a_library_is_built_asked_and_put_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big, "PLACE", tmp_path)
    path = big.built(60)
    assert big.built(60) == path
    with pace.searching(path) as process:
        taken = pace.milliseconds(process, [each for each in questions(4) if each[0] != "a phrase"])
        assert 5 < process.resident_mb < 1_000
    assert set(map(len, taken.values())) == {4}
    assert pace.p95({"a": [1.0] * 99, "b": [5.0]}) < 5
    assert pace.milliseconds_of_a_put(path) > 0
    with IndexReader(path) as reader:
        assert reader.search(Question(), None).total == 60
