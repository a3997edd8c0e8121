"""What was said and done about one answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

import questionnaires
from questionnaires.schema import Question

from .models import AnswerChange, Comment
from .queries import Standing


@dataclass(frozen=True)
class Step:
    """A change of an answer, in words."""

    at: datetime
    by: str  # empty: a guest
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Notes:
    comments: int


def notes(standing: Standing, questions: Sequence[Question]) -> list[tuple[Question, Notes]]:
    """How much was said about some answers, where an organisation works on them. One query."""
    if standing.assessment.owner is None:
        return []
    found = standing.assessment.comments.filter(question__in=[each.id for each in questions])
    counts = dict(found.values_list("question").annotate(Count("pk")))
    return [(each, Notes(counts.get(each.id, 0))) for each in questions]


def history(standing: Standing, question: Question) -> list[Step]:
    """How an answer came to be what it is, the newest first."""
    found = standing.assessment.changes.filter(version=standing.edition.version, question=question.id)
    return [_step(question, each) for each in found.order_by("-revision")]


def comments(standing: Standing, question: str) -> list[Comment]:
    """What colleagues said, the oldest first."""
    return list(standing.assessment.comments.filter(question=question).order_by("at", "pk"))


def _step(question: Question, change: AnswerChange) -> Step:
    return Step(
        change.at,
        change.actor_name,
        _in_words(question, change.before),
        _in_words(question, change.after),
        change.why,
    )


def _in_words(question: Question, value: Any) -> str:
    """Empty where there was no answer. What the question no longer takes is shown as it was stored."""
    if value is None:
        return ""
    if questionnaires.problem(question, value) is not None:
        return str(value)
    return questionnaires.answer_in_words(question, value)
