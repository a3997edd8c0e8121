"""Text -> syntax: the subset of the Common Expression Language (CEL) in which conditions are written.

The grammar follows the CEL language definition (github.com/google/cel-spec, "Syntax"), less what rules have
no use for: members, indexing, maps, escapes in strings, chained comparisons.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from .advice import advice

LONGEST = 2_000  # characters of a condition
DEEPEST = 40  # levels; Python's own parser, which reads what we generate, ends near 90
HEAVIEST = 3_000  # parts, where a `?:` counts its test three times, as the readings write it

GRAMMAR = r"""
?start: choice
?choice: either ("?" either ":" choice)?
?either: both ("||" both)*
?both: relation ("&&" relation)*
?relation: sum (RELATION sum)?
?sum: product (SUM product)*
?product: prefix (PRODUCT prefix)*
?prefix: NOT prefix   -> negated
       | MINUS prefix -> minus
       | atom
?atom: NUMBER -> number
     | STRING -> string
     | NAME   -> name
     | NAME "(" [choice ("," choice)*] ")" -> call
     | OPENING [choice ("," choice)*] "]" -> array
     | "(" choice ")"
RELATION.2: "==" | "!=" | "<=" | ">=" | "<" | ">" | /in(?![A-Za-z0-9_])/
SUM: /[+-]/
MINUS: "-"
PRODUCT: "*" | "/"
NOT: /!(?!=)/
OPENING: "["
NUMBER: /[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/
STRING: /"[^"\\\n]*"/ | /'[^'\\\n]*'/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /[ \t\r\n]+/
"""


class ConditionError(Exception):
    """A condition that cannot be used: what is wrong, what to do, and at which character (from 0)."""

    def __init__(self, message: str, remedy: str, at: int = 0) -> None:
        self.message, self.remedy, self.at = message, remedy, at
        super().__init__(f"{message} {remedy}".strip())


@dataclass(frozen=True, slots=True)
class Syntax:
    """A node before it has a type: an operator, a name, a call or a literal, with the place it begins."""

    kind: str
    value: Any
    parts: tuple["Syntax", ...]
    at: int
    depth: int
    weight: int


def _node(kind: str, value: Any, parts: tuple[Syntax, ...], at: int) -> Syntax:
    depth = 1 + max((part.depth for part in parts), default=0)
    weight = 1 + sum(part.weight for part in parts) + (2 * parts[0].weight if kind == "if" else 0)
    if depth > DEEPEST:
        raise ConditionError(
            f"the condition nests deeper than {DEEPEST} levels.", "Name a part of it as a fact.", at
        )
    if weight > HEAVIEST:
        raise ConditionError("the condition tests what tests test.", "Name a part of it as a fact.", at)
    return Syntax(kind, value, parts, at, depth, weight)


def _chain(first: Syntax, *rest: Any) -> Syntax:
    node = first
    for operator, part in zip(rest[::2], rest[1::2], strict=True):
        node = _node("arithmetic", str(operator), (node, part), node.at)
    return node


@v_args(inline=True)
class _Build(Transformer[Token, Syntax]):
    def number(self, token: Token) -> Syntax:
        if math.isinf(float(token)):
            raise ConditionError(
                f"`{token}` is too large a number.", "Stay below 1e308.", token.start_pos or 0
            )
        return _node("number", float(token), (), token.start_pos or 0)

    def string(self, token: Token) -> Syntax:
        return _node("string", str(token)[1:-1], (), token.start_pos or 0)

    def name(self, token: Token) -> Syntax:
        return _node("name", str(token), (), token.start_pos or 0)

    def call(self, token: Token, *parts: Syntax | None) -> Syntax:
        given = tuple(part for part in parts if part is not None)
        return _node("call", str(token), given, token.start_pos or 0)

    def array(self, token: Token, *parts: Syntax | None) -> Syntax:
        given = tuple(part for part in parts if part is not None)
        return _node("list", None, given, token.start_pos or 0)

    def negated(self, token: Token, part: Syntax) -> Syntax:
        return _node("not", None, (part,), token.start_pos or 0)

    def minus(self, token: Token, part: Syntax) -> Syntax:
        return _node("minus", None, (part,), token.start_pos or 0)

    def relation(self, left: Syntax, operator: Token, right: Syntax) -> Syntax:
        return _node("relation", str(operator), (left, right), left.at)

    def both(self, *parts: Syntax) -> Syntax:
        return _node("and", None, parts, parts[0].at)

    def either(self, *parts: Syntax) -> Syntax:
        return _node("or", None, parts, parts[0].at)

    def choice(self, test: Syntax, then: Syntax, other: Syntax) -> Syntax:
        return _node("if", None, (test, then, other), test.at)

    def sum(self, first: Syntax, *rest: Any) -> Syntax:
        return _chain(first, *rest)

    def product(self, first: Syntax, *rest: Any) -> Syntax:
        return _chain(first, *rest)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Build(), maybe_placeholders=False)


def parse(text: str) -> Syntax:
    """Parse one condition. Raises ConditionError with the place and a remedy."""
    if len(text) > LONGEST:
        message = f"the condition has {len(text):,} characters; {LONGEST:,} is the most."
        raise ConditionError(message, "Name a part of it as a fact.")
    try:
        return _parser().parse(text)  # type: ignore[return-value]  # lark types the tree it would have built
    except VisitError as error:
        if isinstance(error.orig_exc, ConditionError):
            raise error.orig_exc from None
        raise
    except UnexpectedEOF:
        raise ConditionError("the condition ends too early.", "Complete it.", len(text)) from None
    except UnexpectedToken as error:
        at = error.token.start_pos or 0
        if error.token.type == "$END":
            raise ConditionError("the condition ends too early.", "Complete it.", len(text)) from None
        raise ConditionError(*advice(text, at, str(error.token))) from None
    except (UnexpectedCharacters, UnexpectedInput) as error:
        at = error.pos_in_stream or 0
        raise ConditionError(*advice(text, at, text[at : at + 1])) from None
