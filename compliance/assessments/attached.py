"""What is attached to the answers of an assessment, for its pages and for a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from questionnaires.schema import Question

from .models import Evidence
from .pages import Page, page_of
from .queries import Standing


@dataclass(frozen=True)
class Group:
    """The files of one answer. No question where this version of the questionnaire has it no more."""

    question: Question | None
    page: Page | None
    files: tuple[Evidence, ...]
    asked: bool  # otherwise nothing counts them at the moment
    may_change: bool


def groups(standing: Standing, questions: Sequence[Question] | None = None) -> list[Group]:
    """The files that this person sees, by question, in the order of the questionnaire; of some questions, or
    of all. One query."""
    found = standing.assessment.evidence.all()
    if questions is not None:
        found = found.filter(question__in=[each.id for each in questions])
    by_question: dict[str, list[Evidence]] = {}
    for each in found:
        if standing.grant.sees(each.question):
            by_question.setdefault(each.question, []).append(each)
    known = standing.edition.questions
    order = [each for each in known if each in by_question]
    order += [each for each in by_question if each not in known]
    return [_group(standing, each, by_question[each]) for each in order]


def _group(standing: Standing, question: str, files: Sequence[Evidence]) -> Group:
    known = standing.edition.questions.get(question)
    return Group(
        known,
        page_of(standing.edition, question) if known else None,
        tuple(files),
        question in standing.outcome.asked,
        standing.grant.answers(question),
    )


def counted(standing: Standing) -> list[Group]:
    """Those of answers that count: what a report lists."""
    return [each for each in groups(standing) if each.asked]


def of_questions(standing: Standing) -> Mapping[str, tuple[Evidence, ...]]:
    """The files of each question; none where there are none."""
    found = {each.question.id: each.files for each in groups(standing) if each.question}
    return {each: found.get(each, ()) for each in standing.edition.questions}


def one(standing: Standing, evidence_id: UUID) -> Evidence | None:
    """A file that this person sees."""
    found = standing.assessment.evidence.filter(pk=evidence_id).first()
    return found if found and standing.grant.sees(found.question) else None
