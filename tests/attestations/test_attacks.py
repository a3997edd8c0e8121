"""Nothing that is done to a sealed file passes the inspection, and whatever it is, the inspection says no and
nothing else. A campaign tries many thousand changes of bytes; every run tries some hundred."""

import io
import re
from collections.abc import Iterator
from functools import cache

import pikepdf
import pytest
from asn1crypto import cms
from hypothesis import assume, example, given, settings
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
from compliance.attestations.signing import Level, renew, seal
from tests.attestations.attacking import (
    CHANGES,
    Editing,
    Editor,
    edited,
    restamped,
    sign_once_more,
    stamped,
)
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import (
    NUMBER,
    ORGANISATION,
    evaluation_key,
    look,
    refusal,
    sealed,
)
from tests.attestations.time_stamping import Service, service

LEVELS = st.sampled_from(list(Level))
FEW = settings(max_examples=max(20, settings().max_examples // 10))  # each asks the service


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


# updates ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def here() -> Iterator[Service]:
    with service() as running:
        yield running


@cache
def lta(here: Service) -> bytes:
    return seal(
        pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, time_stamping=here.stamping()
    ).pdf


@cache
def twice(here: Service) -> bytes:
    return stamped(Editor(io.BytesIO(lta(here))), here)


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
