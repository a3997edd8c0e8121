"""Whether every question can be asked, every choice chosen, every finding fired and every item given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from questionnaires.editions import UNKNOWN, values_offered
from questionnaires.evaluation import Compiled
from questionnaires.schema import Item, Question

from .arithmetic import Undecided
from .claims import Answers, Claim, Kind
from .grounds import Ground
from .models import core
from .universes import Universe
from .worlds import World

UNDECIDED = "Neither a set of answers nor a contradiction was found within the limits of the search."


@dataclass(frozen=True)
class _Aim:
    """Something to be reached, and the literal for it in a world."""

    kind: Kind
    subject: str
    text: str
    literal: Callable[[World], int]


def reachable(ground: Ground) -> Iterator[Claim]:
    """A claim for each part of the edition; a set of answers mostly serves for many of them."""
    shown: dict[tuple[Kind, str], Answers] = {}
    for aim in _aims(ground):
        key = (aim.kind, aim.subject)
        if key not in shown:
            try:
                answers = ground.answers([aim.literal(ground.world)])
            except Undecided:
                yield Claim(aim.kind, aim.subject, aim.text, holds=False, note=UNDECIDED, decided=False)
                continue
            if answers is None:
                yield Claim(aim.kind, aim.subject, aim.text, holds=False, because=_contradiction(ground, aim))
                continue
            for reached in _reached(ground, answers):
                shown.setdefault(reached, answers)
        if key not in shown:
            raise AssertionError(f"the evaluator refuses the witness for {aim.kind} {aim.subject}")
        yield Claim(aim.kind, aim.subject, aim.text, holds=True, witness=shown[key])


def _aims(ground: Ground) -> Iterator[_Aim]:
    edition = ground.edition
    for question in edition.questions.values():
        yield _Aim("question", question.id, f"{question.id} can be asked", _asked(question.id))
        for value in _values(question):
            text = f"{question.id} can be answered with {value}"
            yield _Aim("choice", f"{question.id} {value}", text, _answered(question.id, value))
    for each in edition.findings:
        yield _Aim("finding", each, f"{each} can fire", _fires(each))
    for item in edition.items.values():
        if not _ended(ground, item):
            yield _Aim("item", item.id, f"{item.id} can be given", _given(item.id))


def _asked(question_id: str) -> Callable[[World], int]:
    return lambda world: world.is_asked(question_id)


def _answered(question_id: str, value: str) -> Callable[[World], int]:
    return lambda world: world.answered(question_id, value)


def _fires(finding_id: str) -> Callable[[World], int]:
    return lambda world: world.finding(finding_id)


def _given(item_id: str) -> Callable[[World], int]:
    return lambda world: world.item(item_id)


def _ended(ground: Ground, item: Item) -> bool:
    return item.valid_to is not None and item.valid_to < ground.on


def _values(question: Question) -> tuple[str, ...]:
    if question.kind == "number":
        return (UNKNOWN,)
    return values_offered(question) if question.kind != "text" else ()


def _reached(ground: Ground, answers: Answers) -> Iterator[tuple[Kind, str]]:
    """What a set of answers reaches, by the evaluator."""
    reading = ground.run(answers)
    of: Compiled = ground.compiled
    for each in of.questions.of(reading.asked):
        yield "question", each
        value = answers[each]
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield "choice", f"{each} {one}"
    for each in of.findings.of(reading.fired):
        yield "finding", each
    for each in of.items.of(reading.given):
        yield "item", each


def _contradiction(ground: Ground, aim: _Aim) -> tuple[str, ...]:
    """The parts whose conditions cannot hold together; without any one of them it could be reached."""
    universe = Universe(ground.edition)
    world = World(universe, ground.parameters, opened=True)
    literal = aim.literal(world)
    selectors = world.selectors or {}
    try:
        needed = core(universe, [literal], list(selectors))
    except Undecided:
        needed = list(selectors)
    return tuple(dict.fromkeys(selectors[each] for each in needed))
