"""How large numbers become with the facts that they read written out.

The prover follows them to the answers, each time and as deep as they go: what reads itself twice over and
over would take it for ever, and a long chain deeper than Python goes.
"""

from collections.abc import Iterable, Mapping

from .conditions import Numeric
from .conditions.tree import Arithmetic, Choose, Quantity

HEAVIEST = 1_000  # parts; the largest number of the library has 19
DEEPEST = 100  # levels; the prover takes a few of Python's 1,000 frames for each

Extent = tuple[int, int]  # parts and levels


def oversized(amounts: Mapping[str, Numeric], order: Iterable[str]) -> tuple[str, str] | None:
    """The first number that is too large, with what it comes to; `order` has each after those it reads."""
    extents: dict[str, Extent] = {}
    for name in order:
        if name in amounts:
            parts, levels = extents[name] = _extent(amounts[name], extents)
            if parts > HEAVIEST or levels > DEEPEST:
                return name, f"{parts:,} parts in {levels} levels"
    return None


def _extent(tree: Numeric, known: Mapping[str, Extent]) -> Extent:
    """Tests do not count: the prover reads each once."""
    match tree:
        case Quantity(name):
            return known.get(name, (1, 1))
        case Arithmetic(_, left, right) | Choose(_, left, right):
            (first, one), (second, other) = _extent(left, known), _extent(right, known)
            return 1 + first + second, 1 + max(one, other)
    return 1, 1
