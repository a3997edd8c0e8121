"""Random small editions: two to five questions, some facts, findings, items and gates, written and loaded.

`wild` ones calculate with numbers as nobody would; the others compare few numbers with few constants.
"""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from questionnaires import Edition, load
from questionnaires.conditions import Symbol
from questionnaires.editions import UNSURE

CONSTANTS = ("0", "1", "2", "2.5", "3", "5", "9", "10")
TIERS = ("T0", "T1", "T2", "T3")
TEXTS = {"text": "?", "why": "?", "source": {"work": "W"}}


@dataclass(frozen=True)
class Written:
    """An edition as its two files, in JSON, which is YAML."""

    sheet: dict[str, Any]
    ladder: dict[str, Any]

    def load(self) -> Edition:
        with TemporaryDirectory() as folder:
            directory = Path(folder) / "small" / "1"
            (directory / "rulebooks").mkdir(parents=True)
            (directory / "questionnaire.yaml").write_text(json.dumps(self.sheet))
            (directory / "rulebooks" / "ladder.yaml").write_text(json.dumps(self.ladder))
            return load(directory)

    def __repr__(self) -> str:
        return f"Written({json.dumps(self.sheet)}, {json.dumps(self.ladder)})"


@st.composite
def editions(draw: st.DrawFn, *, wild: bool = False) -> Written:
    parts = _Parts(draw, wild=wild)
    kinds = draw(
        st.lists(
            st.sampled_from(["one", "one", "yes_no", "many", "number", "number"]), min_size=2, max_size=5
        )
    )
    for kind in kinds:
        parts.question(kind)
        if parts.chance(3):
            parts.fact()
    if parts.chance(5):
        parts.text()
    parts.fact()
    return parts.written()


class _Parts:
    """Draws the parts of an edition, each reading only what stands before it."""

    def __init__(self, draw: st.DrawFn, *, wild: bool) -> None:
        self.draw, self.wild = draw, wild
        self.symbols: list[Symbol] = []
        self.questions: list[dict[str, Any]] = []
        self.facts: list[dict[str, Any]] = []
        self.parameters = [
            {"id": "line", "values": [{"from": "2020-01-01", "is": self.pick([1.0, 4.0, 7.5])}], **_cited()}
        ]
        if self.chance(6):
            self.parameters.append({"id": "later", "values": [{"from": "2999-01-01", "is": 3.0}], **_cited()})
        self.symbols += [Symbol(each["id"], "number") for each in self.parameters]
        self.tiers = TIERS[: draw(st.integers(2, 4))]

    def pick(self, options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    # questions and facts ---------------------------------------------------------------------------

    def question(self, kind: str) -> None:
        name = f"q{len(self.questions)}"
        question: dict[str, Any] = {"id": name, "kind": kind, **TEXTS}
        if self.questions and self.chance(2):
            question["ask_if"] = self.condition()
        add = {"one": self._one, "yes_no": self._yes_no, "many": self._many, "number": self._number}[kind]
        symbol = add(name, question)
        if self.chance(6):
            question["exempt"] = [self._exempt()]
        self.questions.append(question)
        self.symbols.append(symbol)

    def _exempt(self) -> dict[str, Any]:
        when = {"when": self.condition()} if self.symbols and self.chance(2) else {}
        return {"claim": self.pick(["riskier", "silence"]), "reason": "?", **when}

    def _one(self, name: str, question: dict[str, Any]) -> Symbol:
        ids = ["a", "b", "c"][: self.pick([2, 3, 3])]
        choices: list[dict[str, Any]] = [{"id": each, "text": "?"} for each in ids]
        for choice in choices[1:]:
            key = self.pick(["", "", "", "silent", "stands_for_any", "makes_provisional"])
            if key:
                choice[key] = True
        question["choices"] = choices
        if self.chance(2):
            question["ordered"] = "risk"
        closed = tuple(c["id"] for c in choices if "stands_for_any" not in c)
        ranked = closed if "ordered" in question else ()
        return Symbol(name, "choice", self._unsure(question, tuple(ids)), ranked)

    def _yes_no(self, name: str, question: dict[str, Any]) -> Symbol:
        ranked: tuple[str, ...] = ()
        if self.chance(2):
            riskier = self.pick(["yes", "no"])
            question |= {"ordered": "risk", "riskier": riskier}
            ranked = ("no", "yes") if riskier == "yes" else ("yes", "no")
        return Symbol(name, "choice", self._unsure(question, ("yes", "no")), ranked)

    def _unsure(self, question: dict[str, Any], ids: tuple[str, ...]) -> tuple[str, ...]:
        offered = self.pick(["", "", "own", "counts"])
        if offered == "own":
            question["unsure"] = {}
            return (*ids, UNSURE)
        if offered == "counts":
            question["unsure"] = {"counts_as": self.pick(ids)}
        return ids

    def _many(self, name: str, question: dict[str, Any]) -> Symbol:
        choices: list[dict[str, Any]] = [
            {"id": each, "text": "?"} for each in ("x", "y", "z")[: self.pick([2, 3])]
        ]
        if self.chance(2):
            choices[0]["exclusive"] = True
        if self.chance(4):
            choices[-1]["silent"] = True
        question["choices"] = choices
        return Symbol(name, "choices", tuple(each["id"] for each in choices))

    def _number(self, name: str, question: dict[str, Any]) -> Symbol:
        question |= self.pick(
            [
                {"minimum": 0, "maximum": 10},
                {"minimum": 0, "maximum": 10},
                {"above": 0},
                {"above": 0, "maximum": 9},
            ]
            + [{}, {"minimum": -2, "maximum": 5}] * self.wild
            + [{"minimum": 3, "maximum": 3}]
        )
        if self.chance(4):
            question["unknown_is_cautious"] = True
        if self.chance(4):
            high, low = question.get("maximum", 20.0), question.get("minimum", 0.5)
            question["example"] = self.pick([each for each in (1.0, 2.0, 3.0, 20.0) if low <= each <= high])
        return Symbol(name, "number")

    def text(self) -> None:
        self.questions.append({"id": "words", "kind": "text", "ask_if": self.condition(), **TEXTS})

    def fact(self) -> None:
        name = f"f{len(self.facts)}"
        kind = self.pick(["boolean", "number", "ordered"])
        fact: dict[str, Any] = {"id": name, "kind": kind}
        if kind == "ordered":
            fact["values"] = ["low", "high", "top"][: self.pick([2, 3])]
            fact["cases"] = self._cases(partial(self.pick, fact["values"]))
            self.symbols.append(Symbol(name, "choice", tuple(fact["values"]), tuple(fact["values"])))
        else:
            value = self.condition if kind == "boolean" else self._value
            fact |= {"cases": self._cases(value)} if self.chance(2) else {"is": value()}
            self.symbols.append(Symbol(name, kind))  # type: ignore[arg-type]  # one of the two
        self.facts.append(fact)

    def _cases(self, value: Any) -> list[dict[str, Any]]:
        cases = [{"when": self.condition(), "is": value()} for _ in range(self.pick([1, 1, 2]))]
        return [*cases, {"is": value()}]

    def _value(self) -> str:
        return "unknown" if self.chance(6) else self.numeric(1)

    # conditions ------------------------------------------------------------------------------------

    def condition(self, depth: int = 2) -> str:
        form = self.pick(["test", "test", "and", "or", "not", "if"]) if depth else "test"
        below = partial(self.condition, depth - 1)
        match form:
            case "and":
                return f"({below()} && {below()})"
            case "or":
                return f"({below()} || {below()})"
            case "not":
                return f"!({below()})"
            case "if":
                return f"({below()} ? {below()} : {below()})"
        return self._test()

    def _test(self) -> str:
        symbol = self.pick(self.symbols)
        name, values = symbol.name, symbol.values
        match symbol.kind:
            case "choice":
                value = self.pick(values)
                some = ", ".join(f'"{each}"' for each in sorted({value, self.pick(values)}))
                forms = [f'{name} == "{value}"', f'{name} != "{value}"', f"{name} in [{some}]"]
                if symbol.ranked:
                    forms.append(f'atLeast({name}, "{self.pick(symbol.ranked)}")')
                return self.pick(forms)
            case "choices":
                some = ", ".join(f'"{each}"' for each in sorted({self.pick(values), self.pick(values)}))
                size = f"size({name}) {self._operator()} {self.pick(['0', '1', '2', '1.5'])}"
                forms = [
                    f'"{self.pick(values)}" in {name}',
                    f"anyOf({name}, [{some}])",
                    f"only({name}, [{some}])",
                    size,
                ]
                return self.pick(forms)
            case "boolean":
                return name
        if self.chance(5):
            return f"known({name})"
        sides = [name, self.numeric(2 if self.wild else 1)]
        if self.chance(3):
            sides.reverse()
        return f"{sides[0]} {self._operator()} {sides[1]}"

    def _operator(self) -> str:
        return self.pick([">", ">=", "<", "<=", "==", "!="])

    def numeric(self, depth: int) -> str:
        names = [each.name for each in self.symbols if each.kind == "number"]
        sizes = [f"size({each.name})" for each in self.symbols if each.kind == "choices"]
        if depth == 0 or self.chance(2):
            return self.pick([*CONSTANTS, *names, *names, *sizes])
        left, right = self.numeric(depth - 1), self.numeric(depth - 1)
        if self.chance(4):
            return f"({self._test_without_numbers()} ? {left} : {right})"
        operator = self.pick(["+", "-", "*", "/"])
        if operator in ("*", "/") and not self.wild:
            right = self.pick(["2", "3", "line"])
        return f"({left} {operator} {right})"

    def _test_without_numbers(self) -> str:
        choices = [each for each in self.symbols if each.kind == "choice"]
        if not choices:
            return "true"
        symbol = self.pick(choices)
        return f'{symbol.name} == "{self.pick(symbol.values)}"'

    # rules -----------------------------------------------------------------------------------------

    def written(self) -> Written:
        findings = [self._finding(i) for i in range(self.draw(st.integers(1, 4)))]
        gates = [
            {
                "id": f"G{i}",
                "outcome": self.pick(["N0", "N1"]),
                "name": "?",
                "meaning": "?",
                "when": self.condition(),
                **_cited(),
            }
            for i in range(self.pick([0, 0, 0, 1, 2]))
        ]
        silence = {"silence": {"when": self.condition(), "text": "?"}} if self.chance(3) else {}
        outcomes = tuple(dict.fromkeys([*self.tiers, *(gate["outcome"] for gate in gates)]))
        self.symbols.append(Symbol("tier", "choice", outcomes, self.tiers))
        if self.chance(3):
            ask = f'atLeast(tier, "{self.pick(self.tiers)}")'
            self.questions.append({"id": "late", "kind": "yes_no", "ask_if": ask, **TEXTS})
            self.symbols.append(Symbol("late", "choice", ("yes", "no")))
        self.symbols.append(Symbol("findings", "choices", tuple(each["id"] for each in findings)))
        count = self.draw(st.integers(0, 3))
        items = [self._item(i, count) for i in range(count)]
        ladder = {
            "id": "ladder", "title": "?", "kind": "ladder", "jurisdiction": "none", "as_of": "2026-11-23",
            "summary": "?", "validity": {"final_months": 12, "provisional_days": 90},
            "tiers": [{"id": each, "name": "?", "meaning": "?"} for each in self.tiers],
            "gates": gates, "findings": findings, "items": items, **silence,
        }  # fmt: skip
        sheet = {
            "id": "small", "version": "1", "title": "?", "summary": "?", "minutes": {"from": 1, "to": 2},
            "ladder": "ladder", "rulebooks": ["ladder"], "works": {"W": {"short": "?", "title": "?"}},
            "parameters": self.parameters, "facts": self.facts,
            "sections": [{"id": "all", "title": "?", "questions": self.questions}],
        }  # fmt: skip
        return Written(sheet, ladder)

    def _finding(self, i: int) -> dict[str, Any]:
        provisional = {"makes_provisional": True} if self.chance(6) else {}
        return {
            "id": f"F{i}",
            "tier": self.pick(self.tiers),
            "title": "?",
            "text": "?",
            "when": self.condition(),
            **_cited(),
            **provisional,
        }

    def _item(self, i: int, count: int) -> dict[str, Any]:
        excludes = {"excludes": [f"I{self.draw(st.integers(0, count - 1))}"]} if self.chance(2) else {}
        return {
            "id": f"I{i}",
            "kind": "voluntary",
            "addressee": "downstream",
            "title": "?",
            "text": "?",
            "when": self.condition(),
            **_cited(),
            **excludes,
        }


def _cited() -> dict[str, Any]:
    return {"source": {"work": "W"}}
