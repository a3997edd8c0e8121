"""Proposals as somebody reviews them: beside today's answers, each with where it is from, taken one by one.

Between the pages they travel in the form, signed: the site keeps neither the files nor what it read in them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

import questionnaires
from questionnaires.schema import Question

from .prefill import Place, Proposal, Remark, Sure
from .queries import Standing
from .services import Submission

GOOD_FOR = 24 * 3600  # seconds in which proposals can be taken
LONGEST_WHY = 1000  # characters in the history of an answer
MOST_REMARKS = 20


@dataclass(frozen=True)
class Sheet:
    """What files gave, as it travels."""

    proposals: tuple[Proposal, ...]
    rejected: tuple[Remark, ...] = ()  # files that were not read
    remarks: tuple[Remark, ...] = ()

    def sealed(self, assessment_id: UUID) -> str:
        data = {
            "proposals": [asdict(each) for each in self.proposals],
            "rejected": [asdict(each) for each in self.rejected[:MOST_REMARKS]],
            "remarks": [asdict(each) for each in self.remarks[:MOST_REMARKS]],
        }
        return signing.dumps(data, salt=_salt(assessment_id), compress=True)


def opened(sealed: str, assessment_id: UUID) -> Sheet:
    """Raises BadSignature: too old, of another assessment, or changed."""
    data = signing.loads(sealed, salt=_salt(assessment_id), max_age=GOOD_FOR)
    proposals = [
        Proposal(**{**each, "sure": Sure(each["sure"]), "place": Place(**each["place"])})
        for each in data["proposals"]
    ]
    rejected, remarks = ([Remark(**each) for each in data[key]] for key in ("rejected", "remarks"))
    return Sheet(tuple(proposals), tuple(rejected), tuple(remarks))


def _salt(assessment_id: UUID) -> str:
    return f"prefill:{assessment_id}"


@dataclass(frozen=True)
class Option:
    """One proposed answer, with all places that speak for it. `key` stays the same however answers change."""

    key: str
    value: Any
    words: str
    proposals: tuple[Proposal, ...]
    chosen: bool

    @property
    def says(self) -> bool:
        """Whether it stands in a file, rather than following from it."""
        return any(each.sure == Sure.SAYS for each in self.proposals)


@dataclass(frozen=True)
class Group:
    """What is proposed for one question, and today's answer to it."""

    question: Question
    today: Any
    revision: int
    asked: bool  # now, or once what only fills gaps is taken
    options: tuple[Option, ...]
    agreeing: tuple[str, ...] = ()  # files that say what is answered today
    changed_meanwhile: bool = False

    @property
    def many(self) -> bool:
        return self.question.kind == "many"

    @property
    def today_in_words(self) -> str:
        return "" if self.today is None else questionnaires.answer_in_words(self.question, self.today)

    @property
    def disagree(self) -> bool:
        return not self.many and len(self.options) > 1

    @property
    def leaves(self) -> bool:
        return not any(option.chosen for option in self.options)

    @property
    def filling(self) -> tuple[Option, ...]:
        """What merely fills a gap: it stands in a file, nothing contradicts it, and nothing is answered."""
        if self.today is not None or self.disagree:
            return ()
        return tuple(option for option in self.options if option.says)

    def taken(self, options: Sequence[Option]) -> Any:
        """The answer once these are taken."""
        if not self.many:
            return options[0].value
        added = [each for option in options for each in option.value]
        kept = [each for each in self.today or [] if each not in self._alone]
        order = [choice.id for choice in self.question.choices]
        return sorted(dict.fromkeys([*kept, *added]), key=order.index)

    @property
    def replaces(self) -> bool:
        """Whether taking one of many gives up what is answered today, because that excludes all others."""
        return not self.many or any(each in self._alone for each in self.today or [])

    @property
    def _alone(self) -> set[str]:
        return {choice.id for choice in self.question.choices if choice.exclusive} | {"unsure"}

    def why(self, options: Sequence[Option]) -> str:
        """Where the answer is from, for its history."""
        places = [each.place for option in options for each in option.proposals]
        return _("From %s") % "; ".join(dict.fromkeys(in_words(each) for each in places))[: LONGEST_WHY - 20]


def in_words(place: Place) -> str:
    where = f"{place.file}, {place.key}" if place.key else place.file
    where += f", {_('line')} {place.line}" if place.line else ""
    return f"{where}: “{place.text}”"


class Review:
    """All proposals of a sheet, for an assessment as it stands. `sent` is the form, where one was sent."""

    def __init__(
        self, standing: Standing, sheet: Sheet, sent: QueryDict | None = None, changed: Iterable[str] = ()
    ) -> None:
        self.standing, self.sheet = standing, sheet
        self.sent = sent if sent is not None else QueryDict()
        self.changed = set(changed)  # questions that were answered meanwhile, elsewhere
        self.gaps_ticked = self.sent.get("action") == "gaps"

    @cached_property
    def groups(self) -> list[Group]:
        """Questions with something to decide, in their order."""
        found = [self._group(question, proposals) for question, proposals in self._by_question.items()]
        return [each for each in found if each.options]

    @cached_property
    def agreed(self) -> list[tuple[Question, str]]:
        """Questions that were answered just as the files have it."""
        open_questions = {each.question.id for each in self.groups}
        questions = self.standing.edition.questions
        return [
            (questions[each], questionnaires.answer_in_words(questions[each], self.standing.answers[each]))
            for each in self._by_question
            if each not in open_questions
        ]

    @property
    def gaps(self) -> int:
        return sum(len(each.filling) for each in self.groups)

    def submissions(self) -> dict[str, Submission]:
        """What was taken, with the revision that was in view."""
        found = {}
        for group in self.groups:
            if chosen := [option for option in group.options if option.chosen]:
                value, why = group.taken(chosen), group.why(chosen)
                found[group.question.id] = Submission(value, self._seen(group.question.id), why)
        return found

    def _seen(self, question: str) -> int:
        text = self.sent.get(f"seen__{question}", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @cached_property
    def _by_question(self) -> dict[str, list[tuple[int, Proposal]]]:
        found: dict[str, list[tuple[int, Proposal]]] = {}
        for i, each in enumerate(self.sheet.proposals):
            question = self.standing.edition.questions.get(each.question)
            fits = question is not None and questionnaires.problem(question, each.value) is None
            if fits and self.standing.grant.answers(each.question):
                found.setdefault(each.question, []).append((i, each))
        return found

    def _group(self, question_id: str, numbered: list[tuple[int, Proposal]]) -> Group:
        question = self.standing.edition.questions[question_id]
        today = self.standing.answers.get(question_id)
        ticked = set(self.sent.getlist(f"take__{question_id}"))
        by_value: dict[str, list[tuple[int, Proposal]]] = {}
        agreeing = []
        for i, each in numbered:
            if _holds(today, each.value):
                agreeing.append(each.place.file)
            else:
                by_value.setdefault(repr(each.value), []).append((i, each))
        options = tuple(
            Option(
                str(same[0][0]),
                same[0][1].value,
                questionnaires.answer_in_words(question, same[0][1].value),
                tuple(each for _i, each in same),
                str(same[0][0]) in ticked,
            )
            for same in by_value.values()
        )
        group = Group(
            question,
            today,
            self.standing.revision(question_id),
            question_id in self._asked,
            options,
            tuple(dict.fromkeys(agreeing)),
            question_id in self.changed,
        )
        return self._with_gaps(group) if self.gaps_ticked else group

    def _with_gaps(self, group: Group) -> Group:
        filling = {option.key for option in group.filling} if group.leaves or group.many else set()
        options = [replace(each, chosen=each.chosen or each.key in filling) for each in group.options]
        return replace(group, options=tuple(options))

    @cached_property
    def _asked(self) -> set[str]:
        """What is asked now, and what would be if all that is proposed without contradiction were taken."""
        supposed: dict[str, Any] = dict(self.standing.answers)
        for question_id, numbered in self._by_question.items():
            values: list[Any] = []
            for _i, each in numbered:
                if each.value not in values:
                    values.append(each.value)
            if question_id in supposed:
                continue
            many = self.standing.edition.questions[question_id].kind == "many"
            if many:
                supposed[question_id] = list(dict.fromkeys(one for value in values for one in value))
            elif len(values) == 1:
                supposed[question_id] = values[0]
        today = timezone.localdate()
        outcome = questionnaires.classify(self.standing.edition, supposed, today)
        return {*outcome.asked, *self.standing.outcome.asked}


def _holds(today: Any, value: Any) -> bool:
    """Whether an answer says already what is proposed."""
    if isinstance(value, list):
        return isinstance(today, list) and set(value) <= set(today)
    return today is not None and bool(today == value)
