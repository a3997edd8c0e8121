"""Nothing may be written behind a seal but a time-stamp of the whole file, which carries nothing with it."""

import io
import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)
from pyhanko.sign.general import SigningError

from compliance.attestations.byte_ranges import covered
from compliance.attestations.signing import Level, seal
from tests.attestations.attacking import (
    CHANGES,
    Editing,
    Editor,
    edited,
    lta,
    restamped,
    sign_once_more,
    stamped,
    twice,
)
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import (
    NUMBER,
    ORGANISATION,
    evaluation_key,
    refusal,
    sealed,
)
from tests.attestations.time_stamping import Service

FEW = settings(max_examples=max(20, settings().max_examples // 10))  # each asks the service


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("level", Level)
def test_no_update_may_follow(change: Editing, level: Level) -> None:
    changed = edited(sealed(level), change)
    assert changed.startswith(sealed(level))
    assert "Something was added to the file after it was sealed" in refusal(changed)


@pytest.mark.parametrize("change", CHANGES)
def test_nor_may_one_that_a_time_stamp_of_our_own_service_covers(change: Editing, here: Service) -> None:
    """Anybody can have a file stamped, so that its last signature covers the entire file."""
    editor = Editor(io.BytesIO(lta(here)))
    change(editor)
    assert refusal(stamped(editor, here)).startswith("entire_file: ")


def test_a_stamp_alone_is_a_renewal(here: Service) -> None:
    """The control of the tests above and below: without a change, what they make is taken."""
    assert refusal(stamped(Editor(io.BytesIO(lta(here))), here)) == ""
    assert refusal(restamped(stamped(Editor(io.BytesIO(lta(here))), here), here)) == ""


@pytest.mark.parametrize("level", Level)
def test_nobody_else_may_sign(level: Level) -> None:
    assert refusal(sign_once_more(sealed(level)))


def test_not_even_somebody_of_the_same_name_nor_we_ourselves(here: Service) -> None:
    assert refusal(sign_once_more(sealed(), evaluation_key().subject))
    assert refusal(sign_once_more(lta(here), evaluation_key().subject))


def test_a_stamp_cannot_be_added_to_a_file_that_has_none(here: Service) -> None:
    assert refusal(stamped(Editor(io.BytesIO(sealed())), here, field_name="Time-stamp 1"))
    lt = stamped(Editor(io.BytesIO(sealed(Level.LT))), here, field_name="Time-stamp 1")
    assert "a time-stamp was taken out or added" in refusal(lt)


# what a time-stamp may carry with it ------------------------------------------------------------------


def with_field(key: str, value: object) -> Editing:
    """A time-stamp whose field has something more in it."""

    def edit(editor: Editor) -> None:
        write = editor._write_objects

        def writing(stream: object, positions: object) -> None:
            form = editor.root["/AcroForm"]
            form["/Fields"][-1][pdf_name(key)] = value
            write(stream, positions)

        editor._write_objects = writing

    return edit


def with_stamp(key: str, value: object) -> Editing:
    """A time-stamp whose signature has something more in it."""

    def edit(editor: Editor) -> None:
        write = editor._write_objects

        def writing(stream: object, positions: object) -> None:
            editor.root["/AcroForm"]["/Fields"][-1]["/V"][pdf_name(key)] = value
            write(stream, positions)

        editor._write_objects = writing

    return edit


def with_evidence(stream: StreamObject, key: str = "/Certs") -> Editing:
    """Something else among the certificates."""

    def edit(editor: Editor) -> None:
        store = editor.root["/DSS"]
        store[pdf_name(key)] = ArrayObject([*store.get(key, ()), editor.add_object(stream)])
        editor.update_container(store)

    return edit


def without_evidence(editor: Editor) -> None:
    store = editor.root["/DSS"]
    del store["/CRLs"]
    editor.update_container(store)


def script() -> DictionaryObject:
    return DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert('T0')")}
    )


def spare_object(editor: Editor) -> None:
    editor.add_object(DictionaryObject({pdf_name("/Type"): pdf_name("/Catalog")}))


CARRIED: dict[str, Editing] = {
    "a script that runs when the page is opened": with_field(
        "/AA", DictionaryObject({pdf_name("/PO"): script()})
    ),
    "a script that runs on a click": with_field("/A", script()),
    "a place on the page": with_field("/Rect", ArrayObject(map(NumberObject, (0, 0, 595, 842)))),
    "an appearance": with_field("/AP", DictionaryObject()),
    "another name": with_field("/T", pdf_string("Approved by the authority")),
    "another description": with_field("/TU", pdf_string("Approved by the authority")),
    "a lock": with_field("/Lock", DictionaryObject()),
    "another field below": with_field("/Kids", ArrayObject()),
    "a reason": with_stamp("/Reason", pdf_string("Approved by the authority")),
    "another kind": with_stamp("/Type", pdf_name("/Sig")),
    "a permission": with_stamp("/Reference", ArrayObject()),
    "a compressed stream among the certificates": with_evidence(
        StreamObject({pdf_name("/Type"): pdf_name("/ObjStm")}, stream_data=b"")
    ),
    "a key of its own among the evidence": with_evidence(StreamObject(stream_data=b""), "/Other"),
    "less evidence": without_evidence,
    "an object that nothing refers to": spare_object,
}


@pytest.mark.parametrize("what", CARRIED)
def test_a_time_stamp_carries_nothing_with_it(what: str, here: Service) -> None:
    editor = Editor(io.BytesIO(lta(here)))
    CARRIED[what](editor)
    assert refusal(stamped(editor, here)).startswith("entire_file: ")


HIDDEN = {
    "an object in a comment": b"%9 0 obj<</Type/Catalog>>",
    "a trailer in a comment": b"%trailer<</Root 9 0 R>>",
    "an object in a string": b"/X(9 0 obj<<>>endobj)",
}


@pytest.mark.parametrize("what", HIDDEN)
def test_nothing_hides_between_the_lines_for_readers_that_repair(what: str, here: Service) -> None:
    """pyHanko leaves room for longer numbers behind /ByteRange, which is stamped and means nothing."""
    file = stamped(Editor(io.BytesIO(lta(here))), here)
    last = covered(file)[-1]
    room = re.compile(rb"\] {25,}").search(file, last.resumes)
    assert room is not None
    hidden = HIDDEN[what].ljust(room.end() - room.start() - 1)
    changed = file[: room.start() + 1] + hidden + file[room.end() :]
    assert len(changed) == len(file)
    assert refusal(restamped(changed, here)).startswith("entire_file: ")


LOOSE = {
    "the end of a dictionary": (rb"R \]\n>>\nendobj", b"R ]\n>x\nendobj"),
    "two words in one": (rb"R \d+ 0 R \]", b"R0"),
    "a number that begins with a sign": (rb"\[ 0 0 0 0 \]", b"[ 0 0 0+0 ]"),
    "a name in disguise": (rb"/Adobe\.PPKLite", b"/#41dobe.PPKLi"),
    "a comment": (rb"/Type /Annot\n", b"/Type%/Annot\n"),
}


@pytest.mark.parametrize("what", LOOSE)
def test_nothing_is_written_so_that_readers_understand_it_differently(what: str, here: Service) -> None:
    """pyHanko forgives some of it."""
    file = twice(here)
    *_, before, _ = covered(file)
    pattern, loose = LOOSE[what]
    found = re.compile(pattern).search(file, before.end)
    assert found is not None
    changed = file[: found.start()] + loose + file[found.start() + len(loose) :]
    assert len(changed) == len(file)
    assert refusal(restamped(changed, here)).startswith("entire_file: ")


def shown(pdf: bytes) -> object:
    """All of a file that people and machines take from it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [each.Contents.read_bytes() for each in document.pages]
        files = [each.get_file().read_bytes() for each in document.attachments.values()]
        notes = [len(each.get("/Annots", ())) for each in document.pages]
        metadata = document.Root.Metadata.read_bytes()
        return pages, files, notes, metadata, dict(document.docinfo), sorted(document.Root.keys())


@FEW
@given(st.data())
def test_an_update_that_is_stamped_shows_nothing_else_whatever_is_changed_in_it(
    here: Service, data: st.DataObject
) -> None:
    """Some bytes of it mean nothing, blanks for example; the others are refused."""
    file = twice(here)
    *_, before, last = covered(file)
    place = data.draw(st.integers(before.end, last.gap - 20) | st.integers(last.resumes + 60, last.end - 1))
    changed = bytearray(file)
    changed[place] = data.draw(st.integers(0, 255))
    found = restamped(bytes(changed), here)
    assert refusal(found) or shown(found) == shown(file)


def test_an_update_cannot_skip_the_one_before(here: Service) -> None:
    """It says that what came before it is the file as it was before it was sealed."""
    seal_range = covered(lta(here))[0]
    startxref = rb"/Prev (\d+)"
    unsealed = re.findall(startxref, lta(here)[: seal_range.end])[-1]
    after = next(re.finditer(startxref, lta(here)[seal_range.end :]))
    sealed_table, place = after[1], after.start(1)
    assert len(sealed_table) == len(unsealed)
    at = seal_range.end + place
    changed = lta(here)[:at] + unsealed + lta(here)[at + len(unsealed) :]
    assert refusal(restamped(changed, here)).startswith("entire_file: ")


def test_a_file_that_somebody_signed_first_does_not_get_our_seal() -> None:
    with pytest.raises(SigningError, match="first signature"):
        seal(sign_once_more(pdf_of(NUMBER)), key=evaluation_key(), organisation=ORGANISATION)
