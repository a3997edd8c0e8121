"""Nothing that is done to a sealed file passes the inspection, and whatever it is, the inspection says no and
nothing else. A campaign tries many thousand changes of bytes; every run tries some hundred."""

from functools import cache

import pytest
from asn1crypto import cms
from hypothesis import assume, example, given
from hypothesis import strategies as st

from compliance.attestations.byte_ranges import covered
from compliance.attestations.signing import Level, renew, seal
from tests.attestations.attacking import lta
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import (
    NUMBER,
    ORGANISATION,
    evaluation_key,
    look,
    refusal,
    sealed,
)
from tests.attestations.time_stamping import Service

LEVELS = st.sampled_from(list(Level))


@cache
def holes(level: Level) -> tuple[tuple[int, int], ...]:
    """Where signatures are: the bytes that no signature covers itself."""
    return tuple((each.gap, each.resumes) for each in covered(sealed(level)))


@st.composite
def places(draw: st.DrawFn, level: Level) -> int:
    """A place in a file: anywhere, in a signature, or near the end, where all that matters to readers is."""
    size = len(sealed(level))
    begins, ends = draw(st.sampled_from([(0, size), *holes(level), (size - 3000, size)]))
    return draw(st.integers(begins, ends - 1))


# bytes ------------------------------------------------------------------------------------------------


@given(st.data(), LEVELS)
def test_no_bit_can_be_flipped(data: st.DataObject, level: Level) -> None:
    changed = bytearray(sealed(level))
    changed[data.draw(places(level))] ^= 1 << data.draw(st.integers(0, 7))
    assert refusal(bytes(changed))


@given(st.data(), LEVELS)
def test_nothing_can_be_cut_off(data: st.DataObject, level: Level) -> None:
    assert refusal(sealed(level)[: data.draw(places(level))])


@given(LEVELS, st.binary(min_size=1, max_size=200))
@example(Level.B, b"\n")
@example(Level.LTA, b"\n%%EOF\n")
@example(Level.B, b"\nstartxref\n0\n%%EOF\n")
def test_nothing_can_be_added_behind(level: Level, more: bytes) -> None:
    assert refusal(sealed(level) + more)


@given(st.data(), LEVELS, st.binary(max_size=30), st.integers(0, 30))
def test_nothing_can_be_put_in_or_taken_out(
    data: st.DataObject, level: Level, new: bytes, length: int
) -> None:
    place = data.draw(places(level))
    changed = sealed(level)[:place] + new + sealed(level)[place + length :]
    assume(changed != sealed(level))
    assert refusal(changed)


@given(st.data(), LEVELS)
def test_nothing_can_be_copied_elsewhere(data: st.DataObject, level: Level) -> None:
    file = sealed(level)
    here, there = data.draw(places(level)), data.draw(places(level))
    length = data.draw(st.integers(1, 4000))
    changed = file[:there] + file[here : here + length] + file[there + length :]
    assume(changed != file)
    assert refusal(changed)


@pytest.mark.parametrize("level", Level)
def test_no_parts_of_two_files_make_a_third(level: Level) -> None:
    """The same statement, sealed twice: wherever a part of one ends, the other one goes on."""
    one, other = sealed(level), seal(pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION).pdf
    for each in covered(one):
        for place in (each.gap, each.resumes, each.end):
            for mixed in (one[:place] + other[place:], other[:place] + one[place:]):
                assert mixed in (one, other) or refusal(mixed)


# what no signature covers -----------------------------------------------------------------------------


def unsigned(der: bytes) -> bytes:
    """A file that has something where its signature should be, in the form that is expected there."""
    begins, ends = b"%PDF-1.7\n", b"\n%%EOF\n"
    hole = b"<" + der.hex().upper().encode() + b">"
    resumes = len(begins) + len(hole)
    for length in range(30, 60):  # that of the numbers is among what they count
        numbers = b"\n/ByteRange [0 %d %d %d]" % (len(begins), resumes, length)
        if len(numbers + ends) == length:
            return begins + hole + numbers + ends
    raise AssertionError


def nested(depth: int) -> bytes:
    """A sequence in a sequence in a sequence …, in DER."""
    found: list[bytes] = []
    size = 0
    for _ in range(depth):
        head = b"\x30" + (bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big"))
        found.append(head)
        size += len(head)
    return b"".join(reversed(found))


@given(st.binary(min_size=1, max_size=300))
@example(nested(50_000))
@example(b"\x30\x84\xff\xff\xff\xff")
@example(b"\x30\x80" * 1000)
@example(b"\x30\x00")
def test_whatever_stands_where_a_signature_should_be_is_refused(der: bytes) -> None:
    assert len(covered(unsigned(der))) == 1
    assert refusal(unsigned(der)).startswith("seal: ")


# levels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level.T, Level.LT])
def test_a_time_stamp_cannot_be_taken_out_of_a_seal(level: Level) -> None:
    """It is not covered by the signature that it stamps."""
    here = covered(sealed(level))[0]
    info = cms.ContentInfo.load(here.signature)
    info["content"]["signer_infos"][0]["unsigned_attrs"] = None
    assert "a time-stamp was taken out or added" in refusal(replaced(level, info.dump()))


def replaced(level: Level, signature: bytes) -> bytes:
    """A file with another signature in the place of its seal."""
    here = covered(sealed(level))[0]
    hole = signature.hex().upper().ljust(here.resumes - here.gap - 2, "0").encode()
    return here.file[: here.gap + 1] + hole + here.file[here.resumes - 1 :]


def test_a_time_stamp_of_the_whole_file_cannot_be_taken_off() -> None:
    first = covered(sealed(Level.LTA))[0]
    assert "a time-stamp was taken out or added" in refusal(sealed(Level.LTA)[: first.end])


def test_what_was_renewed_without_the_renewal_is_the_file_that_we_made_before(here: Service) -> None:
    before = lta(here)
    assert renew(before, time_stamping=here.stamping())[: len(before)] == before
    assert look(before).genuine
