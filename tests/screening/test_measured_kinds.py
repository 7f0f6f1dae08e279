"""What the screens say was measured of companies and ships is what the documentation has."""

import json
from importlib.resources import files
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "screening.md"


def test_figures_by_kind_are_those_of_the_documentation() -> None:
    text = DOCS.read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    kinds = json.loads(files("repatria.screening").joinpath("measured_kinds.json").read_text("utf-8"))
    for kind in ("organisation", "vessel"):
        figures = kinds[kind]
        for name, rare, common in zip(
            figures["lists"], figures["at_1_in_1000"], figures["at_1_in_100"], strict=True
        ):
            (row,) = [cells for cells in rows if cells[1].strip().startswith(name)]
            assert [cell.split()[0] for cell in row[3:5]] == [f"{rare:.2f}"[1:], f"{common:.2f}"[1:]], name
    assert f"{kinds['organisation']['alarms']:.0%}".replace("%", " %") + " of these innocents" in text
