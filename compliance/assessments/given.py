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


def waiting_for(standing: Standing) -> dict[str, list[str]]:
    """Who was asked to answer what is open, by question. One query; none for a guest's."""
    if standing.assessment.owner is None:
        return {}
    found: dict[str, list[str]] = {}
    there = standing.assessment.assignments.select_related("assignee__user").order_by("created_at", "pk")
    for each in there:
        for question in questions(each, standing.edition) & set(standing.outcome.unanswered):
            people = found.setdefault(question, [])
            if (name := str(each.assignee.user)) not in people:
                people.append(name)
    return found


def asked_of(standing: Standing, page: Iterable[Question] | None = None) -> list[Given]:
    """What whoever looks was asked to answer: all of it, or what concerns the questions of a page."""
    found = []
    for each in standing.grant.assignments:
        ids = questions(each, standing.edition)
        if page is None or any(question.id in ids for question in page):
            found.append(given(each, standing.edition, standing.outcome.unanswered))
    return found
