"""What the random conditions are about, and the values that it may have."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from questionnaires.conditions import Symbol
from questionnaires.conditions.compiling import absent, divide, mask
from questionnaires.conditions.tracing import NONE, Amount, Options, Trace, Tracer

LIST = [
    Symbol("colour", "choice", ("red", "green", "blue")),
    Symbol("risk", "choice", ("low", "middle", "high", "open"), ranked=("low", "middle", "high")),
    Symbol("tools", "choices", ("saw", "drill", "none")),
    Symbol("places", "choices", ("here", "there")),
    Symbol("weight", "number"),
    Symbol("length", "number"),
    Symbol("red", "boolean"),
    Symbol("broken", "boolean"),
]
SYMBOLS = {symbol.name: symbol for symbol in LIST}
NUMBERS = [0.0, 1.0, 3.0, -2.0, 0.7, 1e25, math.nextafter(3.0, 4.0)]


@dataclass(frozen=True)
class Given:
    """Values by name. A choice: all it may be (None is absent); several choices: what is surely and what is
    possibly ticked; a number: a float, NaN for unknown; a fact: True or False. None is undetermined."""

    values: Mapping[str, Any]

    def tracer(self) -> Tracer:
        def options(name: str) -> Options:
            value = self.values[name]
            return Options(value) if SYMBOLS[name].kind == "choice" else Options(value[1], value[0])

        return Tracer(
            options,
            lambda name: Trace(self.values[name], NONE),
            lambda name: Amount(self.values[name], NONE),
        )

    def variables(self) -> dict[str, Any]:
        """As the compiled readings have them."""
        found: dict[str, Any] = {"nan": math.nan, "divide": divide}
        for name, value in self.values.items():
            symbol = SYMBOLS[name]
            if symbol.kind == "choice":
                there = frozenset(each for each in value if each is not None)
                found[f"c_{name}"] = mask(symbol, there) | (absent(symbol) if None in value else 0)
            elif symbol.kind == "choices":
                found[f"s_{name}"], found[f"p_{name}"] = (mask(symbol, each) for each in value)
                found[f"m_{name}"] = found[f"s_{name}"]
            elif symbol.kind == "number":
                found[f"d_{name}"] = value is not None
                found[f"n_{name}"] = math.nan if value is None else value
            else:
                found[f"s_{name}"], found[f"p_{name}"] = value is True, value is not False
                found[f"b_{name}"] = value
        return found

    def in_cel(self) -> dict[str, Any]:
        kinds = {name: SYMBOLS[name].kind for name in self.values}
        return {
            name: next(iter(value))
            if kinds[name] == "choice"
            else sorted(value[0])
            if kinds[name] == "choices"
            else value
            for name, value in self.values.items()
        }


def _settled(symbol: Symbol, *, everything: bool) -> st.SearchStrategy[Any]:
    if symbol.kind == "choice":
        values = [*symbol.values] if everything else [*symbol.values, None]
        return st.sampled_from(values).map(lambda value: frozenset({value}))
    if symbol.kind == "choices":
        return st.frozensets(st.sampled_from(symbol.values)).map(lambda ticked: (ticked, ticked))
    if symbol.kind == "number":
        return st.sampled_from(NUMBERS if everything else [*NUMBERS, math.nan])
    return st.booleans()


def _open(symbol: Symbol) -> st.SearchStrategy[Any]:
    if symbol.kind == "choice":
        return st.frozensets(st.sampled_from([*symbol.values, None]), min_size=1)
    if symbol.kind == "choices":
        ticked = st.frozensets(st.sampled_from(symbol.values))
        return st.tuples(ticked, ticked).map(lambda pair: (pair[0] & pair[1], pair[1]))
    return st.one_of(st.none(), _settled(symbol, everything=False))


def settled(*, everything: bool = False) -> st.SearchStrategy[Given]:
    """All values there; with `everything`, none of them absent or unknown."""
    return st.fixed_dictionaries({s.name: _settled(s, everything=everything) for s in LIST}).map(Given)


def undetermined() -> st.SearchStrategy[Given]:
    return st.fixed_dictionaries({symbol.name: _open(symbol) for symbol in LIST}).map(Given)


@st.composite
def settling(draw: st.DrawFn, given: Given) -> Given:
    """One of the ways in which what is open may turn out."""
    values: dict[str, Any] = {}
    for symbol in LIST:
        value = given.values[symbol.name]
        if symbol.kind == "choice":
            values[symbol.name] = frozenset({draw(st.sampled_from(sorted(value, key=str)))})
        elif symbol.kind == "choices":
            sure, possible = value
            more = draw(st.frozensets(st.sampled_from(sorted(possible)))) if possible else frozenset()
            values[symbol.name] = (sure | more, sure | more)
        else:
            values[symbol.name] = draw(_settled(symbol, everything=False)) if value is None else value
    return Given(values)
