"""An edition compiled to two Python functions: *exact* for complete answers, *bounds* for any.

Both take the encoded answers (a list by position; None is unanswered) and the parameters in force, and give
a `Reading`. Bits stand for ids: bit i of `asked` is the i-th question of the file, and so on. Whatever has
to be looked up by name is looked up once, when the edition is compiled.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from .conditions import Boolean, Symbol
from .conditions.compiling import Reading as Reading_
from .conditions.compiling import Writer, absent, bit, divide, every
from .editions import Edition, OrderedCases
from .encoding import Codec, Encoded, Encoding, Names
from .schema import Question


class Reading(NamedTuple):
    """What follows from the answers, as bit masks; `may_` is what possibly, the other what surely holds."""

    asked: int
    may_ask: int
    blank: int  # surely asked and unanswered
    tiers: int  # the outcomes that are still possible
    fired: int
    may_fire: int
    given: int
    may_give: int
    change_class: int  # the classes that are still possible; 0 where the edition has none


class Compiled:
    """The two functions of an edition, and the tables that turn ids into bits and back."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.codec = Codec(edition)
        self.questions = Names(tuple(edition.questions))
        self.findings = Names(tuple(edition.findings))
        self.items = Names(tuple(edition.items))
        self.outcomes = Names(edition.outcomes)
        headline = edition.ladder.change_class
        self.classes = Names(edition.trees.symbols[headline].values if headline else ())
        self.exact_source = _Source(self, exact=True).text()
        self.bounds_source = _Source(self, exact=False).text()
        self.exact: Callable[[Sequence[Encoded], dict[str, float]], Reading | None] = _function(
            self.exact_source
        )
        self.bounds: Callable[[Sequence[Encoded], dict[str, float]], Reading] = _function(self.bounds_source)

    @cached_property
    def inspect(self) -> Callable[[Sequence[Encoded], dict[str, float]], dict[str, Any] | None]:
        """The exact function, giving every value that it works out on the way, as `conditions.compiling`
        names them; None where an answer is missing."""
        return _function(_Source(self, exact=True).text(inside=True))

    def read(self, encoding: Encoding, parameters: dict[str, float]) -> Reading:
        """What follows from answers, complete or not."""
        return self.exact(encoding.values, parameters) or self.bounds(encoding.values, parameters)


@lru_cache(maxsize=64)
def compiled(edition: Edition) -> Compiled:
    return Compiled(edition)


def _function(source: str) -> Callable[..., Any]:
    space = {"nan": math.nan, "divide": divide, "Reading": Reading}
    exec(compile(source, "<edition>", "exec"), space)  # noqa: S102 - we wrote the source, from checked trees only
    function: Callable[..., Any] = space["evaluate"]  # type: ignore[assignment]  # exec put it there
    return function


class _Source:
    """Writes one of the two functions, line by line, in the order of the strata."""

    def __init__(self, compiled: Compiled, *, exact: bool) -> None:
        self.compiled, self.edition, self.trees = compiled, compiled.edition, compiled.edition.trees
        self.exact = exact
        self.writer = Writer(self.trees.symbols)
        self.lines = ["def evaluate(A, P):"]
        self.late_done = False

    def put(self, line: str, depth: int = 1) -> None:
        self.lines.append("    " * depth + line)

    def text(self, *, inside: bool = False) -> str:
        self.put("asked = may_ask = blank = 0")
        for parameter in self.edition.questionnaire.parameters:
            self.put(f"n_{parameter.id} = P[{parameter.id!r}]")
            if not self.exact:
                self.put(f"d_{parameter.id} = True")
        for name in self.trees.order:
            if name in self.trees.late and not self.late_done:
                self._tier()
            self._symbol(name)
        if not self.late_done:
            self._tier()
        if self.exact:
            self.put("may_ask = asked")
        self._rules("given", "may_give", self.trees.items)
        self._without_gates("given", "may_give")
        headline = self.edition.ladder.change_class
        result = ["asked", "may_ask", "blank", "c_tier", "fired", "may_fire", "given", "may_give"]
        result.append(f"c_{headline}" if headline else "0")
        self.put("return locals()" if inside else f"return Reading({', '.join(result)})")
        return "\n".join(self.lines) + "\n"

    def _symbol(self, name: str) -> None:
        if name in self.trees.asks:
            self._question(self.edition.questions[name])
        elif name in self.trees.flags:
            tree = self.trees.flags[name]
            if self.exact:
                self.put(f"b_{name} = {self.writer.boolean(tree, 'exact')}")
            else:
                self.put(f"s_{name} = {self.writer.boolean(tree, 'surely')}")
                self.put(f"p_{name} = {self.writer.boolean(tree, 'possibly')}")
        elif name in self.trees.amounts:
            self._amount(name)
        else:
            self._ordered(name, self.trees.ordered[name])

    # questions -------------------------------------------------------------------------------------

    def _question(self, question: Question) -> None:
        name, at = question.id, self.compiled.codec.position[question.id]
        symbol = self.trees.symbols[name]
        tree = self.trees.asks[name]
        self.put(f"a = A[{at}]")
        if self.exact:
            condition = "True" if tree is None else self.writer.boolean(tree, "exact")
            self.put(f"if {condition}:")
            self.put(f"asked |= {1 << at}", 2)
            self.put("if a is None: return None", 2)
            absence = {
                "choice": f"c_{name} = {absent(symbol)}",
                "choices": f"m_{name} = 0",
                "number": f"n_{name} = nan",
            }
            taking = {"choice": f"c_{name} = a", "choices": f"m_{name} = a", "number": f"n_{name} = a"}
            if symbol.kind in taking:
                self.put(taking[symbol.kind], 2)
                self.put(f"else: {absence[symbol.kind]}")
            return
        yes = "True" if tree is None else self.writer.boolean(tree, "surely")
        maybe = "True" if tree is None else self.writer.boolean(tree, "possibly")
        self.put(f"if {yes}:")
        self.put(f"asked |= {1 << at}; may_ask |= {1 << at}", 2)
        self.put(f"if a is None: blank |= {1 << at}; {self._open(symbol)}", 2)
        self.put(f"else: {self._settled(symbol)}", 2)
        self.put(f"elif {maybe}:")
        self.put(f"may_ask |= {1 << at}", 2)
        self.put(f"if a is None: {self._open(symbol, perhaps=True)}", 2)
        self.put(f"else: {self._settled(symbol, perhaps=True)}", 2)
        self.put(f"else: {self._absent(symbol)}")

    def _open(self, symbol: Symbol, *, perhaps: bool = False) -> str:
        """An unanswered question: every value is possible."""
        name = symbol.name
        if symbol.kind == "choice":
            return f"c_{name} = {every(symbol) | (absent(symbol) if perhaps else 0)}"
        if symbol.kind == "choices":
            return f"s_{name} = 0; p_{name} = {every(symbol)}"
        return f"n_{name} = nan; d_{name} = False"

    def _settled(self, symbol: Symbol, *, perhaps: bool = False) -> str:
        """An answered question; where it is only perhaps asked, its answer only perhaps counts."""
        name = symbol.name
        if symbol.kind == "choice":
            return f"c_{name} = a | {absent(symbol)}" if perhaps else f"c_{name} = a"
        if symbol.kind == "choices":
            return f"s_{name} = {0 if perhaps else 'a'}; p_{name} = a"
        if symbol.kind == "text":
            return "pass"
        return f"n_{name} = nan; d_{name} = a != a" if perhaps else f"n_{name} = a; d_{name} = True"

    def _absent(self, symbol: Symbol) -> str:
        name = symbol.name
        if symbol.kind == "choice":
            return f"c_{name} = {absent(symbol)}"
        if symbol.kind == "choices":
            return f"s_{name} = p_{name} = 0"
        return f"n_{name} = nan; d_{name} = True"

    # facts -----------------------------------------------------------------------------------------

    def _amount(self, name: str) -> None:
        tree = self.trees.amounts[name]
        if self.exact:
            self.put(f"n_{name} = {self.writer.numeric(tree, 'exact')}")
            return
        self.put(f"d_{name} = {self.writer.determined(tree)}")
        self.put(f"n_{name} = {self.writer.numeric(tree, 'surely')} if d_{name} else nan")

    def _ordered(self, name: str, cases: OrderedCases) -> None:
        symbol = self.trees.symbols[name]
        if self.exact:
            for i, (when, value) in enumerate(cases):
                test = "True" if when is None else self.writer.boolean(when, "exact")
                self.put(f"{'elif' if i else 'if'} {test}: c_{name} = {bit(symbol, value)}")
            return
        self.put(f"c_{name} = 0; open = True")
        for when, value in cases:
            if when is None:
                self.put(f"if open: c_{name} |= {bit(symbol, value)}")
            else:
                self.put(f"if open and {self.writer.boolean(when, 'possibly')}:")
                self.put(f"c_{name} |= {bit(symbol, value)}", 2)
                self.put(f"if {self.writer.boolean(when, 'surely')}: open = False", 2)

    # rules -----------------------------------------------------------------------------------------

    def _tier(self) -> None:
        self.late_done = True
        self._gates()
        self._rules("fired", "may_fire", self.trees.findings)
        self._without_gates("fired", "may_fire")
        masks = [0] * len(self.edition.tiers)
        for i, finding in enumerate(self.edition.findings.values()):
            masks[self.edition.tiers.index(finding.tier)] |= 1 << i
        lowest = "if"
        for level in reversed(range(1, len(masks))):
            if masks[level]:
                self.put(f"{lowest} fired & {masks[level]}: c_tier = {1 << level}")
                lowest = "elif"
        self.put("else: c_tier = 1" if lowest == "elif" else "c_tier = 1")
        if not self.exact:
            for level, mask in enumerate(masks):
                if mask:
                    self.put(f"if may_fire & {mask} and c_tier < {1 << level}: c_tier |= {1 << level}")
        self._gate_outcomes()
        self.put("s_findings, p_findings = fired, may_fire" if not self.exact else "m_findings = fired")

    def _gates(self) -> None:
        readings: dict[str, Reading_] = (
            {"gate": "exact"} if self.exact else {"gate": "surely", "may_gate": "possibly"}
        )
        for variable, reading in readings.items():
            tests = " or ".join(self.writer.boolean(tree, reading) for tree in self.trees.gates.values())
            self.put(f"{variable} = {tests or 'False'}")

    def _gate_outcomes(self) -> None:
        if not self.trees.gates:
            return
        self.put("if gate:" if self.exact else "if may_gate:")
        self.put("outcome = 0" if self.exact else "outcome = 0 if gate else c_tier", 2)
        for each, gate in self.edition.gates.items():
            value = 1 << self.edition.outcomes.index(gate.outcome)
            tree = self.trees.gates[each]
            test = self.writer.boolean(tree, "exact" if self.exact else "possibly")
            self.put(f"if {test}: outcome |= {value}", 2)
        self.put("c_tier = outcome", 2)

    def _rules(self, sure: str, possible: str, trees: Mapping[str, Boolean]) -> None:
        self.put(f"{sure} = {possible} = 0")
        for i, tree in enumerate(trees.values()):
            if self.exact:
                self.put(f"if {self.writer.boolean(tree, 'exact')}: {sure} |= {1 << i}")
            else:
                self.put(f"if {self.writer.boolean(tree, 'possibly')}:")
                self.put(f"{possible} |= {1 << i}", 2)
                self.put(f"if {self.writer.boolean(tree, 'surely')}: {sure} |= {1 << i}", 2)

    def _without_gates(self, sure: str, possible: str) -> None:
        """Where a gate holds there are neither findings nor items."""
        if self.exact:
            self.put(f"if gate: {sure} = 0")
            self.put(f"{possible} = {sure}")
        else:
            self.put(f"if may_gate: {sure} = 0")
            self.put(f"if gate: {possible} = 0")
