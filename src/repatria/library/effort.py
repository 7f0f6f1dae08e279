"""How much one question may cost: seconds of this thread's processor, whatever is asked of however much."""

import math
import time
from collections.abc import Callable

ENDLESS = math.inf


class TooBroad(Exception):
    """Not answered: it would have cost more than it may."""


class Effort:
    """Counts from now on. Asked between the queries to the index, each of which costs little by itself."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._until = clock() + seconds

    def demand(self) -> None:
        """Raises TooBroad once it is used up."""
        if self._clock() >= self._until:
            raise TooBroad
