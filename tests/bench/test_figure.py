"""What makes a figure met, missed or untaken, with sides that only return numbers."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import figure, run
from bench.figure import Figure, PeerUnavailable, Round, Side, at_least, at_most, in_series, limit


def side(name: str, numbers: list[float], taken: list[str]) -> Side:
    """Returns the numbers in order and notes each turn."""

    @contextlib.contextmanager
    def opened() -> Iterator[Round]:
        left = iter(numbers)

        def take() -> float:
            taken.append(name)
            return next(left)

        yield take

    return opened


def not_installed() -> contextlib.AbstractContextManager[Round]:
    raise PeerUnavailable("no such package")


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Figure]:
    """An empty register of figures; results go to a folder of the test's own."""
    registered: dict[str, Figure] = {}
    monkeypatch.setattr(figure, "FIGURES", registered)
    monkeypatch.setattr(run, "FIGURES", registered)
    monkeypatch.setattr(run, "MODULES", ())
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    return registered


def run_bench(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["bench.run", *arguments])
    return run.main()


def test_sides_take_turns_and_medians_make_the_ratio() -> None:
    taken: list[str] = []
    ours, peer = side("A", [30, 1, 31], taken), side("B", [2, 1, 1000], taken)
    result = figure.measure(Figure("f", "x/s", at_least(15), ours, peer), rounds=3)
    assert "".join(taken) == "ABABAB"
    assert (result.ours, result.peer, result.ratio, result.met) == (30, 2, 15, True)


@pytest.mark.parametrize(
    ("goal", "ratio", "met"),
    [
        (at_least(2), 2.0, True),
        (at_least(2), 1.99, False),
        (at_most(0.2), 0.2, True),
        (at_most(0.2), 0.21, False),
    ],
)
def test_a_goal_holds_up_to_its_bound(goal: figure.Goal, ratio: float, *, met: bool) -> None:
    assert goal.met(ratio) is met


def test_rates_in_series_add_their_times() -> None:
    with in_series(limit(100), limit(300))() as take:
        assert take() == pytest.approx(75)


def test_a_full_run_writes_results(figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch) -> None:
    figure.register(Figure("f", "ms", at_most(1), limit(10), limit(25)))
    assert run_bench(monkeypatch) == 0
    assert json.loads(run.RESULTS.read_text()) == [
        {
            "name": "f",
            "ours": 10,
            "peer": 25,
            "unit": "ms",
            "ratio": 0.4,
            "goal": "≤ 1",
            "met": True,
        }
    ]


def test_one_figure_alone_writes_nothing(figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch) -> None:
    figure.register(Figure("f", "ms", at_most(1), limit(10), limit(25)))
    assert run_bench(monkeypatch, "--only", "f") == 0
    assert not run.RESULTS.exists()


def test_a_missed_goal_ends_with_status_1(
    figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    figure.register(Figure("f", "ms", at_most(1), limit(26), limit(25)))
    assert run_bench(monkeypatch) == 1
    assert json.loads(run.RESULTS.read_text())[0]["met"] is False


def test_a_peer_that_cannot_be_installed_is_an_error_and_never_met(
    figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    figure.register(Figure("f", "x/s", at_least(0), limit(10), not_installed))
    assert run_bench(monkeypatch) == 2
    [row] = json.loads(run.RESULTS.read_text())
    assert row["met"] is False
    assert row["ratio"] is None
    assert "no such package" in row["note"]


def test_a_goal_that_does_not_apply_is_neither_met_nor_missed(
    figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = Figure("f", "x/s", at_least(3), limit(1), limit(5000), applies=lambda _: "fast disk")
    figure.register(quick)
    assert run_bench(monkeypatch) == 0
    [row] = json.loads(run.RESULTS.read_text())
    assert (row["met"], row["note"]) == (None, "fast disk")


@pytest.mark.parametrize("option", ["--only", "--peers"])
def test_an_unknown_name_is_refused(
    figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run_bench(monkeypatch, option, "no-such-name")
