"""What `make shape` counts: each habit has a sample that is found, and one that is not."""

import ast
import subprocess
from pathlib import Path

import pytest

from gate import shape

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("handler", "found"),
    [
        ("except:", 1),
        ("except Exception:", 1),
        ("except (ValueError, BaseException) as error:", 1),
        ("except ValueError:", 0),
        ("except (ValueError, OSError):", 0),
    ],
)
def test_broad_excepts_are_counted(handler: str, found: int) -> None:
    assert shape.broad_excepts(ast.parse(f"try:\n    pass\n{handler}\n    pass\n")) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("@pytest.mark." + "skipif(True, reason='slow')", True),
        ("    pytest." + "skip('later')", True),
        ("  it." + "only('works', () => {})", True),
        ("describe." + "todo('soon')", True),
        ("    reader.skip(4)", False),
        ("@pytest.mark.parametrize('skip', [1])", False),
    ],
)
def test_skipped_tests_are_counted(line: str, *, found: bool) -> None:
    assert (shape.SKIPPED.search(line) is not None) is found


def test_a_docstring_does_not_lengthen_its_function() -> None:
    tree = ast.parse('def answer() -> int:\n    """One.\n\n    Two.\n    """\n    return 42\n')
    assert list(shape.python_functions(tree)) == [2]


def test_nine_in_ten_is_where_the_long_tail_begins() -> None:
    assert shape.nine_in_ten([60, *[5] * 9]) == 5
    assert shape.nine_in_ten([60, 60, *[5] * 8]) == 60
    assert shape.nine_in_ten([]) == 0


def test_a_client_that_writes_its_date_is_not_reproducible(tmp_path: Path) -> None:
    script = "console.log(new Date().getFullYear(), Date.now() > 0, new Date(0).getFullYear())"
    now, later = (
        subprocess.run(
            [ROOT / ".venv/bin/node", *options, "-e", script], check=True, capture_output=True, text=True
        ).stdout.split()
        for options in ([], [f"--require={ROOT}/gate/a-year-later.cjs"])
    )
    assert int(later[0]) - int(now[0]) in (1, 2)
    assert later[1:] == now[1:] == ["true", "1970"]
