"""Published attacks on signed PDFs, done to our own file.

“Shadow attacks” (Mainka, Mladenov, Rohlmann: Shadow Attacks, NDSS 2021): a file is prepared before it is
signed, so that a small update afterwards shows something else. What we seal comes from our own renderer. Here
such a preparation is made and sealed nonetheless, which shows that it is the update that is refused.

The others: universal signature forgery (USF), incremental saving (ISA) and signature wrapping (SWA; Mladenov
and others: 1 Trillion Dollar Refund, CCS 2019). All are described at pdf-insecurity.org.
"""

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)

from compliance.attestations.byte_ranges import Covered, covered
from compliance.attestations.signing import Level, seal
from tests.attestations.attacking import Editing, Editor, edited, first_page, stamped, text
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import NUMBER, ORGANISATION, evaluation_key, refusal, sealed
from tests.attestations.time_stamping import Service, service


@pytest.fixture(scope="module")
def here() -> Iterator[Service]:
    with service() as running:
        yield running


# shadow attacks ---------------------------------------------------------------------------------------


def named(editor: Editor, name: str) -> Any:
    """An object that the preparation left in the catalogue under a name of its own."""
    return editor.root.raw_get(name)


def prepare_a_cover(editor: Editor) -> None:
    """Hide: a picture covers what is really on the page."""
    page = first_page(editor)
    cover = StreamObject(stream_data=b"1 g 0 0 595 842 re f")
    kind = {"/Type": "/XObject", "/Subtype": "/Form"}
    cover.update({pdf_name(key): pdf_name(value) for key, value in kind.items()})
    cover[pdf_name("/BBox")] = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
    reference = editor.add_object(cover)
    page["/Resources"][pdf_name("/XObject")] = DictionaryObject({pdf_name("/Cover"): reference})
    shown = editor.add_object(StreamObject(stream_data=b"/Cover Do"))
    page[pdf_name("/Contents")] = ArrayObject([page.raw_get("/Contents"), shown])
    editor.update_container(page["/Resources"])
    editor.update_container(page)
    editor.root[pdf_name("/Cover")] = reference
    editor.update_root()


def lift_the_cover(editor: Editor) -> None:
    cover = named(editor, "/Cover").get_object()
    bare = StreamObject(dict(cover), stream_data=b"")
    editor.objects[(0, named(editor, "/Cover").idnum)] = bare


def prepare_a_form(editor: Editor) -> None:
    """Replace: a form field shows a text that is not its value."""
    field = {
        "/FT": pdf_name("/Tx"),
        "/T": pdf_string("Tier"),
        "/V": pdf_string("T4"),
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/Widget"),
        "/Rect": ArrayObject(map(NumberObject, (60, 600, 200, 640))),
        "/AP": DictionaryObject({pdf_name("/N"): editor.add_object(text("T4"))}),
    }
    reference = editor.add_object(DictionaryObject({pdf_name(key): value for key, value in field.items()}))
    page = first_page(editor)
    page[pdf_name("/Annots")] = ArrayObject([reference])
    editor.update_container(page)
    editor.root[pdf_name("/Field")] = reference
    editor.update_root()


def show_another_text(editor: Editor) -> None:
    field = named(editor, "/Field").get_object()
    field[pdf_name("/V")] = pdf_string("T0")
    field[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): editor.add_object(text("T0"))})
    editor.update_container(field)


def prepare_a_font(editor: Editor) -> None:
    """Replace: a font of its own, whose letters can be exchanged."""
    page = first_page(editor)
    kind = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    reference = editor.add_object(
        DictionaryObject({pdf_name(key): pdf_name(value) for key, value in kind.items()})
    )
    page["/Resources"]["/Font"][pdf_name("/F1")] = reference
    editor.update_container(page["/Resources"])
    editor.root[pdf_name("/TheFont")] = reference
    editor.update_root()


def exchange_the_letters(editor: Editor) -> None:
    font = named(editor, "/TheFont").get_object()
    font[pdf_name("/BaseFont")] = pdf_name("/ZapfDingbats")
    editor.update_container(font)


def prepare_other_pages(editor: Editor) -> None:
    """Hide and replace: a second catalogue with other pages lies in the file, and nothing refers to it."""
    page = DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})
    page[pdf_name("/MediaBox")] = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
    page[pdf_name("/Contents")] = editor.add_object(text("Tier T0"))
    pages = DictionaryObject({pdf_name("/Type"): pdf_name("/Pages"), pdf_name("/Count"): NumberObject(1)})
    pages[pdf_name("/Kids")] = ArrayObject([editor.add_object(page)])
    kids = editor.add_object(pages)
    page[pdf_name("/Parent")] = kids
    hidden = {pdf_name("/Type"): pdf_name("/Catalog"), pdf_name("/Pages"): kids}
    editor.root[pdf_name("/Hidden")] = editor.add_object(DictionaryObject(hidden))
    editor.update_root()


def show_the_other_pages(editor: Editor) -> None:
    """Only the trailer changes."""
    editor.trailer["/Root"] = editor._root = named(editor, "/Hidden")
    editor._force_write_when_empty = True


def point_the_table_to_other_pages(editor: Editor) -> None:
    """Only the table of objects changes: the number of the pages is where the hidden ones are."""
    hidden = named(editor, "/Hidden").get_object().raw_get("/Pages")
    at = editor.prev.xrefs[hidden.reference]
    pages = editor.root.raw_get("/Pages")
    write = editor._write_objects

    def writing(stream: Any, positions: Any) -> None:
        write(stream, positions)
        positions[(0, pages.idnum)] = at

    editor._write_objects = writing
    editor._force_write_when_empty = True


SHADOWS: dict[str, tuple[Editing, Editing]] = {
    "hide: a cover is lifted": (prepare_a_cover, lift_the_cover),
    "replace: a form shows another text": (prepare_a_form, show_another_text),
    "replace: the letters of a font are exchanged": (prepare_a_font, exchange_the_letters),
    "hide and replace: another catalogue": (prepare_other_pages, show_the_other_pages),
    "hide and replace: another table of objects": (prepare_other_pages, point_the_table_to_other_pages),
}


@cache
def prepared(what: str) -> bytes:
    return edited(pdf_of(NUMBER), SHADOWS[what][0])


@pytest.mark.parametrize("what", SHADOWS)
def test_a_prepared_file_shows_what_was_sealed_or_is_refused(what: str) -> None:
    made = seal(prepared(what), key=evaluation_key(), organisation=ORGANISATION).pdf
    assert refusal(made) == ""  # the preparation is ours to answer for
    changed = edited(made, SHADOWS[what][1])
    assert changed.startswith(made)
    assert refusal(changed).startswith("entire_file: ")


@pytest.mark.parametrize("what", SHADOWS)
def test_also_where_a_time_stamp_covers_the_change(what: str, here: Service) -> None:
    made = seal(
        prepared(what), key=evaluation_key(), organisation=ORGANISATION, time_stamping=here.stamping()
    ).pdf
    assert refusal(made) == ""
    assert refusal(stamped(Editor(io.BytesIO(made)), here)) == ""
    editor = Editor(io.BytesIO(made))
    SHADOWS[what][1](editor)
    assert refusal(stamped(editor, here)).startswith("entire_file: ")


# universal signature forgery --------------------------------------------------------------------------

BYTE_RANGES = tuple(f"/ByteRange{each}".encode() for each in ("", " null", " []", " [0]", " [0 -1 0 0]"))
CONTENTS = tuple(f"/Contents{each}".encode() for each in ("", " null", " <>", " <00>", " <FF>"))


@pytest.mark.parametrize("level", Level)
def test_a_seal_without_what_is_needed_to_check_it_is_not_taken_for_checked(level: Level) -> None:
    file, first = sealed(level), covered(sealed(level))[0]
    begins = file.rindex(b"/Contents", 0, first.gap)
    numbers = re.compile(rb"/ByteRange \[.*?\]").search(file, first.resumes)
    assert numbers is not None
    for contents in (b"", *CONTENTS):
        for byte_range in (b"", *BYTE_RANGES):
            parts = (file[:begins], contents, b"\n", byte_range, file[numbers.end() :])
            assert refusal(b"".join(parts))
    for byte_range in (b"", *BYTE_RANGES):
        assert refusal(file[: numbers.start()] + byte_range + file[numbers.end() :])
    for contents in (b"", *CONTENTS):
        assert refusal(file[:begins] + contents + file[first.resumes :])


# incremental saving -----------------------------------------------------------------------------------


def table_and_trailer(file: bytes) -> bytes:
    """A classical table that replaces one object, at the end of a file that has none."""
    startxref = int(re.findall(rb"startxref\s+(\d+)", file)[-1])
    body = b"1 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
    table = b"xref\n1 1\n%010d 00000 n \ntrailer\n<</Size 9999 /Root 2 0 R /Prev %d>>\n" % (
        len(file),
        startxref,
    )
    return body + table + b"startxref\n%d\n%%%%EOF\n" % (len(file) + len(body))


SAVED: dict[str, Callable[[bytes], bytes]] = {
    "objects with a table": table_and_trailer,
    "objects without a table": lambda file: table_and_trailer(file).partition(b"xref")[0],
    "a trailer alone": lambda file: table_and_trailer(file).partition(b"endobj\n")[2],
    "no end of file": lambda file: table_and_trailer(file).removesuffix(b"%%EOF\n"),
    "a copy of the signature": lambda file: file[covered(file)[0].gap - 30 :],
}


@pytest.mark.parametrize("what", SAVED)
@pytest.mark.parametrize("level", Level)
def test_nothing_is_saved_behind_a_seal(what: str, level: Level) -> None:
    assert refusal(sealed(level) + SAVED[what](sealed(level)))


# signature wrapping -----------------------------------------------------------------------------------


@pytest.mark.parametrize("copied", [False, True])
@pytest.mark.parametrize("level", [Level.B, Level.T, Level.LT])
def test_what_a_signature_covers_cannot_be_moved_away_from_it(level: Level, copied: bool) -> None:
    """The part behind the signature moves on, and another signature with the same value says so. What comes
    in between is not covered by it."""
    file, (first,) = sealed(level), covered(sealed(level))
    before, hole, after = file[: first.gap], file[first.gap : first.resumes], file[first.resumes :]
    evil = b"1 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n9998 0 obj\n<</Type /Sig\n"
    evil += b"/Contents " + hole * copied
    size = len(evil) + 200
    resumes = first.resumes + size
    numbers = b"\n/ByteRange [0 %d %d %d]>>\nendobj\n" % (first.gap, resumes, len(after))
    wrapped = before + hole + (evil + numbers).ljust(size) + after
    moved = Covered(wrapped, first.gap, resumes, len(wrapped))
    assert moved.digest("sha256") == first.digest("sha256")  # what is covered is as it was
    assert refusal(wrapped)
