"""compliance.attestations.register.encoding: each value has one spelling."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.attestations.register.encoding import (
    Malformed,
    from_base64,
    from_decimal,
    hash_from_base64,
    to_base64,
)


@given(st.binary(max_size=70))
def test_bytes_come_back(data: bytes) -> None:
    assert from_base64(to_base64(data), "it") == data


@pytest.mark.parametrize(
    "text", ["A", "AA", "AA=", "AA===", "A===", "AAAA=", "AA==AA==", "AAA\n", " AAA", "AA A", "é"]
)
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match=r"^the key is"):
        from_base64(text, "the key")


@pytest.mark.parametrize("text", ["AB==", "A/==", "AAB=", "__8=", "AA"])
def test_a_second_spelling_is_refused(text: str) -> None:
    """Bits beyond the last byte, the alphabet for addresses, no padding: other readers take them."""
    assert base64.urlsafe_b64decode(text + "==")
    with pytest.raises(Malformed):
        from_base64(text, "it")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_hash_has_32_bytes(length: int) -> None:
    assert hash_from_base64(to_base64(bytes(32)), "it") == bytes(32)
    with pytest.raises(Malformed, match=f"it has {length} bytes"):
        hash_from_base64(to_base64(bytes(length)), "it")


@pytest.mark.parametrize("number", [0, 7, 10, 2**63 - 1])
def test_numbers_come_back(number: int) -> None:
    assert from_decimal(str(number), "it") == number


WRONG = [
    "",
    "00",
    "01",
    "-1",
    "+1",
    "1_0",
    "1.0",
    "1e3",
    " 1",
    "1\n",
    "٣",
    "²",
    "0x1",
    str(2**63),
    "9" * 5_000,
]


@pytest.mark.parametrize("text", WRONG)
def test_other_numbers_are_refused(text: str) -> None:
    with pytest.raises(Malformed, match=r"^the size is"):
        from_decimal(text, "the size")
