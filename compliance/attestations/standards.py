"""The questionnaire and its rulebooks as CycloneDX 1.6 has standards (`definitions.standards`): what was
asked and what follows are requirements, each with the claim that a statement makes about it.

A claim says that something was answered, that a finding holds, or that an item is named; never that a
requirement is met. Words come from the edition, and reasons are those of the statement. No Django here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from questionnaires import Explanation, answer_in_words
from questionnaires.explanation import ExplainedFinding, ExplainedItem, source_in_words
from questionnaires.schema import Item, Rulebook, Source, Tier

Part = dict[str, Any]

_NAMED = {
    "law": "law that may apply",
    "targeted_obligation": "a proposed targeted obligation, which is not law",
    "upstream_contract": "a promise to the upstream developer",
    "voluntary": "voluntary guidance",
}


@dataclass(frozen=True)
class Requirement:
    """A requirement by its `bom-ref`, what is claimed about it, and those whose claims lead there."""

    ref: str
    content: Part
    says: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """`file` is the one of the edition in which it is written."""

    ref: str
    title: str
    about: str
    file: str
    requirements: tuple[Requirement, ...]


def standards(explanation: Explanation) -> list[Standard]:
    """The questionnaire first, then every rulebook that was read, also where nothing of it follows."""
    return [
        _questionnaire(explanation),
        *(_rulebook(explanation, book) for book in explanation.edition.rulebooks),
    ]


def question_ref(question_id: str) -> str:
    return f"question/{question_id}"


def filled(part: Part) -> Part:
    """Without what there is nothing of."""
    return {key: value for key, value in part.items() if value not in (None, "", [])}


def properties(values: dict[str, str | None]) -> list[Part]:
    """What CycloneDX has no field for, under our own prefix."""
    return [{"name": f"modcheck:{name}", "value": value} for name, value in values.items() if value]


def _questionnaire(explanation: Explanation) -> Standard:
    edition, outcome = explanation.edition, explanation.outcome
    readings = {each.question.id: f" ({each.reading})" for each in explanation.assumptions}
    asked = []
    for each in outcome.asked:
        question = edition.questions[each]
        answer = answer_in_words(question, outcome.answers[each])
        says = f"{question.quoted} {answer}{readings.get(each, '')}"
        asked.append(Requirement(question_ref(each), {"identifier": each, "text": question.text}, says))
    about = f"{edition.questionnaire.summary} Listed are the questions that were asked."
    return Standard("questionnaire", edition.questionnaire.title, about, "questionnaire.yaml", tuple(asked))


def _rulebook(explanation: Explanation, book: Rulebook) -> Standard:
    about = f"{book.summary} As of {book.as_of}. Listed are the rules that follow from the answers."
    rules = [*_ladder(explanation)] if book.id == explanation.edition.ladder.id else []
    rules += [_item(explanation, each) for each in explanation.items if each.rulebook.id == book.id]
    return Standard(f"rulebook/{book.id}", book.title, about, f"rulebooks/{book.id}.yaml", tuple(rules))


def _ladder(explanation: Explanation) -> Iterator[Requirement]:
    """The tier, or the gate before it; and the findings, each below the tier that it sets."""
    if gate := explanation.gate:
        content = {"identifier": gate.id, "title": gate.name, "text": gate.meaning}
        content |= _sources(explanation, gate.source)
        yield Requirement(f"gate/{gate.id}", content, f"No tier: {gate.name}.")
    for tier in explanation.edition.ladder.tiers:
        findings = [each for each in explanation.findings if each.finding.tier == tier.id]
        reached = tier.id == explanation.outcome.tier
        if reached or findings:
            content = {"identifier": tier.id, "title": tier.name, "text": tier.meaning}
            content |= _sources(explanation, (), *(explanation.tier_notes if reached else ()))
            says = _outcome(explanation, tier) if reached else f"Findings of tier {tier.id} hold as well."
            because = tuple(f"finding/{each.finding.id}" for each in findings)
            yield Requirement(f"tier/{tier.id}", content, says, because)
            yield from (_finding(explanation, each) for each in findings)


def _outcome(explanation: Explanation, tier: Tier) -> str:
    """The tier in words, as the first page of the PDF has it."""
    outcome, change_class = explanation.outcome, explanation.change_class
    says = [f"Tier {tier.id}: {tier.name}."]
    if change_class:
        says.append(f"Class of change: {change_class.name.lower()}.")
    if not outcome.provisional:
        return " ".join([*says, "Final."])
    says.append("Provisional: the tier may rise." if outcome.may_rise else "Provisional.")
    return " ".join([*says, *map(explanation.doubt_in_words, outcome.doubts)])


def _finding(explanation: Explanation, found: ExplainedFinding) -> Requirement:
    finding = found.finding
    content = {"identifier": finding.id, "title": finding.title, "text": finding.text}
    remarks = [*found.notes, *(["Our own convention."] if finding.convention else [])]
    content |= _sources(explanation, finding.source, *remarks)
    content["parent"] = f"tier/{finding.tier}"
    says = f"{finding.id} holds: {finding.title}."
    return Requirement(f"finding/{finding.id}", content, says, _because(explanation, finding.id))


def _item(explanation: Explanation, found: ExplainedItem) -> Requirement:
    item = found.item
    content: Part = {"identifier": item.id, "title": item.title, "text": item.text}
    content |= _sources(explanation, item.source, *found.notes, *_remarks(item, found.unchecked))
    content["properties"] = properties({"kind": item.kind, "addressee": item.addressee})
    ahead = f", from {item.valid_from}" if found.upcoming else ""
    counsel = " Check with counsel." if item.kind == "law" else ""
    says = f"{item.id} is named as {_NAMED[item.kind]}{ahead}.{counsel} Whether it is met is not declared."
    return Requirement(f"item/{item.id}", content, says, _because(explanation, item.id))


def _remarks(item: Item, unchecked: bool) -> Iterator[str]:
    if item.valid_from:
        yield f"In force from {item.valid_from}."
    checked_on = item.source[0].checked_on
    if item.kind == "law" and checked_on and unchecked:
        yield f"Read in a secondary source on {checked_on}; not yet checked against the primary text."
    elif item.kind == "law" and checked_on:
        yield f"Checked against the primary text on {checked_on}."
    if item.convention:
        yield "Our own convention."


def _because(explanation: Explanation, rule: str) -> tuple[str, ...]:
    return tuple(question_ref(each) for each in explanation.reasons[rule])


def _sources(explanation: Explanation, sources: tuple[Source, ...], *remarks: str) -> Part:
    """Remarks, and where a rule comes from: a reference where that has an address."""
    descriptions, references = list(remarks), []
    for each in sources:
        words = source_in_words(explanation.edition, each)
        if url := each.url or explanation.edition.work(each).url:
            references.append({"type": "documentation", "url": url, "comment": words})
        else:
            descriptions.append(f"Source: {words}.")
    return filled({"descriptions": descriptions, "externalReferences": references})
