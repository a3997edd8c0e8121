"""PDFs: what a reader would run, start or send is refused; what it only shows is not.

ISO 32000-2: actions are in 12.6.4, embedded files in 7.11.4, forms of another language (XFA) in 12.7.8.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, PasswordError, Pdf, PdfError, Stream

from . import texts
from .magic import require
from .refusals import Reason, Refused

MOST_OBJECTS = 100_000  # our own convention; a book of a thousand pages has a third of that
MOST_EMBEDDED = 5 * 1024 * 1024  # bytes of a text inside, as much as of a text beside

# Scripts; what starts programs, opens other files (and tells their server who reads), sends or plays.
_ACTIONS = frozenset(
    (
        "/JavaScript",
        "/Launch",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    )
)
# What a link must not lead to; the web and e-mail are for whoever clicks to decide.
_LINKS = ("javascript:", "data:", "file:", "smb:", "\\\\", "vbscript:", "ms-")
_KEYS = frozenset(("/JS", "/XFA", "/RichMediaContent", "/RichMediaSettings"))
_ANNOTATIONS = frozenset(("/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"))


def check(data: bytes) -> None:
    """Raises Refused for what is no PDF, needs a password, or does more than show pages."""
    require("application/pdf", data)
    if not data.startswith(b"%PDF-"):
        raise Refused(Reason.OTHER_CONTENT)
    try:
        with Pdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused(Reason.PASSWORD)
            if len(pdf.objects) > MOST_OBJECTS:
                raise Refused(Reason.TOO_DEMANDING)
            if not len(pdf.pages):
                raise Refused(Reason.DAMAGED)
            for each in pdf.objects:
                for dictionary in _dictionaries(each):
                    _require_harmless(dictionary)
    except PasswordError:
        raise Refused(Reason.PASSWORD) from None
    except (PdfError, ValueError, RuntimeError, OverflowError):
        raise Refused(Reason.DAMAGED) from None


def _dictionaries(top: Any) -> Iterator[Any]:
    """The dictionaries of an object, without those of other objects that it refers to."""
    waiting = [top]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Dictionary | Stream):
            yield here
            inside: Any = [here[key] for key in here.keys()]  # noqa: SIM118 - a PDF's own dictionary
        elif isinstance(here, Array):
            inside = list(here)
        else:
            continue
        waiting += [each for each in inside if not getattr(each, "is_indirect", False)]


def _require_harmless(dictionary: Any) -> None:
    keys = set(dictionary.keys())
    action, subtype = dictionary.get("/S"), dictionary.get("/Subtype")
    if (isinstance(action, Name) and str(action) in _ACTIONS) or keys & _KEYS:
        raise Refused(Reason.PDF_ACTIVE, str(action or next(iter(keys & _KEYS))))
    if isinstance(subtype, Name) and str(subtype) in _ANNOTATIONS:
        raise Refused(Reason.PDF_ACTIVE, str(subtype))
    link = str(dictionary.get("/URI", "")).strip().lower()
    if link.startswith(_LINKS):
        raise Refused(Reason.PDF_ACTIVE, link.partition(":")[0])
    if "/EF" in keys:
        for key in dictionary["/EF"].keys():  # noqa: SIM118 - an array would be iterated too
            _require_text(dictionary["/EF"][key])


def _require_text(embedded: Any) -> None:
    """A file inside is taken if it is a text, as our own reports and other PDF/A-3 have; it counts as one of
    its own. Anything else nobody would see in the list of evidence."""
    encoding = embedded.get("/Filter")
    raw = embedded.read_raw_bytes()
    if encoding is not None:
        if encoding not in (Name.FlateDecode, Array([Name.FlateDecode])) or "/DecodeParms" in embedded:
            raise Refused(Reason.PDF_FILES)
        try:
            raw = zlib.decompressobj().decompress(raw, MOST_EMBEDDED + 1)
        except zlib.error:
            raise Refused(Reason.DAMAGED) from None
    if len(raw) > MOST_EMBEDDED:
        raise Refused(Reason.PDF_FILES)
    try:
        texts.check(raw)
    except Refused:
        raise Refused(Reason.PDF_FILES) from None
