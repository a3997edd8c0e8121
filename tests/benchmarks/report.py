"""Making one report beside a bare rendering of the same pages.

The floor is WeasyPrint with the same HTML, style sheets and fonts, but no tags, no PDF/A and no attachment,
which makes the file readable by machines and with a screen reader. Ours also derives the statement and
its outcome and fills the template. Milliseconds, medians of one PDF; the two alternate.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

import questionnaires
from compliance.attestations import pdf, printing, typography
from compliance.attestations.services import report
from compliance.attestations.statement import Statement, Subject

from .measuring import cases, milliseconds, row

CASE = "Large tuning of a systemic-risk model"
SUBJECT = Subject("Example organisation", "Example model", "1")
MADE_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMES = 5


def lines() -> Iterator[str]:
    """The lines of the page."""
    edition = questionnaires.edition("downstream-modification")
    answers, on = cases(edition)[CASE]
    outcome = questionnaires.classify(edition, answers, on)
    ours, bare = [], []
    for _ in range(TIMES + 1):
        began = perf_counter()
        made = report(outcome=outcome, subject=SUBJECT, made_at=MADE_AT, salt="0" * 32)
        ours.append(perf_counter() - began)
        html = _html(made.statement)
        began = perf_counter()
        pages = _bare(html)
        bare.append(perf_counter() - began)
    first, floor, taken = ours[0], median(bare[1:]), median(ours[1:])
    yield f"One report: {CASE}, {len(outcome.items)} items, {pages} pages, {len(made.pdf) / 1024:,.0f} KiB"
    yield row("a bare rendering of the same HTML", milliseconds(floor), "floor")
    yield row("the report", milliseconds(taken), f"{taken / floor:.2f} times the floor")
    yield row("the first report of a process", milliseconds(first))


def _html(statement: Statement) -> str:
    return render_to_string("attestations/document.html", {"document": pdf.Printed(statement)})


def _bare(html: str) -> int:
    """Render without what makes it an archived, tagged file; the number of pages."""
    fonts = FontConfiguration()
    css = [
        CSS(filename=typography.FONTS / "fonts.css", font_config=fonts),
        CSS(string=printing.stylesheet(), font_config=fonts),
    ]
    document = HTML(string=html).render(font_config=fonts, stylesheets=css)
    document.write_pdf()
    return len(document.pages)
