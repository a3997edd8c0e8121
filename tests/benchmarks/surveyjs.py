"""An edition as SurveyJS JSON (surveyjs.io): the same questions, and the same values derived from them.

Another reading of the typed trees, in SurveyJS's expressions. Sections become pages; facts, findings,
tier and items become calculated values; ask-ifs become `visibleIf`. SurveyJS lets the value of an invisible
question count; ours do not, so a conditional question has a value that says whether it is asked, and every
reading of it asks for that first. An unknown number is left empty. Ids keep their names, with `_` for what
SurveyJS would read as a path or a minus. Nothing is calculated twice that can be read by name.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from questionnaires import UNKNOWN, UNSURE, Edition
from questionnaires.conditions import Boolean, Numeric
from questionnaires.conditions.tree import (
    Among,
    And,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Constant,
    Flag,
    If,
    Known,
    Not,
    Only,
    Or,
    Quantity,
    Size,
    Truth,
    Unknown,
)
from questionnaires.editions import OrderedCases
from questionnaires.schema import Question

NOTHING = "{unknown}"  # a name that nobody may give to anything, so SurveyJS finds no value there
GATE = "gate"


class NotExpressible(ValueError):
    """Something that SurveyJS's expressions do not say; the message names it."""


def export(edition: Edition, on: date) -> dict[str, Any]:
    """The survey as SurveyJS loads it, with the parameters and items of one day."""
    writer = Writer(edition, on)
    pages = [
        {
            "name": f"page_{section.id}",
            "title": section.title,
            "elements": [*map(writer.element, section.questions)],
        }
        for section in edition.questionnaire.sections
    ]
    values = [{"name": name, "expression": text} for name, text in writer.calculated().items()]
    return {
        "title": edition.questionnaire.title,
        "clearInvisibleValues": "none",
        "pages": pages,
        "calculatedValues": values,
    }


def data(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as SurveyJS keeps them: a number that nobody has is not there."""
    return {each: value for each, value in answers.items() if value != UNKNOWN}


def name_of(rule: str) -> str:
    """The calculated value of a finding or item."""
    return rule.replace(".", "_").replace("-", "_")


class Writer:
    """Writes trees as SurveyJS expressions. Whatever has more than one part comes in parentheses."""

    def __init__(self, edition: Edition, on: date) -> None:
        self.edition, self.on, self.trees = edition, on, edition.trees
        self.parameters = edition.parameters(on)
        self.asked = self._asked()

    def _asked(self) -> dict[str, str]:
        """Conditional question -> the value that says whether it is asked: a fact, or one for each ask-if."""
        named: dict[Boolean, str] = {}
        for name in self.trees.order:
            tree = self.trees.asks.get(name)
            if tree is not None:
                named.setdefault(tree, tree.name if isinstance(tree, Flag) else f"{name}_asked")
        return {name: named[tree] for name, tree in self.trees.asks.items() if tree is not None}

    def element(self, question: Question) -> dict[str, Any]:
        """A question as SurveyJS's nearest kind."""
        element: dict[str, Any] = {"name": question.id, "title": question.text}
        if question.help:
            element["description"] = question.help
        if question.id in self.asked:
            element["visibleIf"] = f"{{{self.asked[question.id]}}}"
        if question.kind == "number":
            bounds = {"min": question.minimum, "max": question.maximum}
            return {**element, "type": "text", "inputType": "number"} | {
                key: value for key, value in bounds.items() if value is not None
            }
        element["isRequired"] = True
        if question.kind == "text":
            return {**element, "type": "comment", "maxLength": question.max_length}
        if question.kind == "yes_no":
            choices: list[dict[str, Any]] = [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]
        else:
            choices = [{"value": choice.id, "text": choice.text} for choice in question.choices]
            for choice, entry in zip(question.choices, choices, strict=True):
                if choice.exclusive:
                    entry["isExclusive"] = True
        if question.unsure:
            choices.append({"value": UNSURE, "text": "I am not sure"})
        return {
            **element,
            "type": "checkbox" if question.kind == "many" else "radiogroup",
            "choices": choices,
        }

    def calculated(self) -> dict[str, str]:
        """All calculated values by name, each after what it reads."""
        found: dict[str, str] = {}
        for name in self.trees.order:
            if name in self.trees.asks:
                tree = self.trees.asks[name]
                if tree is not None and self.asked[name] == f"{name}_asked":
                    found[self.asked[name]] = self.boolean(tree)
            elif name in self.trees.flags:
                found[name] = self.boolean(self.trees.flags[name])
            elif name in self.trees.amounts:
                found[name] = self.amount(self.trees.amounts[name])
            else:
                found[name] = self.cases(self.trees.ordered[name])
        gated = bool(self.trees.gates)
        if gated:
            found[GATE] = _either(self.boolean(tree) for tree in self.trees.gates.values())
        ended = {each.id for each in self.edition.items.values() if each.valid_to and each.valid_to < self.on}
        for rules in (self.trees.findings, self.trees.items):
            for each, tree in rules.items():
                if each not in ended:
                    text = self.boolean(tree)
                    found[name_of(each)] = f"(!{{{GATE}}} and {text})" if gated else text
        found["tier"] = self.tier()
        taken = [name.lower() for name in (*found, *self.edition.questions)]
        if len(set(taken)) < len(taken):
            raise NotExpressible("two names are the same to SurveyJS, which does not tell A from a")
        return found

    def tier(self) -> str:
        text = _quoted(self.edition.tiers[0])
        for tier in self.edition.tiers[1:]:
            fired = [f"{{{name_of(f.id)}}}" for f in self.edition.findings.values() if f.tier == tier]
            text = f"iif({_either(fired)}, {_quoted(tier)}, {text})" if fired else text
        by_outcome = {gate.outcome: self.trees.gates[gate.id] for gate in self.edition.gates.values()}
        for outcome in reversed(self.edition.outcomes[len(self.edition.tiers) :]):
            text = f"iif({self.boolean(by_outcome[outcome])}, {_quoted(outcome)}, {text})"
        return text

    def cases(self, cases: OrderedCases) -> str:
        """A definition by cases: the first that holds counts."""
        *before, (_, value) = cases
        text = _quoted(value)
        for when, value in reversed(before):
            text = (
                f"iif({self.boolean(when)}, {_quoted(value)}, {text})" if when is not None else _quoted(value)
            )
        return text

    # true or false ---------------------------------------------------------------------------------

    def boolean(self, tree: Boolean) -> str:
        match tree:
            case Truth(value):
                return "true" if value else "false"
            case Flag(name):
                return f"{{{name}}}"
            case Among(name, values) | AnyOf(name, values):
                if name == "findings":
                    return _either(f"{{{name_of(each)}}}" for each in sorted(values))
                return self._if_asked(name, self._among(name, values))
            case Only(name, values):
                return self._only(name, values)
            case Known(name):
                return self.known(Quantity(name))
            case Compare(operator, left, right):
                return self._compare(operator, left, right)
            case Not(part):
                return f"!{_grouped(self.boolean(part))}"
            case And(parts):
                return f"({' and '.join(map(self.boolean, parts))})"
            case Or(parts):
                return f"({' or '.join(map(self.boolean, parts))})"
            case If(test, then, other):
                return f"iif({self.boolean(test)}, {self.boolean(then)}, {self.boolean(other)})"

    def _among(self, name: str, values: Iterable[str]) -> str:
        reads = dict(self.trees.symbols[name].reads)
        wanted = set(values)
        every = sorted({*wanted, *(given for given, counts_as in reads.items() if counts_as in wanted)})
        if self.trees.symbols[name].kind == "choice" and len(every) == 1:
            return f"({{{name}}} = {_quoted(every[0])})"
        return f"({{{name}}} anyof [{', '.join(map(_quoted, every))}])"

    def _only(self, name: str, values: frozenset[str]) -> str:
        if name == "findings":
            raise NotExpressible("only(findings, ...)")
        others = [each for each in self.trees.symbols[name].values if each not in values]
        has = self._among(name, values)
        return self._if_asked(name, f"({has} and !{self._among(name, others)})" if others else has)

    def _if_asked(self, name: str, test: str) -> str:
        return f"({{{self.asked[name]}}} and {test})" if name in self.asked else test

    def _compare(self, operator: str, left: Numeric, right: Numeric) -> str:
        """SurveyJS takes an empty number for 0 or equal to empty; with us nothing holds of it but `!=`."""
        known = _both([self.known(left), self.known(right)])
        test = f"({self.numeric(left)} {operator} {self.numeric(right)})"
        if known == "true":
            return test
        return f"(!{_grouped(known)} or {test})" if operator == "!=" else f"({known} and {test})"

    # numbers ---------------------------------------------------------------------------------------

    def amount(self, tree: Numeric) -> str:
        """A number on its own, empty where it is not known."""
        if isinstance(tree, Choose):
            test = self.boolean(tree.test)
            then = self.numeric(tree.then) if test == self.known(tree.then) else self.amount(tree.then)
            return f"iif({test}, {then}, {self.amount(tree.other)})"
        known = self.known(tree)
        if known == "false":
            return NOTHING
        return self.numeric(tree) if known == "true" else f"iif({known}, {self.numeric(tree)}, {NOTHING})"

    def known(self, tree: Numeric) -> str:
        """Whether a number is known: "true" where it always is."""
        match tree:
            case Constant():
                return "true"
            case Unknown():
                return "false"
            case Quantity(name) if name in self.parameters:
                return "false" if math.isnan(self.parameters[name]) else "true"
            case Quantity(name):
                return self._if_asked(name, f"({{{name}}} notempty)")
            case Size():
                return "true"
            case Arithmetic(operator, left, right):
                divides = operator == "/" and not self._constant(right)
                tests = [self.known(left), self.known(right)]
                return _both([*tests, f"({self.numeric(right)} != 0)"] if divides else tests)
            case Choose(test, then, other):
                first, second = self.known(then), self.known(other)
                return first if first == second else f"iif({self.boolean(test)}, {first}, {second})"

    def _constant(self, tree: Numeric) -> float | None:
        """A number that is the same for all answers; division by any other asks whether it is zero."""
        if isinstance(tree, Constant):
            return tree.value
        return self.parameters.get(tree.name) if isinstance(tree, Quantity) else None

    def numeric(self, tree: Numeric) -> str:
        match tree:
            case Constant(value):
                return _number(value)
            case Unknown():
                return NOTHING
            case Quantity(name) if name in self.parameters:
                return NOTHING if math.isnan(self.parameters[name]) else _number(self.parameters[name])
            case Quantity(name):
                return f"{{{name}}}"
            case Size("findings"):
                raise NotExpressible("size(findings)")
            case Size(name) if name in self.asked:
                return f"iif({{{self.asked[name]}}}, {{{name}.length}}, 0)"
            case Size(name):
                return f"{{{name}.length}}"
            case Arithmetic(operator, left, right):
                return f"({self.numeric(left)} {operator} {self.numeric(right)})"
            case Choose(test, then, other):
                return f"iif({self.boolean(test)}, {self.numeric(then)}, {self.numeric(other)})"


def _quoted(value: str) -> str:
    return f"'{value}'"


def _number(value: float) -> str:
    """SurveyJS's parser has no exponents: all digits are written out."""
    text = format(Decimal(repr(value)), "f").removesuffix(".0")
    return f"({text})" if value < 0 else text


def _grouped(text: str) -> str:
    return text if text[0] in "({" else f"({text})"


def _either(tests: Iterable[str]) -> str:
    parts = list(tests)
    return f"({' or '.join(parts)})" if parts else "false"


def _both(tests: Iterable[str]) -> str:
    parts = [test for test in dict.fromkeys(tests) if test != "true"]
    return f"({' and '.join(parts)})" if len(parts) > 1 else parts[0] if parts else "true"
