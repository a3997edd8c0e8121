"""Parts of a draft that no answers reach."""

from dataclasses import dataclass
from functools import lru_cache

from questionnaires import Edition


@dataclass(frozen=True)
class Unreachable:
    """A question, choice, finding or item that nothing reaches, and why, in words."""

    kind: str  # question, choice, finding or item
    id: str
    words: str


@lru_cache(maxsize=2)
def unreachable(edition: Edition) -> tuple[Unreachable, ...] | None:
    """All such parts; an empty tuple where everything can be reached, and None where nobody looked.

    Nobody looks yet: here the prover is asked. It is asked once for each state of a draft, and the pages show
    whatever it gives.
    """
    return None
