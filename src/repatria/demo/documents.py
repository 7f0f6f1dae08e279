"""Attachments for the demo: a one-page PDF written by hand, and a table of invented transactions.

The PDF holds what a reader needs and nothing else (ISO 32000-1: header, objects, cross-reference table).
"""

from __future__ import annotations

import csv
import io
import random

LINE_CHARS = 88


def pdf(title: str, text: str) -> bytes:
    """A one-page PDF. Characters outside Latin-1 become `?`: the base fonts have no others."""
    lines = [title, "", *_wrap(text), "", "Invented for the demo of Repatria. No such case exists."]
    content = ["BT /F1 11 Tf 60 780 Td 15 TL"]
    content += [f"({_escape(line)}) Tj T*" for line in lines[:48]]
    stream = "\n".join([*content, "ET"]).encode("latin-1", "replace")
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
    )


def transactions(seed: str, count: int = 14) -> bytes:
    """A CSV (UTF-8 with BOM, for spreadsheets) of invented transfers, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - invented figures, not keys
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["date", "from", "to", "amount", "currency", "reference"])
    for number in range(count):
        rows.writerow(
            [
                f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}",
                f"ACC-000{chance.randint(10, 99)}",
                f"ACC-000{chance.randint(10, 99)}",
                f"{chance.randint(9_000, 480_000)}.00",
                chance.choice(["USD", "EUR", "CHF", "GBP"]),
                f"INV/26/{number + 1:03d}",
            ]
        )
    return "\ufeff".encode() + table.getvalue().encode()


def _document(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _wrap(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > LINE_CHARS:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _escape(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
