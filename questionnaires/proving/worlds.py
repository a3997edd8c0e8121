"""What follows from answers, as literals.

Two worlds may share all but some answers: what depends on those is made again, everything else is shared.
"""

from collections.abc import Iterable, Mapping
from math import isnan

from questionnaires.conditions import Boolean, Numeric, names
from questionnaires.editions import UNKNOWN, Edition, OrderedCases
from questionnaires.schema import Question

from .clauses import Clauses
from .comparisons import Amount
from .formula import FALSE, TRUE
from .universes import Raw, Universe


class World:
    """What follows from answers, as literals; each name is read when first needed, after what it reads."""

    def __init__(
        self,
        universe: Universe,
        parameters: Mapping[str, float],
        raw: Raw | None = None,
        *,
        beside: "World | None" = None,
        changed: frozenset[str] = frozenset(),
        opened: bool = False,
    ) -> None:
        self.universe, self.edition, self.parameters = universe, universe.edition, parameters
        self.formula, self.trees = universe.formula, universe.edition.trees
        self.raw = raw or universe.raw
        self.beside, self.changed = beside, changed
        self.selectors: dict[int, str] | None = {} if opened else None
        self._reading = Clauses(
            self.formula, universe.comparisons, self._picked_of, self._flags_of, self._amount_of
        )
        self.asked: dict[str, int] = {}
        self._picked: dict[str, dict[str, int]] = {}
        self._flags: dict[str, int] = {}
        self._amounts: dict[str, Amount] = {}
        self._findings: dict[str, int] = {}
        self._gates: dict[str, int] = {}
        self._read: set[str] = set()

    # what is asked of a world ----------------------------------------------------------------------

    def holds(self, tree: Boolean) -> int:
        """A literal for a condition."""
        self.need(names(tree))
        return self._reading.boolean(tree)

    def is_asked(self, question_id: str) -> int:
        if self.beside is not None and question_id not in self.changed:
            return self.beside.is_asked(question_id)
        self.need([question_id])
        return self.asked[question_id]

    def answered(self, question_id: str, value: str) -> int:
        """Asked, and answered with this value (`unsure` and `unknown` included)."""
        return self.formula.all((self.is_asked(question_id), self.raw.values[question_id][value]))

    def numeric(self, tree: Numeric) -> Amount:
        """A term for an expression, and a literal for its being there."""
        self.need(names(tree))
        return self._reading.numeric(tree)

    def gate(self, gate_id: str) -> int:
        if gate_id not in self._gates:
            self._gates[gate_id] = self._open(gate_id, self.holds(self.trees.gates[gate_id]))
        return self._gates[gate_id]

    def gated(self) -> int:
        return self.formula.any([self.gate(each) for each in self.trees.gates])

    def finding(self, finding_id: str) -> int:
        if finding_id not in self._findings:
            literal = self.holds(self.trees.findings[finding_id])
            literal = self._open(finding_id, literal)
            self._findings[finding_id] = self.formula.all((-self.gated(), literal))
        return self._findings[finding_id]

    def item(self, item_id: str) -> int:
        return self.formula.all((-self.gated(), self._open(item_id, self.holds(self.trees.items[item_id]))))

    def at_least(self, level: int, findings: Iterable[str] | None = None) -> int:
        """A finding of this tier (counted from 0) or a higher one fires."""
        if level == 0:
            return TRUE
        tiers = self.edition.tiers
        chosen = self.edition.findings if findings is None else findings
        return self.formula.any(
            [self.finding(each) for each in chosen if tiers.index(self.edition.findings[each].tier) >= level]
        )

    # reading in order ------------------------------------------------------------------------------

    def need(self, wanted: Iterable[str]) -> None:
        """Read names, and before them all that they read."""
        missing = self._missing(wanted)
        if missing:
            for name in self.trees.order:
                if name in missing and name not in self._read:
                    self._read.add(name)
                    self._take(name)

    def _missing(self, wanted: Iterable[str]) -> set[str]:
        waiting, found = list(wanted), set[str]()
        while waiting:
            name = waiting.pop()
            if name in found or name in self._read:
                continue
            found.add(name)
            if name in ("tier", "findings"):
                trees = [*self.trees.findings.values(), *self.trees.gates.values()]
                waiting += [each for tree in trees for each in names(tree)]
            elif self.beside is not None and name not in self.changed:
                self.beside.need([name])
            else:
                waiting += reads(self.edition, name)
        return found

    def _take(self, name: str) -> None:
        if self.beside is not None and name not in self.changed:
            return
        if name in self.trees.asks:
            tree = self.trees.asks[name]
            asked = TRUE if tree is None else self._reading.boolean(tree)
            self._question(self.edition.questions[name], self._open(name, asked))
        elif name in self.trees.flags:
            self._flags[name] = self._open(name, self._reading.boolean(self.trees.flags[name]))
        elif name in self.trees.amounts:
            self._amounts[name] = self._reading.numeric(self.trees.amounts[name])
        else:
            self._picked[name] = {
                value: self._open(name, literal)
                for value, literal in self.cases(self.trees.ordered[name]).items()
            }

    def _question(self, question: Question, asked: int) -> None:
        self.asked[question.id] = asked
        raw = self.raw.values[question.id]
        if question.kind == "number":
            defined = self.formula.all((asked, -raw[UNKNOWN]))
            self._amounts[question.id] = Amount(self.raw.numbers[question.id], defined)
            return
        read_as: dict[str, list[int]] = {}
        reads_of = dict(self.trees.symbols[question.id].reads)
        for value, literal in raw.items():
            read_as.setdefault(reads_of.get(value, value), []).append(literal)
        self._picked[question.id] = {
            value: self.formula.all((asked, self.formula.any(literals)))
            for value, literals in read_as.items()
        }

    def cases(self, cases: OrderedCases) -> dict[str, int]:
        """A literal for each value of a definition by cases; the first case that holds counts."""
        found: dict[str, list[int]] = {}
        rest = TRUE
        for when, value in cases:
            literal = TRUE if when is None else self._reading.boolean(when)
            found.setdefault(value, []).append(self.formula.all((rest, literal)))
            rest = self.formula.all((rest, -literal))
        return {value: self.formula.any(literals) for value, literals in found.items()}

    def _open(self, name: str, literal: int) -> int:
        """For a core: a stand-in that equals the literal only while the name is selected."""
        if self.selectors is None or literal in (TRUE, FALSE):
            return literal
        selector, stand_in = self.formula.new(), self.formula.new()
        self.formula.attach((-selector, -stand_in, literal), to=[stand_in])
        self.formula.attach((-selector, stand_in, -literal), to=[stand_in])
        self.selectors[selector] = name
        return stand_in

    # look-ups of the reading -----------------------------------------------------------------------

    def _picked_of(self, name: str) -> dict[str, int]:
        if name == "tier":
            return self._tier()
        if name == "findings":
            return {each: self.finding(each) for each in self.edition.findings}
        if self.beside is not None and name not in self.changed:
            return self.beside._picked_of(name)
        return self._picked[name]

    def _flags_of(self, name: str) -> int:
        if self.beside is not None and name not in self.changed:
            return self.beside._flags_of(name)
        return self._flags[name]

    def _amount_of(self, name: str) -> Amount:
        if name in self.parameters:
            value, terms = self.parameters[name], self.universe.comparisons.terms
            return Amount(terms.fixed(0.0), FALSE) if isnan(value) else Amount(terms.fixed(value), TRUE)
        if self.beside is not None and name not in self.changed:
            return self.beside._amount_of(name)
        return self._amounts[name]

    def _tier(self) -> dict[str, int]:
        levels = [self.at_least(level) for level in range(len(self.edition.tiers))] + [FALSE]
        gated = self.gated()
        found = {
            tier: self.formula.all((-gated, levels[i], -levels[i + 1]))
            for i, tier in enumerate(self.edition.tiers)
        }
        for gate in self.edition.gates.values():
            found[gate.outcome] = self.formula.any((found.get(gate.outcome, FALSE), self.gate(gate.id)))
        return found


def reads(edition: Edition, name: str) -> frozenset[str]:
    """The names that a question's ask-if or a fact reads."""
    if name in edition.trees.asks:
        tree = edition.trees.asks[name]
        return names(tree) if tree is not None else frozenset()
    return edition.trees.facts_read.get(name, frozenset())


def depending_on(edition: Edition, question_id: str) -> frozenset[str]:
    """All names whose value may change with the answer to a question, that question included."""
    changed = {question_id}
    rules = [*edition.trees.findings.values(), *edition.trees.gates.values()]
    for name in edition.trees.order:
        if name in edition.trees.late and "tier" not in changed and any(names(r) & changed for r in rules):
            changed |= {"tier", "findings"}
        if reads(edition, name) & changed:
            changed.add(name)
    return frozenset(changed)
