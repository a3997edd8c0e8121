"""An edition: one version of a questionnaire with its rulebooks, checked and ready to be evaluated.

The strata of the design, in this order: answers and parameters, facts, findings, tier, late questions
(those that read the tier), provisional, items.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .conditions import Boolean, Numeric, Symbol, names
from .schema import Finding, Gate, Item, Note, Question, Questionnaire, Rulebook, Section, Source, Topic, Work

UNSURE = "unsure"
UNKNOWN = "unknown"

OrderedCases = tuple[tuple[Boolean | None, str], ...]


@dataclass(frozen=True)
class Trees:
    """The typed trees of all conditions, by the id of what they belong to."""

    symbols: Mapping[str, Symbol]
    asks: Mapping[str, Boolean | None]
    flags: Mapping[str, Boolean]
    amounts: Mapping[str, Numeric]
    ordered: Mapping[str, OrderedCases]
    gates: Mapping[str, Boolean]
    findings: Mapping[str, Boolean]
    items: Mapping[str, Boolean]
    notes: Mapping[str, tuple[Boolean, ...]]
    classes: Mapping[str, OrderedCases]
    exempt: Mapping[str, tuple[Boolean | None, ...]]  # where a claim of the prover need not hold
    silence: Boolean | None  # where not knowing must not pay
    order: tuple[str, ...]  # questions and facts, each after what it reads; late questions last
    late: frozenset[str]
    facts_read: Mapping[str, frozenset[str]]  # what each fact reads

    def reach(self, start: Iterable[str]) -> frozenset[str]:
        """All names read from these, directly or through facts (a question's ask-if does not count)."""
        waiting, seen = list(start), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.facts_read.get(name, ())
        return frozenset(seen)

    @cached_property
    def bearing(self) -> frozenset[str]:
        """Questions that a finding reads, directly or through facts."""
        return self.reach(name for tree in self.findings.values() for name in names(tree)) & self.asks.keys()


@dataclass(frozen=True, eq=False)
class Edition:
    questionnaire: Questionnaire
    rulebooks: tuple[Rulebook, ...]
    trees: Trees = field(repr=False)
    digests: Mapping[str, str]  # file -> SHA-256 of its bytes, in hexadecimal
    places: Mapping[str, tuple[str, int]] = field(
        repr=False
    )  # id -> file and line; choices as question.choice

    @property
    def id(self) -> str:
        return self.questionnaire.id

    @property
    def version(self) -> str:
        return self.questionnaire.version

    @cached_property
    def ladder(self) -> Rulebook:
        return next(book for book in self.rulebooks if book.id == self.questionnaire.ladder)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by id, in the order of the file."""
        return {each.id: each for section in self.questionnaire.sections for each in section.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {each.id: section for section in self.questionnaire.sections for each in section.questions}

    @cached_property
    def topics(self) -> dict[str, Topic]:
        return {topic.id: topic for section in self.questionnaire.sections for topic in section.topics}

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return {each.id: each for book in self.rulebooks for each in book.findings}

    @cached_property
    def items(self) -> dict[str, Item]:
        return {each.id: each for book in self.rulebooks for each in book.items}

    @cached_property
    def rulebook_of(self) -> dict[str, Rulebook]:
        """The rulebook in which an item stands."""
        return {item.id: book for book in self.rulebooks for item in book.items}

    @cached_property
    def notes(self) -> dict[str, tuple[Note, ...]]:
        """The conditional remarks of tiers, findings and items."""
        found = {tier.id: tier.notes for tier in self.ladder.tiers}
        found |= {finding.id: finding.notes for finding in self.findings.values()}
        return found | {item.id: item.notes for item in self.items.values()}

    @cached_property
    def read_by(self) -> dict[str, tuple[str, ...]]:
        """Question -> the findings that read it, directly or through facts."""
        reads = {each: self.trees.reach(names(tree)) for each, tree in self.trees.findings.items()}
        return {each: tuple(f for f, read in reads.items() if each in read) for each in self.questions}

    @cached_property
    def gates(self) -> dict[str, Gate]:
        return {gate.id: gate for gate in self.ladder.gates}

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """The ladder's tiers, lowest first."""
        return tuple(tier.id for tier in self.ladder.tiers)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Every value that an outcome's tier may have: the tiers, then the gates' outcomes."""
        return (*self.tiers, *dict.fromkeys(gate.outcome for gate in self.ladder.gates))

    def work(self, source: Source) -> Work:
        return self.questionnaire.works[source.work]

    def parameters(self, on: date) -> dict[str, float]:
        """The parameters in force on a day; unknown (NaN) before their first date."""
        in_force = {}
        for parameter in self.questionnaire.parameters:
            dated = sorted(
                (each for each in parameter.values if each.from_ <= on), key=lambda each: each.from_
            )
            in_force[parameter.id] = dated[-1].is_ if dated else float("nan")
        return in_force


def choice_ids(question: Question) -> tuple[str, ...]:
    """The values a question's choices have, unsure not included; in order of risk where it has one."""
    if question.kind == "yes_no":
        return ("yes", "no") if question.riskier == "no" else ("no", "yes")
    return tuple(choice.id for choice in question.choices)


def values_offered(question: Question) -> tuple[str, ...]:
    """All that may be chosen, unsure included; yes comes before no, as people expect."""
    ids = ("yes", "no") if question.kind == "yes_no" else choice_ids(question)
    return (*ids, UNSURE) if question.unsure else ids
