"""What is taken, and why what is not."""

import io
import time
import zlib
from collections.abc import Callable

import pytest

from compliance.assessments.inspection import isolation
from compliance.assessments.inspection.documents import MOST_EMBEDDED
from compliance.assessments.inspection.isolation import inspect
from compliance.assessments.inspection.kinds import KINDS, Kind, kind_of
from compliance.assessments.inspection.names import clean_name
from compliance.assessments.inspection.refusals import Reason, Refused
from tests.assessments import attachments
from tests.assessments.attachments import HARMLESS, TRICKS


def look_at(name: str, content: bytes) -> None:
    """Without a process of its own for each, which takes its time to start."""
    kind = kind_of(clean_name(name))
    if content:
        kind.check(content)
    else:
        inspect(io.BytesIO(content), kind)


def isolated(name: str, content: bytes) -> None:
    inspect(io.BytesIO(content), kind_of(clean_name(name)))


def reason(name: str, content: bytes, look: Callable[[str, bytes], None] = look_at) -> str:
    with pytest.raises(Refused) as refused:
        look(name, content)
    return refused.value.reason


@pytest.mark.parametrize("name", HARMLESS)
def test_what_people_have_is_taken(name: str) -> None:
    look_at(name, HARMLESS[name])


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_refused(trick: str) -> None:
    name, content, why = TRICKS[trick]
    assert reason(name, content) == why


def test_each_reason_is_met() -> None:
    """Otherwise nobody would know whether it is ever told."""
    assert {why for _name, _content, why in TRICKS.values()} | {"too_large", "busy"} == set(Reason)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_file_over_the_limit_is_refused_before_it_is_opened(kind: Kind) -> None:
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        inspect(io.BytesIO(bytes(kind.most_bytes + 1)), kind)
    assert refused.value.reason == Reason.TOO_LARGE
    assert time.monotonic() - began < 0.3


def test_every_kind_that_is_taken_is_tried() -> None:
    assert {kind_of(name) for name in HARMLESS} == set(KINDS)


def test_a_link_that_people_click_is_no_reason() -> None:
    look_at("notes.docx", attachments.document(relations=attachments.HYPERLINK))


@pytest.mark.parametrize("address", [b"https://example.org/", b"mailto:ada@example.org", b"#page=2"])
def test_nor_is_one_in_a_pdf(address: bytes) -> None:
    look_at("report.pdf", attachments.raw_pdf(b"<</Subtype/Link/A<</S/URI/URI(%b)>>>>" % address))


def test_a_text_within_a_pdf_is_taken_as_it_would_be_beside() -> None:
    look_at("report.pdf", attachments.pdf_with_file(b'{"format": "modcheck-statement"}', "statement.json"))


def test_a_text_within_a_pdf_is_bounded() -> None:
    assert reason("report.pdf", attachments.pdf_with_file(b"x" * (MOST_EMBEDDED + 1))) == "pdf_files"


def test_tags_in_a_log_of_attacks_are_no_reason() -> None:
    look_at("attacks.jsonl", b'{"prompt": "<script>alert(1)</script>"}\n')


@pytest.mark.parametrize("name", ["report.pdf", "table.xlsx", "notes.txt", "photo.webp"])
def test_what_is_taken_is_taken_in_a_process_of_its_own_too(name: str) -> None:
    isolated(name, HARMLESS[name])


@pytest.mark.parametrize("trick", ["a PDF with a script", "macros", "100 megapixels"])
def test_a_reason_is_told_from_there(trick: str) -> None:
    name, content, why = TRICKS[trick]
    assert reason(name, content, isolated) == why


def test_the_message_can_say_what_the_content_is() -> None:
    with pytest.raises(Refused) as refused:
        isolated("photo.jpg", attachments.picture("PNG"))
    assert "Portable Network Graphics" in refused.value.found
    with pytest.raises(Refused) as refused:
        look_at("runs.jsonl", b'{"run": 1}\n{"run"\n')
    assert refused.value.found == "2"


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MOST_WAITING", 0.01)
    assert reason("report.pdf", attachments.pdf(), isolated) == "too_demanding"


def test_where_many_come_at_once_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MOST_QUEUING", 0.01)
    with isolation.AT_ONCE, isolation.AT_ONCE:
        assert reason("report.pdf", attachments.pdf(), isolated) == "busy"
        isolated("notes.txt", HARMLESS["notes.txt"])
    isolated("report.pdf", attachments.pdf())


def test_memory_and_time_are_bounded() -> None:
    """A table of cross-references that expands to ten gigabytes."""
    packer = zlib.compressobj(9)
    beginning = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = beginning + again * 10_000 + packer.flush()
    content = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    table = b"<</Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    start = b"startxref\n%d\n%%%%EOF" % len(content)
    content += b"9 0 obj\n%bstream\n%b\nendstream endobj\n%b" % (table, packed, start)
    assert reason("report.pdf", content, isolated) in ("damaged", "too_demanding")


def test_looking_leaves_the_file_at_its_beginning() -> None:
    file = io.BytesIO(HARMLESS["notes.txt"])
    inspect(file, kind_of("notes.txt"))
    assert file.read() == HARMLESS["notes.txt"]
