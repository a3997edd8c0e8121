"""What was given to somebody, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from questionnaires import Edition
from questionnaires.schema import Question

from .grants import questions
from .models import Assignment
from .queries import Standing


@dataclass(frozen=True)
class Given:
    """An assignment: whole sections by their titles, single questions, and how much of both is open."""

    assignment: Assignment
    sections: tuple[str, ...]
    questions: tuple[Question, ...]
    open: int

    @property
    def late(self) -> bool:
        due = self.assignment.due
        return bool(self.open and due and due < timezone.localdate())


def given(assignment: Assignment, edition: Edition, unanswered: Iterable[str] = ()) -> Given:
    """`unanswered` are the questions of the assessment that are open."""
    ids = questions(assignment, edition)
    sections = edition.questionnaire.sections
    return Given(
        assignment,
        tuple(each.title for each in sections if each.id in assignment.sections),
        tuple(edition.questions[each] for each in assignment.questions if each in ids),
        sum(each in ids for each in unanswered),
    )


def asked_of(standing: Standing, page: Iterable[Question] | None = None) -> list[Given]:
    """What whoever looks was asked to answer: all of it, or what concerns the questions of a page."""
    found = []
    for each in standing.grant.assignments:
        ids = questions(each, standing.edition)
        if page is None or any(question.id in ids for question in page):
            found.append(given(each, standing.edition, standing.outcome.unanswered))
    return found
