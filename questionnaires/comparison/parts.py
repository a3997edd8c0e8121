"""An edition taken apart: what can be compared of each question, rule and number, as lines of text.

Every key of the file format is a line, so that a key that is added to the format is compared without more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from questionnaires.editions import Edition
from questionnaires.explanation import number_in_words, source_in_words
from questionnaires.schema import Part, Source

What = Literal[
    "questionnaire",
    "section",
    "question",
    "parameter",
    "list",
    "fact",
    "rulebook",
    "tier",
    "gate",
    "class",
    "finding",
    "item",
    "work",
]
WHATS: tuple[What, ...] = get_args(What)
Aspect = Literal["wording", "rule", "source", "name"]  # "name": an id that changed, and nothing it stands for
Path = tuple[str, ...]

_NAMES = re.compile(r"""'[^']*'|"[^"]*"|[a-z][a-z0-9_]*""")  # texts in quotes are no names, and match whole

# Keys whose text is read by people; sources and dates of checking; everything else is a rule.
READ = ("text", "in_short", "title", "summary", "help", "why", "hint", "name", "meaning", "intro", "reason")
ADVICE = ("settled_by", "remedy", "without", "find_out", "example")
WORDING = frozenset({*READ, *ADVICE})
SOURCE = frozenset({"source", "by", "year", "url", "note", "short", "as_of", "convention"})
# What stands in a part and is compared as parts of its own, or is no statement of the rules.
OTHERS = {
    "questionnaire": {"id", "version", "sections", "parameters", "facts", "lists", "works", "carries_over"},
    "section": {"id", "questions"},
    "rulebook": {"id", "tiers", "gates", "classes", "findings", "items"},
}


@dataclass(frozen=True)
class Described:
    """A part of an edition: its lines, where it stands, and the names that its conditions read."""

    what: What
    id: str
    title: str
    place: str  # the section of a question, the rulebook of an item
    lines: Mapping[Path, str]
    reads: frozenset[str] = frozenset()  # directly; a fact stands for what it reads in turn


def aspect(path: Path) -> Aspect:
    """What kind of statement a line is."""
    key = next((each for each in reversed(path) if each in WORDING | SOURCE), "")
    return "source" if key in SOURCE else "wording" if key in WORDING and path[-1] != "when" else "rule"


def parts(edition: Edition) -> Iterator[Described]:
    """Every part of an edition, in the order of its files."""
    sheet = edition.questionnaire
    yield _described(edition, "questionnaire", sheet, sheet.title)
    for section in sheet.sections:
        yield _described(edition, "section", section, section.title)
        for question in section.questions:
            yield _described(edition, "question", question, question.text, section.title)
    for parameter in sheet.parameters:
        yield _described(edition, "parameter", parameter, parameter.text or parameter.id)
    for name, values in sheet.lists.items():
        yield Described("list", name, name, "", {("values",): ", ".join(values)})
    for fact in sheet.facts:
        yield _described(edition, "fact", fact, fact.text or fact.id)
    for book in edition.rulebooks:
        yield _described(edition, "rulebook", book, book.title)
        for tier in book.tiers:
            yield _described(edition, "tier", tier, tier.name)
        for gate in book.gates:
            yield _described(edition, "gate", gate, gate.name)
        for each in book.classes:
            yield _described(edition, "class", each, each.name)
        for finding in book.findings:
            yield _described(edition, "finding", finding, finding.title)
        for item in book.items:
            yield _described(edition, "item", item, item.title, book.title)
    for code, work in sheet.works.items():
        yield Described("work", code, work.short, "", dict(_lines(edition, (), _given(work))))


def _described(edition: Edition, what: What, part: Any, title: str, place: str = "") -> Described:
    without = OTHERS.get(what, {"id"})
    data = {key: value for key, value in _given(part).items() if key not in without}
    return Described(what, part.id, title, place, dict(_lines(edition, (), data)), _reads(edition, part))


def _reads(edition: Edition, part: Any) -> frozenset[str]:
    """The names in the conditions of a part. Lists are none in the trees, which have their values instead."""
    texts = [getattr(part, key, None) for key in ("when", "ask_if", "is_")]
    texts += [text for case in getattr(part, "cases", None) or () for text in (case.when, case.is_)]
    known = edition.trees.symbols.keys() | edition.questionnaire.lists.keys()
    return frozenset(name for text in texts if text for name in _NAMES.findall(text) if name in known)


def _given(part: Part) -> dict[str, Any]:
    """The keys that a file gives, by the names they have there, without what is so by default."""
    return {
        field.alias or name: getattr(part, name)
        for name, field in type(part).model_fields.items()
        if getattr(part, name) != field.get_default(call_default_factory=True)
    }


def _lines(edition: Edition, path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    match value:
        case Part():
            given = _given(value)
            if set(given) <= {"from", "is"}:  # a dated value
                yield path, " from ".join(_plain(given[key]) for key in ("is", "from") if key in given)
            elif set(given) <= {"when", "is"}:
                yield path, " if ".join(_plain(given[key]) for key in ("is", "when") if key in given)
            else:
                yield from _lines(edition, path, {key: each for key, each in given.items() if key != "id"})
        case dict():
            for key, each in value.items():
                yield from _lines(edition, (*path, str(key)), each)
        case tuple() if value and all(isinstance(each, Source) for each in value):
            yield path, "; ".join(_source(edition, each) for each in value)
        case tuple() if value and all(hasattr(each, "id") for each in value):
            for each in value:
                yield from _lines(edition, (*path, each.id), each)
        case tuple():
            joined = [text for each in value for _, text in _lines(edition, path, each)]
            yield path, "; ".join(joined)
        case _:
            yield path, _plain(value)


def _source(edition: Edition, source: Source) -> str:
    checked = f", checked on {source.checked_on}" if source.checked_on else ""
    against = f" against {source.against} text" if source.against else ""
    return f"{source_in_words(edition, source)}{checked}{against}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_in_words(float(value))
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())
