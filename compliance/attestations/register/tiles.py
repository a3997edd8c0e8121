"""The tree as tiles: rows of up to 256 hashes, from which proofs are made without reading all leaves.

C2SP tlog-tiles; the trees and proofs are those of RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1. Tiles at
level 0 hold leaf hashes; a tile at the next level has one hash for each full tile below it. Functions here
read tiles through a `Read` and write nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from .encoding import HASH_SIZE, LARGEST
from .merkle import EMPTY_ROOT, leaf_hash, node_hash

WIDTH = 256  # hashes of a full tile
HEIGHT = 8  # levels of the tree within a tile: 2**8 is 256
MOST_LEVEL = 63

# What is stored of the tile (level, index): hashes one after the other, b"" if none. More than a tree has at
# the size in question is no harm: what was written before a crash counts for nothing.
Read = Callable[[int, int], bytes]


class Missing(LookupError):
    """Less is stored of a tile than a tree of that size has."""

    def __init__(self, level: int, index: int) -> None:
        super().__init__(f"Hashes are missing in the tile {path(level, index)}")


def append(read: Read, size: int, entries: Iterable[bytes]) -> dict[tuple[int, int], bytes]:
    """All new content of each tile that changes when entries follow the first `size`. Raises Missing."""
    changed = {}
    level, hashes = 0, [leaf_hash(each) for each in entries]
    while hashes:
        index, width = divmod(size, WIDTH)
        row = b"".join((_stored(read, level, index, 0, width), *hashes))
        tiles = [row[at : at + WIDTH * HASH_SIZE] for at in range(0, len(row), WIDTH * HASH_SIZE)]
        changed.update({(level, index + number): tile for number, tile in enumerate(tiles)})
        hashes = [_top(each) for each in tiles if len(each) == WIDTH * HASH_SIZE]
        level, size = level + 1, index
    return changed


def root(read: Read, size: int) -> bytes:
    """The root of the first `size` entries. Raises Missing."""
    return _subtree(cache(read), 0, size) if size else EMPTY_ROOT


def leaf(read: Read, index: int) -> bytes:
    """The hash of the leaf at `index`. Raises Missing."""
    return _complete(read, index, 1)


def inclusion_proof(read: Read, index: int, size: int) -> list[bytes]:
    """That the entry at `index` is among the first `size` (PATH of RFC 9162). Raises ValueError where it is
    not, and Missing."""
    if not 0 <= index < size:
        raise ValueError(f"There is no entry {index} in a tree of size {size}")
    read, proof, start, end = cache(read), [], 0, size
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            proof.append(_subtree(read, middle, end))
            end = middle
        else:
            proof.append(_subtree(read, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(read: Read, first: int, second: int) -> list[bytes]:
    """That the first `second` entries begin with the first `first` (PROOF of RFC 9162); empty where `first`
    is 0 or `second`. Raises ValueError where `first` is larger, and Missing."""
    if not 0 <= first <= second:
        raise ValueError(f"A tree of size {second} does not extend one of size {first}")
    if first in (0, second):
        return []
    read, proof, start, end = cache(read), [], 0, second
    while first != end:
        middle = _middle(start, end)
        if first <= middle:
            proof.append(_subtree(read, middle, end))
            end = middle
        else:
            proof.append(_subtree(read, start, middle))
            start = middle
    if start:  # otherwise it is the first tree as a whole, whose root everybody has
        proof.append(_subtree(read, start, end))
    return proof[::-1]


def widths(size: int) -> list[tuple[int, int]]:
    """For each level of a tree: how many full tiles, and how wide the partial one is (0: there is none)."""
    levels = []
    while size:
        levels.append(divmod(size, WIDTH))
        size //= WIDTH
    return levels


def width(size: int, level: int, index: int) -> int:
    """How many hashes the tile (level, index) has in a tree of `size`, 0 to 256. A bundle has as many entries
    as the tile at level 0 has hashes."""
    return min(max((size >> HEIGHT * level) - WIDTH * index, 0), WIDTH)


def _stored(read: Read, level: int, index: int, start: int, stop: int) -> bytes:
    """Some hashes of a tile."""
    found = read(level, index)[start * HASH_SIZE : stop * HASH_SIZE] if stop else b""
    if len(found) < (stop - start) * HASH_SIZE:
        raise Missing(level, index)
    return found


def _middle(start: int, end: int) -> int:
    """Where RFC 9162 divides a tree: after the largest power of two that is smaller than its size."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _subtree(read: Read, start: int, end: int) -> bytes:
    """MTH(D[start:end]), for what repeated division leads to: whole powers of two begin at a multiple."""
    size = end - start
    if size & (size - 1) == 0:
        return _complete(read, start, size)
    middle = _middle(start, end)
    return node_hash(_subtree(read, start, middle), _subtree(read, middle, end))


def _complete(read: Read, start: int, size: int) -> bytes:
    """The same for 2**n leaves: they are a run of hashes in one tile."""
    level, height = divmod(size.bit_length() - 1, HEIGHT)
    index, place = divmod(start >> HEIGHT * level, WIDTH)
    hashes = _stored(read, level, index, place, place + (1 << height))
    return _top(hashes) if height else hashes


@lru_cache(maxsize=1024)  # proofs in one tree share most of what they hash; at most 8 MB
def _top(hashes: bytes) -> bytes:
    """The root above 2**n hashes."""
    row = [hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE)]
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


# What is served where (tlog-tiles, "Merkle Tree" and "Log entries").

_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


@dataclass(frozen=True)
class Asked:
    """A tile or, where `level` is None, a bundle of entries; its first `width` hashes or entries."""

    level: int | None
    index: int
    width: int


def path(level: int, index: int, width: int = WIDTH) -> str:
    """Where a tile is served, below the register's prefix. Raises ValueError for what cannot be."""
    if not 0 <= level <= MOST_LEVEL:
        raise ValueError(f"There is no level {level}")
    return f"tile/{level}/{_numbered(index, width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """Where a bundle of entries is served. Raises ValueError."""
    return f"tile/entries/{_numbered(index, width)}"


def parse(given: str) -> Asked:
    """Raises ValueError for all but what `path` and `entries_path` give."""
    match = _PATH.fullmatch(given)
    if not match:
        raise ValueError("This is no path of a tile")
    level = None if match[1] == "entries" else int(match[1])
    asked = Asked(level, int(re.sub("[x/]", "", match[2])), int(match[3] or WIDTH))
    again = entries_path(asked.index, asked.width) if level is None else path(level, asked.index, asked.width)
    if again != given:
        raise ValueError("This is not how the path of a tile is written")
    return asked


def _numbered(index: int, width: int) -> str:
    if not 0 <= index <= LARGEST // WIDTH:
        raise ValueError(f"There is no tile {index}")
    if not 1 <= width <= WIDTH:
        raise ValueError(f"No tile is {width} wide")
    last, rest = f"{index % 1000:03}", index // 1000
    while rest:
        last, rest = f"x{rest % 1000:03}/{last}", rest // 1000
    return last if width == WIDTH else f"{last}.p/{width}"


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries, each after its length. Raises ValueError for an entry of 64 KiB or more, or too many."""
    given = list(entries)
    if len(given) > WIDTH or any(len(each) > 0xFFFF for each in given):
        raise ValueError("A bundle has at most 256 entries of at most 65,535 bytes")
    return b"".join(len(each).to_bytes(2, "big") + each for each in given)


def unbundle(data: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError where it ends within an entry, or has over 256."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data):
            raise ValueError("The bundle ends within an entry")
        entries.append(data[start:at])
    if len(entries) > WIDTH:
        raise ValueError("A bundle has at most 256 entries")
    return entries
