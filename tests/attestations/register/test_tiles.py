"""compliance.attestations.register.tiles: appending, and proofs that read few tiles."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.attestations.register.merkle import EMPTY_ROOT, leaf_hash
from compliance.attestations.register.tiles import (
    Missing,
    Read,
    append,
    consistency_proof,
    inclusion_proof,
    leaf,
    root,
    width,
    widths,
)

from .logs import Log, entries
from .naive import Tree

SIZE = 70_000  # the specification's example
HASH = 32  # bytes


@pytest.fixture(scope="module")
def large() -> Log:
    return Log(entries(SIZE))


@pytest.fixture(scope="module")
def definition() -> Tree:
    return Tree(entries(SIZE))


def test_the_tiles_of_the_specifications_example_are_as_it_says(large: Log) -> None:
    """tlog-tiles, "Partial Tiles": 273 full tiles and one of 112 at level 0, and so on."""
    assert widths(SIZE) == [(273, 112), (1, 17), (0, 1)]
    found = {key: len(tile) // HASH for key, tile in large.tiles.items()}
    level_0 = {(0, index): 256 for index in range(273)}
    assert found == {**level_0, (0, 273): 112, (1, 0): 256, (1, 1): 17, (2, 0): 1}


def test_256_entries_are_a_full_tile_and_one_hash_above() -> None:
    assert widths(256) == [(1, 0), (0, 1)]
    assert {key: len(tile) // HASH for key, tile in Log(entries(256)).tiles.items()} == {
        (0, 0): 256,
        (1, 0): 1,
    }


def test_an_empty_tree_has_no_tiles() -> None:
    assert widths(0) == []
    assert append(Log().read, 0, []) == {}
    assert root(Log().read, 0) == EMPTY_ROOT


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, SIZE])
def test_single_tiles_are_as_wide_as_their_levels_say(size: int) -> None:
    for level, (full, partial) in enumerate([*widths(size), (0, 0)]):
        assert {width(size, level, index) for index in range(full)} <= {256}
        assert (width(size, level, full), width(size, level, full + 1)) == (partial, 0)


def test_entries_added_one_by_one_give_the_same_tiles_as_at_once() -> None:
    given_ = entries(600)
    log = Log()
    for each in given_:
        log.append([each])
    assert log.tiles == Log(given_).tiles


@given(st.lists(st.integers(0, 300), max_size=5))
def test_batches_of_any_size_give_the_same_tiles_as_at_once(sizes: list[int]) -> None:
    log = Log()
    for each in sizes:
        log.append(entries(each, start=log.size))
    assert log.tiles == Log(entries(sum(sizes))).tiles


def test_batches_across_65536_entries_give_the_same_tiles_as_at_once(large: Log) -> None:
    log = Log(entries(65_280 - 1))  # one less than 255 full tiles
    for batch in (1, 250, *[1] * 12, 256, 700, 3_502):
        log.append(entries(batch, start=log.size))
    assert log.size == SIZE
    assert log.tiles == large.tiles


def test_only_tiles_that_change_are_given(large: Log) -> None:
    log = Log()
    log.tiles, log.size = dict(large.tiles), SIZE
    assert set(log.append(entries(1, start=SIZE))) == {(0, 273)}
    assert set(log.append(entries(143, start=SIZE + 1))) == {(0, 273), (1, 1)}
    assert set(log.append(entries(1, start=SIZE + 144))) == {(0, 274)}


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 69_888, SIZE])
def test_proofs_in_a_large_tree_are_those_of_the_definition(large: Log, definition: Tree, size: int) -> None:
    assert root(large.read, size) == definition.mth(0, size)
    for index in (0, 255, 256, 65_534, size // 2, size - 1):
        assert inclusion_proof(large.read, index, size) == definition.path(index, 0, size)
        assert leaf(large.read, index) == leaf_hash(definition.d[index])
    for first in (1, 255, 256, 257, 65_534, size // 2, size - 1):
        assert consistency_proof(large.read, first, size) == definition.proof(first, size)


@pytest.mark.parametrize("size", [2**40, 2**40 - 1, 2**40 - 255, 2**40 + 257, 10**12])
def test_a_proof_among_a_million_million_entries_reads_two_tiles_a_level(size: int) -> None:
    read: Counter[tuple[int, int]] = Counter()

    def counted(level: int, index: int) -> bytes:
        read[level, index] += 1
        return bytes(width(size, level, index) * HASH)

    proofs: list[Callable[[], object]] = [
        lambda: root(counted, size),
        lambda: inclusion_proof(counted, 123_456_789_012, size),
        lambda: consistency_proof(counted, 123_456_789_012, size),
    ]
    for prove in proofs:
        read.clear()
        prove()
        assert 1 <= len(read) <= 2 * len(widths(size))
        assert set(read.values()) == {1}


def test_what_is_stored_beyond_the_size_counts_for_nothing() -> None:
    """Tiles were written, and the process ended before the new size was."""
    crashed, expected = Log(entries(300)), Log([*entries(200), *entries(50, start=1_000)])
    assert root(crashed.read, 200) == Log(entries(200)).checkpoint().root
    assert append(crashed.read, 200, entries(50, start=1_000)) == expected.tiles
    assert append(crashed.read, 256, entries(1))[0, 1] == leaf_hash(entries(1)[0])


def holed(log: Log, level: int, index: int, hashes: int) -> Read:
    """As if only so many hashes of a tile were there."""
    return lambda *tile: log.read(*tile)[: hashes * HASH if tile == (level, index) else None]


@pytest.mark.parametrize(("tile", "hashes"), [((0, 1), 43), ((0, 1), 0), ((1, 0), 0)])
def test_tiles_that_lack_hashes_are_told(tile: tuple[int, int], hashes: int) -> None:
    read = holed(Log(entries(300)), *tile, hashes)
    with pytest.raises(Missing, match=f"tile/{tile[0]}/00{tile[1]}$"):
        root(read, 300)
    with pytest.raises(Missing):
        inclusion_proof(read, 299 if tile[0] else 3, 300)
    with pytest.raises(Missing):
        consistency_proof(read, 256 if tile[0] == 0 else 270, 300)


def test_nothing_is_appended_to_tiles_that_lack_hashes() -> None:
    with pytest.raises(Missing):
        append(holed(Log(entries(300)), 0, 1, 43), 300, entries(1))
    with pytest.raises(Missing):
        append(holed(Log(entries(300)), 1, 0, 0), 300, entries(212))
    with pytest.raises(Missing):
        leaf(Log(entries(3)).read, 3)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3), (4, 3)])
def test_an_entry_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no entry"):
        inclusion_proof(Log(entries(3)).read, index, size)


@pytest.mark.parametrize(("first", "second"), [(3, 2), (-1, 2), (-2, -1)])
def test_a_tree_does_not_extend_a_larger_one(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="does not extend"):
        consistency_proof(Log(entries(3)).read, first, second)
