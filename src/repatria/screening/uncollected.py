"""A stretch of work in which Python does not look for garbage in rings.

Building an index and screening make no rings, but millions of small objects, which would be looked through
again and again: two fifths of the time of a build, a fifth of that of a screening.
"""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            _age()
            gc.enable()


def _age() -> None:
    """Count what was made as old, or the next collection, which comes at once, walks all of it."""
    if not gc.get_freeze_count():  # what somebody else has frozen stays so
        gc.freeze()
        gc.unfreeze()
