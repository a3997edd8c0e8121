"""Assessing again: what changed since the last attestation, and what somebody has confirmed meanwhile."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import rfc8785
from django.db import transaction
from django.utils import timezone

import questionnaires
from compliance.accounts.models import User
from compliance.assessments.actions import Action
from compliance.assessments.pages import Page, page_of
from compliance.assessments.queries import SectionState, Standing
from compliance.assessments.services import locked, record
from questionnaires import Outcome, UnknownQuestionnaire
from questionnaires.comparison import OutcomeChange
from questionnaires.schema import Question

from . import queries
from .models import Attestation, Confirmation


@dataclass(frozen=True)
class Line:
    """An answer then and now; one of them is empty where the question was not asked."""

    question: Question
    page: Page
    before: str
    now: str

    @property
    def changed(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True)
class Section:
    state: SectionState
    lines: tuple[Line, ...]
    confirmation: Confirmation | None

    @property
    def id(self) -> str:
        return self.state.section.id

    @property
    def shown(self) -> str:
        """What whoever confirms it sends back: the section, and the digest of its answers."""
        return f"{self.id}:{_digest(self.state)}"

    @property
    def changed(self) -> int:
        return sum(line.changed for line in self.lines)


@dataclass(frozen=True)
class Reassessment:
    """An assessment, held against the attestation that was made of it."""

    standing: Standing
    before: Attestation

    @cached_property
    def then(self) -> Outcome | None:
        """The outcome as it was declared; None where its version is not on offer any more."""
        statement = queries.statement(self.before)
        try:
            edition = questionnaires.edition(self.before.questionnaire, self.before.version)
        except UnknownQuestionnaire:
            return None
        return questionnaires.classify(edition, statement["answers"], date.fromisoformat(statement["on"]))

    @cached_property
    def change(self) -> OutcomeChange | None:
        return questionnaires.compare_outcomes(self.then, self.standing.outcome) if self.then else None

    @cached_property
    def sections(self) -> list[Section]:
        there = {each.section: each for each in self.standing.assessment.confirmations.select_related("by")}
        found = []
        for state in self.standing.sections:
            lines = tuple(self._lines(state))
            if lines:
                known = there.get(state.section.id)
                holds = known is not None and known.answers == _digest(state)
                found.append(Section(state, lines, known if holds else None))
        return found

    def _lines(self, state: SectionState) -> Iterable[Line]:
        then = self.then
        for question in state.section.questions:
            before = now = ""
            if then and question.id in then.asked and question.id in then.edition.questions:
                asked = then.edition.questions[question.id]
                before = questionnaires.answer_in_words(asked, then.answers[question.id])
            if question in state.asked and question.id in self.standing.answers:
                now = questionnaires.answer_in_words(question, self.standing.answers[question.id])
            if before or now:
                yield Line(question, page_of(self.standing.edition, question.id), before, now)

    @property
    def unconfirmed(self) -> list[Section]:
        return [each for each in self.sections if each.confirmation is None]


def reassessment(standing: Standing) -> Reassessment | None:
    """None where nothing was attested yet."""
    issued = standing.assessment.attestations.filter(state="issued").order_by("-made_at").first()
    return Reassessment(standing, issued) if issued else None


@transaction.atomic
def confirm(*, standing: Standing, sections: Iterable[str], actor: User) -> None:
    """Say that these sections, each given as it was shown (`Section.shown`), still hold; and no others. What
    was answered anew meanwhile is not confirmed. Raises Gone."""
    assessment = locked(standing.assessment.pk)
    current = {f"{each.section.id}:{_digest(each)}" for each in standing.sections}
    held = dict(each.split(":") for each in set(sections) & current)
    there = {each.section: each for each in assessment.confirmations.all()}
    for section, answers in held.items():
        if section not in there or there[section].answers != answers:
            Confirmation.objects.update_or_create(
                assessment=assessment,
                section=section,
                defaults={"answers": answers, "by": actor, "at": timezone.now()},
            )
    assessment.confirmations.exclude(section__in=held).delete()
    record(assessment, actor, Action.CONFIRMED, sections=sorted(held))


def _digest(state: SectionState) -> str:
    """Of the answers of a section, as they are."""
    answers = state.standing.answers
    given = [[question.id, answers.get(question.id)] for question in state.asked]
    return hashlib.sha256(rfc8785.dumps(given)).hexdigest()
