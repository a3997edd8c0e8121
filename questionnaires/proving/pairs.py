"""Two sets of answers that differ in one: whether a worse answer, or none, could ever pay.

*Riskier*: a riskier answer, all others equal, never lowers the tier. *Silence*: replacing a known
answer by one that says nobody knows never gives a lower tier that is final. Questions that only the second
set asks may have any answer; behind a gate there is no tier, so nothing is claimed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Literal

from questionnaires.classification import classify
from questionnaires.conditions import names
from questionnaires.editions import UNKNOWN, UNSURE
from questionnaires.schema import Exempt, Question

from .arithmetic import Undecided
from .claims import Answers, Claim
from .formula import TRUE
from .grounds import Ground
from .reachability import UNDECIDED
from .refinement import Refinement, Rise
from .universes import Raw
from .worlds import World, depending_on

MOST_REFINEMENTS = 60  # hidden values that are taken into account one by one

PairKind = Literal["riskier", "silence"]
TEXTS: dict[PairKind, str] = {
    "riskier": "a riskier answer to {} never lowers the tier",
    "silence": "not knowing {} never gives a lower final tier",
}


def riskier(ground: Ground) -> Iterator[Claim]:
    """A claim for each question whose answers are in an order of risk."""
    refinement = Refinement(ground)
    for question in ground.edition.questions.values():
        if len(ground.edition.trees.symbols[question.id].ranked) > 1:
            yield from _Pairs(ground, refinement, question, "riskier").claims()


def silence(ground: Ground) -> Iterator[Claim]:
    """A claim for each question that can be answered without saying anything."""
    refinement = Refinement(ground)
    for question in ground.edition.questions.values():
        if silent_values(question):
            yield from _Pairs(ground, refinement, question, "silence").claims()


def silent_values(question: Question) -> tuple[str, ...]:
    """The answers by which nobody learns anything."""
    if question.kind == "number":
        return (UNKNOWN,)
    silent = tuple(c.id for c in question.choices if c.silent or c.stands_for_any or c.makes_provisional)
    return (*silent, UNSURE) if question.unsure else silent


class _Pairs:
    """The worlds before and after one answer changes."""

    def __init__(self, ground: Ground, refinement: Refinement, question: Question, kind: PairKind) -> None:
        self.ground, self.refinement, self.question, self.kind = ground, refinement, question, kind
        self.edition, self.formula = ground.edition, ground.universe.formula
        self.changed = depending_on(self.edition, question.id)
        values = ground.universe.raw.values
        literals = {UNKNOWN: TRUE} if question.kind == "number" else ground.universe.fresh(question)
        self.raw = Raw({**values, question.id: literals}, ground.universe.raw.numbers)
        self.before = ground.world
        self.after = World(
            ground.universe, ground.parameters, self.raw, beside=self.before, changed=self.changed
        )
        findings = self.edition.trees.findings
        self.touched = [each for each, tree in findings.items() if names(tree) & self.changed]

    def claims(self) -> Iterator[Claim]:
        claim = Claim(self.kind, self.question.id, TEXTS[self.kind].format(self.question.id), holds=True)
        exempt = [
            (each, tree)
            for each, tree in zip(
                self.question.exempt, self.edition.trees.exempt[self.question.id], strict=True
            )
            if each.claim == self.kind
        ]
        conditions = [TRUE if tree is None else self.before.holds(tree) for _, tree in exempt]
        try:
            if TRUE not in conditions:
                yield self._claim(claim, [-each for each in conditions], [each for each, _ in exempt])
            for (each, _), condition in zip(exempt, conditions, strict=True):
                yield self._exemption(claim, each, condition)
        except Undecided:
            yield replace(claim, holds=False, note=UNDECIDED, decided=False)

    def _claim(self, claim: Claim, restrictions: list[int], exempt: list[Exempt]) -> Claim:
        text = claim.text + ", but for what is exempt" if exempt else claim.text
        found = self._violation(restrictions)
        if found is None:
            return replace(claim, text=text)
        answers, change, note = found
        return replace(claim, text=text, holds=False, witness=answers, change=change, note=note)

    def _exemption(self, claim: Claim, exempt: Exempt, condition: int) -> Claim:
        where = f"where {exempt.when}" if exempt.when else "everywhere"
        text = f"{self.question.id} is exempt from “{self.kind}” {where}: {exempt.reason}"
        found = None
        for steps in reversed(range(1, len(self.edition.tiers))):  # the worst that it lets happen
            found = found or self._violation([condition], steps)
        if found is None:
            note = f"The claim holds {where} too."
            return replace(claim, text=text, holds=False, note=note, exemption=exempt)
        answers, change, note = found
        note = f"At worst {note}"
        return replace(claim, text=text, witness=answers, change=change, note=note, exemption=exempt)

    # searching -------------------------------------------------------------------------------------

    def _violation(self, restrictions: Sequence[int], steps: int = 1) -> tuple[Answers, Answers, str] | None:
        """Answers and a change that the evaluator confirms to lower the tier by so many steps or more; None
        where there are none."""
        silent, own = set(silent_values(self.question)), self.question.id
        if self.kind == "silence" and silent <= set(self.ground.doubtful.get(own, ())):
            return None  # with such an answer nothing is ever final
        base = [*restrictions, self._changes(), self.before.is_asked(self.question.id)]
        base += [-self.before.gated(), -self.after.gated()]
        if self.kind == "silence":
            tree = self.edition.trees.silence
            base += [TRUE if tree is None else self.before.holds(tree), *self._nothing_provisional()]
        raised: list[World] = []
        if self.kind == "silence" and silent & set(self.ground.hiding.get(own, ())):
            raised.append(self.refinement.raised(self.after, own, Rise({}, {})))
        if self.ground.model([*base, self._falls(self.touched, raised, steps)]) is None:
            return None  # whatever else fires, it fires before and after
        base.append(self._falls(self.edition.findings, (), steps))
        base += [each for world in raised for each in self._no_higher(world)]
        for _ in range(MOST_REFINEMENTS):
            model = self.ground.model(base)
            if model is None:
                return None
            before, after = (
                self.ground.universe.answers(raw, model.holds, model.variables, model.numbers)
                for raw in (self.before.raw, self.raw)
            )
            found = self._confirmed(before, after)
            if found is not None:
                return found
            hidden = self.refinement.rise(after)
            if hidden is None:
                break
            base += self._no_higher(self.refinement.raised(self.after, own, hidden))
        raise Undecided

    def _changes(self) -> int:
        """The answers before and after, as the claim is about them."""
        before = self.ground.universe.raw.values[self.question.id]
        after = self.raw.values[self.question.id]
        if self.kind == "riskier":
            ranked = self.edition.trees.symbols[self.question.id].ranked
            steps = combinations(ranked, 2)
            return self.formula.any([self.formula.all((before[low], after[high])) for low, high in steps])
        silent = silent_values(self.question)
        known = [-before[each] for each in silent]
        return self.formula.all([*known, self.formula.any([after[each] for each in silent])])

    def _falls(self, findings: Collection[str], raised: Sequence[World], steps: int) -> int:
        """The tier is lower after than before, by so many steps or more; so it is in worlds whose tier is no
        higher than that. What fires in all of them need not be among the findings."""
        lower = (self.after, *raised)
        return self.formula.any(
            self.formula.all(
                (
                    self.before.at_least(at, findings),
                    *(-world.at_least(at - steps + 1, findings) for world in lower),
                )
            )
            for at in range(steps, len(self.edition.tiers))
        )

    def _no_higher(self, raised: World) -> list[int]:
        """The tier of a world is no higher than the one after."""
        levels = range(1, len(self.edition.tiers))
        return [self.formula.any((-raised.at_least(at), self.after.at_least(at))) for at in levels]

    def _nothing_provisional(self) -> list[int]:
        """Nothing makes the outcome provisional afterwards, but for values that are hidden."""
        literals = [
            -self.after.finding(each.id) for each in self.edition.findings.values() if each.makes_provisional
        ]
        for question_id, values in self.ground.doubtful.items():
            literals += [-self.after.answered(question_id, each) for each in values]
        return literals

    def _confirmed(self, before: Answers, after: Answers) -> tuple[Answers, Answers, str] | None:
        """The pair run through the evaluator; None where hidden values leave the second provisional."""
        first, second = (classify(self.edition, answers, self.ground.on) for answers in (before, after))
        tiers = self.edition.tiers
        if tiers.index(second.tier) >= tiers.index(first.tier):
            raise AssertionError(f"the evaluator refuses the pair found for {self.question.id}")
        if self.kind == "silence" and second.provisional:
            return None
        own = self.question.id
        change = {each: after[each] for each in second.asked if each == own or each not in first.asked}
        return {each: before[each] for each in first.asked}, change, f"{first.tier} becomes {second.tier}."
