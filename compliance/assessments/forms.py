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
from questionnaires.estimation import Implausible, by_hardware, by_tokens
from questionnaires.explanation import number_in_words
from questionnaires.schema import Question

from . import numbers
from .fields import Option, fields, options
from .pages import Page
from .queries import Standing
from .services import Conflict, Submission

CHOOSE = gettext_lazy("Choose an answer, or skip the question for now.")


class QuestionsForm(forms.Form):
    """The asked questions of one page. Each field is named by its question; `seen__…` carries the revision
    of the answer that was in view, `unit__…` and `unknown__…` belong to numbers."""

    def __init__(self, standing: Standing, page: Page, data: QueryDict | None = None) -> None:
        self.standing, self.page = standing, page
        self.questions = page.only(standing.outcome.asked)
        self.conflicts: dict[str, Conflict] = {}
        self.calculated = ""
        super().__init__(data)
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
            if self.errors.pop(f"seen__{question.id}", None):  # not by our page: as if nothing was in view
                cleaned[f"seen__{question.id}"] = 0
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
            wrong = _wrong(question, value) if value is not None else ""
            if wrong:
                self.add_error(question.id, wrong)
            else:
                cleaned[question.id] = value
        return cleaned

    def _value(self, question: Question, cleaned: dict[str, Any]) -> Any:
        given = cleaned.get(question.id)
        if question.kind == "number":
            unit = numbers.FLOP_UNITS.get(cleaned.get(f"unit__{question.id}") or "FLOP", 1.0)
            number = given * unit if given is not None else None
            ticked = bool(cleaned.get(f"unknown__{question.id}"))
            return self._number_or_unknown(question, number) if ticked else number
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

    def submissions(self) -> dict[str, Submission]:
        """What can be saved: the valid values that were given."""
        return {
            question.id: Submission(self.cleaned_data[question.id], self._seen(question))
            for question in self.questions
            if question.id not in self.errors and self.cleaned_data.get(question.id) is not None
        }

    def clearings(self) -> dict[str, Submission]:
        """All answers of the page, to be cleared."""
        return {question.id: Submission(None, self._seen(question)) for question in self.questions}

    def _seen(self, question: Question) -> int:
        seen = self.cleaned_data.get(f"seen__{question.id}")
        return seen if seen is not None else self.standing.revision(question.id)

    def require_all(self) -> None:
        """Say which questions were left blank."""
        for question in self.questions:
            if question.id not in self.errors and self.cleaned_data.get(question.id) is None:
                message = _("Write an answer, or skip the question for now.")
                number = _("Write a number, or tick that you do not know it.")
                self.add_error(question.id, {"text": message, "number": number}.get(question.kind, CHOOSE))

    def show_conflicts(self, conflicts: dict[str, Conflict], standing: Standing) -> None:
        """Keep what was typed, show what is saved, and let the next saving replace it knowingly."""
        self.conflicts = conflicts
        self.see_again(standing)
        for each in conflicts:
            self.add_error(each, _("This answer was changed in another window. See both below."))

    def see_again(self, standing: Standing) -> None:
        """After part of the page was saved, let the rest be saved over the new revisions."""
        data = self._draft()
        for question in self.questions:
            data[f"seen__{question.id}"] = str(standing.revision(question.id))
        self.data = data

    def _draft(self) -> QueryDict:
        """What was sent, to be shown again with changes."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        return data

    def calculate(self, method: str) -> None:
        """Fill in the number that the calculator gives; nothing is saved."""
        question = next((each for each in self.questions if each.calculator), None)
        if question is None:
            return
        try:
            flop = self._estimate(method)
        except (Implausible, numbers.NotANumber) as error:
            self.add_error(question.id, str(error))
            return
        data = self._draft()
        data[question.id] = numbers.typed(float(f"{flop:.4g}"))
        data[f"unit__{question.id}"] = "FLOP"
        data.pop(f"unknown__{question.id}", None)
        self.data = data
        self.calculated = _(
            "That makes %s FLOP. It is in the field; save it if it looks right."
        ) % number_in_words(flop)
        self._errors = forms.utils.ErrorDict()

    def _estimate(self, method: str) -> float:
        def read(name: str, label: str, unit: str | None = None) -> float:
            text = str(self.data.get(name, ""))
            if not text.strip():
                raise numbers.NotANumber(_("The calculator needs: %s.") % label)
            try:
                return numbers.parse(text, unit)
            except numbers.NotANumber as error:
                raise numbers.NotANumber(f"{label}: {error}") from None

        if method == "hardware":
            devices, hours = read("calc_devices", _("devices")), read("calc_hours", _("hours"))
            peak = read("calc_peak", _("peak TFLOP/s"), "TFLOP/s")
            utilisation = read("calc_utilisation", _("utilisation in %"), "%")
            _within(_("Peak speed"), peak, 1e-3, 1e6, " TFLOP/s")
            _within(_("Utilisation"), utilisation, 0.1, 100.0, " %")
            return by_hardware(devices, hours, peak * 1e12, utilisation / 100)
        return by_tokens(read("calc_parameters", _("parameters")), read("calc_tokens", _("tokens")))

    def rows(self) -> Iterator["Row"]:
        """The questions with what a template needs of each."""
        for question in self.questions:
            yield self.row(question.id)

    def row(self, name: str) -> "Row":
        question = next(each for each in self.questions if each.id == name)
        return Row(self, question)


def _within(name: str, value: float, low: float, high: float, unit: str) -> None:
    """The engine checks the same, in units other than the page's."""
    if not low <= value <= high:
        message = _("%(name)s: %(value)s is outside %(low)s to %(high)s.")
        shown = {"value": f"{value:g}{unit}", "low": f"{low:g}{unit}", "high": f"{high:g}{unit}"}
        raise Implausible(message % {"name": name, **shown})


def _wrong(question: Question, value: Any) -> str:
    """What is wrong with a value, in the words of the page; empty where nothing is."""
    ticked = value if question.kind == "many" else []
    alone = [choice.text for choice in question.choices if choice.exclusive and choice.id in ticked]
    if alone and len(ticked) > 1:
        return _("“%s” excludes the other choices. Keep it or them, not both.") % alone[0]
    wrong = questionnaires.problem(question, value)
    if wrong is None:
        return ""
    text = f"{wrong.message} {wrong.remedy}".replace("`", "")
    return text[:1].upper() + text[1:]


_TEMPLATES = {"one": "choices", "yes_no": "choices", "many": "choices", "number": "number", "text": "text"}


@dataclass(frozen=True)
class Row:
    """One question of a page as its template sees it."""

    form: QuestionsForm
    question: Question

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
    def options(self) -> list[tuple[Option, bool]]:
        """The choices, each with whether it is chosen."""
        value = self.bound.value() or []
        chosen = set(value if isinstance(value, list | tuple) else [value])
        return [(option, option.value in chosen) for option in options(self.question)]

    @property
    def conflict(self) -> str | None:
        """The answer saved meanwhile, in words."""
        conflict = self.form.conflicts.get(self.question.id)
        return questionnaires.answer_in_words(self.question, conflict.saved) if conflict else None
