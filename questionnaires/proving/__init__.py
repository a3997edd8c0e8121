"""Proofs that a questionnaire is sound, each claim with what shows it.

Claims are put to a SAT solver, numbers to arithmetic beside it. A witness is always run through the real
evaluator before it is believed; "never" is said only where the solver found a contradiction, and where
neither is found within the limits, the claim is called undecided and does not count as holding.
"""

from datetime import date

from questionnaires.editions import Edition

from .boundaries import boundaries
from .claims import Claim, Kind, Proof
from .grounds import Ground
from .pairs import riskier, silence
from .reachability import reachable
from .structure import structure

__all__ = ["PARTS", "Claim", "Kind", "Proof", "prove"]

PARTS = (reachable, structure, boundaries, riskier, silence)


def prove(edition: Edition, on: date) -> Proof:
    """All claims about an edition, with the parameters in force on a day."""
    ground = Ground(edition, on)
    return Proof(edition, on, tuple(claim for part in PARTS for claim in part(ground)))
