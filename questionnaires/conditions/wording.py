"""The reading in words: a typed tree -> what it says in plain English, with the texts of the questionnaire.

Negations are said where they belong: "is not", "includes none of". What is not asked is absent: a statement
about it is false, and its denial true, as in every other reading.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from .simplifying import simple
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
from .words import Group, Role, Span, Statement, Words

SEVERAL, FEW = 4, 2  # of so many choices, what is left out is named instead, if it is that few
_COMPARED = {">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "==": "", "!=": ""}
_SIGNS = {"+": " plus ", "-": " minus ", "*": " × ", "/": " ÷ "}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


@dataclass(frozen=True)
class Noun:
    """What a name is called: the text of a question or fact, its values in words, the unit of a number.

    A `label` stands before the text, or where there is no text instead of it.
    """

    text: str
    role: Role
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    label: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The words for all names that conditions may read, on a day. `number` says a number."""

    symbols: Mapping[str, Symbol]
    nouns: Mapping[str, Noun]
    parameters: Mapping[str, float]  # in force on the day; NaN before their first
    number: Callable[[float], str]
    most: int = 0  # of more choices in a row the rest is counted; 0 names them all
    questions: frozenset[str] = frozenset()  # the names that are; their choices are ordered by risk


def in_words(tree: Boolean, vocabulary: Vocabulary) -> Words:
    """What a condition says."""
    return _Writer(vocabulary).words(simple(tree, vocabulary.symbols))


def amount_in_words(tree: Numeric, vocabulary: Vocabulary) -> Statement:
    """What an expression for a number says."""
    return Statement(tuple(_Writer(vocabulary).numeric(tree)))


Spans = Sequence[Span]


class _Writer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.of = vocabulary

    def words(self, tree: Boolean) -> Words:
        match tree:
            case And(parts):
                return Group("all", tuple(self.words(part) for part in parts), tree)
            case Or(parts):
                return Group("any", tuple(self.words(part) for part in parts), tree)
            case Not(part):
                return Statement(tuple(self._statement(part, denied=True)), tree)
        return Statement(tuple(self._statement(tree)), tree)

    def _statement(self, tree: Boolean, *, denied: bool = False) -> Spans:
        match tree:
            case Truth(value):
                return [Span("always" if value is not denied else "never")]
            case Flag(name):
                return [*self._noun(name), Span(" is not true" if denied else " is true")]
            case Known(name):
                return [*self._noun(name), Span(" is not known" if denied else " is known")]
            case AnyOf("findings", values):
                return self._rules(values, denied=denied)
            case Among(name, values):
                return [*self._noun(name), *self._among(name, values, denied=denied)]
            case AnyOf(name, values):
                return [*self._noun(name), *self._includes(name, values, denied=denied)]
            case Only(name, values):
                return [*self._noun(name), *self._only(name, values, denied=denied)]
            case Compare():
                return self._compared(tree, denied=denied)
        raise TypeError(tree)  # the rest has been simplified away

    # choices -----------------------------------------------------------------------------------------

    def _noun(self, name: str) -> Spans:
        noun = self.of.nouns[name]
        label = [Span(noun.label, "label", name)] if noun.label else []
        text = [Span(noun.text, noun.role, name)] if noun.text else []
        return [*label, *([Span(" ")] if label and text else []), *text]

    def _offered(self, name: str) -> tuple[str, ...]:
        """All that may be chosen, "I am not sure" too where it counts as one of the choices."""
        symbol = self.of.symbols[name]
        return (*symbol.values, *(given for given, _ in symbol.reads))

    def _meant(self, name: str, values: frozenset[str]) -> frozenset[str]:
        """The choices that make it so: those named, and what counts as one of them."""
        return values | {given for given, counts_as in self.of.symbols[name].reads if counts_as in values}

    def _choices(self, name: str, values: Iterable[str], last: str) -> Spans:
        """Choices in words, in the order of the file: “A”, “B” or “C”."""
        noun, chosen = self.of.nouns[name], set(values)
        role: Role = "rule" if name in ("tier", "findings") else "choice"
        spans = [Span(noun.values.get(v, v), role, v) for v in self._offered(name) if v in chosen]
        if self.of.most and len(spans) > self.of.most:
            counted = len(spans) - self.of.most + 1
            spans = [*spans[: self.of.most - 1], Span(f"{counted} more")]
        joined: list[Span] = []
        for i, span in enumerate(spans):
            joined += [Span(f" {last} " if i == len(spans) - 1 else ", ")] if i else []
            joined.append(span)
        return joined

    def _among(self, name: str, named: frozenset[str], *, denied: bool) -> Spans:
        values = self._meant(name, named)
        left_out = frozenset(self._offered(name)) - values
        if not left_out:
            return [Span(" is not answered" if denied else " is answered")]
        if name in self.of.questions and len(left_out) <= FEW and len(values) >= SEVERAL:
            if denied:
                return [Span(" is not answered, or is "), *self._choices(name, left_out, "or")]
            return [Span(" is answered, and is "), *self._none_of(name, left_out)]
        if self._is_from_one_on(name, named):
            return self._from_one_on(name, named, values - named, denied=denied)
        if denied:
            return [Span(" is "), *self._none_of(name, values)]
        return [Span(" is "), *self._choices(name, values, "or")]

    def _is_from_one_on(self, name: str, values: frozenset[str]) -> bool:
        """Whether these are a value and all above it, and too many to be named one by one."""
        ranked = self.of.symbols[name].ranked
        few = 2 if name == "tier" else SEVERAL
        return few <= len(values) == len(values & set(ranked[-len(values) :]))

    def _from_one_on(
        self, name: str, values: frozenset[str], unsure: frozenset[str], *, denied: bool
    ) -> Spans:
        symbol = self.of.symbols[name]
        first = self._choices(name, [symbol.ranked[-len(values)]], "or")
        more = "riskier" if name in self.of.questions else "higher"
        also = self._choices(name, unsure, "or")
        if denied:
            return [
                Span(" is neither "),
                *first,
                Span(f" nor {more}"),
                *([Span(" nor "), *also] if also else []),
            ]
        return [Span(" is "), *first, Span(f" or {more}"), *([Span(", or "), *also] if also else [])]

    def _none_of(self, name: str, values: frozenset[str]) -> Spans:
        if len(values) == 1:
            return [Span("not "), *self._choices(name, values, "or")]
        if len(values) == 2:
            return [Span("neither "), *self._choices(name, values, "nor")]
        return [Span("none of "), *self._choices(name, values, "and")]

    def _includes(self, name: str, values: frozenset[str], *, denied: bool) -> Spans:
        if values == set(self.of.symbols[name].values):
            return [Span(" has nothing ticked" if denied else " has something ticked")]
        if len(values) > 1:
            some = " includes none of " if denied else " includes at least one of "
            return [Span(some), *self._choices(name, values, "and")]
        return [Span(" does not include " if denied else " includes "), *self._choices(name, values, "or")]

    def _only(self, name: str, values: frozenset[str], *, denied: bool) -> Spans:
        left_out = frozenset(self.of.symbols[name].values) - values
        if not left_out:
            return [Span(" has nothing ticked" if denied else " has something ticked")]
        if len(left_out) < len(values):
            others = self._choices(name, left_out, "or")
            if denied:
                return [Span(" has nothing ticked, or includes "), *others]
            return [Span(" has something ticked, but not "), *others]
        if denied:
            beyond = self._choices(name, values, "and")
            return [Span(" has nothing ticked, or something besides "), *beyond]
        return [Span(" includes "), *self._choices(name, values, "or"), Span(" and nothing else")]

    def _rules(self, values: frozenset[str], *, denied: bool) -> Spans:
        if len(values) == 1:
            holds = " does not hold" if denied else " holds"
            return [Span("rule "), *self._choices("findings", values, "or"), Span(holds)]
        if denied:
            return [Span("none of the rules "), *self._choices("findings", values, "and"), Span(" holds")]
        some = Span("at least one of the rules ")
        return [some, *self._choices("findings", values, "and"), Span(" holds")]

    # numbers -----------------------------------------------------------------------------------------

    def _compared(self, tree: Compare, *, denied: bool) -> Spans:
        match tree:
            case Compare(">", Size(name), Constant(0)):
                return [*self._noun(name), Span(" has nothing ticked" if denied else " has something ticked")]
        denied = denied is not (tree.operator == "!=")
        left, right = self.numeric(tree.left), self.numeric(tree.right)
        unit = self._unit(tree.left) if self._is_number(tree.right) else ""
        tail = [Span(f"\u00a0{unit}")] if unit else []
        verb = f" is {'not ' if denied else ''}{_COMPARED[tree.operator]}"
        return [*left, Span(verb), *right, *tail]

    def _is_number(self, tree: Numeric) -> bool:
        return isinstance(tree, Constant) or (isinstance(tree, Quantity) and tree.name in self.of.parameters)

    def _unit(self, tree: Numeric) -> str:
        """The unit of a value, as far as it is plain; a difference of per cents is in points."""
        match tree:
            case Quantity(name) if name not in self.of.parameters:
                return self.of.nouns[name].unit
            case Arithmetic("+" | "-", left, right) if self._unit(left) == self._unit(right):
                unit = self._unit(left)
                return "points" if unit == "%" and tree.operator == "-" else unit
        return ""

    def numeric(self, tree: Numeric, binding: int = 0) -> Spans:
        """A value in words; in parentheses where its place binds more than it does."""
        match tree:
            case Constant(value):
                return [Span(self.of.number(value))]
            case Unknown():
                return [Span("unknown")]
            case Quantity(name) if name in self.of.parameters:
                value = self.of.parameters[name]
                return [
                    Span("a number not yet set" if isnan(value) else self.of.number(value), "parameter", name)
                ]
            case Quantity(name):
                return self._noun(name)
            case Size(name):
                return [Span("the number of choices ticked at "), *self._noun(name)]
            case Choose(test, then, other):
                condition = self.words(simple(test, self.of.symbols))
                spans = [
                    *self.numeric(then),
                    Span(" if "),
                    *_inline(condition),
                    Span(", otherwise "),
                    *self.numeric(other),
                ]
                return [Span("("), *spans, Span(")")]
            case Arithmetic(operator, left, right):
                here = _BINDING[operator]
                # What is taken from or divided by stands first, so only the right side needs to bind more.
                spans = [*self.numeric(left, here), Span(_SIGNS[operator]), *self.numeric(right, here + 1)]
                return [Span("("), *spans, Span(")")] if here < binding else spans


def _inline(words: Words) -> Spans:
    """A condition within a value: as text, with its groups in parentheses."""
    if isinstance(words, Statement):
        return words.spans
    joiner = Span("; and " if words.how == "all" else "; or ")
    spans: list[Span] = [Span("(")]
    for i, part in enumerate(words.parts):
        spans += [joiner, *_inline(part)] if i else _inline(part)
    return [*spans, Span(")")]
