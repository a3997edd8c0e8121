"""Why a file is not taken. The words for people are with the pages; a reason has one remedy."""

from enum import StrEnum


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    ARCHIVE = "archive"  # ZIP and the like
    ACTIVE_KIND = "active_kind"  # SVG, HTML, programs: what a computer runs
    OTHER_CONTENT = "other_content"  # the content is not what the name says
    DAMAGED = "damaged"
    BUSY = "busy"  # many files at once
    TOO_DEMANDING = "too_demanding"  # of time or memory
    PASSWORD = "password"  # noqa: S105 - the name of a reason
    NOT_UTF8 = "not_utf8"
    BINARY = "binary"  # a text with NUL in it
    MARKUP = "markup"  # a text that a browser would take for a page
    SCRIPT = "script"  # a text that a shell would run
    FORMULA = "formula"
    NOT_JSON = "not_json"
    TOO_MANY_PIXELS = "too_many_pixels"
    PDF_ACTIVE = "pdf_active"
    PDF_FILES = "pdf_files"
    MACROS = "macros"
    OFFICE_FILES = "office_files"
    OFFICE_LINKS = "office_links"
    TOO_MUCH_INSIDE = "too_much_inside"


class Refused(Exception):
    """The file is not taken. `found` is what was met, for the message: a kind, a place, a number."""

    def __init__(self, reason: Reason, found: str = "") -> None:
        self.reason, self.found = reason, found
        super().__init__(f"{reason}: {found}" if found else str(reason))
