"""What all claims about an edition on a day stand on: literals, parameters, and the real evaluator."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from questionnaires.editions import Edition
from questionnaires.evaluation import Compiled, Reading, compiled

from .claims import Answers
from .models import Model, calm, find
from .universes import Raw, Universe
from .worlds import World


class Ground:
    """An edition on a day, ready to be reasoned about."""

    def __init__(self, edition: Edition, on: date) -> None:
        self.edition, self.on = edition, on
        self.parameters = edition.parameters(on)
        self.universe = Universe(edition)
        self.world = World(self.universe, self.parameters)

    @cached_property
    def compiled(self) -> Compiled:
        return compiled(self.edition)

    @cached_property
    def _calm(self) -> list[int]:
        return calm(self.universe, self.universe.raw)

    @cached_property
    def doubtful(self) -> dict[str, list[str]]:
        """Answers that make every outcome provisional, by question."""
        return self._opening("unsure", "choice")

    @cached_property
    def hiding(self) -> dict[str, list[str]]:
        """Answers that make an outcome provisional where a value behind them would give a higher tier."""
        return self._opening("hidden")

    def _opening(self, *doubts: str) -> dict[str, list[str]]:
        openings = self.compiled.codec.openings
        found = {
            each: [value for value, opening in values.items() if opening.doubt in doubts]
            for each, values in openings.items()
        }
        return {each: values for each, values in found.items() if values}

    def model(self, literals: Sequence[int]) -> Model | None:
        """A model of these literals. Raises Undecided."""
        return find(self.universe, literals, self._calm)

    def answers(self, literals: Sequence[int]) -> dict[str, Any] | None:
        """A complete set of answers in which these hold, for the questions it asks. Raises Undecided."""
        model = self.model(literals)
        return None if model is None else self.of(model)

    def of(self, model: Model, raw: Raw | None = None) -> dict[str, Any]:
        """The answers of a model to the questions that they ask."""
        answers = self.universe.answers(raw or self.universe.raw, model.holds, model.variables, model.numbers)
        asked = set(self.compiled.questions.of(self.run(answers).asked))
        return {each: value for each, value in answers.items() if each in asked}

    def run(self, answers: Answers) -> Reading:
        """What the evaluator makes of answers."""
        return self.compiled.read(self.compiled.codec.encode(answers), self.parameters)
