"""Whether the parts of an edition fit together: ids, references, keys that belong together.

All faults are gathered, each with its place; conditions are read (`strata`) once the names are right.
"""

from questionnaires import strata
from questionnaires.conditions import similar
from questionnaires.documents import Document, Fault
from questionnaires.editions import Trees
from questionnaires.schema import Questionnaire
from questionnaires.strata import Books

from .names import check_names
from .questions import check_questions
from .report import Report
from .rulebooks import check_rulebooks, check_sources

__all__ = ["check"]


def check(questionnaire: Questionnaire, sheet: Document, books: Books) -> tuple[Trees | None, list[Fault]]:
    """Check an edition; the trees are there only where nothing is wrong."""
    report = Report(questionnaire, sheet, books)
    trees = _read(report) if _names_are_right(report) else None
    return (None if report.faults else trees), report.faults


def _names_are_right(report: Report) -> bool:
    """Check all but the conditions, which can be read only against names that are right."""
    check_names(report)
    ambiguous = bool(report.faults)
    check_sources(report)
    check_questions(report)
    ladder, known = (
        report.questionnaire.ladder,
        [book.id for book, _ in report.books if book.kind == "ladder"],
    )
    if ladder not in {book.id for book, _ in report.books}:
        remedy = similar(ladder, known) or "Add it to rulebooks/."
        report.fault(report.sheet, ("ladder",), f"there is no rulebook `{ladder}`.", remedy)
        return False
    check_rulebooks(report)
    return not ambiguous and not report.unreadable


def _read(report: Report) -> Trees | None:
    trees, faults = strata.read(report.questionnaire, report.sheet, report.books, report.symbols)
    report.faults += faults
    return trees
