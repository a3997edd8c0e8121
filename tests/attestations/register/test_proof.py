"""compliance.attestations.register.proof: what a proof shows, and each way in which it shows nothing."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.attestations.register import note
from compliance.attestations.register.checkpoint import Checkpoint, Inconsistent, sign
from compliance.attestations.register.commitment import Kind, commit
from compliance.attestations.register.encoding import Malformed, to_base64
from compliance.attestations.register.note import MOST_CHARACTERS, Verifier
from compliance.attestations.register.proof import NotProven, Proof, Proven, parse, prove, verify

from .logs import ORIGIN, Log, entries, signer

FILE, SALT = sha256(b"%PDF-1.7 and so on").digest(), sha256(b"salt").digest()
INDEX = 259
VERIFIERS = [signer().verifier]


def log_with(kind: Kind) -> Log:
    """Where the entry about our file is one of 300, and not in the first tile."""
    return Log([*entries(INDEX), commit(kind, SALT, FILE), *entries(40, start=1_000)])


LOG = log_with(Kind.ISSUED)
NOTE = LOG.signed()
PROOF = prove(LOG.read, INDEX, Kind.ISSUED, SALT, NOTE)
TEXT = PROOF.text
HEAD, BELOW = TEXT.split("\n\n", 1)
FIRST, EXTRA, AT, *HASHES = HEAD.split("\n")


def refusal(
    text: str | bytes,
    file: bytes = FILE,
    origin: str = ORIGIN,
    verifiers: Iterable[Verifier] = VERIFIERS,
) -> str:
    """Why it is not proven; a sentence or two."""
    with pytest.raises(NotProven) as caught:
        verify(text, file, origin, verifiers)
    reason = caught.value.reason
    assert reason == str(caught.value)
    assert (reason[0], reason[-1]) in {("T", ".")}
    return reason


@pytest.mark.parametrize("kind", Kind)
def test_a_proof_says_what_happened_to_the_file_and_under_which_checkpoint(kind: Kind) -> None:
    log = log_with(kind)
    text = prove(log.read, INDEX, kind, SALT, log.signed()).text
    expected = Proven(kind, INDEX, log.checkpoint())
    assert verify(text, FILE, ORIGIN, VERIFIERS) == verify(text.encode(), FILE, ORIGIN, VERIFIERS) == expected


def test_the_text_is_as_the_specification_says() -> None:
    extra = to_base64(b"modcheck-leaf/v1\nissued\n" + SALT)
    assert HEAD.startswith(f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex 259\n")
    assert [to_base64(each) for each in PROOF.hashes] == HASHES
    assert BELOW == NOTE


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257])
def test_every_entry_of_a_small_log_is_proven(size: int) -> None:
    log = Log(commit(Kind.ISSUED, SALT, each) for each in entries(size))
    signed = log.signed()
    for index, file in enumerate(entries(size)[:: size // 8 + 1]):
        at = index * (size // 8 + 1)
        text = prove(log.read, at, Kind.ISSUED, SALT, signed).text
        assert verify(text, file, ORIGIN, VERIFIERS).index == at


def test_a_proof_under_an_older_checkpoint_still_holds() -> None:
    text = prove(LOG.read, INDEX, Kind.ISSUED, SALT, LOG.signed(INDEX + 1)).text
    assert verify(text, FILE, ORIGIN, VERIFIERS).checkpoint == LOG.checkpoint(INDEX + 1)


def test_signatures_of_witnesses_and_later_keys_are_no_harm() -> None:
    """A proof of today is opened tomorrow, by who knows only one of the keys."""
    new, witness = signer(seed="new key"), signer("witness.example")
    below = [note.sign(LOG.checkpoint().text, each).rsplit("\n\n", 1)[1] for each in (new, witness)]
    text = TEXT + "".join(below)
    for verifiers in (VERIFIERS, [new.verifier], [*VERIFIERS, new.verifier]):
        assert verify(text, FILE, ORIGIN, iter(verifiers)).kind == Kind.ISSUED


def test_another_file_is_not_proven() -> None:
    assert "does not lead from this file to the register" in refusal(TEXT, file=sha256(b"other").digest())


@pytest.mark.parametrize("length", [0, 20, 31, 33, 64])
def test_what_is_no_sha256_is_not_proven(length: int) -> None:
    assert "SHA-256 is needed" in refusal(TEXT, file=bytes(length))


def test_the_register_of_somebody_else_proves_nothing() -> None:
    assert f"of another log, {ORIGIN}" in refusal(TEXT, origin="other.example")
    assert "of a key that we know" in refusal(TEXT, verifiers=[])
    assert "of a key that we know" in refusal(TEXT, verifiers=[signer(seed="other").verifier])


@pytest.mark.parametrize("kind", [each for each in Kind if each != Kind.ISSUED])
def test_another_kind_is_not_proven(kind: Kind) -> None:
    """Nobody makes an issue of a withdrawal, or the other way round."""
    other = replace(PROOF, extra=PROOF.extra.replace(b"issued", kind.encode()))
    assert "does not lead from this file" in refusal(other.text)


def test_another_place_is_not_proven() -> None:
    for index in (0, INDEX - 1, INDEX + 1, len(entries(300)) - 1):
        assert "does not lead from this file" in refusal(replace(PROOF, index=index).text)
    assert "entry 300, which its checkpoint does not have: there were 300" in refusal(
        replace(PROOF, index=300).text
    )
    assert "entry 9223372036854775807" in refusal(replace(PROOF, index=2**63 - 1).text)


def test_a_proof_without_one_of_its_hashes_or_with_more_shows_nothing() -> None:
    hashes = PROOF.hashes
    for at in range(len(hashes)):
        assert "does not lead" in refusal(replace(PROOF, hashes=hashes[:at] + hashes[at + 1 :]).text)
        assert "does not lead" in refusal(replace(PROOF, hashes=(*hashes[:at], bytes(32), *hashes[at:])).text)
    assert "does not lead" in refusal(replace(PROOF, hashes=()).text)


def test_a_checkpoint_of_a_log_without_the_file_shows_nothing() -> None:
    other = sign(Log(entries(300)).checkpoint(), signer())
    assert "does not lead" in refusal(replace(PROOF, checkpoint=other).text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no checkpoint after an empty line"),
        (HEAD, "no checkpoint after an empty line"),
        (f"{HEAD}\n\n", "no checkpoint after an empty line"),
        (f"{HEAD}\n{BELOW}", f"its hash {len(HASHES) + 1} is not base64"),
        (f"\n{TEXT}", "does not begin with the line"),
        (TEXT.replace("@v1", "@v2"), "does not begin with the line"),
        (TEXT.replace("\n", "\r\n"), "no checkpoint after an empty line"),
        (f"\ufeff{TEXT}", "does not begin with the line"),
        (TEXT.replace("extra ", "extra  "), "extra data is not base64"),
        (TEXT.replace(EXTRA, "extra "), "announces extra data and has none"),
        (TEXT.replace(EXTRA, "extra AB=="), "should be written otherwise"),
        (TEXT.replace(f"{EXTRA}\n", f"{EXTRA}\n{EXTRA}\n"), "no line with the index"),
        (TEXT.replace(f"{EXTRA}\n", "Extra AAAA\n"), "no line with the index"),
        (TEXT.replace(f"{EXTRA}\n{AT}", f"{AT}\n{EXTRA}"), "hash 1 is not base64"),
        (TEXT.replace(f"{AT}\n", ""), "no line with the index"),
        (f"{FIRST}\n\n{BELOW}", "no line with the index"),
        (TEXT.replace(AT, "index 0259"), "its index is not a whole number"),
        (TEXT.replace(AT, "index -1"), "its index is not a whole number"),
        (TEXT.replace(AT, "index "), "its index is not a whole number"),
        (TEXT.replace(AT, f"index {2**63}"), "its index is too large"),
        (TEXT.replace(HASHES[1], HASHES[1][:-4]), "its hash 2 has 30 bytes"),
        (TEXT.replace(HASHES[1], f"{HASHES[1]} "), "its hash 2 is not base64"),
        (TEXT.replace(HASHES[1], "ß"), "its hash 2 is not base64"),
        (replace(PROOF, hashes=(FILE,) * 64).text, "more hashes than a tree has levels"),
        (TEXT.ljust(MOST_CHARACTERS + 1), "too long"),
        (TEXT.encode() + b"\xff", "not UTF-8"),
    ],
)
def test_what_is_no_proof_is_not_parsed(text: str | bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        parse(text)
    assert "This is not a proof that we can read" in refusal(text)


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (b"", "not that of a Modcheck register"),
        (b"other", "not that of a Modcheck register"),
        (PROOF.extra.replace(b"v1", b"v2"), "not that of a Modcheck register"),
        (PROOF.extra.replace(b"issued", b"revoked"), "names no kind that we know"),
        (PROOF.extra.replace(b"issued", b"ISSUED"), "names no kind that we know"),
        (PROOF.extra.replace(b"issued", b"\xff"), "names no kind that we know"),
        (b"modcheck-leaf/v1\nissued", "a salt of 0 bytes"),
        (PROOF.extra[:-1], "a salt of 31 bytes"),
        (PROOF.extra + b"\n", "a salt of 33 bytes"),
    ],
)
def test_extra_data_of_another_form_prove_nothing(extra: bytes, reason: str) -> None:
    assert parse(replace(PROOF, extra=extra).text).extra == extra
    assert reason in refusal(replace(PROOF, extra=extra).text)


def test_no_bit_of_a_proof_can_be_flipped() -> None:
    data = TEXT.encode()
    for at, byte in enumerate(data):
        for bit in range(8):
            refusal(data[:at] + bytes([byte ^ 1 << bit]) + data[at + 1 :])


PIECES = [*TEXT.splitlines(keepends=True), "\n", "extra ", "index ", "0\n", "— ", "AAAA", ORIGIN]
PLACES = st.integers(0, len(TEXT.encode()))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The proof with some stretches replaced, removed, doubled or made of other pieces of it."""
    data = TEXT.encode()
    for _ in range(draw(st.integers(1, 4))):
        start, stop = draw(PLACES), draw(PLACES)
        other = draw(
            st.binary(max_size=3) | st.sampled_from(PIECES).map(str.encode) | st.just(data[start:stop])
        )
        data = data[:start] + other + data[draw(st.sampled_from([start, start + len(other), stop])) :]
    return data


@given(mutated())
def test_a_changed_proof_proves_nothing_and_raises_nothing_else(text: bytes) -> None:
    try:
        assert verify(text, FILE, ORIGIN, VERIFIERS) == Proven(Kind.ISSUED, INDEX, LOG.checkpoint())
    except NotProven:
        return
    assert text.startswith(TEXT.encode())  # then only signatures of unknown keys were added


@given(
    st.binary() | st.text() | st.lists(st.sampled_from(PIECES)).map("".join),
    st.binary(max_size=40),
    st.text(),
)
def test_anything_else_proves_nothing_and_raises_nothing_else(
    text: str | bytes, file: bytes, origin: str
) -> None:
    for each in (file, FILE):
        with pytest.raises(NotProven):
            verify(text, each, origin, VERIFIERS)


HASH = st.binary(min_size=32, max_size=32)


@given(st.integers(0, 2**63 - 1), st.lists(HASH, max_size=63), st.binary(max_size=100))
def test_a_proof_that_was_written_is_read_again(index: int, hashes: list[bytes], extra: bytes) -> None:
    proof = Proof(index, tuple(hashes), NOTE, extra)
    assert parse(proof.text) == parse(proof.text.encode()) == proof


@given(st.binary() | mutated() | st.lists(st.sampled_from(PIECES)).map(lambda each: "".join(each).encode()))
def test_a_text_that_is_read_has_no_second_spelling(text: bytes) -> None:
    try:
        assert parse(text).text.encode() == text
    except Malformed:
        return


def test_the_longest_proof_is_read() -> None:
    text = replace(PROOF, hashes=(FILE,) * 63).text.ljust(MOST_CHARACTERS)
    assert parse(text).text == text


def test_the_example_of_the_specification_has_our_form() -> None:
    """tlog-proof; its signatures are abridged there, and its extra data is not ours."""
    hashes = [
        "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=",
        "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=",
    ]
    extra = "extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ"
    text = "\n".join(["c2sp.org/tlog-proof@v1", extra, "index 73894", *hashes, "", "example.com/fancylog\n"])
    proof = parse(text)
    assert (proof.index, len(proof.hashes), proof.text) == (73_894, 2, text)
    assert proof.extra.startswith(b"age-v1.2.1-darwin-arm64.tar.gz")


def test_nothing_is_proved_of_entries_that_the_checkpoint_does_not_have() -> None:
    with pytest.raises(ValueError, match="no entry 259 in a tree of size 259"):
        prove(LOG.read, INDEX, Kind.ISSUED, SALT, LOG.signed(INDEX))


def test_nothing_is_proved_with_what_is_no_salt_kind_or_checkpoint() -> None:
    with pytest.raises(ValueError, match="A salt has 32 bytes, not 31"):
        prove(LOG.read, INDEX, Kind.ISSUED, SALT[1:], NOTE)
    with pytest.raises(ValueError, match="revoked"):
        prove(LOG.read, INDEX, cast("Kind", "revoked"), SALT, NOTE)
    with pytest.raises(ValueError, match="empty line"):
        prove(LOG.read, INDEX, Kind.ISSUED, SALT, "no note")


def test_nothing_is_proved_from_tiles_that_do_not_lead_to_the_checkpoint() -> None:
    """The store was changed behind our back, or has lost a tile."""
    other = sign(Checkpoint(ORIGIN, 300, bytes(32)), signer())
    with pytest.raises(Inconsistent, match="do not lead to the root of size 300"):
        prove(LOG.read, INDEX, Kind.ISSUED, SALT, other)
    with pytest.raises(Inconsistent, match="Hashes are missing in the tile tile/0/001"):
        prove(lambda level, index: LOG.read(level, index) if level else b"", INDEX, Kind.ISSUED, SALT, NOTE)
