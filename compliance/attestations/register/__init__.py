"""The register of attestations: an append-only Merkle tree that strangers can check with tools of their own.

RFC 9162, section 2.1 (hashing and proofs), and C2SP's signed-note, tlog-checkpoint, tlog-tiles and tlog-proof
(https://c2sp.org). No Django here: whoever verifies needs none, and what is stored where is for callers.
"""
