"""Each question of the real questionnaire with answers under which it is asked: the prover's, so that a new
question is tested without anybody writing its answers down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone

import questionnaires
from compliance.assessments import numbers
from compliance.assessments.fields import options
from compliance.assessments.pages import page_of
from questionnaires.proving.grounds import Ground
from questionnaires.proving.reachability import reachable
from questionnaires.schema import Question
from tests.cases import edition

Fields = dict[str, list[str]]
NUMBERS = (40.0, 30.0, 2e9, 3e9, 2e23, 3e23, 2.0, 3.0)


@dataclass(frozen=True)
class Asked:
    """A question, everything else that is answered then, and two different answers to it."""

    question: Question
    others: Mapping[str, Any]
    first: Any
    second: Any

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def slug(self) -> str:
        return page_of(edition(), self.id).slug

    @property
    def neighbours(self) -> list[str]:
        """The other questions asked on its page."""
        here = page_of(edition(), self.id).questions
        return [each.id for each in here if each.id in self.others]

    def typed(self, fields: Fields, value: Any) -> Fields:
        """The fields of its page with another answer to it."""
        return typed(self.question, fields, value)

    def shown(self, fields: Fields) -> Fields:
        """What stands in the fields of this question alone."""
        return {name: each for name, each in fields.items() if name in _names(self.question) and any(each)}


def typed(question: Question, fields: Fields, value: Any) -> Fields:
    left = {name: each for name, each in fields.items() if name not in _names(question)}
    if question.kind == "number":
        unit = {f"unit__{question.id}": ["FLOP"]} if question.unit == "FLOP" else {}
        if value == questionnaires.UNKNOWN:
            return {**left, **unit, f"unknown__{question.id}": ["on"]}
        return {**left, **unit, question.id: [numbers.typed(value)]}
    return {**left, question.id: value if isinstance(value, list) else [value]}


def _names(question: Question) -> list[str]:
    return [question.id, *(f"{each}__{question.id}" for each in ("unit", "unknown", "meant"))]


@cache
def every_question() -> dict[str, Asked]:
    ground = Ground(edition(), timezone.localdate())
    witnesses = {each.subject: each.witness for each in reachable(ground) if each.kind == "question"}
    found = {}
    for question in edition().questions.values():
        witness = witnesses[question.id]
        assert witness is not None, f"{question.id} is never asked"
        others = {each: value for each, value in witness.items() if each != question.id}
        first, second, *_more = values(question)
        found[question.id] = Asked(question, others, first, second)
    return found


def values(question: Question) -> Iterator[Any]:
    """Different answers to a question."""
    if question.kind == "text":
        yield from ("Something – “quoted” & <marked>", "Something else")
    elif question.kind == "number":
        for each in NUMBERS:
            if questionnaires.problem(question, each) is None and not questionnaires.likely_meant(
                question, each
            ):
                yield each
        yield questionnaires.UNKNOWN
    elif question.kind == "many":
        one, two, *more = [each.id for each in question.choices if not each.exclusive]
        yield from ([one], [two, *more[:1]], [one, two])
    else:
        yield from (each.value for each in options(question))


@dataclass(frozen=True)
class Flip:
    """An earlier answer, and another one to the same question with which a later question is not asked."""

    question: Question
    back: Any
    to: Any


def flip(asked: Asked) -> Flip | None:
    """A change of one earlier answer that closes the question; none where it is always asked."""
    answers = {**asked.others, asked.id: asked.first}
    for each in edition().questions.values():
        if each.id == asked.id:
            return None
        for value in values(each) if each.id in answers else ():
            if asked.id not in classified({**answers, each.id: value}).asked:
                return Flip(each, answers[each.id], value)
    return None


def classified(answers: Mapping[str, Any]) -> questionnaires.Outcome:
    return questionnaires.classify(edition(), answers, timezone.localdate())
