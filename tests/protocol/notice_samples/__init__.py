"""The samples of protocol/notices.md: for every rule of its fold what passes and what is refused, and for its
record the documents that are read and those that are not.
"""

from tests.protocol.notice_samples import changing, clock, reviewing, submitting
from tests.protocol.notice_samples.making import CASES, base_network

__all__ = ["CASES", "base_network", "changing", "clock", "reviewing", "submitting"]
