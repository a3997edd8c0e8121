"""The fast reading: a typed tree -> a Python expression.

A single choice is an integer with one bit for each value it may still have, and one more for *absent*; a
multiple choice is two, of what is surely and what is possibly ticked. With every answer given the two agree
and the *exact* reading needs one. With answers missing, each condition has two readings, *surely* and
*possibly* true: together they are Kleene's strong three-valued logic (Introduction to Metamathematics,
1952, section 64) without a third value to test for. A number that is absent or unknown is NaN, whose
comparisons (IEEE 754, 5.11) are just the ones the design asks for; `d_` says whether it is determined.
"""

from collections.abc import Mapping
from typing import Literal

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
    Symbol,
    Truth,
    Unknown,
)

Reading = Literal["exact", "surely", "possibly"]
_DUAL: dict[Reading, Reading] = {"exact": "exact", "surely": "possibly", "possibly": "surely"}


def divide(left: float, right: float) -> float:
    """Division for conditions: by zero it is unknown (design, section 4)."""
    return left / right if right else float("nan")


def bit(symbol: Symbol, value: str) -> int:
    return 1 << symbol.values.index(value)


def absent(symbol: Symbol) -> int:
    """The bit of a single choice that is not asked."""
    return 1 << len(symbol.values)


def every(symbol: Symbol) -> int:
    """All values of a symbol, absent not included."""
    return (1 << len(symbol.values)) - 1


def mask(symbol: Symbol, values: frozenset[str]) -> int:
    return sum(bit(symbol, value) for value in values)


class Writer:
    """Writes trees as Python expressions over the local names c_, m_, s_, p_, b_, n_ and d_."""

    def __init__(self, symbols: Mapping[str, Symbol]) -> None:
        self.symbols = symbols

    def boolean(self, tree: Boolean, reading: Reading) -> str:
        match tree:
            case Truth(value):
                return str(value)
            case Flag(name):
                return {"exact": f"b_{name}", "surely": f"s_{name}", "possibly": f"p_{name}"}[reading]
            case Among(name, values):
                wanted = mask(self.symbols[name], values)
                if reading == "surely":
                    others = (every(self.symbols[name]) | absent(self.symbols[name])) & ~wanted
                    return f"(not c_{name} & {others})"
                return f"(c_{name} & {wanted} != 0)"
            case AnyOf(name, values):
                variable = {"exact": "m", "surely": "s", "possibly": "p"}[reading]
                return f"({variable}_{name} & {mask(self.symbols[name], values)} != 0)"
            case Only(name, values):
                return self._only(name, values, reading)
            case Known(name):
                there = f"n_{name} == n_{name}"
                return self._numeric_test(there, Quantity(name), None, reading)
            case Compare(operator, left, right):
                test = f"{self.numeric(left, reading)} {operator} {self.numeric(right, reading)}"
                return self._numeric_test(test, left, right, reading)
            case Not(part):
                return f"(not {self.boolean(part, _DUAL[reading])})"
            case And(below):
                return "(" + " and ".join(self.boolean(part, reading) for part in below) + ")"
            case Or(below):
                return "(" + " or ".join(self.boolean(part, reading) for part in below) + ")"
            case If(test, then, other):
                return self._if(test, then, other, reading)

    def _only(self, name: str, values: frozenset[str], reading: Reading) -> str:
        wanted = mask(self.symbols[name], values)
        others = every(self.symbols[name]) & ~wanted
        if reading == "exact":
            return f"(m_{name} & {wanted} != 0 and not m_{name} & {others})"
        has, has_not = ("s", "p") if reading == "surely" else ("p", "s")
        return f"({has}_{name} & {wanted} != 0 and not {has_not}_{name} & {others})"

    def _numeric_test(self, test: str, left: Numeric, right: Numeric | None, reading: Reading) -> str:
        if reading == "exact":
            return f"({test})"
        sides = [self.determined(side) for side in (left, right) if side is not None]
        settled = " and ".join(side for side in sides if side != "True")
        if not settled:
            return f"({test})"
        return f"({settled} and {test})" if reading == "surely" else f"(not ({settled}) or {test})"

    def _if(self, test: Boolean, then: Boolean, other: Boolean, reading: Reading) -> str:
        first, second = self.boolean(then, reading), self.boolean(other, reading)
        if reading == "exact":
            return f"({first} if {self.boolean(test, 'exact')} else {second})"
        yes, no = self.boolean(test, "surely"), self.boolean(test, "possibly")
        if reading == "surely":
            return f"({yes} or {second} if not {no} or {first} else False)"
        return f"({no} and {first} or not {yes} and {second})"

    def numeric(self, tree: Numeric, reading: Reading) -> str:
        match tree:
            case Constant(value):
                return repr(value)
            case Unknown():
                return "nan"
            case Quantity(name):
                return f"n_{name}"
            case Size(name):
                return f"{'m' if reading == 'exact' else 's'}_{name}.bit_count()"
            case Arithmetic("/", left, right):
                return f"divide({self.numeric(left, reading)}, {self.numeric(right, reading)})"
            case Arithmetic(operator, left, right):
                return f"({self.numeric(left, reading)} {operator} {self.numeric(right, reading)})"
            case Choose(test, then, other):
                surely = self.boolean(test, "exact" if reading == "exact" else "surely")
                return f"({self.numeric(then, reading)} if {surely} else {self.numeric(other, reading)})"

    def determined(self, tree: Numeric) -> str:
        """Whether the answers given so far settle a number; "True" where they always do."""
        match tree:
            case Constant() | Unknown():
                return "True"
            case Quantity(name):
                return f"d_{name}"
            case Size(name):
                return f"s_{name} == p_{name}"
            case Arithmetic(_, left, right):
                sides = [self.determined(left), self.determined(right)]
                return " and ".join(side for side in sides if side != "True") or "True"
            case Choose(test, then, other):
                yes, no = self.boolean(test, "surely"), self.boolean(test, "possibly")
                first, second = self.determined(then), self.determined(other)
                return f"({yes} and {first} or not {no} and {second})"
