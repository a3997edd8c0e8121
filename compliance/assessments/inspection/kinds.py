"""Which kinds of file are taken, and how large. All limits here are our own conventions.

What people have at hand: reports, pictures of screens, tables, logs, settings. No ZIP: whoever reads the list
of evidence should see each file by its name, and nothing can hide in what is not there. No HTML and no SVG:
both are programs. No older Office files: their macros cannot be told from their text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from . import documents, packages, pictures, texts
from .pictures import MOST_PIXELS
from .refusals import Reason, Refused

__all__ = ["ENDINGS", "KINDS", "LARGEST", "MOST_PIXELS", "Kind", "kind_of"]

MB = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """`check` raises Refused for content that is not of this kind or not harmless."""

    id: str
    name: str
    endings: tuple[str, ...]
    most_bytes: int
    check: Callable[[bytes], None]
    quick: bool = False  # no parser is needed: a look at the bytes, however they are made


KINDS = (
    Kind("pdf", "PDF", ("pdf",), 20 * MB, documents.check),
    Kind("png", "PNG", ("png",), 10 * MB, pictures.checker("PNG", "image/png")),
    Kind("jpeg", "JPEG", ("jpg", "jpeg"), 10 * MB, pictures.checker("JPEG", "image/jpeg")),
    Kind("webp", "WebP", ("webp",), 10 * MB, pictures.checker("WEBP", "image/webp")),
    Kind("docx", "Word (DOCX)", ("docx",), 10 * MB, packages.checker("word/document.xml", "docx")),
    Kind("xlsx", "Excel (XLSX)", ("xlsx",), 10 * MB, packages.checker("xl/workbook.xml", "xlsx")),
    Kind("csv", "CSV", ("csv", "tsv"), 5 * MB, texts.check_table),
    Kind("json", "JSON", ("json",), 5 * MB, texts.check_json),
    Kind("jsonl", "JSON lines", ("jsonl", "ndjson"), 5 * MB, texts.check_json_lines),
    # Not parsed: nearly every text is YAML, and what it says is read by people.
    Kind("yaml", "YAML", ("yaml", "yml"), 5 * MB, texts.check, quick=True),
    Kind("text", "text", ("txt", "md", "log"), 5 * MB, texts.check, quick=True),
)
ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
LARGEST = max(kind.most_bytes for kind in KINDS)

# To say why a kind is not taken, and what to do instead.
ARCHIVES = frozenset(("zip", "gz", "tgz", "bz2", "xz", "zst", "tar", "7z", "rar", "jar", "iso"))
PAGES = frozenset(("svg", "svgz", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "xml", "xsl", "css"))
PROGRAMS = frozenset(
    ("js", "mjs", "py", "sh", "exe", "com", "bat", "cmd", "ps1", "vbs", "scr", "msi", "lnk", "app", "apk")
)
OLDER_OFFICE = frozenset(
    ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "doc", "dot", "xls", "xlt", "ppt", "rtf")
)


def kind_of(name: str) -> Kind:
    """The kind that a file's name promises. Raises Refused."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    if ending in ENDINGS:
        return ENDINGS[ending]
    if ending in ARCHIVES:
        raise Refused(Reason.ARCHIVE)
    if ending in PAGES | PROGRAMS:
        raise Refused(Reason.ACTIVE_KIND, ending)
    if ending in OLDER_OFFICE:
        raise Refused(Reason.MACROS)
    raise Refused(Reason.UNKNOWN_KIND, ending)
