"""Outcome -> reasons in words: for each finding and item the answers behind it, and its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .answering import is_answered, is_unknown, is_unsure
from .classification import Doubt, Outcome
from .conditions.tracing import Reasons
from .editions import Edition
from .interpretation import Interpretation, in_order
from .schema import ChangeClass, Finding, Gate, Item, Question, Rulebook, Source, Tier


@dataclass(frozen=True)
class Reason:
    """One answer that mattered, in words; and what it was read as, if somebody was not sure."""

    question: Question
    answer: str
    read_as: str = ""


@dataclass(frozen=True)
class ExplainedFinding:
    finding: Finding
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ExplainedItem:
    item: Item
    rulebook: Rulebook
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    upcoming: bool

    @property
    def unchecked(self) -> bool:
        """A law known from secondary sources only, not yet checked against the primary text."""
        return self.item.kind == "law" and self.item.source[0].against != "primary"


@dataclass(frozen=True)
class Assumption:
    """An answer that leaves something open, and how the rules read it."""

    question: Question
    answer: str
    reading: str
    open: bool = True  # whether something is left open; not where other answers stand in for it


@dataclass(frozen=True)
class ChangeInWords:
    """One ticked change, and the class it has on its own."""

    text: str
    change_class: ChangeClass


class Explanation:
    """Everything there is to say about an outcome. Each part is worked out when it is first read."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.edition = outcome.edition
        parameters = self.edition.parameters(outcome.on)
        self._reading = Interpretation(self.edition, outcome.answers, parameters)

    @cached_property
    def reasons(self) -> dict[str, tuple[str, ...]]:
        """Finding and item ids with the ids of the questions whose answers made them hold."""
        findings = {each: self._reading.finding(each).reasons for each in self.outcome.findings}
        items = {each: self._reading.item(each).reasons for each in self.outcome.items}
        return {each: self._questions(reasons) for each, reasons in {**findings, **items}.items()}

    @cached_property
    def findings(self) -> tuple[ExplainedFinding, ...]:
        return tuple(
            ExplainedFinding(
                self.edition.findings[each],
                self._words(self._reading.finding(each).reasons),
                self._notes(each),
            )
            for each in self.outcome.findings
        )

    @cached_property
    def deciding(self) -> tuple[ExplainedFinding, ...]:
        """The findings that set the tier."""
        return tuple(each for each in self.findings if each.finding.tier == self.outcome.tier)

    @cached_property
    def items(self) -> tuple[ExplainedItem, ...]:
        return tuple(
            ExplainedItem(
                self.edition.items[each],
                self.edition.rulebook_of[each],
                self._words(self._reading.item(each).reasons),
                self._notes(each),
                each in self.outcome.upcoming,
            )
            for each in self.outcome.items
        )

    def items_of(self, kind: str) -> tuple[ExplainedItem, ...]:
        return tuple(each for each in self.items if each.item.kind == kind)

    @cached_property
    def tier(self) -> Tier | None:
        """The tier in words; None behind a gate."""
        return next((tier for tier in self.edition.ladder.tiers if tier.id == self.outcome.tier), None)

    @cached_property
    def gate(self) -> Gate | None:
        return next((gate for gate in self.edition.ladder.gates if gate.outcome == self.outcome.tier), None)

    @cached_property
    def tier_notes(self) -> tuple[str, ...]:
        return self._notes(self.outcome.tier)

    @cached_property
    def change_class(self) -> ChangeClass | None:
        """The class in words; None while answers that are missing can change it."""
        if len(self.outcome.classes_possible) > 1:
            return None
        return next(
            (each for each in self.edition.ladder.classes if each.id == self.outcome.change_class), None
        )

    @cached_property
    def changes(self) -> tuple[ChangeInWords, ...]:
        """Each ticked change with the class it has on its own; the headline class is of all together."""
        classes = {each.id: each for each in self.edition.ladder.classes}
        found = []
        for question in self.edition.questions.values():
            ticked = self.outcome.answers.get(question.id)
            if question.id not in self.outcome.asked or not isinstance(ticked, list | tuple):
                continue
            for choice in question.choices:
                cases = self.edition.trees.classes.get(f"{question.id}.{choice.id}")
                if choice.id in ticked and cases:
                    possible = [each for each in classes if each in self._reading.ordered(cases).possible]
                    if len(possible) == 1:
                        found.append(ChangeInWords(choice.text, classes[possible[0]]))
        return tuple(found)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        return tuple(self._assumption(self.edition.questions[each]) for each in self.outcome.assumptions)

    def _assumption(self, question: Question) -> Assumption:
        value = self.outcome.answers[question.id]
        answer = answer_in_words(question, value)
        if read_as := _read_as(question, value):
            return Assumption(question, answer, f"read as “{read_as}”")
        instead = self._reading.stand_in(question.id) if is_unknown(question, value) else None
        if instead and instead.value is not None:
            amount = answer_in_words(question, instead.value)
            if set(instead.reasons) - {question.id}:
                return Assumption(question, answer, f"estimated from other answers, as {amount}", open=False)
            return Assumption(question, answer, f"counted as {amount}", open=False)
        if is_unknown(question, value) and question.unknown_is_cautious:
            return Assumption(question, answer, "the rules fall back to the cautious reading")
        if is_unknown(question, value):
            return Assumption(question, answer, "a number may change the outcome")
        return Assumption(question, answer, "the rules take the cautious path where it matters")

    def doubt_in_words(self, doubt: Doubt) -> str:
        """What would make the outcome final, for one reason why it is provisional."""
        if doubt.kind == "finding":
            findings = [self.edition.findings[each] for each in doubt.ids]
            return " ".join(f"{each.settled_by or each.title} ({each.id})." for each in findings)
        texts = [f"“{self.edition.questions[each].quoted}”" for each in doubt.ids[:4]]
        more = len(doubt.ids) - len(texts)
        questions = _and([*texts, f"{more} more"] if more > 0 else texts)
        return {
            "unanswered": f"Answer {questions}.",
            "unsure": f"Find out, where you are not sure: {questions}.",
            "choice": f"Find out what you do not know yet: {questions}.",
            "hidden": f"Measure or assess what is open: {questions}. Some values would raise the tier.",
        }[doubt.kind]

    def _questions(self, reasons: Reasons) -> tuple[str, ...]:
        asked = set(self.outcome.asked)
        return tuple(each for each in in_order(self.edition, self._reading.expand(reasons)) if each in asked)

    def _words(self, reasons: Reasons) -> tuple[Reason, ...]:
        expanded = self._reading.expand(reasons)
        found = []
        for each in in_order(self.edition, expanded):
            question, value = self.edition.questions[each], self.outcome.answers.get(each)
            if is_answered(value) and each in self.outcome.asked:
                ticked = expanded[each]
                if isinstance(value, list | tuple):
                    value = [one for one in value if one in ticked] or value
                found.append(Reason(question, answer_in_words(question, value), _read_as(question, value)))
        return tuple(found)

    def _notes(self, owner: str) -> tuple[str, ...]:
        notes = self.edition.notes.get(owner, ())
        applies = self._reading.notes(owner)
        return tuple(note.text for note, holds in zip(notes, applies, strict=True) if holds)


def explain(outcome: Outcome) -> Explanation:
    return Explanation(outcome)


def choice_in_words(question: Question, value: str) -> str:
    for choice in question.choices:
        if choice.id == value:
            return choice.text
    return {"yes": "Yes", "no": "No", "unsure": "I am not sure"}.get(value, value)


def _read_as(question: Question, value: Any) -> str:
    if is_unsure(value) and question.unsure and question.unsure.counts_as:
        return choice_in_words(question, question.unsure.counts_as)
    return ""


def answer_in_words(question: Question, value: Any) -> str:
    """An answer as people read it."""
    if not is_answered(value):
        return "Not answered"
    if isinstance(value, list | tuple):
        order = [choice.id for choice in question.choices]
        chosen = sorted(value, key=order.index)
        return "; ".join(choice_in_words(question, each) for each in chosen)
    if question.kind == "number":
        if is_unknown(question, value):
            return "Not known"
        return f"{number_in_words(float(value))} {question.unit or ''}".strip()
    return choice_in_words(question, value) if question.kind != "text" else str(value)


def number_in_words(value: float) -> str:
    """A number as people read it: 97, 1.5, 2.1 × 10^19."""
    if value and not 1e-3 <= abs(value) < 1e7:
        mantissa, exponent = f"{value:.6e}".split("e")
        digits = mantissa.rstrip("0").rstrip(".")
        power = f"10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
        return power if digits == "1" else f"{digits}\u00a0×\u00a0{power}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def source_in_words(edition: Edition, source: Source) -> str:
    short = edition.work(source).short
    return f"{short}, {source.part}" if source.part else short


def _and(words: Iterable[str]) -> str:
    several = list(words)
    return several[0] if len(several) == 1 else f"{', '.join(several[:-1])} and {several[-1]}"
