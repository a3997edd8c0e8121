"""compliance.attestations.pdf: tagged, titled, bookmarked, fonts embedded; the same bytes each time."""

import hashlib
import io
import itertools
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

from compliance.attestations import pdf, printing
from compliance.attestations.statement import Subject, digest
from tests.attestations.printing import SUBJECT, pdf_of, poppler, statement_of, text_of

NUMBER = "v06"
BLOCKS = (
    "Law that may apply: check with counsel",
    "Proposed targeted obligations (not law)",
    "What you promised upstream",
    "Guidance",
)


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
        "Annex B: what would change the outcome",
        "Annex C: sources and versions",
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


def test_the_data_and_their_twin_are_attached_once_and_said_to_be_that(document: pikepdf.Pdf) -> None:
    found = [(str(file.UF), str(file.AFRelationship)) for file in document.Root.AF]
    assert found == [("statement.cdx.json", "/Supplement"), ("statement.json", "/Data")]
    for file in document.Root.AF:
        assert str(file.EF.F.Subtype) == "/application/json"
        assert str(file.Desc)
        assert str(file.EF.F.Params.ModDate) == "D:20261123120000Z"


def test_its_list_of_files_is_sorted_so_that_every_reader_finds_them(document: pikepdf.Pdf) -> None:
    names = [str(each) for each in document.Root.Names.EmbeddedFiles.Names][::2]
    assert names == sorted(names) == ["statement.cdx.json", "statement.json"]


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
    fetcher = printing.BundledFontsOnly()
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


LONG = {
    "one word": Subject("W" * 200, "M" * 200, "v" * 100),
    "a real name": Subject(
        "Gesellschaft für angewandte Sprachmodelle und ihre Anpassung in der öffentlichen Verwaltung "
        "mbH & Co. KG, Niederlassung Süd",
        "Internationalisierungsdatenverarbeitungsmodellanpassungskomponente",
        "2.3",
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_long_names_stay_on_the_page_and_the_footer_is_one_line(name: str) -> None:
    made = pdf.render(statement_of("v08", LONG[name]))
    page = poppler("pdftotext", "-bbox", "-f", "2", "-l", "2", "-", "-", content=made).split("<page")[1]
    first = poppler("pdftotext", "-bbox", "-l", "1", "-", "-", content=made).split("<page")[1]
    for text in (first, page):
        words = re.findall(r'xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)"', text)
        places = sorted((float(left), float(top), float(right)) for left, top, right in words)
        assert max(right for _left, _top, right in places) <= 595 - 62 + 1  # A4 less the margin
        footer = [place for place in places if place[1] > 775]
        assert len({top for _left, top, _right in footer}) == 1
        assert all(first[2] <= second[0] + 0.5 for first, second in itertools.pairwise(footer))


def test_no_heading_is_left_alone_at_the_foot_of_a_page() -> None:
    headings = [*BLOCKS, "European Union", "United States, single states"]
    for number in ("v06", "v07", "v10", "v12"):
        for page in poppler("pdftotext", "-layout", "-", "-", content=pdf_of(number)).split("\f"):
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            assert not set(headings) & set(lines[-4:-1]), (number, lines[-4:])


def test_the_first_page_names_the_hazard_in_words() -> None:
    first = text_of(pdf_of("v08"), last_page=1)
    assert "Does the change add ability to attack computers? Substantial (no. 21)" in first
    assert "Law that may apply 2 listed, 1 of them upcoming; check with counsel" in first


def test_the_first_page_says_what_somebody_does_who_changes_nothing() -> None:
    assert "Role We use a finished product as it comes" in text_of(pdf_of("v02"), last_page=1)
    trained = text_of(pdf.render(statement_of("v02", role="trained_base")), last_page=1)
    assert "Role We trained the base model ourselves" in trained
    assert "Why there is no tier" in trained


def test_law_stands_under_the_name_of_its_place() -> None:
    text = text_of(pdf_of("v12"))
    places = [
        text.index(each) for each in ("European Union LAW-EU-01", "United States, single states LAW-US-02")
    ]
    assert places == sorted(places)
    assert "Checked against the primary text on 23 November 2026" in text
    assert "Read in a secondary source on 23 November 2026; not yet checked against the primary text" in text


def test_what_was_not_sure_is_said_beside_the_rule_that_read_it() -> None:
    text = text_of(pdf_of("w03"), last_page=1)
    assert "I am not sure, read as “Yes” (no. " in text


def test_works_are_cited_by_title_in_order() -> None:
    cited = text_of(pdf_of("v06")).split("Works cited")[1]
    places = [
        cited.index(each) for each in ("General-Purpose AI Code", "Model Cards", "On Regulating", "Q-resafe")
    ]
    assert places == sorted(places)
    assert "General-Purpose AI Code of Practice. Published by the European Commission, 2025." in cited


def test_the_style_sheet_names_every_fallback_font() -> None:
    sheet = render_to_string("attestations/document.css", {"fallbacks": "FALLBACKS"})
    assert sheet.count("FALLBACKS") == 2
    assert "url(" not in sheet
