"""What a submission says, in words: as it was declared, with what came with it and what was said about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

import questionnaires
from compliance.assessments.models import Answer, Assessment
from compliance.assessments.queries import SectionState, Standing
from compliance.attestations.statement import Statement, read
from questionnaires import Outcome, UnknownQuestionnaire, answer_in_words
from questionnaires.comparison import OutcomeChange
from questionnaires.schema import Question

from .models import Clarification, Enclosure, Remark, Submission


@dataclass(frozen=True)
class Line:
    """An answer, and everything about it."""

    question: Question
    answer: str
    before: str  # in the submission that this one follows; empty where it was not asked
    evidence: Sequence[Enclosure]
    remarks: Sequence[Remark]
    clarifications: Sequence[Clarification]
    again: bool  # whether there is a submission before this one

    @property
    def changed(self) -> bool:
        return self.again and self.before != self.answer


@dataclass(frozen=True)
class Section:
    state: SectionState
    lines: list[Line]


class Reading:
    """A submission, whose `follows`, `enclosures`, `remarks` and `clarifications` were fetched with it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    @cached_property
    def statement(self) -> Statement:
        return read(self.submission.statement)

    @cached_property
    def standing(self) -> Standing | None:
        return declared(self.statement)

    @cached_property
    def before(self) -> Standing | None:
        earlier = self.submission.follows
        return declared(read(earlier.statement)) if earlier else None

    @cached_property
    def sections(self) -> list[Section]:
        """Empty where its version is not on offer any more."""
        found = [Section(each, self._lines(each)) for each in self.standing.sections] if self.standing else []
        return [each for each in found if each.lines]

    def line(self, question_id: str) -> Line | None:
        lines = (line for section in self.sections for line in section.lines)
        return next((each for each in lines if each.question.id == question_id), None)

    @cached_property
    def changed(self) -> list[Line]:
        """The answers that differ from those before."""
        return [line for section in self.sections for line in section.lines if line.changed]

    @cached_property
    def gone(self) -> list[tuple[Question, str]]:
        """What was answered before and is not asked any more."""
        if self.before is None or self.standing is None:
            return []
        questions = self.before.edition.questions
        gone = [each for each in self.before.asked if each not in self.standing.asked]
        return [(questions[each], self._before(each)) for each in gone if self._before(each)]

    @cached_property
    def change(self) -> OutcomeChange | None:
        if self.before is None or self.standing is None:
            return None
        return questionnaires.compare_outcomes(self.before.outcome, self.standing.outcome)

    @property
    def rules_gone(self) -> list[tuple[str, str]]:
        """Rules that held before and do not now, with their titles."""
        return _titled(self.change.before, self.change.findings.removed) if self.change else []

    @property
    def rules_come(self) -> list[tuple[str, str]]:
        return _titled(self.change.after, self.change.findings.added) if self.change else []

    @property
    def other_version(self) -> str:
        """The version of the rules before, where it was another."""
        if self.submission.follows is None:
            return ""
        before = read(self.submission.follows.statement)["questionnaire"]["version"]
        return "" if before == self.statement["questionnaire"]["version"] else str(before)

    def _lines(self, state: SectionState) -> list[Line]:
        here = self.submission
        return [
            Line(
                each,
                answer_in_words(each, state.standing.answers.get(each.id)),
                self._before(each.id),
                _of(each, here.enclosures.all()),
                _of(each, here.remarks.all()),
                _of(each, here.clarifications.all()),
                here.follows is not None,
            )
            for each in state.asked
        ]

    def _before(self, question_id: str) -> str:
        if self.before is None or question_id not in self.before.asked:
            return ""
        question = self.before.edition.questions[question_id]
        return answer_in_words(question, self.before.answers.get(question_id))


T = TypeVar("T", Enclosure, Remark, Clarification)


def _of(question: Question, those: Iterable[T]) -> list[T]:
    return [each for each in those if each.question == question.id]


def _titled(outcome: Outcome, findings: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, outcome.edition.findings[each].title) for each in findings]


def declared(statement: Statement) -> Standing | None:
    """The answers of a statement, read as on its day; None where its version is not on offer any more."""
    found = statement["questionnaire"]
    try:
        edition = questionnaires.edition(found["id"], found["version"])
    except UnknownQuestionnaire:
        return None
    subject = statement["subject"]
    assessment = Assessment(
        questionnaire=edition.id,
        version=edition.version,
        organisation=subject["organisation"],
        model_name=subject["model"],
        model_version=subject["version"],
    )
    stored = {each: Answer(question=each, value=value) for each, value in statement["answers"].items()}
    return Standing(assessment, edition, stored, on=date.fromisoformat(statement["on"]))
