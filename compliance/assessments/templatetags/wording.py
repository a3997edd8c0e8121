"""Conditions in plain words as HTML: nested lists, so that nobody can misread what belongs together."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from questionnaires.conditions.words import Group, Span, Statement, Words
from questionnaires.graph import Node
from questionnaires.plain_words import CaseInWords

register = template.Library()

# Where a name leads on the page of the rules.
PLACES = {"question": "question-", "fact": "fact-", "parameter": "parameter-"}


@register.simple_tag
def said(words: Words, lead: str, page: str = "") -> SafeString:
    """A condition after a word or two that lead to it: "Asked if", "True if". Names in it lead to where the
    rules explain them: on this page, or on the one that is named."""
    if isinstance(words, Statement):
        return format_html('<p class="mc-said">{} {}.</p>', lead, _statement(words, page))
    parts = _parts(words, page)
    return format_html('<div class="mc-said"><p>{} {}:</p>{}</div>', lead, words.heading, parts)


@register.simple_tag
def said_by_cases(cases: tuple[CaseInWords, ...], lead: str, otherwise: str) -> SafeString:
    """A definition by cases: each value with its condition, in order."""
    lines = (
        (said(each.when, format_html("{} {}", _statement(each.value), lead)),)
        if each.when is not None
        else (format_html('<p class="mc-said">{} {}.</p>', otherwise, _statement(each.value)),)
        for each in cases
    )
    return format_html('<ol class="mc-cases">{}</ol>', format_html_join("", "<li>{}</li>", lines))


@register.filter
def label(nodes: Mapping[str, Node], name: str) -> str:
    """How the graph calls a question or fact: Q15, A; nothing for what is not in it."""
    return nodes[name].label if name in nodes else ""


def _parts(group: Group, page: str) -> SafeString:
    lines = (
        (_statement(part, page),)
        if isinstance(part, Statement)
        else (format_html("{}:{}", part.heading, _parts(part, page)),)
        for part in group.parts
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))


def _statement(statement: Statement, page: str = "") -> SafeString:
    return format_html_join("", "{}", ((_span(span, page),) for span in statement.spans))


def _span(span: Span, page: str) -> SafeString | str:
    if span.role in PLACES:
        return format_html('<a href="{}#{}{}">{}</a>', page, PLACES[span.role], span.name, str(span))
    if span.role == "choice":
        return format_html("<strong>{}</strong>", str(span))
    return str(span)
