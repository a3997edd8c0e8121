"""What somebody sees before they move to a newer version: what carries over, what is asked, what follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import questionnaires
from questionnaires import Edition, Outcome
from questionnaires.comparison import OutcomeChange
from questionnaires.schema import Question

from .moves import Latest, latest
from .queries import Standing


@dataclass(frozen=True)
class Given:
    """An answer in words, with its question."""

    question: Question
    answer: str


@dataclass(frozen=True)
class Taken:
    """An answer that comes from elsewhere, or reads differently in the newer version."""

    before: tuple[Given, ...]
    after: Given


@dataclass(frozen=True)
class AskedAgain:
    question: Question
    before: tuple[Given, ...]


@dataclass(frozen=True)
class MovePreview:
    """What a move would do to an assessment, today."""

    standing: Standing
    way: tuple[Edition, ...]
    made: Latest

    @property
    def old(self) -> Edition:
        return self.way[0]

    @property
    def new(self) -> Edition:
        return self.way[-1]

    @cached_property
    def change(self) -> OutcomeChange:
        before = self.standing.outcome
        after = questionnaires.classify(self.new, self.made.answers, before.on)
        return questionnaires.compare_outcomes(before, after)

    @cached_property
    def may_ask(self) -> frozenset[str]:
        """The newer questions that are asked or may come."""
        return frozenset({*self.change.after.asked, *self.change.after.progress.may_ask})

    @cached_property
    def asked_again(self) -> tuple[AskedAgain, ...]:
        return tuple(
            AskedAgain(self.new.questions[each], self._given(each))
            for each in self.made.carried.asked_again
            if each in self.may_ask and each not in self.made.answers
        )

    @cached_property
    def fresh(self) -> tuple[Question, ...]:
        """Questions that the older version had not, and that are asked now."""
        routes = self.made.carried.routes
        return tuple(
            self.new.questions[each] for each in self.change.after.unanswered if routes[each].how == "new"
        )

    @cached_property
    def dropped(self) -> tuple[Given, ...]:
        return tuple(self._old(each) for each in self.made.carried.dropped)

    @cached_property
    def taken(self) -> tuple[Taken, ...]:
        """What carries over and is not word for word the same."""
        found = (Taken(self._given(each), self._new(each)) for each in self._carried)
        return tuple(
            each
            for each in found
            if [(one.question.text, one.answer) for one in each.before]
            != [(each.after.question.text, each.after.answer)]
        )

    @cached_property
    def unchanged(self) -> int:
        """How many answers carry over word for word."""
        return len(self._carried) - len(self.taken)

    @cached_property
    def _carried(self) -> tuple[str, ...]:
        carried = self.made.carried.answers
        return tuple(each for each, value in carried.items() if self.made.answers.get(each) == value)

    @cached_property
    def returning(self) -> tuple[Given, ...]:
        """Answers that were given in the newer version before somebody went back."""
        return tuple(self._new(each) for each in self.made.answers if each not in self._carried)

    def _given(self, question: str) -> tuple[Given, ...]:
        carried = self.made.carried
        return tuple(self._old(each) for each in carried.given(carried.routes[question]))

    def _old(self, question: str) -> Given:
        asked = self.old.questions[question]
        return Given(asked, questionnaires.answer_in_words(asked, self.standing.answers[question]))

    def _new(self, question: str) -> Given:
        asked = self.new.questions[question]
        return Given(asked, questionnaires.answer_in_words(asked, self.made.answers[question]))


def move_preview(standing: Standing) -> MovePreview | None:
    """What moving to the newest published version would do; None where there is none to move to."""
    if standing.newer is None:
        return None
    way = questionnaires.way(standing.edition, standing.newer)
    stored = standing.assessment.answers.filter(version__in=[way[0].version, way[-1].version])
    return MovePreview(standing, way, latest(way, stored))


def in_words(outcome: Outcome) -> str:
    """The tier, or between which tiers it lies while questions are open."""
    explanation = questionnaires.explain(outcome)
    if explanation.gate:
        return explanation.gate.name
    names = {tier.id: f"{tier.id}: {tier.name}" for tier in outcome.edition.ladder.tiers}
    possible = [names[each] for each in outcome.tiers_possible if each in names]
    if len(possible) == 1:
        return possible[0]
    n = len(outcome.unanswered)
    low, high = outcome.tiers_possible[0], [each for each in outcome.tiers_possible if each in names][-1]
    return ngettext(
        "At least %(low)s, at most %(high)s, until one question is answered",
        "At least %(low)s, at most %(high)s, until %(n)s questions are answered",
        n,
    ) % {"low": low, "high": high, "n": n}


def state_in_words(outcome: Outcome) -> str:
    """Final, provisional or open; nothing where `in_words` has said so."""
    if outcome.gated or len(outcome.tiers_possible) > 1:
        return ""
    if n := len(outcome.unanswered):
        return ngettext("One question is open", "%(n)s questions are open", n) % {"n": n}
    return _("Provisional") if outcome.provisional else _("Final")


def titles(edition: Edition, ids: Iterable[str]) -> list[tuple[str, str]]:
    """Findings or items with their titles."""
    every = {each: finding.title for each, finding in edition.findings.items()}
    every |= {each: item.title for each, item in edition.items.items()}
    return [(each, every[each]) for each in ids]
