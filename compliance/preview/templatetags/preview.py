"""What the exchanged parts of pages need: everything in the draft, for the answers in view."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from compliance.assessments.queries import Standing
from compliance.preview.soundness import flaws
from questionnaires import Fault
from questionnaires.inspection import Given, Inspection, inspect

register = template.Library()


@register.simple_tag
def inspection(standing: Standing) -> Inspection:
    return inspect(standing.outcome)


@register.filter
def waiting(because: Iterable[Given]) -> list[Given]:
    return [each for each in because if each.waiting]


@register.filter
def settled(because: Iterable[Given]) -> list[Given]:
    return [each for each in because if not each.waiting]


@register.filter
def words(message: str) -> SafeString:
    """A message of the engine; what stands in backticks is code."""
    parts = str(message).split("`")
    return format_html_join("", "{}", ((_code(part) if i % 2 else part,) for i, part in enumerate(parts)))


def _code(text: str) -> SafeString:
    return format_html("<code>{}</code>", text)


@register.simple_tag
def flaws_of(standing: Standing) -> tuple[Fault, ...]:
    return flaws(standing.edition, standing.outcome.on)
