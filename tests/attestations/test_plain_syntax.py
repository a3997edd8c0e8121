"""compliance.attestations.plain_syntax: what every reader understands alike, and what some forgive."""

import pytest

from compliance.attestations.plain_syntax import is_plain

PLAIN = (
    b"<<>>",
    b"<< /Type /Page >>",
    b"<<\n/Type/Page/Kids[ 1 0 R 12 0 R ]/Rect [0 0 -1.5 842]\n>>",
    b"<</A (a\\050b\\051 c) /B <0aFF> /C << /D [ [ ] << >> ] >> /E true /F null>>",
)
LOOSE = (
    b"",
    b"[ 1 0 R ]",
    b"<< /Type /Page >",
    b"<< /Type /Page >x",
    b"<< /Type /Page ]",
    b"<< /Kids [ 1 0 R >> ]",
    b"<< /Kids [ 1 0 R0346 0 R ] >>",
    b"<< /N 007 >>",
    b"<< /N +7 >>",
    b"<< /N 7. >>",
    b"<< /T#79pe /Page >>",
    b"<< /Type /Page % comment\n >>",
    b"<< /T (a(b) >>",
    b"<< /T (a\\)b) >>",
    b"<< /T (a\nb) >>",
    b"<< /T <0> >>",
    b"<< /T <0g> >>",
    b"<< /Type /Page >> << >>",
    b"<< /Type /Page >> endobj 9 0 obj << >>",
    b"<< /A yes >>",
)


@pytest.mark.parametrize("written", PLAIN)
def test_what_every_reader_understands_alike_is_plain(written: bytes) -> None:
    assert is_plain(b"7 0 obj\n" + written + b"\nendobj\n", 7, 0, None)
    assert is_plain(b"7 0 obj\n" + written + b"\nstream\nabc\nendstream\nendobj\n", 7, 0, 3)


@pytest.mark.parametrize("written", LOOSE)
def test_what_some_reader_has_to_forgive_is_not(written: bytes) -> None:
    assert not is_plain(b"7 0 obj\n" + written + b"\nendobj\n", 7, 0, None)
    assert not is_plain(b"7 0 obj\n" + written + b"\nstream\nabc\nendstream\nendobj\n", 7, 0, 3)


@pytest.mark.parametrize(
    "written",
    [
        b"8 0 obj\n<<>>\nendobj\n",
        b"7 1 obj\n<<>>\nendobj\n",
        b" 7 0 obj\n<<>>\nendobj\n",
        b"7 0 obj\n<<>>\n",
        b"7 0 obj\n<<>>\nendobj\n\n",
        b"7 0 obj\n<<>>\nstream\nabc\nendstream\nendobj\n",
    ],
)
def test_it_is_one_object_with_its_number_and_nothing_around_it(written: bytes) -> None:
    assert not is_plain(written, 7, 0, None)


@pytest.mark.parametrize("length", [0, 2, 4, 1000, -1])
def test_a_stream_is_as_long_as_it_says(length: int) -> None:
    assert not is_plain(b"7 0 obj\n<<>>\nstream\nabc\nendstream\nendobj\n", 7, 0, length)
