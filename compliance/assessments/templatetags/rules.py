"""What templates need of rules: sources as links, the findings that read a question."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from questionnaires import Edition
from questionnaires.explanation import number_in_words, source_in_words
from questionnaires.schema import Fact, Source

register = template.Library()


@register.simple_tag
def sources(edition: Edition, cited: Iterable[Source]) -> SafeString:
    """Sources in words, each a link where there is an address."""
    return format_html_join("; ", "{}", ((_source(edition, source),) for source in cited))


def _source(edition: Edition, source: Source) -> SafeString:
    work = edition.work(source)
    part = f", {source.part}" if source.part else ""
    url = source.url or work.url
    if not url:
        return format_html('<cite title="{}">{}</cite>{}', work.title, work.short, part)
    link = '<a href="{}" title="{}" rel="noreferrer external"><cite>{}</cite></a>{}'
    return format_html(link, url, work.title, work.short, part)


@register.simple_tag
def question_row(form: Any, field: Any) -> Any:
    """The row of the question that a field of the form stands for."""
    return form.row(field.name)


@register.filter
def read_by(edition: Edition, question_id: str) -> tuple[str, ...]:
    return edition.read_by[question_id]


@register.filter
def number(value: float) -> str:
    return number_in_words(value)


@register.filter
def cited(source: Source, edition: Edition) -> str:
    """A source in plain words, for paper."""
    return source_in_words(edition, source)


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping[key]


@register.filter
def as_written(fact: Fact) -> str:
    """A fact's expression, or its cases, as they stand in the file."""
    if fact.is_ is not None:
        return fact.is_
    return "\n".join(f"{each.is_} ← {each.when}" if each.when else each.is_ for each in fact.cases or ())
