"""compliance.attestations.register.tiles: what is served where, and entry bundles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.attestations.register.tiles import Asked, bundle, entries_path, parse, path, unbundle

from .logs import entries

INDEXES = st.integers(0, 3_000_000) | st.integers(0, 2**55 - 1)


def test_a_path_is_as_the_specification_says() -> None:
    assert path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert path(1, 0, 17) == "tile/1/000.p/17"
    assert path(63, 1_000) == "tile/63/x001/000"
    assert entries_path(273, 112) == "tile/entries/273.p/112"
    assert entries_path(0) == "tile/entries/000"


@given(st.integers(0, 63) | st.none(), INDEXES, st.integers(1, 256))
def test_every_path_is_read_as_it_was_written(level: int | None, index: int, width: int) -> None:
    written = entries_path(index, width) if level is None else path(level, index, width)
    assert parse(written) == Asked(level, index, width)


@pytest.mark.parametrize(
    "given_",
    [
        "",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile//000",
        "tile/x/000",
        "tile/Entries/000",
        "tile/entries/0/000",
        "tile/0/x000/000",
        "tile/0/x000/x001/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/X001/000",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/017",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000.p/-1",
        "tile/0/000/p/1",
        "tile/0/٠٠٠",
        "tile/0/x036/x028/x797/x018/x963/968",  # the first index beyond 2**55 - 1
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        "tile/0/../000",
        "tile/0/000?x",
        "checkpoint",
    ],
)
def test_any_other_path_is_refused(given_: str) -> None:
    with pytest.raises(ValueError, match=r"path|level|tile"):
        parse(given_)


NEARLY = r"tile/(entries|[0-9]{1,2})/(x[0-9]{3}/){0,3}x?[0-9]{3}(\.p/[0-9]{1,3})?\n?"


@given(st.from_regex(NEARLY, fullmatch=True))
def test_a_path_that_is_read_has_no_second_spelling(given_: str) -> None:
    try:
        asked = parse(given_)
    except ValueError:
        return
    rest = (asked.index, asked.width)
    assert given_ == (entries_path(*rest) if asked.level is None else path(asked.level, *rest))


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 2**55, 1), (0, 0, 0), (0, 0, 257)]
)
def test_there_is_no_path_to_what_cannot_be(level: int, index: int, width: int) -> None:
    with pytest.raises(ValueError, match=r"There is no|No tile"):
        path(level, index, width)


def test_a_bundle_has_each_entry_after_its_length() -> None:
    assert bundle([]) == b""
    assert bundle([b"", b"abc"]) == b"\x00\x00\x00\x03abc"
    assert bundle(entries(1)) == b"\x00\x20" + entries(1)[0]


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_gives_back_its_entries(given_: list[bytes]) -> None:
    assert unbundle(bundle(given_)) == given_


@given(st.binary(max_size=40))
def test_bytes_are_no_bundle_or_that_of_their_entries(data: bytes) -> None:
    try:
        assert bundle(unbundle(data)) == data
    except ValueError:
        return


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x01", b"\x00\x03ab", b"\x00\x01a\x00"])
def test_a_bundle_that_ends_within_an_entry_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="ends within"):
        unbundle(data)


def test_a_bundle_has_at_most_256_entries_below_64_kib() -> None:
    assert len(unbundle(bundle([b""] * 256))) == 256
    with pytest.raises(ValueError, match="at most 256"):
        bundle([b""] * 257)
    with pytest.raises(ValueError, match="at most 256"):
        unbundle(b"\x00\x00" * 257)
    assert unbundle(bundle([bytes(65_535)])) == [bytes(65_535)]
    with pytest.raises(ValueError, match="at most 65,535"):
        bundle([bytes(65_536)])
