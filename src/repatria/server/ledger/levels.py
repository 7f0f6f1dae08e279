"""The tree's perfect subtrees, kept so that a root or proof costs a logarithm of hashes.

64 octets of memory a leaf. RFC 9162 section 2.1; tiles as in C2SP tlog-tiles.
"""

from __future__ import annotations

from repatria.protocol.tree import EMPTY_ROOT, node_hash

HASH = 32
TILE = 256


class Levels:
    """`_levels[h]` holds the roots of the complete subtrees of 2^h leaves, left to right."""

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]

    @property
    def size(self) -> int:
        return len(self._levels[0]) // HASH

    def append(self, leaf_hash: bytes) -> None:
        height, node = 0, leaf_hash
        while True:
            if height == len(self._levels):
                self._levels.append(bytearray())
            self._levels[height] += node
            count = len(self._levels[height]) // HASH
            if count % 2:
                return
            node = node_hash(self._node(height, count - 2), node)
            height += 1

    def _node(self, height: int, index: int) -> bytes:
        return bytes(self._levels[height][index * HASH : (index + 1) * HASH])

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        return self._range(0, size) if size else EMPTY_ROOT

    def _range(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]); `start` is a multiple of the range's power of two, as RFC 9162 splits."""
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self._node(height, start >> height)
        middle = start + _split(width)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """PATH(index, D[size]), RFC 9162 section 2.1.3.1; `index` < `size` <= the tree's."""
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """PROOF(old, D[new]), RFC 9162 section 2.1.4.1; empty where old is 0 or new."""
        if old in (0, new):
            return []
        path: list[bytes] = []
        start, end, whole = 0, new, True
        while old != end:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self._range(start, end))
        return path[::-1]

    def tile(self, level: int, index: int, width: int) -> bytes | None:
        """`width` hashes of a tile, or None where the tree has not that many yet."""
        height = level * 8
        if height >= len(self._levels):
            return None
        start = index * TILE
        tile = bytes(self._levels[height][start * HASH : (start + width) * HASH])
        return tile if len(tile) == width * HASH else None


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1
