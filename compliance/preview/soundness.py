"""What a proof finds against a draft: parts that no answers reach, and answers that pay and should not."""

from datetime import date
from functools import lru_cache

from questionnaires import Edition, Fault
from questionnaires.proving import prove, reporting


@lru_cache(maxsize=2)  # once for each state of a draft and each day
def flaws(edition: Edition, on: date) -> tuple[Fault, ...]:
    """All of them, with their place, in words; empty where the draft is sound."""
    return tuple(sorted(reporting.faults(prove(edition, on))))
