"""Trees, roots and proofs as RFC 9162 defines them, word by word and without any tile: what ours must agree
with. `d` is a list of entries; D[a:b] is told by its ends, so that a root is computed once."""

import hashlib
from functools import cache


class Tree:
    def __init__(self, d: list[bytes]) -> None:
        self.d = d
        self.mth = cache(self._mth)

    def _mth(self, start: int, end: int) -> bytes:
        """Section 2.1.1: MTH(D[start:end])."""
        n = end - start
        if n == 0:
            return hashlib.sha256().digest()
        if n == 1:
            return hashlib.sha256(b"\x00" + self.d[start]).digest()
        k = _split(n)
        left, right = self.mth(start, start + k), self.mth(start + k, end)
        return hashlib.sha256(b"\x01" + left + right).digest()

    def path(self, m: int, start: int, end: int) -> list[bytes]:
        """Section 2.1.3.1: PATH(m, D[start:end])."""
        n = end - start
        if n == 1:
            return []
        k = _split(n)
        if m < k:
            return [*self.path(m, start, start + k), self.mth(start + k, end)]
        return [*self.path(m - k, start + k, end), self.mth(start, start + k)]

    def proof(self, m: int, n: int) -> list[bytes]:
        """Section 2.1.4.1: PROOF(m, D_n), for 0 < m < n."""
        return self._subproof(m, 0, n, True)

    def _subproof(self, m: int, start: int, end: int, b: bool) -> list[bytes]:
        n = end - start
        if m == n:
            return [] if b else [self.mth(start, end)]
        k = _split(n)
        if m <= k:
            return [*self._subproof(m, start, start + k, b), self.mth(start + k, end)]
        return [*self._subproof(m - k, start + k, end, False), self.mth(start, start + k)]


def _split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k
