"""Gates over a SAT solver: literals with their definitions, and only those of a cone are given to a solver.

A literal is a whole number as in DIMACS: a variable, or its negation below zero. `TRUE` is variable 1. Each
gate is made once (structural hashing) and kept with the clauses that define it (Tseitin, 1968), so that a
question about one rule costs what that rule depends on, not the whole questionnaire.
"""

from collections.abc import Iterable, Sequence

from pysat.solvers import Solver

TRUE = 1
FALSE = -1
SOLVER = "glucose42"  # of those in python-sat, quickest to set up on formulas of this size

Clause = tuple[int, ...]


class Formula:
    """Variables, gates and the clauses that belong to them."""

    def __init__(self) -> None:
        self.last = TRUE
        self._gates: dict[Clause, int] = {}
        self._inputs: dict[int, Clause] = {}
        self._definitions: dict[int, list[Clause]] = {TRUE: [(TRUE,)]}
        self._clauses: dict[int, list[Clause]] = {}  # those that are attached, with each of their variables
        self._links: dict[int, list[int]] = {}

    def new(self) -> int:
        """A variable that nothing is known of."""
        self.last += 1
        return self.last

    def attach(self, clause: Iterable[int], *, to: Iterable[int] | None = None) -> None:
        """A constraint that counts wherever one of these variables does; without `to`, any of its own."""
        whole = tuple(clause)
        for variable in {abs(each) for each in (whole if to is None else to)}:
            self._clauses.setdefault(variable, []).append(whole)

    def link(self, variable: int, literals: Iterable[int]) -> None:
        """Wherever the variable counts, so do these, though no clause says how."""
        self._links.setdefault(variable, []).extend(abs(each) for each in literals)

    def all(self, literals: Iterable[int]) -> int:
        """A literal that is true where all of these are."""
        parts: list[int] = []
        seen: set[int] = set()
        for each in literals:
            if each == FALSE or -each in seen:
                return FALSE
            if each != TRUE and each not in seen:
                seen.add(each)
                parts.append(each)
        if len(parts) < 2:
            return parts[0] if parts else TRUE
        key = tuple(sorted(parts))
        gate = self._gates.get(key)
        if gate is None:
            gate = self._gates[key] = self.new()
            self._inputs[gate] = key
            self._definitions[gate] = [*((-gate, each) for each in key), (gate, *(-each for each in key))]
        return gate

    def any(self, literals: Iterable[int]) -> int:
        """A literal that is true where one of these is."""
        return -self.all(-each for each in literals)

    def either(self, test: int, then: int, other: int) -> int:
        """A literal that is `then` where the test is true, and `other` elsewhere."""
        if test in (TRUE, FALSE) or then == other:
            return then if test == TRUE or then == other else other
        return self.all((self.any((-test, then)), self.any((test, other))))

    def at_least(self, literals: Iterable[int], most: int | None = None) -> list[int]:
        """Literals for "at least i of these", i from 0 to `most` (sequential counter: Sinz, CP 2005)."""
        counts = [TRUE]
        for literal in literals:
            longer = [*counts, FALSE] if most is None or len(counts) <= most else [*counts]
            for i in range(len(longer) - 1, 0, -1):
                longer[i] = self.any((longer[i], self.all((counts[i - 1], literal))))
            counts = longer
        return counts

    def one_of(self, literals: Sequence[int]) -> None:
        """Exactly one of these holds."""
        self.attach(literals)
        for i, first in enumerate(literals):
            for second in literals[i + 1 :]:
                self.attach((-first, -second))

    def cone(self, roots: Iterable[int]) -> tuple[list[Clause], list[int]]:
        """The clauses on which these literals depend, and their variables."""
        waiting = [TRUE, *(abs(each) for each in roots)]
        seen: dict[int, None] = dict.fromkeys(waiting)
        found: list[Clause] = []
        attached: set[Clause] = set()
        links, inputs, definitions, clauses = self._links, self._inputs, self._definitions, self._clauses
        while waiting:
            here = waiting.pop()
            new = [each for each in clauses.get(here, ()) if each not in attached]
            attached.update(new)
            found += definitions.get(here, ())
            found += new
            for near in (links.get(here, ()), inputs.get(here, ()), *new):
                for each in near:
                    variable = each if each > 0 else -each
                    if variable not in seen:
                        seen[variable] = None
                        waiting.append(variable)
        return found, list(seen)


class Cone:
    """A fresh solver for what some literals depend on, and others `beside`; `close` frees its memory.

    A solver takes room for every number up to the highest, so variables are numbered anew inside.
    """

    def __init__(
        self, formula: Formula, roots: Sequence[int], calm: Iterable[int] = (), beside: Iterable[int] = ()
    ) -> None:
        clauses, order = formula.cone([*roots, *beside])
        self._inside = {variable: i for i, variable in enumerate(order, 1)}
        self._inside |= {-variable: -i for variable, i in self._inside.items()}
        self.variables = frozenset(order)
        self._outside = order
        self._roots = self._translated(roots)
        inside = self._inside.__getitem__
        self._solver = Solver(name=SOLVER, bootstrap_with=[list(map(inside, each)) for each in clauses])
        self._solver.set_phases(self._translated(each for each in calm if each in self._inside))

    def close(self) -> None:
        self._solver.delete()

    def model(self, also: Iterable[int] = ()) -> frozenset[int] | None:
        """The true literals of some model, these among them; None where there is none (any more)."""
        if not self._solver.solve(assumptions=self._roots + self._translated(also)):
            return None
        outside = self._outside
        return frozenset(
            outside[each - 1] if each > 0 else -outside[-each - 1] for each in self._solver.get_model()
        )

    def core(self) -> frozenset[int]:
        """Of the literals that were last found to have no model, some that are enough for that."""
        found = self._solver.get_core() or []
        return frozenset(self._outside[each - 1] if each > 0 else -self._outside[-each - 1] for each in found)

    def rule_out(self, literals: Iterable[int]) -> None:
        """These can no longer all be true."""
        self._solver.add_clause(self._translated(-each for each in literals))

    def _translated(self, literals: Iterable[int]) -> list[int]:
        return list(map(self._inside.__getitem__, literals))
