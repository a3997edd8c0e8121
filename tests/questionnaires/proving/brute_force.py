"""The claims of the prover by trying all answers to a small edition, numbers at the places that matter."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import Any

from questionnaires import UNKNOWN, Edition, classify, values_offered
from questionnaires.conditions.tree import Constant, walk
from questionnaires.evaluation import Reading, compiled
from questionnaires.interpretation import Interpretation
from questionnaires.proving.pairs import silent_values
from questionnaires.schema import Question

MOST = 4_000  # sets of answers

Answers = dict[str, Any]
Run = tuple[Answers, Reading]


@dataclass(frozen=True)
class BruteForce:
    edition: Edition
    on: date

    @cached_property
    def runs(self) -> list[Run]:
        """Every set of answers, with what the evaluator makes of it."""
        questions = list(self.edition.questions.values())
        values = [self._values(question) for question in questions]
        while math.prod(map(len, values)) > MOST:  # the longest are numbers
            longest = max(values, key=len)
            del longest[len(longest) // 2]
        names = [question.id for question in questions]
        return [
            (answers, self._read(answers))
            for each in product(*values)
            if (answers := dict(zip(names, each, strict=True)))
        ]

    def _read(self, answers: Answers) -> Reading:
        return self._of.read(self._of.codec.encode(answers), self.edition.parameters(self.on))

    @cached_property
    def _of(self) -> Any:
        return compiled(self.edition)

    def _values(self, question: Question) -> list[Any]:
        if question.kind in ("one", "yes_no"):
            return list(values_offered(question))
        if question.kind == "many":
            ids = [choice.id for choice in question.choices]
            alone = {choice.id for choice in question.choices if choice.exclusive}
            sets = [list(some) for size in range(1, len(ids) + 1) for some in combinations(ids, size)]
            return [some for some in sets if len(some) == 1 or not alone & set(some)]
        return self._numbers(question) if question.kind == "number" else ["words"]

    def _numbers(self, question: Question) -> list[Any]:
        low = question.minimum if question.minimum is not None else -1e30
        low = math.nextafter(question.above, math.inf) if question.above is not None else low
        high = question.maximum if question.maximum is not None else 1e30
        found = {low, high}
        for constant in self._constants:
            found |= {constant, math.nextafter(constant, -math.inf), math.nextafter(constant, math.inf)}
        return [UNKNOWN, *sorted(each for each in found if low <= each <= high)]

    @cached_property
    def _constants(self) -> set[float]:
        trees = self.edition.trees
        conditions = [
            *trees.findings.values(),
            *trees.flags.values(),
            *trees.amounts.values(),
            *trees.items.values(),
        ]
        conditions += [*trees.gates.values(), *(ask for ask in trees.asks.values() if ask is not None)]
        conditions += [when for cases in trees.ordered.values() for when, _ in cases if when is not None]
        constants = {node.value for tree in conditions for node in walk(tree) if isinstance(node, Constant)}
        in_force = {each for each in self.edition.parameters(self.on).values() if not math.isnan(each)}
        return {*constants, *in_force, *(each / 3 for each in in_force), *(each * 2 for each in in_force)}

    # what can be reached ---------------------------------------------------------------------------

    @cached_property
    def reached(self) -> set[tuple[str, str]]:
        return {each for answers, reading in self.runs for each in self._reached(answers, reading)}

    def _reached(self, answers: Answers, reading: Reading) -> Iterator[tuple[str, str]]:
        for each in self._of.questions.of(reading.asked):
            yield "question", each
            value = answers[each]
            for one in value if isinstance(value, list) else [value]:
                yield "choice", f"{each} {one}"
        for each in self._of.findings.of(reading.fired):
            yield "finding", each
        items = self._of.items.of(reading.given)
        for each in items:
            yield "item", each
        for pair in combinations(items, 2):
            yield "together", " ".join(pair)
        yield (
            "gates",
            " ".join(each for each in self._of.outcomes.of(reading.tiers) if each not in self.edition.tiers),
        )

    # two sets of answers that differ in one --------------------------------------------------------

    def lowered(self, kind: str, question: Question) -> Iterator[tuple[Answers, Answers]]:
        """Answers and the same with one made worse, or silent, where the tier falls (and is final)."""
        tiers, ranked = self.edition.tiers, self.edition.trees.symbols[question.id].ranked
        silent = silent_values(question)
        for answers, reading in self.runs:
            before = self._tier(reading)
            if (
                before is None
                or before == tiers[0]
                or question.id not in self._of.questions.of(reading.asked)
            ):
                continue
            value = answers[question.id]
            if kind == "riskier":
                worse: list[Any] = list(ranked[ranked.index(value) + 1 :]) if value in ranked else []
            else:
                known = not set(value if isinstance(value, list) else [value]) & set(silent)
                worse = (
                    [each for each in self._values(question) if self._says_nothing(each, silent)]
                    if known
                    else []
                )
            for each in worse:
                changed = {**answers, question.id: each}
                after = self._tier(self._read(changed))
                falls = after is not None and tiers.index(after) < tiers.index(before)
                if falls and (kind == "riskier" or self._final(answers, changed)):
                    yield answers, changed

    def _says_nothing(self, value: Any, silent: tuple[str, ...]) -> bool:
        return bool(set(value if isinstance(value, list) else [value]) & set(silent))

    def _final(self, answers: Answers, changed: Answers) -> bool:
        silence = self.edition.trees.silence
        if silence is not None and not self.holds(silence, answers):
            return False
        return not classify(self.edition, changed, self.on).provisional

    def _tier(self, reading: Reading) -> str | None:
        outcome = self._of.outcomes.of(reading.tiers)[0]
        return outcome if outcome in self.edition.tiers else None

    def holds(self, tree: Any, answers: Answers) -> bool:
        """Whether a condition holds, by the tracing reading."""
        interpretation = Interpretation(self.edition, answers, self.edition.parameters(self.on))
        return bool(interpretation.tracer.boolean(tree).value)
