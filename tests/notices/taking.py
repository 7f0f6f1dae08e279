"""Files of lists for the tests: bytes that were taken on some day."""

from __future__ import annotations

import io
from pathlib import Path

from repatria.notices.importing import Format, Listed, RowFault, detect, measure, read

SAMPLES = Path(__file__).parent / "samples"


def rows(data: bytes | str, of: Format | None = None, *, name: str = "list") -> list[Listed | RowFault]:
    """All that a reader yields for these bytes; the format is detected where it is not given."""
    file = io.BytesIO(data.encode() if isinstance(data, str) else data)
    source = measure(file, name=name)
    found = of or detect(file)
    assert found is not None, "no format was detected"
    return list(read(file, source, found))


def sample(name: str) -> list[Listed | RowFault]:
    return rows((SAMPLES / name).read_bytes(), name=name)


def entries(found: list[Listed | RowFault]) -> dict[str, Listed]:
    return {row.id: row for row in found if isinstance(row, Listed)}


def faults(found: list[Listed | RowFault]) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in found if isinstance(row, RowFault)]


def doubts(entry: Listed) -> list[tuple[str, str]]:
    return [(doubt.field, doubt.code) for doubt in entry.doubts]
