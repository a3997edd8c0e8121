"""An edition taken apart: what can be compared of each question, rule and number, as lines of text.

Every key of the file format is a line, so that a key that is added to the format is compared without more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from questionnaires.conditions import names
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
Aspect = Literal["wording", "rule", "source"]
Path = tuple[str, ...]

# Keys whose text is read by people; sources and dates of checking; everything else is a rule.
WORDING = frozenset(
    {"text", "title", "summary", "help", "why", "hint", "name", "meaning", "intro", "settled_by"}
)
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
    reads: frozenset[str] = frozenset()


def aspect(path: Path) -> Aspect:
    """What kind of statement a line is."""
    key = next((each for each in reversed(path) if each in WORDING | SOURCE), "")
    return "source" if key in SOURCE else "wording" if key in WORDING and path[-1] != "when" else "rule"


def parts(edition: Edition) -> Iterator[Described]:
    """Every part of an edition, in the order of its files."""
    sheet, trees = edition.questionnaire, edition.trees
    yield _described(edition, "questionnaire", sheet.id, sheet.title, sheet)
    for section in sheet.sections:
        yield _described(edition, "section", section.id, section.title, section)
        for question in section.questions:
            asks = trees.asks[question.id]
            reads = names(asks) if asks is not None else frozenset[str]()
            yield _described(edition, "question", question.id, question.text, question, section.title, reads)
    for parameter in sheet.parameters:
        yield _described(edition, "parameter", parameter.id, parameter.text or parameter.id, parameter)
    for name, values in sheet.lists.items():
        yield Described("list", name, name, "", {("values",): ", ".join(values)})
    for fact in sheet.facts:
        reads = trees.facts_read[fact.id]
        yield _described(edition, "fact", fact.id, fact.text or fact.id, fact, "", reads)
    for book in edition.rulebooks:
        yield _described(edition, "rulebook", book.id, book.title, book)
        for tier in book.tiers:
            yield _described(edition, "tier", tier.id, tier.name, tier)
        for gate in book.gates:
            yield _described(edition, "gate", gate.id, gate.name, gate, "", names(trees.gates[gate.id]))
        for each in book.classes:
            yield _described(edition, "class", each.id, each.name, each)
        for finding in book.findings:
            reads = names(trees.findings[finding.id])
            yield _described(edition, "finding", finding.id, finding.title, finding, "", reads)
        for item in book.items:
            reads = names(trees.items[item.id])
            yield _described(edition, "item", item.id, item.title, item, book.title, reads)
    for code, work in sheet.works.items():
        yield _described(edition, "work", code, work.short, work)


def _described(
    edition: Edition,
    what: What,
    part_id: str,
    title: str,
    part: Part,
    place: str = "",
    reads: frozenset[str] = frozenset(),
) -> Described:
    without = OTHERS.get(what, {"id"})
    data = {key: value for key, value in _given(part).items() if key not in without}
    return Described(what, part_id, title, place, dict(_lines(edition, (), data)), reads)


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
