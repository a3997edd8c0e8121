"""compliance.attestations.pdf: tagged, titled, bookmarked, fonts embedded; the same bytes each time."""

import hashlib
import io
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from compliance.attestations import pdf
from compliance.attestations.statement import Subject, digest
from tests.attestations.printing import SUBJECT, pdf_of, poppler, statement_of, text_of

NUMBER = "v06"


@pytest.fixture(scope="module")
def document() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf_of(NUMBER))) as opened:
        yield opened


def outline(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Level and text of each bookmark."""

    def below(items: Any, level: int) -> Iterator[tuple[int, str]]:
        for each in items:
            yield level, each.title
            yield from below(each.children, level + 1)

    with document.open_outline() as found:
        return list(below(found.root, 1))


def elements(node: Any) -> Iterator[Any]:
    """The structure tree's elements below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_it_is_tagged_and_says_its_language(document: pikepdf.Pdf) -> None:
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "en"
    kinds = [str(each.S) for each in elements(document.Root.StructTreeRoot)]
    assert {"/Document", "/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(kinds)


def test_every_cell_of_a_table_says_which_heading_it_stands_under(document: pikepdf.Pdf) -> None:
    found = list(elements(document.Root.StructTreeRoot))
    heads = {str(each.ID) for each in found if each.S == "/TH"}
    cells = [each for each in found if each.S == "/TD"]
    assert len(cells) > 100
    assert all(str(head) in heads for each in cells for head in each.A.Headers)


def test_the_window_shows_its_title(document: pikepdf.Pdf) -> None:
    assert document.Root.ViewerPreferences.DisplayDocTitle
    title = "Self-assessment report: Example Łódź Ltd, PentestPilot 2.3"
    assert str(document.docinfo["/Title"]) == title
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == title


def test_its_metadata_claim_pdf_a_3a_and_pdf_ua_1(document: pikepdf.Pdf) -> None:
    xmp = document.Root.Metadata.read_bytes().decode()
    assert xmp.count("<rdf:RDF") == 1
    with document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["pdfuaid:part"] == "1"
    assert "http://www.aiim.org/pdfa/ns/schema#" in xmp


def test_the_bookmarks_are_its_headings(document: pikepdf.Pdf) -> None:
    found = outline(document)
    assert [text for level, text in found if level == 1] == [
        "Example Łódź Ltd · PentestPilot 2.3",
        "What follows",
        "Annex A: all answers",
        "Annex B: sources and versions",
    ]
    assert (2, "Why this tier") in found
    assert (2, "Law that may apply: check with counsel") in found


def test_every_page_has_its_number_the_name_and_the_id(document: pikepdf.Pdf) -> None:
    count = len(document.pages)
    pages = poppler("pdftotext", "-layout", "-", "-", content=pdf_of(NUMBER)).split("\f")[:count]
    for i, text in enumerate(pages, start=1):
        footer = [line for line in text.splitlines() if line.strip()][-1]
        short = digest(statement_of(NUMBER))
        assert f"Statement {short[:4]} {short[4:8]} … {short[-4:]}" in footer
        assert footer.strip().startswith("Example Łódź Ltd · PentestPilot 2.3")
        assert footer.strip().endswith(f"Page {i} of {count}")


def test_the_pages_are_a4(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        assert [round(float(each)) for each in page.mediabox] == [0, 0, 595, 842]


def test_every_font_is_embedded_as_a_subset_that_can_be_read_out() -> None:
    lines = poppler("pdffonts", "-", content=pdf_of(NUMBER)).splitlines()[2:]
    fonts = [re.search(r"(\S+).* (yes|no) +(yes|no) +(yes|no) +\d+ +\d+$", line) for line in lines]
    assert len(fonts) >= 4
    for each in fonts:
        assert each is not None
        assert each.groups()[1:] == ("yes", "yes", "yes")
        assert re.match(r"[A-Z]{6}\+Source-(Sans-3|Serif-4)", each[1])


def test_it_holds_no_script_form_action_or_encryption(document: pikepdf.Pdf) -> None:
    assert not document.is_encrypted
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(document.Root.keys())
    content = repr([dict(each) for each in document.objects if isinstance(each, pikepdf.Dictionary)])
    assert "/JavaScript" not in content
    assert "/Launch" not in content


def test_the_data_are_attached_once_and_said_to_be_its_data(document: pikepdf.Pdf) -> None:
    (file,) = document.Root.AF
    assert (str(file.UF), str(file.AFRelationship)) == ("statement.json", "/Data")
    assert str(file.EF.F.Subtype) == "/application/json"


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert pdf.render(statement_of(NUMBER)) == pdf_of(NUMBER)


def test_also_in_another_process() -> None:
    program = (
        "import django, hashlib; django.setup(); from tests.attestations.printing import pdf_of;"
        f"print(hashlib.sha256(pdf_of({NUMBER!r})).hexdigest())"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == hashlib.sha256(pdf_of(NUMBER)).hexdigest()


def test_another_statement_gives_others() -> None:
    other = pdf.render(statement_of(NUMBER, Subject("Another Ltd", SUBJECT.model, SUBJECT.version)))
    assert other != pdf_of(NUMBER)


def test_markup_in_names_is_printed_as_text() -> None:
    name = "<b>Bold</b> & <img src=file:///etc/passwd>"
    text = text_of(pdf.render(statement_of("v02", Subject(name, "M", ""))))
    assert name in text


def test_nothing_but_the_bundled_fonts_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: opened.append(address))
    fetcher = pdf._BundledFontsOnly()
    for address in (
        "https://example.org/x.png",
        "file:///etc/passwd",
        f"file://{pdf.typography.FONTS}/../../../modcheck.css",
        f"file://{pdf.typography.FONTS}/%2e%2e/fonts.css",
        "data:image/png;base64,AAAA",
        "ftp://example.org/fonts.css",
    ):
        with pytest.raises(FatalURLFetchingError, match="not a bundled font"):
            HTML(string=f'<img src="{address}">', base_url=None, url_fetcher=fetcher).write_pdf()
    assert opened == []


def test_somebody_who_trained_the_base_gets_no_tier_and_no_end_date() -> None:
    answers = {"role": "trained_base"}
    text = text_of(pdf.render(statement_of("v02", **answers)))
    assert "Valid until" not in text
    assert "At the latest on" not in text
    assert "Class of change" not in text
    assert "upstream developer" in text
    assert "Artificial Intelligence Act" in text.split("Works cited")[1]


def test_an_estimate_is_no_open_answer_and_a_missing_number_is() -> None:
    assert "questions asked, no answer leaves anything open" in text_of(pdf_of("v20"), last_page=1)
    assert "estimated from other answers, as 7.2 × 10²³ FLOP" in text_of(pdf_of("v20"))
    assert "1 of the answers leaves something open" in text_of(pdf_of("v01"), last_page=1)


def test_the_style_sheet_names_every_fallback_font() -> None:
    sheet = render_to_string("attestations/document.css", {"fallbacks": "FALLBACKS"})
    assert sheet.count("FALLBACKS") == 2
    assert "url(" not in sheet
