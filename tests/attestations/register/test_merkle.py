"""compliance.attestations.register.merkle: published roots, the edges of both algorithms, and that nothing
but the right proof holds."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.attestations.register.merkle import (
    EMPTY_ROOT,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

from .logs import entries
from .naive import Tree

SIZES = range(1, 12)
NAIVE = Tree(entries(max(SIZES)))
ROOTS = [NAIVE.mth(0, size) for size in range(max(SIZES) + 1)]
LEAVES = [leaf_hash(each) for each in NAIVE.d]
OTHER = bytes(32)


def test_hashes_are_those_of_the_tests_that_certificate_transparency_publishes() -> None:
    """github.com/google/certificate-transparency, the reference tree that later projects test with too."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    tree = Tree([bytes.fromhex(each) for each in [*inputs, "606162636465666768696a6b6c6d6e6f"]])
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    pair = node_hash(leaf_hash(b""), leaf_hash(b"\x00"))
    assert pair.hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert tree.mth(0, 8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def flipped(data: bytes) -> Iterator[bytes]:
    """Each bit in turn."""
    for bit in range(len(data) * 8):
        yield (int.from_bytes(data, "big") ^ 1 << bit).to_bytes(len(data), "big")


def changed(proof: list[bytes]) -> Iterator[list[bytes]]:
    """A bit flipped, a hash dropped, cut, lengthened, added or moved."""
    for at, each in enumerate(proof):
        before, after = proof[:at], proof[at + 1 :]
        for other in (*flipped(each), each[:-1], each + b"\x00", b""):
            yield [*before, other, *after]
        yield before + after
        yield [*before, each, each, *after]
        if after and after[0] != each:
            yield [*before, after[0], each, *after[1:]]
    for at in range(len(proof) + 1):
        yield [*proof[:at], OTHER, *proof[at:]]


@pytest.mark.parametrize("size", SIZES)
def test_only_the_right_inclusion_proof_holds(size: int) -> None:
    for index in range(size):
        proof, leaf, root = NAIVE.path(index, 0, size), LEAVES[index], ROOTS[size]
        assert verify_inclusion(leaf, index, size, proof, root)
        assert not any(verify_inclusion(leaf, index, size, each, root) for each in changed(proof))
        assert not any(verify_inclusion(each, index, size, proof, root) for each in flipped(leaf))
        assert not any(verify_inclusion(leaf, index, size, proof, each) for each in flipped(root))
        assert not any(
            verify_inclusion(leaf, other, size, proof, root) for other in range(size + 2) if other != index
        )


@pytest.mark.parametrize("second", SIZES)
def test_only_the_right_consistency_proof_holds(second: int) -> None:
    for first in range(1, second):
        proof, old, new = NAIVE.proof(first, second), ROOTS[first], ROOTS[second]
        assert verify_consistency(first, second, old, new, proof)
        assert not any(verify_consistency(first, second, old, new, each) for each in changed(proof))
        assert not any(verify_consistency(first, second, each, new, proof) for each in flipped(old))
        assert not any(verify_consistency(first, second, old, each, proof) for each in flipped(new))


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (0, 0), (1, 1), (2, 1), (0, -1), (5, 3)])
def test_an_index_outside_the_tree_is_not_included(index: int, size: int) -> None:
    assert not verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


def test_a_tree_of_one_leaf_needs_no_hashes() -> None:
    assert verify_inclusion(LEAVES[0], 0, 1, [], LEAVES[0])
    assert not verify_inclusion(LEAVES[0], 0, 1, [OTHER], LEAVES[0])


def test_an_inclusion_proof_that_is_too_short_or_too_long_does_not_hold() -> None:
    """Also where the hash on the way is the root that was asked for."""
    proof = NAIVE.path(2, 0, 4)
    assert not verify_inclusion(LEAVES[2], 2, 4, proof[:1], node_hash(LEAVES[2], LEAVES[3]))
    assert not verify_inclusion(LEAVES[2], 2, 4, [*proof, OTHER], node_hash(ROOTS[4], OTHER))
    assert not verify_inclusion(LEAVES[2], 2, 4, [*proof, OTHER], node_hash(OTHER, ROOTS[4]))


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_equal_trees_are_consistent_without_hashes(size: int) -> None:
    assert verify_consistency(size, size, ROOTS[size], ROOTS[size], [])
    assert not verify_consistency(size, size, ROOTS[size], ROOTS[size], [ROOTS[size]])
    assert not verify_consistency(size, size, ROOTS[size], OTHER, [])
    assert not verify_consistency(size, size, OTHER, OTHER, []) or size


@pytest.mark.parametrize("size", [1, 2, 7])
def test_the_empty_tree_begins_every_tree_without_hashes(size: int) -> None:
    assert verify_consistency(0, size, EMPTY_ROOT, ROOTS[size], [])
    assert not verify_consistency(0, size, EMPTY_ROOT, ROOTS[size], [ROOTS[size]])
    assert not verify_consistency(0, size, OTHER, ROOTS[size], [])


@pytest.mark.parametrize(("first", "second"), [(2, 1), (1, 0), (-1, 1), (-1, -1), (-2, -1)])
def test_a_tree_never_begins_with_a_larger_one_and_none_has_less_than_no_leaves(
    first: int, second: int
) -> None:
    assert not verify_consistency(first, second, ROOTS[1], ROOTS[1], [])
    assert not verify_consistency(first, second, ROOTS[1], ROOTS[1], [ROOTS[1]])


def test_an_empty_proof_between_different_trees_does_not_hold() -> None:
    assert not verify_consistency(2, 3, ROOTS[2], ROOTS[3], [])
    assert not verify_consistency(2, 3, ROOTS[2], ROOTS[2], [])
    assert not verify_consistency(3, 5, ROOTS[3], ROOTS[5], [])


def test_a_consistency_proof_that_is_too_short_or_too_long_does_not_hold() -> None:
    """Also where the hashes on the way are the roots that were asked for."""
    assert not verify_consistency(1, 4, ROOTS[1], ROOTS[2], NAIVE.proof(1, 4)[:1])
    longer = [*NAIVE.proof(3, 4), OTHER]
    assert not verify_consistency(3, 4, node_hash(OTHER, ROOTS[3]), node_hash(OTHER, ROOTS[4]), longer)
    assert not verify_consistency(3, 4, ROOTS[3], node_hash(ROOTS[4], OTHER), longer)


def test_bytes_cannot_move_from_one_hash_to_the_next() -> None:
    """Together they are the same, and so is their hash."""
    (sibling,) = NAIVE.path(1, 0, 2)
    assert verify_inclusion(LEAVES[1], 1, 2, [sibling], ROOTS[2])
    assert not verify_inclusion(LEAVES[1][1:], 1, 2, [sibling + LEAVES[1][:1]], ROOTS[2])
    first, *rest = NAIVE.proof(3, 4)  # the third leaf, then the fourth beside it
    assert not verify_consistency(3, 4, ROOTS[3], ROOTS[4], [first + rest[0][:1], rest[0][1:], *rest[1:]])
    assert not verify_consistency(1, 2, ROOTS[1] + LEAVES[1][:1], ROOTS[2], [LEAVES[1][1:]])


NUMBERS = st.integers(-2, 20) | st.integers()
HASHES = st.binary(max_size=40) | st.sampled_from([*LEAVES, *ROOTS])


@given(HASHES, NUMBERS, NUMBERS, st.lists(HASHES, max_size=70), HASHES)
def test_hostile_input_is_answered_never_an_error(
    one: bytes, first: int, second: int, proof: list[bytes], other: bytes
) -> None:
    assert not verify_inclusion(one, first, second, proof, other) or (second == 1 and one == other)
    assert not verify_consistency(first, second, one, other, proof) or not proof
