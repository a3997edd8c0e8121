"""What happens just below, exactly at, and just above each line that a number is compared with.

A witness for each of the three: neighbouring doubles where there are such. A fact may declare what must hold
there, so that "more than one third" cannot become "one third or more" unseen.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from questionnaires.conditions import Boolean, Numeric, names
from questionnaires.conditions.compiling import Writer, divide
from questionnaires.conditions.tree import (
    And,
    Arithmetic,
    Choose,
    Compare,
    Constant,
    If,
    Not,
    Or,
    Quantity,
    Size,
    Truth,
    Unknown,
    walk,
)
from questionnaires.schema import Boundary

from .arithmetic import Undecided
from .claims import Answers, Claim
from .grounds import Ground

Side = Literal["below", "at", "above"]
_SPACE = {"nan": math.nan, "divide": divide}
SIDES: dict[Side, str] = {"below": "just below", "at": "exactly at", "above": "just above"}


@dataclass(frozen=True)
class _Line:
    """A comparison of numbers, and the part of the edition whose conditions it stands in."""

    owner: str
    comparison: Compare
    conditions: tuple[Boolean, ...]


def boundaries(ground: Ground) -> Iterator[Claim]:
    """Three claims for each comparison that reads a number somebody answers."""
    lines = list(_lines(ground))
    for line in lines:
        yield from _Boundary(ground, line).claims()
    for fact in ground.edition.questionnaire.facts:
        if fact.boundary and not any(line.owner == fact.id for line in lines):
            note = "It compares no number that somebody answers."
            yield Claim("boundary", fact.id, f"{fact.id} has a boundary", holds=False, note=note)


def _lines(ground: Ground) -> Iterator[_Line]:
    trees = ground.edition.trees
    owners: dict[str, tuple[Boolean, ...]] = {
        each: (ask,) for each, ask in trees.asks.items() if ask is not None
    }
    owners |= {each: (tree,) for each, tree in (*trees.flags.items(), *trees.findings.items())}
    owners |= {each: (tree,) for each, tree in (*trees.items.items(), *trees.gates.items())}
    for each, number in trees.amounts.items():
        owners[each] = tuple(node.test for node in walk(number) if isinstance(node, Choose))
    for each, cases in trees.ordered.items():
        owners[each] = tuple(when for when, _ in cases if when is not None)
    for owner, conditions in owners.items():
        nodes = dict.fromkeys(each for condition in conditions for each in walk(condition))
        for node in nodes:
            if isinstance(node, Compare) and _numbers_read(ground, node):
                yield _Line(owner, node, conditions)


def _numbers_read(ground: Ground, comparison: Compare) -> list[str]:
    """The number questions that a comparison reads, through facts too; those of its left side first."""
    questions = ground.edition.questions
    found: list[str] = []
    for side in (comparison.left, comparison.right):
        reached = ground.edition.trees.reach(names(side))
        found += [each for each in questions if each in reached and questions[each].kind == "number"]
    return list(dict.fromkeys(found))


class _Boundary:
    def __init__(self, ground: Ground, line: _Line) -> None:
        self.ground, self.line = ground, line
        self._limited = False  # whether the line itself was looked for in vain
        writer = Writer(ground.edition.trees.symbols)
        sides = ", ".join(
            writer.numeric(side, "exact") for side in (line.comparison.left, line.comparison.right)
        )
        self._sides = compile(f"({sides})", "<line>", "eval")
        self._owner = compile(writer.boolean(line.conditions[0], "exact"), "<owner>", "eval")
        self.shown = (
            f"{_shown(line.comparison.left)} {line.comparison.operator} {_shown(line.comparison.right)}"
        )

    def claims(self) -> Iterator[Claim]:
        claim = Claim("boundary", f"{self.line.owner} {self.shown}", "", holds=True)
        try:
            start = self._start()
        except Undecided:
            note = "No numbers were found at this line within the limits of the search."
            yield replace(
                claim, text=f"{self.line.owner} at {self.shown}", holds=False, note=note, decided=False
            )
            return
        if start is None:
            note = "The numbers of this comparison are never both there."
            yield replace(claim, text=f"{self.line.owner} at {self.shown}", holds=False, note=note)
            return
        expected = self._expected()
        for side, witness in self._around(start).items():
            text = f"{self.line.owner}, {SIDES[side]} {self.shown}"
            if witness is None:
                known = expected is None or not self._limited
                note = (
                    "No two doubles meet here." if known else "No numbers were found here within the limits."
                )
                yield replace(claim, text=text, holds=known, note=note, decided=known)
                continue
            value = self._value(witness)
            holds = expected is None or value == getattr(expected, side)
            shown = str(value).lower()
            note = f"It is {shown}." if holds else f"It is {shown}, declared otherwise."
            yield replace(claim, text=text, holds=holds, witness=self._asked(witness), note=note)

    def _expected(self) -> Boundary | None:
        facts = {fact.id: fact for fact in self.ground.edition.questionnaire.facts}
        return facts[self.line.owner].boundary if self.line.owner in facts else None

    # finding the line ------------------------------------------------------------------------------

    def _start(self) -> dict[str, Any] | None:
        """Answers on the line, or near it; where the comparison decides, if there is such a place."""
        world, comparison = self.ground.world, self.line.comparison
        world.need(names(comparison))
        left, right = (world.numeric(side) for side in (comparison.left, comparison.right))
        there = [left.defined, right.defined]
        equal = world.universe.comparisons.compare("==", left, right)
        decides = self._decides()
        for wanted in ([*there, equal, decides], [*there, decides], [*there, equal], there):
            try:
                model = self.ground.model(wanted)
            except Undecided:
                if wanted is there:
                    raise
                self._limited = True
                continue
            if model is not None:
                raw = world.universe.raw
                return world.universe.answers(raw, model.holds, model.variables, model.numbers)
        return None

    def _decides(self) -> int:
        """The owner differs with the truth of the comparison."""
        world = self.ground.world
        for condition in self.line.conditions:
            world.need(names(condition))
        differs = []
        for condition in self.line.conditions:
            yes, no = (
                world.holds(_with(condition, self.line.comparison, Truth(value))) for value in (True, False)
            )
            differs.append(world.formula.either(yes, -no, no))
        return world.formula.any(differs)

    def _around(self, start: dict[str, Any]) -> dict[Side, dict[str, Any] | None]:
        """The answers nearest to the line on each side, by moving one number."""
        best: dict[Side, dict[str, Any] | None] = {"below": None, "at": None, "above": None}
        for name in _numbers_read(self.ground, self.line.comparison):
            if not isinstance(start[name], int | float):
                continue
            found = self._by_moving(start, name)
            if sum(each is not None for each in found.values()) > sum(e is not None for e in best.values()):
                best = found
            if all(each is not None for each in best.values()):
                break
        return best

    def _by_moving(self, start: dict[str, Any], name: str) -> dict[Side, dict[str, Any] | None]:
        here = self._side(start)
        found: dict[Side, dict[str, Any] | None] = {"below": None, "at": None, "above": None}
        if here is None:
            return found
        found[here] = start
        for direction in (math.inf, -math.inf):
            moved = self._next_side(start, name, here, direction)
            while moved is not None:
                side = self._side(moved)
                if side is None or side == here:
                    break
                found[side] = found[side] or moved
                if side != "at":
                    before = {**moved, name: math.nextafter(moved[name], -direction)}
                    if self._side(before) == here:
                        found[here] = before
                    break
                moved = self._next_side(moved, name, side, direction)
        return found

    def _next_side(
        self, start: dict[str, Any], name: str, here: Side, direction: float
    ) -> dict[str, Any] | None:
        """The nearest number beyond which the comparison is on another side."""
        universe = self.ground.universe
        low, high = universe.comparisons.terms.range(universe.raw.numbers[name])
        limit = high if direction > 0 else low
        near, step = float(start[name]), math.ulp(float(start[name]))
        far = near
        while True:
            far = min(near + step, limit) if direction > 0 else max(near - step, limit)
            if self._side({**start, name: far}) != here:
                break
            if far == limit:
                return None
            near, step = far, step * 4
        while math.nextafter(near, direction) != far and near != far:
            middle = near / 2 + far / 2
            if middle in (near, far):
                break
            if self._side({**start, name: middle}) == here:
                near = middle
            else:
                far = middle
        return {**start, name: far}

    # what the evaluator says -----------------------------------------------------------------------

    def _inside(self, answers: Answers) -> dict[str, Any]:
        of = self.ground.compiled
        inside = of.inspect(of.codec.encode(answers).values, self.ground.parameters)
        if inside is None:
            raise AssertionError("the answers at a line are complete")
        return inside

    def _value(self, answers: Answers) -> object:
        """What the owner comes to: true or false, a number, or a value of an ordered fact."""
        owner, inside = self.line.owner, self._inside(answers)
        if owner in self.ground.edition.trees.ordered:
            values = self.ground.edition.trees.symbols[owner].values
            return next(value for i, value in enumerate(values) if inside[f"c_{owner}"] >> i & 1)
        if owner in self.ground.edition.trees.amounts:
            return inside[f"n_{owner}"]
        return bool(eval(self._owner, _SPACE, inside))  # noqa: S307 - we wrote it, from a checked tree

    def _side(self, answers: Answers) -> Side | None:
        left, right = eval(self._sides, _SPACE, self._inside(answers))  # noqa: S307 - the same
        if math.isnan(left) or math.isnan(right):
            return None
        return "below" if left < right else "above" if left > right else "at"

    def _asked(self, answers: dict[str, Any]) -> dict[str, Any]:
        asked = set(self.ground.compiled.questions.of(self.ground.run(answers).asked))
        return {each: value for each, value in answers.items() if each in asked}


def _with(tree: Boolean, part: Boolean, other: Boolean) -> Boolean:
    """A condition in which one part is replaced."""
    if tree == part:
        return other
    match tree:
        case Not(below):
            return Not(_with(below, part, other))
        case And(parts):
            return And(tuple(_with(each, part, other) for each in parts))
        case Or(parts):
            return Or(tuple(_with(each, part, other) for each in parts))
        case If(test, then, otherwise):
            return If(*(_with(each, part, other) for each in (test, then, otherwise)))
    return tree


def _shown(tree: Numeric) -> str:
    match tree:
        case Constant(value):
            return f"{value:g}"
        case Quantity(name):
            return name
        case Size(name):
            return f"size({name})"
        case Arithmetic(operator, left, right):
            return f"{_shown(left)} {operator} {_shown(right)}"
        case Choose():
            return "..."
        case Unknown():
            return "unknown"
