"""The explaining reading: walks a typed tree with values and says which answers made it true or false.

It is an interpreter of its own, slower and simpler than the compiled reading, and is tested against it.
Three values: True, False and None for undetermined (Kleene). A number is a float, NaN where absent or
unknown, and None where undetermined.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .compiling import divide
from .tree import (
    Among,
    And,
    AnyOf,
    Arithmetic,
    Boolean,
    Choose,
    Compare,
    Constant,
    Flag,
    If,
    Known,
    Not,
    Numeric,
    Only,
    Or,
    Quantity,
    Size,
    Truth,
    Unknown,
)

Reasons = Mapping[str, frozenset[str]]  # name -> the choices that mattered; empty where there are none
NONE: Reasons = {}


@dataclass(frozen=True)
class Options:
    """What a choice may still be: for a single choice its values (None is absent), for a multiple one what
    is surely and what is possibly ticked. A fact brings the reasons for its value, and the cases that define
    it; a question is its own."""

    possible: frozenset[str | None]
    sure: frozenset[str] = frozenset()
    reasons: Reasons | None = None
    cases: tuple[tuple["Trace", str], ...] = ()


@dataclass(frozen=True)
class Trace:
    """A value and the names it came from."""

    value: bool | None
    reasons: Reasons


@dataclass(frozen=True)
class Amount:
    value: float | None
    reasons: Reasons


class Tracer:
    """Reads trees; `options`, `flag` and `amount` look a name up."""

    def __init__(
        self,
        options: Callable[[str], Options],
        flag: Callable[[str], Trace],
        amount: Callable[[str], Amount],
    ) -> None:
        self._options, self._flag, self._amount = options, flag, amount

    def boolean(self, tree: Boolean) -> Trace:
        match tree:
            case Truth(value):
                return Trace(value, NONE)
            case Flag(name):
                return self._flag(name)
            case Among(name, values):
                return self._among(name, values)
            case AnyOf(name, values):
                options = self._options(name)
                hit = options.sure & values
                if hit:
                    return Trace(True, {name: hit})
                return Trace(None if options.possible & values else False, {name: options.sure})
            case Only(name, values):
                return self._only(name, values)
            case Known(name):
                amount = self._amount(name)
                there = None if amount.value is None else not math.isnan(amount.value)
                return Trace(there, amount.reasons)
            case Compare(operator, left, right):
                return self._compare(operator, self.numeric(left), self.numeric(right))
            case Not(part):
                trace = self.boolean(part)
                return Trace(None if trace.value is None else not trace.value, trace.reasons)
            case And(below):
                return self._all([self.boolean(part) for part in below], decisive=False)
            case Or(below):
                return self._all([self.boolean(part) for part in below], decisive=True)
            case If(test, then, other):
                return self._if(self.boolean(test), self.boolean(then), self.boolean(other))

    def numeric(self, tree: Numeric) -> Amount:
        match tree:
            case Constant(value):
                return Amount(value, NONE)
            case Unknown():
                return Amount(math.nan, NONE)
            case Quantity(name):
                return self._amount(name)
            case Size(name):
                options = self._options(name)
                settled = len(options.sure) == len(options.possible)
                return Amount(float(len(options.sure)) if settled else None, {name: options.sure})
            case Arithmetic(operator, left, right):
                return self._arithmetic(operator, self.numeric(left), self.numeric(right))
            case Choose(test, then, other):
                trace = self.boolean(test)
                if trace.value is None:
                    return Amount(None, trace.reasons)
                branch = self.numeric(then if trace.value else other)
                return Amount(branch.value, join(trace.reasons, branch.reasons))

    def _among(self, name: str, values: frozenset[str]) -> Trace:
        options = self._options(name)
        possible = options.possible
        shown = frozenset(value for value in possible if value is not None)
        reasons = {name: shown} if options.reasons is None else options.reasons
        if possible <= values:
            return Trace(True, _simplest(options.cases, values) or reasons)
        return Trace(None if possible & values else False, reasons)

    def _only(self, name: str, values: frozenset[str]) -> Trace:
        options = self._options(name)
        possible = frozenset(value for value in options.possible if value is not None)
        if options.sure - values or not possible & values:
            return Trace(False, {name: options.sure - values})
        if possible <= values and options.sure:
            return Trace(True, {name: options.sure})
        return Trace(None, {name: options.sure})

    def _compare(self, operator: str, left: Amount, right: Amount) -> Trace:
        reasons = join(left.reasons, right.reasons)
        if left.value is None or right.value is None:
            return Trace(None, reasons)
        first, second = left.value, right.value
        match operator:
            case "==":
                return Trace(first == second, reasons)
            case "!=":
                return Trace(first != second, reasons)
            case "<":
                return Trace(first < second, reasons)
            case "<=":
                return Trace(first <= second, reasons)
            case ">":
                return Trace(first > second, reasons)
        return Trace(first >= second, reasons)

    def _arithmetic(self, operator: str, left: Amount, right: Amount) -> Amount:
        reasons = join(left.reasons, right.reasons)
        if left.value is None or right.value is None:
            return Amount(None, reasons)
        first, second = left.value, right.value
        match operator:
            case "+":
                return Amount(first + second, reasons)
            case "-":
                return Amount(first - second, reasons)
            case "*":
                return Amount(first * second, reasons)
        return Amount(divide(first, second), reasons)

    def _all(self, traces: list[Trace], *, decisive: bool) -> Trace:
        """`&&` (where one False decides) and `||` (where one True does)."""
        deciding = [trace for trace in traces if trace.value is decisive]
        if deciding:  # whichever decided: for "or" all that hold are shown, for "and" the first that fails
            return Trace(decisive, join(*(each.reasons for each in (deciding if decisive else deciding[:1]))))
        value = None if any(trace.value is None for trace in traces) else not decisive
        return Trace(value, join(*(trace.reasons for trace in traces)))

    def _if(self, test: Trace, then: Trace, other: Trace) -> Trace:
        if test.value is not None:
            branch = then if test.value else other
            return Trace(branch.value, join(test.reasons, branch.reasons))
        value = then.value if then.value == other.value else None
        return Trace(value, join(test.reasons, then.reasons, other.reasons))


def join(*many: Reasons) -> Reasons:
    joined: dict[str, frozenset[str]] = {}
    for reasons in many:
        for name, values in reasons.items():
            joined[name] = joined.get(name, frozenset()) | values
    return joined


def _simplest(cases: tuple[tuple[Trace, str], ...], values: frozenset[str]) -> Reasons | None:
    """Why a fact defined by cases has one of these values, from as few names as can be.

    Any case that holds is reason enough, also one behind others that hold, as long as each that comes before
    it gives one of the values too, or does not hold: “at least a small change” needs no proof that it is a
    grave one. Of two as simple the later counts, which by custom claims less. A case without a condition
    holds because those before it do not, and counts only where no other does.
    """
    best: tuple[int, Reasons] | None = None
    kept_out: Reasons = NONE  # why the cases that would give another value do not hold
    for trace, value in cases:
        if value not in values:
            if trace.value is not False:
                break
            kept_out = join(kept_out, trace.reasons)
        elif trace.value and trace.reasons:
            names = len(join(trace.reasons, kept_out))
            if best is None or names <= best[0]:
                best = names, trace.reasons
        elif trace.value and best is None:
            best = len(kept_out), kept_out
    return best[1] if best else None
