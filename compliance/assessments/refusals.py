"""Why a file was not attached, and what to do, in words."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .evidence import QuotaReached
from .inspection.kinds import ENDINGS, KINDS
from .inspection.pictures import MOST_PIXELS
from .inspection.refusals import Reason, Refused

# What is wrong, and what to do. `found` is what was met there.
WORDS = {
    Reason.EMPTY: (_lazy("The file is empty."), _lazy("Choose the one that you meant.")),
    Reason.TOO_LARGE: (
        _lazy("The file is too large: it may have %(found)s."),
        _lazy("Make it smaller, or attach the part that matters."),
    ),
    Reason.UNKNOWN_KIND: (
        _lazy("Files that end in .%(found)s are not taken."),
        _lazy("Save it as PDF, as a picture, or as one of the other kinds named below."),
    ),
    Reason.ARCHIVE: (
        _lazy("Archives are not taken, so that everybody sees each file."),
        _lazy("Attach the files one by one."),
    ),
    Reason.ACTIVE_KIND: (
        _lazy("Files that end in .%(found)s can run as a program or a page."),
        _lazy("Print it to PDF, or paste its text into a .txt file."),
    ),
    Reason.OTHER_CONTENT: (
        _lazy("The content is not what the name says. It looks like this: %(found)s."),
        _lazy("Give the file the ending of its content, or save it again as what it is called."),
    ),
    Reason.DAMAGED: (
        _lazy("The file cannot be read: it is damaged, or made in an unusual way."),
        _lazy("Export or save it again, then attach that."),
    ),
    Reason.BUSY: (
        _lazy("Several files are being looked at, and this one did not get its turn."),
        _lazy("Nothing is wrong with it: attach it again in a moment."),
    ),
    Reason.TOO_DEMANDING: (
        _lazy("Reading the file takes too long."),
        _lazy("Print it to a new PDF, or attach the part that matters."),
    ),
    Reason.PASSWORD: (
        _lazy("The file is protected by a password, so that others could not open it."),
        _lazy("Save it without one."),
    ),
    Reason.NOT_UTF8: (_lazy("The text is not in UTF-8."), _lazy("Save it again with the encoding UTF-8.")),
    Reason.BINARY: (
        _lazy("This is no text: it holds characters that no text has."),
        _lazy("Export or save it again, then attach that."),
    ),
    Reason.MARKUP: (
        _lazy("The text begins like a web page or a drawing."),
        _lazy("Print the page to PDF, or put a line of words first."),
    ),
    Reason.SCRIPT: (
        _lazy("The text is a script that a computer would run (#!)."),
        _lazy("Put a line of words first."),
    ),
    Reason.FORMULA: (
        _lazy("Line %(found)s has a cell that a spreadsheet would calculate."),
        _lazy("Export the values, not the formulas."),
    ),
    Reason.NOT_JSON: (
        _lazy("It is no JSON: line %(found)s cannot be read."),
        _lazy("Correct it, or attach it as .txt."),
    ),
    Reason.TOO_MANY_PIXELS: (
        _lazy("The picture has %(found)s pixels; %(most)s million altogether are the most."),
        _lazy("Make it smaller."),
    ),
    Reason.PDF_ACTIVE: (
        _lazy("The PDF does something by itself when it is opened (%(found)s)."),
        _lazy("Print it to a new PDF, then attach that."),
    ),
    Reason.PDF_FILES: (
        _lazy("There are other files inside the PDF."),
        _lazy("Save it without attachments, and attach them beside it."),
    ),
    Reason.MACROS: (
        _lazy("Documents with macros, and older ones that may have some, are not taken."),
        _lazy("Save it as .docx or .xlsx."),
    ),
    Reason.OFFICE_FILES: (
        _lazy("There are other files inside the document."),
        _lazy("Remove them, and attach them beside it; or print it to PDF."),
    ),
    Reason.OFFICE_LINKS: (
        _lazy("The document loads something from elsewhere: a workbook, a template, a picture."),
        _lazy("Break the links, or print it to PDF."),
    ),
    Reason.TOO_MUCH_INSIDE: (
        _lazy("The document is far larger inside than outside."),
        _lazy("Attach the part that matters, or print it to PDF."),
    ),
}
# Where there is nothing to name.
WITHOUT = {
    Reason.UNKNOWN_KIND: _lazy("The file’s name has no ending, which would say of what kind it is."),
    Reason.OTHER_CONTENT: _lazy("The content is not what the name says."),
}


def refused_in_words(refused: Refused) -> str:
    """What is wrong with a file, and the remedy."""
    wrong, remedy = WORDS[refused.reason]
    if not refused.found:
        wrong = WITHOUT.get(refused.reason, wrong)
    sizes = {kind.id: _("%s at most") % _size(kind.most_bytes) for kind in KINDS}
    found = sizes.get(refused.found, refused.found) if refused.reason == Reason.TOO_LARGE else refused.found
    told = str(wrong) % {"found": found.lstrip("/"), "most": MOST_PIXELS // 1_000_000}
    return f"{told} {remedy}"


def quota_in_words(reached: QuotaReached) -> str:
    remedy = _("Remove files that are no longer needed, then attach this one again.")
    if reached.limit is None:
        there = _("There are %s files already, as many as an assessment may have.") % reached.most_files
    elif reached.for_all:
        there = _("There is no room left for the files of people without an account.")
        remedy = _("Sign in and work in an organisation, which has room of its own, or come back later.")
    else:
        there = _("There is no room for it: the limit is %s altogether.") % filesizeformat(reached.limit)
    return f"{there} {remedy}"


def kinds_in_words() -> str:
    """What is taken, for the hint at the field."""
    by_size: dict[int, list[str]] = {}
    for kind in KINDS:
        by_size.setdefault(kind.most_bytes, []).append(kind.name)
    parts = [
        _("%(kinds)s up to %(size)s") % {"kinds": ", ".join(names), "size": _size(size)}
        for size, names in by_size.items()
    ]
    return "; ".join(parts) + "."


def accept() -> str:
    """For the field: which files a browser offers first."""
    return ",".join(f".{ending}" for ending in ENDINGS)


def _size(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
