"""What makes an outcome provisional where answers are hidden: values behind them that would raise the tier.

The evaluator tries such values (docs/decisions, 3). Whatever it finds becomes a condition that a final outcome
must meet, and the search goes on: refinement by counter-examples (Clarke, Grumberg, Jha, Lu, Veith, JACM
50(5), 2003).
"""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from questionnaires.editions import UNKNOWN, UNSURE
from questionnaires.encoding import Encoded
from questionnaires.rising import level, rises

from .claims import Answers
from .grounds import Ground
from .models import find
from .worlds import Raw, Universe, World, depending_on

MOST_RISES = 40  # sets of values looked at for one outcome


@dataclass(frozen=True)
class Rise:
    """Values behind hidden answers, and answers to what they open, under which the tier is higher."""

    behind: dict[str, Any]
    opened: dict[str, Any]


def rise(ground: Ground, answers: Answers) -> Rise | None:
    """A rise that the evaluator would find; None where it finds none that really is one. Raises Undecided."""
    of, edition = ground.compiled, ground.edition
    encoding = of.codec.encode(answers)
    reading = of.read(encoding, ground.parameters)
    asked = set(of.questions.of(reading.asked))
    hidden = [
        each.question for each in encoding.open if each.question in asked and each.opening.doubt == "hidden"
    ]
    settled = {each: value for each, value in answers.items() if each in asked and each not in hidden}
    for trial in islice(rises(of, encoding, reading, hidden, ground.parameters), MOST_RISES):
        values = [trial[of.codec.position[each]] for each in hidden]
        if None in values:  # the evaluator gave up
            return None
        behind = {each: _value(ground, each, value) for each, value in zip(hidden, values, strict=True)}
        universe = Universe(edition, {**settled, **behind})
        world = World(universe, ground.parameters)
        model = find(universe, [world.at_least(level(of, reading))])
        if model is not None:
            whole = universe.answers(universe.raw, model.holds, model.variables, model.numbers)
            newly = of.questions.of(ground.run(whole).asked)
            return Rise(behind, {each: whole[each] for each in newly if each not in asked})
    return None


def _value(ground: Ground, question_id: str, code: Encoded) -> Any:
    question = ground.edition.questions[question_id]
    if question.kind == "number":
        return code
    codes = ground.compiled.codec.codes[question_id]
    return next(value for value, each in codes.items() if each == code and value != UNSURE)


def not_higher(ground: Ground, after: World, answers: Answers, found: Rise) -> int:
    """A literal: where the same answers hide these values and the same is not asked, the tier is no higher with them."""
    universe, formula = after.universe, after.formula
    given = {**found.behind, **found.opened}
    questions = ground.edition.questions
    values = {each: universe.fixed(questions[each], value) for each, value in given.items()}
    numbers = {
        each: universe.comparisons.terms.fixed(0.0 if value == UNKNOWN else float(value))
        for each, value in given.items()
        if questions[each].kind == "number"
    }
    raw = Raw({**after.raw.values, **values}, {**after.raw.numbers, **numbers})
    changed = frozenset[str]().union(*(depending_on(ground.edition, each) for each in given))
    raised = World(universe, ground.parameters, raw, beside=after, changed=changed)
    applies = [after.answered(each, str(answers[each])) for each in found.behind]
    applies += [-after.is_asked(each) for each in found.opened]
    higher = [
        formula.all((raised.at_least(at), -after.at_least(at))) for at in range(1, len(ground.edition.tiers))
    ]
    return formula.any([*(-each for each in applies), formula.all([-each for each in higher])])
