"""compliance.attestations.register.commitment: what an entry is made of."""

import hashlib
from typing import cast

import pytest

from compliance.attestations.register.commitment import Kind, commit

SALT, SUBJECT = bytes(range(32)), bytes(range(32, 64))


def test_an_entry_is_the_hash_of_the_documented_bytes() -> None:
    expected = hashlib.sha256(b"modcheck-register/v1\nissued\n" + SALT + SUBJECT).digest()
    assert commit(Kind.ISSUED, SALT, SUBJECT) == expected


def test_the_kinds_are_those_that_are_documented() -> None:
    """Others compute entries from these words: they never change."""
    of_attestations = ["issued", "renewed", "withdrawn", "superseded", "shared"]
    assert [str(each) for each in Kind] == [*of_attestations, "decided", "continued"]


def test_another_kind_salt_or_subject_gives_another_entry() -> None:
    made = {
        commit(kind, salt, subject)
        for kind in Kind
        for salt in (SALT, SUBJECT)
        for subject in (SALT, SUBJECT)
    }
    assert len(made) == len(Kind) * 2 * 2


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_lengths_are_exact(length: int) -> None:
    """Otherwise bytes could move from the salt to the subject."""
    with pytest.raises(ValueError, match="salt"):
        commit(Kind.ISSUED, bytes(length), SUBJECT)
    with pytest.raises(ValueError, match="subject"):
        commit(Kind.ISSUED, SALT, bytes(length))


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="revoked"):
        commit(cast("Kind", "revoked"), SALT, SUBJECT)
