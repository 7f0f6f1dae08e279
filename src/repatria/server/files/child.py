"""The process that looks into one file: `python -m repatria.server.files.child TYPE`, the file as its input.

Whoever wrote the file may have written it for the reader: so it is read where there is no key, no database,
no network and nothing to write to, and where it ends with the process. Standard output gets `{"pages": n}`
and as many texts, each compressed (zlib), or `{"refused": code, "found": type or null}`.
"""

from __future__ import annotations

import sys
import zlib

from repatria.server.files import confinement
from repatria.server.messages import write_message


def main() -> None:
    confinement.bound()
    from repatria.library.reading import FileRefused, preload, read_file

    preload()
    confinement.confine()
    file, out = sys.stdin.buffer, sys.stdout.buffer
    try:
        pages = read_file(file, sys.argv[1])
    except FileRefused as refused:
        write_message(out, {"refused": refused.code, "found": refused.found})
        return
    texts = tuple(zlib.compress(page.encode("utf-8", "replace")) for page in pages)
    write_message(out, {"pages": len(texts)}, texts)


if __name__ == "__main__":
    main()
