"""The measured server: `python -m bench.ours.serve DATA PORT DATABASE STREAMS_PER_KEY`.

The installation's own settings otherwise. Its limit of streams for one key is a setting because a few
officers stand for many here.
"""

import sys
from pathlib import Path

from repatria.server import Settings, run

CLIENT = Path(__file__).parents[2] / "web" / "dist"


def main(data: str, port: str, database: str, streams_per_key: str) -> None:
    limit = int(streams_per_key)
    client = CLIENT if CLIENT.exists() else None
    run(Settings(Path(data), port=int(port), database=database, streams_per_key=limit, client=client))


if __name__ == "__main__":
    main(*sys.argv[1:])
