"""Trying other answers without touching the saved ones, and what would lower the tier."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict

from questionnaires import Edition, answer_in_words, compare_outcomes
from questionnaires.comparison import OutcomeChange
from questionnaires.proving.pairs import silent_values
from questionnaires.remedies import Remedy, in_words, remedies
from questionnaires.schema import Finding, Item, Question, Section

from .fields import as_sent, fields
from .forms import QuestionsForm, Row
from .grants import WHOLE
from .models import Answer
from .numbers import typed
from .pages import Page
from .queries import Standing
from .services import Submission

MOST_ROUNDS = 10  # of questions that open questions; a questionnaire has fewer strata


@dataclass(frozen=True)
class Step:
    """One thing to do, and the answer it counts on where that has to be found out first."""

    texts: tuple[str, ...]
    counting_on: str


@dataclass(frozen=True)
class Way:
    """A remedy as people read it."""

    remedy: Remedy

    @property
    def steps(self) -> list[Step]:
        return [
            Step(in_words(each), answer_in_words(each.question, each.after) if each.found_out else "")
            for each in self.remedy.changes
        ]

    @property
    def assumed(self) -> list[tuple[Question, str]]:
        """Answers to questions that the changes open, on which the tier depends too."""
        edition = self.remedy.outcome.edition
        return [
            (each.question, answer_in_words(each.question, each.after))
            for each in self.remedy.assumed
            if each.question.id in edition.trees.bearing
        ]

    @property
    def tier_name(self) -> str:
        tiers = self.remedy.outcome.edition.ladder.tiers
        return next(tier.name for tier in tiers if tier.id == self.remedy.tier)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The answers as a form sends them."""
        found = []
        for each, value in self.remedy.answers.items():
            values = value if isinstance(value, list) else [value]
            found += [(each, typed(one) if isinstance(one, float) else str(one)) for one in values]
        return found


def ways(standing: Standing) -> list[Way] | None:
    """What would lower the tier; None while questions are open."""
    if standing.outcome.unanswered:
        return None
    return [Way(each) for each in remedies(standing.outcome)]


class Trial:
    """Other answers on top of the saved ones, and what would follow. Nothing of it is saved.

    A field counts only if its question is named among `shown`: a box that was not ticked and a question
    that was not on the page look the same otherwise.
    """

    def __init__(self, saved: Standing, data: QueryDict | None = None, *, every: bool = False) -> None:
        """`every`: all questions can be tried, whether or not somebody could change their answers."""
        self.saved, self.every = saved, every
        self.standing = saved
        self.shown = frozenset(data.getlist("shown")) if data is not None else frozenset()
        self.form = self._form(data)
        for _ in range(MOST_ROUNDS if data is not None else 0):
            self.form.is_valid()
            asked = self.standing.outcome.asked
            self.standing = _with(saved, self._given())
            if self.standing.outcome.asked == asked:
                break
            self.form = self._form(data)

    def _form(self, data: QueryDict | None) -> QuestionsForm:
        """The questions asked now, with what was sent, and else with what is saved."""
        page = self._page()
        if data is None:
            return QuestionsForm(self.standing, page)
        sent = data.copy()
        for question in page.only(self.standing.outcome.asked):
            for name, field in fields(question, self.saved).items():
                # A remedy's button sends answers only; what was in view is then what is saved.
                if question.id not in self.shown or (name.startswith("seen__") and name not in sent):
                    sent.setlist(name, as_sent(field))
        return QuestionsForm(self.standing, page, sent)

    def _given(self) -> dict[str, Any]:
        """What was sent and can be an answer."""
        return {
            each.id: self.form.cleaned_data.get(each.id)
            for each in self.form.questions
            if each.id in self.shown and each.id not in self.form.errors
        }

    @property
    def submissions(self) -> dict[str, Submission]:
        """What is otherwise than saved, to be saved over the revisions that were in view."""
        saved = self.saved.answers
        return {
            each: submission
            for each, submission in self.form.submissions().items()
            if submission.value != saved.get(each)
        }

    def _page(self) -> Page:
        """The questions that can be tried: what can be changed, what nobody knows yet, and what they open."""
        edition, answers = self.saved.edition, self.saved.answers
        before = set(self.saved.outcome.asked)
        chosen = [
            each
            for each in edition.questions.values()
            if self.every
            or each.changeable
            or each.id not in before
            or answers.get(each.id) in silent_values(each)
        ]
        return Page("try", edition.questionnaire.sections[0], None, tuple(chosen))

    @property
    def to_be_saved(self) -> list[tuple[Question, str, str]]:
        """Each answer that keeping would replace: the question, what is saved, and what would be."""
        questions, saved = self.saved.edition.questions, self.saved.answers
        return [
            (
                questions[each],
                answer_in_words(questions[each], saved.get(each)),
                answer_in_words(questions[each], submission.value),
            )
            for each, submission in self.submissions.items()
        ]

    @cached_property
    def otherwise(self) -> list[Row]:
        """The questions answered otherwise than saved, those that are new, and those with something wrong."""
        now, saved = self.standing.answers, self.saved.answers
        return [
            row
            for row in self.form.rows()
            if row.errors
            or row.question.id in self.opened
            or now.get(row.question.id) != saved.get(row.question.id)
        ]

    @cached_property
    def sections(self) -> list[tuple[Section, list[Row]]]:
        """The other questions, by section."""
        first = {row.question.id for row in self.otherwise}
        found: dict[str, tuple[Section, list[Row]]] = {}
        for row in self.form.rows():
            if row.question.id not in first:
                section = self.saved.edition.section_of[row.question.id]
                found.setdefault(section.id, (section, []))[1].append(row)
        return list(found.values())

    @cached_property
    def opened(self) -> frozenset[str]:
        """Questions that are asked only with these answers."""
        return frozenset(self.standing.outcome.asked) - frozenset(self.saved.outcome.asked)

    @cached_property
    def changed(self) -> bool:
        return self.standing.answers != self.saved.answers

    @cached_property
    def difference(self) -> "Difference":
        return Difference(self.saved.edition, compare_outcomes(self.saved.outcome, self.standing.outcome))


@dataclass(frozen=True)
class Difference:
    """What would be otherwise, in the parts of the edition."""

    edition: Edition
    change: OutcomeChange

    @property
    def findings_gone(self) -> list[Finding]:
        return [self.edition.findings[each] for each in self.change.findings.removed]

    @property
    def findings_new(self) -> list[Finding]:
        return [self.edition.findings[each] for each in self.change.findings.added]

    @property
    def items_gone(self) -> list[Item]:
        return [self.edition.items[each] for each in self.change.items.removed]

    @property
    def items_new(self) -> list[Item]:
        return [self.edition.items[each] for each in self.change.items.added]


def _with(saved: Standing, answers: Mapping[str, Any]) -> Standing:
    """The same assessment with other answers, in memory."""
    stored = dict(saved.stored)
    for each, value in answers.items():
        stored[each] = Answer(
            assessment=saved.assessment, question=each, value=value, revision=saved.revision(each)
        )
    return replace(saved, stored=stored, grant=WHOLE)  # whoever reads it all may try all
