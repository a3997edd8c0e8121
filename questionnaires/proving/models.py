"""Models of a formula whose numbers are consistent, and cores of formulas that have none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .arithmetic import Conflict, Numbers, Undecided
from .formula import FALSE, TRUE, Cone
from .worlds import Raw, Universe


@dataclass(frozen=True)
class Model:
    """Answers that make some literals true. They have yet to be run."""

    true: frozenset[int]
    variables: frozenset[int]
    numbers: Numbers

    def holds(self, literal: int) -> bool:
        return literal == TRUE or literal in self.true


def find(universe: Universe, literals: Sequence[int], calm: Iterable[int] = ()) -> Model | None:
    """A model in which all these literals are true; None where there is none. Raises Undecided.

    `calm` are literals the search tries first where it is free to.
    """
    if FALSE in literals:
        return None
    try:
        found, refuted = _find(universe, literals, calm, plain=True)
    except Undecided:
        found, refuted = None, True
    return _find(universe, literals, calm, plain=False)[0] if found is None and refuted else found


def _find(
    universe: Universe, literals: Sequence[int], calm: Iterable[int], *, plain: bool
) -> tuple[Model | None, bool]:
    """A model, and whether arithmetic ruled any out on the way."""
    refuted = False
    with Cone(universe.formula, literals, calm) as cone:
        while (true := cone.model()) is not None:
            model = Model(true, cone.variables, {})
            checked = universe.comparisons.check(model.holds, cone.variables, plain=plain)
            if not isinstance(checked, Conflict):
                return Model(true, cone.variables, checked), refuted
            refuted = True
            cone.rule_out(checked.because)
    return None, refuted


def core(universe: Universe, literals: Sequence[int], selectors: Sequence[int]) -> list[int]:
    """Selectors none of which can be left out if the literals are to be impossible together.

    Raises Undecided.
    """
    needed = list(selectors)
    for each in selectors:
        fewer = [other for other in needed if other != each]
        if find(universe, [*literals, *fewer]) is None:
            needed = fewer
    return needed


def calm(universe: Universe, raw: Raw) -> list[int]:
    """For each choice the least risky value, for each number one that is known."""
    preferred: list[int] = []
    for literals in raw.values.values():
        values = list(literals.values())
        preferred += [-each for each in values]
        if len(values) > 1:
            preferred[-len(values)] = values[0]
    return preferred
