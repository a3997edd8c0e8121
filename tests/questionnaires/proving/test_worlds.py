"""The real questionnaire as literals: what is asked, fires and is given is what the evaluator says."""

from datetime import date
from typing import Any

from hypothesis import given, settings

from questionnaires import classify
from questionnaires.conditions.tree import Flag
from questionnaires.evaluation import compiled
from questionnaires.proving.formula import FALSE, TRUE
from questionnaires.proving.models import find
from questionnaires.proving.universes import Universe
from questionnaires.proving.worlds import World, depending_on
from tests.questionnaires.answer_sets import EDITION, complete

from .test_clauses import said

ON = date(2026, 11, 23)
PARAMETERS = EDITION.parameters(ON)
OF = compiled(EDITION)
HALF = settings(max_examples=max(50, settings().max_examples // 2))


def literals(world: World) -> dict[str, int]:
    """What has one literal: questions, boolean facts, findings, items, and whether a gate holds."""
    trees = EDITION.trees
    world.need(trees.order)
    found = {f"asked {each}": world.is_asked(each) for each in EDITION.questions}
    found |= {f"b_{each}": world.holds(Flag(each)) for each in trees.flags}
    found |= {f"fired {each}": world.finding(each) for each in EDITION.findings}
    found |= {f"given {each}": world.item(each) for each in EDITION.items}
    return found | {"gate": world.gated()}


def evaluated(answers: dict[str, Any]) -> dict[str, bool]:
    """The same by the evaluator."""
    inside = OF.inspect(OF.codec.encode(answers).values, PARAMETERS)
    assert inside is not None
    found = {f"asked {each}": bool(inside["asked"] >> i & 1) for i, each in enumerate(EDITION.questions)}
    found |= {f"b_{each}": bool(inside[f"b_{each}"]) for each in EDITION.trees.flags}
    found |= {f"fired {each}": bool(inside["fired"] >> i & 1) for i, each in enumerate(EDITION.findings)}
    found |= {f"given {each}": bool(inside["given"] >> i & 1) for i, each in enumerate(EDITION.items)}
    return found | {"gate": bool(inside["gate"])}


def with_something_ticked(answers: dict[str, Any]) -> dict[str, Any]:
    """No list is empty: whoever is asked has to tick something."""
    many = {
        each: question.choices[-1].id
        for each, question in EDITION.questions.items()
        if question.kind == "many"
    }
    return {each: value if value != [] else [many[each]] for each, value in answers.items()}


@given(complete())
def test_given_answers_make_every_literal_the_constant_of_its_value(answers: dict[str, Any]) -> None:
    found = literals(World(Universe(EDITION, answers), PARAMETERS))
    assert found == {each: TRUE if value else FALSE for each, value in evaluated(answers).items()}


UNIVERSE = Universe(EDITION)
LITERALS = literals(World(UNIVERSE, PARAMETERS))


@HALF
@given(complete())
def test_with_answers_fixed_every_literal_has_its_value_and_no_other(answers: dict[str, Any]) -> None:
    answers = with_something_ticked(answers)
    fixed, values = said(UNIVERSE, answers), evaluated(answers)
    wanted = [literal if values[each] else -literal for each, literal in LITERALS.items()]
    assert find(UNIVERSE, [*fixed, *wanted]) is not None
    assert find(UNIVERSE, [*fixed, -UNIVERSE.formula.all(wanted)]) is None


@HALF
@given(complete(), complete())
def test_a_world_beside_another_reads_what_changed_and_shares_the_rest(
    answers: dict[str, Any], others: dict[str, Any]
) -> None:
    """One answer differs; the second world has the values of the changed answers."""
    question = next((each for each in EDITION.questions if answers[each] != others[each]), "role")
    changed = {**answers, question: others[question]}
    universe = Universe(EDITION, answers)
    before = World(universe, PARAMETERS)
    raw = Universe(EDITION, changed).raw
    beside = World(universe, PARAMETERS, raw, beside=before, changed=depending_on(EDITION, question))
    assert {each: literal == TRUE for each, literal in literals(beside).items()} == evaluated(changed)
    assert {each: literal == TRUE for each, literal in literals(before).items()} == evaluated(answers)


@given(complete())
def test_tiers_are_reached_from_below(answers: dict[str, Any]) -> None:
    world = World(Universe(EDITION, answers), PARAMETERS)
    outcome = classify(EDITION, answers, ON)
    reached = [world.at_least(level) == TRUE for level in range(len(EDITION.tiers))]
    if outcome.gated:
        assert world.gated() == TRUE
        assert reached == [True, *[False] * (len(reached) - 1)]
    else:
        assert sum(reached) - 1 == EDITION.tiers.index(outcome.tier)
