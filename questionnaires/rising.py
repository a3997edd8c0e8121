"""Values behind unknown numbers and open choices that would raise the tier (docs/decisions, 3).

A search through the values that matter (choices; for numbers the ends of the range and the neighbours of each
constant of the rules), cut wherever the three-valued reading already rules a rise out.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from .conditions.tree import Constant, Tree, walk
from .editions import Edition
from .encoding import Encoded, Encoding
from .evaluation import Compiled, Reading
from .schema import Question

MOST_TRIALS = 5_000  # sets of values tried; beyond it the cautious answer is given

_Values = Callable[[Compiled, str, dict[str, float]], Iterator[Encoded]]


def rises(
    of: Compiled,
    encoding: Encoding,
    reading: Reading,
    hidden: Sequence[str],
    parameters: dict[str, float],
) -> Iterator[list[Encoded]]:
    """Answers with values behind the hidden ones, under which a higher tier is possible.

    What such a value would newly ask is open: an answer kept from elsewhere does not count. Where the search
    was given up, the last answers tried are among them, with some values still missing.
    """
    trial = [value if reading.may_ask >> i & 1 else None for i, value in enumerate(encoding.values)]
    for each in hidden:
        trial[of.codec.position[each]] = None
    ceiling = level(of, reading)
    # Where anything raises the tier, the ends of the ranges mostly do: they are tried alone, first.
    for behind in (_ends, _values_behind):
        yield from _rises(of, trial, hidden, parameters, ceiling, behind)


def likeliest(of: Compiled, name: str) -> Encoded:
    """The value behind a hidden answer that is tried first."""
    return next(_ends(of, name, {}), None)


def level(of: Compiled, reading: Reading) -> int:
    """The highest tier that is possible, counted from 1; 0 where a gate surely holds."""
    return (reading.tiers & ((1 << len(of.edition.tiers)) - 1)).bit_length()


def _rises(
    of: Compiled,
    trial: list[Encoded],
    hidden: Sequence[str],
    parameters: dict[str, float],
    ceiling: int,
    behind: _Values,
) -> Iterator[list[Encoded]]:
    trials = 0

    def search(depth: int) -> Iterator[list[Encoded]]:
        nonlocal trials
        trials += 1
        if trials <= MOST_TRIALS and level(of, of.bounds(trial, parameters)) <= ceiling:
            return
        if trials > MOST_TRIALS or depth == len(hidden):
            yield list(trial)
            return
        at = of.codec.position[hidden[depth]]
        for value in behind(of, hidden[depth], parameters):
            trial[at] = value
            yield from search(depth + 1)
        trial[at] = None

    yield from search(0)


def _ends(of: Compiled, name: str, parameters: dict[str, float]) -> Iterator[Encoded]:
    """Every choice, the riskier ones first; of a number the two ends of its range."""
    question = of.edition.questions[name]
    if question.kind == "number":
        yield from reversed(_range(question))
        return
    opening = of.codec.openings[name]
    yield from (code for value, code in reversed(of.codec.codes[name].items()) if value not in opening)


def _values_behind(of: Compiled, name: str, parameters: dict[str, float]) -> Iterator[Encoded]:
    yield from _ends(of, name, parameters)
    question = of.edition.questions[name]
    if question.kind != "number":
        return
    low, high = _range(question)
    for constant in sorted({*_constants(of.edition), *parameters.values()}):
        for value in (math.nextafter(constant, -math.inf), constant, math.nextafter(constant, math.inf)):
            if low < value < high:
                yield value


def _range(question: Question) -> tuple[float, float]:
    low = question.minimum if question.minimum is not None else -1.0e30
    if question.above is not None:
        low = max(math.nextafter(question.above, math.inf), question.above + 1e-9)
    return low, question.maximum if question.maximum is not None else 1.0e30


@lru_cache(maxsize=64)
def _constants(edition: Edition) -> frozenset[float]:
    trees: list[Tree] = [
        *edition.trees.findings.values(),
        *edition.trees.flags.values(),
        *edition.trees.amounts.values(),
        *(ask for ask in edition.trees.asks.values() if ask is not None),
    ]
    trees += [when for cases in edition.trees.ordered.values() for when, _ in cases if when is not None]
    return frozenset(node.value for tree in trees for node in walk(tree) if isinstance(node, Constant))
