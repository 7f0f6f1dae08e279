"""Print the size and the habits of the code, and fail when one of them grew past gate/shape.json.

Looks at what git tracks, without data (catalogues, vectors, reference records). A limit is raised
only by editing gate/shape.json, so that growth is a line in a diff that somebody reads.
"""

import ast
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = ROOT / "gate" / "shape.json"
CODE = re.compile(r"\.(py|ts|tsx|js|cjs|css|sh)$")
DATA = re.compile(r"(^|/)(locales|vectors|reference|migrations)/")
SKIPPED = re.compile(
    r"mark\.(skip|skipif|xfail)\b|pytest\.(skip|xfail|importorskip)\("
    r"|\b(it|test|describe)\.(skip|only|todo|fails|skipIf|runIf)\b"
)
BROAD = {"Exception", "BaseException"}


def tracked_code() -> list[Path]:
    """The code that git tracks and that exists, without data and without this file's own patterns."""
    # Whoever runs this may be another user than the owner of the folder, which git distrusts.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listing.stdout.split("\0") if CODE.search(name) and not DATA.search(name)]
    return [path for name in names if (path := ROOT / name).is_file() and path != Path(__file__)]


def python_functions(tree: ast.AST) -> Iterator[int]:
    """The length in lines of each function, its docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            doc = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
            yield (node.end_lineno or node.lineno) - node.lineno + 1 - doc


def broad_excepts(tree: ast.AST) -> int:
    """How many handlers take every exception there is."""

    def is_broad(caught: ast.expr | None) -> bool:
        if isinstance(caught, ast.Tuple):
            return any(is_broad(element) for element in caught.elts)
        return caught is None or (isinstance(caught, ast.Name) and caught.id in BROAD)

    return sum(isinstance(node, ast.ExceptHandler) and is_broad(node.type) for node in ast.walk(tree))


def typescript_functions() -> list[int]:
    """The length in lines of each function of the client."""
    command = ["node", "lint/lengths.js"]
    answer = subprocess.run(command, cwd=ROOT / "web", check=True, capture_output=True, text=True)
    return [lines for _file, _line, lines in json.loads(answer.stdout)]


def nine_in_ten(lengths: list[int]) -> int:
    """The length that nine in ten stay at or under; 0 when there is nothing to measure."""
    return sorted(lengths)[math.ceil(len(lengths) * 0.9) - 1] if lengths else 0


def measure() -> tuple[dict[str, int], list[str]]:
    """Return the figures that have limits, and the lines that are only shown."""
    files = {path: path.read_text() for path in tracked_code()}
    trees = [ast.parse(text) for path, text in files.items() if path.suffix == ".py"]
    sizes = sorted(((text.count("\n"), path) for path, text in files.items()), reverse=True)
    figures = {
        "largest_file_lines": sizes[0][0],
        "python_function_lines_nine_in_ten": nine_in_ten(
            [n for tree in trees for n in python_functions(tree)]
        ),
        "typescript_function_lines_nine_in_ten": nine_in_ten(typescript_functions()),
        "skipped_tests": sum(len(SKIPPED.findall(text)) for text in files.values()),
        "broad_excepts": sum(map(broad_excepts, trees)),
    }
    return figures, [f"{lines:6} {path.relative_to(ROOT)}" for lines, path in sizes[:5]]


def main() -> int:
    figures, largest = measure()
    limits: dict[str, int] = json.loads(LIMITS.read_text())
    print("largest files:", *largest, sep="\n")
    for name, value in figures.items():
        print(f"{value:6} {name} (limit {limits[name]}){'  TOO MUCH' if value > limits[name] else ''}")
    return int(any(value > limits[name] for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
