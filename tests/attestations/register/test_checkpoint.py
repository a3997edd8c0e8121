"""compliance.attestations.register.checkpoint: what a log says of itself, and what it never signs."""

import pytest

from compliance.attestations.register import note
from compliance.attestations.register.checkpoint import (
    Checkpoint,
    Inconsistent,
    extends,
    opened,
    sign,
    unverified,
)
from compliance.attestations.register.encoding import Malformed, to_base64
from compliance.attestations.register.merkle import EMPTY_ROOT
from compliance.attestations.register.note import NotSigned

from .logs import ORIGIN, Log, entries, signer

ROOT = bytes(range(32))
ENCODED = to_base64(ROOT)
VERIFIERS = [signer().verifier]


def test_the_example_of_the_specification_has_our_form() -> None:
    """tlog-checkpoint; whose key this is, it does not say."""
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    signature = (
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGz"
        "Gku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    checkpoint = unverified(f"{text}\n{signature}")
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.text == text


@pytest.mark.parametrize(("size", "root"), [(7, ROOT), (0, EMPTY_ROOT), (2**63 - 1, ROOT)])
def test_a_signed_checkpoint_comes_back(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert opened(sign(checkpoint, signer()), ORIGIN, VERIFIERS) == checkpoint


def test_the_name_of_another_log_may_have_a_space() -> None:
    """The specification only advises against it."""
    assert opened(note.sign(f"Go log 7\n7\n{ENCODED}\n", signer()), "Go log 7", VERIFIERS).size == 7


def test_lines_that_other_logs_add_are_ignored() -> None:
    extended = note.sign(f"{ORIGIN}\n7\n{ENCODED}\nanything\n\u2028\n", signer())
    assert opened(extended, ORIGIN, VERIFIERS) == Checkpoint(ORIGIN, 7, ROOT)


def test_the_key_of_one_log_does_not_sign_for_another() -> None:
    with pytest.raises(ValueError, match=f"The key of other.example does not sign for {ORIGIN}"):
        sign(Checkpoint(ORIGIN, 7, ROOT), signer("other.example"))


def test_a_checkpoint_of_another_log_is_not_opened() -> None:
    with pytest.raises(NotSigned, match=f"of another log, {ORIGIN}"):
        opened(sign(Checkpoint(ORIGIN, 7, ROOT), signer()), "other.example", VERIFIERS)


def test_a_checkpoint_that_another_key_has_signed_is_not_opened() -> None:
    with pytest.raises(NotSigned, match="none of its signatures"):
        opened(sign(Checkpoint(ORIGIN, 7, ROOT), signer(seed="other")), ORIGIN, VERIFIERS)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{ORIGIN}\n7\n", "fewer than three lines"),
        ("\n", "fewer than three lines"),
        (f"\n7\n{ENCODED}\n", "an empty line"),
        (f"{ORIGIN}\n\n{ENCODED}\n", "an empty line"),
        (f"{ORIGIN}\n7\n{ENCODED}\n\n", "an empty line"),
        (f"{ORIGIN}\n7\n{ENCODED}\n\nmore\n", "an empty line"),
        (f"{ORIGIN}\n07\n{ENCODED}\n", "the size is not a whole number"),
        (f"{ORIGIN}\n-7\n{ENCODED}\n", "the size is not a whole number"),
        (f"{ORIGIN}\n7 \n{ENCODED}\n", "the size is not a whole number"),
        (f"{ORIGIN}\n{2**63}\n{ENCODED}\n", "the size is too large"),
        (f"{ORIGIN}\n7\n{ENCODED[:-4]}\n", "the root has 30 bytes"),
        (f"{ORIGIN}\n7\n{ENCODED} \n", "the root is not base64"),
        (f"{ORIGIN}\n7\n{ENCODED[:-2]}9=\n", "the root is base64 that should be written otherwise"),
        (f"{ORIGIN}\n0\n{ENCODED}\n", "the log is empty, and its root says otherwise"),
    ],
)
def test_what_is_no_checkpoint_is_not_opened_though_it_is_signed(text: str, reason: str) -> None:
    with pytest.raises(NotSigned, match=f"it is no checkpoint: .*{reason}"):
        opened(note.sign(text, signer()), ORIGIN, VERIFIERS)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 7, ROOT),
        ("a\nb", 7, ROOT),
        (ORIGIN, -1, ROOT),
        (ORIGIN, 2**63, ROOT),
        (ORIGIN, 7, ROOT[1:]),
        (ORIGIN, 0, ROOT),
    ],
)
def test_no_checkpoint_says_what_no_log_can_have(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(Malformed):
        Checkpoint(origin, size, root)


SIZES = (0, 1, 2, 255, 256, 257, 300)
LOG = Log(entries(max(SIZES)))


@pytest.mark.parametrize("now", SIZES)
def test_a_log_that_grew_may_be_signed(now: int) -> None:
    extends(LOG.read, None, LOG.checkpoint(now))
    for before in SIZES[: SIZES.index(now) + 1]:
        extends(LOG.read, LOG.checkpoint(before), LOG.checkpoint(now))


def test_a_smaller_log_is_never_signed() -> None:
    with pytest.raises(Inconsistent, match="Size 257 was signed before; 256 is smaller"):
        extends(LOG.read, LOG.checkpoint(257), LOG.checkpoint(256))
    with pytest.raises(Inconsistent, match="Size 1 was signed before; 0 is smaller"):
        extends(LOG.read, LOG.checkpoint(1), LOG.checkpoint(0))


def test_another_root_of_the_same_size_is_never_signed() -> None:
    with pytest.raises(Inconsistent, match="Another root was signed before for size 300"):
        extends(LOG.read, Checkpoint(ORIGIN, 300, ROOT), LOG.checkpoint())


@pytest.mark.parametrize("place", [0, 100, 255, 256])
def test_another_history_is_never_signed(place: int) -> None:
    """As after a backup from yesterday and other entries since: one entry differs, at any place."""
    rewritten = entries(300)
    rewritten[place] = bytes(32)
    other = Log(rewritten)
    with pytest.raises(Inconsistent, match="The first 257 entries are not those that were signed before"):
        extends(other.read, LOG.checkpoint(257), other.checkpoint())
    extends(other.read, LOG.checkpoint(place), other.checkpoint())


@pytest.mark.parametrize("before", [None, LOG.checkpoint(0), LOG.checkpoint(257)])
def test_a_root_that_is_not_that_of_the_tiles_is_never_signed(before: Checkpoint | None) -> None:
    with pytest.raises(Inconsistent, match="The root of size 300 is not that of the stored tiles"):
        extends(LOG.read, before, Checkpoint(ORIGIN, 300, ROOT))


def test_a_log_whose_tiles_are_missing_is_never_signed() -> None:
    now = LOG.checkpoint()
    with pytest.raises(Inconsistent, match="Hashes are missing in the tile"):
        extends(lambda level, index: b"" if level else LOG.read(level, index), None, now)
    with pytest.raises(Inconsistent, match="Hashes are missing in the tile tile/0/000"):
        extends(
            lambda level, index: LOG.read(level, index) if level + index else b"", LOG.checkpoint(100), now
        )


def test_a_log_never_continues_another() -> None:
    with pytest.raises(Inconsistent, match=f"other.example was signed before, {ORIGIN} is another log"):
        extends(LOG.read, Checkpoint("other.example", 300, LOG.checkpoint().root), LOG.checkpoint())
