"""Random conditions, each written twice: in our language and in Google's CEL.

Parentheses stand only where precedence needs them, so that both parsers have to know it. `common` keeps to
what both languages mean the same by: no number is unknown, and nothing is divided by what may be zero.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from questionnaires.conditions import ConditionError, Symbol
from questionnaires.conditions.grammar import parse

CHOICE, OR, AND, RELATION, SUM, PRODUCT, PREFIX, ATOM = range(8)  # what binds less stands first


@dataclass(frozen=True)
class Text:
    ours: str
    cel: str
    level: int = ATOM

    def at(self, level: int) -> "Text":
        """In parentheses, if it binds less than its place asks for."""
        return self if self.level >= level else Text(f"({self.ours})", f"({self.cel})")


def _join(operator: str, parts: list[Text], level: int) -> Text:
    return Text(*(operator.join(getattr(part, way) for part in parts) for way in ("ours", "cel")), level)


def _quoted(values: frozenset[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in sorted(values)) + "]"


def _number(value: float) -> Text:
    short = repr(int(value)) if value == int(value) and value < 1e15 else repr(value)
    return Text(short, repr(value))


class Conditions:
    """Strategies for conditions over some symbols."""

    def __init__(self, symbols: list[Symbol], *, common: bool = False) -> None:
        self.common = common
        self.of_kind = {
            kind: [s for s in symbols if s.kind == kind] for kind in ("choice", "choices", "number")
        }
        self.flags = [s.name for s in symbols if s.kind == "boolean"]
        self.numbers = st.deferred(lambda: self._numeric())  # noqa: PLW0108 - deferred wants a function
        self.booleans = st.deferred(lambda: self._boolean().filter(_light_enough))

    # true or false ----------------------------------------------------------------------------------

    def _boolean(self) -> st.SearchStrategy[Text]:
        leaves = [st.sampled_from(["true", "false", *self.flags]).map(lambda word: Text(word, word))]
        if self.of_kind["choice"]:
            leaves += [_choice_test(self.of_kind["choice"])] * 2
        if self.of_kind["choices"]:
            leaves += [_choices_test(self.of_kind["choices"])] * 2
        if self.of_kind["number"]:
            known = st.sampled_from(self.of_kind["number"]).map(lambda s: Text(f"known({s.name})", "true"))
            leaves.append(known)
        leaf = st.one_of(*leaves, self._compared(self._simple_number()))
        return st.recursive(leaf, self._composed, max_leaves=10)

    def _composed(self, inner: st.SearchStrategy[Text]) -> st.SearchStrategy[Text]:
        several = st.lists(inner, min_size=2, max_size=3)
        return st.one_of(
            several.map(lambda parts: _join(" && ", [part.at(RELATION) for part in parts], AND)),
            several.map(lambda parts: _join(" || ", [part.at(AND) for part in parts], OR)),
            inner.map(lambda part: Text(f"!{part.at(PREFIX).ours}", f"!{part.at(PREFIX).cel}", PREFIX)),
            st.tuples(inner, inner, inner).map(lambda parts: _ternary(*parts)),
            self._compared(self.numbers),
        )

    def _compared(self, numbers: st.SearchStrategy[Text]) -> st.SearchStrategy[Text]:
        def joined(left: Text, operator: str, right: Text) -> Text:
            return _join(f" {operator} ", [left.at(SUM), right.at(SUM)], RELATION)

        operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
        return st.builds(joined, numbers, operators, numbers)

    # numbers ----------------------------------------------------------------------------------------

    def _simple_number(self) -> st.SearchStrategy[Text]:
        constants = st.sampled_from([0.0, 1.0, 2.0, 3.0, 0.7, 1e25, 5e-3]).map(_number)
        names = [st.just(Text(s.name, s.name)) for s in self.of_kind["number"]]
        sizes = [st.just(Text(f"size({s.name})", f"double(size({s.name}))")) for s in self.of_kind["choices"]]
        return st.one_of(constants, *names, *sizes)

    def _numeric(self) -> st.SearchStrategy[Text]:
        return st.recursive(self._simple_number(), self._computed, max_leaves=5)

    def _computed(self, inner: st.SearchStrategy[Text]) -> st.SearchStrategy[Text]:
        def joined(left: Text, operator: str, right: Text) -> Text:
            level = SUM if operator in "+-" else PRODUCT
            return _join(f" {operator} ", [left.at(level), right.at(level + 1)], level)

        divisors = st.sampled_from([3.0, 0.7, 1e25]).map(_number) if self.common else inner
        return st.one_of(
            st.builds(joined, inner, st.sampled_from("+-*"), inner),
            st.builds(joined, inner, st.just("/"), divisors),
            inner.map(lambda part: Text(f"-{part.at(PREFIX).ours}", f"-{part.at(PREFIX).cel}", PREFIX)),
            st.tuples(self.booleans, inner, inner).map(lambda parts: _ternary(*parts)),
        )


@st.composite
def _choice_test(draw: st.DrawFn, symbols: list[Symbol]) -> Text:
    symbol = draw(st.sampled_from(symbols))
    name, value = symbol.name, draw(st.sampled_from(symbol.values))
    values = _quoted(draw(st.frozensets(st.sampled_from(symbol.values), min_size=1)))
    forms = [
        f'{name} == "{value}"',
        f'"{value}" == {name}',
        f'{name} != "{value}"',
        f"{name} in {values}",
    ]
    ours = cel = draw(st.sampled_from(forms))
    if value in symbol.ranked and draw(st.booleans()):
        above = frozenset(symbol.ranked[symbol.ranked.index(value) :])
        return Text(f'atLeast({name}, "{value}")', f"({name} in {_quoted(above)})")
    return Text(ours, cel, RELATION)


@st.composite
def _choices_test(draw: st.DrawFn, symbols: list[Symbol]) -> Text:
    symbol = draw(st.sampled_from(symbols))
    name, value = symbol.name, draw(st.sampled_from(symbol.values))
    values = _quoted(draw(st.frozensets(st.sampled_from(symbol.values), min_size=1)))
    only = f"(size({name}) > 0 && {name}.all(each, each in {values}))"
    forms = [
        Text(f'"{value}" in {name}', f'"{value}" in {name}', RELATION),
        Text(f"anyOf({name}, {values})", f"{name}.exists(each, each in {values})"),
        Text(f"only({name}, {values})", only),
    ]
    return draw(st.sampled_from(forms))


def _light_enough(text: Text) -> bool:
    """Not refused for its weight alone, which has a test of its own; any other refusal is a fault."""
    try:
        parse(text.ours)
    except ConditionError as refused:
        return "tests what tests test" not in str(refused)
    return True


def _ternary(test: Text, then: Text, other: Text) -> Text:
    head = _join(" ? ", [test.at(OR), then.at(OR)], CHOICE)
    return _join(" : ", [head, other.at(CHOICE)], CHOICE)
