"""The big library: 100,000 documents of invented text in an index, built once for each version of it.

python -m bench.library.big [documents]     builds it (minutes), goes on with it, or says that it is there
"""

import sys
from hashlib import sha256
from itertools import islice
from pathlib import Path

from bench.disk import PLACE
from bench.library.corpus import documents
from repatria.library.index import IndexReader, IndexUnusable, IndexWriter, made_by

DOCUMENTS = 100_000
_AT_ONCE = 500


def index_path(number: int) -> Path:
    """Another version of the index or of the corpus has another place."""
    corpus = sha256(Path(__file__).with_name("corpus.py").read_bytes()).hexdigest()
    return PLACE / f"repatria-library-{number}-{made_by()[:12]}-{corpus[:12]}.index"


def built(number: int) -> Path:
    """The index of so many documents; a build that was broken off goes on where it stopped."""
    path = index_path(number)
    try:
        with IndexReader(path):
            pass
    except IndexUnusable:
        print(f"  building {path}", file=sys.stderr, flush=True)
    with IndexWriter(path) as writer:
        rest = islice(documents(number), writer.position, None)
        while part := list(islice(rest, _AT_ONCE)):
            writer.put(part, position=part[-1].position + 1)
            print(f"  {part[-1].position + 1:,} of {number:,} documents", file=sys.stderr, flush=True)
    return path


if __name__ == "__main__":
    print(built(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS))
