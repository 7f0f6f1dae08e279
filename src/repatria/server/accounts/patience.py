"""Failed sign-ins wait: 0.25 s doubling to 8 s, per login and per address, in time not in lock-out.

Only the failing answer is delayed. The right secret works at once whatever a stranger tried before,
so nobody can silence a duty officer; with 128 bits of kit in the secret, guessing leads nowhere.
In memory, bounded, forgotten after a quarter of an hour.
"""

from __future__ import annotations

from collections import OrderedDict

from repatria.server.refusals import Refusal

FIRST_SECONDS = 0.25
LONGEST_SECONDS = 8.0
FORGET_SECONDS = 900
REMEMBERED = 10_000
WAITING_PER_ADDRESS = 8


class Patience:
    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._waiting: dict[str, int] = {}

    def seconds_after_failure(self, login: str, address: str, now: float) -> float:
        """Count a failure and return how long its answer has to wait."""
        count = max(self._count(f"login {login}", now), self._count(f"address {address}", now))
        return float(min(FIRST_SECONDS * 2 ** (count - 1), LONGEST_SECONDS))

    def _count(self, name: str, now: float) -> int:
        count, last = self._failures.pop(name, (0, now))
        count = 1 if now - last > FORGET_SECONDS else count + 1
        self._failures[name] = (min(count, 32), now)
        if len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)
        return count

    def forgive(self, login: str) -> None:
        self._failures.pop(f"login {login}", None)

    def enter(self, address: str) -> None:
        """Take a place among the delayed answers. Raises Refusal (`too_many`) where all are taken."""
        if self._waiting.get(address, 0) >= WAITING_PER_ADDRESS:
            raise Refusal("too_many", retry_after=int(LONGEST_SECONDS))
        self._waiting[address] = self._waiting.get(address, 0) + 1

    def leave(self, address: str) -> None:
        self._waiting[address] -= 1
        if not self._waiting[address]:
            del self._waiting[address]
