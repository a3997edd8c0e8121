"""Texts: UTF-8, and nothing that a browser, a shell or a spreadsheet would run."""

import csv
import json
import re

from .refusals import Reason, Refused

# What browsers look for when nobody tells them what a file is (WHATWG, MIME Sniffing, section 7.1), and SVG.
_SNIFFED = 1445  # bytes; the "resource header" of section 5.2
_BEGINS_AS_PAGE = re.compile(
    rb"\s*<(?:!--|\?xml|!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg)"
    rb"(?=[\s/>]|(?<=!--))",
    re.IGNORECASE,
)
_HOLDS_PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|body|svg)[\s/>]", re.IGNORECASE)
_OTHER = (b"%PDF-", b"%!PS", b"{\\rtf", b"MIME-Version:")
_BOM = b"\xef\xbb\xbf"
# A cell that a spreadsheet would calculate: = always, the other signs where a function or a program follows.
_CALCULATED = r"\s*(?:=|[+@-].{0,200}?(?:\w\(|\|))"
_FORMULA = re.compile(_CALCULATED, re.DOTALL)
_MAY_HAVE_FORMULA = re.compile(rf"(?:\A|[,;\t\r\n])\"?{_CALCULATED}", re.DOTALL)
_JSON = json.JSONDecoder(parse_int=float)  # a number of a million digits is none that we calculate with


def check(data: bytes) -> None:
    """Raises Refused for what is no plain text."""
    _decoded(data)


def check_table(data: bytes) -> None:
    """CSV. Cells that a spreadsheet would calculate are refused: the file is kept byte by byte, so that they
    cannot be made harmless here."""
    text = _decoded(data)
    if not _MAY_HAVE_FORMULA.search(text):
        return
    lines = text.splitlines(keepends=True)
    for delimiter in (",", ";", "\t"):  # whichever a reader's spreadsheet takes
        try:
            for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
                if any(_FORMULA.match(cell) and not _is_number(cell) for cell in row):
                    raise Refused(Reason.FORMULA, str(number))
        except csv.Error:
            raise Refused(Reason.DAMAGED) from None


def check_json(data: bytes) -> None:
    _require_json(_decoded(data), "1")


def check_json_lines(data: bytes) -> None:
    for number, line in enumerate(_decoded(data).splitlines(), start=1):
        if line.strip():
            _require_json(line, str(number))


def begins_as_page(data: bytes) -> bool:
    """Whether a browser that guesses takes this for a page. Tags further on are no reason: a log of attacks
    is full of them, and evidence."""
    return bool(_BEGINS_AS_PAGE.match(data[:_SNIFFED]))


def holds_page(data: bytes) -> bool:
    """Whether there is a page in the beginning of something that is no text: it is two kinds at once."""
    return bool(_HOLDS_PAGE.search(data[:_SNIFFED]))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(Reason.NOT_UTF8)
    if b"\0" in data:
        raise Refused(Reason.BINARY)
    start = data.removeprefix(_BOM)
    if start.startswith(b"#!"):
        raise Refused(Reason.SCRIPT)
    if begins_as_page(start):
        raise Refused(Reason.MARKUP)
    if start.startswith(_OTHER):
        raise Refused(Reason.OTHER_CONTENT)
    try:
        return start.decode()
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_UTF8) from None


def _require_json(text: str, line: str) -> None:
    try:
        _JSON.decode(text)
    except (ValueError, RecursionError) as error:
        where = str(getattr(error, "lineno", 1)) if line == "1" else line
        raise Refused(Reason.NOT_JSON, where) from None


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
