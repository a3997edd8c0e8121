"""What may follow a seal: updates that add a time-stamp of the whole file (/DocTimeStamp, ISO 32000-2,
12.8.5) and what is needed to check certificates (/DSS, 12.8.4.3), as signing.renew writes them. Nothing else.

The seal forbids every change, but readers leave much to their own judgement: the published “shadow attacks”
(NDSS 2021) live on updates that a reader thinks harmless. So nothing is judged here. An update either is the
one that we would have made, object for object and without a byte between them, or it is refused.
"""

import re
from io import BytesIO
from itertools import chain
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    Reference,
    StreamObject,
    pdf_string,
)
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation.pdf_embedded import extract_contents

from .byte_ranges import Covered
from .plain_syntax import is_plain

STAMP_FIELD = "Time-stamp {number}"

# A reader that repairs a file looks for these, wherever they are.
_OBJECT = re.compile(rb"(?<!\d)(\d+)[\s\0]+(\d+)[\s\0]+obj")
_LISTS = ("/Certs", "/OCSPs", "/CRLs")  # of a /DSS
_PER_UPDATE = ("/Size", "/Prev", "/ID")  # in a trailer
_STAMP_FIELD = {
    "/FT": "/Sig",
    "/Type": "/Annot",
    "/Subtype": "/Widget",
    "/F": "132",  # printed, which PDF/A asks for, and locked
    "/Rect": "[ 0 0 0 0 ]",  # invisible
    "/TU": "(Time\\055stamp)",
}
_STAMP = {"/Type": "/DocTimeStamp", "/Filter": "/Adobe.PPKLite", "/SubFilter": "/ETSI.RFC3161"}


class Changed(ValueError):
    """Something was added to a sealed file that is no time-stamp; says what, in the middle of a sentence."""


def require_only_time_stamps(reader: PdfFileReader, ranges: list[Covered]) -> None:
    """Raises Changed unless each signature after the first came with an update of its own that adds a
    time-stamp of the whole file and nothing else; and other exceptions for what cannot be read."""
    xrefs = reader.xrefs
    sealed = xrefs.total_revisions - len(ranges)
    if sealed < 0 or xrefs.hybrid_xrefs_present:
        raise Changed("it is not put together as we do it")
    for revision, each in enumerate(ranges, start=sealed):
        end = b"\nstartxref\n%d\n%%%%EOF\n" % xrefs.get_startxref_for_revision(revision)
        if not each.file.endswith(end, 0, each.end):
            raise Changed("a part of it that was signed does not end as we do it")
    for number in range(1, len(ranges)):
        _Update(reader, sealed, number, ranges).require_time_stamp()


class _Update:
    """One update of a file: its objects, and the file as it was before and after."""

    def __init__(self, reader: PdfFileReader, sealed: int, number: int, ranges: list[Covered]) -> None:
        self.number, self.covered, self.begins = number, ranges[number], ranges[number - 1].end
        revision = sealed + number
        self.old: HistoricalResolver = reader.get_historical_resolver(revision - 1)
        self.new: HistoricalResolver = reader.get_historical_resolver(revision)
        xrefs = reader.xrefs
        self.section = xrefs.get_xref_data(revision)
        self.table: Reference | None = xrefs.get_xref_container_info(revision).stream_ref
        self.known: set[tuple[int, int]] = {
            _id(ref) for each in range(revision) for ref in xrefs.explicit_refs_in_revision(each)
        }
        self.left: set[tuple[int, int]] = {_id(ref) for ref in xrefs.explicit_refs_in_revision(revision)}

    def require_time_stamp(self) -> None:
        self._require_no_byte_between()
        self._require_same(self.old.trailer_view, self.new.trailer_view, *_PER_UPDATE)
        self._take(self.table, new=True)
        old_form, new_form = self.old.root["/AcroForm"], self.new.root["/AcroForm"]
        seal = old_form["/Fields"][0]
        field = self._added(old_form["/Fields"], new_form["/Fields"])
        page = seal.raw_get("/P").reference
        old_page, new_page = self.old.get_object(page), self.new.get_object(page)
        if self._added(old_page["/Annots"], new_page["/Annots"]) != field:
            raise Changed("something was added to a page")
        self._require_same(old_form, new_form, "/Fields")
        self._require_same(old_page, new_page, "/Annots")
        self._take(self.old.root.raw_get("/AcroForm"))
        self._take(page)
        self._require_field(field, page)
        self._require_evidence()
        if self.left:
            raise Changed("objects were added or replaced that no time-stamp needs")

    def _require_no_byte_between(self) -> None:
        """Objects, one directly after the other, and the table of them last."""
        section = self.section
        if section.xrefs_in_objstm or section.freed or section.hybrid:
            raise Changed("an update hides or deletes objects")
        objects = {(offset, number, gen) for number, (gen, offset) in section.standard_xrefs.items()}
        begins, end = self.begins, self.covered.end
        data = self.covered.file
        found = {
            (match.start(), int(match[1]), int(match[2])) for match in _OBJECT.finditer(data, begins, end)
        }
        if found != objects or b"trailer" in data[begins:end]:
            raise Changed("an update holds more than its table of objects says")
        starts = sorted(objects)
        ends = [*(at for at, *_ in starts[1:]), data.rindex(b"\nstartxref\n", begins, end)]
        if self.table is None or starts[0][0] != begins or starts[-1][1:] != _id(self.table):
            raise Changed("an update is not put together as we do it")
        for (at, number, gen), until in zip(starts, ends, strict=True):
            held = self.new.get_object(Reference(number, gen, self.new))
            length = held.raw_get("/Length") if isinstance(held, StreamObject) else None
            if not is_plain(data[at:until], number, gen, length):
                raise Changed("an update is written so that readers may understand it differently")

    def _require_field(self, field: IndirectObject, page: Reference) -> None:
        """The invisible field of the time-stamp, and the time-stamp in it."""
        value = field.get_object().raw_get("/V")
        links = {
            "/T": _written(pdf_string(STAMP_FIELD.format(number=self.number))),
            "/P": f"{page.idnum} {page.generation} R",
            "/V": _written(value),
        }
        if _shown(field.get_object()) != {**_STAMP_FIELD, **links}:
            raise Changed("a form field was added that holds no time-stamp")
        stamp, mine = value.get_object(), self.covered
        shown = _shown(stamp)
        del shown["/Contents"]
        numbers = {"/ByteRange": f"[ 0 {mine.gap} {mine.resumes} {mine.end - mine.resumes} ]"}
        if shown != {**_STAMP, **numbers} or extract_contents(stamp) != mine.contents:
            raise Changed("a signature was added that is no time-stamp")
        self._take(field, new=True)
        self._take(value, new=True)

    def _require_evidence(self) -> None:
        """Certificates and their revocations may be added: bare streams, which no reader shows."""
        store = self.old.root.raw_get("/DSS")
        if _id(store) not in self.left:
            return
        self._take(store)
        old, new = (each.get_object(store.reference) for each in (self.old, self.new))
        self._require_same(old, new, *_LISTS)
        for each in _LISTS:
            before, after = (list(map(_written, kept.get(each, ()))) for kept in (old, new))
            if after[: len(before)] != before:
                raise Changed("what is needed to check certificates was taken away")
        for stream in chain.from_iterable(new.get(each, ()) for each in _LISTS):
            if _id(stream) in self.left:
                held = stream.get_object()
                if not isinstance(held, StreamObject) or set(held) != {"/Length"}:
                    raise Changed("something else than certificates was added")
                self._take(stream, new=True)

    @staticmethod
    def _added(old: ArrayObject, new: ArrayObject) -> IndirectObject:
        """The one reference that a list has more than before, at its end."""
        *kept, added = list(new)
        if list(map(_written, kept)) != list(map(_written, old)) or not isinstance(added, IndirectObject):
            raise Changed("fields or notes were added, replaced or removed")
        return added

    @staticmethod
    def _require_same(old: DictionaryObject, new: DictionaryObject, *but: str) -> None:
        before, after = _shown(old), _shown(new)
        for key in but:
            before.pop(key, None)
            after.pop(key, None)
        if before != after:
            raise Changed("something that the seal covers was replaced")

    def _take(self, reference: Any, *, new: bool = False) -> None:
        """Accounts for an object of the update; a new one replaces none that was there before."""
        which = _id(reference)
        if which not in self.left or (new and which in self.known):
            raise Changed("an object was replaced")
        self.left.remove(which)


def _id(reference: Any) -> tuple[int, int]:
    return (reference.idnum, reference.generation)


def _shown(dictionary: DictionaryObject) -> dict[str, str]:
    """Each entry as it is written, without following references."""
    return {str(key): _written(dictionary.raw_get(key)) for key in dictionary}


def _written(value: PdfObject) -> str:
    written = BytesIO()
    value.write_to_stream(written, None)
    return written.getvalue().decode("latin-1").strip()
