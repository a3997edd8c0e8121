"""Comparisons of numbers as literals, and a model's numbers.

Two terms are in one of three orders: less, equal, more. Two variables say which; what the SAT solver picks
for them is checked against arithmetic, and what arithmetic refutes is told to the solver as a clause.
"""

import math
from bisect import bisect
from collections.abc import Callable, Collection
from dataclasses import dataclass

from .arithmetic import Conflict, solve
from .formula import FALSE, TRUE, Formula
from .numbers import Chosen, Fixed, Operation, Term, Terms
from .relations import Numbers, Relation, value, variables

Holds = Callable[[int], bool]


@dataclass(frozen=True)
class Amount:
    """A number: its term, and a literal for its being there (asked, known, no division by zero)."""

    term: Term
    defined: int


@dataclass(frozen=True, eq=False)
class _Order:
    """How two terms stand to one another: less, more, or neither."""

    left: Term
    right: Term
    less: int
    more: int


class Comparisons:
    def __init__(self, formula: Formula, terms: Terms) -> None:
        self.formula, self.terms = formula, terms
        self._orders: dict[tuple[Term, Term], _Order] = {}
        self._used: dict[int, dict[_Order, int]] = {}  # variable of a place where an order counts
        self._constants: dict[Term, list[tuple[float, _Order]]] = {}
        self._numbered: dict[Term, int] = {}
        self._overflows: dict[tuple[Term, int], int] = {}
        self._overflowing: dict[int, tuple[Term, int]] = {}  # variable of "no number" -> where it counts
        self.usual: list[int] = []  # how terms stand where every number is the example of its question

    def compare(self, operator: str, left: Amount, right: Amount) -> int:
        """A literal for a comparison. One with a number that is not there is false, `!=` true."""
        defined = self.formula.all((left.defined, right.defined))
        less, more = self._between(left.term, right.term, defined)
        parts = {
            "<": (less,),
            "<=": (-more,),
            ">": (more,),
            ">=": (-less,),
            "==": (-less, -more),
            "!=": (-less, -more),
        }[operator]
        holds = self.formula.all((defined, *parts))
        return -holds if operator == "!=" else holds

    def is_number(self, term: Term, used: int) -> int:
        """A literal for a term's being more than what an overflow leaves, where its operands are there."""
        if isinstance(term, Fixed):
            return FALSE if math.isnan(term.value) else TRUE
        if (term, used) not in self._overflows:
            variable = self._overflows[term, used] = self.formula.new()
            self._overflowing[variable] = term, used
            self.formula.link(variable, [used, *_guards(term)])
        return -self._overflows[term, used]

    def _between(self, left: Term, right: Term, defined: int) -> tuple[int, int]:
        if defined == FALSE or left is right:
            return FALSE, FALSE
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Chosen):
                less, more = self._between_chosen(one, other, defined)
                return (less, more) if one is left else (more, less)
        if isinstance(left, Fixed) or (
            not isinstance(right, Fixed) and self._number(left) > self._number(right)
        ):
            more, less = self._between_ordered(right, left, defined)
        else:
            less, more = self._between_ordered(left, right, defined)
        return less, more

    def _between_chosen(self, left: Chosen, right: Term, defined: int) -> tuple[int, int]:
        """Each option is compared where it is chosen."""
        found = []
        for guard, option in left.options:
            use = self.formula.all((defined, guard))
            found.append([self.formula.all((use, each)) for each in self._between(option, right, use)])
        less, more = map(self.formula.any, zip(*found, strict=True))
        return less, more

    def _number(self, term: Term) -> int:
        return self._numbered.setdefault(term, len(self._numbered))

    def _between_ordered(self, left: Term, right: Term, defined: int) -> tuple[int, int]:
        (low, high), (lowest, highest) = self.terms.range(left), self.terms.range(right)
        if high < lowest or low > highest:
            return (TRUE, FALSE) if high < lowest else (FALSE, TRUE)
        order = self._orders.get((left, right))
        if order is None:
            order = self._orders[left, right] = self._new(left, right)
            if high <= lowest:
                self.formula.attach((-order.more,))
            if low >= highest:
                self.formula.attach((-order.less,))
        self._used.setdefault(abs(defined), {})[order] = defined
        return order.less, order.more

    def _new(self, left: Term, right: Term) -> _Order:
        order = _Order(left, right, self.formula.new(), self.formula.new())
        self.formula.attach((-order.less, -order.more))
        guards = [*_guards(left), *_guards(right)]
        self.formula.link(order.less, guards)
        if isinstance(right, Fixed):
            self._rank(left, right.value, order)
        self.usual += _usual(order) if not guards else []
        return order

    def _rank(self, term: Term, constant: float, order: _Order) -> None:
        """What comparisons with constants say of each other: more than 20 is more than 5."""
        ranked = self._constants.setdefault(term, [])
        at = bisect([each for each, _ in ranked], constant)
        ranked.insert(at, (constant, order))
        for low, high in zip(ranked[max(0, at - 1) : at + 1], ranked[at : at + 2], strict=False):
            lower, higher = low[1], high[1]
            if lower is not higher:
                self.formula.attach((-higher.more, lower.more))
                self.formula.attach((-lower.less, higher.less))
                self.formula.attach((higher.less, lower.more))

    # a model ---------------------------------------------------------------------------------------

    def check(self, holds: Holds, known: Collection[int], *, plain: bool) -> Numbers | Conflict:
        """Numbers for what a model says of orders, or why there are none (`solve`). Raises Undecided."""
        counting: dict[_Order, int] = {}
        for variable in known:
            for order, use in self._used.get(variable, {}).items():
                if order.less in known and holds(use):
                    counting[order] = use
        resolved: dict[Term, tuple[Term, frozenset[int]]] = {}
        relations = []
        for order, use in counting.items():
            left, guards = self._resolve(order.left, holds, resolved)
            right, more_guards = self._resolve(order.right, holds, resolved)
            because = {*guards, *more_guards}
            if self._may_be_no_number(left) or self._may_be_no_number(right):
                because.add(use)
            relations.append(_relation(order, left, right, holds, because))
        for variable, (term, use) in self._overflowing.items():
            if variable in known and holds(use):
                left, guards = self._resolve(term, holds, resolved)
                literal = variable if holds(variable) else -variable
                why = frozenset({*guards, use, literal})
                relations.append(Relation(left, "nan" if literal > 0 else "==", left, why))
        return solve(relations, plain=plain)

    def _may_be_no_number(self, term: Term) -> bool:
        return _divides(term) or not all(map(math.isfinite, self.terms.range(term)))

    def _resolve(
        self, term: Term, holds: Holds, known: dict[Term, tuple[Term, frozenset[int]]]
    ) -> tuple[Term, frozenset[int]]:
        """A term without choices, and the guards that made them."""
        if term in known:
            return known[term]
        found: tuple[Term, frozenset[int]] = (term, frozenset())
        if isinstance(term, Chosen):
            guard, option = next(pair for pair in term.options if holds(pair[0]))
            chosen, guards = self._resolve(option, holds, known)
            found = chosen, guards | {guard}
        elif isinstance(term, Operation):
            left, first = self._resolve(term.left, holds, known)
            right, second = self._resolve(term.right, holds, known)
            found = self.terms.operation(term.operator, left, right), first | second
        known[term] = found
        return found


def _relation(order: _Order, left: Term, right: Term, holds: Holds, because: set[int]) -> Relation:
    if holds(order.less):
        return Relation(left, "<", right, frozenset({*because, order.less}))
    if holds(order.more):
        return Relation(right, "<", left, frozenset({*because, order.more}))
    return Relation(left, "==", right, frozenset({*because, -order.less, -order.more}))


def _usual(order: _Order) -> list[int]:
    numbers: Numbers = {}
    for each in (*variables(order.left), *variables(order.right)):
        if each.example is None:
            return []
        numbers[each.name] = each.example
    left, right = value(order.left, numbers), value(order.right, numbers)
    return [order.less if left < right else -order.less, order.more if left > right else -order.more]


def _guards(term: Term) -> list[int]:
    match term:
        case Operation(_, left, right):
            return _guards(left) + _guards(right)
        case Chosen(options):
            return [guard for guard, _ in options] + [g for _, option in options for g in _guards(option)]
    return []


def _divides(term: Term) -> bool:
    return isinstance(term, Operation) and (
        term.operator == "/" or _divides(term.left) or _divides(term.right)
    )
