"""A log in memory, and keys that are the same in each run."""

from collections.abc import Iterable
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from compliance.attestations.register import checkpoint, tiles
from compliance.attestations.register.checkpoint import Checkpoint
from compliance.attestations.register.note import Signer

ORIGIN = "register.example/log"


def signer(name: str = ORIGIN, seed: str = "first key") -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest()))


def entries(count: int, start: int = 0) -> list[bytes]:
    """Entries as ours are: 32 bytes, none like another."""
    return [sha256(b"%d" % number).digest() for number in range(start, start + count)]


class Log:
    def __init__(self, given: Iterable[bytes] = ()) -> None:
        self.size = 0
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.append(given)

    def read(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")

    def append(self, given: Iterable[bytes]) -> dict[tuple[int, int], bytes]:
        """What changed."""
        more = list(given)
        changed = tiles.append(self.read, self.size, more)
        self.tiles.update(changed)
        self.size += len(more)
        return changed

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        at = self.size if size is None else size
        return Checkpoint(ORIGIN, at, tiles.root(self.read, at))

    def signed(self, size: int | None = None) -> str:
        return checkpoint.sign(self.checkpoint(size), signer())
