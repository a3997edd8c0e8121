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


class Search:
    """A search for models in which some literals are true, and further ones (of these or `beside`) in a call.

    `calm` are literals that it tries first where it is free to. `plain` leaves out numbers too small for
    anybody to write; that there is no model is then no proof if `refuted` says that arithmetic was at work.
    """

    def __init__(
        self,
        universe: Universe,
        literals: Sequence[int],
        calm: Iterable[int] = (),
        beside: Iterable[int] = (),
        *,
        plain: bool,
    ) -> None:
        self._comparisons, self._plain = universe.comparisons, plain
        usual = [*calm, *universe.comparisons.usual]
        self._cone = Cone(universe.formula, literals, usual, beside)
        self.refuted = False

    def __enter__(self) -> "Search":
        return self

    def __exit__(self, *_: object) -> None:
        self._cone.close()

    def model(self, also: Sequence[int] = ()) -> Model | None:
        """A model with these as well. Raises Undecided."""
        while (true := self._cone.model(also)) is not None:
            model = Model(true, self._cone.variables, {})
            checked = self._comparisons.check(model.holds, self._cone.variables, plain=self._plain)
            if not isinstance(checked, Conflict):
                return Model(true, self._cone.variables, checked)
            self.refuted = True
            self._cone.rule_out(checked.because)
        return None

    def rule_out(self, literals: Iterable[int]) -> None:
        """These can no longer all be true."""
        self._cone.rule_out(literals)


def find(universe: Universe, literals: Sequence[int], calm: Sequence[int] = ()) -> Model | None:
    """A model in which all these literals are true; None where there is none. Raises Undecided."""
    if FALSE in literals:
        return None
    try:
        with Search(universe, literals, calm, plain=True) as search:
            found = search.model()
            if found is not None or not search.refuted:
                return found
    except Undecided:
        pass
    with Search(universe, literals, calm, plain=False) as search:
        return search.model()


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
