"""The typed tree of a condition: few kinds of node, each with one meaning, read by every reading.

Whatever compares an answer is a test of membership in a set of choices, so that the readings need no strings
and no equality of their own. Names have been checked when a tree exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SymbolKind = Literal["choice", "choices", "number", "boolean", "list", "text"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for: its kind, and for choices the values it may have.

    `ranked` are the values in order of risk (or size), for `atLeast`; empty where there is no such order.
    `reads` are the choices a person may give that conditions must not name, with what each counts as.
    """

    name: str
    kind: SymbolKind
    values: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    reads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Among:
    """The value of a single choice is one of these; false where it is absent."""

    name: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A multiple choice holds at least one of these; false where it is absent."""

    name: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Only:
    """A multiple choice holds something, and nothing but these."""

    name: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """A number is there: asked, answered, and not unknown."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: "Numeric"
    right: "Numeric"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Boolean"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Boolean", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Boolean", ...]


@dataclass(frozen=True, slots=True)
class If:
    test: "Boolean"
    then: "Boolean"
    other: "Boolean"


@dataclass(frozen=True, slots=True)
class Constant:
    value: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """The number that nobody has."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number question, number fact or parameter."""

    name: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many choices are ticked; 0 where the question is absent."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Literal["+", "-", "*", "/"]
    left: "Numeric"
    right: "Numeric"


@dataclass(frozen=True, slots=True)
class Choose:
    test: "Boolean"
    then: "Numeric"
    other: "Numeric"


Boolean = Truth | Flag | Among | AnyOf | Only | Known | Compare | Not | And | Or | If
Numeric = Constant | Unknown | Quantity | Size | Arithmetic | Choose
Tree = Boolean | Numeric


def parts(tree: Tree) -> tuple[Tree, ...]:
    """The nodes directly below a node."""
    match tree:
        case And(below) | Or(below):
            return below
        case Not(part):
            return (part,)
        case If(test, then, other) | Choose(test, then, other):
            return (test, then, other)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
    return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """A node and all nodes below it."""
    yield tree
    for part in parts(tree):
        yield from walk(part)


def cases(tree: Numeric) -> Iterator[tuple[Boolean | None, Numeric]]:
    """A number by cases, as it was written: each value with its test, and last the one that has none."""
    while isinstance(tree, Choose):
        yield tree.test, tree.then
        tree = tree.other
    yield None, tree


def names(tree: Tree) -> frozenset[str]:
    """The names that a tree reads."""
    return frozenset(
        node.name
        for node in walk(tree)
        if isinstance(node, Flag | Among | AnyOf | Only | Known | Quantity | Size)
    )
