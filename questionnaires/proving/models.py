"""Models of a formula whose numbers are consistent, and cores of formulas that have none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .arithmetic import Conflict, Undecided
from .formula import FALSE, TRUE, Cone
from .relations import Numbers
from .universes import Raw, Universe

MOST_PASSED_OVER = 5  # models whose numbers are left undecided before the search is given up


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
        self._passed_over = 0

    def __enter__(self) -> "Search":
        return self

    def __exit__(self, *_: object) -> None:
        self._cone.close()

    def model(self, also: Sequence[int] = ()) -> Model | None:
        """A model with these as well. Raises Undecided: there may be one whose numbers were not found."""
        while (true := self._cone.model(also)) is not None:
            model = Model(true, self._cone.variables, {})
            try:
                checked = self._comparisons.check(model.holds, self._cone.variables, plain=self._plain)
            except Undecided as limit:
                self._passed_over += 1
                if self._passed_over == MOST_PASSED_OVER:
                    raise
                checked = Conflict(limit.because)
            if not isinstance(checked, Conflict):
                return Model(true, self._cone.variables, checked)
            self.refuted = True
            self._cone.rule_out(checked.because)
        if self._passed_over:
            raise Undecided
        return None

    def core(self) -> frozenset[int]:
        """Of the literals of the call that last found no model, some that are enough for that."""
        return self._cone.core()

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
    with Search(universe, literals, beside=selectors, plain=False) as search:
        if search.model(selectors) is not None:
            raise AssertionError("what has a model has no core")
        needed = [each for each in selectors if each in search.core()]
        for each in list(needed):
            fewer = [other for other in needed if other != each]
            if each in needed and search.model(fewer) is None:
                needed = [other for other in fewer if other in search.core()]
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
