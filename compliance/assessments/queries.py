"""What pages need to know about an assessment; two queries, however many answers there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

import questionnaires
from compliance.accounts import queries as accounts
from compliance.accounts.models import Organisation
from compliance.accounts.tokens import hash_token
from questionnaires import Edition, Explanation, Outcome
from questionnaires.answering import is_answered
from questionnaires.conditions.words import Words
from questionnaires.plain_words import plain_words
from questionnaires.publishing import Publication
from questionnaires.schema import Exempt, Question, Section

from . import prefill
from .grants import WHOLE, Grant, Need
from .models import Answer, Assessment, PrivateLink
from .pages import Page, page_of, pages


@dataclass(frozen=True)
class Standing:
    """An assessment with its answers, what follows from them today, and what somebody may do with it."""

    assessment: Assessment
    edition: Edition
    stored: Mapping[str, Answer]
    grant: Grant = WHOLE
    on: date | None = None  # what was declared on a day is read as on that day

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was answered and still fits: files that a site wrote itself may change under an answer."""
        return {
            each: answer.value
            for each, answer in self.stored.items()
            if is_answered(answer.value) and self._fits(each, answer.value)
        }

    def _fits(self, question_id: str, value: Any) -> bool:
        question = self.edition.questions.get(question_id)
        return question is not None and questionnaires.problem(question, value) is None

    @cached_property
    def outcome(self) -> Outcome:
        return questionnaires.classify(self.edition, self.answers, self.on or timezone.localdate())

    @cached_property
    def explanation(self) -> Explanation:
        return questionnaires.explain(self.outcome)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The questions asked now, of those that this person sees."""
        return tuple(each for each in self.outcome.asked if self.grant.sees(each))

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """What is still to be answered, by this person."""
        return tuple(each for each in self.outcome.unanswered if self.grant.answers(each))

    @cached_property
    def waiting(self) -> bool:
        """Whether something that this person sees may be asked later."""
        return any(self.grant.sees(each) for each in self.outcome.progress.may_ask)

    def revision(self, question_id: str) -> int:
        answer = self.stored.get(question_id)
        return answer.revision if answer else 0

    @cached_property
    def first_open(self) -> Page | None:
        """The first page with something unanswered."""
        return page_of(self.edition, self.unanswered[0]) if self.unanswered else None

    @cached_property
    def newer(self) -> Edition | None:
        """The newest published version that these answers can be carried to."""
        return questionnaires.newer(self.edition)

    @property
    def may_bring(self) -> bool:
        """Whether files can answer some of these questions, for somebody who may answer any of them."""
        return self.grant.may(Need.CONTRIBUTE) and prefill.offered(self.edition)

    @cached_property
    def share_done(self) -> int:
        """How far along, in per cent of what may still come, for the progress bar."""
        done = len(self.outcome.asked) - len(self.outcome.unanswered)
        total = done + self.outcome.progress.left_at_most
        return round(100 * done / total) if total else 100

    @cached_property
    def saved_in_words(self) -> str:
        """When something was last saved."""
        ago = timezone.now() - self.assessment.updated_at
        if ago.total_seconds() < 60:
            return _("saved a moment ago")
        return _("saved %s ago") % timesince(self.assessment.updated_at)

    @cached_property
    def sections(self) -> list["SectionState"]:
        return [SectionState(self, section) for section in self.edition.questionnaire.sections]


@dataclass(frozen=True)
class SectionState:
    """One line of the task list."""

    standing: Standing
    section: Section

    @cached_property
    def given(self) -> list[Question]:
        """Its questions that this person sees, asked or not."""
        return [each for each in self.section.questions if self.standing.grant.sees(each.id)]

    @cached_property
    def asked(self) -> list[Question]:
        asked = set(self.standing.asked)
        return [question for question in self.section.questions if question.id in asked]

    @cached_property
    def answered(self) -> int:
        return sum(question.id in self.standing.answers for question in self.asked)

    @cached_property
    def state(self) -> str:
        """done, partly, not_started, waiting (on earlier answers) or not_needed."""
        if not self.asked:
            may_ask = set(self.standing.outcome.progress.may_ask)
            return "waiting" if any(q.id in may_ask for q in self.given) else "not_needed"
        if self.answered == len(self.asked):
            return "done"
        return "partly" if self.answered else "not_started"

    @cached_property
    def page(self) -> Page | None:
        """Where its link leads: the first thing unanswered, else its beginning."""
        open_questions = [q for q in self.asked if q.id not in self.standing.answers]
        first = (open_questions or self.asked)[:1]
        return page_of(self.standing.edition, first[0].id) if first else None

    @cached_property
    def rows(self) -> list[tuple[Question, str, Page]]:
        """Its answered questions, with the answer in words and the page to change it."""
        return [
            (
                q,
                questionnaires.answer_in_words(q, self.standing.answers[q.id]),
                page_of(self.standing.edition, q.id),
            )
            for q in self.asked
            if q.id in self.standing.answers
        ]


def standing(assessment_id: UUID, grant: Grant = WHOLE) -> Standing | None:
    """An assessment that has not expired, with its answers; None where there is none.

    Raises UnknownQuestionnaire where its questionnaire is not on offer (any more).
    """
    assessment = kept().filter(pk=assessment_id).first()
    if assessment is None:
        return None
    edition = questionnaires.edition(assessment.questionnaire, assessment.version)
    return in_version(assessment, edition, grant)


def kept() -> QuerySet[Assessment]:
    """Assessments whose time is not over."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Assessment.objects.select_related("owner").filter(in_time)


def in_version(assessment: Assessment, edition: Edition, grant: Grant = WHOLE) -> Standing:
    """An assessment with its answers to one version, which may be one that it was moved from."""
    answers = assessment.answers.filter(version=edition.version)
    return Standing(assessment, edition, {each.question: each for each in answers}, grant)


def linked(token: str) -> Assessment | None:
    """The assessment a private link leads to; None for an unknown, used-up or expired one."""
    link = (
        PrivateLink.objects.select_related("assessment")
        .filter(
            token_hash=hash_token(token),
            expires_at__gt=timezone.now(),
            assessment__owner=None,
            assessment__expires_at__gt=timezone.now(),
        )
        .first()
    )
    return link.assessment if link else None


def recent(assessment_ids: list[str]) -> list[tuple[Assessment, Edition]]:
    """Those of some assessments that can be gone on with, the last changed first."""
    found = kept().filter(pk__in=assessment_ids, owner=None)
    offered = questionnaires.library()
    return [
        (each, questionnaires.edition(each.questionnaire, each.version))
        for each in found.order_by("-updated_at")
        if each.version in offered.get(each.questionnaire, ())
    ]


def about(found: Standing, **more: Any) -> dict[str, Any]:
    """What every page of an assessment needs: what it is about, whose it is, what whoever looks may do."""
    grant = found.grant
    return {
        "standing": found,
        "assessment": found.assessment,
        "edition": found.edition,
        "outcome": found.outcome,
        "owner": found.assessment.owner,
        "grant": grant,
        "membership": grant.membership,
        "homes": partial(_homes, grant),  # asked only by pages that offer it
        **more,
    }


def _homes(grant: Grant) -> list[Organisation]:
    """Where a guest who has signed in meanwhile may take an assessment along to."""
    there = accounts.memberships(grant.user) if grant.user else []
    return [each.organisation for each in there if each.assessor]


def page(edition: Edition, slug: str) -> Page | None:
    return pages(edition).get(slug)


@dataclass(frozen=True)
class Record:
    """What is known of a version as a whole."""

    edition: Edition
    publication: Publication | None
    newer: Edition | None

    @property
    def before(self) -> str:
        """The version from which answers carry over."""
        rule = self.edition.questionnaire.carries_over
        return rule.from_ if rule else ""

    @property
    def exempt(self) -> list[tuple[Question, Exempt, Words | None]]:
        """Where a claim of the prover is not meant to hold, and its condition in words."""
        words = plain_words(self.edition, timezone.localdate()).exempt
        return [
            (question, each, said)
            for question in self.edition.questions.values()
            for each, said in zip(question.exempt, words[question.id], strict=True)
        ]


def record(edition: Edition) -> Record:
    published = questionnaires.publication(questionnaires.edition_directory(edition.id, edition.version))
    return Record(edition, published, questionnaires.newer(edition))
