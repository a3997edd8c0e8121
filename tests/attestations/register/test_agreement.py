"""compliance.attestations.register: every root and proof of every small tree is what RFC 9162 defines."""

from pymerkle import InmemoryTree

from compliance.attestations.register.merkle import leaf_hash, verify_consistency, verify_inclusion
from compliance.attestations.register.tiles import consistency_proof, inclusion_proof, root

from .logs import Log, entries
from .naive import Tree

LARGEST = 512  # two full tiles, and one hash in the tile above for each

ENTRIES = entries(LARGEST)
NAIVE = Tree(ENTRIES)
LOG = Log(ENTRIES)
ROOTS = [root(LOG.read, size) for size in range(LARGEST + 1)]


def test_roots_are_those_of_the_definition_and_of_another_library() -> None:
    oracle = InmemoryTree.init_from_entries(ENTRIES, algorithm="sha256")
    assert [NAIVE.mth(0, size) for size in range(LARGEST + 1)] == ROOTS
    assert [oracle.get_root(size) for size in range(LARGEST + 1)] == ROOTS


def test_every_inclusion_proof_is_that_of_the_definition_and_holds() -> None:
    leaves = [leaf_hash(each) for each in ENTRIES]
    for size in range(LARGEST + 1):
        for index in range(size):
            proof = inclusion_proof(LOG.read, index, size)
            assert proof == NAIVE.path(index, 0, size)
            assert verify_inclusion(leaves[index], index, size, proof, ROOTS[size])


def test_every_consistency_proof_is_that_of_the_definition_and_holds() -> None:
    for second in range(LARGEST + 1):
        for first in range(second + 1):
            proof = consistency_proof(LOG.read, first, second)
            assert proof == (NAIVE.proof(first, second) if 0 < first < second else [])
            assert verify_consistency(first, second, ROOTS[first], ROOTS[second], proof)
