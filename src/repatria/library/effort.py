"""How much one question may cost: seconds of whatever its caller's clock counts."""

import math
from collections.abc import Callable


class TooBroad(Exception):
    """Not answered: it would have cost more than it may."""


class Effort:
    """Asked between the queries to the index, each of which costs little by itself."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._until = math.inf

    def begin(self) -> None:
        """Count from now on."""
        self._until = self._clock() + self._seconds

    def demand(self) -> None:
        """Raises TooBroad once it is used up."""
        if self._clock() >= self._until:
            raise TooBroad


ENDLESS = Effort(math.inf, lambda: 0.0)
