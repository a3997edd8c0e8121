"""DOCX and XLSX: ZIP files (ECMA-376, part 2). Whatever is inside is counted before it is read, and read in
pieces; the names inside are looked at and never used as paths."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from .magic import require
from .refusals import Reason, Refused

# Our own conventions.
MOST_MEMBERS = 5_000
MOST_EXPANDED = 100 * 1024 * 1024  # bytes of all members together
MOST_OF_A_LIST = 2 * 1024 * 1024  # bytes of a list of relations or content types, which is parsed

_TYPES, _RELATIONS = "[Content_Types].xml", ".rels"
_PIECE = 64 * 1024
# What must not be inside: archives, programs, older Office files, other documents.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OTHER_FILES = (*_ARCHIVES, b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-", b"#!")
_MACROS = ("vbaproject", "vbadata", "macrosheets", "dialogsheets", "activex", "customui", "usercustomization")
_FILES = ("embeddings",)
_LINKS = ("externallinks", "connections.xml", "webextensions")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def checker(main: str, ending: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        """Raises Refused for what is no such document, or has more inside than text, tables and pictures."""
        if data.startswith(_OLE):  # how Office wraps a document that has a password
            raise Refused(Reason.PASSWORD)
        if not data.startswith(b"PK\x03\x04"):
            _say_what_it_is(data)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                members = package.infolist()
                _require_bounded(members)
                for each in members:
                    _require_harmless_name(each)
                if not {main, _TYPES} <= {each.filename for each in members}:
                    raise Refused(Reason.OTHER_CONTENT, "ZIP")
                for each in members:
                    _read(package, each)
        except Refused:
            raise
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            ValueError,
            OSError,
            EOFError,
        ):
            raise Refused(Reason.DAMAGED) from None

    return check


def _say_what_it_is(data: bytes) -> None:
    require("nothing else begins so", data)


def _require_bounded(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_EXPANDED:
        raise Refused(Reason.TOO_MUCH_INSIDE)
    if len({each.filename.lower() for each in members}) < len(members):
        raise Refused(Reason.DAMAGED)


def _require_harmless_name(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    parts = name.lower().split("/")
    if "\0" in name or "\\" in name or ":" in name or name.startswith("/") or ".." in parts:
        raise Refused(Reason.DAMAGED)
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):  # a link, a device
        raise Refused(Reason.DAMAGED)
    if member.flag_bits & 0x1:
        raise Refused(Reason.PASSWORD)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(Reason.DAMAGED)
    for reason, words in (
        (Reason.MACROS, _MACROS),
        (Reason.OFFICE_FILES, _FILES),
        (Reason.OFFICE_LINKS, _LINKS),
    ):
        if any(part.startswith(words) for part in parts):
            raise Refused(reason)


def _read(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reads a member to its end, which also checks its sum; zipfile stops at the size that was counted."""
    listing = member.filename == _TYPES or member.filename.lower().endswith(_RELATIONS)
    if listing and member.file_size > MOST_OF_A_LIST:
        raise Refused(Reason.TOO_MUCH_INSIDE)
    kept = b""
    with package.open(member) as file:
        first = file.read(_PIECE)
        if first.startswith(_OTHER_FILES):
            raise Refused(Reason.OFFICE_FILES)
        kept = first
        while piece := file.read(_PIECE):
            kept = kept + piece if listing else b""
    if listing:
        _require_harmless_list(kept)


def _require_harmless_list(xml: bytes) -> None:
    """Relations and content types say what else belongs to a document: macros, templates from elsewhere."""

    def started(name: str, attributes: dict[str, str]) -> None:
        said = " ".join(attributes.values()).lower()
        if "macroenabled" in said or "vbaproject" in said:
            raise Refused(Reason.MACROS)
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise Refused(Reason.OFFICE_LINKS)

    def refuse_declarations(*_: object) -> None:  # entities; ECMA-376 part 2, 8.2.5 forbids them
        raise Refused(Reason.DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = refuse_declarations
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused(Reason.DAMAGED) from None
