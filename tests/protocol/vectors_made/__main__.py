"""Write protocol/vectors again: `python -m tests.protocol.vectors_made`."""

from tests.protocol.vectors_made.files import FOLDER, MADE, MADE_ANEW, encoded

if __name__ == "__main__":
    for name, make in {**MADE, **MADE_ANEW}.items():
        (FOLDER / name).write_bytes(encoded(make()))
