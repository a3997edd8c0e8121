"""Syntax -> typed tree: every name, choice and type is checked, and each fault says what to write instead."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NoReturn, cast

from .grammar import ConditionError, Syntax, parse
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

FUNCTIONS = {
    "atLeast": 'atLeast(name, "value")',
    "anyOf": 'anyOf(name, ["value", ...])',
    "only": 'only(name, ["value", ...])',
    "known": "known(number)",
    "size": "size(name)",
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_IN_WORDS = {
    "choice": "a single choice",
    "choices": "a multiple choice",
    "number": "a number",
    "boolean": "true or false",
    "list": "a list",
    "text": "a text",
}

Symbols = Mapping[str, Symbol]


def boolean(text: str, symbols: Symbols) -> Boolean:
    """Parse and check a condition. Raises ConditionError."""
    return _Checker(symbols).boolean(parse(text))


def numeric(text: str, symbols: Symbols) -> Numeric:
    """Parse and check an expression for a number; `unknown` is one. Raises ConditionError."""
    return _Checker(symbols).numeric(parse(text))


def similar(word: str, words: object) -> str:
    """The remedy for a misspelt word."""
    close = get_close_matches(word, [str(each) for each in cast("list[str]", words)], n=1, cutoff=0.6)
    return f"Did you mean `{close[0]}`?" if close else ""


def _offers(symbol: Symbol, value: str) -> bool:
    return symbol.kind in ("choice", "choices") and value in symbol.values


class _Checker:
    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols

    def boolean(self, node: Syntax) -> Boolean:
        match node.kind:
            case "and":
                return And(tuple(self.boolean(part) for part in node.parts))
            case "or":
                return Or(tuple(self.boolean(part) for part in node.parts))
            case "not":
                return Not(self.boolean(node.parts[0]))
            case "if":
                test, then, other = (self.boolean(part) for part in node.parts)
                return If(test, then, other)
            case "relation":
                return self._relation(node)
            case "call":
                return self._call(node)
            case "name":
                return self._flag(node)
        self._fail(node, f"{self._words(node)} is not true or false.", "Compare it with something.")

    def numeric(self, node: Syntax) -> Numeric:
        match node.kind:
            case "number":
                return Constant(node.value)
            case "minus":
                return self._minus(node)
            case "arithmetic":
                left, right = (self.numeric(part) for part in node.parts)
                return Arithmetic(node.value, left, right)
            case "if":
                test = self.boolean(node.parts[0])
                return Choose(test, self.numeric(node.parts[1]), self.numeric(node.parts[2]))
            case "call" if node.value == "size":
                return Size(self._argument(node, "choices").name)
            case "name" if node.value == "unknown":
                return Unknown()
            case "name":
                symbol = self._symbol(node)
                if symbol.kind == "number":
                    return Quantity(symbol.name)
        self._fail(node, f"{self._words(node)} is not a number.", "Use a number here.")

    def _minus(self, node: Syntax) -> Numeric:
        part = self.numeric(node.parts[0])
        return Constant(-part.value) if isinstance(part, Constant) else Arithmetic("-", Constant(0.0), part)

    def _flag(self, node: Syntax) -> Boolean:
        if node.value in ("true", "false"):
            return Truth(node.value == "true")
        symbol = self._symbol(node)
        if symbol.kind == "boolean":
            return Flag(symbol.name)
        remedy = {
            "choice": f'Compare it: `{symbol.name} == "..."`.',
            "choices": f'Write `"..." in {symbol.name}` or `size({symbol.name}) > 0`.',
            "number": f"Compare it, or write `known({symbol.name})`.",
            "list": f"Use it as in `anyOf(question, {symbol.name})`.",
            "text": "Conditions cannot read texts.",
        }[symbol.kind]
        self._fail(node, f"`{symbol.name}` is {_IN_WORDS[symbol.kind]}, not true or false.", remedy)

    def _relation(self, node: Syntax) -> Boolean:
        left, right = node.parts
        if node.value == "in":
            return self._membership(node)
        if left.kind == "string":
            left, right = right, left
        if right.kind == "string":
            symbol = self._symbol(left)
            if symbol.kind != "choice":
                remedy = f'Write `"{right.value}" in {symbol.name}`.' if symbol.kind == "choices" else ""
                message = f"`{symbol.name}` is {_IN_WORDS[symbol.kind]} and cannot be compared with text."
                self._fail(left, message, remedy)
            if node.value not in ("==", "!="):
                remedy = f'Write `atLeast({symbol.name}, "{right.value}")`.'
                self._fail(node, f"text cannot be compared with `{node.value}`.", remedy)
            among = Among(symbol.name, self._choices(symbol, right, one=True))
            return among if node.value == "==" else Not(among)
        for side, other in ((left, right), (right, left)):
            if side.kind == "name" and side.value not in ("unknown", "true", "false"):
                symbol = self._symbol(side)
                if symbol.kind == "boolean":
                    remedy = f"Write `{symbol.name}` or `!{symbol.name}`."
                    self._fail(side, f"`{symbol.name}` is already true or false.", remedy)
                if symbol.kind in ("choice", "choices"):
                    kind = _IN_WORDS[symbol.kind]
                    message = f"`{symbol.name}` is {kind} and can only be compared with its choices."
                    choice = other.value if other.kind == "name" else "..."
                    self._fail(side, message, f'Write the choice in quotes: `"{choice}"`.')
            if side.kind == "name" and side.value == "unknown":
                self._fail(side, "nothing equals `unknown`.", "Write `known(...)` or `!known(...)`.")
        return Compare(node.value, self.numeric(left), self.numeric(right))

    def _membership(self, node: Syntax) -> Boolean:
        left, right = node.parts
        if left.kind == "string":
            symbol = self._symbol(right) if right.kind == "name" else None
            if symbol is None or symbol.kind != "choices":
                self._fail(
                    right, f"{self._words(right)} is not a multiple choice.", "Name a `many` question."
                )
            return AnyOf(symbol.name, self._choices(symbol, left, one=True))
        symbol = self._symbol(left)
        if symbol.kind != "choice":
            remedy = f"Write `anyOf({symbol.name}, [...])`." if symbol.kind == "choices" else ""
            self._fail(left, f"`{symbol.name}` is {_IN_WORDS[symbol.kind]}, not a single choice.", remedy)
        return Among(symbol.name, self._choices(symbol, right))

    def _call(self, node: Syntax) -> Boolean:
        match node.value:
            case "known":
                return Known(self._argument(node, "number").name)
            case "anyOf":
                symbol = self._argument(node, "choices", 2)
                return AnyOf(symbol.name, self._choices(symbol, node.parts[1]))
            case "only":
                symbol = self._argument(node, "choices", 2)
                return Only(symbol.name, self._choices(symbol, node.parts[1]))
            case "atLeast":
                symbol = self._argument(node, "choice", 2)
                (value,) = self._choices(symbol, node.parts[1], one=True)
                if value not in symbol.ranked:
                    message = f"the choices of `{symbol.name}` are not in an order that holds `{value}`."
                    self._fail(
                        node, message, "Mark the question `ordered: risk`, or list the choices with `in`."
                    )
                return Among(symbol.name, frozenset(symbol.ranked[symbol.ranked.index(value) :]))
            case "size":
                self._fail(node, "size(...) is a number.", "Compare it: `size(...) > 0`.")
        if node.value == "if":
            self._fail(node, "there is no function `if`.", "Write `test ? this : that`.")
        remedy = similar(node.value, FUNCTIONS) or f"There are {', '.join(sorted(FUNCTIONS))}."
        self._fail(node, f"there is no function `{node.value}`.", remedy)

    def _argument(self, node: Syntax, kind: str, count: int = 1) -> Symbol:
        usage = f"Write `{FUNCTIONS[node.value]}`."
        if len(node.parts) != count or node.parts[0].kind != "name":
            self._fail(node, f"`{node.value}` is not used like that.", usage)
        symbol = self._symbol(node.parts[0])
        if symbol.kind != kind:
            message = f"`{node.value}` needs {_IN_WORDS[kind]}; `{symbol.name}` is {_IN_WORDS[symbol.kind]}."
            self._fail(node.parts[0], message, usage)
        return symbol

    def _choices(self, symbol: Symbol, node: Syntax, *, one: bool = False) -> frozenset[str]:
        """The choices that a list holds, in brackets or by its name; `one` is a single choice in quotes."""
        if one and node.kind != "string":
            self._fail(node, f"{self._words(node)} is not a choice.", "Write one choice in quotes.")
        if one:
            given = [(node.value, node)]
        elif node.kind == "name":
            named = self._symbol(node)
            if named.kind != "list":
                self._fail(node, f"`{named.name}` is not a list.", "Write choices in quotes, in [ ].")
            given = [(value, node) for value in named.values]
        elif node.kind == "list":
            given = [(part.value, part) for part in node.parts if part.kind == "string"]
            if not given or len(given) != len(node.parts):
                self._fail(node, "the list must hold choices in quotes.", 'Write `["first", "second"]`.')
        else:
            self._fail(node, f"{self._words(node)} is not a list.", 'Write `["first", "second"]`.')
        for value, place in given:
            counts_as = dict(symbol.reads).get(value)
            if counts_as:
                message = f'`{symbol.name}` never reads as "{value}": it counts as "{counts_as}".'
                self._fail(place, message, f'Compare with "{counts_as}".')
            if value not in symbol.values:
                remedy = similar(value, symbol.values) or f"It has: {', '.join(symbol.values)}."
                self._fail(place, f'`{symbol.name}` has no choice "{value}".', remedy)
        return frozenset(value for value, _ in given)

    def _symbol(self, node: Syntax) -> Symbol:
        if node.kind != "name":
            self._fail(
                node, f"{self._words(node)} stands where a name is needed.", "Name a question or a fact."
            )
        symbol = self.symbols.get(node.value)
        if symbol is None:
            owner = next((each.name for each in self.symbols.values() if _offers(each, node.value)), "")
            remedy = (
                (owner and f'A choice of `{owner}` stands in quotes: `"{node.value}"`.')
                or similar(node.value, list(self.symbols))
                or "It can name questions, facts, parameters and lists."
            )
            self._fail(node, f"there is nothing called `{node.value}` that may be read here.", remedy)
        return symbol

    def _words(self, node: Syntax) -> str:
        named = {
            "name": f"`{node.value}`",
            "string": f'"{node.value}"',
            "number": f"{node.value:g}" if node.kind == "number" else "",
        }
        return named.get(node.kind) or {"list": "a list", "call": f"`{node.value}(...)`"}.get(
            node.kind, "this part"
        )

    def _fail(self, node: Syntax, message: str, remedy: str) -> NoReturn:
        raise ConditionError(message, remedy, node.at)
