"""The board: all assessments of an organisation at a glance. Six queries, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import questionnaires
from compliance.accounts.models import Membership, Organisation
from questionnaires import Edition, UnknownQuestionnaire

from . import above
from .above import Mark
from .grants import Grant, of_member, questions
from .models import Answer, Assessment, Assignment
from .panel import Rung, rungs
from .queries import Standing


@dataclass(frozen=True)
class Line:
    """One assessment on the board, as far as this member may know of it."""

    standing: Standing
    assignments: Sequence[Assignment]  # all of them, where the member manages; else the member's own
    marks: Sequence[Mark] = ()

    @property
    def assessment(self) -> Assessment:
        return self.standing.assessment

    @property
    def grant(self) -> Grant:
        return self.standing.grant

    @cached_property
    def left(self) -> int:
        return len(self.standing.unanswered)

    @cached_property
    def state(self) -> str:
        """complete, begun or new."""
        if not self.standing.outcome.unanswered:
            return "complete"
        return "begun" if self.standing.answers else "new"

    @cached_property
    def rung(self) -> Rung | None:
        """The tier, or the lowest that is possible; none where the member does not see the outcome."""
        outcome = self.standing.outcome
        if not self.grant.reads:
            return None
        return next((rung for rung in rungs(outcome) if rung.id == outcome.tier), None)

    @cached_property
    def who(self) -> list[str]:
        """Those who were given something that is still open, else whoever began it."""
        open_questions = set(self.standing.outcome.unanswered)
        waiting = {
            str(each.assignee.user): None
            for each in self.assignments
            if questions(each, self.standing.edition) & open_questions
        }
        return list(waiting) or [str(self.assessment.created_by or _("nobody"))]

    @cached_property
    def due(self) -> date | None:
        """The nearest date: of the whole, or of what was given to somebody and is open."""
        open_questions = set(self.standing.outcome.unanswered)
        if not open_questions:
            return None
        dates = [
            each.due
            for each in self.assignments
            if each.due and questions(each, self.standing.edition) & open_questions
        ]
        return min([*dates, *([self.assessment.due] if self.assessment.due else [])], default=None)

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


def board(membership: Membership) -> list[Line]:
    """The assessments of a member's organisation that they may see, the last changed first."""
    organisation = membership.organisation
    assessments = list(organisation.assessments.select_related("owner", "created_by").order_by("-updated_at"))
    answers = _by_assessment(Answer.objects.filter(assessment__owner=organisation))
    given = _by_assessment(_assignments(organisation))
    lines = []
    for each in assessments:
        edition = _edition(each)
        if edition is None:
            continue
        assignments = given.get(each.pk, [])
        own = [one for one in assignments if one.assignee_id == membership.pk]
        grant = of_member(membership, edition, own)
        if grant is not None:
            stored = {one.question: one for one in answers.get(each.pk, []) if one.version == each.version}
            shown = assignments if grant.reads else own
            lines.append(Line(Standing(each, edition, stored, grant), shown))
    marks = above.marks([each.assessment for each in lines if each.grant.reads])
    return [replace(each, marks=marks.get(each.assessment.pk, ())) for each in lines]


R = TypeVar("R", Answer, Assignment)


def _by_assessment(rows: Iterable[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = {}
    for row in rows:
        found.setdefault(row.assessment_id, []).append(row)
    return found


def _edition(assessment: Assessment) -> Edition | None:
    try:
        return questionnaires.edition(assessment.questionnaire, assessment.version)
    except UnknownQuestionnaire:
        return None


def _assignments(organisation: Organisation) -> QuerySet[Assignment]:
    found = Assignment.objects.select_related("assignee__user").filter(assessment__owner=organisation)
    return found.order_by("created_at", "pk")
