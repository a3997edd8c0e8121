"""The form fields of one question, and its choices as people see them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import questionnaires
from questionnaires import UNKNOWN, UNSURE
from questionnaires.explanation import choice_in_words
from questionnaires.schema import Question

from . import numbers
from .queries import Standing
from .seen import Seen, SeenField


@dataclass(frozen=True)
class Option:
    """One choice as the page shows it."""

    value: str
    text: str
    hint: str
    exclusive: bool = False
    unsure: bool = False


def options(question: Question) -> list[Option]:
    """The choices of a question, in the order they are shown."""
    if question.kind == "yes_no":
        found = [Option("yes", _("Yes"), ""), Option("no", _("No"), "")]
    else:
        found = [Option(c.id, c.text, c.hint or "", exclusive=c.exclusive) for c in question.choices]
    if question.unsure:
        found.append(Option(UNSURE, _("I am not sure"), _cost_of_unsure(question), unsure=True))
    return found


def _cost_of_unsure(question: Question) -> str:
    unsure = question.unsure
    if unsure and unsure.hint:
        return unsure.hint
    if unsure and unsure.counts_as:
        return _("Counts as “%s” until you know") % choice_in_words(question, unsure.counts_as)
    return ""


class _NumberField(forms.CharField):
    def __init__(self, unit: str | None, **options: Any) -> None:
        super().__init__(**options)
        self.unit = unit

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            return numbers.parse(text, self.unit)
        except numbers.NotANumber as error:
            raise forms.ValidationError(str(error)) from None


def fields(question: Question, standing: Standing) -> dict[str, forms.Field]:
    saved = standing.answers.get(question.id)
    found: dict[str, forms.Field] = {}
    choices = [(option.value, option.text) for option in options(question)]
    wrong_choice = {"invalid_choice": _("That is not one of the choices. Choose one of those listed.")}
    if question.kind in ("one", "yes_no"):
        found[question.id] = forms.ChoiceField(
            label=question.text, choices=choices, required=False, initial=saved, error_messages=wrong_choice
        )
    elif question.kind == "many":
        found[question.id] = forms.MultipleChoiceField(
            label=question.text,
            choices=choices,
            required=False,
            initial=saved or [],
            error_messages=wrong_choice,
        )
    elif question.kind == "number":
        found[question.id] = _NumberField(
            question.unit,
            label=question.text,
            required=False,
            initial=numbers.typed(float(saved)) if isinstance(saved, int | float) else "",
        )
        found[f"unknown__{question.id}"] = forms.BooleanField(required=False, initial=saved == UNKNOWN)
        found[f"meant__{question.id}"] = forms.CharField(required=False)
        if question.unit == "FLOP":
            units = [(each, _FLOP_UNITS[each]) for each in numbers.FLOP_UNITS]
            found[f"unit__{question.id}"] = forms.ChoiceField(choices=units, required=False, initial="FLOP")
    else:
        found[question.id] = forms.CharField(
            label=question.text,
            required=False,
            max_length=question.max_length,
            initial=saved or "",
            error_messages={
                "max_length": _("Use %(limit_value)s characters at most; these are %(show_value)s.")
            },
        )
    seen = Seen.of(saved, standing.revision(question.id))
    found[f"seen__{question.id}"] = SeenField(required=False, initial=str(seen))
    return found


def as_sent(field: forms.Field) -> list[str]:
    """What a browser sends for a field that nobody touched."""
    initial: Any = field.initial or []
    return initial if isinstance(initial, list) else [str(initial)]


def wrong(question: Question, value: Any) -> str:
    """What is wrong with a value, in the words of the page; empty where nothing is."""
    ticked = value if question.kind == "many" else []
    alone = [choice.text for choice in question.choices if choice.exclusive and choice.id in ticked]
    if alone and len(ticked) > 1:
        return _("“%s” excludes the other choices. Keep it or them, not both.") % alone[0]
    fault = questionnaires.problem(question, value)
    if fault is None:
        return ""
    text = f"{fault.message} {fault.remedy}".replace("`", "")
    return text[:1].upper() + text[1:]


_FLOP_UNITS = {
    "FLOP": gettext_lazy("FLOP"),
    "EFLOP": gettext_lazy("exaFLOP (10¹⁸)"),
    "ZFLOP": gettext_lazy("zettaFLOP (10²¹)"),
    "YFLOP": gettext_lazy("yottaFLOP (10²⁴)"),
}
