"""What makes an outcome provisional where answers are hidden: values behind them that would raise the tier.

The evaluator tries such values (docs/decisions, 3). Whatever it finds becomes a condition that a final
outcome must meet, and the search goes on: refinement by counter-examples (Clarke, Grumberg, Jha, Lu, Veith,
JACM 50(5), 2003).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from questionnaires.editions import UNKNOWN, UNSURE
from questionnaires.encoding import Encoded
from questionnaires.rising import level, likeliest, rises

from .claims import Answers
from .formula import FALSE
from .grounds import Ground
from .models import find
from .universes import Raw, Universe
from .worlds import World, depending_on

MOST_RISES = 40  # sets of values looked at for one outcome


@dataclass(frozen=True)
class Rise:
    """Values behind hidden answers, and answers to what they open, under which the tier is higher."""

    behind: Mapping[str, Any]
    opened: Mapping[str, Any]


class Refinement:
    """Conditions that final outcomes meet: one for each rise found in an outcome that is not final."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.universe, self.edition = ground, ground.universe, ground.edition
        self.hiding = ground.hiding
        likely = {each: likeliest(ground.compiled, each) for each in self.hiding}
        self._usual = {each: self._value(each, code) for each, code in likely.items() if code is not None}
        self._worlds: dict[tuple[Any, ...], World] = {}

    def rise(self, answers: Answers) -> Rise | None:
        """A rise as the evaluator looks for them, from answers to all questions, asked or not; None where it
        finds none. Raises Undecided."""
        ground, of = self.ground, self.ground.compiled
        encoding = of.codec.encode(answers)
        reading = of.read(encoding, ground.parameters)
        asked, higher = of.questions.of(reading.asked), level(of, reading) + 1
        hidden = [each for each in asked if answers[each] in self.hiding.get(each, ())]
        trials = islice(rises(of, encoding, reading, hidden, ground.parameters), MOST_RISES)
        found: list[dict[str, Any]] = []
        for trial in trials:
            codes = [trial[of.codec.position[each]] for each in hidden]
            if None in codes:
                break  # the evaluator gave up
            behind = {each: self._value(each, code) for each, code in zip(hidden, codes, strict=True)}
            raised = ground.run({**answers, **behind})
            if level(of, raised) >= higher:
                newly = [each for each in of.questions.of(raised.asked) if each not in asked]
                hidden_there = [each for each in newly if answers[each] in self.hiding.get(each, ())]
                return Rise(behind, {each: answers[each] for each in hidden_there})
            found.append(behind)
        settled = {each: answers[each] for each in asked if each not in hidden}
        for behind in found:
            universe = Universe(self.edition, {**settled, **behind})
            model = find(universe, [World(universe, ground.parameters).at_least(higher - 1)])
            if model is not None:
                whole = universe.answers(universe.raw, model.holds, model.variables, model.numbers)
                newly = [each for each in of.questions.of(ground.run(whole).asked) if each not in asked]
                return Rise(behind, {each: whole[each] for each in newly})
        return None

    def raised(self, after: World, question_id: str, found: Rise) -> World:
        """The same world with values behind all that is hidden, and with answers to what only they open.

        Where the outcome of the first is final, the tier of this one is no higher. The answer to one question
        is taken from the first world; found values replace those that are tried first.
        """
        behind = {**self._usual, **found.behind}
        known = self._known(behind)
        values, numbers = dict(known.raw.values), dict(known.raw.numbers)
        values[question_id] = after.raw.values[question_id]
        terms = self.universe.comparisons.terms
        if question_id in behind:
            values[question_id] = self._behind(values[question_id], question_id, behind[question_id])
        if question_id in behind and question_id in numbers:
            numbers[question_id] = terms.fixed(behind[question_id])
        for each, value in found.opened.items():
            values[each] = self._unless_asked(after, each, values[each], value)
            if each in numbers and value != UNKNOWN:
                numbers[each] = terms.chosen(after.is_asked(each), numbers[each], terms.fixed(value))
        changed = frozenset[str]().union(
            *(depending_on(self.edition, each) for each in (question_id, *found.opened))
        )
        return World(
            self.universe, self.ground.parameters, Raw(values, numbers), beside=known, changed=changed
        )

    def _known(self, behind: Mapping[str, Any]) -> World:
        """The world with values behind all that is hidden."""
        key = tuple(behind.items())
        if key not in self._worlds:
            raw, terms = self.universe.raw, self.universe.comparisons.terms
            values = {each: self._behind(raw.values[each], each, value) for each, value in behind.items()}
            numbers = {
                each: terms.chosen(raw.values[each][UNKNOWN], terms.fixed(behind[each]), raw.numbers[each])
                for each in behind
                if each in raw.numbers
            }
            changed = frozenset[str]().union(*(depending_on(self.edition, each) for each in behind))
            self._worlds[key] = World(
                self.universe,
                self.ground.parameters,
                Raw({**raw.values, **values}, {**raw.numbers, **numbers}),
                beside=self.ground.world,
                changed=changed,
            )
        return self._worlds[key]

    def _behind(self, literals: Mapping[str, int], question_id: str, value: Any) -> dict[str, int]:
        """The literals of an answer with a value behind those that hide one."""
        hiding = self.hiding[question_id]
        known = {each: FALSE if each in hiding else literal for each, literal in literals.items()}
        if value in known:
            known[value] = self.universe.formula.any(literals[each] for each in (value, *hiding))
        return known

    def _unless_asked(
        self, after: World, question_id: str, literals: Mapping[str, int], value: Any
    ) -> dict[str, int]:
        fixed = self.universe.fixed(self.edition.questions[question_id], value)
        asked, either = after.is_asked(question_id), self.universe.formula.either
        return {each: either(asked, literal, fixed[each]) for each, literal in literals.items()}

    def _value(self, question_id: str, code: Encoded) -> Any:
        if self.edition.questions[question_id].kind == "number":
            return code
        codes = self.ground.compiled.codec.codes[question_id]
        return next(value for value, each in codes.items() if each == code and value != UNSURE)
