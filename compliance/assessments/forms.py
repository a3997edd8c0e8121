"""The form of a page of questions, and of what an assessment is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import questionnaires
from questionnaires import UNKNOWN
from questionnaires.explanation import number_in_words
from questionnaires.schema import Question

from . import numbers
from .calculators import Calculator
from .fields import Option, as_sent, fields, options, wrong
from .pages import Page
from .queries import Standing
from .seen import Seen
from .services import Conflict, Submission

CHOOSE = gettext_lazy("Choose an answer, or skip the question for now.")


class QuestionsForm(forms.Form):
    """The asked questions of one page. Each field is named by its question; `seen__…` carries the revision
    of the answer that was in view, `unit__…` and `unknown__…` belong to numbers."""

    def __init__(self, standing: Standing, page: Page, data: QueryDict | None = None) -> None:
        self.standing, self.page = standing, page
        self.questions = page.only(each for each in standing.asked if standing.grant.answers(each))
        self.conflicts: dict[str, Conflict] = {}
        self.unsaved = False  # shown again after it could not be saved
        self.slips: dict[str, str] = {}  # question -> a number that is probably meant otherwise, as typed
        super().__init__(data)
        self.calculator = Calculator(self.data)
        for question in self.questions:
            for name, field in fields(question, standing).items():
                self.fields[name] = field

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        template = "assessments/fields/grid.html" if self.page.is_grid else None
        if template:
            helper.layout = Layout(HTML("{% include 'assessments/fields/grid.html' %}"))
        else:
            helper.layout = Layout(
                *(
                    Field(each.id, template=f"assessments/fields/{_TEMPLATES[each.kind]}.html")
                    for each in self.questions
                )
            )
        return helper

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            if question.id in self.errors:
                continue
            if f"unit__{question.id}" in self.errors:
                self.add_error(question.id, _("That is not one of the units. Choose one of those listed."))
                continue
            try:
                value = self._value(question, cleaned)
            except forms.ValidationError as error:
                self.add_error(question.id, error)
                continue
            told = wrong(question, value) if value is not None else ""
            if told:
                self.add_error(question.id, told)
            else:
                cleaned[question.id] = value
        return cleaned

    def _value(self, question: Question, cleaned: dict[str, Any]) -> Any:
        given = cleaned.get(question.id)
        if question.kind == "number":
            unit = numbers.FLOP_UNITS.get(cleaned.get(f"unit__{question.id}") or "FLOP", 1.0)
            number = given * unit if given is not None else None
            if cleaned.get(f"unknown__{question.id}"):
                return self._number_or_unknown(question, number)
            self._ask_back(question, number, cleaned.get(f"meant__{question.id}", ""))
            return number
        if question.kind == "text":
            return (given or "").strip() or None
        return given or None

    def _number_or_unknown(self, question: Question, number: float | None) -> Any:
        """“I do not know” is ticked. Beside a number, the one counts that was not there before."""
        saved = self.standing.answers.get(question.id)
        if number is None or number == saved:
            return UNKNOWN
        if saved == UNKNOWN:
            return number
        raise forms.ValidationError(_("You wrote a number and ticked “I do not know”. Keep one of them."))

    def _ask_back(self, question: Question, number: float | None, meant: str) -> None:
        """A share typed as a fraction is asked back, once: whoever means it ticks that."""
        likely = questionnaires.likely_meant(question, number)
        if number is None or likely is None or number == self.standing.answers.get(question.id):
            return
        self.slips[question.id] = numbers.typed(number)
        if meant != numbers.typed(number):
            message = _("Did you mean %(likely)s %%? What you wrote reads as %(number)s %%.")
            shown = {"likely": number_in_words(likely), "number": number_in_words(number)}
            raise forms.ValidationError(message % shown)

    def submissions(self) -> dict[str, Submission]:
        """What can be saved: the valid values that were edited. Where nothing was, whoever sends the page
        confirms what stands on it, so that all of it is sent."""
        given = [
            question
            for question in self.questions
            if question.id not in self.errors and self.cleaned_data.get(question.id) is not None
        ]
        edited = [question for question in self.questions if self._edited(question)]
        chosen = [question for question in given if question in edited] if edited else given
        return {
            question.id: Submission(self.cleaned_data[question.id], self._seen(question).revision)
            for question in chosen
        }

    @property
    def why(self) -> str:
        """What its sender wants colleagues to know about the change."""
        why = str(self.data.get("why", "")).replace("\0", "")  # which PostgreSQL keeps in no text
        return why.strip()[:1000] if self.standing.assessment.owner_id else ""

    def clearings(self) -> dict[str, Submission]:
        """All answers of the page, to be cleared."""
        return {question.id: Submission(None, self._seen(question).revision) for question in self.questions}

    def _seen(self, question: Question) -> Seen:
        seen: Seen | None = self.cleaned_data.get(f"seen__{question.id}")
        return seen if seen is not None else Seen(self.standing.revision(question.id))

    def _edited(self, question: Question) -> bool:
        """Whether a question's field differs from what this page showed when it was loaded."""
        value = self.cleaned_data.get(question.id)
        return question.id in self.errors or not self._seen(question).showed(value)

    def require_all(self, saved: Standing) -> None:
        """Say which questions were left blank, unless they were answered meanwhile."""
        for question in self.questions:
            if question.id in self.errors or self.cleaned_data.get(question.id) is not None:
                continue
            if self._edited(question) or question.id not in saved.answers:
                message = _("Write an answer, or skip the question for now.")
                number = _("Write a number, or tick that you do not know it.")
                self.add_error(question.id, {"text": message, "number": number}.get(question.kind, CHOOSE))

    def show_conflicts(self, conflicts: dict[str, Conflict], standing: Standing) -> None:
        """Keep what was typed, show what is saved, and let the next saving replace it knowingly."""
        self.conflicts = conflicts
        self.see_again(standing)
        for each in conflicts:
            self.add_error(each, _("This answer was changed meanwhile. See both below."))

    def differs(self) -> bool:
        """Whether something stands here that is not what is saved."""
        answers = self.standing.answers
        return not self.is_valid() or any(
            self.cleaned_data[each.id] not in (None, answers.get(each.id)) for each in self.questions
        )

    def show_unsaved(self) -> None:
        """Show what was sent earlier; what is wrong with it is said when it is sent again."""
        self.unsaved = True
        self._errors = forms.utils.ErrorDict()

    def see_again(self, standing: Standing) -> None:
        """After part of the page was saved, let the rest be saved over the new revisions. What nobody edited
        here is shown as it is saved now."""
        data = self._draft()
        for question in self.questions:
            keep = self._edited(question) or question.id in self.conflicts
            for name, field in fields(question, standing).items():
                if keep and not name.startswith("seen__"):
                    continue
                data.setlist(name, as_sent(field))
        self.data = data

    def _draft(self) -> QueryDict:
        """What was sent, to be shown again with changes."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        return data

    def calculate(self, method: str) -> None:
        """Fill in the number that the calculator gives; nothing is saved."""
        question = next((each for each in self.questions if each.calculator), None)
        self._errors = forms.utils.ErrorDict()  # what else is on the page was not sent to be saved
        flop = self.calculator.estimate(method) if question else None
        if question is None or flop is None:
            return
        data = self._draft()
        data[question.id] = numbers.typed(float(f"{flop:.4g}"))
        data[f"unit__{question.id}"] = "FLOP"
        data.pop(f"unknown__{question.id}", None)
        self.data = data

    @property
    def problems(self) -> list[tuple[str, str]]:
        """All that is wrong with the page, each with the id of the element that it is about."""
        several = len(self.questions) > 1
        found = [
            (f"id_{row.question.id}", f"{error} ({row.question.quoted})" if several else error)
            for row in self.rows()
            for error in row.errors
        ]
        cells = [cell for cell in self.calculator.cells if cell.error]
        return found + [(f"id_{cell.name}", f"{cell.input.label}: {cell.error}") for cell in cells]

    def rows(self) -> Iterator["Row"]:
        """The questions with what a template needs of each."""
        for question in self.questions:
            yield self.row(question.id)

    def row(self, name: str) -> "Row":
        question = next(each for each in self.questions if each.id == name)
        return Row(self, question)


_TEMPLATES = {"one": "choices", "yes_no": "choices", "many": "choices", "number": "number", "text": "text"}


@dataclass(frozen=True)
class Row:
    """One question of a page as its template sees it."""

    form: QuestionsForm
    question: Question

    @property
    def _conflict(self) -> Conflict | None:
        return self.form.conflicts.get(self.question.id)

    @property
    def by(self) -> str:
        """Who saved the newer answer, where that is known."""
        return self._conflict.changed_by if self._conflict else ""

    @property
    def bound(self) -> forms.BoundField:
        return self.form[self.question.id]

    @property
    def hint(self) -> str:
        """The first paragraph of the help."""
        return (self.question.help or "").split("\n")[0]

    @property
    def more_help(self) -> list[str]:
        """The rest of it, one step away."""
        return [each for each in (self.question.help or "").split("\n")[1:] if each]

    @property
    def seen(self) -> forms.BoundField:
        return self.form[f"seen__{self.question.id}"]

    @property
    def unknown(self) -> forms.BoundField:
        return self.form[f"unknown__{self.question.id}"]

    @property
    def unit(self) -> forms.BoundField | None:
        name = f"unit__{self.question.id}"
        return self.form[name] if name in self.form.fields else None

    @property
    def errors(self) -> list[str]:
        return [str(error) for error in self.form.errors.get(self.question.id, [])]

    @property
    def slip(self) -> tuple[str, bool] | None:
        """A number that was asked back, as typed, and whether its tick says that it is meant."""
        typed = self.form.slips.get(self.question.id)
        return (typed, self.form[f"meant__{self.question.id}"].value() == typed) if typed else None

    @property
    def options(self) -> list[tuple[Option, bool]]:
        """The choices, each with whether it is chosen."""
        value = self.bound.value() or []
        chosen = set(value if isinstance(value, list | tuple) else [value])
        return [(option, option.value in chosen) for option in options(self.question)]

    @property
    def conflict(self) -> str | None:
        """The answer saved meanwhile, in words."""
        conflict = self._conflict
        return questionnaires.answer_in_words(self.question, conflict.saved) if conflict else None
